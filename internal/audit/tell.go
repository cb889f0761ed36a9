package audit

import (
	"fmt"
	"strings"
	"time"

	"github.com/penvoerder/penvoerder/internal/ids"
)

// said are the flaws in words.
var said = map[Flaw]string{
	Edited:     "was changed after it was written",
	Removed:    "is missing",
	Misplaced:  "does not follow the line before it: one of both was inserted, moved or rewritten",
	Overlong:   "stands beyond the end that the head of the chain names",
	Rewritten:  "is the last, and is not the one that the head of the chain names",
	Changed:    "is not as this line left it",
	Lost:       "is gone, and this line left it",
	Unrecorded: "is stored, and no line of its dossier made it",
}

// things are what lines answer for, by the prefix of their ids.
var things = map[string]string{ids.Plan: "plan", ids.Registration: "registration", ids.Evaluation: "receipt"}

// String says what is wrong, where, and since when.
func (b Break) String() string {
	var w strings.Builder
	switch {
	case b.Through > b.Sequence:
		fmt.Fprintf(&w, "lines %d to %d: ", b.Sequence, b.Through)
	case b.Sequence > 0:
		fmt.Fprintf(&w, "line %d: ", b.Sequence)
	}
	if b.Subject != "" {
		fmt.Fprintf(&w, "%s %s ", things[ids.Prefix(b.Subject)], b.Subject)
	}
	w.WriteString(said[b.Flaw])
	if !b.Since.IsZero() {
		fmt.Fprintf(&w, ", since some moment after %s", b.Since.UTC().Format(time.RFC3339))
	}
	fmt.Fprintf(&w, " (%s)", b.Flaw)
	return w.String()
}
