package scenario_test

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// expectations is a table of testdata: a word for each row and each principal.
type expectations struct {
	file       string
	principals []string
	rows       map[string]map[string]string
	extra      map[string]string // the second column, where the table has one
}

// readTable reads a table of words between white space. Its first line that is no comment names the columns: what the
// row is about, perhaps "allowed" for a second word about the row, and the principals.
func readTable(t testing.TB, name string) *expectations {
	t.Helper()
	text, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	e := &expectations{file: name, rows: map[string]map[string]string{}, extra: map[string]string{}}
	skip := 1
	for line := range strings.Lines(string(text)) {
		words := strings.Fields(line)
		switch {
		case len(words) == 0 || words[0] == "#":
		case e.principals == nil:
			if words[1] == "allowed" {
				skip = 2
			}
			e.principals = words[skip:]
		case len(words) != skip+len(e.principals):
			t.Fatalf("%s: %q has %d words, want %d", name, words[0], len(words), skip+len(e.principals))
		default:
			if e.rows[words[0]] != nil {
				t.Fatalf("%s: %s stands there twice", name, words[0])
			}
			e.rows[words[0]] = map[string]string{}
			if skip == 2 {
				e.extra[words[0]] = words[1]
			}
			for i, p := range e.principals {
				e.rows[words[0]][p] = words[skip+i]
			}
		}
	}
	return e
}

// check compares what was observed with the table, row by row. A row that was not expected fails as much as a wrong one.
func (e *expectations) check(t testing.TB, observed map[string]map[string]string) {
	t.Helper()
	rows := map[string]bool{}
	for row := range e.rows {
		rows[row] = true
	}
	for row := range observed {
		rows[row] = true
	}
	for _, row := range sorted(rows) {
		want, got := e.rows[row], observed[row]
		wrong := []string{}
		words := make([]string, len(e.principals))
		for i, p := range e.principals {
			words[i] = got[p]
			if words[i] == "" {
				words[i] = "-"
			}
			if want == nil || want[p] != words[i] {
				wrong = append(wrong, p+": want "+want[p]+", got "+words[i])
			}
		}
		if len(wrong) > 0 {
			t.Errorf("%s %s: %s\n\tas observed: %s %s", e.file, row, strings.Join(wrong, "; "), row, strings.Join(words, " "))
		}
	}
}

func sorted[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
