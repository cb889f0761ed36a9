package projectfiles_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/cell"
	"github.com/penvoerder/penvoerder/ent/document"
	"github.com/penvoerder/penvoerder/ent/repair"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/matrix"
	"github.com/penvoerder/penvoerder/internal/projectfiles"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/question/fields"
	"github.com/penvoerder/penvoerder/internal/registrations"
	"github.com/penvoerder/penvoerder/internal/registrations/entered"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
	"github.com/penvoerder/penvoerder/internal/testworld"
	"github.com/penvoerder/penvoerder/internal/typed"
	"github.com/penvoerder/penvoerder/internal/workflow"
	"github.com/penvoerder/penvoerder/schemes/sectorplanplus"
)

// project is a world with the project file of a plan under SectorplanPlus.
type project struct{ *testworld.Dossier }

func eachProject(t *testing.T, body func(w *project)) {
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		body(&project{testworld.OpenDossier(t, s, sectorplanplus.V4, testworld.WhileTheyRun)})
	})
}

func (w *project) cell(column string) *ent.Cell {
	w.T.Helper()
	c, err := w.Store.Client().Cell.Query().Where(cell.PlanID(w.Plan), cell.RegistrationIDIsNil(), cell.Column(column)).Only(w.System())
	w.Must(err)
	return c
}

// hand attaches a project document.
func (w *project) hand(kind string, statement question.DocumentInput) *ent.Document {
	w.T.Helper()
	done, err := w.ProjectFiles.AttachDocument(w.AsEmployer(), matrix.AttachDocumentInput{
		TicketID: w.Upload(w.AsEmployer(), w.Plan, kind), ForID: w.Plan, ExpectedVersion: w.PlanRow().ProjectVersion, Kind: kind, Statement: &statement,
	})
	w.Must(err)
	return done.Document
}

func (w *project) report(column string) {
	w.T.Helper()
	_, err := w.ProjectFiles.CompleteCells(w.AsEmployer(), matrix.CompleteCellsInput{ForID: w.Plan, ExpectedVersion: w.PlanRow().ProjectVersion, Column: column, IsComplete: true})
	w.Must(err)
}

// say judges one cell as it is now.
func (w *project) say(by func() context.Context, column, verdict string) error {
	w.T.Helper()
	c := w.cell(column)
	v := matrix.CellVerdict{CellID: c.ID, ExpectedVersion: c.Version, Verdict: verdict}
	if verdict == matrix.VerdictRejected {
		reasons := w.Catalog.Current.Manifest.Reasons(column)
		v.Reason = &reasons[0].Code
	}
	_, err := w.ProjectFiles.JudgeCells(by(), matrix.JudgeCellsInput{ForID: w.Plan, ExpectedVersion: w.PlanRow().ProjectVersion, Cells: []matrix.CellVerdict{v}})
	return err
}

func (w *project) ask(by func() context.Context, last string) (*projectfiles.Asked, error) {
	return w.ProjectFiles.AskRepair(by(), projectfiles.AskRepairInput{PlanID: w.Plan, ExpectedVersion: w.PlanRow().ProjectVersion, Note: new("Graag opnieuw."), DueOn: testworld.Date(last)})
}

func accounts(class string) question.DocumentInput {
	return question.DocumentInput{Document: fields.Document{Year: new(2023), SizeClass: new(class)}}
}

func extracted() question.DocumentInput {
	return question.DocumentInput{Document: fields.Document{IssuedOn: new(typed.Date("2025-01-10")), Contents: []string{"SIGNATORY"}}}
}

// stands are the state of the project file, of its cells, and what its documents show.
func (w *project) stands() string {
	w.T.Helper()
	p := w.PlanRow()
	all := []string{workflow.OfProjectFile(p.State, p.ProjectState)}
	for _, column := range []string{"PROJECTOVEREENKOMST", "KVK_UITTREKSEL", "OMVANG"} {
		all = append(all, w.cell(column).State)
	}
	for _, size := range []*string{p.SizeClass, p.SizeAwaited} {
		if size == nil {
			size = new("-")
		}
		all = append(all, *size)
	}
	return strings.Join(all, " ")
}

