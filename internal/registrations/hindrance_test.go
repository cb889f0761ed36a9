package registrations_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/matrix"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/question/fields"
	"github.com/penvoerder/penvoerder/internal/registrations"
	"github.com/penvoerder/penvoerder/internal/registrations/intake"
	"github.com/penvoerder/penvoerder/internal/registrations/reading"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
	"github.com/penvoerder/penvoerder/internal/testworld"
	"github.com/penvoerder/penvoerder/internal/typed"
	"github.com/penvoerder/penvoerder/schemes"
	"github.com/penvoerder/penvoerder/schemes/sozw"
)

// told writes hindrances down as "who: KIND what", and sees to it that each says in both languages what is wrong.
func (w *world) told(by reading.Hindrances) []string {
	w.T.Helper()
	var all []string
	for _, h := range by.List {
		who, what := "whole", ""
		if !h.Finding.First.IsZero() {
			what = " until " + h.Finding.First.String()
		}
		if h.Participation != nil {
			who = h.Participation.EmployeeName
		}
		if h.Cell != nil {
			what = " " + h.Cell.Column + " " + h.State
		}
		if h.Finding.Rule != "" {
			what += " " + h.Finding.Rule + " " + h.Finding.Path
		}
		all = append(all, who+": "+h.Kind+what)
		message, remedy := h.Words(by.Registration)
		if message.NL == "" || message.EN == "" || (remedy.NL == "") != (remedy.EN == "") || strings.Contains(message.NL, "{") {
			w.T.Errorf("%s says %q, %q", all[len(all)-1], message, remedy)
		}
		if h.Kind != reading.HinderedByFinding && remedy.NL == "" {
			w.T.Errorf("%s has no remedy", all[len(all)-1])
		}
	}
	return all
}

// everything sees to it that whatever stops a submission is listed: findings that block or miss, wherever they are, and
// cells that are not complete.
func (w *world) everything(by reading.Hindrances, cells []*ent.Cell) {
	w.T.Helper()
	var a schemes.Answer
	w.Must(json.Unmarshal(by.Receipt.Answer, &a))
	is := func(found func(h reading.Hindrance) bool) bool { return slices.ContainsFunc(by.List, found) }
	for i, p := range append([]schemes.Part{a.Whole}, a.Parts...) {
		findings := slices.Clone(p.Findings)
		for _, c := range p.Cells {
			findings = append(findings, c.Findings...)
		}
		for _, f := range findings {
			stops := f.Severity >= schemes.Missing || slices.Contains(f.Holds, schemes.HoldsSubmission)
			if stops != is(func(h reading.Hindrance) bool {
				return (h.Place == i-1 || h.Place < 0) && h.Finding.Rule == f.Rule && h.Finding.Path == f.Path
			}) {
				w.T.Errorf("part %d: %s %s at %s: stops %t, and the list says otherwise", i-1, f.Severity, f.Rule, f.Path, stops)
			}
		}
	}
	for _, c := range cells {
		stops := slices.Contains([]string{matrix.Missing, matrix.Incomplete, matrix.Rejected}, c.State)
		if stops != is(func(h reading.Hindrance) bool { return h.Cell != nil && h.Cell.ID == c.ID && h.State == c.State }) {
			w.T.Errorf("cell %s %s: stops %t, and the list says otherwise", c.Column, c.State, stops)
		}
	}
}

