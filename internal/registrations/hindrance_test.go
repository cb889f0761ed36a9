package registrations_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/dossier"
	"github.com/penvoerder/penvoerder/internal/dossier/fields"
	"github.com/penvoerder/penvoerder/internal/entry"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/matrix"
	"github.com/penvoerder/penvoerder/internal/registrations"
	"github.com/penvoerder/penvoerder/internal/registrations/intake"
	"github.com/penvoerder/penvoerder/internal/registrations/reading"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
	"github.com/penvoerder/penvoerder/schemes"
	"github.com/penvoerder/penvoerder/schemes/sozw"
)

// told writes hindrances down as "who: KIND what", and sees to it that each says in both languages what is wrong.
func (w *world) told(by reading.Hindrances) []string {
	w.t.Helper()
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
			w.t.Errorf("%s says %q, %q", all[len(all)-1], message, remedy)
		}
		if h.Kind != reading.HinderedByFinding && remedy.NL == "" {
			w.t.Errorf("%s has no remedy", all[len(all)-1])
		}
	}
	return all
}

// everything sees to it that whatever stops a submission is listed: findings that block or miss, wherever they are, and
// cells that are not complete.
func (w *world) everything(by reading.Hindrances, cells []*ent.Cell) {
	w.t.Helper()
	var a schemes.Answer
	w.must(json.Unmarshal(by.Receipt.Answer, &a))
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
				w.t.Errorf("part %d: %s %s at %s: stops %t, and the list says otherwise", i-1, f.Severity, f.Rule, f.Path, stops)
			}
		}
	}
	for _, c := range cells {
		stops := slices.Contains([]string{matrix.Missing, matrix.Incomplete, matrix.Rejected}, c.State)
		if stops != is(func(h reading.Hindrance) bool { return h.Cell != nil && h.Cell.ID == c.ID && h.State == c.State }) {
			w.t.Errorf("cell %s %s: stops %t, and the list says otherwise", c.Column, c.State, stops)
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
			func(w *world) string { return w.create(w.byDay()).ID },
			[]string{"whole: PARTICIPANTS"},
		},
		"every document is missing": {
			func(w *world) string { return w.create(w.byDay(newcomer("Bram", "e2"), newcomer("Ada", "e1"))).ID },
			slices.Concat(of("Ada", missing...), of("Bram", missing...)),
		},
		"one of two is blocked, and of both is something missing": {
			func(w *world) string {
				blocked := newcomer("Bram", "e2")
				blocked.Statement.OtherSubsidies = []string{"MDIEU"}
				open := newcomer("Ada", "e1")
				open.Statement = &dossier.ParticipationInput{Participation: fields.Participation{HasRepaymentArrangement: new(false), OtherSubsidies: []string{}}}
				r := w.create(w.byDay(blocked, open))
				w.handIn(r.ID)
				return r.ID
			},
			[]string{"Ada: FINDING CORE-FACT-MISSING /participations/1/employeeContribution", "Bram: FINDING SOZW-STACK-005 /participations/0/otherSubsidies"},
		},
		"a day is missing": {
			func(w *world) string {
				in := w.byDay(newcomer("Ada", "e1"))
				in.End = nil
				return w.create(in).ID
			},
			slices.Concat([]string{"whole: FINDING CORE-FACT-MISSING /end", "Ada: HOLD SOZW-GRANT-007/no-end /participations/0/end", "Ada: FINDING CORE-FACT-MISSING /participations/0/end"}, of("Ada", missing...)),
		},
		"a document is wrong": {
			func(w *world) string {
				r := w.create(w.byDay(newcomer("Ada", "e1")))
				w.attach(r.ID, "LOONSTROOK_START", month("2026-05"))
				return r.ID
			},
			slices.Concat(of("Ada", missing[:1]...), []string{"Ada: FINDING LOONSTROOK_START INCOMPLETE SOZW-DOC-008 /documents/0/month"}, of("Ada", missing[2:]...)),
		},
		"a document is not reported": {
			func(w *world) string {
				r := w.create(w.byDay(newcomer("Ada", "e1")))
				w.handIn(r.ID)
				_, err := w.desk.CompleteCells(w.employer(), matrix.CompleteCellsInput{ForID: r.ID, ExpectedVersion: w.reload(r.ID).Version, Column: "PRESTATIEBEWIJS"})
				w.must(err)
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
			got := w.submit(id)
			if got.IsSubmitted {
				t.Fatal("submitted")
			}
			if diff := cmp.Diff(test.want, w.told(got.Hindrances)); diff != "" {
				t.Error(diff)
			}
			w.everything(got.Hindrances, w.cellRows(id))
		})
	}
}

// What only a day is in the way of is ready, and says which day.
func TestAHoldIsListedWithItsDay(t *testing.T) {
	t.Parallel()
	w := newWorldOf(t, storetest.SQLite(t), sozw.Scheme, whileTheyRun)
	r := w.create(w.byDay(newcomer("Ada", "e1")))
	w.handIn(r.ID)
	got := w.submit(r.ID)
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
	r := w.create(w.byDay(newcomer("Ada", "e1")))
	w.handIn(r.ID)
	if got := w.submit(r.ID); !got.IsSubmitted || len(got.Hindrances.List) > 0 {
		t.Errorf("submitted %t: %v", got.IsSubmitted, w.told(got.Hindrances))
	}
}

