package registrations_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/dossier"
	"github.com/penvoerder/penvoerder/internal/dossier/fields"
	"github.com/penvoerder/penvoerder/internal/entry"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/hypothesis"
	"github.com/penvoerder/penvoerder/internal/matrix"
	"github.com/penvoerder/penvoerder/internal/projectfiles"
	"github.com/penvoerder/penvoerder/internal/registrations"
	"github.com/penvoerder/penvoerder/internal/registrations/entered"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
	"github.com/penvoerder/penvoerder/internal/workflow"
	"github.com/penvoerder/penvoerder/schemes/rulebook"
)

func TestEachChangeIsJudgedOnceForAll(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		r := w.create(w.byDay(newcomer("Ada", "e1")))
		w.memory.calls.Store(0)
		added, err := w.desk.AddParticipants(w.employer(), registrations.AddParticipantsInput{RegistrationID: r.ID, ExpectedVersion: 1, Participants: []entered.ParticipantInput{newcomer("Bram", "e2"), newcomer("Cees", "e3")}})
		w.must(err)
		if added.Registration.ParticipantCount != 3 || added.Registration.Version != 2 || *added.Registration.AmountCents != 3*3019_36 || w.memory.calls.Load() != 1 {
			t.Fatalf("added: %+v with %d calls", added.Registration, w.memory.calls.Load())
		}
		if added.Participations[1].EmployeeName != "Cees" || *added.Participations[1].AmountCents != 3019_36 {
			t.Errorf("participations: %+v", added.Participations)
		}

		amended, err := w.desk.Amend(w.employer(), entered.AmendInput{ID: r.ID, ExpectedVersion: 2, End: entry.ChangeTo(date("2026-11-30"))})
		w.must(err)
		if want := int64(3 * 303 * 904); *amended.AmountCents != want {
			t.Errorf("shortened: %d, want %d", *amended.AmountCents, want)
		}

		p := w.parts(r.ID)[0]
		got, err := w.desk.AmendParticipation(w.employer(), registrations.AmendParticipationInput{ID: p.ID, ExpectedVersion: 1, Statement: dossier.ParticipationInput{Participation: fields.Participation{
			HasRepaymentArrangement: new(true), ContractHours: new(entry.Hours("20")),
		}}})
		w.must(err)
		if got.Version != 2 || *got.Outcome != "INELIGIBLE" || *got.AmountCents != 0 || *got.Statement.ContractHours != "20.00" || *got.Statement.Employment != "EMPLOYED" {
			t.Errorf("amended participation: %+v", got)
		}
		if now := w.reload(r.ID); now.Version != 3 || *now.AmountCents != 2*303*904 {
			t.Errorf("its registration: version %d, %d", now.Version, *now.AmountCents)
		}

		left, err := w.desk.RemoveParticipation(w.employer(), registrations.RemoveParticipationInput{ID: p.ID, ExpectedVersion: 2})
		w.must(err)
		if left.ParticipantCount != 2 || left.Version != 4 || len(w.cells(r.ID)) != 2*4 {
			t.Errorf("removed: %d participants, version %d, cells %v", left.ParticipantCount, left.Version, w.cells(r.ID))
		}
	})
}

func TestADocumentStaysWithTheOthersItServes(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		r := w.create(w.byDay(newcomer("Ada", "e1"), newcomer("Bram", "e2")))
		shared := w.attach(r.ID, "LEERWERKOVEREENKOMST", nil).Document
		ps := w.parts(r.ID)
		own, err := w.desk.AttachDocument(w.employer(), matrix.AttachDocumentInput{
			TicketID: w.upload(w.employer(), r.ID, "own"), ForID: r.ID, ExpectedVersion: 1, Kind: "DIPLOMA", ParticipationIDs: []string{ps[0].ID},
		})
		w.must(err)
		if len(own.Cells) != 1 || *own.Cells[0].ParticipationID != ps[0].ID || own.Cells[0].State != "INCOMPLETE" {
			t.Fatalf("cells of one: %+v", own.Cells)
		}
		_, err = w.desk.RemoveParticipation(w.employer(), registrations.RemoveParticipationInput{ID: ps[0].ID, ExpectedVersion: 1})
		w.must(err)
		still, err := w.store.Client().Document.Get(w.system(), shared.ID)
		w.must(err)
		gone, err := w.store.Client().Document.Get(w.system(), own.Document.ID)
		w.must(err)
		if still.RemovedAt != nil || gone.RemovedAt == nil {
			t.Errorf("shared removed %v, own removed %v", still.RemovedAt, gone.RemovedAt)
		}
		if diff := cmp.Diff([]string{"LEERWERKOVEREENKOMST INCOMPLETE", "LOONSTROOK_START MISSING", "LOONSTROOK_EIND MISSING", "PRESTATIEBEWIJS MISSING"}, w.cells(r.ID)); diff != "" {
			t.Error(diff)
		}
	})
}

