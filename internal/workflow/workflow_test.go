package workflow_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/internal/workflow"
)

var update = flag.Bool("update", false, "write docs/workflow.md anew")

func TestOneStateAndVerbSelectOneRow(t *testing.T) {
	t.Parallel()
	type choice struct {
		subject workflow.Subject
		from    string
		verb    workflow.Verb
	}
	seen := map[choice]bool{}
	for _, row := range workflow.Table() {
		c := choice{row.Subject, row.From, row.Verb}
		if seen[c] {
			t.Errorf("%s: two rows for %s in %q", row.Subject, row.Verb, row.From)
		}
		seen[c] = true
		if row.By == "" || row.To == "" {
			t.Errorf("%s: %s in %q leads nowhere or is done by nobody", row.Subject, row.Verb, row.From)
		}
	}
}

func TestEveryStateCanBeReached(t *testing.T) {
	t.Parallel()
	for _, s := range []workflow.Subject{workflow.Plan, workflow.Registration} {
		reached := []string{workflow.New}
		for i := 0; i < len(reached); i++ {
			for _, row := range workflow.Table() {
				if row.Subject == s && row.From == reached[i] && !slices.Contains(reached, row.To) {
					reached = append(reached, row.To)
				}
			}
		}
		for _, row := range workflow.Table() {
			if row.Subject == s && !slices.Contains(reached, row.From) {
				t.Errorf("%s: nothing leads to %s", s, row.From)
			}
		}
	}
}

func TestWhatEndsStaysEnded(t *testing.T) {
	t.Parallel()
	ends := map[workflow.Subject][]string{
		workflow.Plan:         {workflow.Rejected, workflow.Withdrawn},
		workflow.Registration: {workflow.Rejected, workflow.Withdrawn, workflow.Settled},
	}
	for s, states := range ends {
		for _, row := range workflow.Table() {
			if row.Subject == s && slices.Contains(states, row.From) {
				t.Errorf("%s: %s leads out of %s", s, row.Verb, row.From)
			}
		}
	}
}

func TestNextFollowsTheTable(t *testing.T) {
	t.Parallel()
	cases := []struct {
		subject workflow.Subject
		from    string
		verb    workflow.Verb
		to      string
		ok      bool
	}{
		{workflow.Plan, workflow.Draft, workflow.Submit, workflow.Submitted, true},
		{workflow.Plan, workflow.Draft, workflow.Assess, "", false},
		{workflow.Plan, workflow.Granted, workflow.Withdraw, "", false},
		{workflow.Registration, workflow.Draft, workflow.Complete, workflow.Ready, true},
		{workflow.Registration, workflow.AwaitingContent, workflow.Amend, "", false},
		{workflow.Registration, workflow.AwaitingContent, workflow.Submit, "", false},
		{workflow.Registration, workflow.Approved, workflow.Withdraw, "", false},
	}
	for _, c := range cases {
		to, ok := workflow.Next(c.subject, c.from, c.verb)
		if to != c.to || ok != c.ok {
			t.Errorf("%s: %s in %s leads to %q, %t; want %q, %t", c.subject, c.verb, c.from, to, ok, c.to, c.ok)
		}
	}
	if diff := cmp.Diff([]string{"DRAFT", "SUBMITTED", "ASSESSED"}, workflow.From(workflow.Plan, workflow.Withdraw)); diff != "" {
		t.Error(diff)
	}
}

func TestTheDiagramShowsTheTable(t *testing.T) {
	t.Parallel()
	path := filepath.Join("..", "..", "docs", "workflow.md")
	got := page()
	if *update {
		if os.Getenv("CI") != "" {
			t.Fatal("a golden file is not updated in CI")
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("docs/workflow.md is out of date; run this test with -update\n%s", diff)
	}
}

// page renders the table as a page with a diagram and a table for each subject.
func page() string {
	var b strings.Builder
	b.WriteString("# The way of a dossier\n\nRendered by the test of `internal/workflow` from its table. The states are the platform's own.\n")
	for _, s := range []struct {
		subject workflow.Subject
		title   string
	}{{workflow.Plan, "Plan (activiteitenplan)"}, {workflow.Registration, "Registration (registratie)"}} {
		fmt.Fprintf(&b, "\n## %s\n\n```mermaid\nstateDiagram-v2\n", s.title)
		for _, row := range workflow.Table() {
			if row.Subject == s.subject && row.From != row.To {
				fmt.Fprintf(&b, "    %s --> %s: %s (%s)\n", node(row.From), row.To, row.Verb, row.By)
			}
		}
		b.WriteString("```\n\n| In state | verb | leads to | by |\n|---|---|---|---|\n")
		for _, row := range workflow.Table() {
			if row.Subject == s.subject {
				fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", cell(row.From), row.Verb, cell(row.To), row.By)
			}
		}
	}
	return b.String()
}

func node(state string) string {
	if state == workflow.New {
		return "[*]"
	}
	return state
}

func cell(state string) string {
	if state == workflow.New {
		return "(new)"
	}
	return "`" + state + "`"
}
