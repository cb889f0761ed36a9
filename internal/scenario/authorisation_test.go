package scenario_test

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/penvoerder/penvoerder/internal/workflow"
)

// authorisation is what was written down of who may do what, in which situation.
type authorisation struct {
	mu       sync.Mutex
	rows     map[place]row
	isLearnt bool // written anew by this run
}

const authorisationFile = "testdata/authorisation.golden"

// place is an act, where it is asked, and a situation: the value of each dimension.
type place [len(dimensions)]string

// dimensions are what a place is told by. The first is the head of a block of lines.
var dimensions = [...]string{"", "at", "under", "while", "plan", "registration", "project", "content", "judge", "first cell", "before"}

// row is a letter for each of those who ask, in the order of asking; a blank where it was not tried.
type row [columns]byte

const columns = 27

// The letters.
const (
	may     = '+'
	notNow  = 'n'
	absent  = '.'
	unseen  = '-'
	untried = '_'
)

// letters tell what came of an act, the best first; legend has them in words.
var letters = []struct {
	letter byte
	code   string
	reason string
	words  string
}{
	{may, "", "", "may"},
	{notNow, "", "", "not now, or not this: its state, a hold, somebody else who is at it, a cell that takes no documents"},
	{'x', "FORBIDDEN", "NOT_APPLICABLE", "does not apply: the scheme names nobody for it"},
	{'4', "FORBIDDEN", "FOUR_EYES_REQUIRED", "has or had a part in it"},
	{'a', "FORBIDDEN", "NOT_ASSIGNED", "is not the assessor on record"},
	{'v', "FORBIDDEN", "NOT_VERIFIED", "is not known to speak for the organisation"},
	{'y', "FORBIDDEN", "NOT_YOURS", "sees it, and it is not theirs"},
	{'s', "FORBIDDEN", "SCOPE", "the token has no such scope"},
	{'r', "FORBIDDEN", "ROLE", "nobody may in this role"},
	{absent, "NOT_FOUND", "", "does not exist"},
	{'u', "UNAUTHENTICATED", "", "is to sign in first"},
	{unseen, "", "", "is not shown it there: no such task waits, or it is not on their page of the dossier"},
	{untried, "", "", "cannot be asked: it is done to the organisation of whoever does it"},
}

// outcome is what came of an act: a letter, and the reason of a refusal.
type outcome struct {
	letter byte
	reason string
}

func (o outcome) isBetter(than outcome) bool { return rank(o.letter) < rank(than.letter) }

func rank(letter byte) int {
	for i, l := range letters {
		if l.letter == letter {
			return i
		}
	}
	return len(letters)
}

func inWords(letter byte) string { return letters[rank(letter)].words }

// refused is the outcome of a refusal. One that is new needs a letter.
func refused(t testing.TB, code, reason string) outcome {
	t.Helper()
	for _, l := range letters {
		if l.code != "" && l.code == code && (l.reason == "" || l.reason == reason) {
			return outcome{l.letter, reason}
		}
	}
	if slices.Contains(refusing, reason) {
		return outcome{notNow, reason}
	}
	t.Errorf("%s %s has no letter in the table of authorisation", code, reason)
	return outcome{absent, reason}
}

// place is where an act is asked in a situation.
func (b *book) place(w *agreement, s situation, a workflow.Act, q question) place {
	at := q.kind
	switch i := slices.Index(b.cells, q.id); {
	case slices.Contains(b.bare, q.id):
		at += " that takes no documents"
	case i == 0:
		at = "first " + at
	case i > 0:
		at = "another " + at
	}
	p := place{key(a), at, b.name, w.moment, s.plan, s.registration, s.project, s.verdict, s.judge}
	if s.bare {
		p[9] = "asks nothing"
	}
	if s.judged {
		p[10] = "judged by the same"
	}
	return p
}

// String tells a place in a sentence.
func (p place) String() string {
	words := []string{p[0]}
	for d, value := range p[1:] {
		if value != "" {
			words = append(words, dimensions[d+1]+" "+value)
		}
	}
	return strings.Join(words, ", ")
}

