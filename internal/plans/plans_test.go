package plans_test

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/catalog"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/plans"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
	"github.com/penvoerder/penvoerder/internal/testworld"
	"github.com/penvoerder/penvoerder/internal/typed"
	"github.com/penvoerder/penvoerder/schemes"
)

func TestAPlanGoesFromDraftToGrant(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s, schemes.PerGroup)
		o := w.Organisation()

		p := w.draft(o)
		if p.State != "DRAFT" || p.Version != 1 || p.RequestedCents != 3_500_000 || *p.Outcome != "ELIGIBLE" || p.ReleaseID != w.Catalog.Current.ID {
			t.Errorf("created %+v", p)
		}
		if !strings.HasPrefix(p.Number, "P-2025-0") || len(p.Number) != len("P-2025-000001") {
			t.Errorf("number %s", p.Number)
		}
		w.expect("createPlan DONE by EMPLOYER on a receipt", "PLAN_CHANGED v1")

		sub, err := w.Plans.Submit(w.employer(o), plans.SubmitInput{ID: p.ID, ExpectedVersion: 1})
		p = w.done(sub, err)
		if p.State != "SUBMITTED" || p.Version != 2 || !p.SubmittedAt.Equal(inside) || sub.Evaluation.ID != *p.EvaluationID || p.ValidUntil != nil {
			t.Errorf("submitted %+v", sub)
		}
		w.expect("submitPlan DONE by EMPLOYER on a receipt", "PLAN_STATE_CHANGED v2")

		in := plans.AssessInput{ID: p.ID, ExpectedVersion: 2, Verdict: plans.Approved, Lines: w.asFiled(p), Note: new("ruim")}
		in.Lines[0].Participants, in.Lines[0].Amount, in.Lines[0].Reason = 8, "20000", new("acht is haalbaar")
		p = w.done(w.Plans.Assess(w.Leader(here), in))
		first := w.lines(p)[0]
		if p.State != "ASSESSED" || *p.AssessedBy != "per_leader" || *first.AssessedCents != 2_000_000 || *first.AssessedParticipants != 8 || *first.ReductionReason != "acht is haalbaar" {
			t.Errorf("assessed %+v, %+v", p, first)
		}
		w.expect("assessPlan DONE by PROJECT_LEADER on a receipt: ruim", "PLAN_STATE_CHANGED v3")

		p = w.done(w.Plans.EnterGrant(w.RegioPlus(), grant(p, "20000", "0")))
		if p.State != "GRANTED" || *p.GrantedBy != "per_plus" {
			t.Errorf("granted %+v", p)
		}
		w.expect("enterGrant DONE by REGIOPLUS on a receipt", "GRANT_ENTERED v4", "PLAN_STATE_CHANGED v4")

		w.done(w.Plans.EnterGrant(w.RegioPlus(), grant(p, "19000", "10000")))
		w.expect("enterGrant DONE by REGIOPLUS on a receipt", "GRANT_ENTERED v5")
	})
}

func TestAReceiptHoldsWhatTheJudgementRestsOn(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s, schemes.PerGroup)
		p := w.draft(w.Organisation())
		e, err := s.Client().Evaluation.Get(w.System(), *p.EvaluationID)
		testworld.Must(t, e, err)
		if e.Subject != question.SubjectPlan || e.SubjectID != p.ID || e.PlanID != p.ID || e.Outcome != "ELIGIBLE" || !e.AsOf.Equal(inside) || !e.JudgedAt.Equal(wall) || len(e.FactsHash) != 64 {
			t.Errorf("receipt %+v", e)
		}
		var q schemes.Question
		testworld.Must(t, q, json.Unmarshal(e.Facts, &q))
		if hash, err := catalog.FactsHash(q); err != nil || hash != e.FactsHash || e.ParametersHash != w.Catalog.Current.ParametersHash() {
			t.Errorf("hashes %s and %s: %v", e.FactsHash, e.ParametersHash, err)
		}
		until := window.ClosesAt.Time().Add(time.Second)
		if !e.ValidUntil.Equal(until) || !p.ValidUntil.Equal(until) {
			t.Errorf("holds until %v, %v", e.ValidUntil, p.ValidUntil)
		}
		want := `{"asOf":"2025-12-01T09:00:00Z","organisation":{"fundingLaws":["WLZ"],"medicalSpecialist":false,"subcontractorOnly":false,"groupMember":false},` +
			`"plan":{"otherPlans":0,"lines":[{"activity":"1A","participants":10,"requested":"25000.00"},{"activity":"2","participants":4,"requested":"10000.00"}]}}`
		if diff := cmp.Diff(want, string(e.Facts)); diff != "" {
			t.Error(diff)
		}
	})
}

