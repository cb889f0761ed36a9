package registrations_test

import (
	"context"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/matrix"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/question/fields"
	"github.com/penvoerder/penvoerder/internal/registrations"
	"github.com/penvoerder/penvoerder/internal/registrations/entered"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
	"github.com/penvoerder/penvoerder/internal/testworld"
	"github.com/penvoerder/penvoerder/internal/typed"
	"github.com/penvoerder/penvoerder/internal/workflow"
	"github.com/penvoerder/penvoerder/schemes/rulebook"
)

func TestEachChangeIsJudgedOnceForAll(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		r := w.Create(w.ByDay(testworld.Newcomer("Ada", "e1")))
		w.Catalog.Calls.Store(0)
		added, err := w.Registrations.AddParticipants(w.AsEmployer(), registrations.AddParticipantsInput{RegistrationID: r.ID, ExpectedVersion: 1, Participants: []entered.ParticipantInput{testworld.Newcomer("Bram", "e2"), testworld.Newcomer("Cees", "e3")}})
		w.Must(err)
		if added.Registration.ParticipantCount != 3 || added.Registration.Version != 2 || *added.Registration.AmountCents != 3*3019_36 || w.Catalog.Calls.Load() != 1 {
			t.Fatalf("added: %+v with %d calls", added.Registration, w.Catalog.Calls.Load())
		}
		if added.Participations[1].EmployeeName != "Cees" || *added.Participations[1].AmountCents != 3019_36 {
			t.Errorf("participations: %+v", added.Participations)
		}

		amended, err := w.Registrations.Amend(w.AsEmployer(), entered.AmendInput{ID: r.ID, ExpectedVersion: 2, End: typed.ChangeTo(testworld.Date("2026-11-30"))})
		w.Must(err)
		if want := int64(3 * 303 * 904); *amended.AmountCents != want {
			t.Errorf("shortened: %d, want %d", *amended.AmountCents, want)
		}

		p := w.Parts(r.ID)[0]
		got, err := w.Registrations.AmendParticipation(w.AsEmployer(), registrations.AmendParticipationInput{ID: p.ID, ExpectedVersion: 1, Statement: question.ParticipationInput{Participation: fields.Participation{
			HasRepaymentArrangement: new(true), ContractHours: new(typed.Hours("20")),
		}}})
		w.Must(err)
		if got.Version != 2 || *got.Outcome != "INELIGIBLE" || *got.AmountCents != 0 || *got.Statement.ContractHours != "20.00" || *got.Statement.Employment != "EMPLOYED" {
			t.Errorf("amended participation: %+v", got)
		}
		if now := w.Reload(r.ID); now.Version != 3 || *now.AmountCents != 2*303*904 {
			t.Errorf("its registration: version %d, %d", now.Version, *now.AmountCents)
		}

		left, err := w.Registrations.RemoveParticipation(w.AsEmployer(), registrations.RemoveParticipationInput{ID: p.ID, ExpectedVersion: 2})
		w.Must(err)
		if left.ParticipantCount != 2 || left.Version != 4 || len(w.Cells(r.ID)) != 2*4 {
			t.Errorf("removed: %d participants, version %d, cells %v", left.ParticipantCount, left.Version, w.Cells(r.ID))
		}
	})
}

func TestADocumentStaysWithTheOthersItServes(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		r := w.Create(w.ByDay(testworld.Newcomer("Ada", "e1"), testworld.Newcomer("Bram", "e2")))
		shared := w.Attach(r.ID, "LEERWERKOVEREENKOMST", nil).Document
		ps := w.Parts(r.ID)
		own, err := w.Registrations.AttachDocument(w.AsEmployer(), matrix.AttachDocumentInput{
			TicketID: w.Upload(w.AsEmployer(), r.ID, "own"), ForID: r.ID, ExpectedVersion: 1, Kind: "DIPLOMA", ParticipationIDs: []string{ps[0].ID},
		})
		w.Must(err)
		if len(own.Cells) != 1 || *own.Cells[0].ParticipationID != ps[0].ID || own.Cells[0].State != "INCOMPLETE" {
			t.Fatalf("cells of one: %+v", own.Cells)
		}
		_, err = w.Registrations.RemoveParticipation(w.AsEmployer(), registrations.RemoveParticipationInput{ID: ps[0].ID, ExpectedVersion: 1})
		w.Must(err)
		still, err := w.Store.Client().Document.Get(w.System(), shared.ID)
		w.Must(err)
		gone, err := w.Store.Client().Document.Get(w.System(), own.Document.ID)
		w.Must(err)
		if still.RemovedAt != nil || gone.RemovedAt == nil {
			t.Errorf("shared removed %v, own removed %v", still.RemovedAt, gone.RemovedAt)
		}
		if diff := cmp.Diff([]string{"LEERWERKOVEREENKOMST INCOMPLETE", "LOONSTROOK_START MISSING", "LOONSTROOK_EIND MISSING", "PRESTATIEBEWIJS MISSING"}, w.Cells(r.ID)); diff != "" {
			t.Error(diff)
		}
	})
}

