package rejudge_test

import (
	"context"
	"fmt"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/auditentry"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/audit"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/matrix"
	"github.com/penvoerder/penvoerder/internal/organisations"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/question/fields"
	"github.com/penvoerder/penvoerder/internal/registrations/entered"
	"github.com/penvoerder/penvoerder/internal/registrations/intake"
	"github.com/penvoerder/penvoerder/internal/rejudge"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
	"github.com/penvoerder/penvoerder/internal/testworld"
	"github.com/penvoerder/penvoerder/internal/typed"
	"github.com/penvoerder/penvoerder/internal/workflow"
	"github.com/penvoerder/penvoerder/schemes/sectorplanplus"
	"github.com/penvoerder/penvoerder/schemes/sozw"
)

// judging is a world whose judgements are made again by a scheme that can be upset.
type judging struct{ *testworld.Dossier }

func eachJudging(t *testing.T, body func(w *judging)) {
	t.Helper()
	testworld.EachDossier(t, func(d *testworld.Dossier) { body(&judging{d}) })
}

func (w *judging) waiting() int {
	w.T.Helper()
	n, err := w.Rejudge.Waiting(w.T.Context())
	w.Must(err)
	return n
}

// again lists the lines of judging again as "CAUSE how many".
func (w *judging) again() []string {
	w.T.Helper()
	lines, err := w.Store.Client().AuditEntry.Query().Where(auditentry.Act("judgeAgain")).Order(auditentry.ByID()).All(w.System())
	w.Must(err)
	all := []string{}
	for _, l := range lines {
		all = append(all, fmt.Sprintf("%s %d", *l.Cause, *l.Judged))
	}
	return all
}

func (w *judging) mark(cause rejudge.Cause, marks ...rejudge.Mark) {
	w.T.Helper()
	w.Must(w.Store.Tx(w.System(), func(tx *ent.Tx) error {
		return rejudge.MarkDue(w.System(), tx, w.Clock.Regulation(), cause, marks...)
	}))
}

func (w *judging) dossier() rejudge.Mark {
	return rejudge.OfDossier(&ent.Plan{ID: w.Plan, OrganisationID: w.Organ})
}

// otherLaw changes a fact of every registration behind the desks' back.
func (w *judging) otherLaw() {
	w.T.Helper()
	w.Must(w.Store.Tx(w.System(), func(tx *ent.Tx) error {
		return tx.Organisation.UpdateOneID(w.Organ).SetFundingLaws([]string{"ZVW"}).AddVersion(1).Exec(w.System())
	}))
}

func (w *judging) laws(id string) []string {
	w.T.Helper()
	laws, _ := w.Question(id).Organisation.FundingLaws.Get()
	return laws
}

func TestADossierIsJudgedAgainInOneLineForOneCause(t *testing.T) {
	t.Parallel()
	eachJudging(t, func(w *judging) {
		for i := range 3 {
			w.Create(w.ByDay(testworld.Newcomer(fmt.Sprint("P", i), fmt.Sprint("e", i))))
		}
		w.Round()
		seen := len(w.Events(0))
		w.otherLaw()
		w.mark(rejudge.Organisation, rejudge.OfOrganisation(w.Organ), w.dossier())
		if n := w.Round(); n != 4 {
			t.Errorf("judged %d", n)
		}
		if diff := cmp.Diff([]string{"ORGANISATION 1", "ORGANISATION 3"}, w.again()); diff != "" {
			t.Error(diff) // the plan has a question of its own
		}
		if got := w.Events(seen); !slices.Equal(got, []string{"JUDGEMENT_CHANGED"}) {
			t.Errorf("events beside that of the plan, which was not judged before: %v", got)
		}
		verdict, err := audit.Verify(w.System(), w.Store, w.Plan)
		w.Must(err)
		if len(verdict.Breaks) > 0 {
			t.Errorf("the chain is broken: %v", verdict.Breaks)
		}
	})
}