func TestAnAmendedDocumentIsJudgedAndARemovedOneIsMissed(t *testing.T) {
	t.Parallel()
	w := newWorld(t, storetest.SQLite(t))
	r := w.create(w.byHour(newcomer("Ada", "e1")))
	wrong := w.attach(r.ID, "LOONSTROOK_START", month("2026-03"))
	w.complete(r.ID, "LOONSTROOK_START")
	payslip := func() string { return w.cells(r.ID)[1] }
	if got := payslip(); got != "LOONSTROOK_START INCOMPLETE" {
		t.Fatalf("the wrong month: %s", got)
	}
	right, err := w.desk.AmendDocument(w.employer(), matrix.AmendDocumentInput{ID: wrong.Document.ID, ExpectedVersion: 1, Statement: month("2026-02")})
	w.must(err)
	if right.Document.Version != 2 || payslip() != "LOONSTROOK_START COMPLETE" {
		t.Errorf("the right month: version %d, %s", right.Document.Version, payslip())
	}
	cells, err := w.desk.RemoveDocument(w.employer(), matrix.RemoveDocumentInput{ID: wrong.Document.ID, ExpectedVersion: 2})
	w.must(err)
	if len(cells) != 1 || cells[0].State != "MISSING" || cells[0].IsComplete {
		t.Errorf("removed: %+v", cells)
	}
	if _, err := w.desk.RemoveDocument(w.employer(), matrix.RemoveDocumentInput{ID: wrong.Document.ID, ExpectedVersion: 3}); !fault.Is(err, fault.CodeNotFound) {
		t.Errorf("removed twice: %v", err)
	}
}

func TestWhyDocumentsAreRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t, storetest.SQLite(t))
	r := w.create(w.byDay(newcomer("Ada", "e1")))
	ticket := w.upload(w.employer(), r.ID, "x")
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
		"a malformed month and an unknown content": {matrix.AttachDocumentInput{Kind: "LEERWERKOVEREENKOMST", ServesAll: true, Statement: &dossier.DocumentInput{Document: fields.Document{
			Month: new(entry.YearMonth("13-2026")), Contents: []string{"POETRY"},
		}}}, []string{"INVALID MALFORMED input.statement.month", "INVALID VALUE_UNKNOWN input.statement.contents"}},
		"a period that ends before it begins": {matrix.AttachDocumentInput{Kind: "DIPLOMA", ServesAll: true, Statement: &dossier.DocumentInput{Document: fields.Document{
			Period: new(dossier.PeriodInput{From: "2026-03-01", To: "2026-02-01"}),
		}}}, []string{"INVALID END_BEFORE_START input.statement.period.to"}},
	} {
		test.in.TicketID, test.in.ForID, test.in.ExpectedVersion = ticket, r.ID, 1
		_, err := w.desk.AttachDocument(w.employer(), test.in)
		if diff := cmp.Diff(test.want, refused(err)); diff != "" {
			t.Errorf("%s: %s%v", name, diff, err)
		}
	}
	other := w.create(w.byDay(newcomer("Bram", "e2")))
	_, err := w.desk.AttachDocument(w.employer(), matrix.AttachDocumentInput{TicketID: ticket, ForID: other.ID, ExpectedVersion: 1, Kind: "DIPLOMA", ServesAll: true})
	if !fault.HasReason(err, "UPLOAD_TICKET_UNKNOWN") {
		t.Errorf("a ticket of another registration: %v", err)
	}
}

