package plans_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/auditentry"
	"github.com/penvoerder/penvoerder/ent/event"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/catalog"
	"github.com/penvoerder/penvoerder/internal/clock"
	"github.com/penvoerder/penvoerder/internal/entry"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/internal/plans"
	"github.com/penvoerder/penvoerder/internal/rejudge"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/schemes"
)

const (
	slug  = "proef-2026"
	here  = "rgo_hier"
	there = "rgo_daar"
)

var (
	proof   = schemes.Citation{Work: "proef", Place: "1"}
	motive  = schemes.FactDefinition{Key: "motive", Subject: schemes.AboutPlan, Type: schemes.TextFact, Label: schemes.Same("motive"), Necessity: schemes.Optional, Maximum: "20", Source: proof}
	started = schemes.FactDefinition{Key: "started", Subject: schemes.AboutPlan, Type: schemes.DateFact, Label: schemes.Same("started"), Necessity: schemes.Optional, Source: proof}
	window  = schemes.Window{
		Code: "aanvraag", Kind: schemes.WindowApplication, Title: schemes.Same("aanvraag"), Source: proof,
		OpensAt: schemes.Moment("2025-11-24T09:00:00+01:00"), ClosesAt: schemes.Moment("2025-12-19T18:00:00+01:00"),
	}
	maximum = schemes.Parameter{
		Code: "maximum", Title: schemes.Same("maximum"), Unit: schemes.EUR, Values: []schemes.Value{{Text: "1000", From: schemes.On(2025, 1, 1), Source: proof}},
	}
	lineTotal   = schemes.Line{Code: "PROEF-TOTAL", Label: schemes.Same("totaal"), Unit: schemes.EUR, Source: proof}
	ruleWindow  = rule("PROEF-WINDOW", schemes.Blocking)
	ruleMedical = rule("PROEF-MEDICAL", schemes.Blocking)
	ruleMaximum = rule("PROEF-MAXIMUM", schemes.Blocking)
	ruleGroup   = rule("PROEF-GROUP", schemes.Warning)
)

func rule(code schemes.Code, s schemes.Severity) schemes.Rule {
	return schemes.Rule{Code: code, Severity: s, Message: schemes.Same(string(code)), Source: proof}
}

// proef is a scheme with one plan for each of what planPer says, a window in moments and three reasons to refuse.
func proef(planPer string, also ...func(*schemes.Manifest)) schemes.Scheme {
	m := manifest(planPer)
	for _, change := range also {
		change(&m)
	}
	return schemes.Define(m, schemes.Rules{Plan: judgePlan, PlanAmount: amountOfPlan})
}

func manifest(planPer string) schemes.Manifest {
	activity := func(code, budget string) schemes.Activity {
		return schemes.Activity{Code: code, Title: schemes.Same(code), Budget: budget, TrainingForm: schemes.ListedForm, Maximum: []string{"maximum"}}
	}
	return schemes.Manifest{
		Slug: slug, Family: "proef", Version: "1.0.0", Title: schemes.Same("Proef"), PlanPer: planPer,
		Works:      []schemes.Work{{ID: "proef", Title: "Proef"}},
		Budgets:    []schemes.Budget{{Code: "1", Title: schemes.Same("een")}, {Code: "2", Title: schemes.Same("twee")}},
		Activities: []schemes.Activity{activity("1A", "1"), activity("1B", "1"), activity("2", "2")},
		Windows:    []schemes.Window{window}, Parameters: []schemes.Parameter{maximum}, Facts: []schemes.FactDefinition{motive, started},
		Rules: []schemes.Rule{ruleWindow, ruleMedical, ruleMaximum, ruleGroup}, Lines: []schemes.Line{lineTotal},
	}
}

// amountOfPlan adds up the lines, of a modest plan up to a maximum.
func amountOfPlan(s *schemes.Sheet, p schemes.Plan) {
	terms := make([]schemes.Term, len(p.Lines))
	for i, l := range p.Lines {
		terms[i] = s.Fact(lineTotal, l.Requested)
	}
	total := s.Add(lineTotal, terms...)
	if p.Facts.Text(motive).Value() == "bescheiden" {
		s.Min(lineTotal, total, s.Parameter(lineTotal, maximum, s.AsOf().Day(), nil))
	}
}

