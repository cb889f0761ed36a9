package schemes

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// A FactType decides how the value of an extra fact is stated and checked.
type FactType string

// The types of extra facts.
const (
	TextFact    FactType = "TEXT"
	BooleanFact FactType = "BOOLEAN"
	IntegerFact FactType = "INTEGER"
	DecimalFact FactType = "DECIMAL"
	DateFact    FactType = "DATE"
	ChoiceFact  FactType = "CHOICE"
)

// A FactSubject names the subject that an extra fact belongs to.
type FactSubject string

// The subjects of extra facts.
const (
	AboutPlan          FactSubject = "PLAN"
	AboutRegistration  FactSubject = "REGISTRATION"
	AboutParticipation FactSubject = "PARTICIPATION"
	AboutProjectFile   FactSubject = "PROJECT_FILE"

	AboutRetentionReport FactSubject = "RETENTION_REPORT"
)

// Necessity says when something is asked.
type Necessity string

// When a fact must be stated.
const (
	Required    Necessity = "REQUIRED"
	Conditional Necessity = "CONDITIONAL"
	Optional    Necessity = "OPTIONAL"
)

// A Choice is something to choose from.
type Choice struct {
	Code        string `json:"code"` // stable, used in inputs
	Label       Text   `json:"label"`
	Explanation Text   `json:"explanation,omitzero"`
}

// A Comparison is how a [Condition] compares.
type Comparison string

// The comparisons. The last two are for numbers and dates.
const (
	Equals    Comparison = "EQUALS"
	NotEquals Comparison = "NOT_EQUALS"
	LessThan  Comparison = "LESS_THAN"
	AtLeast   Comparison = "AT_LEAST"
)

// A Condition compares a fact of the same subject with a value. It does not hold
// while the fact is open.
type Condition struct {
	Fact  string     `json:"fact"` // JSON pointer into the facts of the subject
	Is    Comparison `json:"is"`
	Value string     `json:"value"` // a code, "true", a decimal or a date
}

// A FactDefinition declares a fact that only this scheme asks: all that is needed
// to draw its field.
type FactDefinition struct {
	Key        string      `json:"key"`
	Subject    FactSubject `json:"subject"`
	Activities []string    `json:"activities,omitempty"` // empty for all
	Type       FactType    `json:"type"`
	Label      Text        `json:"label"`
	Help       Text        `json:"help,omitzero"`
	Necessity  Necessity   `json:"necessity"`
	Condition  Text        `json:"condition,omitzero"` // for Conditional: when, in words
	When       []Condition `json:"when,omitempty"`     // for Conditional: when, for a form; all must hold
	Minimum    string      `json:"minimum,omitempty"`  // number or length, included
	Maximum    string      `json:"maximum,omitempty"`
	Choices    []Choice    `json:"choices,omitempty"`
	Unit       Unit        `json:"unit,omitempty"`
	Personal   bool        `json:"personal,omitempty"`
	Source     Citation    `json:"source"`
}

// An ExtraValue is the value of an extra fact; exactly one field is set. Decimals
// are text; a choice is its code.
type ExtraValue struct {
	Text    *string `json:"text,omitempty"`
	Boolean *bool   `json:"boolean,omitempty"`
	Integer *int64  `json:"integer,omitempty"`
	Decimal *Number `json:"decimal,omitempty"`
	Date    *Date   `json:"date,omitempty"`
	Choice  *string `json:"choice,omitempty"`
}

// Type returns the type of v, or "" where not exactly one field is set.
func (v ExtraValue) Type() FactType {
	var found FactType
	types := 0
	for _, t := range [...]struct {
		is  FactType
		set bool
	}{
		{TextFact, v.Text != nil},
		{BooleanFact, v.Boolean != nil},
		{IntegerFact, v.Integer != nil},
		{DecimalFact, v.Decimal != nil},
		{DateFact, v.Date != nil},
		{ChoiceFact, v.Choice != nil},
	} {
		if t.set {
			found = t.is
			types++
		}
	}
	if types != 1 {
		return ""
	}
	return found
}

// numeric returns v as a number, where its type has one.
func (v ExtraValue) numeric() (Number, bool) {
	switch v.Type() {
	case IntegerFact:
		return Whole(*v.Integer), true
	case DecimalFact:
		return *v.Decimal, true
	case DateFact:
		return v.Date.Number(), true
	}
	return Number{}, false
}

// Extras are the stated extra facts of a subject, by key.
type Extras struct {
	values map[string]ExtraValue
	at     *place
}