func (w *project) expect(what, want string) {
	w.T.Helper()
	if got := w.stands(); got != want {
		w.T.Errorf("%s: %s, want %s", what, got, want)
	}
}

func (w *project) queue(who context.Context) []string {
	w.T.Helper()
	ids, err := w.ProjectFiles.Queue(who).IDs(who)
	w.Must(err)
	return ids
}

func TestAProjectFileIsJudgedCellByCell(t *testing.T) {
	t.Parallel()
	eachProject(t, func(w *project) {
		w.hand("JAARREKENING", accounts("SMALL"))
		w.expect("uploaded", "OPEN MISSING MISSING INCOMPLETE - SMALL")
		if err := w.say(w.AsAssessor, "OMVANG", matrix.VerdictApproved); !fault.HasReason(err, "CELL_NOT_REPORTED") {
			w.T.Errorf("judged before it was reported: %v", err)
		}
		if got := w.queue(w.AsAssessor()); len(got) != 0 {
			w.T.Errorf("waits before it was reported: %v", got)
		}
		w.report("OMVANG")
		w.expect("reported", "IN_REVIEW MISSING MISSING IN_REVIEW - SMALL")
		if diff := cmp.Diff([]string{w.Plan}, w.queue(w.AsAssessor())); diff != "" {
			w.T.Error(diff)
		}
		events := len(w.Events(0))
		w.Must(w.say(w.AsAssessor, "OMVANG", matrix.VerdictApproved))
		w.expect("approved before the others", "OPEN MISSING MISSING APPROVED SMALL -")
		if got := w.Events(events); !slices.Contains(got, workflow.ProjectFileStateChanged) || !slices.Contains(got, workflow.CellStateChanged) {
			w.T.Errorf("events: %v", got)
		}
		if got := w.queue(w.AsAssessor()); len(got) != 0 {
			w.T.Errorf("still waits: %v", got)
		}
		w.hand("KVK_UITTREKSEL", extracted())
		w.report("KVK_UITTREKSEL")
		w.hand("PROJECTOVEREENKOMST", question.DocumentInput{Document: fields.Document{
			Contents: []string{"SIGNATORY"}, Signatures: []question.SignatureInput{{Signer: "DIRECTOR", SignedOn: testworld.Date("2025-02-03")}},
		}})
		w.report("PROJECTOVEREENKOMST")
		w.Must(w.say(w.AsColleague, "KVK_UITTREKSEL", matrix.VerdictApproved))
		w.Must(w.say(w.AsAssessor, "PROJECTOVEREENKOMST", matrix.VerdictApproved))
		w.expect("all approved", "APPROVED APPROVED APPROVED APPROVED SMALL -")
		w.Must(w.say(w.AsAssessor, "KVK_UITTREKSEL", matrix.VerdictUndecided))
		w.expect("taken back", "IN_REVIEW APPROVED IN_REVIEW APPROVED SMALL -")
	})
}

