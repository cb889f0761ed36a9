package registrations

import (
	"slices"
	"strings"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/dossier/fields"
	"github.com/penvoerder/penvoerder/internal/organisations"
	"github.com/penvoerder/penvoerder/schemes"
)

// sameTraining reports whether two registrations are of one training: by the code of a list where both have one, else by
// title, whatever its case and punctuation. The title of what is on no list says that and nothing more; there the words
// by which the scheme has it described tell two apart.
func sameTraining(a, b *ent.Registration, m *schemes.Manifest) bool {
	if hasCode(a.Training) && hasCode(b.Training) {
		return a.Training.Listed.Code == b.Training.Listed.Code
	}
	if !sameWords(title(a.Training), title(b.Training)) {
		return false
	}
	return !slices.ContainsFunc(m.Facts, func(d schemes.FactDefinition) bool {
		x, y := a.Facts[d.Key].Text, b.Facts[d.Key].Text
		return describes(d, a.Training) && x != nil && y != nil && !sameWords(*x, *y)
	})
}

func hasCode(t fields.Training) bool { return t.Listed != nil && t.Listed.Code != "" }

// describes reports whether a fact is asked because of the list that a training was chosen from.
func describes(d schemes.FactDefinition, t fields.Training) bool {
	return t.Listed != nil && d.Subject == schemes.AboutRegistration && d.Type == schemes.TextFact &&
		slices.Contains(d.When, schemes.Condition{Fact: "/training/list", Is: schemes.Equals, Value: t.Listed.List})
}

// sameWords compares what people typed; nothing is the same as nothing else.
func sameWords(a, b string) bool {
	plain := organisations.PlainName(a)
	return plain != "" && plain == organisations.PlainName(b)
}

// sameTitle compares what is printed.
func sameTitle(a, b string) bool {
	return strings.EqualFold(strings.Join(strings.Fields(a), " "), strings.Join(strings.Fields(b), " "))
}