// refusal is the list that a refusal brings.
func (w *world) refusal(err error) []string {
	w.t.Helper()
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
		r := w.create(w.byDay(newcomer("Ada", "e1"), newcomer("Bram", "e2")))
		w.handIn(r.ID)
		w.submit(r.ID)
		w.review(r.ID)
		w.judge(r.ID, "APPROVED", nil, "IN_REVIEW")
		rejected := w.cellRows(r.ID)[1]
		_, err := w.desk.JudgeCells(w.assessor(), matrix.JudgeCellsInput{
			ForID: r.ID, ExpectedVersion: w.reload(r.ID).Version,
			Cells: []matrix.CellVerdict{
				{CellID: w.cellRows(r.ID)[0].ID, ExpectedVersion: w.cellRows(r.ID)[0].Version, Verdict: "UNDECIDED"},
				{CellID: rejected.ID, ExpectedVersion: rejected.Version, Verdict: "REJECTED", Reason: new("OTHER")},
			},
		})
		w.must(err)
		decide := func() error {
			_, err := w.desk.Decide(w.assessor(), registrations.DecideInput{RegistrationID: r.ID, ExpectedVersion: w.reload(r.ID).Version, Verdict: "APPROVED"})
			return err
		}
		before := len(w.acts(0))
		err = decide()
		if diff := cmp.Diff([]string{"CONFLICT CELLS_UNDECIDED input.verdict"}, refused(err)); diff != "" {
			t.Fatal(diff)
		}
		if diff := cmp.Diff([]string{"Ada: CELL LEERWERKOVEREENKOMST IN_REVIEW", "Ada: CELL LOONSTROOK_START REJECTED"}, w.refusal(err)); diff != "" {
			t.Error(diff)
		}
		if text := fault.All(err)[0].Text; !strings.Contains(text.NL, "Leerwerkovereenkomst") || !strings.Contains(text.NL, "(1)") || strings.Contains(text.NL, "Ada") || !strings.Contains(text.EN, "(1)") {
			t.Errorf("it says %q", text)
		}
		if got := w.acts(before); len(got) > 0 || w.reload(r.ID).State != "IN_REVIEW" {
			t.Errorf("a refusal left %v", got)
		}
	})
}

func TestATrainingThatWaitsForItsContentSaysWhatElseIsLacking(t *testing.T) {
	t.Parallel()
	b := newBoard(t, storetest.SQLite(t))
	open := newcomer("Ada", "e1")
	open.Statement = nil
	r := b.create(b.toCommission(open))
	want := []string{
		"whole: CONTENT", "whole: CELL PROGRAMMA MISSING", "Ada: FINDING CORE-FACT-MISSING /participations/0/employeeContribution",
	}
	_, err := b.desk.Submit(b.employer(), registrations.SubmitInput{ID: r.ID, ExpectedVersion: 1})
	if diff := cmp.Diff(want, b.refusal(err)); diff != "" {
		t.Error(diff)
	}
	b.ask(r.ID)
	_, err = b.desk.Submit(b.employer(), registrations.SubmitInput{ID: r.ID, ExpectedVersion: 2})
	if diff := cmp.Diff(want, b.refusal(err)); diff != "" {
		t.Error(diff)
	}
}

func TestWhatKeepsATrainingFromTheCommitteeIsAboutTheTraining(t *testing.T) {
	t.Parallel()
	b := newBoard(t, storetest.SQLite(t))
	open := newcomer("Ada", "e1")
	open.Statement = nil
	in := b.toCommission(open)
	in.Training.Course.GroupSize, in.Training.Course.Hours = nil, new(entry.Hours("2"))
	r := b.create(in)
	asked := b.ask(r.ID)
	if diff := cmp.Diff([]string{"whole: FINDING PROEF-ELIG-001 /training/hours", "whole: FINDING CORE-FACT-MISSING /training/groupSize"}, b.told(asked.Hindrances)); asked.IsAsked || diff != "" {
		t.Error(diff)
	}
}

// What an import or its trial says of a row is what a submission would.
func TestARowOfAnImportSaysWhatSubmittingWould(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		blocked := newcomer("Bram", "e2")
		blocked.Statement.OtherSubsidies = []string{"MDIEU"}
		rows := []intake.ImportRow{byDayRow("r1", newcomer("Ada", "e1"), blocked)}
		for _, isDryRun := range []bool{true, false, true} {
			done := w.imported(intake.ImportInput{IsDryRun: isDryRun, Rows: rows})[0]
			w.everything(done.Hindrances, done.Hindrances.Registration.Cells)
			told := w.told(done.Hindrances)
			if !slices.Contains(told, "Bram: FINDING SOZW-STACK-005 /participations/1/otherSubsidies") || !slices.Contains(told, "Ada: CELL PRESTATIEBEWIJS MISSING") {
				t.Errorf("dry run %t: %v", isDryRun, told)
			}
			var a schemes.Answer
			w.must(json.Unmarshal(done.Evaluation.Answer, &a))
			for i, p := range done.People {
				if p.Row != i || p.Key != a.Parts[i].Key {
					t.Errorf("dry run %t: participant %d is %+v", isDryRun, i, p)
				}
			}
			if len(done.People) != len(a.Parts) || len(a.Parts) != 2 {
				t.Errorf("dry run %t: %d people, %d answered", isDryRun, len(done.People), len(a.Parts))
			}
		}
		stored, err := w.store.Client().Registration.Query().Only(w.system())
		w.must(err)
		if diff := cmp.Diff(w.told(w.submit(stored.ID).Hindrances), w.told(w.imported(intake.ImportInput{Rows: rows})[0].Hindrances)); diff != "" {
			t.Error(diff)
		}
	})
}