func TestARejectedProjectDocumentIsRepaired(t *testing.T) {
	t.Parallel()
	eachProject(t, func(w *project) {
		doc := w.hand("JAARREKENING", accounts("SMALL"))
		w.report("OMVANG")
		if _, err := w.ask(w.AsAssessor, "2026-04-01"); !fault.HasReason(err, "NOTHING_REJECTED") {
			w.T.Errorf("repair of nothing: %v", err)
		}
		w.Must(w.say(w.AsAssessor, "OMVANG", matrix.VerdictRejected))
		w.expect("rejected, and with the SSC until repair is asked", "IN_REVIEW MISSING MISSING REJECTED - -")
		for last, reason := range map[string]string{"2026-03-02": "REPAIR_TERM_REQUIRED", "2026-02-31": "DATE_MALFORMED"} {
			if _, err := w.ask(w.AsAssessor, last); err == nil || reason == "REPAIR_TERM_REQUIRED" && !fault.HasReason(err, reason) {
				w.T.Errorf("a term until %s: %v", last, err)
			}
		}
		asked, err := w.ask(w.AsAssessor, "2026-04-01")
		w.Must(err)
		if asked.Repair.PlanID != w.Plan || *asked.Repair.Note != "Graag opnieuw." || asked.Plan.ProjectVersion != 2 {
			w.T.Errorf("asked: %+v of version %d", asked.Repair, asked.Plan.ProjectVersion)
		}
		w.expect("with the employer", "REPAIR MISSING MISSING REJECTED - -")
		if got := w.queue(w.AsAssessor()); len(got) != 0 {
			w.T.Errorf("waits for the SSC meanwhile: %v", got)
		}
		_, err = w.ProjectFiles.ReplaceDocument(w.AsEmployer(), matrix.ReplaceDocumentInput{ID: doc.ID, ExpectedVersion: 1, TicketID: w.Upload(w.AsEmployer(), w.Plan, "beter")})
		w.Must(err)
		w.expect("repaired, and in the queue again", "IN_REVIEW MISSING MISSING IN_REVIEW - SMALL")
		open, err := w.Store.Client().Repair.Query().Where(repair.PlanID(w.Plan), repair.ClosedAtIsNil()).Count(w.System())
		w.Must(err)
		if open != 0 {
			w.T.Error("the repair is still open")
		}
		w.Must(w.say(w.AsAssessor, "OMVANG", matrix.VerdictApproved))
		w.expect("approved", "OPEN MISSING MISSING APPROVED SMALL -")
		if diff := cmp.Diff([]string{"judge cells, digest", "ask repair, at once"}, w.ToldTo(w.AsEmployer)); diff != "" {
			w.T.Errorf("a digest tells once that documents were judged: %s", diff)
		}
	})
}

// A verdict is about what was seen, whatever way it changes.
func TestWhatChangesWhileAProjectFileIsJudgedIsJudgedAgain(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(w *project, doc *ent.Document){
		"another document": func(w *project, _ *ent.Document) { w.hand("JAARREKENING", accounts("MEDIUM")) },
		"another file": func(w *project, doc *ent.Document) {
			_, err := w.ProjectFiles.ReplaceDocument(w.AsEmployer(), matrix.ReplaceDocumentInput{ID: doc.ID, ExpectedVersion: doc.Version, TicketID: w.Upload(w.AsEmployer(), w.Plan, "ander")})
			w.Must(err)
		},
		"another statement": func(w *project, doc *ent.Document) {
			_, err := w.ProjectFiles.AmendDocument(w.AsEmployer(), matrix.AmendDocumentInput{ID: doc.ID, ExpectedVersion: doc.Version, Statement: &question.DocumentInput{Document: fields.Document{SizeClass: new("MEDIUM")}}})
			w.Must(err)
		},
		"another signatory": func(w *project, _ *ent.Document) {
			_, err := w.ProjectFiles.Amend(w.AsEmployer(), projectfiles.AmendInput{PlanID: w.Plan, ExpectedVersion: w.PlanRow().ProjectVersion, SignatoryName: new("Anna Vos")})
			w.Must(err)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := &project{testworld.OpenDossier(t, storetest.SQLite(t), sectorplanplus.V4, testworld.WhileTheyRun)}
			doc := w.hand("JAARREKENING", accounts("SMALL"))
			w.report("OMVANG")
			seen, version := w.cell("OMVANG"), w.PlanRow().ProjectVersion
			change(w, doc)
			_, err := w.ProjectFiles.JudgeCells(w.AsAssessor(), matrix.JudgeCellsInput{ForID: w.Plan, ExpectedVersion: version, Cells: []matrix.CellVerdict{
				{CellID: seen.ID, ExpectedVersion: seen.Version, Verdict: matrix.VerdictApproved},
			}})
			if !fault.HasReason(err, fault.ReasonStaleVersion) {
				t.Errorf("a verdict on what was there before: %v", err)
			}
			w.Must(w.say(w.AsAssessor, "OMVANG", matrix.VerdictApproved))
			doc, err = w.Store.Client().Document.Query().Where(document.ID(doc.ID)).Only(w.System())
			w.Must(err)
			change(w, doc)
			if name == "another signatory" {
				_, err = w.ProjectFiles.Amend(w.AsEmployer(), projectfiles.AmendInput{PlanID: w.Plan, ExpectedVersion: w.PlanRow().ProjectVersion, SignatoryName: new("Bas Bos")})
				w.Must(err)
			}
			if got := w.cell("OMVANG").State; got != matrix.InReview || w.PlanRow().SizeClass != nil {
				t.Errorf("the approval of what was there before stands: %s, %v", got, w.PlanRow().SizeClass)
			}
		})
	}
}