func judgePlan(r *schemes.Review, p schemes.Plan) {
	at := p.SubmittedAt.Or(schemes.Known(r.AsOf())).Value()
	r.Require(window.ContainsMoment(at), ruleWindow, p.SubmittedAt)
	if !p.SubmittedAt.IsKnown() {
		r.ChangesAt(window.OpensAt)
		r.ChangesAt(schemes.At(window.ClosesAt.Time().Add(time.Second)))
	}
	if medical, ok := schemes.Need(r, p.Organisation.MedicalSpecialist); ok {
		r.Require(!medical, ruleMedical, p.Organisation.MedicalSpecialist)
	}
	sum := schemes.Amount(0)
	for _, l := range p.Lines {
		sum += l.Assessed.Or(l.Requested).Value()
	}
	if p.Facts.Text(motive).Value() == "panic" {
		panic("at the author's wish")
	}
	r.Require(sum <= schemes.Euros(3_000_000), ruleMaximum, schemes.Subject)
	r.Require(p.OtherPlans.Value() == 0, ruleGroup, p.OtherPlans)
}

// shelf is a catalogue with one release in force, judged in memory.
type shelf struct {
	scheme  schemes.Scheme
	release *catalog.Release
	others  map[string]shelved // by id of the release

	mu     sync.Mutex
	calls  int
	down   bool
	during func() // carried out while a scheme is being asked
}

// shelved is a release that is installed and not in force.
type shelved struct {
	release *catalog.Release
	scheme  schemes.Scheme
}

func (s *shelf) InForce(of string) (*catalog.Release, bool) { return s.release, of == s.release.Slug }

func (s *shelf) Release(id string) (*catalog.Release, bool) {
	if other, ok := s.others[id]; ok {
		return other.release, true
	}
	return s.release, id == s.release.ID
}

func (s *shelf) IsInstalled(id string) bool {
	_, ok := s.Release(id)
	return ok
}

func (s *shelf) Unpin(string) {}

func (s *shelf) Judge(ctx context.Context, r *catalog.Release, qs []schemes.Question) ([]schemes.Answer, error) {
	s.mu.Lock()
	s.calls++
	down, during := s.down, s.during
	s.during = nil
	s.mu.Unlock()
	if store.InTransaction(ctx) {
		return nil, errors.New("a scheme is asked within a transaction")
	}
	if down {
		return nil, fault.Unavailable("SCHEME_UNAVAILABLE", nil)
	}
	if during != nil {
		during()
	}
	scheme := s.scheme
	if other, ok := s.others[r.ID]; ok {
		scheme = other.scheme
	}
	return scheme.Judge(ctx, schemes.Batch{Overrides: r.Overrides(), Questions: qs})
}

// JudgeEach answers as the scheme does.
func (s *shelf) JudgeEach(ctx context.Context, r *catalog.Release, qs []schemes.Question) ([]schemes.Answer, error) {
	return s.Judge(ctx, r, qs)
}

// world is a desk at work: on a database, with a clock that stands still inside the window.
type world struct {
	t     *testing.T
	store *store.Store
	guard *access.Guard
	clock *clock.Clock
	shelf *shelf
	desk  *plans.Desk

	rejudge *rejudge.Desk

	audited, evented int // what happened until now
	organisations    int
}

var (
	inside = time.Date(2025, 12, 1, 9, 0, 0, 0, time.UTC)
	wall   = time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)
)

func newWorld(t *testing.T, s *store.Store, planPer string, also ...func(*schemes.Manifest)) *world {
	t.Helper()
	guard, err := access.New(s)
	if err != nil {
		t.Fatal(err)
	}
	scheme := proef(planPer, also...)
	w := &world{t: t, store: s, guard: guard, shelf: &shelf{scheme: scheme, release: &catalog.Release{
		ID: ids.New(ids.SchemeRelease), Slug: slug, Version: "1.0.0", Digest: "d", State: "IN_FORCE", Manifest: scheme.Manifest(),
	}}}
	w.keep(w.shelf.release)
	w.at(inside)
	return w
}

