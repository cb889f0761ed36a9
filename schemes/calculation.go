package schemes

import (
	"errors"
	"fmt"
)

// A Line is one named line of a calculation, declared once in the manifest. Code
// and Aspect together name it.
type Line struct {
	Code     Code     `json:"code"`
	Aspect   string   `json:"aspect,omitempty"`
	Label    Text     `json:"label"`
	Unit     Unit     `json:"unit"`
	Source   Citation `json:"source"`
	Readings []string `json:"readings,omitempty"`
}

// ID names the line within its manifest.
func (l Line) ID() string { return key(l.Code, l.Aspect) }

// Op is the operation a step performs.
type Op string

// The operations that a host can replay.
const (
	OpInput     Op = "INPUT"     // takes a fact
	OpParameter Op = "PARAMETER" // takes a parameter
	OpUsed      Op = "USED"      // takes what claims before this one used of the cap that its line belongs to
	OpAdd       Op = "ADD"
	OpSubtract  Op = "SUBTRACT" // the second from the first
	OpMultiply  Op = "MULTIPLY"
	OpDivide    Op = "DIVIDE" // the first by the second
	OpMin       Op = "MIN"
	OpMax       Op = "MAX"
	OpDays      Op = "DAYS"  // calendar days from the first to the second, both included
	OpRound     Op = "ROUND" // half up to whole cents
)

// A Step is one line of an explained calculation.
type Step struct {
	Line       string `json:"line"` // Line.ID
	Op         Op     `json:"op"`
	Args       []int  `json:"args,omitempty"`       // indexes of the earlier steps it uses
	Path       string `json:"path,omitempty"`       // the fact taken, or the one that chose this parameter
	Parameter  string `json:"parameter,omitempty"`  // code of the parameter taken
	Assumption bool   `json:"assumption,omitempty"` // that value is an assumption
	Value      string `json:"value"`                // exact: "3/4", "270000"; euros in cents, dates in days since 1970
}

// A Term is an intermediate value of a [Sheet].
type Term struct{ step int }

// usualSteps and usualArgs are the room that a trace of the usual length needs for its steps and their operands.
const usualSteps, usualArgs = 20, 24

// A Sheet computes an amount and keeps every step of it: the explanation is the
// computation. The last step is the result and must be in whole cents.
type Sheet struct {
	asOf    Instant
	values  *values
	steps   []Step // without Line and Value, which stand in text
	args    []int  // of all steps
	text    []byte // of each step its line, then its value
	marks   []mark
	numbers []Number
	open    bool      // a needed fact or parameter is missing
	told    []Finding // why it is open
}

// A mark says where in the text of a sheet the line and the value of a step end.
type mark struct{ line, value int }

// next returns an empty sheet that reuses the buffers of s; the trace of s is lost.
func (s *Sheet) next() Sheet {
	return Sheet{asOf: s.asOf, values: s.values, text: s.text[:0], marks: s.marks[:0], numbers: s.numbers[:0]}
}

// AsOf returns the moment of judgement.
func (s *Sheet) AsOf() Instant { return s.asOf }

// Numeric is a fact that a sheet can calculate with: a number, amount, count or date.
type Numeric interface {
	Located
	numeric() (Number, bool)
}

// Fact enters a fact. If the facts leave it open the sheet has no result.
func (s *Sheet) Fact(l Line, f Numeric) Term {
	n, ok := f.numeric()
	if !ok {
		s.leave(RuleMissing.at(f.Path()))
	}
	return s.add(l, Step{Op: OpInput, Path: f.Path()}, n)
}

// Parameter enters the value of p that holds on a day. because is the fact that
// made it this parameter and no other, or nil. A day that the facts leave open is
// missing, and one that no value covers is a finding; the sheet has no result then.
func (s *Sheet) Parameter(l Line, p Parameter, on Day, because Located) Term {
	day, known := on.day()
	n, assumption, covered := s.values.lookup(p, day)
	switch {
	case !known:
		s.leave(RuleMissing.at(on.missing()))
	case !covered:
		s.leave(RuleUncovered.With("parameter", p.Title).With("date", day).at(""))
	}
	st := Step{Op: OpParameter, Parameter: p.Code, Assumption: assumption}
	if because != nil {
		st.Path = because.Path()
	}
	return s.add(l, st, n)
}

