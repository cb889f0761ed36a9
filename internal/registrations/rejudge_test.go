package registrations_test

import (
	"context"
	"encoding/json"
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
	"github.com/penvoerder/penvoerder/internal/catalog"
	"github.com/penvoerder/penvoerder/internal/dossier"
	"github.com/penvoerder/penvoerder/internal/dossier/fields"
	"github.com/penvoerder/penvoerder/internal/entry"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/matrix"
	"github.com/penvoerder/penvoerder/internal/organisations"
	"github.com/penvoerder/penvoerder/internal/plans"
	"github.com/penvoerder/penvoerder/internal/registrations/entered"
	"github.com/penvoerder/penvoerder/internal/registrations/intake"
	"github.com/penvoerder/penvoerder/internal/rejudge"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
	"github.com/penvoerder/penvoerder/internal/workflow"
	"github.com/penvoerder/penvoerder/schemes"
	"github.com/penvoerder/penvoerder/schemes/sectorplanplus"
)

// upset is a scheme at which something happens while it is asked to judge again, once, or that does not answer.
type upset struct {
	*memory
	during func()
	down   bool
	asked  int // questions
}

func (u *upset) IsInstalled(string) bool { return true }
func (u *upset) Unpin(string)            {}

func (u *upset) JudgeEach(ctx context.Context, r *catalog.Release, qs []schemes.Question) ([]schemes.Answer, error) {
	u.asked += len(qs)
	if u.down {
		return nil, fault.Unavailable("SCHEME_UNAVAILABLE", nil)
	}
	if during := u.during; during != nil {
		u.during = nil
		during()
	}
	return u.memory.JudgeEach(ctx, r, qs)
}

// judging is a world whose judgements are made again by a scheme that can be upset.
type judging struct {
	*world
	scheme *upset
}

func eachJudging(t *testing.T, body func(w *judging)) {
	t.Helper()
	each(t, func(w *world) { body(newJudging(w)) })
}

func newJudging(w *world) *judging {
	j := &judging{world: w, scheme: &upset{memory: w.memory}}
	guard, err := access.New(w.store)
	w.must(err)
	w.rejudge = rejudge.New(rejudge.Config{
		Store: w.store, Schemes: j.scheme, Clock: w.clock, Registrations: w.below,
		Plans: plans.New(plans.Config{Store: w.store, Catalog: j.scheme, Guard: guard, Clock: w.clock}),
	})
	return j
}

func (w *judging) waiting() int {
	w.t.Helper()
	n, err := w.rejudge.Waiting(w.t.Context())
	w.must(err)
	return n
}

// question is that of the judgement on which a registration rests now.
func (w *judging) question(id string) schemes.Question {
	w.t.Helper()
	receipt, err := w.store.Client().Evaluation.Get(w.system(), *w.reload(id).EvaluationID)
	w.must(err)
	var q schemes.Question
	w.must(json.Unmarshal(receipt.Facts, &q))
	return q
}

// again lists the lines of judging again as "CAUSE how many".
func (w *judging) again() []string {
	w.t.Helper()
	lines, err := w.store.Client().AuditEntry.Query().Where(auditentry.Act("judgeAgain")).Order(auditentry.ByID()).All(w.system())
	w.must(err)
	all := []string{}
	for _, l := range lines {
		all = append(all, fmt.Sprintf("%s %d", *l.Cause, *l.Judged))
	}
	return all
}

func (w *judging) mark(cause rejudge.Cause, marks ...rejudge.Mark) {
	w.t.Helper()
	w.must(w.store.Tx(w.system(), func(tx *ent.Tx) error {
		return rejudge.MarkDue(w.system(), tx, w.clock.Regulation(), cause, marks...)
	}))
}

func (w *judging) dossier() rejudge.Mark {
	return rejudge.OfDossier(&ent.Plan{ID: w.plan, OrganisationID: w.organ})
}

// otherLaw changes a fact of every registration behind the desks' back.
func (w *judging) otherLaw() {
	w.t.Helper()
	w.must(w.store.Tx(w.system(), func(tx *ent.Tx) error {
		return tx.Organisation.UpdateOneID(w.organ).SetFundingLaws([]string{"ZVW"}).AddVersion(1).Exec(w.system())
	}))
}

func (w *judging) laws(id string) []string {
	w.t.Helper()
	laws, _ := w.question(id).Organisation.FundingLaws.Get()
	return laws
}

