package plans_test

import (
	"context"
	"math"
	"os"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/internal/plans"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
	"github.com/penvoerder/penvoerder/internal/testworld"
	"github.com/penvoerder/penvoerder/internal/typed"
	"github.com/penvoerder/penvoerder/internal/workflow"
	"github.com/penvoerder/penvoerder/schemes"
	"github.com/penvoerder/penvoerder/schemes/rulebook"
)

// Whatever a plan was, and whatever is registered under it, nothing is payable before it was granted.
func TestNothingFollowsFromAPlanThatIsNotGranted(t *testing.T) {
	t.Parallel()
	rulebook.Tries(t, "SOZW-PLAN-004")
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s, schemes.PerGroup)
		for _, state := range workflow.StatesOf(workflow.Plan) {
			if state.Name == workflow.Granted {
				continue
			}
			o := w.Organisation()
			p := w.submitted(o)
			w.Write(func(ctx context.Context, tx *ent.Tx) error {
				return tx.Plan.UpdateOneID(p.ID).SetState(state.Name).Exec(ctx)
			})
			w.register(p, "2", workflow.Approved, 100_00, 1)
			got, err := w.Plans.Ledger(w.employer(o), w.reload(p))
			testworld.Must(t, got, err)
			for _, b := range got[p.ID] {
				if b.Granted != nil || b.Payable != 0 || b.Free != nil {
					t.Errorf("%s: budget %s has %+v", state.Name, b.Code, b)
				}
			}
		}
	})
}

// A grant is a reservation: of what is registered under it nothing is payable but what was approved.
func TestOnlyWhatWasApprovedIsPaid(t *testing.T) {
	t.Parallel()
	rulebook.Tries(t, "SOZW-GRANT-006", "SOZW-GRANT-008")
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s, schemes.PerGroup)
		for _, state := range workflow.StatesOf(workflow.Registration) {
			o := w.Organisation()
			p := w.granted(o, "25000", "10000")
			id := w.register(p, "1A", state.Name, 100_00, 1)
			want := int64(0)
			if state.Name == workflow.Approved || state.Name == workflow.Settled {
				want = 100_00
			} else {
				w.approvedBefore(p, id)
			}
			got, err := w.Plans.Ledger(w.employer(o), p)
			testworld.Must(t, got, err)
			if one, two := got[p.ID][0].Payable, got[p.ID][1].Payable; one != want || two != 0 {
				t.Errorf("%s: %s and %s are payable, want %s and nothing", state.Name, typed.MoneyOf(one), typed.MoneyOf(two), typed.MoneyOf(want))
			}
		}
	})
}

// approvedBefore decides upon a registration as if it had been approved once, whatever its state is now.
func (w *world) approvedBefore(p *ent.Plan, id string) {
	w.T.Helper()
	w.Write(func(ctx context.Context, tx *ent.Tx) error {
		return tx.Decision.Create().SetID(ids.New(ids.Decision)).SetRegistrationID(id).SetVerdict(workflow.Approved).SetAt(wall).SetBy("per_ssc").
			SetEvaluationID(*p.EvaluationID).SetOrganisationID(p.OrganisationID).SetRegionalOrganisationID(p.RegionalOrganisationID).Exec(ctx)
	})
}

// capExample is a worked example of the cap: figures by budget.
type capExample struct {
	ID, Title string
	Budgets   map[string]struct{ Accounted, Requested, Granted, Payable typed.Money }
	Total     typed.Money
}

func TestTheWorkedExamplesOfTheCapInTheLedger(t *testing.T) {
	t.Parallel()
	rulebook.Tries(t, "SOZW-CAP-001", "SOZW-CAP-002", "SOZW-CAP-003", "SOZW-CAP-004")
	text, err := os.ReadFile("testdata/caps.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var examples []capExample
	if err := yaml.Unmarshal(text, &examples); err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(examples, func(x capExample) bool { return x.ID == "EX-CAP-001" }) {
		t.Fatal("the example of the programme is not among them")
	}
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s, schemes.PerGroup)
		for _, x := range examples {
			w.capped(x)
		}
	})
}

// capped requests, grants and accounts for what an example says, and looks in the ledger what is payable.
func (w *world) capped(x capExample) {
	w.T.Helper()
	var bad fault.Collector
	one, two := x.Budgets["1"], x.Budgets["2"]
	o := w.Organisation()
	p, err := w.Plans.Create(w.employer(o), plans.CreateInput{Scheme: slug, Lines: []plans.LineInput{
		{Activity: "1A", Participants: 1, Requested: one.Requested}, {Activity: "2", Participants: 1, Requested: two.Requested},
	}})
	testworld.Must(w.T, p, err)
	submission, err := w.Plans.Submit(w.employer(o), plans.SubmitInput{ID: p.ID, ExpectedVersion: p.Version})
	p = testworld.Must(w.T, submission, err).Plan
	assessed, err := w.Plans.Assess(w.Leader(here), plans.AssessInput{ID: p.ID, ExpectedVersion: p.Version, Verdict: plans.Approved, Lines: w.asFiled(p)})
	p = testworld.Must(w.T, assessed, err).Plan
	granted, err := w.Plans.EnterGrant(w.RegioPlus(), grant(p, string(one.Granted), string(two.Granted)))
	p = testworld.Must(w.T, granted, err).Plan
	half := one.Accounted.Parse(&bad) / 2
	w.register(p, "1A", workflow.Approved, half, 1)
	w.register(p, "1B", workflow.Approved, one.Accounted.Parse(&bad)-half, 2)
	w.register(p, "2", workflow.Approved, two.Accounted.Parse(&bad), 3)

	got, err := w.Plans.Ledger(w.employer(o), p)
	testworld.Must(w.T, got, err)
	paid := []typed.Money{typed.MoneyOf(got[p.ID][0].Payable), typed.MoneyOf(got[p.ID][1].Payable), typed.MoneyOf(got[p.ID][0].Payable + got[p.ID][1].Payable)}
	if diff := cmp.Diff([]typed.Money{one.Payable, two.Payable, x.Total}, paid); diff != "" {
		w.T.Errorf("%s, %s: %s", x.ID, x.Title, diff)
	}
	if err := bad.Err(); err != nil {
		w.T.Error(err)
	}
}

func TestAPlanHasNoMostOfParticipants(t *testing.T) {
	t.Parallel()
	rulebook.Tries(t, "SOZW-FAQ-002")
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s, schemes.PerGroup)
		for _, many := range []int{1_000_001, math.MaxInt32} { // the last is the most that the API can say
			o := w.Organisation()
			p, err := w.Plans.Create(w.employer(o), plans.CreateInput{Scheme: slug, Lines: []plans.LineInput{{Activity: "2", Participants: many, Requested: "1000.00"}}})
			testworld.Must(t, p, err)
			submission, err := w.Plans.Submit(w.employer(o), plans.SubmitInput{ID: p.ID, ExpectedVersion: p.Version})
			if testworld.Must(t, submission, err); !submission.IsDone || w.lines(submission.Plan)[0].Participants != many {
				t.Errorf("a plan for %d participants is not submitted as it is: %+v", many, submission)
			}
		}
	})
}
