package schemes

import (
	"fmt"
	"slices"
)

// A Severity says what a finding does to its subject.
type Severity int

// The severities, from mild to grave.
const (
	Notice   Severity = iota + 1 // informs and changes nothing
	Warning                      // asks a person to look
	Missing                      // a fact is needed before the rule can be decided
	Blocking                     // the regulation is not met
)

var severities = map[Severity]string{Notice: "NOTICE", Warning: "WARNING", Missing: "MISSING", Blocking: "BLOCKING"}

func (s Severity) String() string {
	if name, ok := severities[s]; ok {
		return name
	}
	return fmt.Sprintf("Severity(%d)", int(s))
}

// MarshalText writes the name of s.
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads the name of a severity.
func (s *Severity) UnmarshalText(b []byte) error {
	for v, name := range severities {
		if name == string(b) {
			*s = v
			return nil
		}
	}
	return fmt.Errorf("%q is not a severity", b)
}

// A Rule is one demand of the regulation, declared once in the manifest and emitted by value. Code and Aspect
// together name it; a rule has an aspect where one rulebook id also occurs with another severity, such as the notice
// that a date lies on the edge of a term.
type Rule struct {
	Code     Code     `json:"code"`
	Aspect   string   `json:"aspect,omitempty"`
	Severity Severity `json:"severity"`
	Message  Text     `json:"message"`         // with {holes}
	Remedy   Text     `json:"remedy,omitzero"` // how to put it right; zero where nobody can
	Source   Citation `json:"source"`
	Readings []string `json:"readings,omitempty"` // IDs of the readings it rests on

	Holds []HeldAct `json:"holds,omitempty"` // acts that wait while it is met; a rule that holds is a Notice

	holes      *hole
	suggestion string
}

// A hole of a message and the value that fills it; before links to the holes filled earlier.
type hole struct {
	name   string
	value  any
	before *hole
}

// ID names the rule within its manifest.
func (r Rule) ID() string { return key(r.Code, r.Aspect) }

// With returns r with one {hole} of its message filled. Pass the value itself, a Date, Amount, Number, Instant or Text,
// so that each language can write it in its own way.
func (r Rule) With(name string, value any) Rule {
	r.holes = &hole{name: name, value: value, before: r.holes}
	return r
}

// params returns the values of the holes; of a hole filled twice, the last value.
func (r Rule) params() Params {
	if r.holes == nil {
		return nil
	}
	p := Params{}
	for h := r.holes; h != nil; h = h.before {
		if _, filled := p[h.name]; !filled {
			p.fill(h.name, h.value)
		}
	}
	return p
}

// Suggest returns r with the value that the facts lead to for the fact that the finding points at: a code, a decimal
// or a date. Only people adopt a suggestion; nothing states it for them.
func (r Rule) Suggest(value any) Rule {
	r.suggestion = fmt.Sprint(value)
	return r
}

func (r Rule) at(path string) Finding {
	return Finding{Rule: r.ID(), Severity: r.Severity, Path: path, Params: r.params(), Suggestion: r.suggestion, Holds: r.Holds}
}

// A Finding is one rule met by one fact. It is an answer, not an error. Words,
// source and readings stand in the manifest, at Rule.
type Finding struct {
	Rule     string   `json:"rule"` // Rule.ID
	Severity Severity `json:"severity"`
	Path     string   `json:"path"` // JSON pointer into the facts of the subject; "" is the whole
	Params   Params   `json:"params,omitempty"`

	Suggestion string `json:"suggestion,omitempty"` // for the fact at Path

	Holds []HeldAct `json:"holds,omitempty"` // of the rule
	First Date      `json:"first,omitzero"`  // day from which those acts can be done; none where no day can be said
}

// An Outcome follows from the severities of the findings.
type Outcome string

// The outcomes of a judgement.
const (
	Eligible     Outcome = "ELIGIBLE"     // the demands are met
	Ineligible   Outcome = "INELIGIBLE"   // a demand is not met
	Undetermined Outcome = "UNDETERMINED" // a fact is missing that decides
)

// OutcomeOf derives the outcome: a blocking finding settles it, else a missing
// fact leaves it open, else the demands are met.
func OutcomeOf(findings ...[]Finding) Outcome {
	out := Eligible
	for _, fs := range findings {
		for _, f := range fs {
			switch f.Severity {
			case Blocking:
				return Ineligible
			case Missing:
				out = Undetermined
			}
		}
	}
	return out
}

