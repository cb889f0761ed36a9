package registrations_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/internal/matrix"
	"github.com/penvoerder/penvoerder/internal/projectfiles"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/registrations"
	"github.com/penvoerder/penvoerder/internal/registrations/entered"
	"github.com/penvoerder/penvoerder/internal/registrations/intake"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
	"github.com/penvoerder/penvoerder/internal/testworld"
	"github.com/penvoerder/penvoerder/internal/typed"
)

func TestACreationHearsEverythingThatIsWrongAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t, storetest.SQLite(t))
	unknown := "emp_nobody"
	in := w.ByHour(testworld.Newcomer("Ada", "e1"), testworld.Newcomer("", "e2"))
	in.Participants[0].Statement.EmployeeContribution = new(typed.Money("1.999"))
	in.Participants = append(in.Participants, entered.ParticipantInput{Employee: entered.EmployeeChoice{ID: &unknown}})
	in.Start = testworld.Date("2026-02-30")
	in.Training.Course.Hours = new(typed.Hours("acht"))
	in.Training.Course.Theme = new("99")
	in.Facts = []question.FactInput{{Key: "severalTeachers", Value: &question.FactValueInput{Date: testworld.Date("x")}}}
	_, err := w.Registrations.Create(w.AsEmployer(), in)
	if diff := cmp.Diff([]string{
		"INVALID MALFORMED input.start",
		"INVALID MALFORMED input.training.course.hours",
		"INVALID VALUE_UNKNOWN input.training.course.theme",
		"INVALID MALFORMED input.facts.0.value.date",
		"INVALID MALFORMED input.participants.0.statement.employeeContribution",
		"INVALID REQUIRED input.participants.1.employee.new.name",
		"INVALID EMPLOYEE_UNKNOWN input.participants.2.employee",
	}, testworld.Refused(err)); diff != "" {
		t.Error(diff)
	}
	if got := w.Acts(0); got != nil {
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
		"an end before the start": {func(in *entered.CreateInput) { in.End = testworld.Date("2026-02-01") }, []string{"INVALID END_BEFORE_START input.end"}},
		"a group without people":  {func(in *entered.CreateInput) { in.Training.Course.GroupSize = new(0) }, []string{"INVALID GROUP_SIZE_TOO_SMALL input.training.course.groupSize"}},
		"more people than the group": {func(in *entered.CreateInput) {
			in.Training.Course.GroupSize = new(1)
			in.Participants = append(in.Participants, testworld.Newcomer("Bram", "e2"))
		}, []string{"INVALID GROUP_FULL input.training.course.groupSize"}},
		"a fact that is not asked": {func(in *entered.CreateInput) {
			in.Facts = []question.FactInput{{Key: "practiceComponent", Value: &question.FactValueInput{Boolean: new(true)}}}
		}, []string{"INVALID FACT_UNKNOWN input.facts.0.key"}},
		"a participant who ends before beginning": {func(in *entered.CreateInput) {
			in.Participants[0].Statement.End = new(typed.Date("2026-01-01"))
		}, []string{"INVALID END_BEFORE_START input.participants.0.statement.end"}},
		"an activity of another scheme":  {func(in *entered.CreateInput) { in.Activity = "C" }, []string{"INVALID ACTIVITY_UNKNOWN input.activity"}},
		"a course where a list is asked": {func(in *entered.CreateInput) { in.Activity = "1A" }, []string{"INVALID TRAINING_UNKNOWN input.training"}},
		"a training that is not listed": {func(in *entered.CreateInput) {
			code := "99999"
			in.Activity, in.Training = "1A", question.TrainingInput{Listed: &question.ListedTrainingInput{Code: &code}}
		}, []string{"INVALID TRAINING_UNKNOWN input.training.listed"}},
		"a code that is listed twice under different names": {func(in *entered.CreateInput) {
			code := "49145"
			in.Activity, in.Training = "1A", question.TrainingInput{Listed: &question.ListedTrainingInput{Code: &code}}
		}, []string{"INVALID TRAINING_UNKNOWN input.training.listed"}},
		"a text with a NUL":      {func(in *entered.CreateInput) { in.Training.Course.Title = "a\x00b" }, []string{"INVALID MALFORMED input.training"}},
		"a key that is too long": {func(in *entered.CreateInput) { in.ExternalReference = new(strings.Repeat("k", 101)) }, []string{"INVALID TOO_LONG input.externalReference"}},
		"the same person twice": {func(in *entered.CreateInput) {
			in.Participants = append(in.Participants, entered.ParticipantInput{Employee: entered.EmployeeChoice{ExternalReference: new("known")}},
				entered.ParticipantInput{Employee: entered.EmployeeChoice{ExternalReference: new("known")}})
		}, []string{"INVALID ALREADY_PARTICIPATES input.participants.2.employee"}},
	} {
		if name == "the same person twice" {
			w.Create(w.ByHour(testworld.Newcomer("Kees", "known")))
		}
		in := w.ByHour(testworld.Newcomer("Ada", "e1"))
		test.change(&in)
		_, err := w.Registrations.Create(w.AsEmployer(), in)
		if diff := cmp.Diff(test.want, testworld.Refused(err)); diff != "" {
			t.Errorf("%s: %s%v", name, diff, err)
		}
	}
}