func TestWhateverStopsASubmissionIsListed(t *testing.T) {
	t.Parallel()
	missing := []string{"LEERWERKOVEREENKOMST MISSING", "LOONSTROOK_START MISSING", "LOONSTROOK_EIND MISSING", "PRESTATIEBEWIJS MISSING"}
	of := func(who string, cells ...string) (all []string) {
		for _, c := range cells {
			all = append(all, who+": CELL "+c)
		}
		return all
	}
	for name, test := range map[string]struct {
		make func(w *world) string
		want []string
	}{
		"nobody takes part": {
			func(w *world) string { return w.Create(w.ByDay()).ID },
			[]string{"whole: PARTICIPANTS"},
		},
		"every document is missing": {
			func(w *world) string {
				return w.Create(w.ByDay(testworld.Newcomer("Bram", "e2"), testworld.Newcomer("Ada", "e1"))).ID
			},
			slices.Concat(of("Ada", missing...), of("Bram", missing...)),
		},
		"one of two is blocked, and of both is something missing": {
			func(w *world) string {
				blocked := testworld.Newcomer("Bram", "e2")
				blocked.Statement.OtherSubsidies = []string{"MDIEU"}
				open := testworld.Newcomer("Ada", "e1")
				open.Statement = &question.ParticipationInput{Participation: fields.Participation{HasRepaymentArrangement: new(false), OtherSubsidies: []string{}}}
				r := w.Create(w.ByDay(blocked, open))
				w.HandIn(r.ID)
				return r.ID
			},
			[]string{"Ada: FINDING CORE-FACT-MISSING /participations/1/employeeContribution", "Bram: FINDING SOZW-STACK-005 /participations/0/otherSubsidies"},
		},
		"a day is missing": {
			func(w *world) string {
				in := w.ByDay(testworld.Newcomer("Ada", "e1"))
				in.End = nil
				return w.Create(in).ID
			},
			slices.Concat([]string{"whole: FINDING CORE-FACT-MISSING /end", "Ada: HOLD SOZW-GRANT-007/no-end /participations/0/end", "Ada: FINDING CORE-FACT-MISSING /participations/0/end"}, of("Ada", missing...)),
		},
		"a document is wrong": {
			func(w *world) string {
				r := w.Create(w.ByDay(testworld.Newcomer("Ada", "e1")))
				w.Attach(r.ID, "LOONSTROOK_START", testworld.Month("2026-05"))
				return r.ID
			},
			slices.Concat(of("Ada", missing[:1]...), []string{"Ada: FINDING LOONSTROOK_START INCOMPLETE SOZW-DOC-008 /documents/0/month"}, of("Ada", missing[2:]...)),
		},
		"a document is not reported": {
			func(w *world) string {
				r := w.Create(w.ByDay(testworld.Newcomer("Ada", "e1")))
				w.HandIn(r.ID)
				_, err := w.Registrations.CompleteCells(w.AsEmployer(), matrix.CompleteCellsInput{ForID: r.ID, ExpectedVersion: w.Reload(r.ID).Version, Column: "PRESTATIEBEWIJS"})
				w.Must(err)
				return r.ID
			},
			[]string{"Ada: CELL PRESTATIEBEWIJS INCOMPLETE"},
		},
		"a cell was rejected": {
			func(w *world) string { return w.inRepair().ID },
			[]string{"Ada: CELL PRESTATIEBEWIJS REJECTED"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, storetest.SQLite(t))
			id := test.make(w)
			got := w.Submit(id)
			if got.IsSubmitted {
				t.Fatal("submitted")
			}
			if diff := cmp.Diff(test.want, w.told(got.Hindrances)); diff != "" {
				t.Error(diff)
			}
			w.everything(got.Hindrances, w.CellRows(id))
		})
	}
}

// What only a day is in the way of is ready, and says which day.
func TestAHoldIsListedWithItsDay(t *testing.T) {
	t.Parallel()
	w := newWorldOf(t, storetest.SQLite(t), sozw.Scheme, testworld.WhileTheyRun)
	r := w.Create(w.ByDay(testworld.Newcomer("Ada", "e1")))
	w.HandIn(r.ID)
	got := w.Submit(r.ID)
	if got.IsSubmitted || got.Registration.State != "READY" {
		t.Errorf("submitted %t, %s", got.IsSubmitted, got.Registration.State)
	}
	if diff := cmp.Diff([]string{"whole: HOLD until 2027-01-01 SOZW-GRANT-007 /end"}, w.told(got.Hindrances)); diff != "" {
		t.Error(diff)
	}
}

func TestNothingStandsInTheWayOfWhatIsSubmitted(t *testing.T) {
	t.Parallel()
	w := newWorld(t, storetest.SQLite(t))
	r := w.Create(w.ByDay(testworld.Newcomer("Ada", "e1")))
	w.HandIn(r.ID)
	if got := w.Submit(r.ID); !got.IsSubmitted || len(got.Hindrances.List) > 0 {
		t.Errorf("submitted %t: %v", got.IsSubmitted, w.told(got.Hindrances))
	}
}

// refusal is the list that a refusal brings.
func (w *world) refusal(err error) []string {
	w.T.Helper()
	for _, f := range fault.All(err) {
		if by, ok := f.Hindrances.(reading.Hindrances); ok {
			return w.told(by)
		}
	}
	return nil
}

