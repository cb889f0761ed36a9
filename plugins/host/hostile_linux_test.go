package host_test

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/plugins/host"
	"github.com/penvoerder/penvoerder/plugins/internal/hostile"
	"github.com/penvoerder/penvoerder/schemes"
)

var update = flag.Bool("update", false, "write the table of hostile plugins into the documentation")

const (
	failures  = 5   // that open a circuit
	decisions = 100 // of another scheme at the same time
	atOnce    = 8   // modes that are tried side by side

	slack = 30 * time.Second // that a refusal may take beyond its deadline on a machine with other work; without one it never comes
)

// TestHostilePlugins tries every way of going wrong, while nothing else happens and during a hundred decisions of
// another scheme: no wrong answer is believed, the refusal is in time and reveals nothing, the other scheme's answers
// are right, the circuit opens after five failures and closes again, and no process is left.
func TestHostilePlugins(t *testing.T) {
	t.Parallel()
	bystander := start(t, "bystander", func(c *host.Config) { c.Slug = "bystander" })
	alone := attack{T: t, bystander: bystander, want: judge(t, hostile.New("hostile"), good())}
	alone.decide()
	slots := make(chan struct{}, atOnce)
	modes := hostile.Modes
	if raced { // it looks at the host, to which one lie is like another
		modes = slices.DeleteFunc(slices.Clone(modes), func(m hostile.Mode) bool {
			return m.Told == hostile.Refused && !m.Calm && m.Name != "wrong sum" || m.Name == "200 megabytes"
		})
	}
	results := make([]measured, len(modes))
	var wg sync.WaitGroup
	for i, m := range modes {
		wg.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			t.Run(m.Name, func(t *testing.T) {
				a := attack{T: t, mode: m, bystander: bystander, want: judge(t, hostile.New("hostile"), good()), dir: socketDir(t)}
				results[i] = a.run()
			})
		})
	}
	wg.Wait()
	var table strings.Builder
	for i, r := range results {
		m := modes[i]
		fmt.Fprintf(&table, "%-20s %-15s %2d refused of %2d, slowest %6s; others: %3d of %3d right, p99 %6s; restarts %d, back in %6s; circuit %s\n",
			m.Name, m.Told, r.refused, r.tried, r.slowest.Round(time.Millisecond), r.right, len(r.others), p99(r.others).Round(time.Millisecond),
			r.restarts, r.back.Round(time.Millisecond), cmp.Or(r.circuit, "not reached"))
	}
	t.Logf("%d modes, idle and during %d decisions of another scheme (alone: p99 %s):\n%s",
		len(results), decisions, p99(alone.others).Round(time.Millisecond), table.String())
}

// socketDir is a directory of a short name, as a socket needs.
func socketDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "hostile-") //nolint:usetesting // its names are too long for a socket
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

// An attack is one plugin that goes wrong in one mode.
type attack struct {
	*testing.T
	mode      hostile.Mode
	bystander *host.Process
	want      []schemes.Answer // to good
	dir       string           // of its socket, which names all its processes

	process  *host.Process
	log      logBook
	deadline time.Duration
	measured
}

// measured is the result of a trial.
type measured struct {
	tried, refused int // bad questions
	slowest        time.Duration
	others         []time.Duration // of the bystander's decisions
	right          int             // of them
	restarts       int
	back           time.Duration // from the failure to the next right answer, at most, waits included
	circuit        string
}

func p99(ds []time.Duration) time.Duration {
	if len(ds) == 0 {
		return 0
	}
	slices.Sort(ds)
	return ds[(len(ds)-1)*99/100]
}

func (a *attack) run() measured {
	a.deadline = 5 * time.Minute // the machine may have other work
	switch a.mode.Name {
	case "hang", "spin", "stopped":
		a.deadline = 4 * time.Second // the time within which good questions must be answered
	}
	p, err := tryStart(a, a.mode.Name, func(c *host.Config) {
		c.Deadline = a.deadline
		c.Logger, c.Directory, c.CoolDown, c.MemoryLimit, c.Repeat = a.log.logger(), a.dir, 500*time.Millisecond, 2<<30, 1_000_000
		switch a.mode.Name {
		case "memory":
			c.MemoryLimit = 256 << 20
		case "two answers":
			c.Repeat = 1
		}
	})
	if err != nil {
		a.Fatal(err)
	}
	a.process = p
	begin := time.Now()
	a.believable()
	a.once()
	a.believable()
	a.during()
	a.opens()
	a.restarts = p.Health().Restarts
	if err := p.Close(); err != nil {
		a.Error(err)
	}
	a.nothingLeft()
	a.logIsFit(time.Since(begin))
	return a.measured
}

