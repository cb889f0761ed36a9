package schemes

import "strings"

// A Text is a text in the languages of the platform. Names of schemes,
// documents and themes stay Dutch in both.
type Text struct {
	NL string `json:"nl"`
	EN string `json:"en"`
}

// Same returns a name that is the same in both languages.
func Same(name string) Text { return Text{NL: name, EN: name} }

// IsZero reports whether t says nothing.
func (t Text) IsZero() bool { return t == Text{} }

// complete reports whether t says something in each language.
func (t Text) complete() bool {
	return strings.TrimSpace(t.NL) != "" && strings.TrimSpace(t.EN) != ""
}

// Params fill the {holes} of a message, by name. A value is a day (2026-02-28), a month (2026-02), a moment in the
// Netherlands (2025-12-19 18:00), an amount (EUR 8500.00), a number (12.5) or text. Text that differs in English stands
// a second time, under the name followed by "@en".
type Params map[string]string

const inEnglish = "@en"

// Fill returns t with its {holes} filled as people write each value: "€ 8.500,00", "12,5" and "28 februari 2026" in
// Dutch, "€8,500.00", "12.5" and "28 February 2026" in English. A hole without a value stays visible.
func (t Text) Fill(p Params) Text {
	if len(p) == 0 {
		return t
	}
	nl, en := make([]string, 0, 2*len(p)), make([]string, 0, 2*len(p))
	for name, value := range p {
		hole, said := "{"+name+"}", spoken(value)
		if english, differs := p[name+inEnglish]; differs {
			said.EN = english
		}
		nl, en = append(nl, hole, said.NL), append(en, hole, said.EN)
	}
	return Text{NL: strings.NewReplacer(nl...).Replace(t.NL), EN: strings.NewReplacer(en...).Replace(t.EN)}
}

// A Citation points at the place in a work where something is demanded, and says
// in our own words what.
type Citation struct {
	Work   string `json:"work"`            // ID of a Work of the manifest
	Place  string `json:"place"`           // chapter, heading or table
	Demand Text   `json:"demand,omitzero"` // never the document's own sentences
	Rule   Code   `json:"rule,omitempty"`  // rulebook id, where it is another than the code that cites
}

// A Code is a rulebook id, such as SOZW-ELIG-015. Codes appear in the API, in
// decisions and in court files; once released a code is never reused.
type Code string

// A key names a rule or a line within a manifest: a code, and an aspect where
// one code speaks about several things.
func key(c Code, aspect string) string {
	if aspect == "" {
		return string(c)
	}
	return string(c) + "/" + aspect
}

// appendKey writes the key of c and aspect behind b.
func appendKey(b []byte, c Code, aspect string) []byte {
	b = append(b, c...)
	if aspect != "" {
		b = append(append(b, '/'), aspect...)
	}
	return b
}

// isKey reports whether id is the key of c and aspect, without making one.
func isKey(id string, c Code, aspect string) bool {
	if aspect == "" {
		return id == string(c)
	}
	n := len(c)
	return len(id) == n+1+len(aspect) && id[n] == '/' && id[n+1:] == aspect && id[:n] == string(c)
}