func TestAnAmendedDocumentIsJudgedAndARemovedOneIsMissed(t *testing.T) {
	t.Parallel()
	w := newWorld(t, storetest.SQLite(t))
	r := w.Create(w.ByHour(testworld.Newcomer("Ada", "e1")))
	wrong := w.Attach(r.ID, "LOONSTROOK_START", testworld.Month("2026-03"))
	w.Complete(r.ID, "LOONSTROOK_START")
	payslip := func() string { return w.Cells(r.ID)[1] }
	if got := payslip(); got != "LOONSTROOK_START INCOMPLETE" {
		t.Fatalf("the wrong month: %s", got)
	}
	right, err := w.Registrations.AmendDocument(w.AsEmployer(), matrix.AmendDocumentInput{ID: wrong.Document.ID, ExpectedVersion: 1, Statement: testworld.Month("2026-02")})
	w.Must(err)
	if right.Document.Version != 2 || payslip() != "LOONSTROOK_START COMPLETE" {
		t.Errorf("the right month: version %d, %s", right.Document.Version, payslip())
	}
	cells, err := w.Registrations.RemoveDocument(w.AsEmployer(), matrix.RemoveDocumentInput{ID: wrong.Document.ID, ExpectedVersion: 2})
	w.Must(err)
	if len(cells) != 1 || cells[0].State != "MISSING" || cells[0].IsComplete {
		t.Errorf("removed: %+v", cells)
	}
	if _, err := w.Registrations.RemoveDocument(w.AsEmployer(), matrix.RemoveDocumentInput{ID: wrong.Document.ID, ExpectedVersion: 3}); !fault.Is(err, fault.CodeNotFound) {
		t.Errorf("removed twice: %v", err)
	}
}

func TestWhyDocumentsAreRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t, storetest.SQLite(t))
	r := w.Create(w.ByDay(testworld.Newcomer("Ada", "e1")))
	ticket := w.Upload(w.AsEmployer(), r.ID, "x")
	for name, test := range map[string]struct {
		in   matrix.AttachDocumentInput
		want []string
	}{
		"a kind of the project file": {matrix.AttachDocumentInput{Kind: "KVK_UITTREKSEL"}, []string{"INVALID DOCUMENT_KIND_UNKNOWN input.kind"}},
		"nobody is served":           {matrix.AttachDocumentInput{Kind: "DIPLOMA"}, []string{"INVALID REQUIRED input.participationIDs"}},
		"a stranger is served": {
			matrix.AttachDocumentInput{Kind: "DIPLOMA", ParticipationIDs: []string{"par_x"}},
			[]string{"INVALID PARTICIPATION_UNKNOWN input.participationIDs.0"},
		},
		"a malformed month and an unknown content": {matrix.AttachDocumentInput{Kind: "LEERWERKOVEREENKOMST", ServesAll: true, Statement: &question.DocumentInput{Document: fields.Document{
			Month: new(typed.YearMonth("13-2026")), Contents: []string{"POETRY"},
		}}}, []string{"INVALID MALFORMED input.statement.month", "INVALID VALUE_UNKNOWN input.statement.contents"}},
		"a period that ends before it begins": {matrix.AttachDocumentInput{Kind: "DIPLOMA", ServesAll: true, Statement: &question.DocumentInput{Document: fields.Document{
			Period: new(question.PeriodInput{From: "2026-03-01", To: "2026-02-01"}),
		}}}, []string{"INVALID END_BEFORE_START input.statement.period.to"}},
	} {
		test.in.TicketID, test.in.ForID, test.in.ExpectedVersion = ticket, r.ID, 1
		_, err := w.Registrations.AttachDocument(w.AsEmployer(), test.in)
		if diff := cmp.Diff(test.want, testworld.Refused(err)); diff != "" {
			t.Errorf("%s: %s%v", name, diff, err)
		}
	}
	other := w.Create(w.ByDay(testworld.Newcomer("Bram", "e2")))
	_, err := w.Registrations.AttachDocument(w.AsEmployer(), matrix.AttachDocumentInput{TicketID: ticket, ForID: other.ID, ExpectedVersion: 1, Kind: "DIPLOMA", ServesAll: true})
	if !fault.HasReason(err, "UPLOAD_TICKET_UNKNOWN") {
		t.Errorf("a ticket of another registration: %v", err)
	}
}