func TestWhatRestsOnTheSameFactsIsNotAskedAgain(t *testing.T) {
	t.Parallel()
	eachJudging(t, func(w *judging) {
		a, b := w.Create(w.ByDay(testworld.Newcomer("Ada", "e1"))), w.Create(w.ByHour(testworld.Participant("e1")))
		w.Round()
		asked, rests := w.Catalog.Again.Load(), *w.Reload(b.ID).EvaluationID
		if asked != 1 {
			t.Errorf("asked %d times: the later registration was judged beside the earlier one", asked)
		}
		w.mark(rejudge.OtherRegistration, w.dossier())
		if n := w.Round(); n != 0 || w.Catalog.Again.Load() != asked || *w.Reload(b.ID).EvaluationID != rests || w.waiting() != 0 {
			t.Errorf("judged %d, asked %d, %d wait", n, w.Catalog.Again.Load()-asked, w.waiting())
		}
		if got := w.Others(a.ID); len(got) != 1 {
			t.Errorf("the earlier registration sees %v", got)
		}
	})
}

func TestTwoProjectDocumentsWithinOneSecondBothCount(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := &judging{testworld.OpenDossier(t, s, sectorplanplus.V4, testworld.WhileTheyRun)}
		list, title := "mbo", "Mbo-Verpleegkunde"
		in := entered.CreateInput{
			PlanID: w.Plan, Activity: "A", Training: question.TrainingInput{Listed: &question.ListedTrainingInput{List: &list, Title: &title, Route: new("BBL")}},
			Start: testworld.Date("2025-01-13"), End: testworld.Date("2025-02-13"), Participants: []entered.ParticipantInput{testworld.Newcomer("Ada", "e1")},
		}
		r := w.Create(in)
		state := func(class string) {
			_, err := w.ProjectFiles.AttachDocument(w.AsEmployer(), matrix.AttachDocumentInput{
				TicketID: w.Upload(w.AsEmployer(), w.Plan, class), ForID: w.Plan, ExpectedVersion: 1, Kind: "DIRECTIEVERKLARING",
				Statement: &question.DocumentInput{Document: fields.Document{SizeClass: new(class)}},
			})
			w.Must(err)
		}
		size := func() string {
			class, _ := w.Question(r.ID).Organisation.SizeAwaited.Get()
			return class
		}
		state("SMALL")
		w.Catalog.During(func() { state("MEDIUM") }) // the clock stands still
		w.Round()
		if w.waiting() == 0 {
			t.Fatal("the second document is forgotten")
		}
		w.Round()
		if size() != "MEDIUM" || w.waiting() != 0 {
			t.Errorf("judged by size %s, %d wait", size(), w.waiting())
		}
	})
}

func TestAnOrganisationThatIsAmendedWhileItsRegistrationsAreJudgedAgain(t *testing.T) {
	t.Parallel()
	eachJudging(t, func(w *judging) {
		r := w.Create(w.ByDay(testworld.Newcomer("Ada", "e1")))
		guard, err := access.New(w.Store)
		w.Must(err)
		desk := organisations.New(organisations.Config{Store: w.Store, Guard: guard, Clock: w.Clock})
		amend := func(version int, law string) {
			_, err := desk.Amend(w.AsEmployer(), organisations.AmendInput{ID: w.Organ, ExpectedVersion: version, FundingLaws: []string{law}})
			w.Must(err)
		}
		amend(1, "ZVW")
		w.Catalog.During(func() { // the plan is asked about first
			w.Catalog.During(func() { amend(2, "JEUGDWET") })
		})
		if n := w.Round(); n != 1 {
			t.Errorf("%d judgements, beside that of the plan, rest on what the organisation stated before", n-1)
		}
		if n := w.Round(); n != 2 || w.waiting() != 0 {
			t.Errorf("judged %d, %d wait", n, w.waiting())
		}
		if diff := cmp.Diff([]string{"JEUGDWET"}, w.laws(r.ID)); diff != "" {
			t.Error(diff)
		}
	})
}