func TestADossierIsJudgedAgainInOneLineForOneCause(t *testing.T) {
	t.Parallel()
	eachJudging(t, func(w *judging) {
		for i := range 3 {
			w.create(w.byDay(newcomer(fmt.Sprint("P", i), fmt.Sprint("e", i))))
		}
		w.round()
		seen := len(w.events(0))
		w.otherLaw()
		w.mark(rejudge.Organisation, rejudge.OfOrganisation(w.organ), w.dossier())
		if n := w.round(); n != 4 {
			t.Errorf("judged %d", n)
		}
		if diff := cmp.Diff([]string{"ORGANISATION 1", "ORGANISATION 3"}, w.again()); diff != "" {
			t.Error(diff) // the plan has a question of its own
		}
		if got := w.events(seen); !slices.Equal(got, []string{"JUDGEMENT_CHANGED"}) {
			t.Errorf("events beside that of the plan, which was not judged before: %v", got)
		}
		verdict, err := audit.Verify(w.system(), w.store.Client(), w.plan)
		w.must(err)
		if len(verdict.Breaks) > 0 {
			t.Errorf("the chain is broken: %v", verdict.Breaks)
		}
	})
}

func TestWhatRestsOnTheSameFactsIsNotAskedAgain(t *testing.T) {
	t.Parallel()
	eachJudging(t, func(w *judging) {
		a, b := w.create(w.byDay(newcomer("Ada", "e1"))), w.create(w.byHour(participant("e1")))
		w.round()
		asked, rests := w.scheme.asked, *w.reload(b.ID).EvaluationID
		if asked != 1 {
			t.Errorf("asked %d times: the later registration was judged beside the earlier one", asked)
		}
		w.mark(rejudge.OtherRegistration, w.dossier())
		if n := w.round(); n != 0 || w.scheme.asked != asked || *w.reload(b.ID).EvaluationID != rests || w.waiting() != 0 {
			t.Errorf("judged %d, asked %d, %d wait", n, w.scheme.asked-asked, w.waiting())
		}
		if got := w.others(a.ID); len(got) != 1 {
			t.Errorf("the earlier registration sees %v", got)
		}
	})
}

func TestTwoProjectDocumentsWithinOneSecondBothCount(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newJudging(newWorldOf(t, s, sectorplanplus.V4, whileTheyRun))
		list, title := "mbo", "Mbo-Verpleegkunde"
		in := entered.CreateInput{
			PlanID: w.plan, Activity: "A", Training: dossier.TrainingInput{Listed: &dossier.ListedTrainingInput{List: &list, Title: &title, Route: new("BBL")}},
			Start: date("2025-01-13"), End: date("2025-02-13"), Participants: []entered.ParticipantInput{newcomer("Ada", "e1")},
		}
		r := w.create(in)
		state := func(class string) {
			_, err := w.project.AttachDocument(w.employer(), matrix.AttachDocumentInput{
				TicketID: w.upload(w.employer(), w.plan, class), ForID: w.plan, ExpectedVersion: 1, Kind: "DIRECTIEVERKLARING",
				Statement: &dossier.DocumentInput{Document: fields.Document{SizeClass: new(class)}},
			})
			w.must(err)
		}
		size := func() string {
			class, _ := w.question(r.ID).Organisation.SizeAwaited.Get()
			return class
		}
		state("SMALL")
		w.scheme.during = func() { state("MEDIUM") } // the clock stands still
		w.round()
		if w.waiting() == 0 {
			t.Fatal("the second document is forgotten")
		}
		w.round()
		if size() != "MEDIUM" || w.waiting() != 0 {
			t.Errorf("judged by size %s, %d wait", size(), w.waiting())
		}
	})
}

