package regulation

import "github.com/penvoerder/penvoerder/schemes"

// A Work is a document that rules are taken from.
type Work struct{ work *schemes.Work }

func (m *Manifest) work(w *schemes.Work) *Work { return &Work{w} }

// ID is the short name.
func (w *Work) ID() string { return w.work.ID }

// Title as published.
func (w *Work) Title() string { return w.work.Title }

// Dated is the date of the version that was read.
func (w *Work) Dated() (schemes.Date, bool) { return w.work.Dated, !w.work.Dated.IsZero() }

// Digest of the file that was read.
func (w *Work) Digest() (string, bool) { return maybe(w.work.Digest) }

// A Citation is a place in a work.
type Citation struct {
	m    *Manifest
	cite schemes.Citation
}

// Cite shows where something is stated; nil for the platform's own rules.
func (m *Manifest) Cite(c schemes.Citation) *Citation {
	if _, ok := m.works[c.Work]; !ok {
		return nil
	}
	return &Citation{m, c}
}

// Work that is cited.
func (c *Citation) Work() *Work { return one(c.cite.Work, c.m.works, c.m.manifest.Works, c.m.work) }

// Place in the work.
func (c *Citation) Place() string { return c.cite.Place }

// Demand in our own words.
func (c *Citation) Demand() *Text { return c.m.Text(c.cite.Demand) }

// Rule is the rulebook id, where it is another than the code that cites.
func (c *Citation) Rule() (string, bool) { return maybe(string(c.cite.Rule)) }

// A Reading is a choice that the text leaves open.
type Reading struct {
	m       *Manifest
	reading *schemes.Reading
}

func (m *Manifest) reading(r *schemes.Reading) *Reading { return &Reading{m, r} }

// ReadingsOf shows the readings of these ids.
func (m *Manifest) ReadingsOf(ids []string) []*Reading {
	return named(ids, m.readings, m.manifest.Readings, m.reading)
}

// ID is stable.
func (r *Reading) ID() string { return r.reading.ID }

// Question that the text leaves open.
func (r *Reading) Question() *Text { return r.m.text(r.reading.Question) }

// Answer is how it is read here.
func (r *Reading) Answer() *Text { return r.m.text(r.reading.Answer) }

// A Rule is one demand of the regulation.
type Rule struct {
	m    *Manifest
	rule *schemes.Rule
}

func (m *Manifest) rule(r *schemes.Rule) *Rule { return &Rule{m, r} }

// Rule shows the rule of this id, or nil.
func (m *Manifest) Rule(id string) *Rule { return one(id, m.rules, m.manifest.Rules, m.rule) }

// Code is the rulebook's.
func (r *Rule) Code() string { return string(r.rule.Code) }

// Aspect distinguishes rules of one code.
func (r *Rule) Aspect() (string, bool) { return maybe(r.rule.Aspect) }

// Severity of a violation.
func (r *Rule) Severity() schemes.Severity { return r.rule.Severity }

// Message with its {holes} open, as the manifest declares it.
func (r *Rule) Message() *Text { return r.m.text(r.rule.Message) }

// Filled returns the message of a finding with these values.
func (r *Rule) Filled(p schemes.Params) *Text { return r.m.text(r.rule.Message.Fill(p)) }

// Remedy says how to put it right.
func (r *Rule) Remedy() *Text { return r.m.Text(r.rule.Remedy) }

// FilledRemedy returns the remedy of a finding with these values; nil where nobody can put it right.
func (r *Rule) FilledRemedy(p schemes.Params) *Text { return r.m.Text(r.rule.Remedy.Fill(p)) }

// Citation says where it is demanded.
func (r *Rule) Citation() *Citation { return r.m.Cite(r.rule.Source) }

// Readings it rests on.
func (r *Rule) Readings() []*Reading { return r.m.ReadingsOf(r.rule.Readings) }

// A Line is a named line of a calculation.
type Line struct {
	m    *Manifest
	line *schemes.Line
}

func (m *Manifest) line(l *schemes.Line) *Line { return &Line{m, l} }

// Line shows the line of this id, or nil.
func (m *Manifest) Line(id string) *Line { return one(id, m.lines, m.manifest.Lines, m.line) }

// Code is the rulebook's.
func (l *Line) Code() string { return string(l.line.Code) }

// Aspect distinguishes lines of one code.
func (l *Line) Aspect() (string, bool) { return maybe(l.line.Aspect) }

// Label in both languages.
func (l *Line) Label() *Text { return l.m.text(l.line.Label) }

// Unit of its value.
func (l *Line) Unit() string { return string(l.line.Unit) }

// Citation says where it is stated.
func (l *Line) Citation() *Citation { return l.m.Cite(l.line.Source) }

// Readings it rests on.
func (l *Line) Readings() []*Reading { return l.m.ReadingsOf(l.line.Readings) }