func TestARefusedApprovalNamesCellsAndFindings(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		r := w.Create(w.ByDay(testworld.Newcomer("Ada", "e1"), testworld.Newcomer("Bram", "e2")))
		w.HandIn(r.ID)
		w.Submit(r.ID)
		w.Review(r.ID)
		w.Judge(r.ID, "APPROVED", nil, "IN_REVIEW")
		rejected := w.CellRows(r.ID)[1]
		_, err := w.Registrations.JudgeCells(w.AsAssessor(), matrix.JudgeCellsInput{
			ForID: r.ID, ExpectedVersion: w.Reload(r.ID).Version,
			Cells: []matrix.CellVerdict{
				{CellID: w.CellRows(r.ID)[0].ID, ExpectedVersion: w.CellRows(r.ID)[0].Version, Verdict: "UNDECIDED"},
				{CellID: rejected.ID, ExpectedVersion: rejected.Version, Verdict: "REJECTED", Reason: new("OTHER")},
			},
		})
		w.Must(err)
		decide := func() error {
			_, err := w.Registrations.Decide(w.AsAssessor(), registrations.DecideInput{RegistrationID: r.ID, ExpectedVersion: w.Reload(r.ID).Version, Verdict: "APPROVED"})
			return err
		}
		before := len(w.Acts(0))
		err = decide()
		if diff := cmp.Diff([]string{"CONFLICT CELLS_UNDECIDED input.verdict"}, testworld.Refused(err)); diff != "" {
			t.Fatal(diff)
		}
		if diff := cmp.Diff([]string{"Ada: CELL LEERWERKOVEREENKOMST IN_REVIEW", "Ada: CELL LOONSTROOK_START REJECTED"}, w.refusal(err)); diff != "" {
			t.Error(diff)
		}
		if text := fault.All(err)[0].Text; !strings.Contains(text.NL, "Leerwerkovereenkomst") || !strings.Contains(text.NL, "(1)") || strings.Contains(text.NL, "Ada") || !strings.Contains(text.EN, "(1)") {
			t.Errorf("it says %q", text)
		}
		if got := w.Acts(before); len(got) > 0 || w.Reload(r.ID).State != "IN_REVIEW" {
			t.Errorf("a refusal left %v", got)
		}
	})
}

func TestATrainingThatWaitsForItsContentSaysWhatElseIsLacking(t *testing.T) {
	t.Parallel()
	b := newBoard(t, storetest.SQLite(t))
	open := testworld.Newcomer("Ada", "e1")
	open.Statement = nil
	r := b.Create(b.toCommission(open))
	want := []string{
		"whole: CONTENT", "whole: CELL PROGRAMMA MISSING", "Ada: FINDING CORE-FACT-MISSING /participations/0/employeeContribution",
	}
	_, err := b.Registrations.Submit(b.AsEmployer(), registrations.SubmitInput{ID: r.ID, ExpectedVersion: 1})
	if diff := cmp.Diff(want, b.refusal(err)); diff != "" {
		t.Error(diff)
	}
	b.ask(r.ID)
	_, err = b.Registrations.Submit(b.AsEmployer(), registrations.SubmitInput{ID: r.ID, ExpectedVersion: 2})
	if diff := cmp.Diff(want, b.refusal(err)); diff != "" {
		t.Error(diff)
	}
}

func TestWhatKeepsATrainingFromTheCommitteeIsAboutTheTraining(t *testing.T) {
	t.Parallel()
	b := newBoard(t, storetest.SQLite(t))
	open := testworld.Newcomer("Ada", "e1")
	open.Statement = nil
	in := b.toCommission(open)
	in.Training.Course.GroupSize, in.Training.Course.Hours = nil, new(typed.Hours("2"))
	r := b.Create(in)
	asked := b.ask(r.ID)
	if diff := cmp.Diff([]string{"whole: FINDING PROEF-ELIG-001 /training/hours", "whole: FINDING CORE-FACT-MISSING /training/groupSize"}, b.told(asked.Hindrances)); asked.IsAsked || diff != "" {
		t.Error(diff)
	}
}

// What an import or its trial says of a row is what a submission would.
func TestARowOfAnImportSaysWhatSubmittingWould(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		blocked := testworld.Newcomer("Bram", "e2")
		blocked.Statement.OtherSubsidies = []string{"MDIEU"}
		rows := []intake.ImportRow{testworld.Row("r1", testworld.Newcomer("Ada", "e1"), blocked)}
		for _, isDryRun := range []bool{true, false, true} {
			done := w.Import(intake.ImportInput{IsDryRun: isDryRun, Rows: rows})[0]
			w.everything(done.Hindrances, done.Hindrances.Registration.Cells)
			told := w.told(done.Hindrances)
			if !slices.Contains(told, "Bram: FINDING SOZW-STACK-005 /participations/1/otherSubsidies") || !slices.Contains(told, "Ada: CELL PRESTATIEBEWIJS MISSING") {
				t.Errorf("dry run %t: %v", isDryRun, told)
			}
			var a schemes.Answer
			w.Must(json.Unmarshal(done.Evaluation.Answer, &a))
			for i, p := range done.People {
				if p.Row != i || p.Key != a.Parts[i].Key {
					t.Errorf("dry run %t: participant %d is %+v", isDryRun, i, p)
				}
			}
			if len(done.People) != len(a.Parts) || len(a.Parts) != 2 {
				t.Errorf("dry run %t: %d people, %d answered", isDryRun, len(done.People), len(a.Parts))
			}
		}
		stored, err := w.Store.Client().Registration.Query().Only(w.System())
		w.Must(err)
		if diff := cmp.Diff(w.told(w.Submit(stored.ID).Hindrances), w.told(w.Import(intake.ImportInput{Rows: rows})[0].Hindrances)); diff != "" {
			t.Error(diff)
		}
	})
}
