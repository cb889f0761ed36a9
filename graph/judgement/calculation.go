package judgement

import (
	"math/big"
	"strings"

	"github.com/penvoerder/penvoerder/graph/regulation"
	"github.com/penvoerder/penvoerder/schemes"
)

// A Calculation is an amount that explains itself.
type Calculation struct {
	receipt *Receipt
	part    *schemes.Part
}

// Amount before the cap of the budget.
func (c *Calculation) Amount() schemes.Amount { return *c.part.Amount }

// Maximum that held: the smallest maximum of the activity that the steps took; false where none did.
func (c *Calculation) Maximum() (schemes.Amount, bool) {
	if c.receipt.question.Registration == nil {
		return 0, false
	}
	activity, _ := c.receipt.manifest.Declared().Activity(c.receipt.question.Registration.Activity)
	for _, s := range c.part.Steps {
		for _, code := range activity.Maximum {
			if s.Op != schemes.OpParameter || s.Parameter != code {
				continue
			}
			if cents, ok := new(big.Rat).SetString(s.Value); ok && cents.IsInt() && cents.Num().IsInt64() {
				return schemes.Amount(cents.Num().Int64()), true
			}
		}
	}
	return 0, false
}

// Steps in order of computation.
func (c *Calculation) Steps() []*Step {
	out := make([]*Step, 0, len(c.part.Steps))
	for i := range c.part.Steps {
		if line := c.receipt.manifest.Line(c.part.Steps[i].Line); line != nil {
			out = append(out, &Step{receipt: c.receipt, step: &c.part.Steps[i], line: line, number: i + 1})
		}
	}
	return out
}

// Assumptions that were used.
func (c *Calculation) Assumptions() []*regulation.Parameter {
	return parameters(c.receipt.manifest, assumed(c.part.Steps))
}

// A Step is one line of a calculation.
type Step struct {
	receipt *Receipt
	step    *schemes.Step
	line    *regulation.Line
	number  int
}

// Number of the step, counted from 1; operands refer to it.
func (s *Step) Number() int { return s.number }

// Code of the line, a rulebook id.
func (s *Step) Code() string { return s.line.Code() }

// Aspect of the line; false where its code has one line only.
func (s *Step) Aspect() (string, bool) { return s.line.Aspect() }

// Label of the line in both languages.
func (s *Step) Label() *regulation.Text { return s.line.Label() }

// Operation that was done.
func (s *Step) Operation() string { return string(s.step.Op) }

// Operands are the numbers of the steps it was done to.
func (s *Step) Operands() []int {
	out := make([]int, len(s.step.Args))
	for i, arg := range s.step.Args {
		out[i] = arg + 1
	}
	return out
}

// Unit of the value; it does not change the arithmetic.
func (s *Step) Unit() string { return s.line.Unit() }

// Exact value as a fraction, in the unit.
func (s *Step) Exact() string { return s.value().String() }

// Value for reading: exact where ten decimals suffice, else rounded to ten.
func (s *Step) Value() string {
	v := s.value()
	switch schemes.Unit(s.line.Unit()) {
	case schemes.DateUnit:
		if v.IsInt() && v.Num().IsInt64() {
			return schemes.On(1970, 1, 1).AddDays(int(v.Num().Int64())).String()
		}
	case schemes.EUR:
		if cents := new(big.Rat).Mul(v, hundred); cents.IsInt() {
			return v.FloatString(2)
		}
	}
	if v.IsInt() {
		return v.RatString()
	}
	return strings.TrimRight(v.FloatString(10), "0")
}

var hundred = big.NewRat(100, 1)

// value is in the unit of the line: a trace keeps euros in cents.
func (s *Step) value() *big.Rat {
	v, ok := new(big.Rat).SetString(s.step.Value)
	if !ok {
		return new(big.Rat) // the host replays every trace before it is stored
	}
	switch schemes.Unit(s.line.Unit()) {
	case schemes.EUR, schemes.EURPerDay, schemes.EURPerHour:
		v.Quo(v, hundred)
	}
	return v
}

// Pointer to the fact that was taken, or that chose the parameter.
func (s *Step) Pointer() (string, bool) { return s.step.Path, s.step.Path != "" }

// Parameter that was taken.
func (s *Step) Parameter() *regulation.Parameter {
	return s.receipt.manifest.Parameter(s.step.Parameter)
}

// IsAssumption reports whether that value is an assumption.
func (s *Step) IsAssumption() bool { return s.step.Assumption }

// Citation says where it is stated.
func (s *Step) Citation() *regulation.Citation { return s.line.Citation() }
