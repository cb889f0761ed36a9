package plans_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/groups"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/internal/organisations"
	"github.com/penvoerder/penvoerder/internal/plans"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
	"github.com/penvoerder/penvoerder/internal/testworld"
	"github.com/penvoerder/penvoerder/internal/typed"
	"github.com/penvoerder/penvoerder/internal/workflow"
	"github.com/penvoerder/penvoerder/schemes"
)

var (
	ruleTop     = rule("PROEF-TOP", schemes.Blocking)
	ruleOnePlan = rule("PROEF-ONE", schemes.Blocking)
)

// eachGroup runs a test on both databases, under a scheme with one plan per group, from its top.
func eachGroup(t *testing.T, test func(t *testing.T, w *world)) {
	t.Helper()
	t.Parallel()
	m := manifest(schemes.PerGroup)
	m.Rules = append(slices.Clone(m.Rules), ruleTop, ruleOnePlan)
	scheme := schemes.Define(m, schemes.Rules{PlanAmount: amountOfPlan, Plan: func(r *schemes.Review, p schemes.Plan) {
		judgePlan(r, p)
		if p.Organisation.GroupMember.Value() {
			r.Require(p.Organisation.GroupTop.Value(), ruleTop, p.Organisation.GroupTop)
		}
		r.Require(p.OtherPlans.Value() == 0, ruleOnePlan, p.OtherPlans)
	}})
	storetest.Run(t, func(t *testing.T, s *store.Store) { test(t, &world{testworld.Open(t, s, scheme, inside, wall)}) })
}

// tied has one organisation hold 60% of the capital of another, as was confirmed.
func (w *world) tied(holder, held *ent.Organisation, change ...func(*ent.TieCreate)) *ent.Tie {
	w.T.Helper()
	var t *ent.Tie
	w.Write(func(ctx context.Context, tx *ent.Tx) (err error) {
		c := tx.Tie.Create().SetID(ids.New(ids.Tie)).SetState(workflow.Confirmed).SetHolderNumber(holder.KvkNumber).SetHolderName("Houder").SetHeldNumber(held.KvkNumber).SetHeldName("Dochter").
			SetHolderID(holder.ID).SetHeldID(held.ID).SetHolderRegionalOrganisationID(here).SetHeldRegionalOrganisationID(here).
			SetKind(string(groups.Capital)).SetPart(60).SetWhole(100).SetSince(inside.AddDate(-5, 0, 0).Truncate(24 * time.Hour)).SetStatedBy("per_x").
			SetConfirmedAt(inside.AddDate(0, 0, -7)).SetCreatedAt(inside).SetUpdatedAt(inside)
		for _, f := range change {
			f(c)
		}
		t, err = c.Save(ctx)
		return err
	})
	return t.Unwrap()
}

// tries submits a plan, and tells by which rules of the group it is stopped.
func (w *world) tries(o *ent.Organisation, p *ent.Plan) string {
	w.T.Helper()
	r, err := w.Plans.Submit(w.employer(o), plans.SubmitInput{ID: p.ID, ExpectedVersion: p.Version})
	if testworld.Must(w.T, r, err); r.IsDone {
		return "submitted"
	}
	return strings.Join(slices.DeleteFunc(said(w.T, r.Evaluation), func(f string) bool { return !strings.HasPrefix(f, "BLOCKING") }), " ")
}

func TestOnlyTheTopOfAGroupSubmits(t *testing.T) {
	eachGroup(t, func(t *testing.T, w *world) {
		top, held := w.Organisation(), w.Organisation()
		below, above := w.draft(held), w.draft(top) // begun before anybody knew
		w.tied(top, held)
		if got := w.tries(held, below); got != "BLOCKING PROEF-TOP" {
			t.Errorf("below the top: %s", got)
		}
		if got := w.tries(top, above); got != "submitted" {
			t.Errorf("the top: %s", got)
		}
		if p := w.reload(above); !*p.GroupMember || !*p.GroupTop || p.GroupKey != nil {
			t.Errorf("kept is %v %v %v", *p.GroupMember, *p.GroupTop, p.GroupKey)
		}
	})
}

// By what it states of itself alone, an organisation does not get out of its group.
func TestNobodyStatesItselfOutOfItsGroup(t *testing.T) {
	eachGroup(t, func(t *testing.T, w *world) {
		top := w.Organisation()
		held := w.Organisation(inGroup(top.KvkNumber))
		w.tied(top, held)
		p := w.draft(held)
		amended, err := w.Organisations.Amend(w.employer(held), organisations.AmendInput{
			ID: held.ID, ExpectedVersion: held.Version, Group: typed.ChangeTo[*organisations.GroupInput](nil),
		})
		testworld.Must(t, amended, err)
		w.Round()
		if got := w.tries(held, p); got != "BLOCKING PROEF-TOP" {
			t.Errorf("it is %s", got)
		}
	})
}

func TestWhatNobodyConfirmedAndADraftBlockNobody(t *testing.T) {
	eachGroup(t, func(t *testing.T, w *world) {
		top, held, other := w.Organisation(), w.Organisation(), w.Organisation()
		w.tied(top, held, func(c *ent.TieCreate) { c.SetState(workflow.Stated) })
		w.tied(other, top, func(c *ent.TieCreate) { c.SetState(workflow.Stated) })
		w.draft(other)
		for _, o := range []*ent.Organisation{held, top} {
			if got := w.tries(o, w.draft(o)); got != "submitted" {
				t.Errorf("it is %s", got)
			}
		}
	})
}