func TestAReferenceIsTakenOnce(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		in := w.ByHour()
		in.ExternalReference = new("HR-1")
		w.Create(in)
		_, err := w.Registrations.Create(w.AsEmployer(), in)
		if diff := cmp.Diff([]string{"CONFLICT EXTERNAL_REFERENCE_TAKEN input.externalReference"}, testworld.Refused(err)); diff != "" {
			t.Error(diff, err)
		}
	})
}

// everyVerb tries each act of the desk on one registration, with versions that are right.
func (w *world) everyVerb(as func() context.Context, id string) map[string]error {
	ctx := as()
	p := w.Parts(id)[0]
	c := w.CellRows(id)[0]
	doc := w.Attach(id, "LOONSTROOK_START", testworld.Month("2026-02")).Document
	v := w.Reload(id).Version
	errs := map[string]error{}
	_, errs["create"] = w.Registrations.Create(ctx, w.ByHour())
	_, errs["amend"] = w.Registrations.Amend(ctx, entered.AmendInput{ID: id, ExpectedVersion: v})
	_, errs["add"] = w.Registrations.AddParticipants(ctx, registrations.AddParticipantsInput{RegistrationID: id, ExpectedVersion: v, Participants: []entered.ParticipantInput{testworld.Newcomer("Zoë", "z")}})
	_, errs["amend participation"] = w.Registrations.AmendParticipation(ctx, registrations.AmendParticipationInput{ID: p.ID, ExpectedVersion: p.Version})
	_, errs["remove participation"] = w.Registrations.RemoveParticipation(ctx, registrations.RemoveParticipationInput{ID: p.ID, ExpectedVersion: p.Version})
	_, errs["attach"] = w.Registrations.AttachDocument(ctx, matrix.AttachDocumentInput{TicketID: ids.New(ids.UploadTicket), ForID: id, ExpectedVersion: v, Kind: "DIPLOMA", ServesAll: true})
	_, errs["amend document"] = w.Registrations.AmendDocument(ctx, matrix.AmendDocumentInput{ID: doc.ID, ExpectedVersion: doc.Version})
	_, errs["replace document"] = w.Registrations.ReplaceDocument(ctx, matrix.ReplaceDocumentInput{ID: doc.ID, ExpectedVersion: doc.Version, TicketID: ids.New(ids.UploadTicket)})
	_, errs["remove document"] = w.Registrations.RemoveDocument(ctx, matrix.RemoveDocumentInput{ID: doc.ID, ExpectedVersion: doc.Version})
	_, errs["complete"] = w.Registrations.CompleteCells(ctx, matrix.CompleteCellsInput{ForID: id, ExpectedVersion: v, Column: c.Column, IsComplete: true})
	_, errs["submit"] = w.Registrations.Submit(ctx, registrations.SubmitInput{ID: id, ExpectedVersion: v})
	_, errs["withdraw"] = w.Registrations.Withdraw(ctx, registrations.WithdrawInput{ID: id, ExpectedVersion: v})
	_, errs["start review"] = w.Registrations.StartReview(ctx, registrations.StartReviewInput{RegistrationID: id, ExpectedVersion: v})
	_, errs["judge"] = w.Registrations.JudgeCells(ctx, matrix.JudgeCellsInput{ForID: id, ExpectedVersion: v, Cells: []matrix.CellVerdict{{CellID: c.ID, ExpectedVersion: c.Version, Verdict: "APPROVED"}}})
	_, errs["decide"] = w.Registrations.Decide(ctx, registrations.DecideInput{RegistrationID: id, ExpectedVersion: v, Verdict: "APPROVED"})
	_, errs["project file"] = w.ProjectFiles.Amend(ctx, projectfiles.AmendInput{PlanID: w.Plan, ExpectedVersion: 1})
	_, errs["import"] = w.Intake.Import(ctx, intake.ImportInput{PlanID: w.Plan, Rows: []intake.ImportRow{{ExternalReference: "x", Activity: "2", Training: testworld.Course()}}})
	return errs
}

