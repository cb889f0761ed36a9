package plans_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/organisations"
	"github.com/penvoerder/penvoerder/internal/plans"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
	"github.com/penvoerder/penvoerder/internal/testworld"
	"github.com/penvoerder/penvoerder/internal/typed"
	"github.com/penvoerder/penvoerder/schemes"
)

// The demands that a plan can fail, each by itself: what blocks, and what is missing.
var failings = map[string]struct {
	organisation func(*ent.OrganisationCreate)
	requested    typed.Money
	want         []string
}{
	"what blocks in the organisation": {func(c *ent.OrganisationCreate) { c.SetIsMedicalSpecialist(true) }, "1000", []string{"BLOCKING PROEF-MEDICAL"}},
	"what blocks in the plan":         {func(*ent.OrganisationCreate) {}, "3000000.01", []string{"BLOCKING PROEF-MAXIMUM"}},
	"what is missing":                 {func(c *ent.OrganisationCreate) { c.Mutation().ResetIsMedicalSpecialist() }, "1000", []string{"MISSING CORE-FACT-MISSING"}},
}

// Every act that takes a plan further is stopped by every demand that it does not meet at that moment, whatever was
// judged before. The plan stays as it was, the attempt is kept with its receipt, and all findings are in the result.
func TestAPlanThatDoesNotMeetTheDemandsGoesNoFurther(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s, schemes.PerOrganisation)
		acts := w.further()
		for name, c := range failings {
			for act, from := range map[string]string{"submitPlan": "DRAFT", "amendPlan": "SUBMITTED", "assessPlan": "SUBMITTED", "enterGrant": "ASSESSED"} {
				o := w.Organisation(c.organisation)
				p, err := w.Plans.Create(w.employer(o), plans.CreateInput{Scheme: slug, Lines: []plans.LineInput{{Activity: "2", Requested: c.requested}}})
				testworld.Must(t, p, err)
				p = w.put(p, from)
				w.happened()

				got, err := acts[act](o, p)
				testworld.Must(t, got, err)
				now := w.reload(p)
				if got.IsDone || got.Plan.State != from || now.State != from || now.Version != p.Version || now.GrantedAt != nil || now.AssessedAt != nil {
					t.Errorf("%s, %s: done is %t, the plan is %+v", name, act, got.IsDone, now)
				}
				if diff := cmp.Diff(c.want, said(t, got.Evaluation)); diff != "" {
					t.Errorf("%s, %s: %s", name, act, diff)
				}
				if l := w.happened(); len(l) != 1 || !strings.HasPrefix(l[0], act+" REFUSED by ") || !strings.Contains(l[0], " on a receipt for [") {
					t.Errorf("%s, %s: happened %v", name, act, l)
				}
			}
		}
	})
}

// further are the acts that take a plan further.
func (w *world) further() map[string]func(*ent.Organisation, *ent.Plan) (*plans.Result, error) {
	return map[string]func(*ent.Organisation, *ent.Plan) (*plans.Result, error){
		"submitPlan": func(o *ent.Organisation, p *ent.Plan) (*plans.Result, error) {
			return w.Plans.Submit(w.employer(o), plans.SubmitInput{ID: p.ID, ExpectedVersion: p.Version})
		},
		"amendPlan": func(o *ent.Organisation, p *ent.Plan) (*plans.Result, error) {
			return w.Plans.Amend(w.employer(o), plans.AmendInput{ID: p.ID, ExpectedVersion: p.Version, Facts: []question.FactInput{
				{Key: "motive", Value: &question.FactValueInput{Text: new("nodig")}},
			}})
		},
		"assessPlan": func(_ *ent.Organisation, p *ent.Plan) (*plans.Result, error) {
			return w.Plans.Assess(w.Leader(here), w.approval(p))
		},
		"enterGrant": func(_ *ent.Organisation, p *ent.Plan) (*plans.Result, error) {
			return w.Plans.EnterGrant(w.RegioPlus(), grant(p, "0", "1000"))
		},
	}
}