func TestWhatTheSchemeFindsIncompleteIsNotApproved(t *testing.T) {
	t.Parallel()
	w := &project{testworld.OpenDossier(t, storetest.SQLite(t), sectorplanplus.V4, testworld.WhileTheyRun)}
	doc := w.hand("JAARREKENING", accounts("SMALL"))
	w.report("OMVANG")
	w.Must(w.say(w.AsAssessor, "OMVANG", matrix.VerdictRejected))
	_, err := w.ProjectFiles.AmendDocument(w.AsEmployer(), matrix.AmendDocumentInput{ID: doc.ID, ExpectedVersion: 1, Statement: &question.DocumentInput{Document: fields.Document{Year: new(2022)}}})
	w.Must(err)
	w.expect("accounts of another year", "OPEN MISSING MISSING INCOMPLETE - SMALL")
	if err := w.say(w.AsAssessor, "OMVANG", matrix.VerdictApproved); !fault.HasReason(err, "CELL_NOT_REPORTED") {
		t.Errorf("approved: %v", err)
	}
	w.Must(w.Store.Tx(w.System(), func(tx *ent.Tx) error { // as though the answer had changed since
		return tx.Cell.UpdateOneID(w.cell("OMVANG").ID).SetState(matrix.InReview).Exec(w.System())
	}))
	if err := w.say(w.AsAssessor, "OMVANG", matrix.VerdictApproved); !fault.HasReason(err, "CELL_INCOMPLETE") {
		t.Errorf("approved: %v", err)
	}
	if w.PlanRow().SizeClass != nil {
		t.Error("it gives a size")
	}
}

func TestWhoJudgesAProjectFile(t *testing.T) {
	t.Parallel()
	w := &project{testworld.OpenDossier(t, storetest.SQLite(t), sectorplanplus.V4, testworld.WhileTheyRun)}
	w.hand("JAARREKENING", accounts("SMALL"))
	w.report("OMVANG")
	assessed := actor.From(w.AsColleague()).PersonID
	reviewer := w.Person(actor.Actor{Role: actor.SSC})
	w.Must(w.Store.Tx(w.System(), func(tx *ent.Tx) error {
		return tx.Plan.UpdateOneID(w.Plan).SetGrantedBy(assessed).SetReviewedBy([]string{actor.From(reviewer()).PersonID}).Exec(w.System())
	}))
	amr, pen := w.Person(actor.Actor{Role: actor.AMR}), w.Person(actor.Actor{Role: actor.RegioPlus})
	for name, c := range map[string]struct {
		who    func() context.Context
		reason string
	}{
		"who granted the plan":        {w.AsColleague, "FOUR_EYES_REQUIRED"},
		"who reviewed a registration": {reviewer, "FOUR_EYES_REQUIRED"},
		"a former contact":            {w.AsInsider, "FOUR_EYES_REQUIRED"},
		"the employer":                {w.AsEmployer, "ROLE"},
		"another employer":            {w.AsStranger, "PLAN_NOT_FOUND"},
		"a committee":                 {amr, "PLAN_NOT_FOUND"},
		"a role that was not named":   {pen, "ROLE"},
		"whoever of the SSC is there": {w.AsAssessor, ""},
	} {
		err := w.say(c.who, "OMVANG", matrix.VerdictUndecided)
		if c.reason == "" && err != nil || c.reason != "" && !fault.HasReason(err, c.reason) {
			t.Errorf("%s: %v, want %s", name, err, c.reason)
		}
		can := w.ProjectFiles.Can(c.who(), "JUDGE_CELLS", w.cell("OMVANG"))
		if can.Allowed != (c.reason == "") && c.reason != "PLAN_NOT_FOUND" {
			t.Errorf("%s: viewerCan says %+v", name, can)
		}
	}
	if diff := cmp.Diff([]string{actor.From(w.AsAssessor()).PersonID}, w.PlanRow().ProjectJudgedBy); diff != "" {
		t.Errorf("who judged it, -want +got\n%s", diff)
	}
	for state, allowed := range map[string]bool{workflow.Assessed: false, workflow.Granted: true, workflow.Withdrawn: false} {
		w.Write(func(ctx context.Context, tx *ent.Tx) error {
			return tx.Plan.UpdateOneID(w.Plan).SetState(state).Exec(ctx)
		})
		err := w.say(w.AsAssessor, "OMVANG", matrix.VerdictUndecided)
		can := w.ProjectFiles.Can(w.AsAssessor(), "JUDGE_CELLS", w.cell("OMVANG"))
		if (err == nil) != allowed || can.Allowed != allowed || (len(w.queue(w.AsAssessor())) > 0) != allowed {
			t.Errorf("under a plan that is %s: %v, %+v", state, err, can)
		}
	}
}