// keep stores the row of a release.
func (w *world) keep(r *catalog.Release) {
	w.t.Helper()
	w.write(func(ctx context.Context, tx *ent.Tx) error {
		return tx.SchemeRelease.Create().SetID(r.ID).SetSlug(r.Slug).SetSemver(r.Version).SetDigest(r.Digest).
			SetState(r.State).SetStateSince(wall).SetManifest([]byte("{}")).Exec(ctx)
	})
}

// at opens the desk at another moment of the regulation's clock.
func (w *world) at(regulation time.Time) {
	w.clock = clock.Still(regulation, func() time.Time { return wall })
	w.desk = plans.New(plans.Config{Store: w.store, Catalog: w.shelf, Guard: w.guard, Clock: w.clock})
	w.rejudge = rejudge.New(rejudge.Config{Store: w.store, Schemes: w.shelf, Clock: w.clock, Plans: w.desk})
}

func (w *world) system() context.Context { return actor.AsSystem(w.t.Context()) }

func (w *world) write(fn func(ctx context.Context, tx *ent.Tx) error) {
	w.t.Helper()
	if err := w.store.Tx(w.system(), func(tx *ent.Tx) error { return fn(w.system(), tx) }); err != nil {
		w.t.Fatal(err)
	}
}

// organisation signs one up, eligible unless changed.
func (w *world) organisation(change ...func(*ent.OrganisationCreate)) *ent.Organisation {
	w.t.Helper()
	w.organisations++
	var o *ent.Organisation
	w.write(func(ctx context.Context, tx *ent.Tx) (err error) {
		c := tx.Organisation.Create().SetID(ids.New(ids.Organisation)).SetName("Zorg").SetKvkNumber(kvk(w.organisations)).
			SetPostcode("9712 AB").SetFundingLaws([]string{"WLZ"}).SetIsMedicalSpecialist(false).
			SetRegionID("rgn_hier").SetRegionalOrganisationID(here).SetCreatedAt(wall).SetUpdatedAt(wall)
		for _, f := range change {
			f(c)
		}
		o, err = c.Save(ctx)
		return err
	})
	return o.Unwrap()
}

// kvk is the number of the nth organisation of a test.
func kvk(n int) string { return fmt.Sprintf("%08d", n) }

func inGroup(top string) func(*ent.OrganisationCreate) {
	return func(c *ent.OrganisationCreate) { c.SetGroupTopName("Top").SetGroupTopKvkNumber(top) }
}

// The people who ask.

func (w *world) employer(o *ent.Organisation) context.Context {
	return w.as(actor.Actor{PersonID: "per_employer", SessionID: "ses_employer", Role: actor.Employer, OrganisationID: o.ID})
}

func (w *world) leader(of string) context.Context {
	return w.as(actor.Actor{PersonID: "per_leader", SessionID: "ses_leader", Role: actor.ProjectLeader, RegionalOrganisationID: of})
}

func (w *world) regioPlus() context.Context {
	return w.as(actor.Actor{PersonID: "per_plus", SessionID: "ses_plus", Role: actor.RegioPlus})
}

func (w *world) as(a actor.Actor) context.Context { return actor.With(w.t.Context(), a) }

// lines are 25.000 under activity 1A and 10.000 under activity 2.
func lines() []plans.LineInput {
	return []plans.LineInput{{Activity: "1A", Participants: 10, Requested: "25000.00"}, {Activity: "2", Participants: 4, Requested: "10000"}}
}

func (w *world) draft(o *ent.Organisation) *ent.Plan {
	w.t.Helper()
	p, err := w.desk.Create(w.employer(o), plans.CreateInput{Scheme: slug, Lines: lines()})
	return must(w.t, p, err)
}

func (w *world) submitted(o *ent.Organisation) *ent.Plan {
	w.t.Helper()
	p := w.draft(o)
	return w.done(w.desk.Submit(w.employer(o), plans.SubmitInput{ID: p.ID, ExpectedVersion: p.Version}))
}

func (w *world) assessed(o *ent.Organisation) *ent.Plan {
	w.t.Helper()
	return w.done(w.desk.Assess(w.leader(here), w.approval(w.submitted(o))))
}