// saw keeps what came of an act at a place, for one of those who ask. The lock is the caller's.
func (w *agreement) saw(p place, name string, letter byte) {
	r := w.seen[p]
	i := slices.Index(everybody(), name)
	if r[i] != 0 && r[i] != letter {
		w.quarrels = append(w.quarrels, fmt.Sprintf("%s: the %s %s, and %s", p, name, inWords(r[i]), inWords(letter)))
	}
	r[i] = letter
	w.seen[p] = r
}

// everybody is asking without its blanks.
func everybody() []string {
	return slices.DeleteFunc(slices.Clone(asking), func(name string) bool { return name == "" })
}

// hold holds what a run saw against what was written down. What a long run does not meet ought not to be there.
func (a *authorisation) hold(t *testing.T, w *agreement) {
	held, wrong := a.compare(w.seen)
	if *isLong && !a.isLearnt {
		wrong = append(wrong, a.unmet(w.seen)...)
	}
	t.Logf("%d cells were held against %s, seed %d: %d wrong", held, authorisationFile, w.seed, len(wrong))
	const most = 40
	for _, one := range wrong[:min(most, len(wrong))] {
		t.Error(one)
	}
	if len(wrong) > most {
		t.Errorf("and %d more", len(wrong)-most)
	}
}

// compare counts the cells that were seen, and tells which are not as they were written down. A table that is learnt takes
// what it did not know.
func (a *authorisation) compare(seen map[place]row) (held int, wrong []string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, p := range slices.SortedFunc(maps.Keys(seen), comparePlaces) {
		want, is := a.rows[p]
		if !is && !a.isLearnt {
			wrong = append(wrong, fmt.Sprintf("%s: %s has no line for it", p, authorisationFile))
			continue
		}
		for i, name := range everybody() {
			got := seen[p][i]
			switch {
			case got == 0:
				continue
			case want[i] == 0:
				want[i] = got
			case want[i] != got:
				wrong = append(wrong, fmt.Sprintf("%s: the %s, as was written down: %s; here: %s", p, name, inWords(want[i]), inWords(got)))
			}
			if got != untried {
				held++
			}
		}
		if a.isLearnt {
			a.rows[p] = want
		}
	}
	return held, wrong
}

// unmet are the cells that were written down and that nobody met.
func (a *authorisation) unmet(seen map[place]row) (all []string) {
	for _, p := range slices.SortedFunc(maps.Keys(a.rows), comparePlaces) {
		for i, name := range everybody() {
			if seen[p][i] == 0 {
				all = append(all, fmt.Sprintf("%s: the %s was not met", p, name))
			}
		}
	}
	return all
}

func comparePlaces(p, q place) int { return slices.Compare(p[:], q[:]) }

// TestAuthorisationIsNoticed reads the table, writes it the same again, and changes one letter and one line of what a run
// would see.
func TestAuthorisationIsNoticed(t *testing.T) {
	t.Parallel()
	if *update {
		t.Skip("it is being written")
	}
	a := readAuthorisation(t)
	text, err := os.ReadFile(authorisationFile)
	if err != nil {
		t.Fatal(err)
	}
	if a.text() != string(text) {
		t.Errorf("%s is not what -update would write", authorisationFile)
	}
	seen := maps.Clone(a.rows)
	held, wrong := a.compare(seen)
	if len(wrong) > 0 || held < 15_000 {
		t.Errorf("the table against itself: %d cells, want 15 000 or more, and wrong: %q", held, wrong)
	}
	p := place{"plan: assess", "plan", "sozw-2026", "assessing", workflow.Submitted}
	r := seen[p]
	r[slices.Index(everybody(), "VWS")] = may
	seen[p] = r
	delete(a.rows, place{"plan: assess", "plan", "sozw-2026", "after", workflow.Submitted})
	_, wrong = a.compare(seen)
	is(t, "what is noticed", []string{
		"plan: assess, at plan, under sozw-2026, while after, plan SUBMITTED: " + authorisationFile + " has no line for it",
		"plan: assess, at plan, under sozw-2026, while assessing, plan SUBMITTED: the VWS, as was written down: nobody may in this role; here: may",
	}, wrong)
}
