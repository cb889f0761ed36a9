package plans_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/roleassignment"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/identity"
	"github.com/penvoerder/penvoerder/internal/plans"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
	"github.com/penvoerder/penvoerder/internal/testworld"
	"github.com/penvoerder/penvoerder/internal/workflow"
	"github.com/penvoerder/penvoerder/schemes"
)

// squats has somebody sign up for an organisation, of whom nobody established that it speaks for it.
func (w *world) squats(o *ent.Organisation) (who context.Context, contact *ent.RoleAssignment) {
	w.T.Helper()
	who = w.Person(actor.Actor{Role: actor.Employer, OrganisationID: o.ID})()
	row, err := w.Store.Client().RoleAssignment.Query().Where(roleassignment.PersonID(actor.From(who).PersonID)).Only(w.System())
	return who, testworld.Must(w.T, row, err)
}

func (w *world) verified(o *ent.Organisation) context.Context {
	return w.As(actor.Actor{PersonID: "per_colleague", SessionID: "ses_colleague", Role: actor.Employer, OrganisationID: o.ID, Verified: true})
}

// submits has somebody begin a plan and submit it.
func (w *world) submits(who context.Context) *ent.Plan {
	w.T.Helper()
	p, err := w.Plans.Create(who, plans.CreateInput{Scheme: slug, Lines: lines()})
	testworld.Must(w.T, p, err)
	return w.done(w.Plans.Submit(who, plans.SubmitInput{ID: p.ID, ExpectedVersion: p.Version}))
}

// ends has the project leader end a contact.
func (w *world) ends(contact *ent.RoleAssignment) {
	w.T.Helper()
	gone, err := w.Identity.EndContact(w.Leader(here), identity.EndContactInput{ID: contact.ID, ExpectedVersion: contact.Version, Reason: "Niet van de praktijk"})
	testworld.Must(w.T, gone, err)
}

func (w *world) confirms(who context.Context, p *ent.Plan) (*plans.Result, error) {
	return w.Plans.Confirm(who, plans.ConfirmInput{ID: p.ID, ExpectedVersion: p.Version})
}

// A plan of whom nobody had established that it speaks for the organisation counts as a draft once its contact ends, and
// stands at the moment of its submission once somebody confirms it, also after the window.
func TestASquattersPlanWaitsUntilItIsConfirmed(t *testing.T) {
	t.Parallel()
	confirming := map[string]func(w *world, o *ent.Organisation) context.Context{
		"a verified contact": (*world).verified,
		"the project leader": func(w *world, _ *ent.Organisation) context.Context { return w.Leader(here) },
	}
	for name, by := range confirming {
		t.Run(name, func(t *testing.T) {
			storetest.Run(t, func(t *testing.T, s *store.Store) {
				w := newWorld(t, s, schemes.PerOrganisation)
				o := w.Organisation()
				squatter, contact := w.squats(o)
				was := w.submits(squatter)
				w.done(w.Plans.Assess(w.Leader(here), w.approval(was)))
				w.ends(contact)

				p := w.reload(was)
				if p.State != workflow.Unconfirmed || !p.SubmittedAt.Equal(*was.SubmittedAt) || p.AssessedAt != nil || p.AssessmentVerdict != nil {
					t.Fatalf("it is %s, submitted %s, assessed %v", p.State, p.SubmittedAt, p.AssessedAt)
				}
				w.refusesAll(o, p)

				w.At(inside.AddDate(0, 3, 0)) // after the window
				confirmed := w.done(w.confirms(by(w, o), p))
				if confirmed.State != workflow.Submitted || !confirmed.SubmittedAt.Equal(*was.SubmittedAt) {
					t.Errorf("it is %s, submitted %s", confirmed.State, confirmed.SubmittedAt)
				}
				w.At(inside)
				w.done(w.Plans.Assess(w.Leader(here), w.approval(w.reload(p))))
			})
		})
	}
}

// refusesAll holds that with a plan that waits to be confirmed nothing else is done, and by nobody whom nobody knows.
func (w *world) refusesAll(o *ent.Organisation, p *ent.Plan) {
	w.T.Helper()
	_, unknown := w.confirms(w.employer(o), p)
	_, elsewhere := w.confirms(w.Leader(there), p)
	_, other := w.confirms(w.verified(w.Organisation()), p)
	_, amended := w.Plans.Amend(w.verified(o), plans.AmendInput{ID: p.ID, ExpectedVersion: p.Version, Lines: lines()})
	_, submitted := w.Plans.Submit(w.verified(o), plans.SubmitInput{ID: p.ID, ExpectedVersion: p.Version})
	_, assessed := w.Plans.Assess(w.Leader(here), w.approval(p))
	_, granted := w.Plans.EnterGrant(w.RegioPlus(), grant(p, "25000.00", "10000.00"))
	for what, c := range map[string]struct {
		err  error
		want string
	}{
		"confirmed by whom nobody knows": {unknown, "NOT_VERIFIED"},
		"confirmed from another region":  {elsewhere, "PLAN_NOT_FOUND"},
		"confirmed by another employer":  {other, "PLAN_NOT_FOUND"},
		"amended":                        {amended, "WRONG_STATE at [input id]"},
		"submitted":                      {submitted, "WRONG_STATE at [input id]"},
		"assessed":                       {assessed, "WRONG_STATE at [input id]"},
		"granted":                        {granted, "WRONG_STATE at [input id]"},
	} {
		if diff := cmp.Diff([]string{c.want}, testworld.Faults(c.err)); diff != "" {
			w.T.Errorf("%s: %s", what, diff)
		}
	}
}

