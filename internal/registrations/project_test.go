package registrations_test

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
	"github.com/penvoerder/penvoerder/internal/dossier"
	"github.com/penvoerder/penvoerder/internal/entry"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/matrix"
	"github.com/penvoerder/penvoerder/internal/projectfiles"
	"github.com/penvoerder/penvoerder/internal/registrations/entered"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
	"github.com/penvoerder/penvoerder/internal/workflow"
	"github.com/penvoerder/penvoerder/schemes/sectorplanplus"
)

// project is a world with the project file of a plan under SectorplanPlus.
type project struct{ *judging }

func eachProject(t *testing.T, body func(w *project)) {
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		body(&project{newJudging(newWorldOf(t, s, sectorplanplus.V4, whileTheyRun))})
	})
}

func (w *project) planRow() *ent.Plan {
	w.t.Helper()
	p, err := w.store.Client().Plan.Get(w.system(), w.plan)
	w.must(err)
	return p
}

func (w *project) cell(column string) *ent.Cell {
	w.t.Helper()
	c, err := w.store.Client().Cell.Query().Where(cell.PlanID(w.plan), cell.RegistrationIDIsNil(), cell.Column(column)).Only(w.system())
	w.must(err)
	return c
}

// hand attaches a project document.
func (w *project) hand(kind string, statement dossier.DocumentInput) *ent.Document {
	w.t.Helper()
	done, err := w.project.AttachDocument(w.employer(), matrix.AttachDocumentInput{
		TicketID: w.upload(w.employer(), w.plan, kind), ForID: w.plan, ExpectedVersion: w.planRow().ProjectVersion, Kind: kind, Statement: &statement,
	})
	w.must(err)
	return done.Document
}

func (w *project) report(column string) {
	w.t.Helper()
	_, err := w.project.CompleteCells(w.employer(), matrix.CompleteCellsInput{ForID: w.plan, ExpectedVersion: w.planRow().ProjectVersion, Column: column, IsComplete: true})
	w.must(err)
}

// say judges one cell as it is now.
func (w *project) say(by func() context.Context, column, verdict string) error {
	w.t.Helper()
	c := w.cell(column)
	v := matrix.CellVerdict{CellID: c.ID, ExpectedVersion: c.Version, Verdict: verdict}
	if verdict == matrix.VerdictRejected {
		reasons := w.memory.release.Manifest.Reasons(column)
		v.Reason = &reasons[0].Code
	}
	_, err := w.project.JudgeCells(by(), matrix.JudgeCellsInput{ForID: w.plan, ExpectedVersion: w.planRow().ProjectVersion, Cells: []matrix.CellVerdict{v}})
	return err
}

func (w *project) ask(by func() context.Context, last string) (*projectfiles.Asked, error) {
	return w.project.AskRepair(by(), projectfiles.AskRepairInput{PlanID: w.plan, ExpectedVersion: w.planRow().ProjectVersion, Note: new("Graag opnieuw."), DueOn: date(last)})
}

func accounts(class string) dossier.DocumentInput {
	return dossier.DocumentInput{Year: some(2023), SizeClass: some(class)}
}

func extracted() dossier.DocumentInput {
	return dossier.DocumentInput{IssuedOn: some(entry.Date("2025-01-10")), Contents: entry.ChangeTo([]string{"SIGNATORY"})}
}

// stands are the state of the project file, of its cells, and what its documents show.
func (w *project) stands() string {
	w.t.Helper()
	p := w.planRow()
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
	w.t.Helper()
	if got := w.stands(); got != want {
		w.t.Errorf("%s: %s, want %s", what, got, want)
	}
}

func (w *project) queue(who context.Context) []string {
	w.t.Helper()
	ids, err := w.project.Queue(who).IDs(who)
	w.must(err)
	return ids
}