func TestBothEndsOfTheWindowLieInside(t *testing.T) {
	t.Parallel()
	cases := []struct {
		at   string
		open bool
	}{
		{"2025-11-24T08:59:59+01:00", false},
		{"2025-11-24T09:00:00+01:00", true},
		{"2025-12-19T18:00:00+01:00", true},
		{"2025-12-19T18:00:01+01:00", false},
	}
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s, schemes.PerGroup)
		for _, c := range cases {
			moment, err := time.Parse(time.RFC3339, c.at)
			testworld.Must(t, moment, err)
			w.At(moment)
			o := w.Organisation()
			p := w.draft(o)
			w.happened()

			got, err := w.Plans.Submit(w.employer(o), plans.SubmitInput{ID: p.ID, ExpectedVersion: 1})
			testworld.Must(t, got, err)
			now := w.reload(p)
			if got.IsDone != c.open || (now.State == "SUBMITTED") != c.open || now.State != got.Plan.State {
				t.Errorf("%s: submitted is %t, the plan is %s", c.at, got.IsDone, now.State)
			}
			if c.open {
				w.expect("submitPlan DONE by EMPLOYER on a receipt", "PLAN_STATE_CHANGED v2")
				continue
			}
			w.expect("submitPlan REFUSED by EMPLOYER on a receipt for [PROEF-WINDOW]")
			if now.Version != 1 || now.SubmittedAt != nil || *now.EvaluationID != *p.EvaluationID {
				t.Errorf("%s: a refusal changed the plan: %+v", c.at, now)
			}
		}
	})
}

func TestTheRegulationRefusesAndSaysWhy(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s, schemes.PerGroup)
		medical := func(c *ent.OrganisationCreate) { c.SetIsMedicalSpecialist(true) }
		for _, c := range []struct {
			o      *ent.Organisation
			amount typed.Money
			want   []string
		}{
			{w.Organisation(medical), "1000", []string{"PROEF-MEDICAL"}},
			{w.Organisation(), "3000000.01", []string{"PROEF-MAXIMUM"}},
			{w.Organisation(), "3000000.00", nil},
			{w.Organisation(medical), "3000000.01", []string{"PROEF-MEDICAL", "PROEF-MAXIMUM"}},
		} {
			p, err := w.Plans.Create(w.employer(c.o), plans.CreateInput{Scheme: slug, Lines: []plans.LineInput{{Activity: "2", Requested: c.amount}}})
			testworld.Must(t, p, err)
			got, err := w.Plans.Submit(w.employer(c.o), plans.SubmitInput{ID: p.ID, ExpectedVersion: 1})
			testworld.Must(t, got, err)
			if got.IsDone != (c.want == nil) {
				t.Errorf("%v: submitted is %t", c.want, got.IsDone)
			}
			if diff := cmp.Diff(c.want, blocking(t, got.Evaluation)); diff != "" {
				t.Error(diff)
			}
		}
	})
}

