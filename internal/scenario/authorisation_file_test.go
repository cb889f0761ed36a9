package scenario_test

import (
	"cmp"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/penvoerder/penvoerder/internal/workflow"
)

var update = flag.Bool("update", false, "write the table of authorisation anew, in a long run; refused in CI")

// readAuthorisation reads what was written down, or begins anew and writes it when the test has ended.
func readAuthorisation(t *testing.T) *authorisation {
	t.Helper()
	a := &authorisation{rows: map[place]row{}, isLearnt: *update}
	if *update {
		if os.Getenv("CI") != "" || !*isLong {
			t.Fatal("golden files are written on a desk, not in CI, and this one by a long run")
		}
		t.Cleanup(func() {
			if t.Failed() {
				return
			}
			if err := os.WriteFile(authorisationFile, []byte(a.text()), 0o644); err != nil {
				t.Error(err)
			}
		})
		return a
	}
	text, err := os.ReadFile(authorisationFile)
	if err != nil {
		t.Fatal(err)
	}
	body, is := strings.CutPrefix(string(text), heading())
	if !is {
		t.Fatalf("%s begins otherwise than this test: who asks, or what a letter means, has changed", authorisationFile)
	}
	a.read(t, body)
	return a
}

// heading explains the file, and names the columns.
func heading() string {
	var b strings.Builder
	b.WriteString(`# Who may do what, in which situation: expectations, written down from what was answered over HTTP and reviewed since.
# A change here is a change of who may do what. .ci/long agreement tries all of it; go test ./internal/scenario a sample.
#
# A block is a row of the table of acts. A line has a letter for each of those who ask, and the situations in which that
# is so: every combination of what it lists. "at" is where viewerCan is asked, "under" the scheme, "while" the time of
# year; "judge" whom the scheme names for the content and the first cell, where it is not the usual one; "before" that who
# would judge judged another part of the dossier.
#
`)
	for _, l := range letters {
		fmt.Fprintf(&b, "#   %c  %s\n", l.letter, l.words)
	}
	b.WriteString("#\n# The columns:\n")
	group, column := 'A', 1
	ruler := "#\n#   "
	for _, name := range asking {
		if name == "" {
			group, column, ruler = group+1, 1, ruler+" "
			continue
		}
		fmt.Fprintf(&b, "#   %c%-3d %s\n", group, column, name)
		ruler += string(group)
		column++
	}
	return b.String() + ruler + "\n"
}

// box is every combination of some values, in each of which the letters are the same.
type box [len(dimensions)][]string

// text writes the table down.
func (a *authorisation) text() string {
	blocks := map[string]map[row][]box{}
	for p, r := range a.rows {
		var one box
		for d, value := range p {
			one[d] = []string{value}
		}
		if blocks[p[0]] == nil {
			blocks[p[0]] = map[row][]box{}
		}
		blocks[p[0]][r] = append(blocks[p[0]][r], one)
	}
	var b strings.Builder
	b.WriteString(heading())
	for _, act := range rowsAsked() {
		fmt.Fprintf(&b, "\n%s\n", key(act))
		for _, l := range linesOf(blocks[key(act)]) {
			b.WriteString(l)
		}
	}
	return b.String()
}

// linesOf are the lines of a block, in the order of their situations.
func linesOf(block map[row][]box) []string {
	type line struct {
		letters row
		where   box
	}
	var lines []line
	for r, boxes := range block {
		for _, one := range joined(boxes) {
			lines = append(lines, line{r, one})
		}
	}
	slices.SortFunc(lines, func(x, y line) int { return compareBoxes(x.where, y.where) })
	texts := make([]string, len(lines))
	for i, l := range lines {
		texts[i] = "  " + l.letters.String() + "  " + l.where.String() + "\n"
	}
	return texts
}

// joined joins boxes that differ in one dimension, until none do.
func joined(boxes []box) []box {
	for before := 0; before != len(boxes); {
		before = len(boxes)
		for d := range dimensions {
			boxes = joinedAlong(boxes, d)
		}
	}
	return boxes
}

