package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
)

const released = `
directive @oneOf on INPUT_OBJECT
type Query {
  plan(id: ID!, first: Int = 10, old: Int @deprecated): Plan
  plans(filter: Filter): [Plan!]!
  gone: Gone @deprecated(reason: "Use plan.")
}
interface Node { id: ID! }
type Plan implements Node { id: ID! number: String! note: String old: Int @deprecated state: State! lines: [String] }
type Gone { x: Int }
union Subject = Plan | Gone
enum State { DRAFT SUBMITTED FORMER @deprecated }
input Filter { search: String states: [State!] top: Int! = 3 old: String @deprecated }
scalar Money
`

func parse(t *testing.T, text string) *ast.Schema {
	t.Helper()
	s, err := gqlparser.LoadSchema(&ast.Source{Input: text})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// changed is the released contract with words replaced, in pairs.
func changed(pairs ...string) string { return strings.NewReplacer(pairs...).Replace(released) }

func TestWhatBreaksAClientIsFound(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		now  string
		want []string
	}{
		"nothing changed":           {released, nil},
		"a field is gone":           {changed("number: String! ", ""), []string{"Plan.number is gone"}},
		"a field may be null":       {changed("number: String!", "number: String"), []string{"Plan.number was String! and is String"}},
		"a field is another type":   {changed("note: String", "note: Money"), []string{"Plan.note was String and is Money"}},
		"a field is a list":         {changed("note: String", "note: [String]"), []string{"Plan.note was String and is [String]"}},
		"an entry may be null":      {changed("): [Plan!]!", "): [Plan]!"), []string{"Query.plans was [Plan!]! and is [Plan]!"}},
		"a value of an enum":        {changed("SUBMITTED ", ""), []string{"State.SUBMITTED is gone"}},
		"a member of a union":       {changed("= Plan | Gone", "= Plan"), []string{"Subject has no Gone any more"}},
		"an interface":              {changed("Plan implements Node", "Plan"), []string{"Plan is no Node any more"}},
		"a type":                    {changed("scalar Money", ""), []string{"Money is gone"}},
		"a kind":                    {changed("scalar Money", "enum Money { EURO }"), []string{"Money was of kind SCALAR and is of ENUM"}},
		"an argument is gone":       {changed("first: Int = 10, ", ""), []string{"Query.plan(first:) is gone"}},
		"an argument is new":        {changed("(id: ID!", "(id: ID!, year: Int!"), []string{"Query.plan(year:) is new and has to be given"}},
		"an argument is compulsory": {changed("(filter: Filter)", "(filter: Filter!)"), []string{"Query.plans(filter:) was Filter and is Filter!"}},
		"an argument's default":     {changed("first: Int = 10", "first: Int = 20"), []string{"Query.plan(first:) was 10 when it is not given and is 20"}},
		"an input field is gone":    {changed("search: String ", ""), []string{"Filter.search is gone"}},
		"an input field is new":     {changed("search: String", "search: String year: Int!"), []string{"Filter.year is new and has to be given"}},
		"an input field must be":    {changed("search: String", "search: String!"), []string{"Filter.search was String and is String!"}},
		"one entry must be":         {changed("states: [State!]", "states: [State]"), nil},
		"an entry that must be":     {changed("states: [State!]", "states: [State!]!"), []string{"Filter.states was [State!] and is [State!]!"}},
		"a default is taken away":   {changed("top: Int! = 3", "top: Int!"), []string{"Filter.top was 3 when it is not given and is nothing"}},
		"exactly one":               {changed("input Filter {", "input Filter @oneOf {", "top: Int! = 3", "top: Int", "old: String @deprecated", "old: String"), []string{"Filter takes exactly one of its fields", "Filter.top was 3 when it is not given and is nothing"}},
		"what was deprecated goes": {
			changed(", old: Int @deprecated", "", " old: Int @deprecated", "", ` gone: Gone @deprecated(reason: "Use plan.")`, "", " FORMER @deprecated", "", " old: String @deprecated", ""), nil,
		},
		"more is given": {
			changed("note: String", "note: String! more: Int", "(id: ID!", "(id: ID!, year: Int, month: Int! = 1", "SUBMITTED", "SUBMITTED GRANTED", "top: Int! = 3", "top: Int = 3", "= Plan | Gone", "= Plan | Gone | Other", "scalar Money", "scalar Money type Other { x: Int }"), nil,
		},
	} {
		var got []string
		for _, b := range compare(parse(t, released), parse(t, c.now)) {
			got = append(got, b.at+" "+b.why)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestABreakIsAnnouncedBeforeItIsReleased(t *testing.T) {
	t.Parallel()
	const changelog = "# Changelog\n\n## Unreleased\n\n### Added\n\n- `Plan.note`\n\n### Breaking\n\n- `Plan.number` and `State.SUBMITTED` go.\n\n## 1.0.0\n\n### Breaking\n\n- `Plan.id`\n"
	if diff := cmp.Diff([]string{"Plan.number", "State.SUBMITTED"}, announcements(changelog)); diff != "" {
		t.Error(diff)
	}
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	was, log := write("was.graphql", released), write("CHANGELOG.md", changelog)
	announced := write("announced.graphql", changed("number: String! ", "", "SUBMITTED ", ""))
	if err := run(was, announced, log); err != nil {
		t.Error(err)
	}
	silent := write("silent.graphql", changed("number: String! ", "", "note: String ", ""))
	if err := run(was, silent, log); err == nil || !strings.Contains(err.Error(), "1 breaks are neither deprecated") {
		t.Errorf("a silent break passes: %v", err)
	}
	for _, missing := range [][3]string{{"x", announced, log}, {was, "x", log}, {was, announced, "x"}, {log, announced, log}} {
		if err := run(missing[0], missing[1], missing[2]); err == nil {
			t.Errorf("%v passes", missing)
		}
	}
}