// once asks the bad question, beside a good one, and requires the refusal that the
// mode has coming.
func (a *attack) once() {
	a.Helper()
	batch := bad()
	batch.Questions = append(batch.Questions, good().Questions...)
	before := a.process.Health()
	begin := time.Now()
	got, err := a.process.Judge(context.Background(), batch)
	took := time.Since(begin)
	a.tried++
	a.slowest = max(a.slowest, took)
	if took > a.deadline+slack {
		a.Errorf("refused after %s", took)
	}
	switch a.mode.Told {
	case hostile.Refused:
		if err != nil {
			a.Fatalf("the whole call failed: %v", err)
		}
		if diff := gocmp.Diff(schemes.Answer{Failure: got[0].Failure}, got[0], same); diff != "" || got[0].Failure == "" {
			a.Errorf("the answer was believed: %+v", got[0])
		}
		if strings.Contains(got[0].Failure, hostile.Canary) {
			a.Error("the failure tells a secret")
		}
		if diff := gocmp.Diff(a.want[0], got[1], same); diff != "" {
			a.Errorf("the question beside it was answered otherwise:\n%s", diff)
		}
	case "INTERNAL":
		wantFault(a.T, err, fault.CodeInternal, host.ReasonFailed)
	default:
		wantFault(a.T, err, fault.CodeUnavailable, host.ReasonUnavailable)
	}
	a.refused++
	if a.mode.Ends {
		a.ended(before.PID)
	} else if after := a.process.Health(); after.PID != before.PID {
		a.Errorf("the process was ended for it: %+v", after)
	}
}

// ended waits until the process of the given id is no longer the one that is asked.
func (a *attack) ended(pid int) {
	a.Helper()
	happens(a, fmt.Sprintf("an end of process %d", pid), func() bool { return a.process.Health().PID != pid })
}

// believable requires the right answer to a good question, as soon as there is one.
func (a *attack) believable() {
	a.Helper()
	begin := time.Now()
	recovers(a, a.process)
	a.back = max(a.back, time.Since(begin))
	if diff := gocmp.Diff(a.want, judge(a, a.process, good()), same); diff != "" {
		a.Errorf("a good question is answered otherwise:\n%s", diff)
	}
}

// during asks the bad question during many decisions of another scheme and some of
// this one.
func (a *attack) during() {
	var wg sync.WaitGroup
	wg.Go(a.decide)
	for range 4 {
		wg.Go(a.believableOrRefused)
	}
	a.once()
	wg.Wait()
	a.believable()
}

// decide requires the right answer to many questions at once of the other scheme.
func (a *attack) decide() {
	var wg sync.WaitGroup
	var mu sync.Mutex
	for range decisions {
		wg.Go(func() {
			begin := time.Now()
			got, err := a.bystander.Judge(context.Background(), good())
			took := time.Since(begin)
			mu.Lock()
			defer mu.Unlock()
			a.others = append(a.others, took)
			if err == nil && text(got) == text(a.want) {
				a.right++
			} else {
				a.Errorf("another scheme answers %+v, %v", got, err)
			}
		})
	}
	wg.Wait()
}

func (a *attack) believableOrRefused() {
	got, err := a.process.Judge(context.Background(), good())
	if err != nil {
		if !fault.Is(err, fault.CodeUnavailable) && !(a.mode.Name == "two answers" && fault.Is(err, fault.CodeInternal)) {
			a.Errorf("a good question beside a bad one gets %v", err)
		}
		return
	}
	if text(got) != text(a.want) {
		a.Errorf("wrong answer beside a failure: %s", text(got))
	}
}

// text writes answers as JSON, which compares faster than by reflection.
func text(as []schemes.Answer) string {
	b, err := json.Marshal(as)
	if err != nil {
		panic(err)
	}
	return string(b)
}

// opens goes on until the circuit is open, which takes five failures: of its whole
// life where the process ends for each, in a row where it stays.
func (a *attack) opens() {
	a.Helper()
	before := 2 // failures so far
	switch {
	case a.mode.Calm:
		a.staysClosed()
		return
	case !a.mode.Ends && a.mode.Told == hostile.Refused:
		a.opensAlone()
		return
	case !a.mode.Ends:
		before = 0
	case a.mode.Name == "two answers":
		before = failures - 1 // the first opens it
	}
	for range failures - before - 1 {
		a.once()
		if a.mode.Ends {
			recovers(a, a.process)
		}
	}
	if a.mode.Name != "two answers" {
		a.lastStraw()
	}
	a.closes()
}