func (w *world) granted(o *ent.Organisation, one, two string) *ent.Plan {
	w.t.Helper()
	return w.done(w.desk.EnterGrant(w.regioPlus(), grant(w.assessed(o), one, two)))
}

// done returns the plan that an act made.
func (w *world) done(r *plans.Result, err error) *ent.Plan {
	w.t.Helper()
	if must(w.t, r, err); !r.IsDone {
		w.t.Fatalf("the regulation stops it: %s", r.Evaluation.Answer)
	}
	return r.Plan
}

// approval approves a plan as it was filed.
func (w *world) approval(p *ent.Plan) plans.AssessInput {
	w.t.Helper()
	return plans.AssessInput{ID: p.ID, ExpectedVersion: p.Version, Verdict: plans.Approved, Lines: w.asFiled(p)}
}

func (w *world) asFiled(p *ent.Plan) []plans.AssessLineInput {
	w.t.Helper()
	var in []plans.AssessLineInput
	for _, l := range w.lines(p) {
		in = append(in, plans.AssessLineInput{LineID: l.ID, Participants: l.Participants, Amount: money(l.RequestedCents)})
	}
	return in
}

// reload returns the plan as it is stored.
func (w *world) reload(p *ent.Plan) *ent.Plan {
	w.t.Helper()
	now, err := w.store.Client().Plan.Get(w.system(), p.ID)
	return must(w.t, now, err)
}

func (w *world) lines(p *ent.Plan) []*ent.PlanLine {
	w.t.Helper()
	found, err := p.QueryLines().All(w.system())
	must(w.t, found, err)
	slices.SortFunc(found, func(a, b *ent.PlanLine) int { return a.Position - b.Position })
	return found
}

// happened tells every audit line and event since it was last asked.
func (w *world) happened() []string {
	w.t.Helper()
	db := w.store.Client()
	var out []string
	audited, err := db.AuditEntry.Query().Order(auditentry.ByID()).All(w.system())
	must(w.t, audited, err)
	for _, e := range audited[w.audited:] {
		out = append(out, tellLine(e))
	}
	evented, err := db.Event.Query().Order(event.ByID()).All(w.system())
	must(w.t, evented, err)
	for _, e := range evented[w.evented:] {
		out = append(out, fmt.Sprintf("%s v%d", e.Type, *e.SubjectVersion))
	}
	w.audited, w.evented = len(audited), len(evented)
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

func must[T any](t *testing.T, v T, err error) T {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// faults tells the faults in err as "REASON at path, expected".
func faults(err error) []string {
	var out []string
	for _, f := range fault.All(err) {
		told := f.Reason
		if len(f.Path) > 0 {
			told += fmt.Sprintf(" at %v", f.Path)
		}
		if f.Expected != "" {
			told += " " + f.Expected
		}
		out = append(out, told)
	}
	if err != nil && out == nil {
		out = []string{err.Error()}
	}
	return out
}

func money(cents int64) entry.Money { return entry.MoneyOf(cents) }

func grant(p *ent.Plan, one, two string) plans.EnterGrantInput {
	return plans.EnterGrantInput{ID: p.ID, ExpectedVersion: p.Version, Amounts: []plans.GrantAmountInput{
		{Budget: "1", Amount: entry.Money(one)}, {Budget: "2", Amount: entry.Money(two)},
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
	w.t.Helper()
	e, err := w.store.Client().Evaluation.Get(w.system(), *p.EvaluationID)
	must(w.t, e, err)
	return told(w.t, e)
}

// told lists the findings of a receipt as "SEVERITY RULE".
func told(t *testing.T, e *ent.Evaluation) []string {
	t.Helper()
	var a schemes.Answer
	if err := json.Unmarshal(e.Answer, &a); err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, f := range a.Whole.Findings {
		out = append(out, f.Severity.String()+" "+f.Rule)
	}
	return out
}

// becomesMedical has an organisation state, behind everybody's back, what no plan may have.
func (w *world) becomesMedical(o *ent.Organisation) {
	w.t.Helper()
	w.write(func(ctx context.Context, tx *ent.Tx) error {
		return tx.Organisation.UpdateOneID(o.ID).SetIsMedicalSpecialist(true).AddVersion(1).Exec(ctx)
	})
}