func TestAnApprovalIsSpentWhenTheFactsChangeInRepair(t *testing.T) {
	t.Parallel()
	w := newWorld(t, storetest.SQLite(t))
	r := w.create(w.byHour(newcomer("Ada", "e1")))
	w.attach(r.ID, "LOONSTROOK_START", month("2026-02"))
	w.attach(r.ID, "PRESTATIEVERKLARING", nil)
	w.complete(r.ID, "LOONSTROOK_START")
	w.complete(r.ID, "PRESTATIEVERKLARING")
	w.submit(r.ID)
	w.review(r.ID)
	cells := w.cellRows(r.ID)
	_, err := w.desk.JudgeCells(w.assessor(), matrix.JudgeCellsInput{ForID: r.ID, ExpectedVersion: w.reload(r.ID).Version, Cells: []matrix.CellVerdict{
		{CellID: cells[0].ID, ExpectedVersion: cells[0].Version, Verdict: "REJECTED", Reason: new("NO_THEME_GOAL")},
		{CellID: cells[1].ID, ExpectedVersion: cells[1].Version, Verdict: "APPROVED"},
	}})
	w.must(err)
	w.decide(r.ID, "REPAIR", new("Ander doel."), date("2027-02-01"))

	_, err = w.desk.Amend(w.employer(), entered.AmendInput{ID: r.ID, ExpectedVersion: w.reload(r.ID).Version, Start: entry.ChangeTo(date("2026-01-20"))})
	w.must(err)
	if diff := cmp.Diff([]string{"THEMA_DOEL REJECTED", "LOONSTROOK_START INCOMPLETE", "PRESTATIEVERKLARING COMPLETE"}, w.cells(r.ID)); diff != "" {
		t.Errorf("another start month: %s", diff)
	}
	training := course()
	training.Course.Goal = new("1.1")
	_, err = w.desk.Amend(w.employer(), entered.AmendInput{ID: r.ID, ExpectedVersion: w.reload(r.ID).Version, Training: &training})
	w.must(err)
	if got := w.cells(r.ID)[0]; got != "THEMA_DOEL COMPLETE" {
		t.Errorf("another goal: %s", got)
	}
}

func TestARejectedCellCanBeSaidToBeRight(t *testing.T) {
	t.Parallel()
	w := newWorld(t, storetest.SQLite(t))
	r := w.create(w.byDay(newcomer("Ada", "e1")))
	w.handIn(r.ID)
	w.submit(r.ID)
	w.review(r.ID)
	w.judge(r.ID, "REJECTED", new("OTHER"), "IN_REVIEW")
	w.decide(r.ID, "REPAIR", new("x"), date("2027-02-01"))
	w.complete(r.ID, "PRESTATIEBEWIJS") // the whole column: names no cell
	c := w.cellRows(r.ID)[3]
	if c.State != "REJECTED" {
		t.Fatalf("a column answered to a rejection: %s", c.State)
	}
	cells, err := w.desk.CompleteCells(w.employer(), matrix.CompleteCellsInput{ForID: r.ID, ExpectedVersion: w.reload(r.ID).Version, Column: c.Column, CellIDs: []string{c.ID}, IsComplete: true})
	w.must(err)
	if len(cells) != 1 || cells[0].State != "COMPLETE" {
		t.Errorf("said to be right: %+v", cells)
	}
}

func TestTimeAloneChangesAJudgement(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		r := w.create(w.byDay(newcomer("Ada", "e1")))
		seen := len(w.acts(0))
		if n, err := w.rejudge.Round(w.t.Context()); n != 0 || err != nil {
			t.Fatalf("nothing was due: %d, %v", n, err)
		}
		w.must(w.store.Tx(w.system(), func(tx *ent.Tx) error {
			return tx.Registration.UpdateOneID(r.ID).SetValidUntil(w.clock.Regulation()).Exec(w.system())
		}))
		n, err := w.rejudge.Round(w.t.Context())
		w.must(err)
		now := w.reload(r.ID)
		if n != 1 || now.ValidUntil != nil || now.Version != r.Version || *now.EvaluationID == *r.EvaluationID {
			t.Errorf("judged %d: %+v", n, now)
		}
		if diff := cmp.Diff([]string{"judgeAgain DONE"}, w.acts(seen)); diff != "" {
			t.Error(diff)
		}
	})
}

