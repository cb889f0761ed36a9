package catalog

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/schemes"
)

// Parameters are the values of one release that an operator's parameter file replaces.
type Parameters struct {
	FileID    string
	Number    int    // counts up within a scheme
	Digest    string // hexadecimal SHA-256 of the file
	Author    string
	SignedBy  string // see Fingerprint
	Reason    string
	AppliedAt time.Time // wall time
	Overrides schemes.Overrides
}

// FileWork is the work that values of a parameter file cite.
const FileWork = "parameter-file"

// A file is the form of a parameter file as an operator writes it.
type file struct {
	Scheme     text        `yaml:"scheme"`
	Number     text        `yaml:"number"`
	Author     text        `yaml:"author"`
	Reason     text        `yaml:"reason"`
	Parameters []parameter `yaml:"parameters"`
}

type parameter struct {
	Code   text    `yaml:"code"`
	Unit   text    `yaml:"unit"`
	Values []value `yaml:"values"`
}

type value struct {
	Value      text `yaml:"value"`
	From       text `yaml:"validFrom"`
	To         text `yaml:"validTo"`
	Source     text `yaml:"source"`
	Assumption bool `yaml:"assumption"`
}

// A text is a value of the parameter file with its place.
type text struct {
	string
	line int
}

// UnmarshalYAML reads a scalar as it is written: 27.04 and "27.04" mean the same.
func (t *text) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind != yaml.ScalarNode {
		return fmt.Errorf("line %d: one word or number is expected here", n.Line)
	}
	t.string, t.line = n.Value, n.Line
	return nil
}

// Flaw is one thing that is wrong with a parameter file.
type Flaw struct {
	Line  int    // 0 where it is about the whole
	What  string // the error
	Right string // an example that would be right
}

func (f Flaw) String() string {
	out := f.What
	if f.Line > 0 {
		out = "line " + strconv.Itoa(f.Line) + ": " + out
	}
	if f.Right != "" {
		out += "; " + f.Right
	}
	return out
}

// Flaws are why a parameter file is refused as a whole.
type Flaws []Flaw

func (f Flaws) Error() string {
	lines := make([]string, len(f))
	for i, flaw := range f {
		lines[i] = flaw.String()
	}
	return strings.Join(lines, "\n")
}

func (f Flaws) err() error {
	if len(f) == 0 {
		return nil
	}
	return f
}

func (f *Flaws) add(line int, right, what string, args ...any) {
	*f = append(*f, Flaw{Line: line, What: fmt.Sprintf(what, args...), Right: right})
}

// typeName matches the Go type that the YAML reader adds to its errors.
var typeName = regexp.MustCompile(` in type catalog\.\w+`)

// readFile reads a parameter file; an unknown key is an error, because ignoring it would ignore what the operator
// meant.
func readFile(content []byte) (*file, error) {
	var f file
	dec := yaml.NewDecoder(bytes.NewReader(content))
	dec.KnownFields(true)
	if err := dec.Decode(&f); err != nil {
		return nil, Flaws{{What: "not a parameter file: " + typeName.ReplaceAllString(err.Error(), ""), Right: "see docs/operator.md for its form"}}
	}
	if err := dec.Decode(new(yaml.Node)); !errors.Is(err, io.EOF) {
		return nil, Flaws{{What: "the file holds more than one document", Right: "write one file for each scheme"}}
	}
	return &f, nil
}

const (
	longestAuthor = 200
	longestReason = 2000
	longestSource = 500
)

// check says everything that is wrong with f as a file for a scheme that declares m.
func (f *file) check(m *schemes.Manifest) Flaws {
	var bad Flaws
	if f.Scheme.string != m.Slug {
		bad.add(f.Scheme.line, "write "+m.Slug, "the scheme is %q", f.Scheme.string)
	}
	if n, err := strconv.Atoi(f.Number.string); err != nil || n < 1 || n > 1_000_000 {
		bad.add(f.Number.line, "write 1, and one more with each next file of this scheme", "the number is %q", f.Number.string)
	}
	needed(&bad, f.Author, "author", longestAuthor)
	needed(&bad, f.Reason, "reason", longestReason)
	seen := map[string]bool{}
	for _, p := range f.Parameters {
		if seen[p.Code.string] {
			bad.add(p.Code.line, "put all its values under one", "parameter %s is given twice", p.Code.string)
			continue
		}
		seen[p.Code.string] = true
		bad = append(bad, p.check(m)...)
	}
	return bad
}

