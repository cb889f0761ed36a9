package access

import (
	"slices"
	"strings"

	"github.com/penvoerder/penvoerder/internal/actor"
)

// Ground holds, for the audit, the lines on which a permission rests: the lines of the policy as they stand in the file.
type Ground string

// OfPlatform is the ground of the acts of the platform itself.
const OfPlatform Ground = "system"

// rule holds the lines that must all apply; a decision holds the rules of which one is enough.
type (
	rule     []line
	decision []rule
)

func (r rule) ground() Ground {
	parts := make([]string, len(r))
	for i, l := range r {
		parts[i] = l.String()
	}
	return Ground(strings.Join(parts, "; "))
}

// implies reports whether what the words of a rule cover is covered by those of another, too.
func (r rule) implies(other rule) bool {
	if len(r) != len(other) {
		return false
	}
	for i := range r {
		wider := other[i].word.parts()
		if slices.ContainsFunc(r[i].word.parts(), func(w Word) bool { return !slices.Contains(wider, w) }) {
			return false
		}
	}
	return true
}

// covers reports whether the words of every line hold for the row.
func (r rule) covers(o Object, a actor.Actor) answer {
	worst := yes
	for _, l := range r {
		worst = min(worst, o.under(l.word, a))
	}
	return worst
}

// narrowest is the word that narrows a rule; Any when none does.
func (r rule) narrowest() Word {
	for _, l := range r {
		if l.word != Any {
			return l.word
		}
	}
	return Any
}
