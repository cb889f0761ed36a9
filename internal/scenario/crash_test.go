package scenario_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// TestASchemeThatIsKilledTakesNothingWithIt: only questions to it fail, for a moment, and none is answered wrongly.
func TestASchemeThatIsKilledTakesNothingWithIt(t *testing.T) {
	t.Parallel()
	p := &program{data: t.TempDir(), log: &journal{}}
	child := start(t, p)
	e := p.employer(t, "Kill", "30000001", "3511 AB")
	in := planInput()
	scheme := in["scheme"]
	delete(in, "scheme")
	evaluate := object{"i": object{"scheme": scheme, "subject": object{"plan": in}}}
	const question = `query($i: EvaluateInput!) { evaluate(input: $i) { judgement { outcome amount } } }`
	right := string(e.ask(question, evaluate).body)

	var done atomic.Bool
	var judged, failed, read atomic.Int64
	asking := func(query string, variables object, hear func(*answer)) func() {
		return func() {
			for !done.Load() {
				hear(e.send(query, variables))
			}
		}
	}
	ask := asking(question, evaluate, func(a *answer) {
		switch {
		case len(a.errors) == 0 && string(a.body) == right:
			judged.Add(1)
		case len(a.errors) == 1 && strings.HasPrefix(a.codes()[0], "UNAVAILABLE"):
			failed.Add(1)
		default:
			t.Errorf("a question was answered %s", a.body)
		}
	})
	look := asking(`{ viewer { organisation { name } } organisations(first: 1) { totalCount } }`, nil, func(a *answer) {
		if len(a.errors) > 0 {
			t.Errorf("who asks no scheme noticed: %s", a.body)
		}
		read.Add(1)
	})
	together(t, ask, ask, look, func() {
		defer done.Store(true)
		for range 3 { // one more opens the circuit, and the next is asked later
			was := schemes(t, child, "sozw-2026")
			if len(was) != 1 {
				t.Errorf("%d processes of the scheme, want 1", len(was))
				return
			}
			if err := syscall.Kill(was[0], syscall.SIGKILL); err != nil {
				t.Error(err)
				return
			}
			before, killed := judged.Load(), time.Now()
			if !eventually(func() bool {
				return judged.Load() > before+3 && !slices.Contains(schemes(t, child, "sozw-2026"), was[0])
			}) {
				t.Error("the scheme did not come back")
				return
			}
			t.Logf("back after %s", time.Since(killed))
		}
	})
	t.Logf("%d questions answered, %d unavailable, %d other requests", judged.Load(), failed.Load(), read.Load())
	made := e.do("createPlan", planInput(), "plan { id state judgement { outcome } }")
	is(t, "an act after it", "DRAFT ELIGIBLE", made.text("plan.state")+" "+made.text("plan.judgement.outcome"))
	status, _, _ := e.get(p.url + "/readyz")
	is(t, "ready", 200, status)
	stop(t, child, p)
}

// TestAProgramThatIsKilledKeepsWhatItAcknowledged: kill -9 in the middle of writing, several times. What was
// acknowledged is there once, what is sent again under its key is not doubled, and no process stays behind.
func TestAProgramThatIsKilledKeepsWhatItAcknowledged(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, database string) {
		p := &program{data: t.TempDir(), database: database, log: &journal{}}
		child := start(t, p)
		p.rows = openRows(t, p)
		e := p.employer(t, "Stroom", "30000002", "3511 AB")
		secret, _ := e.issue("READ", "WRITE_EMPLOYEES")
		const rounds, writers, each = 3, 3, 12
		acknowledged := make([]string, rounds*writers*each)
		for round := range rounds {
			var left atomic.Int64
			left.Store(writers * each)
			var all sync.WaitGroup
			for w := range writers {
				all.Go(func() {
					m := p.machine(t, secret)
					for i := range each {
						n := (round*writers+w)*each + i
						acknowledged[n] = insist(t, m, n)
						left.Add(-1)
					}
				})
			}
			if !eventually(func() bool { return left.Load() < writers*each/2 }) {
				t.Fatal("the writers stand still")
			}
			plugins := schemes(t, child, "")
			if err := child.Process.Kill(); err != nil {
				t.Fatal(err)
			}
			_ = child.Wait() // killed
			if !eventually(func() bool { return !slices.ContainsFunc(plugins, alive) }) {
				t.Errorf("processes %v outlive the server", plugins)
			}
			child = start(t, p)
			all.Wait()
		}
		is(t, "all is there, once", len(acknowledged), len(p.rows.in(t).texts(`SELECT id FROM employees WHERE organisation_id = ?`, e.org)))
		for n, id := range acknowledged {
			got := p.rows.in(t).texts(`SELECT id FROM employees WHERE organisation_id = ? AND external_reference = ?`, e.org, fmt.Sprintf("K-%d", n))
			if !slices.Equal(got, []string{id}) {
				t.Errorf("acknowledged %s as K-%d, stored %v", id, n, got)
			}
		}
		is(t, "an audit line for each", len(acknowledged), len(p.rows.in(t).texts(`SELECT id FROM audit_entries WHERE organisation_id = ? AND act = 'createEmployee'`, e.org)))
		is(t, "an event for each", len(acknowledged), len(p.rows.in(t).texts(`SELECT id FROM events WHERE organisation_id = ? AND type = 'EMPLOYEE_CHANGED'`, e.org)))
		whole(t, p)
		stop(t, child, p)
	})
}