func TestWhatIsNotYoursIsNotThere(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		r := w.Create(w.ByDay(testworld.Newcomer("Ada", "e1")))
		before := len(w.Acts(0))
		for verb, err := range w.everyVerb(w.AsStranger, r.ID) {
			if !fault.Is(err, fault.CodeNotFound) {
				t.Errorf("%s by another employer: %v", verb, err)
			}
		}
		// A draft is not there for an assessor either; its plan is seen, and not to be written under.
		for verb, err := range w.everyVerb(w.AsAssessor, r.ID) {
			if !fault.Is(err, fault.CodeNotFound) && !fault.Is(err, fault.CodeForbidden) {
				t.Errorf("%s by an assessor: %v", verb, err)
			}
		}
		for _, act := range w.Acts(before) {
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
	w.Must(w.Store.Tx(w.System(), func(tx *ent.Tx) error {
		now := w.Clock.Wall()
		return tx.Employee.Create().SetID(theirs).SetOrganisationID(w.Other).SetRegionalOrganisationID("rgo_noord").SetName("Xi").
			SetDateOfBirth(now).SetEmployment("EMPLOYED").SetExternalReference("x1").SetCreatedAt(now).SetUpdatedAt(now).Exec(w.System())
	}))
	for name, choice := range map[string]entered.EmployeeChoice{
		"by id": {ID: &theirs}, "by reference": {ExternalReference: new("x1")},
	} {
		_, err := w.Registrations.Create(w.AsEmployer(), w.ByDay(entered.ParticipantInput{Employee: choice}))
		if diff := cmp.Diff([]string{"INVALID EMPLOYEE_UNKNOWN input.participants.0.employee"}, testworld.Refused(err)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	mine, other := w.Create(w.ByDay(testworld.Newcomer("Ada", "e1"))), w.Create(w.ByDay(testworld.Newcomer("Bram", "e2")))
	_, err := w.Registrations.AttachDocument(w.AsEmployer(), matrix.AttachDocumentInput{
		TicketID: w.Upload(w.AsEmployer(), mine.ID, "x"), ForID: mine.ID, ExpectedVersion: 1, Kind: "DIPLOMA", ParticipationIDs: []string{w.Parts(other.ID)[0].ID},
	})
	if diff := cmp.Diff([]string{"INVALID PARTICIPATION_UNKNOWN input.participationIDs.0"}, testworld.Refused(err)); diff != "" {
		t.Error(diff)
	}
}

func TestAStaleVersionIsAConflictThatShowsWhatIsThere(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		r := w.Create(w.ByDay(testworld.Newcomer("Ada", "e1")))
		w.HandIn(r.ID)
		p := w.Parts(r.ID)[0]
		stale := func(name string, err error) {
			t.Helper()
			found := fault.All(err)
			if len(found) != 1 || found[0].Code != fault.CodeConflict || found[0].Reason != fault.ReasonStaleVersion ||
				found[0].CurrentVersion == 0 || found[0].Path[len(found[0].Path)-1] != "expectedVersion" {
				t.Errorf("%s: %v", name, err)
			}
		}
		_, err := w.Registrations.Amend(w.AsEmployer(), entered.AmendInput{ID: r.ID, ExpectedVersion: 9})
		stale("amend", err)
		_, err = w.Registrations.Submit(w.AsEmployer(), registrations.SubmitInput{ID: r.ID, ExpectedVersion: 9})
		stale("submit", err)
		_, err = w.Registrations.AmendParticipation(w.AsEmployer(), registrations.AmendParticipationInput{ID: p.ID, ExpectedVersion: 9})
		stale("amend participation", err)
		w.Submit(r.ID)
		w.Review(r.ID)
		c := w.CellRows(r.ID)[0]
		_, err = w.Registrations.JudgeCells(w.AsAssessor(), matrix.JudgeCellsInput{ForID: r.ID, ExpectedVersion: w.Reload(r.ID).Version, Cells: []matrix.CellVerdict{{CellID: c.ID, ExpectedVersion: c.Version - 1, Verdict: "APPROVED"}}})
		stale("judge", err)
		_, err = w.Registrations.Decide(w.AsAssessor(), registrations.DecideInput{RegistrationID: r.ID, ExpectedVersion: 1, Verdict: "APPROVED"})
		stale("decide", err)
		if _, err = w.Registrations.Amend(w.AsEmployer(), entered.AmendInput{ID: r.ID, ExpectedVersion: w.Reload(r.ID).Version}); !fault.HasReason(err, fault.ReasonWrongState) {
			t.Errorf("amended in review: %v", err)
		}
	})
}

func TestFourEyesAndOneAssessor(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		r := w.Create(w.ByDay(testworld.Newcomer("Ada", "e1")))
		w.HandIn(r.ID)
		w.Submit(r.ID)
		v := w.Reload(r.ID).Version
		if _, err := w.Registrations.StartReview(w.AsInsider(), registrations.StartReviewInput{RegistrationID: r.ID, ExpectedVersion: v}); !fault.HasReason(err, "FOUR_EYES_REQUIRED") {
			t.Errorf("an insider took it into review: %v", err)
		}
		w.Review(r.ID)
		v = w.Reload(r.ID).Version
		c := w.CellRows(r.ID)[0]
		_, err := w.Registrations.JudgeCells(w.AsColleague(), matrix.JudgeCellsInput{ForID: r.ID, ExpectedVersion: v, Cells: []matrix.CellVerdict{{CellID: c.ID, ExpectedVersion: c.Version, Verdict: "APPROVED"}}})
		if !fault.HasReason(err, "NOT_ASSIGNED") {
			t.Errorf("a colleague judged: %v", err)
		}
		if _, err = w.Registrations.Decide(w.AsColleague(), registrations.DecideInput{RegistrationID: r.ID, ExpectedVersion: v, Verdict: "APPROVED"}); !fault.HasReason(err, "NOT_ASSIGNED") {
			t.Errorf("a colleague decided: %v", err)
		}
		if _, err = w.Registrations.Decide(w.AsEmployer(), registrations.DecideInput{RegistrationID: r.ID, ExpectedVersion: v, Verdict: "APPROVED"}); !fault.Is(err, fault.CodeForbidden) {
			t.Errorf("the employer decided: %v", err)
		}
	})
}

func TestWhyWordsAndDecisionsAreRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t, storetest.SQLite(t))
	r := w.Create(w.ByDay(testworld.Newcomer("Ada", "e1")))
	w.HandIn(r.ID)
	w.Submit(r.ID)
	w.Review(r.ID)
	v := w.Reload(r.ID).Version
	c := w.CellRows(r.ID)[0]
	say := func(words ...matrix.CellVerdict) []string {
		_, err := w.Registrations.JudgeCells(w.AsAssessor(), matrix.JudgeCellsInput{ForID: r.ID, ExpectedVersion: v, Cells: words})
		return testworld.Refused(err)
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
	if got := w.CellRows(r.ID)[0]; got.Verdict != nil {
		t.Error("a refused judgement was kept in part")
	}

	decide := func(verdict string, note *string, by *typed.Date) []string {
		_, err := w.Registrations.Decide(w.AsAssessor(), registrations.DecideInput{RegistrationID: r.ID, ExpectedVersion: v, Verdict: verdict, Note: note, RepairBy: by})
		return testworld.Refused(err)
	}
	for name, test := range map[string]struct{ got, want []string }{
		"approval before every cell was": {decide("APPROVED", nil, nil), []string{"CONFLICT CELLS_UNDECIDED input.verdict"}},
		"repair of nothing":              {decide("REPAIR", new("x"), testworld.Date("2027-02-01")), []string{"CONFLICT NOTHING_REJECTED input.verdict"}},
		"repair without words or term":   {decide("REPAIR", nil, nil), []string{"INVALID REASON_REQUIRED input.note", "INVALID REPAIR_TERM_REQUIRED input.repairBy"}},
		"repair by today":                {decide("REPAIR", new("x"), testworld.Date("2027-01-04")), []string{"INVALID REPAIR_TERM_REQUIRED input.repairBy"}},
		"rejection without words":        {decide("REJECTED", nil, nil), []string{"INVALID REASON_REQUIRED input.note"}},
	} {
		if diff := cmp.Diff(test.want, test.got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	w.Judge(r.ID, "APPROVED", nil, "IN_REVIEW")
	w.Judge(r.ID, "UNDECIDED", nil, "APPROVED")
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
	_, err := w.Registrations.Submit(w.AsEmployer(), registrations.SubmitInput{ID: id, ExpectedVersion: w.Reload(id).Version})
	return err
}
