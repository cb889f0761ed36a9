package plans_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/clock"
	"github.com/penvoerder/penvoerder/internal/organisations"
	"github.com/penvoerder/penvoerder/internal/plans"
	"github.com/penvoerder/penvoerder/internal/question/fields"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
	"github.com/penvoerder/penvoerder/internal/testworld"
	"github.com/penvoerder/penvoerder/internal/typed"
	"github.com/penvoerder/penvoerder/schemes"
)

func TestTimeChangesAJudgement(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s, schemes.PerGroup)
		draft, submitted, withdrawn := w.draft(w.Organisation()), w.submitted(w.Organisation()), w.Organisation()
		p := w.draft(withdrawn)
		_, err := w.Plans.Withdraw(w.employer(withdrawn), plans.WithdrawInput{ID: p.ID, ExpectedVersion: 1})
		testworld.Must(t, p, err)
		w.happened()
		w.judgeDue(0)

		w.At(window.ClosesAt.Time().Add(time.Second))
		w.judgeDue(1)
		if now := w.reload(draft); *now.Outcome != "INELIGIBLE" || now.Version != 1 || now.ValidUntil != nil {
			t.Errorf("judged again: %+v", now)
		}
		if now := w.reload(submitted); *now.Outcome != "ELIGIBLE" {
			t.Errorf("what was handed in in time: %+v", now)
		}
		w.expect("judgeAgain DONE by PLATFORM on a receipt", "JUDGEMENT_CHANGED v1")
		w.judgeDue(0)
		w.expect()
	})
}

func TestAJudgementThatSaysTheSameMakesNoEvent(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s, schemes.PerGroup)
		p := w.draft(w.Organisation())
		w.happened()
		w.due(p)
		w.judgeDue(1)
		if now := w.reload(p); *now.EvaluationID == *p.EvaluationID || !now.ValidUntil.Equal(*p.ValidUntil) {
			t.Errorf("left %+v", now)
		}
		w.expect("judgeAgain DONE by PLATFORM on a receipt")
	})
}

func TestWhatCannotBeJudgedStaysDue(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s, schemes.PerGroup)
		p := w.draft(w.Organisation())
		w.due(p)
		w.Catalog.SetDown(true)
		if n, err := w.Rejudge.Round(t.Context()); n != 0 || short(err) != "UNAVAILABLE SCHEME_UNAVAILABLE" {
			t.Errorf("%d judged, %v", n, err)
		}
		w.Catalog.SetDown(false)
		w.judgeDue(1)
	})
}

func TestAPlanThatASchemeFailsOnKeepsNoOther(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s, schemes.PerGroup)
		odd, fine := w.draft(w.Organisation()), w.draft(w.Organisation())
		w.Write(func(ctx context.Context, tx *ent.Tx) error {
			return tx.Plan.UpdateOneID(odd.ID).SetFacts(fields.Facts{"motive": {Text: new("panic")}}).Exec(ctx)
		})
		w.due(odd)
		w.due(fine)
		if n, err := w.Rejudge.Round(t.Context()); n != 1 || short(err) != "INTERNAL SCHEME_FAILED" {
			t.Errorf("%d judged, %v", n, err)
		}
		if left := w.reload(odd); !left.ValidUntil.Equal(w.Clock.Regulation()) || *left.EvaluationID != *odd.EvaluationID {
			t.Errorf("left %+v", left)
		}
	})
}

func TestAnOrganisationThatIsAmendedHasItsPlansJudgedAgain(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s, schemes.PerGroup)
		o := w.Organisation()
		p, other := w.draft(o), w.draft(w.Organisation())
		w.happened()
		desk := organisations.New(organisations.Config{Store: s, Guard: w.Guard, Clock: w.Clock})
		_, err := desk.Amend(w.employer(o), organisations.AmendInput{
			ID: o.ID, ExpectedVersion: 1, IsMedicalSpecialist: typed.ChangeTo(new(true)),
		})
		testworld.Must(t, o, err)
		w.judgeDue(1)
		if now := w.reload(p); *now.Outcome != "INELIGIBLE" || now.Version != 1 {
			t.Errorf("judged again: %+v", now)
		}
		if now := w.reload(other); *now.EvaluationID != *other.EvaluationID {
			t.Errorf("a plan of another organisation was judged again")
		}
		w.expect(
			"amendOrganisation DONE by EMPLOYER", "judgeAgain DONE by PLATFORM on a receipt",
			"ORGANISATION_CHANGED v2", "JUDGEMENT_CHANGED v1",
		)
	})
}