func TestWhatIsEnteredIsReadAllAtOnce(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s, schemes.PerGroup)
		o := w.Organisation()
		_, err := w.Plans.Create(w.employer(o), plans.CreateInput{
			Scheme: slug,
			Lines: []plans.LineInput{
				{Activity: "9", Participants: 1, Requested: "1"},
				{Activity: "2", Participants: -1, Requested: "1,50"},
				{Activity: "2", Participants: 2_000_000, Requested: "1000000000.01"},
			},
			Facts: []question.FactInput{
				{Key: "colour", Value: &question.FactValueInput{Text: new("blue")}},
				{Key: "motive", Value: &question.FactValueInput{Text: new(strings.Repeat("x", 21))}},
				{Key: "started", Value: &question.FactValueInput{Date: new(typed.Date("2026-02-29"))}},
				{Key: "motive", Value: &question.FactValueInput{Boolean: new(true)}},
			},
		})
		want := []string{
			"MALFORMED at [input lines 1 requested] 3019.36",
			"TOO_LARGE at [input lines 2 requested] <= 1000000000.00",
			"MALFORMED at [input facts 2 value date] 2026-02-01",
			"DUPLICATE at [input facts 3 key]",
			"ACTIVITY_UNKNOWN at [input lines 0 activity] 1A, 1B, 2",
			"NEGATIVE at [input lines 1 participants] >= 0",
			"ACTIVITY_REPEATED at [input lines 2 activity]",
			"FACT_UNKNOWN at [input facts 0 key]",
			"FACT_MALFORMED at [input facts 1 value] <= 20",
			"FACT_MALFORMED at [input facts 2 value] DATE",
		}
		if diff := cmp.Diff(want, testworld.Faults(err)); diff != "" {
			t.Error(diff)
		}
		for _, f := range fault.All(err) {
			if f.Text.NL == "" || f.Text.EN == "" {
				t.Errorf("%s says nothing in one of the languages", f.Reason)
			}
		}
		_, err = w.Plans.Create(w.employer(o), plans.CreateInput{Scheme: "wow-2030"})
		if diff := cmp.Diff([]string{"SCHEME_NOT_IN_FORCE at [input scheme]"}, testworld.Faults(err)); diff != "" {
			t.Error(diff)
		}
		w.expect()
		if w.Catalog.Calls.Load() != 0 {
			t.Errorf("a scheme was asked about what cannot be read")
		}
	})
}

func TestAnOrganisationHasOneRunningPlan(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s, schemes.PerGroup)
		o := w.Organisation()
		p := w.draft(o)
		w.happened()

		_, err := w.Plans.Create(w.employer(o), plans.CreateInput{Scheme: slug, Lines: lines()})
		own := fault.All(err)
		if len(own) != 1 || own[0].Reason != "PLAN_EXISTS" || current(t, own[0]).ID != p.ID || own[0].Code != fault.CodeConflict {
			t.Errorf("for its own: %v", own)
		}
		w.expect()

		_, err = w.Plans.Withdraw(w.employer(o), plans.WithdrawInput{ID: p.ID, ExpectedVersion: 1, Reason: new("opnieuw")})
		testworld.Must(t, p, err)
		w.expect("withdrawPlan DONE by EMPLOYER: opnieuw", "PLAN_STATE_CHANGED v2")
		w.draft(o)
	})
}

// Whatever somebody states of a group without the other side having confirmed it, and however far its own plan has come:
// it stands in nobody's way, neither of whom it names nor of others that name the same.
func TestAStatedGroupStandsInNobodysWay(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s, schemes.PerGroup)
		named := w.Organisation()
		for _, begin := range []func(*ent.Organisation) *ent.Plan{w.draft, w.submitted, w.assessed} {
			begin(w.Organisation(inGroup(named.KvkNumber)))
		}
		for who, o := range map[string]*ent.Organisation{"whom it names": named, "another that names it": w.Organisation(inGroup(named.KvkNumber))} {
			p := w.submitted(o)
			if found := w.findings(p); len(found) > 0 {
				t.Errorf("%s finds %v", who, found)
			}
		}
	})
}

func TestAPlanPerOrganisationLeavesTheGroupFree(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s, schemes.PerOrganisation)
		top := w.Organisation()
		daughter := w.Organisation(inGroup(top.KvkNumber))
		w.draft(top)
		w.draft(daughter)
		_, err := w.Plans.Create(w.employer(top), plans.CreateInput{Scheme: slug})
		if diff := cmp.Diff([]string{"PLAN_EXISTS at [input scheme]"}, testworld.Faults(err)); diff != "" {
			t.Error(diff)
		}
	})
}

