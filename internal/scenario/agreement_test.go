package scenario_test

import (
	"flag"
	"fmt"
	"hash/fnv"
	"maps"
	"slices"
	"sort"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/penvoerder/penvoerder/internal/workflow"
)

var (
	isLong = flag.Bool("long", false, "try every cell on every database, where a short run takes a sample")
	sample = flag.Int64("sample", 0, "the seed of the sample; the time when zero")
)

// TestViewerCanAgreesWithTheAct asks viewerCan and does the act: for each row of the table that is asked, in each state of
// its subject and its plan, as everybody, under schemes that differ in who judges. Both say the same, and what was written
// down in testdata/authorisation.golden, or the test names the cell. A short run takes one of the databases and a sample.
func TestViewerCanAgreesWithTheAct(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("thousands of acts")
	}
	seed := *sample
	if seed == 0 {
		seed = time.Now().UnixNano()
	}
	table := readAuthorisation(t)
	compare := func(t *testing.T, database string) {
		w := agree(t, database, seed, table)
		for _, at := range []struct{ moment, clock string }{{"filing", ""}, {"assessing", assessing}, {"after", "2026-06-15T10:00:00+02:00"}} {
			if at.clock != "" {
				w.advance(t, at.clock)
			}
			w.moment = at.moment
			w.each(t, "plans while "+at.moment, (*book).plans)
		}
		w.each(t, "registrations", (*book).registrations)
		w.report(t)
	}
	if *isLong {
		onEach(t, compare)
	} else {
		onOne(t, seed, compare)
	}
}

// each goes through both dossiers, beside each other.
func (w *agreement) each(t *testing.T, what string, through func(*book, *testing.T, *agreement)) {
	t.Run(what, func(t *testing.T) {
		for _, b := range []*book{w.sozw, w.spp} {
			t.Run(b.name, func(t *testing.T) {
				t.Parallel()
				through(b.in(t), t, w)
			})
		}
	})
}

// report counts the cells, and holds them against what was written down.
func (w *agreement) report(t *testing.T) {
	w.table.hold(t, w)
	t.Logf("viewerCan and the act were compared in %d cells, seed %d; allowed in %d, by row:", w.cells, w.seed, w.allowed)
	rows := slices.Sorted(maps.Keys(w.done))
	for _, row := range rows {
		t.Logf("%6d %s", w.done[row], row)
	}
	for _, a := range rowsAsked() {
		if w.done[key(a)] == 0 && *isLong {
			t.Errorf("%s was allowed to nobody in any state: nothing was compared", key(a))
		}
	}
	sort.Strings(w.quarrels)
	for _, q := range slices.Compact(w.quarrels) {
		t.Error(q)
	}
}

// situation is how a plan and a registration under it stand.
type situation struct {
	plan, registration string
	project            string // the project file, while the plan runs; one cell waits when empty
	verdict            string // on the content; empty for none
	judge              string // the role named for the content and for the first cell; empty for whom the scheme names
	bare               bool   // the first cell asks nothing
	judged             bool   // an earlier step was judged by the assessor and by RegioPlus
}

func (s situation) String() string {
	words := []string{"plan " + s.plan}
	if s.registration != "" {
		words = append(words, "registration "+s.registration)
	}
	if s.project != "" {
		words = append(words, "project file "+s.project)
	}
	if s.verdict != "" {
		words = append(words, "content "+s.verdict)
	}
	if s.judge != "" {
		words = append(words, "judged by "+s.judge)
	}
	if s.bare {
		words = append(words, "a cell that asks nothing")
	}
	if s.judged {
		words = append(words, "judged before by the same")
	}
	return strings.Join(words, ", ")
}

// rowsAsked are the rows that viewerCan asks about a dossier; ties are outside of dossiers, and compared by their own desk.
func rowsAsked() []workflow.Act {
	of := []workflow.Subject{workflow.Plan, workflow.ProjectFile, workflow.Registration}
	return slices.DeleteFunc(workflow.Table(), func(a workflow.Act) bool { return a.Asks == "" || !slices.Contains(of, a.Subject) })
}

func key(a workflow.Act) string { return string(a.Subject) + ": " + a.Verb }

// plans goes through the states of the plan, with what is done to it, to its project file, and to begin registrations.
func (b *book) plans(t *testing.T, w *agreement) {
	rows := slices.DeleteFunc(rowsAsked(), func(a workflow.Act) bool {
		return a.Subject == workflow.Registration && !begins(a)
	})
	for _, st := range workflow.StatesOf(workflow.Plan) {
		b.compare(t, w, situation{plan: st.Name}, rows)
		b.compare(t, w, situation{plan: st.Name, judged: true}, rows)
	}
	b.projects(t, w)
}

// projects goes through the states of the project file, and who may be named to judge it.
func (b *book) projects(t *testing.T, w *agreement) {
	rows := slices.DeleteFunc(rowsAsked(), func(a workflow.Act) bool { return a.Subject != workflow.ProjectFile })
	for project := range projectCells {
		b.compare(t, w, situation{plan: workflow.Granted, project: project}, rows)
	}
	for _, judge := range []string{"SSC", "REGIOPLUS", "PROJECT_LEADER"} {
		b.compare(t, w, situation{plan: workflow.Granted, judge: judge}, rows)
	}
}