// insist sends an act until it is acknowledged, always under the same key, as a machine would.
func insist(t *testing.T, m *visitor, n int) string {
	body, err := json.Marshal(object{"query": mutation("createEmployee", "employee { id }"), "variables": object{"input": object{"employee": hired(fmt.Sprintf("Kracht %d", n), fmt.Sprintf("K-%d", n))}}})
	if err != nil {
		t.Error(err)
		return ""
	}
	id := ""
	if !eventually(func() bool {
		v := m.under(fmt.Sprintf("kill-%d", n))
		a, err := v.attempt(body)
		if err != nil || a.data == nil {
			return false // the server is gone, or not yet ready
		}
		if len(a.list("createEmployee.userErrors")) > 0 {
			t.Errorf("K-%d: %s", n, a.body)
		}
		id = a.text("createEmployee.employee.id")
		return true
	}) {
		t.Errorf("K-%d was never acknowledged", n)
	}
	return id
}

// start runs the program as a process of its own, at the address where it ran before if it did.
func start(t *testing.T, p *program) *exec.Cmd {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	args := p.arguments(nil)
	if p.url != "" {
		args = append(args, "--addr="+strings.TrimPrefix(p.url, "http://"))
	}
	c := exec.CommandContext(context.WithoutCancel(t.Context()), exe, args...)
	launch(t, c, p)
	return c
}

// launch starts a process that is the program, and waits until it says where it is.
func launch(t *testing.T, c *exec.Cmd, p *program) {
	t.Helper()
	c.Stderr = p.log
	out, err := c.StdoutPipe() // ends when the process does
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Process.Kill() })
	url := announced(out)
	switch {
	case url == "":
		t.Fatalf("the program did not start:\n%s", p.log.tail())
	case p.url == "":
		p.url = url
	case p.url != url: // it is not written again: who insists on an answer reads it meanwhile
		t.Fatalf("the program came up at %s, not at %s", url, p.url)
	}
}

// stop asks a process to end, which it does with everything that belongs to it.
func stop(t *testing.T, c *exec.Cmd, p *program) {
	t.Helper()
	plugins := schemes(t, c, "")
	if err := c.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := c.Wait(); err != nil {
		t.Errorf("the program ended badly: %v\n%s", err, p.log.tail())
	}
	if !eventually(func() bool { return !slices.ContainsFunc(plugins, alive) }) { // a process that was killed takes a moment to be gone
		t.Errorf("processes %v outlive the server", plugins)
	}
}

// eventually waits until something is so, for as long as a slow machine needs.
func eventually(so func() bool) bool {
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	end := time.Now().Add(patience)
	for time.Now().Before(end) {
		if so() {
			return true
		}
		<-tick.C
	}
	return false
}

// schemes are the running scheme processes of a server: its children that serve.
func schemes(t testing.TB, server *exec.Cmd, slug string) []int {
	t.Helper()
	var out []int
	found, err := filepath.Glob("/proc/[0-9]*")
	if err != nil {
		t.Fatal(err)
	}
	for _, dir := range found {
		command, err := os.ReadFile(filepath.Join(dir, "cmdline"))
		if err != nil || !bytes.Contains(command, []byte("\x00plugin\x00"+slug)) {
			continue
		}
		status, err := os.ReadFile(filepath.Join(dir, "stat"))
		if err != nil {
			continue
		}
		_, rest, _ := strings.Cut(string(status), ") ")
		fields := strings.Fields(rest)
		if len(fields) < 2 || fields[0] == "Z" || fields[1] != strconv.Itoa(server.Process.Pid) {
			continue
		}
		pid, err := strconv.Atoi(filepath.Base(dir))
		if err == nil {
			out = append(out, pid)
		}
	}
	return out
}

// alive says no to what has ended but was not yet waited for: nobody may be there who does.
func alive(pid int) bool {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	_, rest, _ := strings.Cut(string(status), ") ")
	return err == nil && !strings.HasPrefix(rest, "Z") && !strings.HasPrefix(rest, "X")
}