func joinedAlong(boxes []box, d int) []box {
	slices.SortFunc(boxes, compareBoxes)
	at := map[string]int{}
	var out []box
	for _, one := range boxes {
		rest := one
		rest[d] = nil
		same := fmt.Sprintf("%q", rest)
		i, is := at[same]
		if !is {
			at[same] = len(out)
			out = append(out, one)
			continue
		}
		out[i][d] = slices.Concat(out[i][d], one[d])
		slices.SortFunc(out[i][d], func(x, y string) int { return compareValues(d, x, y) })
	}
	return out
}

func compareBoxes(x, y box) int {
	for d := range dimensions {
		if c := slices.CompareFunc(x[d], y[d], func(x, y string) int { return compareValues(d, x, y) }); c != 0 {
			return c
		}
	}
	return 0
}

// compareValues orders times as the year does and states as the process does, and everything else by its letters.
func compareValues(d int, x, y string) int {
	of := turns[dimensions[d]]
	return cmp.Or(cmp.Compare(slices.Index(of, x), slices.Index(of, y)), cmp.Compare(x, y))
}

// turns are the values of a dimension that come one after another.
var turns = map[string][]string{
	"while": {"filing", "assessing", "after"}, "plan": statesOf(workflow.Plan), "registration": statesOf(workflow.Registration), "project": statesOf(workflow.ProjectFile),
}

func statesOf(s workflow.Subject) (names []string) {
	for _, st := range workflow.StatesOf(s) {
		names = append(names, st.Name)
	}
	return names
}

func (x box) String() string {
	var parts []string
	for d, values := range x[1:] {
		if len(values) != 1 || values[0] != "" {
			shown := slices.Clone(values)
			for i, v := range shown {
				if v == "" {
					shown[i] = none
				}
			}
			parts = append(parts, dimensions[d+1]+" "+strings.Join(shown, ", "))
		}
	}
	return strings.Join(parts, "; ")
}

// none stands in a list of values for what is not said.
const none = "none"

func (r row) String() string {
	var b strings.Builder
	i := 0
	for _, name := range asking {
		if name == "" {
			b.WriteByte(' ')
			continue
		}
		b.WriteByte(r[i])
		i++
	}
	return b.String()
}

// read reads the blocks. Two lines for one place, or a line that says something else than letters and values, fail.
func (a *authorisation) read(t *testing.T, body string) {
	t.Helper()
	act := ""
	for line := range strings.Lines(body) {
		line = strings.TrimSuffix(line, "\n")
		rest, isLine := strings.CutPrefix(line, "  ")
		switch {
		case line == "":
		case !isLine:
			act = line
		default:
			told, where, _ := strings.Cut(rest, "  ")
			for _, p := range places(t, act, where) {
				if _, is := a.rows[p]; is {
					t.Fatalf("%s: %s stands there twice", authorisationFile, p)
				}
				a.rows[p] = rowOf(t, told)
			}
		}
	}
}

func rowOf(t *testing.T, text string) (r row) {
	t.Helper()
	isLetter := func(c byte) bool { return rank(c) < len(letters) }
	if copy(r[:], strings.ReplaceAll(text, " ", "")) != columns || r.String() != text || slices.ContainsFunc(r[:], func(c byte) bool { return !isLetter(c) }) {
		t.Fatalf("%s: %q is no row of %d letters", authorisationFile, text, columns)
	}
	return r
}

// places are all combinations of the values of a line.
func places(t *testing.T, act, where string) []place {
	t.Helper()
	all := []place{{act}}
	for part := range strings.SplitSeq(where, "; ") {
		d := slices.IndexFunc(dimensions[:], func(name string) bool { return name != "" && strings.HasPrefix(part, name+" ") })
		if d < 0 {
			t.Fatalf("%s: %s: %q says nothing", authorisationFile, act, part)
		}
		var more []place
		for value := range strings.SplitSeq(strings.TrimPrefix(part, dimensions[d]+" "), ", ") {
			for _, p := range all {
				if value != none {
					p[d] = value
				}
				more = append(more, p)
			}
		}
		all = more
	}
	return all
}