// A registration that is being made is not there yet for a round: what it rests on waits for it.
func TestWhatARegistrationRestsOnWaitsUntilItIsThere(t *testing.T) {
	t.Parallel()
	for what, change := range map[string]func(ctx context.Context, w *judging, desk *organisations.Desk) error{
		"the organisation": func(ctx context.Context, w *judging, desk *organisations.Desk) error {
			_, err := desk.Amend(ctx, organisations.AmendInput{ID: w.Organ, ExpectedVersion: 1, FundingLaws: []string{"ZVW"}})
			return err
		},
		"an employee": func(ctx context.Context, w *judging, desk *organisations.Desk) error {
			e, err := w.Store.Client().Employee.Query().Only(actor.AsSystem(ctx))
			w.Must(err)
			_, err = desk.AmendEmployee(ctx, organisations.AmendEmployeeInput{ID: e.ID, ExpectedVersion: 1, Employee: organisations.EmployeeInput{
				Name: "Ada", DateOfBirth: "1990-05-06", Employment: "EMPLOYED", EmployedSince: testworld.Some(typed.Date("2026-03-01")),
			}})
			return err
		},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			eachJudging(t, func(w *judging) {
				guard, err := access.New(w.Store)
				w.Must(err)
				desk := organisations.New(organisations.Config{Store: w.Store, Guard: guard, Clock: w.Clock})
				w.Create(w.ByHour(testworld.Newcomer("Ada", "e1"))) // whoever takes in a new person holds the log of the organisation
				making, held := w.Store.Hold(w.AsEmployer())
				r, err := w.Registrations.Create(making, w.ByDay(testworld.Participant("e1")))
				w.Must(err)
				soon, cancel := context.WithTimeout(w.AsEmployer(), 500*time.Millisecond)
				defer cancel()
				if err := change(soon, w, desk); err == nil {
					t.Fatal("changed while a registration rests on it that nobody sees")
				}
				w.Must(held.Finish(making, func(*ent.Tx) error { return nil }))
				w.Must(change(w.AsEmployer(), w, desk))
				before := *w.Reload(r.ID).EvaluationID
				w.Round()
				if *w.Reload(r.ID).EvaluationID == before {
					t.Error("not judged again")
				}
			})
		})
	}
}

func TestAMarkThatComesBetweenReadingAndWritingSurvives(t *testing.T) {
	t.Parallel()
	eachJudging(t, func(w *judging) {
		w.Create(w.ByDay(testworld.Newcomer("Ada", "e1")))
		w.Round()
		w.otherLaw()
		w.mark(rejudge.PlanFacts, w.dossier())
		w.Catalog.During(func() { w.mark(rejudge.PlanFacts, w.dossier()) })
		if n := w.Round(); n != 1 || w.waiting() != 1 {
			t.Errorf("judged %d, %d wait", n, w.waiting())
		}
		if n := w.Round(); n != 0 || w.waiting() != 0 {
			t.Errorf("judged %d, %d wait", n, w.waiting())
		}
	})
}

func TestTwoRoundsAtOnceJudgeOnce(t *testing.T) {
	t.Parallel()
	eachJudging(t, func(w *judging) {
		r := w.Create(w.ByDay(testworld.Newcomer("Ada", "e1")))
		w.Round()
		w.otherLaw()
		w.mark(rejudge.Organisation, w.dossier())
		w.Catalog.During(func() {
			if n := w.Round(); n != 1 {
				t.Errorf("the quicker round judged %d", n)
			}
			w.mark(rejudge.Organisation, w.dossier())
		})
		if n := w.Round(); n != 0 {
			t.Errorf("the slower round judged %d", n)
		}
		if diff := cmp.Diff([]string{"ORGANISATION 1"}, w.again()); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff([]string{"ZVW"}, w.laws(r.ID)); diff != "" || w.waiting() != 1 {
			t.Errorf("%d wait, but for what the slower round did not see: %s", w.waiting(), diff)
		}
	})
}

