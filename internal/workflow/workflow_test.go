package workflow_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// moving are the subjects that move through states.
var moving = []workflow.Subject{workflow.Plan, workflow.Registration, workflow.ProjectFile, workflow.Appointment, workflow.Admission, workflow.Tie}

func TestOneStateAndVerbSelectOneRow(t *testing.T) {
	t.Parallel()
	type choice struct {
		subject    workflow.Subject
		from, verb string
	}
	seen := map[choice]bool{}
	for _, row := range workflow.Table() {
		for _, from := range row.From() {
			c := choice{row.Subject, from, row.Verb}
			if seen[c] {
				t.Errorf("%s: two rows for %s in %q", row.Subject, row.Verb, from)
			}
			seen[c] = true
		}
	}
}

func TestEveryRowIsWhole(t *testing.T) {
	t.Parallel()
	for _, row := range workflow.Table() {
		if row.Name == "" || row.Subject == "" || row.Verb == "" || !slices.Contains(workflow.Slots(), row.Slot) {
			t.Errorf("%s of %s: a name, a subject, a verb or a slot is lacking", row.Name, row.Subject)
		}
		if row.Label.NL == "" || row.Label.EN == "" {
			t.Errorf("%s has no label in both languages", row.Name)
		}
		if (row.Asks == "") != (row.Of == "") {
			t.Errorf("%s asks the policy for %q of %q", row.Name, row.Asks, row.Of)
		}
		for _, w := range row.Ways {
			isState(t, row.Subject, w.From, row.Name)
			isState(t, row.Subject, w.To, row.Name)
		}
		for _, s := range row.Under {
			isState(t, workflow.Plan, s, row.Name)
		}
		if is := row.News.NL != "" && row.News.EN != ""; is != (row.Tells != nil) {
			t.Errorf("%s tells somebody (%t) and has words for it in both languages (%t)", row.Name, row.Tells != nil, is)
		}
		if found, _ := workflow.Done(row.Subject, row.Verb); row.Tells != nil && found.Name != row.Name {
			t.Errorf("%s: the verb %q of a %s leads to %s", row.Name, row.Verb, row.Subject, found.Name)
		}
		for _, todo := range row.Todos {
			if _, fits := row.Next(todo.In); !fits || todo.Text.NL == "" || todo.Text.EN == "" {
				t.Errorf("%s is a next step in %s, where it cannot be done or has no words", row.Name, todo.In)
			}
		}
	}
}

func isState(t *testing.T, s workflow.Subject, name, row string) {
	t.Helper()
	if _, ok := workflow.StateOf(s, name); !ok && name != workflow.New {
		t.Errorf("%s: a %s has no state %q", row, s, name)
	}
}

// A row that is declared and not listed would be in no diagram, no legend and no audit.
func TestEveryRowIsInTheTable(t *testing.T) {
	t.Parallel()
	listed := len(workflow.Table())
	declared := 0
	sources, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range sources {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if lit, ok := n.(*ast.CompositeLit); ok && names(lit, "Name") {
				declared++
			}
			return true
		})
	}
	if declared != listed {
		t.Errorf("%d rows are declared and %d are listed", declared, listed)
	}
}

// names reports whether a literal sets a field.
func names(lit *ast.CompositeLit, field string) bool {
	return slices.ContainsFunc(lit.Elts, func(e ast.Expr) bool {
		kv, ok := e.(*ast.KeyValueExpr)
		if !ok {
			return false
		}
		key, ok := kv.Key.(*ast.Ident)
		return ok && key.Name == field
	})
}

// One name is one mutation: its rows are its verdicts, done by one slot, for which the policy is asked one thing.
func TestRowsOfOneNameAndSubjectAreTheVerdictsOfOneAct(t *testing.T) {
	t.Parallel()
	type mutation struct {
		name    string
		subject workflow.Subject
	}
	first := map[mutation]workflow.Act{}
	for _, row := range workflow.Table() {
		m := mutation{row.Name, row.Subject}
		other, known := first[m]
		if !known {
			first[m] = row
			continue
		}
		if other.Slot != row.Slot || other.Asks != row.Asks || other.Of != row.Of || !slices.Equal(other.From(), row.From()) {
			t.Errorf("%s of a %s: %s and %s are asked of others or elsewhere", row.Name, row.Subject, other.Verb, row.Verb)
		}
	}
}

func TestEveryStateCanBeReached(t *testing.T) {
	t.Parallel()
	for s, from := range map[workflow.Subject][]string{
		workflow.Plan: {workflow.New}, workflow.Registration: {workflow.New}, workflow.Appointment: {workflow.New}, workflow.Admission: {workflow.New}, workflow.Tie: {workflow.New},
		workflow.ProjectFile: {workflow.OfProjectFile(workflow.Draft, ""), workflow.OfProjectFile(workflow.Withdrawn, "")}, // begins and ends with its plan
	} {
		reached := from
		for i := 0; i < len(reached); i++ {
			for _, row := range workflow.Table() {
				if to, ok := row.Next(reached[i]); ok && row.Subject == s && !slices.Contains(reached, to) {
					reached = append(reached, to)
				}
			}
		}
		for _, st := range workflow.StatesOf(s) {
			if !slices.Contains(reached, st.Name) {
				t.Errorf("%s: nothing leads to %s", s, st.Name)
			}
		}
	}
}