func TestAnOrganisationThatIsAmendedWhileItsRegistrationsAreJudgedAgain(t *testing.T) {
	t.Parallel()
	eachJudging(t, func(w *judging) {
		r := w.create(w.byDay(newcomer("Ada", "e1")))
		guard, err := access.New(w.store)
		w.must(err)
		desk := organisations.New(organisations.Config{Store: w.store, Guard: guard, Clock: w.clock})
		amend := func(version int, law string) {
			_, err := desk.Amend(w.employer(), organisations.AmendInput{ID: w.organ, ExpectedVersion: version, FundingLaws: []string{law}})
			w.must(err)
		}
		amend(1, "ZVW")
		w.scheme.during = func() { // the plan is asked about first
			w.scheme.during = func() { amend(2, "JEUGDWET") }
		}
		if n := w.round(); n != 1 {
			t.Errorf("%d judgements, beside that of the plan, rest on what the organisation stated before", n-1)
		}
		if n := w.round(); n != 2 || w.waiting() != 0 {
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
			_, err := desk.Amend(ctx, organisations.AmendInput{ID: w.organ, ExpectedVersion: 1, FundingLaws: []string{"ZVW"}})
			return err
		},
		"an employee": func(ctx context.Context, w *judging, desk *organisations.Desk) error {
			e, err := w.store.Client().Employee.Query().Only(actor.AsSystem(ctx))
			w.must(err)
			_, err = desk.AmendEmployee(ctx, organisations.AmendEmployeeInput{ID: e.ID, ExpectedVersion: 1, Employee: organisations.EmployeeInput{
				Name: "Ada", DateOfBirth: "1990-05-06", Employment: "EMPLOYED", EmployedSince: some(entry.Date("2026-03-01")),
			}})
			return err
		},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			eachJudging(t, func(w *judging) {
				guard, err := access.New(w.store)
				w.must(err)
				desk := organisations.New(organisations.Config{Store: w.store, Guard: guard, Clock: w.clock})
				w.create(w.byHour(newcomer("Ada", "e1"))) // whoever takes in a new person holds the log of the organisation
				making, held := w.store.Hold(w.employer())
				r, err := w.desk.Create(making, w.byDay(participant("e1")))
				w.must(err)
				soon, cancel := context.WithTimeout(w.employer(), 500*time.Millisecond)
				defer cancel()
				if err := change(soon, w, desk); err == nil {
					t.Fatal("changed while a registration rests on it that nobody sees")
				}
				w.must(held.Finish(making, func(*ent.Tx) error { return nil }))
				w.must(change(w.employer(), w, desk))
				before := *w.reload(r.ID).EvaluationID
				w.round()
				if *w.reload(r.ID).EvaluationID == before {
					t.Error("not judged again")
				}
			})
		})
	}
}

func TestAMarkThatComesBetweenReadingAndWritingSurvives(t *testing.T) {
	t.Parallel()
	eachJudging(t, func(w *judging) {
		w.create(w.byDay(newcomer("Ada", "e1")))
		w.round()
		w.otherLaw()
		w.mark(rejudge.PlanFacts, w.dossier())
		w.scheme.during = func() { w.mark(rejudge.PlanFacts, w.dossier()) }
		if n := w.round(); n != 1 || w.waiting() != 1 {
			t.Errorf("judged %d, %d wait", n, w.waiting())
		}
		if n := w.round(); n != 0 || w.waiting() != 0 {
			t.Errorf("judged %d, %d wait", n, w.waiting())
		}
	})
}