func TestAProjectFileIsJudgedCellByCell(t *testing.T) {
	t.Parallel()
	eachProject(t, func(w *project) {
		w.hand("JAARREKENING", accounts("SMALL"))
		w.expect("uploaded", "OPEN MISSING MISSING INCOMPLETE - SMALL")
		if err := w.say(w.assessor, "OMVANG", matrix.VerdictApproved); !fault.HasReason(err, "CELL_NOT_REPORTED") {
			w.t.Errorf("judged before it was reported: %v", err)
		}
		if got := w.queue(w.assessor()); len(got) != 0 {
			w.t.Errorf("waits before it was reported: %v", got)
		}
		w.report("OMVANG")
		w.expect("reported", "IN_REVIEW MISSING MISSING IN_REVIEW - SMALL")
		if diff := cmp.Diff([]string{w.plan}, w.queue(w.assessor())); diff != "" {
			w.t.Error(diff)
		}
		events := len(w.events(0))
		w.must(w.say(w.assessor, "OMVANG", matrix.VerdictApproved))
		w.expect("approved before the others", "OPEN MISSING MISSING APPROVED SMALL -")
		if got := w.events(events); !slices.Contains(got, workflow.ProjectFileStateChanged) || !slices.Contains(got, workflow.CellStateChanged) {
			w.t.Errorf("events: %v", got)
		}
		if got := w.queue(w.assessor()); len(got) != 0 {
			w.t.Errorf("still waits: %v", got)
		}
		w.hand("KVK_UITTREKSEL", extracted())
		w.report("KVK_UITTREKSEL")
		w.hand("PROJECTOVEREENKOMST", dossier.DocumentInput{
			Contents: entry.ChangeTo([]string{"SIGNATORY"}), Signatures: entry.ChangeTo([]dossier.SignatureInput{{Signer: "DIRECTOR", SignedOn: date("2025-02-03")}}),
		})
		w.report("PROJECTOVEREENKOMST")
		w.must(w.say(w.colleague, "KVK_UITTREKSEL", matrix.VerdictApproved))
		w.must(w.say(w.assessor, "PROJECTOVEREENKOMST", matrix.VerdictApproved))
		w.expect("all approved", "APPROVED APPROVED APPROVED APPROVED SMALL -")
		w.must(w.say(w.assessor, "KVK_UITTREKSEL", matrix.VerdictUndecided))
		w.expect("taken back", "IN_REVIEW APPROVED IN_REVIEW APPROVED SMALL -")
	})
}

func TestARejectedProjectDocumentIsRepaired(t *testing.T) {
	t.Parallel()
	eachProject(t, func(w *project) {
		doc := w.hand("JAARREKENING", accounts("SMALL"))
		w.report("OMVANG")
		if _, err := w.ask(w.assessor, "2026-04-01"); !fault.HasReason(err, "NOTHING_REJECTED") {
			w.t.Errorf("repair of nothing: %v", err)
		}
		w.must(w.say(w.assessor, "OMVANG", matrix.VerdictRejected))
		w.expect("rejected, and with the SSC until repair is asked", "IN_REVIEW MISSING MISSING REJECTED - -")
		for last, reason := range map[string]string{"2026-03-02": "REPAIR_TERM_REQUIRED", "2026-02-31": "DATE_MALFORMED"} {
			if _, err := w.ask(w.assessor, last); err == nil || reason == "REPAIR_TERM_REQUIRED" && !fault.HasReason(err, reason) {
				w.t.Errorf("a term until %s: %v", last, err)
			}
		}
		asked, err := w.ask(w.assessor, "2026-04-01")
		w.must(err)
		if asked.Repair.PlanID != w.plan || *asked.Repair.Note != "Graag opnieuw." || asked.Plan.ProjectVersion != 2 {
			w.t.Errorf("asked: %+v of version %d", asked.Repair, asked.Plan.ProjectVersion)
		}
		w.expect("with the employer", "REPAIR MISSING MISSING REJECTED - -")
		if got := w.queue(w.assessor()); len(got) != 0 {
			w.t.Errorf("waits for the SSC meanwhile: %v", got)
		}
		_, err = w.project.ReplaceDocument(w.employer(), matrix.ReplaceDocumentInput{ID: doc.ID, ExpectedVersion: 1, TicketID: w.upload(w.employer(), w.plan, "beter")})
		w.must(err)
		w.expect("repaired, and in the queue again", "IN_REVIEW MISSING MISSING IN_REVIEW - SMALL")
		open, err := w.store.Client().Repair.Query().Where(repair.PlanID(w.plan), repair.ClosedAtIsNil()).Count(w.system())
		w.must(err)
		if open != 0 {
			w.t.Error("the repair is still open")
		}
		w.must(w.say(w.assessor, "OMVANG", matrix.VerdictApproved))
		w.expect("approved", "OPEN MISSING MISSING APPROVED SMALL -")
	})
}