func TestTheOtherRegistrationsOfAPersonAreFacts(t *testing.T) {
	t.Parallel()
	w := newWorld(t, storetest.SQLite(t))
	first := w.create(w.byDay(newcomer("Ada", "e1")))
	known := entered.ParticipantInput{Employee: entered.EmployeeChoice{ExternalReference: new("e1")}, Statement: clean()}
	second := w.create(w.byDay(known))
	e, err := w.store.Client().Evaluation.Get(w.system(), *second.EvaluationID)
	w.must(err)
	if !slices.Contains(w.rules(e), "SOZW-ELIG-018/twice") {
		t.Errorf("the same training twice is not seen: %v", w.rules(e))
	}
	_, err = w.desk.Withdraw(w.employer(), registrations.WithdrawInput{ID: first.ID, ExpectedVersion: 1, Reason: new("dubbel")})
	w.must(err)
	again, err := w.desk.Amend(w.employer(), entered.AmendInput{ID: second.ID, ExpectedVersion: 1})
	w.must(err)
	e, err = w.store.Client().Evaluation.Get(w.system(), *again.EvaluationID)
	w.must(err)
	if slices.Contains(w.rules(e), "SOZW-ELIG-018/twice") {
		t.Error("a withdrawn registration still counts")
	}
}

func TestTheProjectFileOfAPlan(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		done, err := w.project.AttachDocument(w.employer(), matrix.AttachDocumentInput{
			TicketID: w.upload(w.employer(), w.plan, "kvk"), ForID: w.plan, ExpectedVersion: 1, Kind: "KVK_UITTREKSEL",
			Statement: &dossier.DocumentInput{Document: fields.Document{IssuedOn: new(entry.Date("2024-12-31"))}},
		})
		w.must(err)
		if len(done.Cells) != 2 || done.Cells[0].State != "INCOMPLETE" || done.Cells[1].State != "MISSING" {
			t.Fatalf("cells: %+v", done.Cells)
		}
		_, err = w.project.AmendDocument(w.employer(), matrix.AmendDocumentInput{ID: done.Document.ID, ExpectedVersion: 1, Statement: &dossier.DocumentInput{Document: fields.Document{IssuedOn: new(entry.Date("2026-01-10"))}}})
		w.must(err)
		cells, err := w.project.CompleteCells(w.employer(), matrix.CompleteCellsInput{ForID: w.plan, ExpectedVersion: 1, Column: "KVK_UITTREKSEL", IsComplete: true})
		w.must(err)
		if len(cells) != 1 || cells[0].State != "IN_REVIEW" {
			t.Errorf("complete, and put to its judge: %+v", cells)
		}
		p, err := w.project.Amend(w.employer(), projectfiles.AmendInput{PlanID: w.plan, ExpectedVersion: 1, SignatoryName: new(" D. de Vries ")})
		w.must(err)
		if p.ProjectVersion != 2 || *p.SignatoryName != "D. de Vries" {
			t.Errorf("signatory: %+v", p)
		}
		_, err = w.project.Amend(w.employer(), projectfiles.AmendInput{PlanID: w.plan, ExpectedVersion: 1})
		if !isStale(err) {
			t.Errorf("a stale project file: %v", err)
		}
	})
}

func TestAPlanThatIsNotGrantedTakesNoSubmission(t *testing.T) {
	t.Parallel()
	rulebook.Tries(t, "SOZW-PLAN-004")
	w := newWorld(t, storetest.SQLite(t))
	r := w.create(w.byDay(newcomer("Ada", "e1")))
	w.handIn(r.ID)
	set := func(state string) {
		w.must(w.store.Tx(w.system(), func(tx *ent.Tx) error {
			return tx.Plan.UpdateOneID(w.plan).SetState(state).Exec(w.system())
		}))
	}
	set(workflow.Assessed)
	if err := w.submitError(r.ID); !fault.HasReason(err, fault.ReasonWrongState) {
		t.Errorf("submitted under an assessed plan: %v", err)
	}
	if can := w.desk.Can(w.employer(), "SUBMIT", w.reload(r.ID)); can.Allowed || can.Reason != "NOT_IN_THIS_STATE" {
		t.Errorf("may submit: %+v", can)
	}
	set(workflow.Granted)
	if can := w.desk.Can(w.employer(), "SUBMIT", w.reload(r.ID)); !can.Allowed {
		t.Errorf("may not submit: %+v", can)
	}
	set(workflow.Withdrawn)
	if _, err := w.desk.Create(w.employer(), w.byDay()); !fault.HasReason(err, fault.ReasonWrongState) {
		t.Errorf("created under a withdrawn plan: %v", err)
	}
}

