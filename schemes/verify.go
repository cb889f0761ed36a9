package schemes

import "fmt"

// Verify reports why a must not be believed as an answer to q: a code that m does
// not declare, a part that was not asked, an amount that is negative, over the
// declared maximum, at odds with its outcome, its trace or a shared cap, a trace that takes
// what q does not state, or a sum that is not the sum. It returns nil for an answer that failed by its own word.
func (m *Manifest) Verify(q Question, a Answer, o Overrides) error {
	if a.Failure != "" {
		return nil
	}
	if err := verifyParts(q, a); err != nil {
		return err
	}
	if !a.ValidUntil.IsZero() && !a.ValidUntil.Day().isOfCalendar() {
		return fmt.Errorf("it holds until %s, which no calendar has", a.ValidUntil)
	}
	if err := m.verifyPart(&q, &a.Whole, q.Registration == nil, o); err != nil {
		return fmt.Errorf("the whole: %w", err)
	}
	if err := m.verifyCaps(&q, &a, o); err != nil {
		return err
	}
	limit := m.maximum(q, o)
	sum, known := Amount(0), true
	for i := range a.Parts {
		p := &a.Parts[i]
		if err := m.verifyPart(&q, p, true, o); err != nil {
			return fmt.Errorf("part %s: %w", p.Key, err)
		}
		if p.Amount == nil {
			known = false
			continue
		}
		if limit != nil && *p.Amount > *limit {
			return fmt.Errorf("part %s: amount %s is over the maximum of %s", p.Key, p.Amount, limit)
		}
		sum += *p.Amount
	}
	if q.Registration == nil || a.Whole.Amount == nil {
		return nil
	}
	if a.Whole.Outcome == Ineligible {
		sum, known = 0, true
	}
	if !known || *a.Whole.Amount != sum {
		return fmt.Errorf("the whole is %s, its parts are %s", a.Whole.Amount, sum)
	}
	return nil
}

func verifyParts(q Question, a Answer) error {
	var asked []Participation
	if q.Registration != nil {
		asked = q.Registration.Participations
	}
	alike := len(a.Parts) == len(asked)
	for i := 0; alike && i < len(asked); i++ {
		alike = a.Parts[i].Key == asked[i].Key
	}
	if !alike {
		return fmt.Errorf("parts %q were answered, %q were asked",
			names(a.Parts, func(p Part) string { return p.Key }), names(asked, func(p Participation) string { return p.Key }))
	}
	return nil
}

// verifyPart checks one part; explained says that its amount must come from its own trace.
func (m *Manifest) verifyPart(q *Question, p *Part, explained bool, o Overrides) error {
	if err := m.verifyFindings(p.Findings); err != nil {
		return err
	}
	for _, c := range p.Cells {
		if err := m.verifyCell(c); err != nil {
			return err
		}
	}
	for i := range p.Steps {
		if err := m.verifyStep(q, &p.Steps[i], o); err != nil {
			return fmt.Errorf("step %d: %w", i+1, err)
		}
	}
	if worst := OutcomeOf(p.Findings); p.Outcome == Eligible && worst != Eligible {
		return fmt.Errorf("outcome is %s, its findings make it %s", p.Outcome, worst)
	}
	switch p.Outcome {
	case Eligible, Ineligible, Undetermined:
	default:
		return fmt.Errorf("outcome %q is unknown", p.Outcome)
	}
	if p.Amount != nil && *p.Amount < 0 {
		return fmt.Errorf("amount %s is negative", p.Amount)
	}
	if p.Amount != nil && *p.Amount > 0 && p.Outcome != Eligible {
		return fmt.Errorf("amount %s for what is %s", p.Amount, p.Outcome)
	}
	if !explained {
		return nil
	}
	return Replay(p.Steps, p.Amount)
}

// verifyStep checks that the line of st is declared and, where it takes a fact or a
// parameter, that the value is the one stated or one of those in effect.
func (m *Manifest) verifyStep(q *Question, st *Step, o Overrides) error {
	if first(m.Lines, func(l *Line) bool { return isKey(st.Line, l.Code, l.Aspect) }) == nil {
		return fmt.Errorf("line %q is not declared", st.Line)
	}
	switch st.Op {
	case OpInput:
		if n, ok := q.stated(st.Path); !ok || !n.is(st.Value) {
			return fmt.Errorf("takes %s from %s, which does not state it", st.Value, st.Path)
		}
		return nil
	case OpParameter:
		return m.verifyParameter(st, o)
	}
	return nil
}

func (m *Manifest) verifyParameter(st *Step, o Overrides) error {
	p := first(m.Parameters, func(p *Parameter) bool { return p.Code == st.Parameter })
	if p == nil {
		return fmt.Errorf("parameter %q is not declared", st.Parameter)
	}
	for _, v := range o.of(*p) {
		if n, ok := v.number(p.Unit); ok && n.is(st.Value) && v.Assumption == st.Assumption {
			return nil
		}
	}
	return fmt.Errorf("parameter %s has no value %s in effect", st.Parameter, st.Value)
}

func (m *Manifest) verifyCell(c Cell) error {
	isConditional := func(j *ContentJudgement) bool { return j.Code == c.Column && !j.Condition.IsZero() }
	if first(m.Requirements, func(r *Requirement) bool { return r.Code == c.Column }) == nil && first(m.Judgements, isConditional) == nil {
		return fmt.Errorf("requirement or conditional judgement %q is not declared", c.Column)
	}
	switch c.State {
	case CellNotRequired, CellMissing, CellIncomplete, CellComplete:
		return m.verifyFindings(c.Findings)
	}
	return fmt.Errorf("cell state %q is unknown", c.State)
}

func (m *Manifest) verifyFindings(fs []Finding) error {
	for _, f := range fs {
		r := first(m.Rules, func(r *Rule) bool { return isKey(f.Rule, r.Code, r.Aspect) })
		if r == nil {
			return fmt.Errorf("rule %q is not declared", f.Rule)
		}
		if r.Severity != f.Severity {
			return fmt.Errorf("rule %s is %s, not %s", f.Rule, r.Severity, f.Severity)
		}
		if err := verifyHold(r, f); err != nil {
			return err
		}
	}
	return nil
}

// maximum returns the most that one participation of q can receive: the largest value ever of the maxima that its
// activity declares; nil for other subjects.
func (m *Manifest) maximum(q Question, o Overrides) *Amount {
	if q.Registration == nil {
		return nil
	}
	act, _ := m.Activity(q.Registration.Activity)
	limit := Amount(0)
	for _, code := range act.Maximum {
		p, _ := m.Parameter(code)
		for _, v := range o.of(p) {
			n, ok := v.number(EUR)
			if cents, whole := n.whole(); ok && whole {
				limit = max(limit, Amount(cents))
			}
		}
	}
	return &limit
}