func TestAnApprovalIsSpentWhenTheFactsChangeInRepair(t *testing.T) {
	t.Parallel()
	w := newWorld(t, storetest.SQLite(t))
	r := w.Create(w.ByHour(testworld.Newcomer("Ada", "e1")))
	w.HandInCourse(r.ID)
	w.Submit(r.ID)
	w.Review(r.ID)
	cells := w.CellRows(r.ID)
	_, err := w.Registrations.JudgeCells(w.AsAssessor(), matrix.JudgeCellsInput{ForID: r.ID, ExpectedVersion: w.Reload(r.ID).Version, Cells: []matrix.CellVerdict{
		{CellID: cells[0].ID, ExpectedVersion: cells[0].Version, Verdict: "REJECTED", Reason: new("NO_THEME_GOAL")},
		{CellID: cells[1].ID, ExpectedVersion: cells[1].Version, Verdict: "APPROVED"},
	}})
	w.Must(err)
	w.Decide(r.ID, "REPAIR", new("Ander doel."), testworld.Date("2027-02-01"))

	_, err = w.Registrations.Amend(w.AsEmployer(), entered.AmendInput{ID: r.ID, ExpectedVersion: w.Reload(r.ID).Version, Start: typed.ChangeTo(testworld.Date("2026-01-20"))})
	w.Must(err)
	if diff := cmp.Diff([]string{"THEMA_DOEL REJECTED", "LOONSTROOK_START INCOMPLETE", "PRESTATIEVERKLARING COMPLETE"}, w.Cells(r.ID)); diff != "" {
		t.Errorf("another start month: %s", diff)
	}
	training := testworld.Course()
	training.Course.Goal = new("1.1")
	_, err = w.Registrations.Amend(w.AsEmployer(), entered.AmendInput{ID: r.ID, ExpectedVersion: w.Reload(r.ID).Version, Training: &training})
	w.Must(err)
	if got := w.Cells(r.ID)[0]; got != "THEMA_DOEL COMPLETE" {
		t.Errorf("another goal: %s", got)
	}
}

func TestARejectedCellCanBeSaidToBeRight(t *testing.T) {
	t.Parallel()
	w := newWorld(t, storetest.SQLite(t))
	r := w.Create(w.ByDay(testworld.Newcomer("Ada", "e1")))
	w.HandIn(r.ID)
	w.Submit(r.ID)
	w.Review(r.ID)
	w.Judge(r.ID, "REJECTED", new("OTHER"), "IN_REVIEW")
	w.Decide(r.ID, "REPAIR", new("x"), testworld.Date("2027-02-01"))
	w.Complete(r.ID, "PRESTATIEBEWIJS") // the whole column: names no cell
	c := w.CellRows(r.ID)[3]
	if c.State != "REJECTED" {
		t.Fatalf("a column answered to a rejection: %s", c.State)
	}
	cells, err := w.Registrations.CompleteCells(w.AsEmployer(), matrix.CompleteCellsInput{ForID: r.ID, ExpectedVersion: w.Reload(r.ID).Version, Column: c.Column, CellIDs: []string{c.ID}, IsComplete: true})
	w.Must(err)
	if len(cells) != 1 || cells[0].State != "COMPLETE" {
		t.Errorf("said to be right: %+v", cells)
	}
}

func TestTimeAloneChangesAJudgement(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		r := w.Create(w.ByDay(testworld.Newcomer("Ada", "e1")))
		seen := len(w.Acts(0))
		if n, err := w.Rejudge.Round(w.T.Context()); n != 0 || err != nil {
			t.Fatalf("nothing was due: %d, %v", n, err)
		}
		w.Must(w.Store.Tx(w.System(), func(tx *ent.Tx) error {
			return tx.Registration.UpdateOneID(r.ID).SetValidUntil(w.Clock.Regulation()).Exec(w.System())
		}))
		n, err := w.Rejudge.Round(w.T.Context())
		w.Must(err)
		now := w.Reload(r.ID)
		if n != 1 || now.ValidUntil != nil || now.Version != r.Version || *now.EvaluationID == *r.EvaluationID {
			t.Errorf("judged %d: %+v", n, now)
		}
		if diff := cmp.Diff([]string{"judgeAgain DONE"}, w.Acts(seen)); diff != "" {
			t.Error(diff)
		}
	})
}