func TestASizeThatIsJudgedReachesWhatIsOpen(t *testing.T) {
	t.Parallel()
	eachProject(t, func(w *project) {
		list, title := "mbo", "Mbo-Verpleegkunde"
		r := w.Create(entered.CreateInput{
			PlanID: w.Plan, Activity: "A", Training: question.TrainingInput{Listed: &question.ListedTrainingInput{List: &list, Title: &title, Route: new("BBL")}},
			Start: testworld.Date("2025-01-13"), End: testworld.Date("2025-02-13"), Participants: []entered.ParticipantInput{testworld.Newcomer("Ada", "e1")},
		})
		facts := func() string {
			w.Round()
			o := w.Question(r.ID).Organisation
			return o.SizeClass.Value() + "/" + o.SizeEvidence.Value() + "/" + o.SizeAwaited.Value()
		}
		for _, step := range []struct {
			what, want string
			do         func()
		}{
			{"uploaded", "//SMALL", func() { w.hand("JAARREKENING", accounts("SMALL")) }},
			{"reported", "//SMALL", func() { w.report("OMVANG") }},
			{"rejected", "//", func() { w.Must(w.say(w.AsAssessor, "OMVANG", matrix.VerdictRejected)) }},
			{"approved after all", "SMALL/JAARREKENING/", func() { w.Must(w.say(w.AsAssessor, "OMVANG", matrix.VerdictApproved)) }},
			{"another one beside it", "//MEDIUM", func() { w.hand("JAARREKENING", accounts("MEDIUM")) }},
		} {
			step.do()
			if got := facts(); got != step.want {
				w.T.Errorf("%s: judged by %s, want %s", step.what, got, step.want)
			}
		}
		if n, err := w.Rejudge.Waiting(w.System()); n != 0 || err != nil {
			w.T.Error("a mark is left")
		}
	})
}

// A registration that is begun or changed while a size is approved rests on that size: who looked for what is open did not
// see it yet, or judged it before its facts were written.
func TestARegistrationThatIsWrittenWhileASizeIsApproved(t *testing.T) {
	t.Parallel()
	eachProject(t, func(w *project) {
		approve := func() {
			w.Must(w.say(w.AsAssessor, "OMVANG", matrix.VerdictApproved))
			w.Round()
		}
		w.hand("JAARREKENING", accounts("SMALL"))
		w.report("OMVANG")
		list, title := "mbo", "Mbo-Verpleegkunde"
		w.Catalog.During(approve)
		r := w.Create(entered.CreateInput{
			PlanID: w.Plan, Activity: "A", Training: question.TrainingInput{Listed: &question.ListedTrainingInput{List: &list, Title: &title, Route: new("BBL")}},
			Start: testworld.Date("2025-01-13"), End: testworld.Date("2025-02-13"), Participants: []entered.ParticipantInput{testworld.Newcomer("Ada", "e1")},
		})
		if got := w.Question(r.ID).Organisation.SizeClass.Value(); got != "SMALL" {
			w.T.Errorf("begun meanwhile: judged by %q", got)
		}
		w.hand("JAARREKENING", accounts("MEDIUM"))
		w.Round()
		w.Catalog.During(approve)
		_, err := w.Registrations.Amend(w.AsEmployer(), entered.AmendInput{ID: r.ID, ExpectedVersion: w.Reload(r.ID).Version, End: testworld.Some(typed.Date("2025-02-14"))})
		w.Must(err)
		if got := w.Question(r.ID).Organisation.SizeClass.Value(); got != "MEDIUM" {
			w.T.Errorf("changed meanwhile: judged by %q", got)
		}
	})
}