// lastStraw asks the bad question once more, which opens the circuit.
func (a *attack) lastStraw() {
	a.Helper()
	pid := a.process.Health().PID
	_, err := a.process.Judge(context.Background(), bad())
	a.tried++
	if err == nil {
		a.Error("the bad question got an answer")
	} else {
		a.refused++
	}
	a.ended(pid)
}

// opensAlone asks the bad question alone: with a good one beside it there is always
// something to believe.
func (a *attack) opensAlone() {
	a.Helper()
	pid := a.process.Health().PID
	for n := range failures {
		if h := a.process.Health(); h.PID != pid {
			a.Fatalf("after %d failures health is %+v", n, h)
		}
		got, err := a.process.Judge(context.Background(), bad())
		a.tried++
		if err != nil || got[0].Failure == "" || got[0].Whole.Amount != nil {
			a.Fatalf("the bad question got %+v, %v", got, err)
		}
		a.refused++
	}
	a.ended(pid)
	a.closes()
}

// staysClosed asks the bad question more often than opens a circuit.
func (a *attack) staysClosed() {
	a.Helper()
	pid := a.process.Health().PID
	for range 2 * failures {
		if got := judge(a, a.process, bad()); got[0].Failure == "" {
			a.Fatalf("the bad question got %+v", got)
		}
		a.tried++
		a.refused++
	}
	if h := a.process.Health(); h.PID != pid {
		a.Errorf("health is %+v", h)
	}
	a.circuit = "stays closed"
}

// closes requires an open circuit, at which calls are refused until it closes. Another test shows, with a circuit
// that stays open longer, that they do not wait.
func (a *attack) closes() {
	a.Helper()
	happens(a, "an open circuit", func() bool { return strings.Contains(a.log.String(), "circuit open") })
	if a.process.Health().Open {
		if _, err := a.process.Judge(context.Background(), good()); err != nil { // else it closed in between
			wantFault(a.T, err, fault.CodeUnavailable, host.ReasonUnavailable)
		}
	}
	if opened := strings.Count(a.log.String(), "circuit open"); a.mode.Name != "two answers" && opened != 1 {
		a.Errorf("the circuit opened %d times", opened)
	}
	a.believable()
	if h := a.process.Health(); h.Open || !h.Up {
		a.Errorf("health is %+v", h)
	}
	a.circuit = "opened and closed"
}

// nothingLeft requires that no process carries this plugin's directory. One that was killed takes a moment to be gone.
func (a *attack) nothingLeft() {
	a.Helper()
	happens(a, "an end of all processes of this plugin", func() bool { return len(a.left()) == 0 })
	if left, err := os.ReadDir(a.dir); err != nil || len(left) != 0 {
		a.Errorf("%q stayed, %v", left, err)
	}
}

// left are the processes that carry this plugin's directory.
func (a *attack) left() (processes []string) {
	a.Helper()
	environments, err := filepath.Glob("/proc/[0-9]*/environ")
	if err != nil {
		a.Fatal(err)
	}
	for _, file := range environments {
		if b, err := os.ReadFile(file); err == nil && bytes.Contains(b, []byte(a.dir)) {
			processes = append(processes, filepath.Dir(file))
		}
	}
	return processes
}

// logIsFit requires a log that says why, holds no secret and is bounded: three
// streams of fifty lines of a kilobyte each second, and some words.
func (a *attack) logIsFit(lasted time.Duration) {
	a.Helper()
	log := a.log.String()
	if !strings.Contains(log, a.mode.Cause) {
		a.Errorf("the log does not say %q:\n%s", a.mode.Cause, log)
	}
	if a.mode.Name != "panic" && strings.Contains(log, hostile.Canary) { // there the runtime of Go prints it
		a.Error("the log tells a secret")
	}
	if most := (5 + int(lasted.Seconds())) * 3 * 50 * 1200; len(log) > most {
		a.Errorf("%d bytes were logged, more than %d", len(log), most)
	}
}

func TestPluginsThatDoNotStartAreRefused(t *testing.T) {
	t.Parallel()
	for _, s := range hostile.Starts {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			a := attack{T: t, dir: socketDir(t)}
			begin := time.Now()
			_, err := tryStart(t, s.Name, func(c *host.Config) { c.StartTimeout, c.Directory = 3*time.Second, a.dir })
			if err == nil {
				t.Fatal("it was started")
			}
			if took := time.Since(begin); took > 3*time.Second+slack {
				t.Errorf("refused after %s", took)
			}
			if strings.Contains(err.Error(), hostile.Canary) {
				t.Errorf("the error tells what the plugin wrote: %v", err)
			}
			if time.Since(begin) < 2*time.Second && !strings.Contains(err.Error(), s.Cause) {
				t.Errorf("refused for another reason than %q: %v", s.Cause, err)
			}
			a.nothingLeft()
		})
	}
}
