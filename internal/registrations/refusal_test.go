package registrations_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/dossier"
	"github.com/penvoerder/penvoerder/internal/entry"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/internal/matrix"
	"github.com/penvoerder/penvoerder/internal/projectfiles"
	"github.com/penvoerder/penvoerder/internal/registrations"
	"github.com/penvoerder/penvoerder/internal/registrations/entered"
	"github.com/penvoerder/penvoerder/internal/registrations/intake"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
)

func TestACreationHearsEverythingThatIsWrongAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t, storetest.SQLite(t))
	unknown := "emp_nobody"
	in := w.byHour(newcomer("Ada", "e1"), newcomer("", "e2"))
	in.Participants[0].Statement.EmployeeContribution = new(entry.Money("1.999"))
	in.Participants = append(in.Participants, entered.ParticipantInput{Employee: entered.EmployeeChoice{ID: &unknown}})
	in.Start = date("2026-02-30")
	in.Training.Course.Hours = new(entry.Hours("acht"))
	in.Training.Course.Theme = new("99")
	in.Facts = []dossier.FactInput{{Key: "severalTeachers", Value: &dossier.FactValueInput{Date: date("x")}}}
	_, err := w.desk.Create(w.employer(), in)
	if diff := cmp.Diff([]string{
		"INVALID MALFORMED input.start",
		"INVALID MALFORMED input.training.course.hours",
		"INVALID VALUE_UNKNOWN input.training.course.theme",
		"INVALID MALFORMED input.facts.0.value.date",
		"INVALID MALFORMED input.participants.0.statement.employeeContribution",
		"INVALID REQUIRED input.participants.1.employee.new.name",
		"INVALID EMPLOYEE_UNKNOWN input.participants.2.employee",
	}, refused(err)); diff != "" {
		t.Error(diff)
	}
	if got := w.acts(0); got != nil {
		t.Errorf("a refused creation left %v", got)
	}
}

func TestWhatCannotBeTrueIsRefusedAtItsPlace(t *testing.T) {
	t.Parallel()
	w := newWorld(t, storetest.SQLite(t))
	for name, test := range map[string]struct {
		change func(in *entered.CreateInput)
		want   []string
	}{
		"an end before the start": {func(in *entered.CreateInput) { in.End = date("2026-02-01") }, []string{"INVALID END_BEFORE_START input.end"}},
		"a group without people":  {func(in *entered.CreateInput) { in.Training.Course.GroupSize = new(0) }, []string{"INVALID GROUP_SIZE_TOO_SMALL input.training.course.groupSize"}},
		"more people than the group": {func(in *entered.CreateInput) {
			in.Training.Course.GroupSize = new(1)
			in.Participants = append(in.Participants, newcomer("Bram", "e2"))
		}, []string{"INVALID GROUP_FULL input.training.course.groupSize"}},
		"a fact that is not asked": {func(in *entered.CreateInput) {
			in.Facts = []dossier.FactInput{{Key: "practiceComponent", Value: &dossier.FactValueInput{Boolean: new(true)}}}
		}, []string{"INVALID FACT_UNKNOWN input.facts.0.key"}},
		"a participant who ends before beginning": {func(in *entered.CreateInput) {
			in.Participants[0].Statement.End = new(entry.Date("2026-01-01"))
		}, []string{"INVALID END_BEFORE_START input.participants.0.statement.end"}},
		"an activity of another scheme":  {func(in *entered.CreateInput) { in.Activity = "C" }, []string{"INVALID ACTIVITY_UNKNOWN input.activity"}},
		"a course where a list is asked": {func(in *entered.CreateInput) { in.Activity = "1A" }, []string{"INVALID TRAINING_UNKNOWN input.training"}},
		"a training that is not listed": {func(in *entered.CreateInput) {
			code := "99999"
			in.Activity, in.Training = "1A", dossier.TrainingInput{Listed: &dossier.ListedTrainingInput{Code: &code}}
		}, []string{"INVALID TRAINING_UNKNOWN input.training.listed"}},
		"a code that is listed twice under different names": {func(in *entered.CreateInput) {
			code := "49145"
			in.Activity, in.Training = "1A", dossier.TrainingInput{Listed: &dossier.ListedTrainingInput{Code: &code}}
		}, []string{"INVALID TRAINING_UNKNOWN input.training.listed"}},
		"a text with a NUL":      {func(in *entered.CreateInput) { in.Training.Course.Title = "a\x00b" }, []string{"INVALID MALFORMED input.training"}},
		"a key that is too long": {func(in *entered.CreateInput) { in.ExternalReference = new(strings.Repeat("k", 101)) }, []string{"INVALID TOO_LONG input.externalReference"}},
		"the same person twice": {func(in *entered.CreateInput) {
			in.Participants = append(in.Participants, entered.ParticipantInput{Employee: entered.EmployeeChoice{ExternalReference: new("known")}},
				entered.ParticipantInput{Employee: entered.EmployeeChoice{ExternalReference: new("known")}})
		}, []string{"INVALID ALREADY_PARTICIPATES input.participants.2.employee"}},
	} {
		if name == "the same person twice" {
			w.create(w.byHour(newcomer("Kees", "known")))
		}
		in := w.byHour(newcomer("Ada", "e1"))
		test.change(&in)
		_, err := w.desk.Create(w.employer(), in)
		if diff := cmp.Diff(test.want, refused(err)); diff != "" {
			t.Errorf("%s: %s%v", name, diff, err)
		}
	}
}