func TestOfTwoAtTheSameTimeOneIsBegun(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s, schemes.PerGroup)
		o := w.Organisation()
		var begun sync.WaitGroup
		errs := make([]error, 2)
		for i := range errs {
			begun.Go(func() {
				_, errs[i] = w.Plans.Create(w.employer(o), plans.CreateInput{Scheme: slug, Lines: lines()})
			})
		}
		begun.Wait()
		got := slices.Sorted(slices.Values([]string{strings.Join(testworld.Faults(errs[0]), ""), strings.Join(testworld.Faults(errs[1]), "")}))
		if diff := cmp.Diff([]string{"", "PLAN_EXISTS at [input scheme]"}, got); diff != "" {
			t.Error(diff)
		}
	})
}

func TestAmendingAPlan(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s, schemes.PerGroup)
		o := w.Organisation()
		p := w.draft(o)
		w.happened()

		p = w.done(w.Plans.Amend(w.employer(o), plans.AmendInput{ID: p.ID, ExpectedVersion: 1, Facts: []question.FactInput{
			{Key: "motive", Value: &question.FactValueInput{Text: new("nodig")}},
		}}))
		if len(w.lines(p)) != 2 || *p.Facts["motive"].Text != "nodig" {
			t.Errorf("amended %+v", p)
		}
		w.expect("amendPlan DONE by EMPLOYER on a receipt", "PLAN_CHANGED v2")

		over := []plans.LineInput{{Activity: "1B", Participants: 1, Requested: "3000001"}}
		p = w.done(w.Plans.Amend(w.employer(o), plans.AmendInput{ID: p.ID, ExpectedVersion: 2, Lines: over, Facts: []question.FactInput{{Key: "motive"}}}))
		if got := w.lines(p); len(got) != 1 || got[0].Activity != "1B" || p.RequestedCents != 300_000_100 || len(p.Facts) != 0 || *p.Outcome != "INELIGIBLE" {
			t.Errorf("amended %+v, %v", p, got)
		}
		w.expect("amendPlan DONE by EMPLOYER on a receipt", "PLAN_CHANGED v3", "JUDGEMENT_CHANGED v3")
	})
}

func TestWhoMayNotAndWhoComesTooLate(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s, schemes.PerGroup)
		o, other := w.Organisation(), w.Organisation()
		p := w.submitted(o)
		w.happened()
		asFiled := w.asFiled(p)
		acts := map[string]func(ctx context.Context, version int) error{
			"amend": func(ctx context.Context, v int) error {
				_, err := w.Plans.Amend(ctx, plans.AmendInput{ID: p.ID, ExpectedVersion: v, Lines: lines()})
				return err
			},
			"submit": func(ctx context.Context, v int) error {
				_, err := w.Plans.Submit(ctx, plans.SubmitInput{ID: p.ID, ExpectedVersion: v})
				return err
			},
			"withdraw": func(ctx context.Context, v int) error {
				_, err := w.Plans.Withdraw(ctx, plans.WithdrawInput{ID: p.ID, ExpectedVersion: v})
				return err
			},
			"return": func(ctx context.Context, v int) error {
				_, err := w.Plans.Return(ctx, plans.ReturnInput{ID: p.ID, ExpectedVersion: v, Reason: "onvolledig"})
				return err
			},
			"assess": func(ctx context.Context, v int) error {
				_, err := w.Plans.Assess(ctx, plans.AssessInput{ID: p.ID, ExpectedVersion: v, Verdict: plans.Approved, Lines: asFiled})
				return err
			},
			"grant": func(ctx context.Context, v int) error {
				in := grant(p, "1", "1")
				in.ExpectedVersion = v
				_, err := w.Plans.EnterGrant(ctx, in)
				return err
			},
		}
		who := map[string]context.Context{
			"employer": w.employer(o), "stranger": w.employer(other), "leader": w.Leader(here), "elsewhere": w.Leader(there),
			"plus": w.RegioPlus(), "nobody": w.As(actor.Actor{}), "vws": w.As(actor.Actor{PersonID: "per_vws", Role: actor.VWS}),
		}
		may := map[string]string{"amend": "employer", "submit": "employer", "withdraw": "employer", "return": "leader", "assess": "leader", "grant": "plus"}
		for name, do := range acts {
			for person, ctx := range who {
				err := do(ctx, 1)
				want := "FORBIDDEN ROLE"
				if person == may[name] {
					want = "CONFLICT STALE_VERSION"
				}
				if slices.Contains([]string{"stranger", "elsewhere", "nobody"}, person) {
					want = "NOT_FOUND PLAN_NOT_FOUND"
				}
				if got := short(err); got != want {
					t.Errorf("%s by %s: %s, want %s", name, person, got, want)
				}
			}
			if f := fault.All(do(who[may[name]], 1)); f[0].CurrentVersion != 2 || current(t, f[0]).ID != p.ID {
				t.Errorf("%s: the conflict does not show the plan as it is", name)
			}
		}
		for name, person := range map[string]string{"submit": "employer", "grant": "plus"} {
			if got := short(acts[name](who[person], 2)); got != "CONFLICT WRONG_STATE" {
				t.Errorf("%s in %s: %s", name, p.State, got)
			}
		}
		w.expect()
	})
}

