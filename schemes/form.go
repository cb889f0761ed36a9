package schemes

import (
	"encoding/json"
	"fmt"
)

// Form returns the JSON Schema (draft 2020-12) of the facts that only this scheme
// asks about a subject under one activity ("" for subjects without one): enough to
// draw the form without knowing the scheme.
//
// A value is written as its type says: text, yes or no, a whole number, a decimal
// as text, a date as 2026-02-28, the code of a choice. What JSON Schema has no word
// for stands in keywords of our own: x-label, x-help and x-condition hold both
// languages, x-type the [FactType], x-order the place in the form, x-necessity
// when the fact is asked, x-when the list of [Condition] under which a conditional
// fact is, x-minimum and x-maximum the bounds of a decimal.
func (m *Manifest) Form(about FactSubject, activity string) json.RawMessage {
	properties, required := map[string]any{}, []string{}
	for _, d := range m.Facts {
		if d.Subject != about || !applies(d.Activities, activity) {
			continue
		}
		properties[d.Key] = d.schema(len(properties) + 1)
		if d.Necessity == Required {
			required = append(required, d.Key)
		}
	}
	id := fmt.Sprintf("urn:penvoerder:%s:%s:%s", m.Slug, m.Version, about)
	if activity != "" {
		id += ":" + activity
	}
	b, err := json.Marshal(map[string]any{
		"$schema":              "https://json-schema.org/draft/2020-12/schema",
		"$id":                  id,
		"title":                m.Title.NL,
		"x-label":              m.Title,
		"type":                 "object",
		"properties":           properties,
		"required":             required,
		"additionalProperties": false,
	})
	if err != nil {
		panic(fmt.Sprintf("schemes: form of %s: %v", m.Slug, err)) // maps of texts: cannot happen
	}
	return b
}

// schema describes one field of the form.
func (d FactDefinition) schema(order int) map[string]any {
	s := map[string]any{
		"title": d.Label.NL, "x-label": d.Label, "x-type": d.Type, "x-order": order, "x-necessity": d.Necessity,
	}
	if !d.Help.IsZero() {
		s["description"], s["x-help"] = d.Help.NL, d.Help
	}
	if !d.Condition.IsZero() {
		s["x-condition"] = d.Condition
	}
	if len(d.When) > 0 {
		s["x-when"] = d.When
	}
	if d.Unit != "" {
		s["x-unit"] = d.Unit
	}
	if d.Personal {
		s["x-personal"] = true
	}
	switch d.Type {
	case TextFact:
		s["type"] = "string"
		d.bounds(s, "minLength", "maxLength")
	case BooleanFact:
		s["type"] = "boolean"
	case IntegerFact:
		s["type"] = "integer"
		d.bounds(s, "minimum", "maximum")
	case DecimalFact:
		s["type"], s["pattern"] = "string", `^-?[0-9]+(\.[0-9]+)?$`
		d.bounds(s, "x-minimum", "x-maximum")
	case DateFact:
		s["type"], s["format"] = "string", "date"
	case ChoiceFact:
		s["type"], s["oneOf"] = "string", choiceSchemas(d.Choices)
	}
	return s
}

// bounds writes the bounds of d: numbers for keywords of JSON Schema, text for ours.
func (d FactDefinition) bounds(s map[string]any, low, high string) {
	for name, bound := range map[string]string{low: d.Minimum, high: d.Maximum} {
		switch {
		case bound == "":
		case d.Type == DecimalFact:
			s[name] = bound
		default:
			s[name] = json.Number(bound)
		}
	}
}

func choiceSchemas(choices []Choice) []map[string]any {
	out := make([]map[string]any, len(choices))
	for i, c := range choices {
		out[i] = map[string]any{"const": c.Code, "title": c.Label.NL, "x-label": c.Label}
		if !c.Explanation.IsZero() {
			out[i]["description"], out[i]["x-help"] = c.Explanation.NL, c.Explanation
		}
	}
	return out
}
