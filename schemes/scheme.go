package schemes

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

// A Scheme is one regulation in one version.
//
// Authors build a Scheme with [Define]. Every method is safe for concurrent use
// and returns equal answers to equal questions.
type Scheme interface {
	// Manifest describes the scheme. It returns the same value every time; the
	// caller changes nothing in it.
	Manifest() *Manifest

	// Judge answers every question of the batch, in order. A flaw of a subject is a Finding; a flaw of the scheme is
	// the Failure of that one answer. A non-nil error means that there are no answers at all.
	Judge(ctx context.Context, b Batch) ([]Answer, error)
}

// A Batch is a number of questions under one set of parameters.
type Batch struct {
	Overrides Overrides  `json:"overrides,omitempty"`
	Questions []Question `json:"questions"`
}

// An Answer holds the findings, amounts and cells of one subject.
type Answer struct {
	Failure    string  `json:"failure,omitempty"` // the scheme failed on this question; nothing else is set
	Whole      Part    `json:"whole"`             // about the subject as a whole; its amount is the sum of the parts
	Parts      []Part  `json:"parts,omitempty"`   // one per participation, in the order asked
	ValidUntil Instant `json:"validUntil,omitzero"`
}

// A Part is the share of an answer that concerns one participation, or the whole.
type Part struct {
	Key      string    `json:"key,omitempty"` // of the participation; empty for the whole
	Outcome  Outcome   `json:"outcome"`
	Findings []Finding `json:"findings,omitempty"`
	Amount   *Amount   `json:"amount,omitempty"`  // nil while undetermined; zero when ineligible
	Claimed  *Amount   `json:"claimed,omitempty"` // what Amount was before caps; nil where the scheme shares none
	Steps    []Step    `json:"steps,omitempty"`   // leads to Amount; none where nothing was computed
	Cells    []Cell    `json:"cells,omitempty"`
}

// Rules are the functions of a scheme, one for each question. Leave a function nil where the scheme has no rules.
type Rules struct {
	// Plan judges a plan as a whole; PlanAmount computes the part of it that is certain.
	Plan       func(*Review, Plan)
	PlanAmount func(*Sheet, Plan)

	// Registration judges the facts that all participations share, Participation those of each one; Amount computes
	// the amount of one participation.
	Registration  func(*Review, Registration)
	Participation func(*Review, Registration, Participation)
	Amount        func(*Sheet, Registration, Participation)

	// Documents lists the documents that the registration as a whole needs, ParticipationDocuments those of one
	// participation, ProjectDocuments those of the plan.
	Documents              func(*Checklist, Registration)
	ParticipationDocuments func(*Checklist, Registration, Participation)
	ProjectDocuments       func(*Checklist, ProjectFile)

	// RetentionReport judges the report of an organisation on keeping its staff.
	RetentionReport func(*Review, RetentionReport)
}

// Define returns the scheme that m describes and r implements. The core rules and the lines of its caps are
// added to m. It panics if m is not valid: a malformed manifest is a programming
// error that must not survive the first test run.
func Define(m Manifest, r Rules) Scheme {
	m.Rules, m.Lines = append(CoreRules(), m.Rules...), append(m.Lines[:len(m.Lines):len(m.Lines)], m.capLines()...)
	if err := m.Validate(); err != nil {
		panic("schemes: manifest of " + m.Slug + ":\n" + err.Error())
	}
	return &defined{manifest: &m, rules: r}
}

type defined struct {
	manifest *Manifest
	rules    Rules
}

func (s *defined) Manifest() *Manifest { return s.manifest }

func (s *defined) Judge(ctx context.Context, b Batch) ([]Answer, error) {
	j := &judge{scheme: s, values: &values{overrides: b.Overrides}}
	out := make([]Answer, len(b.Questions))
	for i := range b.Questions {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		out[i] = j.judge(&b.Questions[i])
	}
	return out, nil
}

// A judge answers the questions of a batch, one after another.
type judge struct {
	scheme *defined
	values *values

	// Of the question at hand.
	asOf       Instant
	answer     Answer
	validUntil Instant
	spent      *sweep // of the caps; nil where none is shared

	// Of the function of the rules that is asked.
	reviewing Review
	sheet     Sheet
}