func TestTheQueueOfTheAssessors(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		r := w.create(w.byDay(newcomer("Ada", "e1")))
		w.handIn(r.ID)
		queue := func(f registrations.QueueFilter) int {
			t.Helper()
			n, err := w.desk.Queue(w.assessor(), f).Count(w.assessor())
			w.must(err)
			return n
		}
		if got := queue(registrations.QueueFilter{}); got != 0 {
			t.Errorf("a draft waits: %d", got)
		}
		w.submit(r.ID)
		for name, test := range map[string]struct {
			filter registrations.QueueFilter
			want   int
		}{
			"all": {registrations.QueueFilter{}, 1}, "unassigned": {registrations.QueueFilter{Assigned: registrations.Unassigned}, 1},
			"mine": {registrations.QueueFilter{Assigned: registrations.Mine}, 0}, "this scheme": {registrations.QueueFilter{Schemes: []string{"sozw-2026"}}, 1},
			"this region": {registrations.QueueFilter{RegionID: "rgn_groningen"}, 1}, "another region": {registrations.QueueFilter{RegionID: "rgn_x"}, 0},
			"another activity": {registrations.QueueFilter{Activities: []string{"2"}}, 0},
		} {
			if got := queue(test.filter); got != test.want {
				t.Errorf("%s: %d, want %d", name, got, test.want)
			}
		}
		w.review(r.ID)
		if got := queue(registrations.QueueFilter{Assigned: registrations.Mine}); got != 1 {
			t.Errorf("mine: %d", got)
		}
	})
}

func TestEvaluateStoresNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t, storetest.SQLite(t))
	in := hypothesis.EvaluateInput{Scheme: "sozw-2026", Subject: hypothesis.EvaluateSubjectInput{Registration: &hypothesis.EvaluateRegistrationInput{
		Activity: "1A", Training: nurse(), Start: date("2026-02-01"), End: date("2026-12-31"),
		Participations: []hypothesis.EvaluateParticipationInput{{Key: "a", EmployedSince: date("2020-01-01"), Statement: *clean()}},
	}}}
	in.Subject.Registration.Participations[0].Statement.Employment = new("EMPLOYED")
	in.Subject.Registration.Participations[0].Statement.ContractHours = new(entry.Hours("32"))
	e, err := w.guess.Evaluate(w.employer(), in)
	w.must(err)
	if e.Outcome != "ELIGIBLE" || *e.AmountCents != 3019_36 || e.PlanID != "" {
		t.Errorf("evaluated: %+v", e)
	}
	if n := w.store.Client().Evaluation.Query().CountX(w.system()); n != 0 {
		t.Errorf("%d receipts were kept", n)
	}
	in.Subject.Registration.End = date("2026-01-01")
	in.Subject.Registration.Documents = []hypothesis.EvaluateDocumentInput{{Kind: "POEM", Keys: []string{"b"}}}
	_, err = w.guess.Evaluate(w.employer(), in)
	if diff := cmp.Diff([]string{
		"INVALID END_BEFORE_START input.subject.registration.end",
		"INVALID DOCUMENT_KIND_UNKNOWN input.subject.registration.documents.0.kind",
		"INVALID PARTICIPATION_UNKNOWN input.subject.registration.documents.0.keys",
	}, refused(err)); diff != "" {
		t.Error(diff)
	}
	in.Scheme = "wow"
	if _, err = w.guess.Evaluate(w.employer(), in); !fault.HasReason(err, "SCHEME_NOT_IN_FORCE") {
		t.Errorf("an unknown scheme: %v", err)
	}
}
