package plans_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/clock"
	"github.com/penvoerder/penvoerder/internal/dossier/fields"
	"github.com/penvoerder/penvoerder/internal/entry"
	"github.com/penvoerder/penvoerder/internal/organisations"
	"github.com/penvoerder/penvoerder/internal/plans"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
	"github.com/penvoerder/penvoerder/schemes"
)

func TestTimeChangesAJudgement(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s, schemes.PerGroup)
		draft, submitted, withdrawn := w.draft(w.organisation()), w.submitted(w.organisation()), w.organisation()
		p := w.draft(withdrawn)
		_, err := w.desk.Withdraw(w.employer(withdrawn), plans.WithdrawInput{ID: p.ID, ExpectedVersion: 1})
		must(t, p, err)
		w.happened()
		w.judgeDue(0)

		w.at(window.ClosesAt.Time().Add(time.Second))
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
		p := w.draft(w.organisation())
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
		p := w.draft(w.organisation())
		w.due(p)
		w.shelf.down = true
		if n, err := w.rejudge.Round(t.Context()); n != 0 || short(err) != "UNAVAILABLE SCHEME_UNAVAILABLE" {
			t.Errorf("%d judged, %v", n, err)
		}
		w.shelf.down = false
		w.judgeDue(1)
	})
}

func TestAPlanThatASchemeFailsOnKeepsNoOther(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s, schemes.PerGroup)
		odd, fine := w.draft(w.organisation()), w.draft(w.organisation())
		w.write(func(ctx context.Context, tx *ent.Tx) error {
			return tx.Plan.UpdateOneID(odd.ID).SetFacts(fields.Facts{"motive": {Text: new("panic")}}).Exec(ctx)
		})
		w.due(odd)
		w.due(fine)
		if n, err := w.rejudge.Round(t.Context()); n != 1 || short(err) != "INTERNAL SCHEME_FAILED" {
			t.Errorf("%d judged, %v", n, err)
		}
		if left := w.reload(odd); !left.ValidUntil.Equal(w.clock.Regulation()) || *left.EvaluationID != *odd.EvaluationID {
			t.Errorf("left %+v", left)
		}
	})
}

func TestAnOrganisationThatIsAmendedHasItsPlansJudgedAgain(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s, schemes.PerGroup)
		o := w.organisation()
		p, other := w.draft(o), w.draft(w.organisation())
		w.happened()
		desk := organisations.New(organisations.Config{Store: s, Guard: w.guard, Clock: w.clock})
		_, err := desk.Amend(w.employer(o), organisations.AmendInput{
			ID: o.ID, ExpectedVersion: 1, IsMedicalSpecialist: entry.ChangeTo(new(true)),
		})
		must(t, o, err)
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
			w.due(w.draft(w.organisation()))
		}
		before := w.shelf.calls
		w.judgeDue(5)
		if calls := w.shelf.calls - before; calls != 1 {
			t.Errorf("%d calls", calls)
		}
	})
}

func TestAnActBeginsAgainWhereAFactChangesWhileItIsJudged(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s, schemes.PerGroup)
		o := w.organisation()
		p := w.draft(o)
		w.shelf.during = func() { w.becomesMedical(o) }
		p = w.done(w.desk.Amend(w.employer(o), plans.AmendInput{ID: p.ID, ExpectedVersion: 1, Lines: lines()[:1]}))
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
		p := w.draft(w.organisation())
		w.at(window.ClosesAt.Time().Add(time.Second))
		w.happened()
		w.shelf.during = func() { w.judgeDue(1) }
		if _, err := w.rejudge.Round(t.Context()); err != nil {
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
		o := w.organisation()
		p := w.draft(o)
		later := window.ClosesAt.Time().Add(time.Second)
		w.at(later)
		var once sync.Once
		between := clock.Still(later, func() time.Time { // read once the plan was
			once.Do(func() { w.judgeDue(1) })
			return wall
		})
		desk := plans.New(plans.Config{Store: w.store, Catalog: w.shelf, Guard: w.guard, Clock: between})
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
		o := w.organisation(func(c *ent.OrganisationCreate) { c.SetRegionID("rgn_friesland") })
		p := w.draft(o)
		other, err := w.desk.Create(w.employer(o), plans.CreateInput{Scheme: slug, Lines: lines(), RegionID: new("rgn_drenthe")})
		must(t, other, err)
		w.write(func(ctx context.Context, tx *ent.Tx) error {
			return tx.Organisation.UpdateOneID(o.ID).SetRegionID("rgn_drenthe").AddVersion(1).Exec(ctx)
		})
		w.due(p)
		w.happened()
		w.judgeDue(1)
		w.expect("judgeAgain DONE by PLATFORM on a receipt") // a draft is in nobody's way
		w.write(func(ctx context.Context, tx *ent.Tx) error {
			return tx.Plan.UpdateOneID(other.ID).SetState("SUBMITTED").Exec(ctx)
		})
		w.due(p)
		w.judgeDue(1)
		w.expect("judgeAgain DONE by PLATFORM on a receipt", "JUDGEMENT_CHANGED v1")
	})
}

func (w *world) judgeDue(want int) {
	w.t.Helper()
	n, err := w.rejudge.Round(w.t.Context())
	if must(w.t, n, err) != want {
		w.t.Errorf("%d plans were judged again, not %d", n, want)
	}
}

// due has a plan judged again.
func (w *world) due(p *ent.Plan) {
	w.t.Helper()
	w.write(func(ctx context.Context, tx *ent.Tx) error {
		return tx.Plan.UpdateOneID(p.ID).SetValidUntil(w.clock.Regulation()).Exec(ctx)
	})
}