// judge judges one subject. A panic of the rules is the failure of this answer
// alone; its text names the scheme and never a fact.
func (j *judge) judge(q *Question) (a Answer) {
	m := j.scheme.manifest
	defer func() {
		if p := recover(); p != nil {
			a = Answer{Failure: fmt.Sprintf("%s %s: rules panicked", m.Slug, m.Version)}
		}
	}()
	j.asOf, j.answer, j.validUntil = q.AsOf, Answer{}, Instant{}
	if err := j.subject(*q); err != nil {
		return Answer{Failure: fmt.Sprintf("%s %s: %v", m.Slug, m.Version, err)}
	}
	j.answer.ValidUntil = j.validUntil
	return j.answer
}

var errSubject = errors.New("a question has exactly one subject")

func (j *judge) subject(q Question) error {
	subjects := 0
	for _, set := range []bool{q.Plan != nil, q.Registration != nil, q.ProjectFile != nil, q.RetentionReport != nil} {
		if set {
			subjects++
		}
	}
	if subjects != 1 {
		return errSubject
	}
	m := j.scheme.manifest
	switch {
	case q.Plan != nil:
		p := new(q.Plan.bound(q))
		if j.malformed(q, m.impossibleFor(p)) {
			return nil
		}
		return j.plan(p)
	case q.Registration != nil:
		reg := new(q.Registration.bound(q))
		if j.malformed(q, m.impossibleFor(reg)) {
			return nil
		}
		return j.registration(reg)
	case q.ProjectFile != nil:
		f := new(q.ProjectFile.bound(q))
		if !j.malformed(q, m.impossibleFor(f)) {
			j.projectFile(f)
		}
	default:
		report := new(q.RetentionReport.bound(q))
		if !j.malformed(q, m.impossibleFor(report)) {
			j.retentionReport(report)
		}
	}
	return nil
}

// malformed returns the answer to facts that cannot be true: ineligible, nothing computed. It reports whether there
// are any.
func (j *judge) malformed(q Question, found []Impossibility) bool {
	if len(found) == 0 {
		return false
	}
	for _, p := range found {
		j.answer.Whole.Findings = append(j.answer.Whole.Findings, RuleMalformed.With("detail", p.Message).at(p.Path))
	}
	j.answer.Whole.Outcome, j.answer.Whole.Amount = Ineligible, new(Amount)
	if q.Registration != nil {
		for _, p := range q.Registration.Participations {
			part := Part{Key: p.Key, Outcome: Ineligible, Amount: new(Amount)}
			if len(j.scheme.manifest.Caps) > 0 {
				part.Claimed = new(Amount)
			}
			j.answer.Parts = append(j.answer.Parts, part)
		}
	}
	return true
}

// review runs f, nil included, and keeps until when its answer holds.
func (j *judge) review(f func(*Review)) []Finding {
	r := j.newReview()
	f(r)
	j.until(r.validUntil)
	return r.findings
}

// newReview returns an empty review, in the place of the one before.
func (j *judge) newReview() *Review {
	j.reviewing = Review{asOf: j.asOf, values: j.values}
	return &j.reviewing
}

func (j *judge) until(t Instant) {
	if !t.IsZero() && (j.validUntil.IsZero() || t.Before(j.validUntil)) {
		j.validUntil = t
	}
}

func (j *judge) plan(p *Plan) error {
	rules := j.scheme.rules
	w := &j.answer.Whole
	w.Findings = j.review(func(r *Review) {
		if rules.Plan != nil {
			rules.Plan(r, *p)
		}
	})
	return j.compute(w, nil, func(s *Sheet) {
		if rules.PlanAmount != nil {
			rules.PlanAmount(s, *p)
		}
	})
}

func (j *judge) registration(reg *Registration) error {
	rules := j.scheme.rules
	m := j.scheme.manifest
	w := &j.answer.Whole
	w.Findings = j.review(func(r *Review) {
		if rules.Registration != nil {
			rules.Registration(r, *reg)
		}
	})
	w.Outcome = OutcomeOf(w.Findings)
	serving := byParticipation(reg.Documents)
	if rules.Documents != nil {
		w.Cells = j.checklist("", serving[""], m.answered(reg.Activity, PerRegistration), func(c *Checklist) { rules.Documents(c, *reg) })
	}
	j.spent = m.sweepOf(j.values, reg)
	j.answer.Parts = make([]Part, len(reg.Participations))
	for i := range reg.Participations {
		p := &reg.Participations[i]
		if err := j.participation(&j.answer.Parts[i], reg, p, serving[p.Key]); err != nil {
			return err
		}
	}
	j.sum()
	return nil
}