// A verdict is about what was seen, whatever way it changes.
func TestWhatChangesWhileAProjectFileIsJudgedIsJudgedAgain(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(w *project, doc *ent.Document){
		"another document": func(w *project, _ *ent.Document) { w.hand("JAARREKENING", accounts("MEDIUM")) },
		"another file": func(w *project, doc *ent.Document) {
			_, err := w.project.ReplaceDocument(w.employer(), matrix.ReplaceDocumentInput{ID: doc.ID, ExpectedVersion: doc.Version, TicketID: w.upload(w.employer(), w.plan, "ander")})
			w.must(err)
		},
		"another statement": func(w *project, doc *ent.Document) {
			_, err := w.project.AmendDocument(w.employer(), matrix.AmendDocumentInput{ID: doc.ID, ExpectedVersion: doc.Version, Statement: &dossier.DocumentInput{SizeClass: some("MEDIUM")}})
			w.must(err)
		},
		"another signatory": func(w *project, _ *ent.Document) {
			_, err := w.project.Amend(w.employer(), projectfiles.AmendInput{PlanID: w.plan, ExpectedVersion: w.planRow().ProjectVersion, SignatoryName: new("Anna Vos")})
			w.must(err)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := &project{newJudging(newWorldOf(t, storetest.SQLite(t), sectorplanplus.V4, whileTheyRun))}
			doc := w.hand("JAARREKENING", accounts("SMALL"))
			w.report("OMVANG")
			seen, version := w.cell("OMVANG"), w.planRow().ProjectVersion
			change(w, doc)
			_, err := w.project.JudgeCells(w.assessor(), matrix.JudgeCellsInput{ForID: w.plan, ExpectedVersion: version, Cells: []matrix.CellVerdict{
				{CellID: seen.ID, ExpectedVersion: seen.Version, Verdict: matrix.VerdictApproved},
			}})
			if !isStale(err) {
				t.Errorf("a verdict on what was there before: %v", err)
			}
			w.must(w.say(w.assessor, "OMVANG", matrix.VerdictApproved))
			doc, err = w.store.Client().Document.Query().Where(document.ID(doc.ID)).Only(w.system())
			w.must(err)
			change(w, doc)
			if name == "another signatory" {
				_, err = w.project.Amend(w.employer(), projectfiles.AmendInput{PlanID: w.plan, ExpectedVersion: w.planRow().ProjectVersion, SignatoryName: new("Bas Bos")})
				w.must(err)
			}
			if got := w.cell("OMVANG").State; got != matrix.InReview || w.planRow().SizeClass != nil {
				t.Errorf("the approval of what was there before stands: %s, %v", got, w.planRow().SizeClass)
			}
		})
	}
}

func TestWhatTheSchemeFindsIncompleteIsNotApproved(t *testing.T) {
	t.Parallel()
	w := &project{newJudging(newWorldOf(t, storetest.SQLite(t), sectorplanplus.V4, whileTheyRun))}
	doc := w.hand("JAARREKENING", accounts("SMALL"))
	w.report("OMVANG")
	w.must(w.say(w.assessor, "OMVANG", matrix.VerdictRejected))
	_, err := w.project.AmendDocument(w.employer(), matrix.AmendDocumentInput{ID: doc.ID, ExpectedVersion: 1, Statement: &dossier.DocumentInput{Year: some(2022)}})
	w.must(err)
	w.expect("accounts of another year", "OPEN MISSING MISSING INCOMPLETE - SMALL")
	if err := w.say(w.assessor, "OMVANG", matrix.VerdictApproved); !fault.HasReason(err, "CELL_NOT_REPORTED") {
		t.Errorf("approved: %v", err)
	}
	w.must(w.store.Tx(w.system(), func(tx *ent.Tx) error { // as though the answer had changed since
		return tx.Cell.UpdateOneID(w.cell("OMVANG").ID).SetState(matrix.InReview).Exec(w.system())
	}))
	if err := w.say(w.assessor, "OMVANG", matrix.VerdictApproved); !fault.HasReason(err, "CELL_INCOMPLETE") {
		t.Errorf("approved: %v", err)
	}
	if w.planRow().SizeClass != nil {
		t.Error("it gives a size")
	}
}

