package schemes

import (
	"fmt"
	"slices"
)

// A HeldAct is an act of people that a rule can hold: let wait, without a say in outcome or amount.
type HeldAct string

// The acts that a rule can hold, for a registration.
const (
	HoldsSubmission HeldAct = "SUBMISSION" // by the employer
	HoldsApproval   HeldAct = "APPROVAL"   // by the assessor
)

// HeldActs are all of them, in the order of the process.
var HeldActs = []HeldAct{HoldsSubmission, HoldsApproval}

// Hold records rule against the fact at: the acts of the rule wait, and no day can be said from which they can be done.
func (r *Review) Hold(rule Rule, at Located) { r.Tell(rule, at) }

// HoldUntil records rule against the fact at while the day first has not begun in Amsterdam: the acts of the rule wait
// until then. The hole {first} of its texts is filled with that day. It returns whether they wait.
func (r *Review) HoldUntil(first Date, rule Rule, at Located) bool {
	begins := first.Midnight()
	r.ChangesAt(begins)
	if !r.asOf.Before(begins) {
		return false
	}
	f := rule.With("first", first).at(at.Path())
	f.First = first
	r.findings = append(r.findings, f)
	return true
}

// A Wait says that an act is held by an answer.
type Wait struct {
	First    Date      // day from which the act can be done, as far as the answer goes; zero where none can be said
	Findings []Finding // that hold it, in the order of the answer
}

// Rules are the rules that hold the act, each once.
func (w Wait) Rules() []string {
	var rules []string
	for _, f := range w.Findings {
		if !slices.Contains(rules, f.Rule) {
			rules = append(rules, f.Rule)
		}
	}
	return rules
}

// Held returns what holds an act, by the findings of the whole, of its parts and of their cells; false where nothing does.
func (a *Answer) Held(act HeldAct) (w Wait, is bool) {
	a.each(func(fs []Finding) {
		for _, f := range fs {
			if slices.Contains(f.Holds, act) {
				w.Findings = append(w.Findings, f)
			}
		}
	})
	for _, f := range w.Findings {
		if f.First.IsZero() {
			return Wait{Findings: w.Findings}, true
		}
		if f.First.After(w.First) {
			w.First = f.First
		}
	}
	return w, len(w.Findings) > 0
}

// each visits the findings of an answer: the whole first, and of each part its cells last.
func (a *Answer) each(visit func([]Finding)) {
	part := func(p *Part) {
		visit(p.Findings)
		for i := range p.Cells {
			visit(p.Cells[i].Findings)
		}
	}
	part(&a.Whole)
	for i := range a.Parts {
		part(&a.Parts[i])
	}
}

// holds checks what a rule holds: acts of the closed list, each once, and nothing else, for what changes the outcome
// has its severity.
func (c *manifestCheck) holds(r Rule) {
	for i, act := range r.Holds {
		c.require(slices.Contains(HeldActs, act), "rule %s holds %q, which is none of %s", r.ID(), act, HeldActs)
		c.require(!slices.Contains(r.Holds[:i], act), "rule %s holds %s twice", r.ID(), act)
	}
	c.require(len(r.Holds) == 0 || r.Severity == Notice, "rule %s holds an act and is %s: a hold is a NOTICE, which leaves the outcome alone", r.ID(), r.Severity)
}

// verifyHold checks that a finding holds what its rule declares, and names a day only where it does.
func verifyHold(r *Rule, f Finding) error {
	switch {
	case !slices.Equal(r.Holds, f.Holds):
		return fmt.Errorf("rule %s holds %q, not %q", f.Rule, r.Holds, f.Holds)
	case len(f.Holds) == 0 && !f.First.IsZero():
		return fmt.Errorf("rule %s names %s, and holds nothing until then", f.Rule, f.First)
	case !f.First.IsZero() && !f.First.isOfCalendar():
		return fmt.Errorf("rule %s holds until %s, which no calendar has", f.Rule, f.First)
	}
	return nil
}