func (j *judge) participation(part *Part, reg *Registration, p *Participation, docs []*Document) error {
	rules := j.scheme.rules
	part.Key = p.Key
	part.Findings = j.review(func(r *Review) {
		r.within(reg, p)
		if rules.Participation != nil {
			rules.Participation(r, *reg, *p)
		}
	})
	if rules.ParticipationDocuments != nil {
		columns := j.scheme.manifest.required(reg.Activity, PerParticipation)
		part.Cells = j.checklist(p.Key, docs, columns, func(c *Checklist) { rules.ParticipationDocuments(c, *reg, *p) })
	}
	err := j.compute(part, j.answer.Whole.Findings, func(s *Sheet) {
		if rules.Amount != nil {
			rules.Amount(s, *reg, *p)
		}
		part.Claimed = j.spent.bound(s, reg, p)
	})
	j.spent.settle(part, reg, p)
	return err
}

// compute sets outcome and amount of part from its findings and those of the whole: an ineligible part gets nothing,
// and an undetermined one no amount yet.
func (j *judge) compute(part *Part, shared []Finding, f func(*Sheet)) error {
	j.sheet.asOf, j.sheet.values = j.asOf, j.values
	j.sheet = j.sheet.next()
	s := &j.sheet
	part.Outcome = OutcomeOf(shared, part.Findings)
	if part.Outcome != Ineligible {
		f(s)
		for _, told := range s.told {
			if !isTold(told, shared) && !isTold(told, part.Findings) {
				part.Findings = append(part.Findings, told)
			}
		}
		part.Outcome = OutcomeOf(shared, part.Findings)
	}
	switch part.Outcome {
	case Ineligible:
		part.Amount = new(Amount)
	case Eligible:
		amount, err := s.result()
		if err != nil {
			return err
		}
		part.Amount, part.Steps = amount, s.trace()
	}
	return nil
}

// isTold reports whether fs contain the rule of f against the same fact.
func isTold(f Finding, fs []Finding) bool {
	return slices.ContainsFunc(fs, func(g Finding) bool { return g.Rule == f.Rule && g.Path == f.Path })
}

// checklist runs f over the documents that serve the participation of the given key, or the whole.
func (j *judge) checklist(serves string, docs []*Document, columns []string, f func(*Checklist)) []Cell {
	c := &Checklist{Review: j.newReview(), manifest: j.scheme.manifest, serves: serves, documents: docs}
	f(c)
	j.until(c.validUntil)
	return c.result(columns)
}

// sum gives the whole the worst outcome of all and the sum of the parts' amounts.
// A registration with some ineligible participations is still eligible for the
// others; one without any eligible participation is not.
func (j *judge) sum() {
	w := &j.answer.Whole
	total, counted, open := Amount(0), 0, w.Outcome == Undetermined
	for _, p := range j.answer.Parts {
		switch {
		case p.Amount == nil:
			open = true
		case p.Outcome == Eligible:
			counted++
			fallthrough
		default:
			total += *p.Amount
		}
	}
	switch {
	case w.Outcome == Ineligible:
		total = 0
	case open:
		w.Outcome = Undetermined
		return
	case len(j.answer.Parts) > 0 && counted == 0:
		w.Outcome = Ineligible
	}
	w.Amount = &total
}

func (j *judge) retentionReport(report *RetentionReport) {
	rules := j.scheme.rules
	w := &j.answer.Whole
	w.Findings = j.review(func(r *Review) {
		if rules.RetentionReport != nil {
			rules.RetentionReport(r, *report)
		}
	})
	w.Outcome = OutcomeOf(w.Findings)
}

func (j *judge) projectFile(f *ProjectFile) {
	rules := j.scheme.rules
	w := &j.answer.Whole
	w.Outcome = Eligible
	if rules.ProjectDocuments != nil {
		w.Cells = j.checklist("", byParticipation(f.Documents)[""], j.scheme.manifest.required("", PerProject), func(c *Checklist) { rules.ProjectDocuments(c, *f) })
	}
}