func TestWhoJudgesAProjectFile(t *testing.T) {
	t.Parallel()
	w := &project{newJudging(newWorldOf(t, storetest.SQLite(t), sectorplanplus.V4, whileTheyRun))}
	w.hand("JAARREKENING", accounts("SMALL"))
	w.report("OMVANG")
	assessed := actor.From(w.colleague()).PersonID
	w.must(w.store.Tx(w.system(), func(tx *ent.Tx) error { return tx.Plan.UpdateOneID(w.plan).SetGrantedBy(assessed).Exec(w.system()) }))
	amr, pen := w.person(actor.AMR, ""), w.person(actor.RegioPlus, "")
	for name, c := range map[string]struct {
		who    func() context.Context
		reason string
	}{
		"who granted the plan":        {w.colleague, "FOUR_EYES_REQUIRED"},
		"a former contact":            {w.insider, "FOUR_EYES_REQUIRED"},
		"the employer":                {w.employer, "ROLE"},
		"another employer":            {w.stranger, "PLAN_NOT_FOUND"},
		"a committee":                 {amr, "PLAN_NOT_FOUND"},
		"a role that was not named":   {pen, "ROLE"},
		"whoever of the SSC is there": {w.assessor, ""},
	} {
		err := w.say(c.who, "OMVANG", matrix.VerdictUndecided)
		if c.reason == "" && err != nil || c.reason != "" && !fault.HasReason(err, c.reason) {
			t.Errorf("%s: %v, want %s", name, err, c.reason)
		}
		can := w.project.Can(c.who(), "JUDGE_CELLS", w.cell("OMVANG"))
		if can.Allowed != (c.reason == "") && c.reason != "PLAN_NOT_FOUND" {
			t.Errorf("%s: viewerCan says %+v", name, can)
		}
	}
	for state, allowed := range map[string]bool{workflow.Assessed: false, workflow.Granted: true, workflow.Withdrawn: false} {
		w.must(w.store.Tx(w.system(), func(tx *ent.Tx) error { return tx.Plan.UpdateOneID(w.plan).SetState(state).Exec(w.system()) }))
		err := w.say(w.assessor, "OMVANG", matrix.VerdictUndecided)
		can := w.project.Can(w.assessor(), "JUDGE_CELLS", w.cell("OMVANG"))
		if (err == nil) != allowed || can.Allowed != allowed || (len(w.queue(w.assessor())) > 0) != allowed {
			t.Errorf("under a plan that is %s: %v, %+v", state, err, can)
		}
	}
}

func TestASizeThatIsJudgedReachesWhatIsOpen(t *testing.T) {
	t.Parallel()
	eachProject(t, func(w *project) {
		list, title := "mbo", "Mbo-Verpleegkunde"
		r := w.create(entered.CreateInput{
			PlanID: w.plan, Activity: "A", Training: dossier.TrainingInput{Listed: &dossier.ListedTrainingInput{List: &list, Title: &title, Route: new("BBL")}},
			Start: date("2025-01-13"), End: date("2025-02-13"), Participants: []entered.ParticipantInput{newcomer("Ada", "e1")},
		})
		facts := func() string {
			w.round()
			o := w.question(r.ID).Organisation
			return o.SizeClass.Value() + "/" + o.SizeEvidence.Value() + "/" + o.SizeAwaited.Value()
		}
		for _, step := range []struct {
			what, want string
			do         func()
		}{
			{"uploaded", "//SMALL", func() { w.hand("JAARREKENING", accounts("SMALL")) }},
			{"reported", "//SMALL", func() { w.report("OMVANG") }},
			{"rejected", "//", func() { w.must(w.say(w.assessor, "OMVANG", matrix.VerdictRejected)) }},
			{"approved after all", "SMALL/JAARREKENING/", func() { w.must(w.say(w.assessor, "OMVANG", matrix.VerdictApproved)) }},
			{"another one beside it", "//MEDIUM", func() { w.hand("JAARREKENING", accounts("MEDIUM")) }},
		} {
			step.do()
			if got := facts(); got != step.want {
				w.t.Errorf("%s: judged by %s, want %s", step.what, got, step.want)
			}
		}
		if w.waiting() != 0 {
			w.t.Error("a mark is left")
		}
	})
}