func TestWhoIsOvertakenWhileTheSchemeIsAskedHearsSo(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s, schemes.PerGroup)
		o := w.Organisation()
		p := w.draft(o)
		w.Catalog.During(func() {
			_, err := w.Plans.Withdraw(w.employer(o), plans.WithdrawInput{ID: p.ID, ExpectedVersion: 1})
			testworld.Must(t, p, err)
		})
		_, err := w.Plans.Amend(w.employer(o), plans.AmendInput{ID: p.ID, ExpectedVersion: 1, Lines: lines()[:1]})
		f := fault.All(err)
		if len(f) != 1 || f[0].Reason != fault.ReasonStaleVersion || f[0].CurrentVersion != 2 || current(t, f[0]).State != "WITHDRAWN" {
			t.Errorf("got %v", err)
		}
		if got := w.lines(p); len(got) != 2 {
			t.Errorf("half of it was written: %d lines", len(got))
		}
	})
}

func TestWithoutAnAnswerNothingIsWritten(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s, schemes.PerGroup)
		o := w.Organisation()
		p := w.draft(o)
		w.happened()
		w.Catalog.SetDown(true)
		_, err := w.Plans.Submit(w.employer(o), plans.SubmitInput{ID: p.ID, ExpectedVersion: 1})
		if got := short(err); got != "UNAVAILABLE SCHEME_UNAVAILABLE" {
			t.Errorf("got %s", got)
		}
		if now := w.reload(p); now.State != "DRAFT" || now.Version != 1 {
			t.Errorf("left %+v", now)
		}
		w.expect()
	})
}

func TestAnActUnderAKeyIsReadBackBeforeItIsCommitted(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s, schemes.PerGroup)
		o := w.Organisation()
		p := w.draft(o)
		w.happened()

		ctx, held := s.Hold(w.employer(o))
		got, err := w.Plans.Submit(ctx, plans.SubmitInput{ID: p.ID, ExpectedVersion: 1})
		testworld.Must(t, got, err)
		if n, err := got.Plan.QueryLines().Count(ctx); err != nil || n != 2 || !held.IsOpen() {
			t.Errorf("%d lines, open is %t: %v", n, held.IsOpen(), err)
		}
		if err := held.Abandon(); err != nil {
			t.Fatal(err)
		}
		if now := w.reload(p); now.State != "DRAFT" {
			t.Errorf("what was abandoned is %s", now.State)
		}
		w.expect()
	})
}

// expect compares everything that happened since it was last asked; nothing means that nothing happened.
func (w *world) expect(want ...string) {
	w.T.Helper()
	if diff := cmp.Diff(want, w.happened()); diff != "" {
		w.T.Errorf("what happened:\n%s", diff)
	}
}

// blocking returns the rules that block, of a receipt.
func blocking(t *testing.T, e *ent.Evaluation) []string {
	t.Helper()
	var j question.Judged
	if err := json.Unmarshal(e.Answer, &j.Answer); err != nil {
		t.Fatal(err)
	}
	return j.Refusals()
}

// short tells the first fault as "CODE REASON".
func short(err error) string {
	f := fault.All(err)
	if len(f) == 0 {
		return "no fault"
	}
	return string(f[0].Code) + " " + f[0].Reason
}