func needed(bad *Flaws, t text, name string, longest int) {
	switch {
	case strings.TrimSpace(t.string) == "":
		bad.add(t.line, "it is kept and shown with every amount that rests on the file", "%s is missing", name)
	case len([]rune(t.string)) > longest:
		bad.add(t.line, fmt.Sprintf("use at most %d characters", longest), "%s is too long", name)
	}
}

// check reports the errors of p as a replacement of the assumptions of m.
func (p parameter) check(m *schemes.Manifest) Flaws {
	var bad Flaws
	declared, ok := m.Parameter(p.Code.string)
	if !ok {
		bad.add(p.Code.line, "assumptions of this release: "+strings.Join(assumed(m), ", "), "the release declares no parameter %q", p.Code.string)
		return bad
	}
	if !slices.ContainsFunc(declared.Values, func(v schemes.Value) bool { return v.Assumption }) {
		bad.add(p.Code.line, "assumptions of this release: "+strings.Join(assumed(m), ", "), "parameter %s is stated by the regulation; a file replaces assumptions only", p.Code.string)
		return bad
	}
	if p.Unit.string != string(declared.Unit) {
		bad.add(p.Unit.line, "write "+string(declared.Unit), "the unit of %s is %q", p.Code.string, p.Unit.string)
	}
	if len(p.Values) == 0 {
		bad.add(p.Code.line, "give at least one value, or leave the parameter out", "parameter %s has no values", p.Code.string)
	}
	values := make([]schemes.Value, 0, len(p.Values))
	for _, v := range p.Values {
		read, flaws := v.read(declared)
		bad = append(bad, flaws...)
		values = append(values, read)
	}
	if len(bad) > 0 {
		return bad
	}
	_, bad = merged(declared, values, p.Code.line)
	return bad
}

// assumed lists the parameters that a file can replace.
func assumed(m *schemes.Manifest) []string {
	var codes []string
	for _, p := range m.Parameters {
		if slices.ContainsFunc(p.Values, func(v schemes.Value) bool { return v.Assumption }) {
			codes = append(codes, p.Code)
		}
	}
	if len(codes) == 0 {
		return []string{"none"}
	}
	return codes
}

// The forms of numbers: plain decimals, nothing below zero.
var (
	decimalForm = regexp.MustCompile(`^\d{1,12}(\.\d{1,6})?$`)
	centForm    = regexp.MustCompile(`^\d{1,12}(\.\d{1,2})?$`)
	wholeForm   = regexp.MustCompile(`^\d{1,9}$`)
)

var forms = map[schemes.Unit]struct {
	is   func(string) bool
	like string
}{
	schemes.EUR:        {centForm.MatchString, "write euros such as 2500.00"},
	schemes.EURPerDay:  {centForm.MatchString, "write euros such as 8.21"},
	schemes.EURPerHour: {centForm.MatchString, "write euros such as 27.04"},
	schemes.Days:       {wholeForm.MatchString, "write a whole number such as 21"},
	schemes.Months:     {wholeForm.MatchString, "write a whole number such as 2"},
	schemes.Years:      {wholeForm.MatchString, "write a whole number such as 2"},
	schemes.Persons:    {wholeForm.MatchString, "write a whole number such as 4"},
	schemes.Hours:      {decimalForm.MatchString, "write hours such as 12.5"},
	schemes.Percent:    {decimalForm.MatchString, "write a percentage such as 60"},
	schemes.Ratio:      {decimalForm.MatchString, "write a ratio such as 0.6"},
	schemes.DateUnit:   {isDate, "write a day such as 2026-02-28"},
	schemes.Words:      {func(s string) bool { return strings.TrimSpace(s) != "" }, "write the text"},
}

func isDate(s string) bool { _, err := schemes.ParseDate(s); return err == nil }

// read checks one value and returns it in the form of the SDK.
func (v value) read(p schemes.Parameter) (schemes.Value, Flaws) {
	var bad Flaws
	if form, ok := forms[p.Unit]; !ok || !form.is(v.Value.string) {
		bad.add(v.Value.line, form.like, "%q is no value in %s", v.Value.string, p.Unit)
	}
	needed(&bad, v.Source, "source", longestSource)
	from, err := schemes.ParseDate(v.From.string)
	if err != nil {
		bad.add(cmp.Or(v.From.line, v.Value.line), "write the first day on which it holds, such as 2026-01-01", "validFrom is %q", v.From.string)
	}
	var to schemes.Date
	if v.To.string != "" {
		if to, err = schemes.ParseDate(v.To.string); err != nil {
			bad.add(v.To.line, "write the last day on which it holds, or leave it out while it runs", "validTo is %q", v.To.string)
		} else if to.Before(from) {
			bad.add(v.To.line, "write a day from "+from.String()+" on", "validTo %s lies before validFrom", to)
		}
	}
	return schemes.Value{
		Text: v.Value.string, From: from, To: to, Assumption: v.Assumption,
		Source: schemes.Citation{Work: FileWork, Place: v.Source.string},
	}, bad
}