func TestAReferenceIsTakenOnce(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		in := w.byHour()
		in.ExternalReference = new("HR-1")
		w.create(in)
		_, err := w.desk.Create(w.employer(), in)
		if diff := cmp.Diff([]string{"CONFLICT EXTERNAL_REFERENCE_TAKEN input.externalReference"}, refused(err)); diff != "" {
			t.Error(diff, err)
		}
	})
}

// everyVerb tries each act of the desk on one registration, with versions that are right.
func (w *world) everyVerb(as func() context.Context, id string) map[string]error {
	ctx := as()
	p := w.parts(id)[0]
	c := w.cellRows(id)[0]
	doc := w.attach(id, "LOONSTROOK_START", month("2026-02")).Document
	v := w.reload(id).Version
	errs := map[string]error{}
	_, errs["create"] = w.desk.Create(ctx, w.byHour())
	_, errs["amend"] = w.desk.Amend(ctx, entered.AmendInput{ID: id, ExpectedVersion: v})
	_, errs["add"] = w.desk.AddParticipants(ctx, registrations.AddParticipantsInput{RegistrationID: id, ExpectedVersion: v, Participants: []entered.ParticipantInput{newcomer("Zoë", "z")}})
	_, errs["amend participation"] = w.desk.AmendParticipation(ctx, registrations.AmendParticipationInput{ID: p.ID, ExpectedVersion: p.Version})
	_, errs["remove participation"] = w.desk.RemoveParticipation(ctx, registrations.RemoveParticipationInput{ID: p.ID, ExpectedVersion: p.Version})
	_, errs["attach"] = w.desk.AttachDocument(ctx, matrix.AttachDocumentInput{TicketID: ids.New(ids.UploadTicket), ForID: id, ExpectedVersion: v, Kind: "DIPLOMA", ServesAll: true})
	_, errs["amend document"] = w.desk.AmendDocument(ctx, matrix.AmendDocumentInput{ID: doc.ID, ExpectedVersion: doc.Version})
	_, errs["replace document"] = w.desk.ReplaceDocument(ctx, matrix.ReplaceDocumentInput{ID: doc.ID, ExpectedVersion: doc.Version, TicketID: ids.New(ids.UploadTicket)})
	_, errs["remove document"] = w.desk.RemoveDocument(ctx, matrix.RemoveDocumentInput{ID: doc.ID, ExpectedVersion: doc.Version})
	_, errs["complete"] = w.desk.CompleteCells(ctx, matrix.CompleteCellsInput{ForID: id, ExpectedVersion: v, Column: c.Column, IsComplete: true})
	_, errs["submit"] = w.desk.Submit(ctx, registrations.SubmitInput{ID: id, ExpectedVersion: v})
	_, errs["withdraw"] = w.desk.Withdraw(ctx, registrations.WithdrawInput{ID: id, ExpectedVersion: v})
	_, errs["start review"] = w.desk.StartReview(ctx, registrations.StartReviewInput{RegistrationID: id, ExpectedVersion: v})
	_, errs["judge"] = w.desk.JudgeCells(ctx, matrix.JudgeCellsInput{ForID: id, ExpectedVersion: v, Cells: []matrix.CellVerdict{{CellID: c.ID, ExpectedVersion: c.Version, Verdict: "APPROVED"}}})
	_, errs["decide"] = w.desk.Decide(ctx, registrations.DecideInput{RegistrationID: id, ExpectedVersion: v, Verdict: "APPROVED"})
	_, errs["project file"] = w.project.Amend(ctx, projectfiles.AmendInput{PlanID: w.plan, ExpectedVersion: 1})
	_, errs["import"] = w.intake.Import(ctx, intake.ImportInput{PlanID: w.plan, Rows: []intake.ImportRow{{ExternalReference: "x", Activity: "2", Training: course()}}})
	return errs
}