// put has a plan in a state, behind the desk's back.
func (w *world) put(p *ent.Plan, state string) *ent.Plan {
	w.T.Helper()
	w.Write(func(ctx context.Context, tx *ent.Tx) error {
		up := tx.Plan.UpdateOneID(p.ID).SetState(state)
		if state != "DRAFT" {
			up.SetSubmittedAt(inside)
		}
		return up.Exec(ctx)
	})
	return w.reload(p)
}

func TestAPlanThatDoesNotMeetTheDemandsIsRejected(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s, schemes.PerGroup)
		o := w.Organisation()
		p := w.submitted(o)
		w.becomesMedical(o)
		p = w.done(w.Plans.Assess(w.Leader(here), plans.AssessInput{ID: p.ID, ExpectedVersion: p.Version, Verdict: plans.Rejected, Note: new("een ziekenhuis")}))
		if p.State != "REJECTED" {
			t.Errorf("rejected %+v", p)
		}
	})
}

// A statement about the organisation is a statement of fact: it goes through, and what rests on it is judged by it.
func TestAnOrganisationThatBecomesIneligibleStopsItsPlan(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s, schemes.PerGroup)
		for _, from := range []func(*ent.Organisation) *ent.Plan{w.submitted, w.assessed} {
			o := w.Organisation()
			p := from(o)
			desk := organisations.New(organisations.Config{Store: s, Guard: w.Guard, Clock: w.Clock})
			amended, err := desk.Amend(w.employer(o), organisations.AmendInput{ID: o.ID, ExpectedVersion: 1, IsMedicalSpecialist: typed.ChangeTo(new(true))})
			testworld.Must(t, amended, err)
			w.judgeDue(1)
			now := w.reload(p)
			if now.State != p.State || *now.Outcome != "INELIGIBLE" {
				t.Errorf("judged again: %+v", now)
			}
			act := w.further()[map[string]string{"SUBMITTED": "assessPlan", "ASSESSED": "enterGrant"}[p.State]]
			got, err := act(o, now)
			if testworld.Must(t, got, err); got.IsDone || got.Plan.State != p.State {
				t.Errorf("%s is taken further: %+v", p.State, got.Plan)
			}
		}
	})
}

func TestADraftIsAmendedToAnything(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s, schemes.PerGroup)
		o := w.Organisation()
		p := w.draft(o)
		p = w.done(w.Plans.Amend(w.employer(o), plans.AmendInput{ID: p.ID, ExpectedVersion: 1, Lines: tooMuch()}))
		if *p.Outcome != "INELIGIBLE" {
			t.Errorf("amended %+v", p)
		}
	})
}

// tooMuch is a cent above the maximum.
func tooMuch() []plans.LineInput {
	return []plans.LineInput{{Activity: "1A", Participants: 1, Requested: "3000000.01"}}
}

func TestASubmittedPlanIsNotAmendedToBreakADemand(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s, schemes.PerGroup)
		o := w.Organisation()
		p := w.submitted(o)
		w.happened()
		got, err := w.Plans.Amend(w.employer(o), plans.AmendInput{ID: p.ID, ExpectedVersion: p.Version, Lines: tooMuch()})
		testworld.Must(t, got, err)
		now := w.reload(p)
		if got.IsDone || now.RequestedCents != p.RequestedCents || now.Version != p.Version || *now.Outcome != "ELIGIBLE" || len(w.lines(p)) != 2 {
			t.Errorf("amended %+v", now)
		}
		if diff := cmp.Diff([]string{"BLOCKING PROEF-MAXIMUM"}, said(t, got.Evaluation)); diff != "" {
			t.Error(diff)
		}
		w.expect("amendPlan REFUSED by EMPLOYER on a receipt for [PROEF-MAXIMUM]")

		most := []plans.LineInput{{Activity: "1A", Participants: 1, Requested: "3000000.00"}}
		if now = w.done(w.Plans.Amend(w.employer(o), plans.AmendInput{ID: p.ID, ExpectedVersion: p.Version, Lines: most})); now.RequestedCents != 300_000_000 {
			t.Errorf("amended %+v", now)
		}
	})
}

