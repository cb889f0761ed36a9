package reading

import (
	"slices"
	"strings"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/organisations"
	"github.com/penvoerder/penvoerder/internal/question/fields"
	"github.com/penvoerder/penvoerder/schemes"
)

// SameTraining reports whether two registrations are of one training: by the code of a list where both have one, else by
// title, whatever its case and punctuation. The title of what is on no list says that and nothing more; there what the
// scheme has the employer write about it tells two apart.
func SameTraining(a, b *ent.Registration, m *schemes.Manifest) bool {
	if hasCode(a.Training) && hasCode(b.Training) {
		return *a.Training.Listed.Code == *b.Training.Listed.Code
	}
	if !sameWords(Title(a.Training), Title(b.Training)) {
		return false
	}
	return !slices.ContainsFunc(m.Facts, func(d schemes.FactDefinition) bool {
		x, y := a.Facts[d.Key].Text, b.Facts[d.Key].Text
		return describes(d, a.Training) && x != nil && y != nil && !sameWords(*x, *y)
	})
}

func hasCode(t fields.Training) bool { return t.Listed != nil && t.Listed.Code != nil }

// describes reports whether a fact is asked because of the list that a training was chosen from.
func describes(d schemes.FactDefinition, t fields.Training) bool {
	return t.Listed != nil && t.Listed.List != nil && d.Subject == schemes.AboutRegistration && d.Type == schemes.TextFact &&
		slices.Contains(d.When, schemes.Condition{Fact: "/training/list", Is: schemes.Equals, Value: *t.Listed.List})
}

// sameWords compares what people typed; nothing is the same as nothing else.
func sameWords(a, b string) bool {
	plain := organisations.PlainName(a)
	return plain != "" && (a == b || plain == organisations.PlainName(b))
}

// Title is what lists show of a training.
func Title(t fields.Training) string {
	switch {
	case t.Listed != nil && t.Listed.Title != nil:
		return *t.Listed.Title
	case t.Course != nil:
		return strings.TrimSpace(t.Course.Title)
	}
	return ""
}
