package regulation

import "github.com/penvoerder/penvoerder/schemes"

// A Parameter is a rate, norm, percentage, maximum or term.
type Parameter struct {
	m         *Manifest
	parameter *schemes.Parameter
}

func (m *Manifest) parameter(p *schemes.Parameter) *Parameter { return &Parameter{m, p} }

// Parameter shows the parameter of this code, or nil.
func (m *Manifest) Parameter(code string) *Parameter {
	return one(code, m.parameters, m.manifest.Parameters, m.parameter)
}

// Code is stable.
func (p *Parameter) Code() string { return p.parameter.Code }

// Title in both languages.
func (p *Parameter) Title() *Text { return p.m.text(p.parameter.Title) }

// Unit of its values.
func (p *Parameter) Unit() string { return string(p.parameter.Unit) }

// Values in order of time, as they hold now.
func (p *Parameter) Values() []*ParameterValue { return p.shown(p.parameter.Values) }

// Declared values, before an operator's file replaced any.
func (p *Parameter) Declared() []*ParameterValue {
	if values, replaced := p.m.declared[p.parameter.Code]; replaced {
		return p.shown(values)
	}
	return p.Values()
}

func (p *Parameter) shown(values []schemes.Value) []*ParameterValue {
	return show(values, func(v *schemes.Value) *ParameterValue { return &ParameterValue{p.m, v} })
}

// A ParameterValue is a value with its validity.
type ParameterValue struct {
	m     *Manifest
	value *schemes.Value
}

// Value as text, in the parameter's unit.
func (v *ParameterValue) Value() (string, bool) { return maybe(v.value.Text) }

// ValidFrom is the first day.
func (v *ParameterValue) ValidFrom() schemes.Date { return v.value.From }

// ValidTo is the last day, included.
func (v *ParameterValue) ValidTo() (schemes.Date, bool) { return v.value.To, !v.value.To.IsZero() }

// Citation says where it is stated.
func (v *ParameterValue) Citation() *Citation { return v.m.Cite(v.value.Source) }

// File is the id of the operator's parameter file that the value comes from; false for a declared value.
func (v *ParameterValue) File() (string, bool) {
	if v.value.Source.Work != v.m.fileWork || v.m.fileWork == "" {
		return "", false
	}
	return v.m.fileID, true
}

// IsAssumption reports whether no seed states it.
func (v *ParameterValue) IsAssumption() bool { return v.value.Assumption }