// The rules that every scheme shares. Their words are the platform's own.
var (
	RuleMissing = Rule{
		Code: "CORE-FACT-MISSING", Severity: Missing,
		Message: Text{NL: "Dit gegeven ontbreekt nog.", EN: "This fact is still missing."},
		Remedy:  Text{NL: "Vul het gegeven in.", EN: "Fill in the fact."},
	}
	RuleMalformed = Rule{
		Code: "CORE-FACTS-MALFORMED", Severity: Blocking,
		Message: Text{NL: "De gegevens kunnen zo niet kloppen. {detail}", EN: "The facts cannot be right as they are. {detail}"},
		Remedy:  Text{NL: "Verbeter het gegeven.", EN: "Correct the fact."},
	}
	RuleUncovered = Rule{
		Code: "CORE-PARAMETER-UNCOVERED", Severity: Blocking,
		Message: Text{NL: "Voor {date} is geen waarde vastgesteld van “{parameter}”.", EN: "No value of “{parameter}” is set for {date}."},
	}
)

// CoreRules are the rules that every manifest has without declaring them.
func CoreRules() []Rule {
	return []Rule{RuleMissing, RuleMalformed, RuleUncovered, RuleBeforeTraining, RuleAfterTraining, RuleFutureDate, RuleBeside}
}

// isCore reports whether id names one of the core rules.
func isCore(id string) bool {
	return slices.ContainsFunc(CoreRules(), func(r Rule) bool { return r.ID() == id })
}

// A Review collects findings.
type Review struct {
	asOf       Instant
	values     *values
	findings   []Finding
	validUntil Instant
}

// AsOf returns the moment of judgement.
func (r *Review) AsOf() Instant { return r.asOf }

// Require records rule against the fact at unless ok, and returns ok.
func (r *Review) Require(ok bool, rule Rule, at Located) bool {
	if !ok {
		r.Tell(rule, at)
	}
	return ok
}

// Tell records rule against the fact at.
func (r *Review) Tell(rule Rule, at Located) {
	r.findings = append(r.findings, rule.at(at.Path()))
}

// ChangesAt says that time alone changes the judgement at t: it must be judged
// again then. Moments that have passed say nothing.
func (r *Review) ChangesAt(t Instant) {
	if t.After(r.asOf) && (r.validUntil.IsZero() || t.Before(r.validUntil)) {
		r.validUntil = t
	}
}

// Parameter returns the value of p on a day. A day that the facts leave open is missing, and one that no value covers
// is a finding; both return false.
func (r *Review) Parameter(p Parameter, on Day) (Number, bool) {
	day, known := on.day()
	if !known {
		r.miss(on.missing())
		return Number{}, false
	}
	v, _, ok := r.values.lookup(p, day)
	if !ok {
		r.Tell(RuleUncovered.With("parameter", p.Title).With("date", day), Subject)
	}
	return v, ok
}

// Date returns the value of the parameter p of unit DATE on a day, like Parameter.
func (r *Review) Date(p Parameter, on Day) (Date, bool) {
	n, ok := r.Parameter(p, on)
	days, whole := n.whole()
	if !ok || !whole {
		return Date{}, false
	}
	return dateOf(days), true
}

// Compute returns the amount that f computes, without keeping its steps or findings: for a rule that depends on the
// amount of a subject. It returns false where a fact or parameter is missing.
func (r *Review) Compute(f func(*Sheet)) (Amount, bool) {
	s := &Sheet{asOf: r.asOf, values: r.values}
	f(s)
	a, err := s.result()
	if err != nil || a == nil {
		return 0, false
	}
	return *a, true
}

// Need returns the value of f. If the facts leave f open it records that it is
// missing, and returns false.
func Need[T any](r *Review, f Fact[T]) (T, bool) {
	if !f.known {
		r.miss(f.Path())
	}
	return f.value, f.known
}

// miss records once that the fact at path is missing.
func (r *Review) miss(path string) {
	if f := RuleMissing.at(path); !isTold(f, r.findings) {
		r.findings = append(r.findings, f)
	}
}
