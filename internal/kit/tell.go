package kit

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/penvoerder/penvoerder/schemes"
)

// Tell writes d for people: the manifest, what is broken first, then the cases that are
// answered differently, then the sums.
func (d *Difference) Tell(to io.Writer) error {
	var b bytes.Buffer
	fmt.Fprintf(&b, "from %s\n  to %s\n\n", d.From, d.To)
	changes := slices.Clone(d.Manifest)
	slices.SortStableFunc(changes, func(x, y Change) int {
		switch {
		case x.Breaking == y.Breaking:
			return 0
		case x.Breaking:
			return -1
		}
		return 1
	})
	for _, c := range changes {
		mark := map[string]string{Added: "+", Removed: "-", Changed: "~"}[c.Change]
		if c.Breaking {
			mark = "BREAKING " + mark
		}
		fmt.Fprintf(&b, "%s %s %s\n", mark, c.What, c.Code)
		for _, f := range c.Fields {
			fmt.Fprintf(&b, "    %s\n", f)
		}
	}
	if len(d.Manifest) == 0 {
		fmt.Fprintf(&b, "The manifests are the same.\n")
	}
	for _, o := range d.Cases {
		fmt.Fprintf(&b, "\n%s\n  %s\n", o.At, o.Title)
		o.From.tell(&b, "  ", o.To)
	}
	fmt.Fprintf(&b, "\n%d cases asked of both, %d answered differently\n", d.Compared, len(d.Cases))
	_, err := to.Write(b.Bytes())
	return err
}

// String writes slug, version and the beginning of the digest.
func (n Named) String() string {
	return strings.TrimSpace(fmt.Sprintf("%s %s %.12s", n.Slug, n.Version, n.Digest))
}

// tell writes in what s and t differ.
func (s Summary) tell(b *bytes.Buffer, in string, t Summary) {
	line := func(what, from, to string) {
		if from != to {
			fmt.Fprintf(b, "%s%s: %s -> %s\n", in, what, from, to)
		}
	}
	line("failure", quoted(s.Failure), quoted(t.Failure))
	line("outcome", string(s.Outcome), string(t.Outcome))
	line("amount", money(s.Amount), money(t.Amount))
	for _, f := range missing(s.Findings, t.Findings) {
		fmt.Fprintf(b, "%sno longer: %s\n", in, f)
	}
	for _, f := range missing(t.Findings, s.Findings) {
		fmt.Fprintf(b, "%snow: %s\n", in, f)
	}
	for _, c := range missing(s.Cells, t.Cells) {
		fmt.Fprintf(b, "%sno longer a cell: %s\n", in, c)
	}
	for _, c := range missing(t.Cells, s.Cells) {
		fmt.Fprintf(b, "%snow a cell: %s\n", in, c)
	}
	for i := range max(len(s.Parts), len(t.Parts)) {
		switch {
		case i >= len(s.Parts) || i >= len(t.Parts):
			fmt.Fprintf(b, "%spart %d is there once\n", in, i+1)
		case !equal(s.Parts[i], t.Parts[i]):
			fmt.Fprintf(b, "%spart %d\n", in, i+1)
			s.Parts[i].tell(b, in+"  ", t.Parts[i])
		}
	}
}

func money(a *schemes.Amount) string {
	if a == nil {
		return "none"
	}
	return a.String()
}

func quoted(s string) string {
	if s == "" {
		return "none"
	}
	return s
}

// missing returns what a holds and b does not.
func missing(a, b []string) []string {
	return slices.DeleteFunc(slices.Clone(a), func(s string) bool { return slices.Contains(b, s) })
}