// merged puts values in place of the assumptions of p: values that the regulation states stay, and between two values
// no day may be open or covered twice. Days before the first and after the last fail closed.
func merged(p schemes.Parameter, values []schemes.Value, line int) ([]schemes.Value, Flaws) {
	var bad Flaws
	all := slices.Clone(values)
	for _, v := range p.Values {
		if !v.Assumption {
			all = append(all, v)
		}
	}
	slices.SortStableFunc(all, func(a, b schemes.Value) int { return a.From.Compare(b.From) })
	for i := 1; i < len(all); i++ {
		before, after := all[i-1], all[i]
		if before.Source.Work != FileWork && after.Source.Work != FileWork {
			continue // as declared
		}
		next := before.To.AddDays(1)
		switch {
		case before.To.IsZero() || after.From.Before(next):
			bad.add(line, "end the value from "+before.From.String()+" on "+after.From.AddDays(-1).String(),
				"%s: the value from %s overlaps the one before it", p.Code, after.From)
		case after.From.After(next):
			bad.add(line, "begin it on "+next.String(), "%s: no value holds from %s until %s", p.Code, next, after.From.AddDays(-1))
		}
	}
	return all, bad
}

// ParametersOf returns the values of a release that a stored parameter file replaces; nil for no file. A release of
// the scheme that declares a parameter otherwise keeps its own values: the parameter file was checked against the
// release that was in force.
func ParametersOf(m *schemes.Manifest, row *ent.ParameterFile) (*Parameters, error) {
	if row == nil {
		return nil, nil
	}
	f, err := readFile(row.Content)
	if err != nil {
		return nil, err
	}
	out := &Parameters{
		FileID: row.ID, Number: row.Number, Digest: row.Digest, Author: row.Author, SignedBy: row.SignedBy,
		Reason: row.Reason, AppliedAt: row.AppliedAt, Overrides: schemes.Overrides{},
	}
	for _, p := range f.Parameters {
		if len(p.check(m)) > 0 {
			continue
		}
		declared, _ := m.Parameter(p.Code.string)
		values := make([]schemes.Value, len(p.Values))
		for i, v := range p.Values {
			values[i], _ = v.read(declared)
		}
		out.Overrides[declared.Code], _ = merged(declared, values, 0)
	}
	return out, nil
}

// Effective returns the overrides that a release that declares m judges with under the parameter file in force.
func Effective(m *schemes.Manifest, row *ent.ParameterFile) (schemes.Overrides, error) {
	p, err := ParametersOf(m, row)
	if err != nil || p == nil {
		return nil, err
	}
	return p.Overrides, nil
}

// effective are declared parameters with the values that replace them.
func effective(declared []schemes.Parameter, o schemes.Overrides) []schemes.Parameter {
	out := slices.Clone(declared)
	for i, p := range out {
		if values, ok := o[p.Code]; ok {
			out[i].Values = values
		}
	}
	return out
}

// Under is the manifest m as it holds under a parameter file; m itself for none. It
// cites the file as a work.
func (p *Parameters) Under(m *schemes.Manifest) *schemes.Manifest {
	if p == nil || len(p.Overrides) == 0 {
		return m
	}
	out := *m
	out.Parameters = effective(m.Parameters, p.Overrides)
	title := strconv.Itoa(p.Number) + ", " + p.Author
	out.Works = append(slices.Clone(m.Works), schemes.Work{
		ID: FileWork, Title: "Parameterbestand " + title, Dated: schemes.DateOf(p.AppliedAt), Digest: p.Digest,
	})
	return &out
}

// Declared are the values of m that the file took the place of, by code.
func (p *Parameters) Declared(m *schemes.Manifest) map[string][]schemes.Value {
	out := make(map[string][]schemes.Value, len(p.Overrides))
	for code := range p.Overrides {
		if declared, ok := m.Parameter(code); ok {
			out[code] = declared.Values
		}
	}
	return out
}