func TestTheOtherRegistrationsOfAPersonAreFacts(t *testing.T) {
	t.Parallel()
	w := newWorld(t, storetest.SQLite(t))
	first := w.Create(w.ByDay(testworld.Newcomer("Ada", "e1")))
	known := entered.ParticipantInput{Employee: entered.EmployeeChoice{ExternalReference: new("e1")}, Statement: testworld.Clean()}
	second := w.Create(w.ByDay(known))
	e, err := w.Store.Client().Evaluation.Get(w.System(), *second.EvaluationID)
	w.Must(err)
	if !slices.Contains(w.Rules(e), "SOZW-ELIG-018/twice") {
		t.Errorf("the same training twice is not seen: %v", w.Rules(e))
	}
	_, err = w.Registrations.Withdraw(w.AsEmployer(), registrations.WithdrawInput{ID: first.ID, ExpectedVersion: 1, Reason: new("dubbel")})
	w.Must(err)
	again, err := w.Registrations.Amend(w.AsEmployer(), entered.AmendInput{ID: second.ID, ExpectedVersion: 1})
	w.Must(err)
	e, err = w.Store.Client().Evaluation.Get(w.System(), *again.EvaluationID)
	w.Must(err)
	if slices.Contains(w.Rules(e), "SOZW-ELIG-018/twice") {
		t.Error("a withdrawn registration still counts")
	}
}

func TestAPlanThatIsNotGrantedTakesNoSubmission(t *testing.T) {
	t.Parallel()
	rulebook.Tries(t, "SOZW-PLAN-004")
	w := newWorld(t, storetest.SQLite(t))
	r := w.Create(w.ByDay(testworld.Newcomer("Ada", "e1")))
	w.HandIn(r.ID)
	set := func(state string) {
		w.Write(func(ctx context.Context, tx *ent.Tx) error {
			return tx.Plan.UpdateOneID(w.Plan).SetState(state).Exec(ctx)
		})
	}
	set(workflow.Assessed)
	if err := w.submitError(r.ID); !fault.HasReason(err, fault.ReasonWrongState) {
		t.Errorf("submitted under an assessed plan: %v", err)
	}
	if can := w.Registrations.Can(w.AsEmployer(), "SUBMIT", w.Reload(r.ID)); can.Allowed || can.Reason != "NOT_IN_THIS_STATE" {
		t.Errorf("may submit: %+v", can)
	}
	set(workflow.Granted)
	if can := w.Registrations.Can(w.AsEmployer(), "SUBMIT", w.Reload(r.ID)); !can.Allowed {
		t.Errorf("may not submit: %+v", can)
	}
	set(workflow.Withdrawn)
	if _, err := w.Registrations.Create(w.AsEmployer(), w.ByDay()); !fault.HasReason(err, fault.ReasonWrongState) {
		t.Errorf("created under a withdrawn plan: %v", err)
	}
}

func TestTheQueueOfTheAssessors(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		r := w.Create(w.ByDay(testworld.Newcomer("Ada", "e1")))
		w.HandIn(r.ID)
		queue := func(as string) int {
			t.Helper()
			held, err := w.Registrations.HeldAs(w.AsAssessor(), as)
			w.Must(err)
			n, err := w.Registrations.Queue().Where(held).Count(w.AsAssessor())
			w.Must(err)
			return n
		}
		expect := func(when string, want map[string]int) {
			t.Helper()
			for _, as := range []string{registrations.Mine, registrations.Unassigned, registrations.Absent, registrations.Others} {
				if got := queue(as); got != want[as] {
					t.Errorf("%s, %s: %d, want %d", when, as, got, want[as])
				}
			}
			shares, err := w.Registrations.Shares(w.AsAssessor(), w.Registrations.Queue())
			w.Must(err)
			counted := map[string]int{}
			for _, s := range shares {
				counted[s.Assigned] += s.Count
			}
			if diff := cmp.Diff(want, counted); diff != "" {
				t.Errorf("%s, counted: %s", when, diff)
			}
		}
		expect("a draft", map[string]int{})
		w.Submit(r.ID)
		expect("submitted", map[string]int{registrations.Unassigned: 1})
		w.Review(r.ID)
		expect("in review", map[string]int{registrations.Mine: 1})
		_, err := w.Registrations.Release(w.AsAssessor(), registrations.ReleaseInput{ID: r.ID, ExpectedVersion: w.Reload(r.ID).Version})
		w.Must(err)
		expect("let go of", map[string]int{registrations.Unassigned: 1})
		_, err = w.Registrations.Claim(w.AsColleague(), registrations.ClaimInput{ID: r.ID, ExpectedVersion: w.Reload(r.ID).Version})
		w.Must(err)
		expect("claimed by a colleague", map[string]int{registrations.Others: 1})
		w.away(w.AsColleague, 1)
		expect("of who is away", map[string]int{registrations.Absent: 1})
	})
}