// Add returns the sum of terms; of none it is zero.
func (s *Sheet) Add(l Line, t ...Term) Term { return s.do(l, OpAdd, t...) }

// Subtract returns a less b; the result may be negative.
func (s *Sheet) Subtract(l Line, a, b Term) Term { return s.do(l, OpSubtract, a, b) }

// Multiply returns the product of terms.
func (s *Sheet) Multiply(l Line, t ...Term) Term { return s.do(l, OpMultiply, t...) }

// Divide returns a divided by b, exactly. Division by zero is a finding, and the
// sheet has no result.
func (s *Sheet) Divide(l Line, a, b Term) Term { return s.do(l, OpDivide, a, b) }

// Min returns the smallest term.
func (s *Sheet) Min(l Line, t ...Term) Term { return s.do(l, OpMin, t...) }

// Max returns the largest term.
func (s *Sheet) Max(l Line, t ...Term) Term { return s.do(l, OpMax, t...) }

// Days returns the calendar days from one date to another, both included; zero
// where the second lies before the first.
func (s *Sheet) Days(l Line, from, to Term) Term { return s.do(l, OpDays, from, to) }

// Round rounds half up to whole cents.
func (s *Sheet) Round(l Line, t Term) Term { return s.do(l, OpRound, t) }

func (s *Sheet) do(l Line, op Op, ts ...Term) Term {
	if s.args == nil {
		s.args = make([]int, 0, usualArgs)
	}
	from := len(s.args)
	var few [fewTerms]Number
	in := few[:0]
	for _, t := range ts {
		s.args, in = append(s.args, t.step), append(in, s.numbers[t.step])
	}
	v, err := apply(op, in)
	if err != nil {
		if !s.open { // otherwise the error follows from the missing fact
			s.leave(RuleMalformed.With("detail", detailOf(err)).at(""))
		}
		v = Number{}
	}
	return s.add(l, Step{Op: op, Args: s.args[from:len(s.args):len(s.args)]}, v)
}

// detailOf says in a sentence for people why an operation has no result.
func detailOf(err error) Text {
	if errors.Is(err, errDivisionByZero) {
		return Text{NL: "Er zou door nul worden gedeeld.", EN: "Something would be divided by zero."}
	}
	return Same(err.Error())
}

// leave leaves the sheet without a result, for the reason f.
func (s *Sheet) leave(f Finding) {
	s.open = true
	s.told = append(s.told, f)
}

// Value returns the exact value of t, in the unit of its step: for a choice that
// depends on it, such as the rate that belongs to a number of hours.
func (s *Sheet) Value(t Term) Number { return s.numbers[t.step] }

func (s *Sheet) add(l Line, st Step, v Number) Term {
	if s.steps == nil {
		s.steps = make([]Step, 0, usualSteps)
	}
	s.text = appendKey(s.text, l.Code, l.Aspect)
	line := len(s.text)
	s.text = v.append(s.text)
	s.marks = append(s.marks, mark{line, len(s.text)})
	s.steps = append(s.steps, st)
	s.numbers = append(s.numbers, v)
	return Term{len(s.steps) - 1}
}

// trace returns the steps. All that they say is one text.
func (s *Sheet) trace() []Step {
	text, from := string(s.text), 0
	for i, m := range s.marks {
		s.steps[i].Line, s.steps[i].Value = text[from:m.line], text[m.line:m.value]
		from = m.value
	}
	return s.steps
}

// result returns the amount, or nil where a fact or parameter was missing.
func (s *Sheet) result() (*Amount, error) {
	if s.open || len(s.numbers) == 0 {
		return nil, nil
	}
	last := s.numbers[len(s.numbers)-1]
	cents, ok := last.whole()
	if !ok {
		return nil, fmt.Errorf("%s ends on %s, not on whole cents", s.trace()[len(s.steps)-1].Line, last)
	}
	a := Amount(cents)
	return &a, nil
}

// Show writes the value of a step for reading: euros with at least two decimals,
// dates as 2026-12-31, the rest as a decimal.
func Show(u Unit, value string) string {
	n, err := parseNumber(value, maxTraceDigits)
	whole, isWhole := n.whole()
	switch {
	case err != nil:
		return value
	case u == DateUnit && isWhole:
		return dateOf(whole).String()
	case !u.isMoney():
		return n.Text()
	case isWhole:
		return Amount(whole).String()
	}
	return n.quotient(Whole(100)).Text()
}