func TestWhatEndsStaysEnded(t *testing.T) {
	t.Parallel()
	settled := workflow.Way{From: workflow.Approved, To: workflow.Settled}
	for _, row := range workflow.Table() {
		for _, w := range row.Ways {
			if slices.Contains(workflow.Final(row.Subject), w.From) && w != settled {
				t.Errorf("%s: %s leads out of %s", row.Subject, row.Verb, w.From)
			}
		}
	}
}

// Whoever is waited for has something to do, which is a next step of that state.
func TestWhoseTurnItIsHasANextStep(t *testing.T) {
	t.Parallel()
	every := []workflow.Condition{
		workflow.NobodyTakesPart, workflow.FactsAreMissing, workflow.RulesRefuse, workflow.ContentIsOpen,
		workflow.DocumentsAreMissing, workflow.CellsAreUnreported, workflow.CellsAreOpen, workflow.CellsAreRejected,
	}
	for _, s := range moving {
		for _, st := range workflow.StatesOf(s) {
			steps := workflow.Steps(s, st.Name, every...)
			isTheirs := func(step workflow.Step) bool {
				return step.Act.Slot == st.Turn || st.Turn == workflow.Assessor && step.Act.Slot == workflow.CellJudge
			}
			if (st.Turn != "") != slices.ContainsFunc(steps, isTheirs) {
				t.Errorf("%s %s: it is the turn of %q, and the next steps are %v", s, st.Name, st.Turn, steps)
			}
		}
	}
}

func TestNextFollowsTheTable(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		act      workflow.Act
		from, to string
		ok       bool
	}{
		{workflow.SubmitPlan, workflow.Draft, workflow.Submitted, true},
		{workflow.AssessPlan, workflow.Draft, "", false},
		{workflow.WithdrawPlan, workflow.Granted, "", false},
		{workflow.Complete, workflow.Draft, workflow.Ready, true},
		{workflow.AmendRegistration, workflow.AwaitingContent, "", false},
		{workflow.SubmitRegistration, workflow.AwaitingContent, "", false},
		{workflow.WithdrawRegistration, workflow.Approved, "", false},
		{workflow.AttachProjectDocument, workflow.OfProjectFile(workflow.Granted, ""), workflow.Open, true},
		{workflow.AttachProjectDocument, workflow.OfProjectFile(workflow.Granted, workflow.Repair), workflow.Repair, true},
		{workflow.AttachProjectDocument, workflow.OfProjectFile(workflow.Withdrawn, workflow.Repair), "", false},
		{workflow.JudgeProjectCells, workflow.Closed, "", false},
		{workflow.AskProjectRepair, workflow.InReview, workflow.Repair, true},
		{workflow.AskProjectRepair, workflow.Approved, "", false},
	} {
		to, ok := c.act.Next(c.from)
		if to != c.to || ok != c.ok {
			t.Errorf("%s in %s leads to %q, %t; want %q, %t", c.act.Verb, c.from, to, ok, c.to, c.ok)
		}
	}
	if diff := cmp.Diff([]string{"DRAFT", "UNCONFIRMED", "SUBMITTED", "ASSESSED"}, workflow.WithdrawPlan.From()); diff != "" {
		t.Error(diff)
	}
}

func TestNoStateCarriesTheNameOfARole(t *testing.T) {
	t.Parallel()
	for _, s := range moving {
		for _, st := range workflow.StatesOf(s) {
			for _, role := range []string{"AMR", "SSC", "VWS", "REGIOPLUS", "EMPLOYER", "LEADER"} {
				if slices.Contains(strings.Split(st.Name, "_"), role) {
					t.Errorf("%s: state %s is called after %s", s, st.Name, role)
				}
			}
		}
	}
	if diff := cmp.Diff([]string{"AWAITING_CONTENT", "CONTENT_REJECTED", "DRAFT"}, workflow.Current([]string{"AWAITING_AMR", "AMR_REJECTED", "DRAFT"})); diff != "" {
		t.Error(diff)
	}
}

func TestARefusalNamesTheStateAndThoseInWhichItCanBeDone(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ got, want fault.Text }{
		{workflow.SubmitRegistration.Refusal(workflow.InReview), fault.Text{
			NL: "Deze registratie is in de staat ‘In behandeling’. Registratie indienen kan alleen in de staat ‘Concept’, ‘Compleet’ of ‘Herstel’.",
			EN: "This registration is in the state ‘In review’. To submit the registration it has to be in the state ‘Draft’, ‘Complete’ or ‘Repair’.",
		}},
		{workflow.SubmitRegistration.RefusalUnder(workflow.Assessed), fault.Text{
			NL: "Het plan is in de staat ‘Beoordeeld’. Registratie indienen kan alleen als het plan in de staat ‘Toegekend’ is.",
			EN: "The plan is in the state ‘Assessed’. To submit the registration the plan has to be in the state ‘Granted’.",
		}},
	} {
		if diff := cmp.Diff(c.want, c.got); diff != "" {
			t.Error(diff)
		}
	}
}

// What the audit and the feed show of an act of several rows has words of its own; those of one row would be of one verdict.
func TestEveryNameHasWords(t *testing.T) {
	t.Parallel()
	for _, name := range workflow.Names() {
		words, ok := workflow.Label(name)
		if rows := workflow.Named(name); !ok || words.NL == "" || words.EN == "" || len(rows) > 1 && words == rows[1].Label {
			t.Errorf("%s is called %v", name, words)
		}
	}
}