// A verdict falls on the file that was seen: one that is replaced while the scheme is asked about the verdict is judged anew,
// and of the verdict nothing is written.
func TestAProjectDocumentThatIsReplacedWhileItIsJudged(t *testing.T) {
	t.Parallel()
	for _, verdict := range []string{matrix.VerdictApproved, matrix.VerdictRejected} {
		eachProject(t, func(w *project) {
			doc := w.hand("JAARREKENING", accounts("SMALL"))
			w.report("OMVANG")
			ticket := w.Upload(w.AsEmployer(), w.Plan, "beter")
			acts, events := len(w.Acts(0)), len(w.Events(0))
			w.Catalog.During(func() {
				_, err := w.ProjectFiles.ReplaceDocument(w.AsEmployer(), matrix.ReplaceDocumentInput{ID: doc.ID, ExpectedVersion: doc.Version, TicketID: ticket})
				w.Must(err)
			})
			if err := w.say(w.AsAssessor, "OMVANG", verdict); !fault.HasReason(err, fault.ReasonStaleVersion) {
				w.T.Errorf("%s: a verdict on the file of before: %v", verdict, err)
			}
			w.expect(verdict+" of the file of before", "IN_REVIEW MISSING MISSING IN_REVIEW - SMALL")
			if diff := cmp.Diff([]string{workflow.ReplaceProjectDocument.Name + " DONE"}, w.Acts(acts)); diff != "" {
				w.T.Errorf("%s: %s", verdict, diff)
			}
			if diff := cmp.Diff([]string{workflow.DocumentChanged}, w.Events(events)); diff != "" {
				w.T.Errorf("%s: %s", verdict, diff)
			}
			if c := w.cell("OMVANG"); c.Reason != nil {
				w.T.Errorf("%s: a reason is left: %v", verdict, *c.Reason)
			}
		})
	}
}

// One person who takes a registration into review and judges the project file at the same moment does one of the two.
func TestOneOfTwoPartsAtOnce(t *testing.T) {
	t.Parallel()
	eachProject(t, func(w *project) {
		w.hand("JAARREKENING", accounts("SMALL"))
		w.report("OMVANG")
		list, title := "mbo", "Mbo-Verpleegkunde"
		r := w.Create(entered.CreateInput{
			PlanID: w.Plan, Activity: "A", Training: question.TrainingInput{Listed: &question.ListedTrainingInput{List: &list, Title: &title, Route: new("BBL")}},
		})
		w.Write(func(ctx context.Context, tx *ent.Tx) error {
			return tx.Registration.UpdateOneID(r.ID).SetState(workflow.Submitted).SetSubmittedAt(w.Wall()).Exec(ctx)
		})
		c, version := w.cell("OMVANG"), w.PlanRow().ProjectVersion
		errs := testworld.AtOnce(func() error {
			_, err := w.ProjectFiles.JudgeCells(w.AsAssessor(), matrix.JudgeCellsInput{ForID: w.Plan, ExpectedVersion: version, Cells: []matrix.CellVerdict{
				{CellID: c.ID, ExpectedVersion: c.Version, Verdict: matrix.VerdictApproved},
			}})
			return err
		}, func() error {
			_, err := w.Registrations.StartReview(w.AsAssessor(), registrations.StartReviewInput{RegistrationID: r.ID, ExpectedVersion: r.Version})
			return err
		})
		if (errs[0] == nil) == (errs[1] == nil) {
			w.T.Fatalf("not one of the two: %v", errs)
		}
		for _, err := range errs {
			if err != nil && !fault.HasReason(err, "FOUR_EYES_REQUIRED") {
				t.Error(err)
			}
		}
	})
}