// projectCells are the states of the cell with which a project file is in a state.
var projectCells = map[string]string{
	workflow.Open: "INCOMPLETE", workflow.InReview: "IN_REVIEW", workflow.Repair: "REJECTED", workflow.Approved: "APPROVED",
}

func begins(a workflow.Act) bool {
	_, is := a.Next(workflow.New)
	return is && len(a.Ways) > 0
}

// registrations goes through the states of the registration.
func (b *book) registrations(t *testing.T, w *agreement) {
	var all, under, judging []workflow.Act
	for _, a := range rowsAsked() {
		if a.Subject != workflow.Registration || begins(a) {
			continue
		}
		all = append(all, a)
		if a.Under != nil {
			under = append(under, a)
		}
		if role, bound := a.Slot.Role(); !bound && role == "" {
			judging = append(judging, a)
		}
	}
	for _, st := range workflow.StatesOf(workflow.Registration) {
		for _, verdict := range b.verdicts(st.Name) {
			b.compare(t, w, situation{plan: workflow.Granted, registration: st.Name, verdict: verdict}, all)
			for _, plan := range workflow.StatesOf(workflow.Plan) {
				b.compare(t, w, situation{plan: plan.Name, registration: st.Name, verdict: verdict}, under)
			}
		}
		for _, judge := range []string{"SSC", "AMR", "REGIOPLUS", "PROJECT_LEADER"} {
			b.compare(t, w, situation{plan: workflow.Granted, registration: st.Name, judge: judge}, judging)
			b.compare(t, w, situation{plan: workflow.Granted, registration: st.Name, judge: judge, bare: true}, judging)
		}
		b.compare(t, w, situation{plan: workflow.Granted, registration: st.Name, verdict: b.verdicts(st.Name)[0], judged: true}, all)
	}
}

// verdicts are those on the content with which a registration can be in a state.
func (b *book) verdicts(state string) []string {
	switch {
	case !b.isContentJudged, state == workflow.AwaitingContent:
		return []string{""}
	case state == workflow.ContentRejected:
		return []string{"REJECTED"}
	case state == workflow.Draft, state == workflow.Repair:
		return []string{"", "APPROVED"}
	}
	return []string{"APPROVED"}
}

// compare asks and does in one situation, as everybody.
func (b *book) compare(t *testing.T, w *agreement, s situation, rows []workflow.Act) {
	for _, name := range slices.Sorted(maps.Keys(b.who)) {
		if !w.picks(b, s, name) {
			continue
		}
		v := b.who[name].in(t)
		b.putBack() // of the situation before nothing stays, such as who judged
		b.put(s)
		can := b.ask(v, rows)
		for _, a := range rows {
			if a.Name == workflow.CreatePlan.Name && slices.Contains(b.elsewhere, name) {
				b.skip(w, s, name, a)
				continue
			}
			b.try(t, w, s, name, v, a, can)
		}
	}
}

// skip keeps that an act cannot be asked of somebody.
func (b *book) skip(w *agreement, s situation, name string, a workflow.Act) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, target := range b.targets(a) {
		for _, q := range b.questions(a, target) {
			w.saw(b.place(w, s, a, q), name, untried)
		}
	}
}

// picks reports whether a short run has this place in its sample: one in sixteen, and fewer while the race detector watches,
// which looks at how the server works and not at what it says.
func (w *agreement) picks(b *book, s situation, name string) bool {
	oneIn := uint64(16)
	switch {
	case *isLong:
		return true
	case raced:
		oneIn = 64
	}
	h := fnv.New64a()
	_, _ = fmt.Fprint(h, w.seed, b.name, s, name, w.database)
	return h.Sum64()%oneIn == 0
}

// try does an act and holds what came of it against what viewerCan said.
func (b *book) try(t *testing.T, w *agreement, s situation, name string, v *visitor, a workflow.Act, can map[question]string) {
	came := map[question]outcome{} // the best that came of it, for each thing at which it is asked
	for _, target := range b.targets(a) {
		o := b.act(t, s, v, a, target)
		for _, q := range b.questions(a, target) {
			at := o
			if o.reason == notReported && q.id != target {
				at = outcome{letter: may}
			}
			if before, is := came[q]; !is || at.isBetter(before) {
				came[q] = at
			}
		}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	for q, o := range came {
		p := b.place(w, s, a, q)
		said, wasAsked := can[q]
		if !wasAsked {
			w.saw(p, name, unseen)
			continue
		}
		w.saw(p, name, o.letter)
		w.cells++
		is := o.letter == may
		if is {
			w.allowed++
			w.done[key(a)]++
		}
		if (said == "") != is {
			w.quarrels = append(w.quarrels, fmt.Sprintf("%s, %s: %s asked at the %s says %s, the act says %s (%s)",
				b.name, s, key(a), q.kind, allowed(said == "", said), allowed(is, o.reason), name))
		}
	}
}

func allowed(is bool, reason string) string {
	if is {
		return "yes"
	}
	return "no (" + reason + ")"
}

// agreement is a world in which everything was asked once.
type agreement struct {
	*program
	seed      int64
	moment    string // of the year
	sozw, spp *book
	table     *authorisation

	mu             sync.Mutex
	cells, allowed int
	done           map[string]int
	quarrels       []string
	seen           map[place]row
}
