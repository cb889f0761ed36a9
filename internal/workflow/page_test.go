package workflow_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/internal/workflow"
)

var update = flag.Bool("update", false, "write docs/workflow.md anew")

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

var titles = map[workflow.Subject]string{
	workflow.Plan: "Plan (activiteitenplan)", workflow.Registration: "Registration (registratie)", workflow.ProjectFile: "Project file (projectdossier)",
	workflow.Appointment: "Appointment (aanstelling)", workflow.Admission: "Admission (toelating van een contactpersoon)", workflow.Tie: "Tie (band tussen organisaties)",
}

// page renders the table: for each subject a diagram, its states and its acts.
func page() string {
	var b strings.Builder
	b.WriteString("# The way of a dossier\n\nRendered from the table of acts in `internal/workflow` by its test. The states are the platform's own.\n" +
		"The judge of content and the judge of a cell are roles that the manifest of a scheme names; the other slots are bound by the platform.\n")
	for _, s := range moving {
		fmt.Fprintf(&b, "\n## %s\n\n", titles[s])
		diagram(&b, s)
		legend(&b, s)
		acts(&b, s)
	}
	return b.String()
}

func diagram(b *strings.Builder, s workflow.Subject) {
	b.WriteString("```mermaid\nstateDiagram-v2\n")
	for _, row := range workflow.Table() {
		for _, w := range row.Ways {
			if row.Subject == s && w.From != w.To {
				fmt.Fprintf(b, "    %s --> %s: %s (%s)\n", node(w.From), w.To, row.Verb, row.Slot)
			}
		}
	}
	b.WriteString("```\n\n")
}

func legend(b *strings.Builder, s workflow.Subject) {
	b.WriteString("| State | Label | Turn of | |\n|---|---|---|---|\n")
	for _, st := range workflow.StatesOf(s) {
		fmt.Fprintf(b, "| `%s` | %s · %s | %s | %s |\n", st.Name, st.Label.NL, st.Label.EN, st.Turn, st.Explanation.EN)
	}
}

func acts(b *strings.Builder, s workflow.Subject) {
	b.WriteString("\n| Act | Verb | By | In state | Leads to | Tells |\n|---|---|---|---|---|---|\n")
	for _, row := range workflow.Table() {
		if row.Subject != s {
			continue
		}
		var from, to []string
		for _, w := range row.Ways {
			from = append(from, cell(w.From))
			if w.To != w.From {
				to = []string{cell(w.To)}
			}
		}
		in := strings.Join(from, " ")
		if row.Under != nil {
			in += ", under a plan that is `" + strings.Join(row.Under, "` `") + "`"
		}
		if row.Waits != "" {
			in += ", unless the regulation holds it"
		}
		fmt.Fprintf(b, "| %s: %s | %s | %s | %s | %s | %s |\n", row.Name, row.Label.NL, row.Verb, row.Slot, in, strings.Join(to, " "), told(row.Tells))
	}
}

func told(notices []workflow.Notice) string {
	all := make([]string, len(notices))
	for i, n := range notices {
		all[i] = fmt.Sprintf("%s: %s", n.Slot, n.Manner)
	}
	return strings.Join(all, "; ")
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