// NewExtras returns extra facts with a copy of values.
func NewExtras(values map[string]ExtraValue) Extras { return Extras{values: maps.Clone(values)} }

// Values returns a copy of the values by key.
func (e Extras) Values() map[string]ExtraValue { return maps.Clone(e.values) }

// Keys returns the stated keys in order.
func (e Extras) Keys() []string {
	if len(e.values) == 0 {
		return nil
	}
	return slices.Sorted(maps.Keys(e.values))
}

// IsZero reports whether nothing is stated, so that JSON leaves it out.
func (e Extras) IsZero() bool { return len(e.values) == 0 }

// MarshalJSON writes the values by key.
func (e Extras) MarshalJSON() ([]byte, error) { return json.Marshal(e.values) }

// UnmarshalJSON reads values by key.
func (e *Extras) UnmarshalJSON(b []byte) error { return json.Unmarshal(b, &e.values) }

// Text returns the text fact d.
func (e Extras) Text(d FactDefinition) Fact[string] { return extra(e, d, e.values[d.Key].Text) }

// Boolean returns the yes-or-no fact d.
func (e Extras) Boolean(d FactDefinition) Fact[bool] { return extra(e, d, e.values[d.Key].Boolean) }

// Integer returns the whole-number fact d.
func (e Extras) Integer(d FactDefinition) Fact[int64] { return extra(e, d, e.values[d.Key].Integer) }

// Decimal returns the decimal fact d.
func (e Extras) Decimal(d FactDefinition) Fact[Number] { return extra(e, d, e.values[d.Key].Decimal) }

// Date returns the date fact d.
func (e Extras) Date(d FactDefinition) Fact[Date] { return extra(e, d, e.values[d.Key].Date) }

// Choice returns the code that was chosen for d.
func (e Extras) Choice(d FactDefinition) Fact[string] { return extra(e, d, e.values[d.Key].Choice) }

func extra[T any](e Extras, d FactDefinition, v *T) Fact[T] {
	f := Maybe(v)
	f.where = where{d.Key, e.at}
	return f
}

// problem describes the value that d takes instead of v: in a sentence for people, and as a bound or an example. Both
// are empty where v is right.
func (d FactDefinition) problem(v ExtraValue) (message Text, expected string) {
	if v.Type() != d.Type {
		return typeWanted[d.Type], string(d.Type)
	}
	switch d.Type {
	case ChoiceFact:
		if !slices.ContainsFunc(d.Choices, func(c Choice) bool { return c.Code == *v.Choice }) {
			return typeWanted[ChoiceFact], strings.Join(names(d.Choices, func(c Choice) string { return c.Code }), ", ")
		}
	case TextFact:
		return d.outside(Whole(int64(len([]rune(*v.Text)))), Text{NL: "Gebruik %s %s tekens.", EN: "Use %s %s characters."})
	case IntegerFact:
		return d.outside(Whole(*v.Integer), numberWanted)
	case DecimalFact:
		return d.outside(*v.Decimal, numberWanted)
	}
	return Text{}, ""
}

var typeWanted = map[FactType]Text{
	TextFact:    {NL: "Vul hier tekst in.", EN: "Enter text here."},
	BooleanFact: {NL: "Antwoord hier met ja of nee.", EN: "Answer yes or no here."},
	IntegerFact: {NL: "Vul hier een heel getal in.", EN: "Enter a whole number here."},
	DecimalFact: {NL: "Vul hier een getal in, zo nodig met decimalen.", EN: "Enter a number here, with decimals if needed."},
	DateFact:    {NL: "Vul hier een datum in.", EN: "Enter a date here."},
	ChoiceFact:  {NL: "Kies hier een van de mogelijkheden van de lijst.", EN: "Choose one of the options on the list."},
}

var numberWanted = Text{NL: "Vul %s %s in.", EN: "Enter %s %s."}

// outside says which bound of d the number n passes, in a sentence with room for the bound.
func (d FactDefinition) outside(n Number, sentence Text) (message Text, expected string) {
	say := func(nl, en, bound string) Text {
		is := spoken(bound)
		return Text{NL: fmt.Sprintf(sentence.NL, nl, is.NL), EN: fmt.Sprintf(sentence.EN, en, is.EN)}
	}
	if d.Minimum != "" && n.Cmp(Decimal(d.Minimum)) < 0 {
		return say("minstens", "at least", d.Minimum), ">= " + d.Minimum
	}
	if d.Maximum != "" && n.Cmp(Decimal(d.Maximum)) > 0 {
		return say("hoogstens", "at most", d.Maximum), "<= " + d.Maximum
	}
	return Text{}, ""
}