func TestTwoRoundsAtOnceJudgeOnce(t *testing.T) {
	t.Parallel()
	eachJudging(t, func(w *judging) {
		r := w.create(w.byDay(newcomer("Ada", "e1")))
		w.round()
		w.otherLaw()
		w.mark(rejudge.Organisation, w.dossier())
		w.scheme.during = func() {
			if n := w.round(); n != 1 {
				t.Errorf("the quicker round judged %d", n)
			}
			w.mark(rejudge.Organisation, w.dossier())
		}
		if n := w.round(); n != 0 {
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

func TestASchemeThatIsDownLeavesThingsDue(t *testing.T) {
	t.Parallel()
	eachJudging(t, func(w *judging) {
		w.create(w.byDay(newcomer("Ada", "e1")))
		w.round()
		w.otherLaw()
		w.mark(rejudge.Organisation, rejudge.OfOrganisation(w.organ))
		w.scheme.down = true
		if n, err := w.rejudge.Round(t.Context()); n != 0 || !fault.HasReason(err, "SCHEME_UNAVAILABLE") || w.waiting() != 1 {
			t.Errorf("judged %d, %v, %d wait", n, err, w.waiting())
		}
		w.scheme.down = false
		if n := w.round(); n != 2 || w.waiting() != 0 {
			t.Errorf("judged %d, %d wait", n, w.waiting())
		}
	})
}

func TestWhatIsDecidedIsNeverJudgedAgain(t *testing.T) {
	t.Parallel()
	eachJudging(t, func(w *judging) {
		r := w.create(w.byDay(newcomer("Ada", "e1")))
		w.handIn(r.ID)
		w.submit(r.ID)
		w.review(r.ID)
		w.judge(r.ID, "APPROVED", nil, "IN_REVIEW")
		w.decide(r.ID, "APPROVED", nil, nil)
		rests := *w.reload(r.ID).EvaluationID
		w.otherLaw()
		w.mark(rejudge.Organisation, rejudge.OfOrganisation(w.organ), w.dossier())
		if n := w.round(); n != 1 || *w.reload(r.ID).EvaluationID != rests || w.waiting() != 0 {
			t.Errorf("judged %d beside the plan, %d wait", n-1, w.waiting())
		}
	})
}

// act creates a registration as the API does.
func (w *judging) act(ctx context.Context, in entered.CreateInput) *ent.Registration {
	w.t.Helper()
	done, err := w.rejudge.Around(ctx, func(ctx context.Context) (any, error) { return w.desk.Create(ctx, in) })
	w.must(err)
	r, _ := done.(*ent.Registration)
	return r
}

func TestAFewOthersAreJudgedAgainAtOnce(t *testing.T) {
	t.Parallel()
	eachJudging(t, func(w *judging) {
		first := w.act(w.employer(), w.byDay(newcomer("Ada", "e1")))
		if w.scheme.asked != 0 || w.waiting() != 0 {
			t.Errorf("alone: asked %d, %d wait", w.scheme.asked, w.waiting())
		}
		second := w.act(w.employer(), w.byHour(participant("e1")))
		if got := w.others(first.ID); len(got) != 1 || w.scheme.asked != 1 || w.waiting() != 0 {
			t.Errorf("the first sees %v, asked %d, %d wait", got, w.scheme.asked, w.waiting())
		}

		ctx, held := w.store.Hold(w.employer())
		w.act(ctx, w.byHour(participant("e1")))
		if got := w.others(first.ID); len(got) != 1 {
			t.Errorf("judged again before the act is committed: %v", got)
		}
		w.must(held.Finish(ctx, func(*ent.Tx) error { return nil }))
		if got := w.others(second.ID); len(got) != 2 {
			t.Errorf("the second sees %v", got)
		}

		w.scheme.down = true
		last := w.act(w.employer(), w.byHour(participant("e1")))
		if last == nil || w.waiting() != 1 {
			t.Errorf("the act does not stand, or the others are forgotten: %d wait", w.waiting())
		}
	})
}

func TestManyOthersWaitForTheNextRound(t *testing.T) {
	t.Parallel()
	w := newJudging(newWorld(t, storetest.SQLite(t)))
	for i := range 21 {
		in := w.byHour(participant("e1"))
		if i == 0 {
			in = w.byHour(newcomer("Ada", "e1"))
		}
		w.create(in)
	}
	w.round()
	asked := w.scheme.asked
	w.act(w.employer(), w.byHour(participant("e1")))
	if w.scheme.asked != asked || w.waiting() != 1 {
		t.Errorf("asked %d, %d wait", w.scheme.asked-asked, w.waiting())
	}
	if n := w.round(); n != 21 {
		t.Errorf("judged %d", n)
	}
}

// Who brings in a person for the fiftieth time waits no longer than for the first.
func TestARowOfAnImportTakesTheSameStatementsWhateverIsStoredOfThePerson(t *testing.T) {
	t.Parallel()
	eachJudging(t, func(w *judging) {
		var asked atomic.Int64
		w.store.Client().Intercept(ent.InterceptFunc(func(next ent.Querier) ent.Querier {
			return ent.QuerierFunc(func(ctx context.Context, q ent.Query) (ent.Value, error) {
				asked.Add(1)
				return next.Query(ctx, q)
			})
		}))
		w.store.Client().Use(func(next ent.Mutator) ent.Mutator {
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
	w.t.Helper()
	_, err := w.rejudge.Around(w.employer(), func(ctx context.Context) (any, error) {
		return w.intake.Import(ctx, intake.ImportInput{PlanID: w.plan, Rows: []intake.ImportRow{{
			ExternalReference: reference, Activity: "2", Training: course(), Start: date("2026-02-02"), End: date("2026-02-10"),
			Participants: []entered.ParticipantInput{newcomer("Ada", "e1")},
		}}})
	})
	w.must(err)
}

func TestAnActThatOvertakesARoundKeepsItsOwnJudgement(t *testing.T) {
	t.Parallel()
	eachJudging(t, func(w *judging) {
		r := w.create(w.byDay(newcomer("Ada", "e1")))
		w.round()
		w.otherLaw()
		w.mark(rejudge.Organisation, w.dossier())
		w.scheme.during = func() {
			_, err := w.desk.Amend(w.employer(), entered.AmendInput{ID: r.ID, ExpectedVersion: 1, End: entry.ChangeTo(date("2026-11-30"))})
			w.must(err)
		}
		if n := w.round(); n != 0 || w.reload(r.ID).Version != 2 || w.reload(r.ID).State == workflow.Withdrawn {
			t.Errorf("judged %d", n)
		}
		if w.waiting() != 2 { // the act may rest on what was there before the mark, and has marked others
			t.Errorf("%d wait", w.waiting())
		}
		w.round()
		if w.waiting() != 0 || len(w.again()) != 0 {
			t.Errorf("%d wait, %v", w.waiting(), w.again())
		}
	})
}