// While the slower round asks about the plan, the quicker one judges all that the slower found to be over.
func TestWhatAnotherRoundJudgedIsNotOverAnyMore(t *testing.T) {
	t.Parallel()
	eachJudging(t, func(w *judging) {
		r := w.Create(w.ByDay(testworld.Newcomer("Ada", "e1")))
		w.Round()
		now := w.Clock.Regulation()
		w.Write(func(ctx context.Context, tx *ent.Tx) error {
			if err := tx.Plan.UpdateOneID(w.Plan).SetValidUntil(now).Exec(ctx); err != nil {
				return err
			}
			return tx.Registration.UpdateOneID(r.ID).SetValidUntil(now).Exec(ctx)
		})
		w.Catalog.During(func() {
			if n := w.Round(); n != 2 {
				t.Errorf("the quicker round judged %d", n)
			}
		})
		if n := w.Round(); n != 0 {
			t.Errorf("the slower round judged %d", n)
		}
		if diff := cmp.Diff([]string{"TERM 1", "TERM 1"}, w.again()); diff != "" {
			t.Error(diff)
		}
	})
}

func TestASchemeThatIsDownLeavesThingsDue(t *testing.T) {
	t.Parallel()
	eachJudging(t, func(w *judging) {
		w.Create(w.ByDay(testworld.Newcomer("Ada", "e1")))
		w.Round()
		w.otherLaw()
		w.mark(rejudge.Organisation, rejudge.OfOrganisation(w.Organ))
		w.Catalog.SetLate(true)
		if n, err := w.Rejudge.Round(t.Context()); n != 0 || !fault.HasReason(err, "SCHEME_UNAVAILABLE") || w.waiting() != 1 {
			t.Errorf("judged %d, %v, %d wait", n, err, w.waiting())
		}
		w.Catalog.SetLate(false)
		if n := w.Round(); n != 2 || w.waiting() != 0 {
			t.Errorf("judged %d, %d wait", n, w.waiting())
		}
	})
}

func TestWhatIsDecidedIsNeverJudgedAgain(t *testing.T) {
	t.Parallel()
	eachJudging(t, func(w *judging) {
		r := w.Create(w.ByDay(testworld.Newcomer("Ada", "e1")))
		w.HandIn(r.ID)
		w.Submit(r.ID)
		w.Review(r.ID)
		w.Judge(r.ID, "APPROVED", nil, "IN_REVIEW")
		w.Decide(r.ID, "APPROVED", nil, nil)
		rests := *w.Reload(r.ID).EvaluationID
		w.otherLaw()
		w.mark(rejudge.Organisation, rejudge.OfOrganisation(w.Organ), w.dossier())
		if n := w.Round(); n != 1 || *w.Reload(r.ID).EvaluationID != rests || w.waiting() != 0 {
			t.Errorf("judged %d beside the plan, %d wait", n-1, w.waiting())
		}
	})
}

// act creates a registration as the API does.
func (w *judging) act(ctx context.Context, in entered.CreateInput) *ent.Registration {
	w.T.Helper()
	done, err := w.Rejudge.Around(ctx, func(ctx context.Context) (any, error) { return w.Registrations.Create(ctx, in) })
	w.Must(err)
	r, _ := done.(*ent.Registration)
	return r
}

func TestAFewOthersAreJudgedAgainAtOnce(t *testing.T) {
	t.Parallel()
	eachJudging(t, func(w *judging) {
		first := w.act(w.AsEmployer(), w.ByDay(testworld.Newcomer("Ada", "e1")))
		if w.Catalog.Again.Load() != 0 || w.waiting() != 0 {
			t.Errorf("alone: asked %d, %d wait", w.Catalog.Again.Load(), w.waiting())
		}
		second := w.act(w.AsEmployer(), w.ByHour(testworld.Participant("e1")))
		if got := w.Others(first.ID); len(got) != 1 || w.Catalog.Again.Load() != 1 || w.waiting() != 0 {
			t.Errorf("the first sees %v, asked %d, %d wait", got, w.Catalog.Again.Load(), w.waiting())
		}

		ctx, held := w.Store.Hold(w.AsEmployer())
		w.act(ctx, w.ByHour(testworld.Participant("e1")))
		if got := w.Others(first.ID); len(got) != 1 {
			t.Errorf("judged again before the act is committed: %v", got)
		}
		w.Must(held.Finish(ctx, func(*ent.Tx) error { return nil }))
		if got := w.Others(second.ID); len(got) != 2 {
			t.Errorf("the second sees %v", got)
		}

		w.Catalog.SetLate(true)
		last := w.act(w.AsEmployer(), w.ByHour(testworld.Participant("e1")))
		if last == nil || w.waiting() != 1 {
			t.Errorf("the act does not stand, or the others are forgotten: %d wait", w.waiting())
		}
	})
}