// Whoever comes first, what is assessed meets the demands: the plan that is amended while it is being assessed, the plan
// that is assessed while it is being amended, and the organisation that becomes ineligible while either goes on.
func TestAPlanIsNotAmendedToBreakADemandWhileItIsAssessed(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s, schemes.PerGroup)
		o := w.Organisation()
		p := w.submitted(o)
		amend := plans.AmendInput{ID: p.ID, ExpectedVersion: p.Version, Lines: tooMuch()}
		w.Catalog.During(func() {
			if got, err := w.Plans.Amend(w.employer(o), amend); testworld.Must(t, got, err).IsDone {
				t.Error("amended to break a demand")
			}
		})
		if p = w.done(w.Plans.Assess(w.Leader(here), w.approval(p))); p.State != "ASSESSED" || p.RequestedCents != 3_500_000 {
			t.Errorf("assessed %+v", p)
		}

		o = w.Organisation()
		p = w.submitted(o)
		approval := w.approval(p)
		w.Catalog.During(func() { w.done(w.Plans.Assess(w.Leader(here), approval)) })
		lower := plans.AmendInput{ID: p.ID, ExpectedVersion: p.Version, Lines: lines()[:1]}
		if _, err := w.Plans.Amend(w.employer(o), lower); short(err) != "CONFLICT STALE_VERSION" {
			t.Errorf("amended after it was assessed: %v", err)
		}

		o = w.Organisation()
		p = w.submitted(o)
		approval = w.approval(p)
		w.Catalog.During(func() { w.becomesMedical(o) })
		if got, err := w.Plans.Assess(w.Leader(here), approval); testworld.Must(t, got, err).IsDone || got.Plan.State != "SUBMITTED" {
			t.Errorf("approved on facts that were no longer so: %+v", got.Plan)
		}
	})
}

// A release under which a plan does not meet the demands takes in what nobody decided on, and leaves what was decided
// where it is.
func TestADecisionIsNotMovedToWhereItCouldNotStand(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s, schemes.PerGroup)
		stricter := w.release("2.0.0", schemes.Define(manifest(schemes.PerGroup), schemes.Rules{Plan: func(r *schemes.Review, _ schemes.Plan) {
			r.Tell(ruleMedical, schemes.Subject)
		}}))
		milder := w.release("2.0.1", proef(schemes.PerGroup))
		along := func(context.Context, *plans.Moving) (plans.Write, error) {
			return func(context.Context, *ent.Tx, access.Ground) ([]string, error) { return nil, nil }, nil
		}
		for state, from := range map[string]func(*ent.Organisation) *ent.Plan{
			"DRAFT": w.draft, "SUBMITTED": w.submitted, "ASSESSED": w.assessed,
			"GRANTED": func(o *ent.Organisation) *ent.Plan { return w.granted(o, "25000", "10000") },
		} {
			p := from(w.Organisation())
			w.happened()
			move := plans.MoveInput{PlanID: p.ID, ReleaseID: stricter, ExpectedVersion: p.Version, Reason: "de regel ontbrak"}
			got, err := w.Plans.Move(w.RegioPlus(), move, along)
			testworld.Must(t, got, err)
			isDecided := state == "ASSESSED" || state == "GRANTED"
			now := w.reload(p)
			if got.IsDone == isDecided || (now.ReleaseID == stricter) == isDecided || now.State != state {
				t.Errorf("%s: moved is %t, the plan is %+v", state, got.IsDone, now)
			}
			if !isDecided {
				continue
			}
			w.expect("moveToRelease REFUSED by REGIOPLUS on a receipt for [PROEF-MEDICAL]")
			if *now.Outcome != "ELIGIBLE" || now.Version != p.Version {
				t.Errorf("%s: a move that was stopped changed the plan: %+v", state, now)
			}
			move.ReleaseID = milder
			if now = w.done(w.Plans.Move(w.RegioPlus(), move, along)); now.ReleaseID != milder {
				t.Errorf("%s: not moved to where it stands: %+v", state, now)
			}
		}
	})
}

// release puts another release of the scheme on the shelf.
func (w *world) release(version string, scheme schemes.Scheme) string {
	w.T.Helper()
	r := w.Catalog.Install(scheme)
	r.Version = version
	w.Keep(r)
	return r.ID
}