func TestWhatIsNotYoursIsNotThere(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		r := w.create(w.byDay(newcomer("Ada", "e1")))
		before := len(w.acts(0))
		for verb, err := range w.everyVerb(w.stranger, r.ID) {
			if !fault.Is(err, fault.CodeNotFound) {
				t.Errorf("%s by another employer: %v", verb, err)
			}
		}
		// A draft is not there for an assessor either; its plan is seen, and not to be written under.
		for verb, err := range w.everyVerb(w.assessor, r.ID) {
			if !fault.Is(err, fault.CodeNotFound) && !fault.Is(err, fault.CodeForbidden) {
				t.Errorf("%s by an assessor: %v", verb, err)
			}
		}
		for _, act := range w.acts(before) {
			if act != "createUploadTickets DONE" && act != "attachDocument DONE" { // the employer's own, to set the table
				t.Errorf("somebody did %s", act)
			}
		}
	})
}

func TestOfAnotherOrganisationNothingCanBeNamed(t *testing.T) {
	t.Parallel()
	w := newWorld(t, storetest.SQLite(t))
	theirs := ids.New(ids.Employee)
	w.must(w.store.Tx(w.system(), func(tx *ent.Tx) error {
		now := w.clock.Wall()
		return tx.Employee.Create().SetID(theirs).SetOrganisationID(w.other).SetRegionalOrganisationID("rgo_noord").SetName("Xi").
			SetDateOfBirth(now).SetEmployment("EMPLOYED").SetExternalReference("x1").SetCreatedAt(now).SetUpdatedAt(now).Exec(w.system())
	}))
	for name, choice := range map[string]entered.EmployeeChoice{
		"by id": {ID: &theirs}, "by reference": {ExternalReference: new("x1")},
	} {
		_, err := w.desk.Create(w.employer(), w.byDay(entered.ParticipantInput{Employee: choice}))
		if diff := cmp.Diff([]string{"INVALID EMPLOYEE_UNKNOWN input.participants.0.employee"}, refused(err)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	mine, other := w.create(w.byDay(newcomer("Ada", "e1"))), w.create(w.byDay(newcomer("Bram", "e2")))
	_, err := w.desk.AttachDocument(w.employer(), matrix.AttachDocumentInput{
		TicketID: w.upload(w.employer(), mine.ID, "x"), ForID: mine.ID, ExpectedVersion: 1, Kind: "DIPLOMA", ParticipationIDs: []string{w.parts(other.ID)[0].ID},
	})
	if diff := cmp.Diff([]string{"INVALID PARTICIPATION_UNKNOWN input.participationIDs.0"}, refused(err)); diff != "" {
		t.Error(diff)
	}
}

func TestAStaleVersionIsAConflictThatShowsWhatIsThere(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		r := w.create(w.byDay(newcomer("Ada", "e1")))
		w.handIn(r.ID)
		p := w.parts(r.ID)[0]
		stale := func(name string, err error) {
			t.Helper()
			found := fault.All(err)
			if len(found) != 1 || found[0].Code != fault.CodeConflict || found[0].Reason != fault.ReasonStaleVersion ||
				found[0].CurrentVersion == 0 || found[0].Path[len(found[0].Path)-1] != "expectedVersion" {
				t.Errorf("%s: %v", name, err)
			}
		}
		_, err := w.desk.Amend(w.employer(), entered.AmendInput{ID: r.ID, ExpectedVersion: 9})
		stale("amend", err)
		_, err = w.desk.Submit(w.employer(), registrations.SubmitInput{ID: r.ID, ExpectedVersion: 9})
		stale("submit", err)
		_, err = w.desk.AmendParticipation(w.employer(), registrations.AmendParticipationInput{ID: p.ID, ExpectedVersion: 9})
		stale("amend participation", err)
		w.submit(r.ID)
		w.review(r.ID)
		c := w.cellRows(r.ID)[0]
		_, err = w.desk.JudgeCells(w.assessor(), matrix.JudgeCellsInput{ForID: r.ID, ExpectedVersion: w.reload(r.ID).Version, Cells: []matrix.CellVerdict{{CellID: c.ID, ExpectedVersion: c.Version - 1, Verdict: "APPROVED"}}})
		stale("judge", err)
		_, err = w.desk.Decide(w.assessor(), registrations.DecideInput{RegistrationID: r.ID, ExpectedVersion: 1, Verdict: "APPROVED"})
		stale("decide", err)
		if _, err = w.desk.Amend(w.employer(), entered.AmendInput{ID: r.ID, ExpectedVersion: w.reload(r.ID).Version}); !fault.HasReason(err, fault.ReasonWrongState) {
			t.Errorf("amended in review: %v", err)
		}
	})
}

