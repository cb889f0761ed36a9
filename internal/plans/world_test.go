package plans_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/plans"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/testworld"
	"github.com/penvoerder/penvoerder/internal/typed"
	"github.com/penvoerder/penvoerder/schemes"
)

// Two regional organisations, of which organisations are in the first.
const (
	here  = testworld.RegionalOrganisation
	there = "rgo_daar"
)

var (
	inside = time.Date(2025, 12, 1, 9, 0, 0, 0, time.UTC)
	wall   = time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)
)

// world has the made-up scheme in force, and a clock that stands still inside its window.
type world struct{ *testworld.World }

func newWorld(t *testing.T, s *store.Store, planPer string, also ...func(*schemes.Manifest)) *world {
	t.Helper()
	return &world{testworld.Open(t, s, proef(planPer, also...), inside, wall)}
}

func inGroup(top string) func(*ent.OrganisationCreate) {
	return func(c *ent.OrganisationCreate) { c.SetGroupTopName("Top").SetGroupTopKvkNumber(top) }
}

func (w *world) employer(o *ent.Organisation) context.Context { return w.Employer(o.ID) }

// lines are 25.000 under activity 1A and 10.000 under activity 2.
func lines() []plans.LineInput {
	return []plans.LineInput{{Activity: "1A", Participants: 10, Requested: "25000.00"}, {Activity: "2", Participants: 4, Requested: "10000"}}
}

func (w *world) draft(o *ent.Organisation) *ent.Plan {
	w.T.Helper()
	p, err := w.Plans.Create(w.employer(o), plans.CreateInput{Scheme: slug, Lines: lines()})
	return testworld.Must(w.T, p, err)
}

func (w *world) submitted(o *ent.Organisation) *ent.Plan {
	w.T.Helper()
	p := w.draft(o)
	return w.done(w.Plans.Submit(w.employer(o), plans.SubmitInput{ID: p.ID, ExpectedVersion: p.Version}))
}

func (w *world) assessed(o *ent.Organisation) *ent.Plan {
	w.T.Helper()
	return w.done(w.Plans.Assess(w.Leader(here), w.approval(w.submitted(o))))
}

func (w *world) granted(o *ent.Organisation, one, two string) *ent.Plan {
	w.T.Helper()
	return w.done(w.Plans.EnterGrant(w.RegioPlus(), grant(w.assessed(o), one, two)))
}

// done returns the plan that an act made.
func (w *world) done(r *plans.Result, err error) *ent.Plan {
	w.T.Helper()
	if testworld.Must(w.T, r, err); !r.IsDone {
		w.T.Fatalf("the regulation stops it: %s", r.Evaluation.Answer)
	}
	return r.Plan
}

// approval approves a plan as it was filed.
func (w *world) approval(p *ent.Plan) plans.AssessInput {
	w.T.Helper()
	return plans.AssessInput{ID: p.ID, ExpectedVersion: p.Version, Verdict: plans.Approved, Lines: w.asFiled(p)}
}

func (w *world) asFiled(p *ent.Plan) []plans.AssessLineInput {
	w.T.Helper()
	var in []plans.AssessLineInput
	for _, l := range w.lines(p) {
		in = append(in, plans.AssessLineInput{LineID: l.ID, Participants: l.Participants, Amount: money(l.RequestedCents)})
	}
	return in
}

// reload returns the plan as it is stored.
func (w *world) reload(p *ent.Plan) *ent.Plan {
	w.T.Helper()
	now, err := w.Store.Client().Plan.Get(w.System(), p.ID)
	return testworld.Must(w.T, now, err)
}

func (w *world) lines(p *ent.Plan) []*ent.PlanLine {
	w.T.Helper()
	found, err := p.QueryLines().All(w.System())
	testworld.Must(w.T, found, err)
	slices.SortFunc(found, func(a, b *ent.PlanLine) int { return a.Position - b.Position })
	return found
}

// happened tells every audit line and event since it was last asked.
func (w *world) happened() []string {
	w.T.Helper()
	var out []string
	lines, events := w.News()
	for _, e := range lines {
		out = append(out, tellLine(e))
	}
	for _, e := range events {
		out = append(out, fmt.Sprintf("%s v%d", e.Type, *e.SubjectVersion))
	}
	return out
}

func tellLine(e *ent.AuditEntry) string {
	role := "PLATFORM"
	if e.Role != nil {
		role = *e.Role
	}
	told := fmt.Sprintf("%s %s by %s", e.Act, e.Result, role)
	if e.Policy == nil {
		told += " on no ground"
	}
	if e.EvaluationID != nil {
		told += " on a receipt"
	}
	if len(e.Rules) > 0 {
		told += fmt.Sprintf(" for %v", e.Rules)
	}
	if e.Reason != nil {
		told += ": " + *e.Reason
	}
	return told
}

func money(cents int64) typed.Money { return typed.MoneyOf(cents) }

func grant(p *ent.Plan, one, two string) plans.EnterGrantInput {
	return plans.EnterGrantInput{ID: p.ID, ExpectedVersion: p.Version, Amounts: []plans.GrantAmountInput{
		{Budget: "1", Amount: typed.Money(one)}, {Budget: "2", Amount: typed.Money(two)},
	}}
}

// current returns the thing that a conflict shows.
func current(t *testing.T, f *fault.Error) *ent.Plan {
	t.Helper()
	p, ok := f.Current.(*ent.Plan)
	if !ok {
		t.Fatalf("%s shows %T", f.Reason, f.Current)
	}
	return p
}

// findings are those on the whole of the judgement that a plan rests on, as "SEVERITY RULE".
func (w *world) findings(p *ent.Plan) []string {
	w.T.Helper()
	return told(w.Receipt(*p.EvaluationID).Answer)
}

// said are the findings on the whole of a judgement.
func said(t *testing.T, e *ent.Evaluation) []string {
	t.Helper()
	var a schemes.Answer
	testworld.Must(t, a, json.Unmarshal(e.Answer, &a))
	return told(a)
}

// told lists the findings on the whole as "SEVERITY RULE".
func told(a schemes.Answer) []string {
	var out []string
	for _, f := range a.Whole.Findings {
		out = append(out, f.Severity.String()+" "+f.Rule)
	}
	return out
}

// becomesMedical has an organisation state, behind everybody's back, what no plan may have.
func (w *world) becomesMedical(o *ent.Organisation) {
	w.T.Helper()
	w.Write(func(ctx context.Context, tx *ent.Tx) error {
		return tx.Organisation.UpdateOneID(o.ID).SetIsMedicalSpecialist(true).AddVersion(1).Exec(ctx)
	})
}
