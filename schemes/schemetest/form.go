package schemetest

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"pgregory.net/rapid"

	"github.com/penvoerder/penvoerder/schemes"
)

// forms draws the form of every subject under every activity from its JSON Schema
// alone, as a front end does that knows no scheme, and compares what it drew with what
// the manifest declares.
func (k *kit) forms(t rapid.TB) {
	activities := []string{""}
	for _, a := range k.manifest.Activities {
		activities = append(activities, a.Code)
	}
	for _, about := range []schemes.FactSubject{schemes.AboutPlan, schemes.AboutRegistration, schemes.AboutParticipation, schemes.AboutProjectFile, schemes.AboutRetentionReport} {
		for _, activity := range activities {
			name := strings.TrimSpace(fmt.Sprintf("form %s %s", about, activity))
			drawn, err := draw(k.manifest.Form(about, activity))
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			declared := k.declared(about, activity)
			for i, f := range drawn {
				if i >= len(declared) || text(f) != text(declared[i]) {
					t.Errorf("%s: field %d is drawn as\n%s\nand declared as\n%s", name, i+1, text(f), text(declared[min(i, len(declared)):]))
					break
				}
			}
			if len(drawn) < len(declared) {
				t.Errorf("%s: %d fields are drawn of %d", name, len(drawn), len(declared))
			}
		}
	}
}

// A field holds the data that a front end needs to draw one question.
type field struct {
	Key     string              `json:"key"`
	Widget  string              `json:"widget"` // text, tick, number, decimal, date, choice
	Label   schemes.Text        `json:"label"`
	Help    schemes.Text        `json:"help"`
	Needed  string              `json:"needed"` // always, when, never
	Reason  schemes.Text        `json:"reason"` // when, in words
	When    []schemes.Condition `json:"when"`
	Low     string              `json:"low"`
	High    string              `json:"high"`
	Unit    string              `json:"unit"`
	Private bool                `json:"private"`
	Choices []schemes.Choice    `json:"choices"`
}

// formSchema is the part of a JSON Schema that the kit reads; it uses no other knowledge of the scheme.
type formSchema struct {
	Properties map[string]propertySchema `json:"properties"`
	Required   []string                  `json:"required"`
}

type propertySchema struct {
	Type      string              `json:"type"`
	Format    string              `json:"format"`
	Order     int                 `json:"x-order"`
	Label     schemes.Text        `json:"x-label"`
	Help      schemes.Text        `json:"x-help"`
	Necessity string              `json:"x-necessity"`
	Condition schemes.Text        `json:"x-condition"`
	When      []schemes.Condition `json:"x-when"`
	MinLength json.Number         `json:"minLength"`
	MaxLength json.Number         `json:"maxLength"`
	Minimum   json.Number         `json:"minimum"`
	Maximum   json.Number         `json:"maximum"`
	Low       string              `json:"x-minimum"`
	High      string              `json:"x-maximum"`
	Unit      string              `json:"x-unit"`
	Personal  bool                `json:"x-personal"`
	Pattern   string              `json:"pattern"`
	OneOf     []struct {
		Const string       `json:"const"`
		Label schemes.Text `json:"x-label"`
		Help  schemes.Text `json:"x-help"`
	} `json:"oneOf"`
}

// draw draws the fields of a form from its JSON Schema.
func draw(schema []byte) ([]field, error) {
	var s formSchema
	if err := json.Unmarshal(schema, &s); err != nil {
		return nil, err
	}
	keys := sortedKeys(s.Properties)
	slices.SortStableFunc(keys, func(a, b string) int { return s.Properties[a].Order - s.Properties[b].Order })
	var out []field
	for _, key := range keys {
		f, err := s.Properties[key].draw(key, slices.Contains(s.Required, key))
		if err != nil {
			return nil, fmt.Errorf("field %s: %w", key, err)
		}
		out = append(out, f)
	}
	return out, nil
}

func (p propertySchema) draw(key string, required bool) (field, error) {
	f := field{Key: key, Label: p.Label, Help: p.Help, Reason: p.Condition, When: p.When, Unit: p.Unit, Private: p.Personal, Widget: p.widget()}
	f.Low = p.Low + p.MinLength.String() + p.Minimum.String()
	f.High = p.High + p.MaxLength.String() + p.Maximum.String()
	for _, c := range p.OneOf {
		f.Choices = append(f.Choices, schemes.Choice{Code: c.Const, Label: c.Label, Explanation: c.Help})
		if !inBoth(c.Label) || !c.Help.IsZero() && !inBoth(c.Help) {
			return f, fmt.Errorf("choice %s is not labelled in both languages", c.Const)
		}
	}
	f.Needed = map[string]string{"REQUIRED": "always", "CONDITIONAL": "when", "OPTIONAL": "never"}[p.Necessity]
	switch {
	case f.Widget == "":
		return f, fmt.Errorf("nobody knows how to draw type %q, format %q", p.Type, p.Format)
	case !inBoth(f.Label):
		return f, fmt.Errorf("it is not labelled in both languages: %+v", f.Label)
	case !f.Help.IsZero() && !inBoth(f.Help):
		return f, fmt.Errorf("it is not helped with in both languages: %+v", f.Help)
	case f.Needed == "" || required != (f.Needed == "always"):
		return f, fmt.Errorf("it is %q, and required: %t", p.Necessity, required)
	case f.Needed == "when" && (len(f.When) == 0 || !inBoth(f.Reason)):
		return f, fmt.Errorf("it is needed sometimes, and the form cannot know when (x-when, x-condition)")
	}
	return f, nil
}

// widget returns the control that a field is drawn with; "" where the schema does not determine one.
func (p propertySchema) widget() string {
	switch {
	case p.Type == "boolean":
		return "tick"
	case p.Type == "integer":
		return "number"
	case p.Type == "string" && len(p.OneOf) > 0:
		return "choice"
	case p.Type == "string" && p.Format == "date":
		return "date"
	case p.Type == "string" && p.Pattern != "":
		return "decimal"
	case p.Type == "string":
		return "text"
	}
	return ""
}

func inBoth(t schemes.Text) bool {
	return strings.TrimSpace(t.NL) != "" && strings.TrimSpace(t.EN) != ""
}

// declared lists the fields that a form must have according to the manifest.
func (k *kit) declared(about schemes.FactSubject, activity string) []field {
	var out []field
	for _, d := range k.manifest.Facts {
		if d.Subject != about || len(d.Activities) > 0 && !slices.Contains(d.Activities, activity) {
			continue
		}
		out = append(out, field{
			Key: d.Key, Label: d.Label, Help: d.Help, Reason: d.Condition, When: d.When, Low: d.Minimum, High: d.Maximum,
			Unit: string(d.Unit), Private: d.Personal, Choices: d.Choices,
			Widget: map[schemes.FactType]string{
				schemes.TextFact: "text", schemes.BooleanFact: "tick", schemes.IntegerFact: "number",
				schemes.DecimalFact: "decimal", schemes.DateFact: "date", schemes.ChoiceFact: "choice",
			}[d.Type],
			Needed: map[schemes.Necessity]string{schemes.Required: "always", schemes.Conditional: "when", schemes.Optional: "never"}[d.Necessity],
		})
	}
	return out
}