func TestFourEyesAndOneAssessor(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		r := w.create(w.byDay(newcomer("Ada", "e1")))
		w.handIn(r.ID)
		w.submit(r.ID)
		v := w.reload(r.ID).Version
		if _, err := w.desk.StartReview(w.insider(), registrations.StartReviewInput{RegistrationID: r.ID, ExpectedVersion: v}); !fault.HasReason(err, "FOUR_EYES_REQUIRED") {
			t.Errorf("an insider took it into review: %v", err)
		}
		w.review(r.ID)
		v = w.reload(r.ID).Version
		c := w.cellRows(r.ID)[0]
		_, err := w.desk.JudgeCells(w.colleague(), matrix.JudgeCellsInput{ForID: r.ID, ExpectedVersion: v, Cells: []matrix.CellVerdict{{CellID: c.ID, ExpectedVersion: c.Version, Verdict: "APPROVED"}}})
		if !fault.HasReason(err, "NOT_ASSIGNED") {
			t.Errorf("a colleague judged: %v", err)
		}
		if _, err = w.desk.Decide(w.colleague(), registrations.DecideInput{RegistrationID: r.ID, ExpectedVersion: v, Verdict: "APPROVED"}); !fault.HasReason(err, "NOT_ASSIGNED") {
			t.Errorf("a colleague decided: %v", err)
		}
		if _, err = w.desk.Decide(w.employer(), registrations.DecideInput{RegistrationID: r.ID, ExpectedVersion: v, Verdict: "APPROVED"}); !fault.Is(err, fault.CodeForbidden) {
			t.Errorf("the employer decided: %v", err)
		}
	})
}

func TestWhyWordsAndDecisionsAreRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t, storetest.SQLite(t))
	r := w.create(w.byDay(newcomer("Ada", "e1")))
	w.handIn(r.ID)
	w.submit(r.ID)
	w.review(r.ID)
	v := w.reload(r.ID).Version
	c := w.cellRows(r.ID)[0]
	say := func(words ...matrix.CellVerdict) []string {
		_, err := w.desk.JudgeCells(w.assessor(), matrix.JudgeCellsInput{ForID: r.ID, ExpectedVersion: v, Cells: words})
		return refused(err)
	}
	for name, test := range map[string]struct{ got, want []string }{
		"nothing": {say(), []string{"INVALID TOO_MANY_CELLS input.cells"}},
		"a rejection without a reason": {
			say(matrix.CellVerdict{CellID: c.ID, ExpectedVersion: c.Version, Verdict: "REJECTED"}),
			[]string{"INVALID REASON_REQUIRED input.cells.0.reason"},
		},
		"a reason of nobody": {
			say(matrix.CellVerdict{CellID: c.ID, ExpectedVersion: c.Version, Verdict: "REJECTED", Reason: new("UGLY")}),
			[]string{"INVALID REASON_UNKNOWN input.cells.0.reason"},
		},
		"a cell of nobody, and one twice": {
			say(matrix.CellVerdict{CellID: c.ID, ExpectedVersion: c.Version, Verdict: "APPROVED"},
				matrix.CellVerdict{CellID: ids.New(ids.Cell), ExpectedVersion: 1, Verdict: "APPROVED"},
				matrix.CellVerdict{CellID: c.ID, ExpectedVersion: c.Version, Verdict: "APPROVED"}),
			[]string{"INVALID CELL_UNKNOWN input.cells.1.cellID", "INVALID CELL_UNKNOWN input.cells.2.cellID"},
		},
	} {
		if diff := cmp.Diff(test.want, test.got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	if got := w.cellRows(r.ID)[0]; got.Verdict != nil {
		t.Error("a refused judgement was kept in part")
	}

	decide := func(verdict string, note *string, by *entry.Date) []string {
		_, err := w.desk.Decide(w.assessor(), registrations.DecideInput{RegistrationID: r.ID, ExpectedVersion: v, Verdict: verdict, Note: note, RepairBy: by})
		return refused(err)
	}
	for name, test := range map[string]struct{ got, want []string }{
		"approval before every cell was": {decide("APPROVED", nil, nil), []string{"CONFLICT CELLS_UNDECIDED input.verdict"}},
		"repair of nothing":              {decide("REPAIR", new("x"), date("2027-02-01")), []string{"CONFLICT NOTHING_REJECTED input.verdict"}},
		"repair without words or term":   {decide("REPAIR", nil, nil), []string{"INVALID REASON_REQUIRED input.note", "INVALID REPAIR_TERM_REQUIRED input.repairBy"}},
		"repair by today":                {decide("REPAIR", new("x"), date("2027-01-04")), []string{"INVALID REPAIR_TERM_REQUIRED input.repairBy"}},
		"rejection without words":        {decide("REJECTED", nil, nil), []string{"INVALID REASON_REQUIRED input.note"}},
	} {
		if diff := cmp.Diff(test.want, test.got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	w.judge(r.ID, "APPROVED", nil, "IN_REVIEW")
	w.judge(r.ID, "UNDECIDED", nil, "APPROVED")
	if got := decide("APPROVED", nil, nil); len(got) != 1 {
		t.Errorf("words that were taken back counted: %v", got)
	}
	if got := decide("REJECTED", new("Niet subsidiabel."), nil); got != nil {
		t.Errorf("rejection as a whole: %v", got)
	}
	if got := w.submitError(r.ID); !fault.HasReason(got, fault.ReasonWrongState) {
		t.Errorf("handed in after a rejection: %v", got)
	}
}

func (w *world) submitError(id string) error {
	_, err := w.desk.Submit(w.employer(), registrations.SubmitInput{ID: id, ExpectedVersion: w.reload(id).Version})
	return err
}