func TestManyOthersWaitForTheNextRound(t *testing.T) {
	t.Parallel()
	w := &judging{testworld.OpenDossier(t, storetest.SQLite(t), sozw.Scheme, testworld.WhenAllOver)}
	for i := range 21 {
		in := w.ByHour(testworld.Participant("e1"))
		if i == 0 {
			in = w.ByHour(testworld.Newcomer("Ada", "e1"))
		}
		w.Create(in)
	}
	w.Round()
	asked := w.Catalog.Again.Load()
	w.act(w.AsEmployer(), w.ByHour(testworld.Participant("e1")))
	if w.Catalog.Again.Load() != asked || w.waiting() != 1 {
		t.Errorf("asked %d, %d wait", w.Catalog.Again.Load()-asked, w.waiting())
	}
	if n := w.Round(); n != 21 {
		t.Errorf("judged %d", n)
	}
}

// Who brings in a person for the fiftieth time waits no longer than for the first.
func TestARowOfAnImportTakesTheSameStatementsWhateverIsStoredOfThePerson(t *testing.T) {
	t.Parallel()
	eachJudging(t, func(w *judging) {
		var asked atomic.Int64
		w.Store.Client().Intercept(ent.InterceptFunc(func(next ent.Querier) ent.Querier {
			return ent.QuerierFunc(func(ctx context.Context, q ent.Query) (ent.Value, error) {
				asked.Add(1)
				return next.Query(ctx, q)
			})
		}))
		w.Store.Client().Use(func(next ent.Mutator) ent.Mutator {
			return ent.MutateFunc(func(ctx context.Context, m ent.Mutation) (ent.Value, error) {
				asked.Add(1)
				return next.Mutate(ctx, m)
			})
		})
		var took []int64
		for i := range 12 {
			before := asked.Load()
			w.importRow(fmt.Sprint("r", i))
			took = append(took, asked.Load()-before)
		}
		took = took[1:] // the first brings in the person
		if slices.Max(took) != slices.Min(took) {
			t.Errorf("statements of each row: %v", took)
		}
		t.Logf("%d statements", took[0])
	})
}

func (w *judging) importRow(reference string) {
	w.T.Helper()
	_, err := w.Rejudge.Around(w.AsEmployer(), func(ctx context.Context) (any, error) {
		return w.Intake.Import(ctx, intake.ImportInput{PlanID: w.Plan, Rows: []intake.ImportRow{{
			ExternalReference: reference, Activity: "2", Training: testworld.Course(), Start: testworld.Date("2026-02-02"), End: testworld.Date("2026-02-10"),
			Participants: []entered.ParticipantInput{testworld.Newcomer("Ada", "e1")},
		}}})
	})
	w.Must(err)
}

func TestAnActThatOvertakesARoundKeepsItsOwnJudgement(t *testing.T) {
	t.Parallel()
	eachJudging(t, func(w *judging) {
		r := w.Create(w.ByDay(testworld.Newcomer("Ada", "e1")))
		w.Round()
		w.otherLaw()
		w.mark(rejudge.Organisation, w.dossier())
		w.Catalog.During(func() {
			_, err := w.Registrations.Amend(w.AsEmployer(), entered.AmendInput{ID: r.ID, ExpectedVersion: 1, End: typed.ChangeTo(testworld.Date("2026-11-30"))})
			w.Must(err)
		})
		if n := w.Round(); n != 0 || w.Reload(r.ID).Version != 2 || w.Reload(r.ID).State == workflow.Withdrawn {
			t.Errorf("judged %d", n)
		}
		if w.waiting() != 2 { // the act may rest on what was there before the mark, and has marked others
			t.Errorf("%d wait", w.waiting())
		}
		w.Round()
		if w.waiting() != 0 || len(w.again()) != 0 {
			t.Errorf("%d wait, %v", w.waiting(), w.again())
		}
	})
}
