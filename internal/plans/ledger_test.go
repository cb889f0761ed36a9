package plans_test

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/internal/plans"
	"github.com/penvoerder/penvoerder/internal/question/fields"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
	"github.com/penvoerder/penvoerder/internal/testworld"
	"github.com/penvoerder/penvoerder/schemes"
)

// register puts a registration in a state, with its amount in cents (none below zero) and one participant. One that
// was approved was decided upon after so many hours.
func (w *world) register(p *ent.Plan, activity, state string, cents int64, after int) string {
	w.T.Helper()
	id := ids.New(ids.Registration)
	w.Write(func(ctx context.Context, tx *ent.Tx) error {
		c := tx.Registration.Create().SetID(id).SetNumber(id).SetPlanID(p.ID).SetScheme(slug).SetActivity(activity).SetState(state).
			SetTrainingTitle("t").SetTraining(fields.Training{}).SetParticipantCount(1).
			SetOrganisationID(p.OrganisationID).SetRegionalOrganisationID(p.RegionalOrganisationID).SetCreatedAt(wall).SetUpdatedAt(wall)
		if cents >= 0 {
			c.SetAmountCents(cents)
		}
		if err := c.Exec(ctx); err != nil || state != "APPROVED" && state != "SETTLED" {
			return err
		}
		return tx.Decision.Create().SetID(ids.New(ids.Decision)).SetRegistrationID(id).SetVerdict("APPROVED").
			SetAt(wall.Add(time.Duration(after) * time.Hour)).SetBy("per_ssc").SetEvaluationID(*p.EvaluationID).
			SetOrganisationID(p.OrganisationID).SetRegionalOrganisationID(p.RegionalOrganisationID).Exec(ctx)
	})
	return id
}

func TestTheLedgerOfAPlan(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s, schemes.PerGroup)
		o := w.Organisation()
		p := w.granted(o, "20000", "10000")
		w.register(p, "1A", "DRAFT", 100_00, 0)
		w.register(p, "1A", "DRAFT", -1, 0) // undetermined
		w.register(p, "1B", "SUBMITTED", 200_00, 0)
		w.register(p, "1A", "IN_REVIEW", 300_00, 0)
		w.register(p, "1A", "REPAIR", 400_00, 0)
		w.register(p, "1A", "REJECTED", 5000_00, 0)
		w.register(p, "1A", "WITHDRAWN", 6000_00, 0)
		late := w.register(p, "1A", "APPROVED", 9000_00, 9)
		early := w.register(p, "1B", "SETTLED", 15000_00, 1)
		other := w.register(p, "2", "APPROVED", 1000_00, 2)

		got, err := w.Plans.Ledger(w.employer(o), p)
		testworld.Must(t, got, err)
		want := map[string][]plans.Budget{p.ID: {
			{
				Code: "1", Requested: 25000_00, Granted: new(int64(20000_00)), Registered: 25000_00, Submitted: 900_00,
				Approved: 24000_00, Payable: 20000_00, CutOff: 4000_00, Free: new(int64(0)),
				Activities: []plans.Activity{
					{Code: "1A", Requested: 25000_00, Registered: 9800_00, Approved: 9000_00, Participants: 5},
					{Code: "1B", Registered: 15200_00, Approved: 15000_00, Participants: 2},
				},
				PayableOf: map[string]int64{early: 15000_00, late: 5000_00},
			},
			{
				Code: "2", Requested: 10000_00, Granted: new(int64(10000_00)), Registered: 1000_00, Approved: 1000_00,
				Payable: 1000_00, Free: new(int64(9000_00)),
				Activities: []plans.Activity{{Code: "2", Requested: 10000_00, Registered: 1000_00, Approved: 1000_00, Participants: 1}},
				PayableOf:  map[string]int64{other: 1000_00},
			},
		}}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	})
}

func TestNothingIsPayableOrFreeBeforeTheGrant(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s, schemes.PerGroup)
		o := w.Organisation()
		p := w.draft(o)
		w.register(p, "2", "DRAFT", 100_00, 0)
		got, err := w.Plans.Ledger(w.employer(o), p)
		testworld.Must(t, got, err)
		b := got[p.ID][1]
		if b.Granted != nil || b.Free != nil || b.Payable != 0 || b.Registered != 100_00 || b.Requested != 10000_00 {
			t.Errorf("got %+v", b)
		}
	})
}

func TestTheLedgersOfManyPlansTakeAsManyStatementsAsThatOfOne(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s, schemes.PerGroup)
		var all []*ent.Plan
		for range 5 {
			p := w.granted(w.Organisation(), "1", "1")
			w.register(p, "2", "APPROVED", 100, 0)
			all = append(all, p)
		}
		var asked atomic.Int32
		s.Client().Intercept(ent.InterceptFunc(func(next ent.Querier) ent.Querier {
			return ent.QuerierFunc(func(ctx context.Context, q ent.Query) (ent.Value, error) {
				asked.Add(1)
				return next.Query(ctx, q)
			})
		}))
		for _, n := range []int{1, 5} {
			asked.Store(0)
			got, err := w.Plans.Ledger(w.RegioPlus(), all[:n]...)
			testworld.Must(t, got, err)
			if len(got) != n || asked.Load() != 4 {
				t.Errorf("%d plans: %d ledgers in %d statements", n, len(got), asked.Load())
			}
		}
		if got, err := w.Plans.Ledger(w.RegioPlus()); err != nil || len(got) != 0 {
			t.Errorf("of none: %v, %v", got, err)
		}
	})
}
