package replay

import (
	"fmt"
	"strings"

	"github.com/penvoerder/penvoerder/schemes"
)

// A File is the operator's parameter file under which the candidate was asked.
type File struct {
	Number    int      `json:"number"`
	Author    string   `json:"author"`
	Reason    string   `json:"reason"`
	Digest    string   `json:"digest"`             // hexadecimal SHA-256 of the file
	SignedBy  string   `json:"signedBy,omitempty"` // fingerprint of the trusted key; none where that was not checked
	IsApplied bool     `json:"isApplied"`          // false for one that is only tried
	Remarks   []string `json:"remarks"`            // for people: why it cannot be applied yet

	Changes []Change `json:"changes"` // against the file in force; none where that is this one
}

// A Change shows one parameter before and under a parameter file.
type Change struct {
	Parameter string          `json:"parameter"`
	Unit      schemes.Unit    `json:"unit"`
	Before    []schemes.Value `json:"before"`
	After     []schemes.Value `json:"after"`
}

func (f *File) tell(b *strings.Builder) {
	state := "in force"
	if !f.IsApplied {
		state = "TRIED, not applied"
	}
	fmt.Fprintf(b, "  under parameter file %d of %s (%s)\n", f.Number, f.Author, state)
	fmt.Fprintf(b, "    reason        %s\n    SHA-256       %s\n", strings.Join(strings.Fields(f.Reason), " "), f.Digest)
	if f.SignedBy != "" {
		fmt.Fprintf(b, "    signed by     %s\n", f.SignedBy)
	}
	for _, r := range f.Remarks {
		fmt.Fprintf(b, "    %s\n", r)
	}
}

func changeRow(c Change) string {
	return fmt.Sprintf("%s\t%s\t%s\t%s", c.Parameter, c.Unit, values(c.Before), values(c.After))
}

// values writes values with the days on which they hold.
func values(in []schemes.Value) string {
	told := make([]string, len(in))
	for i, v := range in {
		told[i] = v.Text
		if v.Text == "" {
			told[i] = "not announced"
		}
		if v.Assumption {
			told[i] += " (assumption)"
		}
		told[i] += " from " + v.From.String()
		if !v.To.IsZero() {
			told[i] += " to " + v.To.String()
		}
	}
	return strings.Join(told, "; ")
}