func TestManyDuePlansAreOneCall(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s, schemes.PerGroup)
		for range 5 {
			w.due(w.draft(w.Organisation()))
		}
		before := w.Catalog.Calls.Load()
		w.judgeDue(5)
		if calls := w.Catalog.Calls.Load() - before; calls != 1 {
			t.Errorf("%d calls", calls)
		}
	})
}

func TestAnActBeginsAgainWhereAFactChangesWhileItIsJudged(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s, schemes.PerGroup)
		o := w.Organisation()
		p := w.draft(o)
		w.Catalog.During(func() { w.becomesMedical(o) })
		p = w.done(w.Plans.Amend(w.employer(o), plans.AmendInput{ID: p.ID, ExpectedVersion: 1, Lines: lines()[:1]}))
		if *p.Outcome != "INELIGIBLE" || p.Version != 2 || len(w.lines(p)) != 1 {
			t.Errorf("amended %+v", p)
		}
		w.judgeDue(0)
	})
}

// Two rounds at once, of one server or of two, tell of a change once.
func TestAPlanThatIsJudgedAgainTwiceAtOnceTellsItOnce(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s, schemes.PerGroup)
		p := w.draft(w.Organisation())
		w.At(window.ClosesAt.Time().Add(time.Second))
		w.happened()
		w.Catalog.During(func() { w.judgeDue(1) })
		if _, err := w.Rejudge.Round(t.Context()); err != nil {
			t.Fatal(err)
		}
		if now := w.reload(p); *now.Outcome != "INELIGIBLE" || now.Version != 1 {
			t.Errorf("judged again: %+v", now)
		}
		w.expect("judgeAgain DONE by PLATFORM on a receipt", "JUDGEMENT_CHANGED v1")
	})
}

// An act that asks the scheme nothing leaves a judgement that came in between: it has none of its own to put in its place.
func TestAnActWithoutAJudgementLeavesTheOneThatCameInBetween(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s, schemes.PerGroup)
		o := w.Organisation()
		p := w.draft(o)
		later := window.ClosesAt.Time().Add(time.Second)
		w.At(later)
		var once sync.Once
		between := clock.Still(later, func() time.Time { // read once the plan was
			once.Do(func() { w.judgeDue(1) })
			return wall
		})
		desk := plans.New(plans.Config{Store: w.Store, Catalog: w.Catalog, Guard: w.Guard, Clock: between, Notices: w.Notices})
		if _, err := desk.Withdraw(w.employer(o), plans.WithdrawInput{ID: p.ID, ExpectedVersion: 1}); err != nil {
			t.Fatal(err)
		}
		if now := w.reload(p); now.State != "WITHDRAWN" || *now.Outcome != "INELIGIBLE" || *now.EvaluationID == *p.EvaluationID || now.ValidUntil != nil || now.ActiveKey != nil {
			t.Errorf("withdrawn: %+v", now)
		}
	})
}

// Two plans that run in one region, since the organisation moved into that of its other plan, are for the scheme to find:
// once the other was submitted.
func TestAPlanFollowsItsOrganisationIntoAnotherRegion(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s, schemes.PerRegion)
		o := w.Organisation(func(c *ent.OrganisationCreate) { c.SetRegionID("rgn_friesland") })
		p := w.draft(o)
		other, err := w.Plans.Create(w.employer(o), plans.CreateInput{Scheme: slug, Lines: lines(), RegionID: new("rgn_drenthe")})
		testworld.Must(t, other, err)
		w.Write(func(ctx context.Context, tx *ent.Tx) error {
			return tx.Organisation.UpdateOneID(o.ID).SetRegionID("rgn_drenthe").AddVersion(1).Exec(ctx)
		})
		w.due(p)
		w.happened()
		w.judgeDue(1)
		w.expect("judgeAgain DONE by PLATFORM on a receipt") // a draft is in nobody's way
		w.Write(func(ctx context.Context, tx *ent.Tx) error {
			return tx.Plan.UpdateOneID(other.ID).SetState("SUBMITTED").Exec(ctx)
		})
		w.due(p)
		w.judgeDue(1)
		w.expect("judgeAgain DONE by PLATFORM on a receipt", "JUDGEMENT_CHANGED v1")
	})
}

func (w *world) judgeDue(want int) {
	w.T.Helper()
	n, err := w.Rejudge.Round(w.T.Context())
	if testworld.Must(w.T, n, err) != want {
		w.T.Errorf("%d plans were judged again, not %d", n, want)
	}
}

// due has a plan judged again.
func (w *world) due(p *ent.Plan) {
	w.T.Helper()
	w.Write(func(ctx context.Context, tx *ent.Tx) error {
		return tx.Plan.UpdateOneID(p.ID).SetValidUntil(w.Clock.Regulation()).Exec(ctx)
	})
}
