package regulation

import (
	"github.com/penvoerder/penvoerder/internal/question/fields"
	"github.com/penvoerder/penvoerder/internal/typed"
	"github.com/penvoerder/penvoerder/schemes"
)

// A FactDefinition declares a fact that only this scheme asks.
type FactDefinition struct {
	m          *Manifest
	definition *schemes.FactDefinition
}

func (m *Manifest) definition(f *schemes.FactDefinition) *FactDefinition {
	return &FactDefinition{m, f}
}

// Fact shows the definition of this key, or nil.
func (m *Manifest) Fact(subject schemes.FactSubject, key string) *FactDefinition {
	i, ok := m.facts[factKey{subject, key}]
	if !ok {
		return nil
	}
	return m.definition(&m.manifest.Facts[i])
}

// A FactCondition compares a fact with a value.
type FactCondition struct{ condition *schemes.Condition }

// Fact is the place of the value to compare.
func (c *FactCondition) Fact() string { return c.condition.Fact }

// Is says how.
func (c *FactCondition) Is() string { return string(c.condition.Is) }

// Value to compare with.
func (c *FactCondition) Value() string { return c.condition.Value }

// Key is stable.
func (f *FactDefinition) Key() string { return f.definition.Key }

// Subject that the fact belongs to.
func (f *FactDefinition) Subject() string { return string(f.definition.Subject) }

// Activities it is asked for; empty for all.
func (f *FactDefinition) Activities() []*Activity {
	return named(f.definition.Activities, f.m.activities, f.m.manifest.Activities, f.m.activity)
}

// Type of the value, which decides the control of a form.
func (f *FactDefinition) Type() string { return string(f.definition.Type) }

// Label in both languages.
func (f *FactDefinition) Label() *Text { return f.m.text(f.definition.Label) }

// Help where the label is not enough.
func (f *FactDefinition) Help() *Text { return f.m.Text(f.definition.Help) }

// Necessity says whether it is required.
func (f *FactDefinition) Necessity() string { return string(f.definition.Necessity) }

// Condition under which it is required.
func (f *FactDefinition) Condition() *Text { return f.m.Text(f.definition.Condition) }

// When it is required, for a form: all must hold.
func (f *FactDefinition) When() []*FactCondition {
	return show(f.definition.When, func(c *schemes.Condition) *FactCondition { return &FactCondition{c} })
}

// Minimum of the number or length.
func (f *FactDefinition) Minimum() (string, bool) { return maybe(f.definition.Minimum) }

// Maximum of the number or length.
func (f *FactDefinition) Maximum() (string, bool) { return maybe(f.definition.Maximum) }

// Choices of a fact of type CHOICE; empty for other types.
func (f *FactDefinition) Choices() []*Choice { return show(f.definition.Choices, f.m.choice) }

// Unit of the number; false for facts that count nothing.
func (f *FactDefinition) Unit() (string, bool) { return maybe(string(f.definition.Unit)) }

// IsPersonal reports whether it is personal data.
func (f *FactDefinition) IsPersonal() bool { return f.definition.Personal }

// Citation says where it is asked.
func (f *FactDefinition) Citation() *Citation { return f.m.Cite(f.definition.Source) }

// A Fact is a definition with the stated value.
type Fact struct {
	Definition *FactDefinition
	IsStated   bool
	Text       *string
	Boolean    *bool
	Integer    *int
	Decimal    *typed.Decimal
	Date       *typed.Date
	Choice     *Choice
}

// FactsOf shows every fact about a subject that holds for the activity ("" for none), stated or not. Text that is
// personal is left out unless it may be read.
func (m *Manifest) FactsOf(subject schemes.FactSubject, activity string, stated fields.Facts, personal bool) []*Fact {
	out := []*Fact{}
	for i := range m.manifest.Facts {
		d := &m.manifest.Facts[i]
		if d.Subject != subject || !holds(d.Activities, &activity) {
			continue
		}
		v, ok := stated[d.Key]
		f := &Fact{Definition: m.definition(d), IsStated: ok}
		if !d.Personal || personal {
			f.Text, f.Boolean, f.Integer, f.Decimal, f.Date = v.Text, v.Boolean, v.Integer, v.Decimal, v.Date
			f.Choice = m.chosen(d, v.Choice)
		}
		out = append(out, f)
	}
	return out
}

func (m *Manifest) chosen(d *schemes.FactDefinition, code *string) *Choice {
	if code == nil {
		return nil
	}
	at := index(d.Choices, func(c schemes.Choice) string { return c.Code })
	return one(*code, at, d.Choices, m.choice)
}