func TestTwoTopsSubmitNothingForWhatIsBetweenThem(t *testing.T) {
	eachGroup(t, func(t *testing.T, w *world) {
		a, b, x := w.Organisation(), w.Organisation(), w.Organisation()
		w.tied(a, x)
		w.tied(b, x, func(c *ent.TieCreate) { c.SetKind(string(groups.Votes)) })
		if got := w.tries(x, w.draft(x)); got != "BLOCKING PROEF-TOP" {
			t.Errorf("between: %s", got)
		}
		for _, o := range []*ent.Organisation{a, b} { // they are not made one group
			if got := w.tries(o, w.draft(o)); got != "submitted" {
				t.Errorf("above: %s", got)
			}
		}
	})
}

// Of a ring whoever comes first submits the one plan, however close behind the other is.
func TestOfARingThatSubmitsAtOnceOnePlanIsSubmitted(t *testing.T) {
	eachGroup(t, func(t *testing.T, w *world) {
		for range 5 {
			a, b := w.Organisation(), w.Organisation()
			w.tied(a, b)
			w.tied(b, a)
			one, two := w.draft(a), w.draft(b)
			var got [2]string
			testworld.AtOnce(
				func() error { got[0] = w.tries(a, one); return nil },
				func() error { got[1] = w.tries(b, two); return nil },
			)
			slices.Sort(got[:])
			if diff := cmp.Diff([2]string{"BLOCKING PROEF-ONE", "submitted"}, got); diff != "" {
				t.Error(diff)
			}
		}
	})
}

func TestARingWhosePlanEndedIsFreeAgain(t *testing.T) {
	eachGroup(t, func(t *testing.T, w *world) {
		a, b := w.Organisation(), w.Organisation()
		w.tied(a, b)
		w.tied(b, a)
		first, second := w.submitted(a), w.draft(b)
		if got := w.tries(b, second); got != "BLOCKING PROEF-ONE" {
			t.Errorf("the second is %s", got)
		}
		back, err := w.Plans.Return(w.Leader(here), plans.ReturnInput{ID: first.ID, ExpectedVersion: first.Version, Reason: "Graag aanvullen"})
		testworld.Must(t, back, err)
		if got := w.tries(b, w.reload(second)); got != "submitted" {
			t.Errorf("beside a plan that was handed back it is %s", got)
		}
		if got := w.tries(a, back); got != "BLOCKING PROEF-ONE" {
			t.Errorf("the first is %s", got)
		}
		mine := w.reload(second)
		withdrawn, err := w.Plans.Withdraw(w.employer(b), plans.WithdrawInput{ID: mine.ID, ExpectedVersion: mine.Version})
		testworld.Must(t, withdrawn, err)
		if got := w.tries(a, w.reload(back)); got != "submitted" {
			t.Errorf("alone it is %s", got)
		}
	})
}

// What begins or ends after the submission changes nothing for a plan that was submitted.
func TestWhatChangesLaterChangesNothingThatWasSubmitted(t *testing.T) {
	eachGroup(t, func(t *testing.T, w *world) {
		top, held := w.Organisation(), w.Organisation()
		p := w.submitted(held)
		tie := w.tied(top, held)
		w.due(p)
		if w.Round(); len(w.findings(w.reload(p))) > 0 {
			t.Errorf("it finds %v", w.findings(w.reload(p)))
		}
		w.Write(func(ctx context.Context, tx *ent.Tx) error { return tx.Tie.DeleteOneID(tie.ID).Exec(ctx) })
		assessed := w.done(w.Plans.Assess(w.Leader(here), w.approval(w.reload(p))))
		if *assessed.GroupMember || assessed.GroupTop != nil {
			t.Errorf("kept is %v %v", *assessed.GroupMember, assessed.GroupTop)
		}
	})
}

// While a member's plan and that of the top both stand, neither is granted.
func TestNothingOfAGroupIsGrantedWhileTwoPlansStand(t *testing.T) {
	eachGroup(t, func(t *testing.T, w *world) {
		top, held := w.Organisation(), w.Organisation()
		members := w.assessed(held)
		w.tied(top, held)
		tops := w.assessed(top)
		for _, p := range []*ent.Plan{members, tops} {
			_, err := w.Plans.EnterGrant(w.RegioPlus(), grant(p, "25000.00", "10000.00"))
			if diff := cmp.Diff([]string{"GROUP_HAS_TWO_PLANS at [input id]"}, testworld.Faults(err)); diff != "" {
				t.Error(diff)
			}
		}
		gone, err := w.Plans.Withdraw(w.employer(held), plans.WithdrawInput{ID: members.ID, ExpectedVersion: members.Version})
		testworld.Must(t, gone, err)
		w.done(w.Plans.EnterGrant(w.RegioPlus(), grant(tops, "25000.00", "10000.00")))
	})
}

// A tie that was confirmed while a plan was being submitted is seen in the transaction that submits it.
func TestATieThatIsConfirmedMeanwhileIsSeen(t *testing.T) {
	eachGroup(t, func(t *testing.T, w *world) {
		top, held := w.Organisation(), w.Organisation()
		p := w.draft(held)
		w.Catalog.During(func() { w.tied(top, held) })
		if got := w.tries(held, p); got != "BLOCKING PROEF-TOP" {
			t.Errorf("it is %s", got)
		}
	})
}