// What another submitted, and what was submitted by somebody who was known, stays as it is.
func TestWhoIsKnownTakesNothingWithIt(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s, schemes.PerOrganisation)
		for what, by := range map[string]func(o *ent.Organisation) (submits context.Context, ends *ent.RoleAssignment){
			"a colleague's plan": func(o *ent.Organisation) (context.Context, *ent.RoleAssignment) {
				_, contact := w.squats(o)
				return w.employer(o), contact
			},
			"of who was known": func(o *ent.Organisation) (context.Context, *ent.RoleAssignment) {
				who, known := w.squats(o)
				row, err := w.Identity.VerifyContact(w.Leader(here), identity.VerifyContactInput{ID: known.ID, ExpectedVersion: known.Version, How: identity.ByCall})
				return who, testworld.Must(t, row, err)
			},
		} {
			o := w.Organisation()
			who, gone := by(o)
			p := w.submits(who)
			w.ends(gone)
			if now := w.reload(p); now.State != workflow.Submitted {
				t.Errorf("%s: it is %s", what, now.State)
			}
		}
	})
}

// A squatter does not get ahead of its own end by leaving: what it submitted waits all the same. Whoever confirmed it takes
// its place.
func TestASquatterWhoLeavesLeavesNoPlan(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s, schemes.PerOrganisation)
		o := w.Organisation()
		first, contact := w.squats(o)
		_, second := w.squats(o)
		p := w.submits(first)
		gone, err := w.Identity.EndContact(first, identity.EndContactInput{ID: contact.ID, ExpectedVersion: contact.Version, Reason: "Weg", SuccessorID: &second.ID})
		testworld.Must(t, gone, err)
		if p = w.reload(p); p.State != workflow.Unconfirmed {
			t.Errorf("it is %s", p.State)
		}
		p = w.done(w.confirms(w.Leader(here), p))
		w.ends(second)
		if p = w.reload(p); p.State != workflow.Submitted {
			t.Errorf("after the end of another it is %s", p.State)
		}
	})
}

// Nor by submitting another plan while it still may: an end on a later day finds it when the day comes.
func TestASquatterSubmitsNothingBeforeItsEnd(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s, schemes.PerOrganisation)
		o := w.Organisation()
		squatter, contact := w.squats(o)
		first := w.submits(squatter)
		ended, err := w.Identity.EndRole(w.Person(actor.Actor{Role: actor.Administrator})(), identity.EndRoleInput{
			ID: contact.ID, ExpectedVersion: contact.Version, End: testworld.Date("2025-12-03"), Reason: "Niet van de praktijk",
		})
		testworld.Must(t, ended, err)
		first = w.reload(first)
		gone, err := w.Plans.Withdraw(squatter, plans.WithdrawInput{ID: first.ID, ExpectedVersion: first.Version})
		testworld.Must(t, gone, err)
		second := w.submits(squatter)
		w.At(inside.AddDate(0, 0, 3))
		for range 2 {
			w.Must(w.Identity.Sweep(w.System()))
			if p := w.reload(second); p.State != workflow.Unconfirmed || p.Version != second.Version+1 {
				t.Errorf("it is %s, version %d", p.State, p.Version)
			}
		}
		w.done(w.confirms(w.verified(o), w.reload(second)))
		w.Must(w.Identity.Sweep(w.System()))
		if p := w.reload(second); p.State != workflow.Submitted {
			t.Errorf("confirmed it is %s", p.State)
		}
	})
}

// A plan that waits to be confirmed stands in nobody's way; one that came instead of it stays, and it waits on.
func TestASquattersPlanFreesTheRing(t *testing.T) {
	eachGroup(t, func(t *testing.T, w *world) {
		a, b := w.Organisation(), w.Organisation()
		w.tied(a, b)
		w.tied(b, a)
		squatter, contact := w.squats(a)
		first, second := w.submits(squatter), w.draft(b)
		if got := w.tries(b, second); got != "BLOCKING PROEF-ONE" {
			t.Errorf("beside a plan that stands it is %s", got)
		}
		w.ends(contact)
		if got := w.tries(b, w.reload(second)); got != "submitted" {
			t.Errorf("beside a plan that waits to be confirmed it is %s", got)
		}
		r, err := w.confirms(w.verified(a), w.reload(first))
		if testworld.Must(t, r, err); r.IsDone || r.Plan.State != workflow.Unconfirmed {
			t.Errorf("beside another plan of the ring it is confirmed: %t, %s", r.IsDone, r.Plan.State)
		}
		mine := w.reload(second)
		gone, err := w.Plans.Withdraw(w.employer(b), plans.WithdrawInput{ID: mine.ID, ExpectedVersion: mine.Version})
		testworld.Must(t, gone, err)
		if p := w.done(w.confirms(w.verified(a), w.reload(first))); p.GroupKey == nil {
			t.Error("it has the place of the ring without its key: of two at once both would get it")
		}
		if got := w.tries(b, w.draft(b)); got != "BLOCKING PROEF-ONE" {
			t.Errorf("beside a plan that was confirmed it is %s", got)
		}
	})
}
