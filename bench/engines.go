package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/penvoerder/penvoerder/plugins/host"
	"github.com/penvoerder/penvoerder/schemes"
	"github.com/penvoerder/penvoerder/schemes/sozw"
)

// The same rule in several engines: activity 2 of SO-Z&W, one participation, no documents. Ours judges what it always
// judges, writes the trace and recomputes it; the rivals in bench/rivals are asked for the outcome, what is wrong, and
// the amount. Each is a process of its own with one thread to compute with, is prepared once and asked the same facts,
// one registration after another.

// verdict is what an engine says of one registration.
type verdict struct {
	Outcome  string   `json:"outcome"`
	Findings []string `json:"findings"` // codes of what refuses it
	Cents    int64    `json:"cents"`
}

// asked is what all engines are told: the facts as ours knows them, and as the rivals do.
type asked struct {
	Data      map[string]any     `json:"data"`
	Inputs    []map[string]any   `json:"inputs"`
	Questions []schemes.Question `json:"questions,omitempty"`
	Batch     int                `json:"batch,omitempty"` // questions in one call to a plugin
}

// engine is a process that judges.
type engine struct {
	name    string
	command *exec.Cmd
	in      io.WriteCloser
	out     *json.Decoder
	wrong   int // registrations answered otherwise than by ours
	off     int64
	cpu     []float64 // microseconds for one, a round
}

// enginesAsked are the registrations that each engine judges over and over.
const enginesAsked = 2000

func measureEngines(ctx context.Context, s settings, r *report) (err error) {
	questions := courses(newMadeUp(3), min(enginesAsked, s.Judged))
	want, err := verdicts(ctx, questions)
	if err != nil {
		return err
	}
	var engines []*engine
	defer func() {
		for _, e := range engines {
			err = errors.Join(err, e.stop())
		}
	}()
	told := facts(questions)
	for _, start := range starters(s) {
		e, why := start(ctx, told, questions)
		if why != nil {
			r.say("\nleft out: %v", why)
			continue
		}
		engines = append(engines, e)
		if err := e.hear(want, r); err != nil {
			return fmt.Errorf("%s: %w", e.name, err)
		}
	}
	for round := range s.Rounds {
		for i := range engines {
			if err := engines[(i+round)%len(engines)].judgeFor(s.Seconds); err != nil {
				return err
			}
		}
	}
	r.engines(questions, want, engines)
	return nil
}

// courses makes up registrations of one participation under activity 2.
func courses(m *madeUp, n int) []schemes.Question {
	g := regulations[0]
	out := make([]schemes.Question, n)
	for i := range out {
		reg := g.registration(m, kindOfRegistration{activity: "2"}, 1)
		reg.Documents = nil
		if m.random.IntN(5) == 0 {
			m.spoil(reg)
		}
		out[i] = g.question(reg)
	}
	return out
}

// verdicts are ours, in the words of all engines.
func verdicts(ctx context.Context, qs []schemes.Question) ([]verdict, error) {
	answers, err := sozw.Scheme.Judge(ctx, schemes.Batch{Questions: qs})
	if err != nil {
		return nil, err
	}
	out := make([]verdict, len(answers))
	for i, a := range answers {
		part := a.Parts[0]
		v := verdict{Outcome: string(part.Outcome), Findings: []string{}}
		for _, f := range slices.Concat(a.Whole.Findings, part.Findings) {
			if code, _, _ := strings.Cut(f.Rule, "/"); f.Severity == schemes.Blocking && !slices.Contains(v.Findings, code) {
				v.Findings = append(v.Findings, code)
			}
		}
		slices.Sort(v.Findings)
		if part.Amount != nil {
			v.Cents = int64(*part.Amount)
		}
		out[i] = v
	}
	return out, nil
}

// facts writes registrations as the rivals read them: whole numbers, in hundredths of hours and cents, and nothing
// where nothing is stated.
func facts(qs []schemes.Question) asked {
	goals := map[string]map[string]bool{}
	for _, t := range sozw.Scheme.Manifest().Themes {
		goals[t.Code] = map[string]bool{}
		for _, g := range t.Goals {
			goals[t.Code][g.Code] = true
		}
	}
	out := asked{Data: map[string]any{"goals": goals}}
	for _, q := range qs {
		t, p := q.Registration.Training, q.Registration.Participations[0]
		in := map[string]any{}
		state(in, "start", p.Start.Or(q.Registration.Start), schemes.Date.String)
		state(in, "hours", t.Hours, func(n schemes.Number) any {
			hundredths, _ := n.Multiply(schemes.Whole(100)).Int() // made up with two decimals
			return hundredths
		})
		state(in, "groupSize", t.GroupSize, same)
		state(in, "teacher", t.Teacher, same)
		state(in, "form", t.Form, same)
		state(in, "theme", t.Theme, same)
		state(in, "goal", t.Goal, same)
		state(in, "employment", p.Employment, same)
		state(in, "employedSince", p.EmployedSince, schemes.Date.String)
		state(in, "employeeContribution", p.EmployeeContribution, func(a schemes.Amount) int64 { return int64(a) })
		state(in, "repaymentArrangement", p.RepaymentArrangement, same)
		state(in, "otherSubsidies", p.OtherSubsidies, same)
		out.Inputs = append(out.Inputs, in)
	}
	return out
}

func same[T any](v T) T { return v }

func state[T, U any](in map[string]any, name string, f schemes.Fact[T], as func(T) U) {
	if v, ok := f.Get(); ok {
		in[name] = as(v)
	}
}

type starter func(context.Context, asked, []schemes.Question) (*engine, error)

// starters start the engines; ours come first.
func starters(s settings) []starter {
	ours := func(name, word string) starter {
		return func(ctx context.Context, told asked, qs []schemes.Question) (*engine, error) {
			self, err := os.Executable()
			if err != nil {
				return nil, err
			}
			return startEngine(ctx, name, asked{Data: told.Data, Questions: qs, Batch: slices.Max(s.Batches)}, self, word)
		}
	}
	all := []starter{ours("Penvoerder, as a plugin", judgePluginChild), ours("Penvoerder, in process", judgeChild)}
	if s.Rivals == "" {
		return all
	}
	return append(all,
		func(ctx context.Context, told asked, _ []schemes.Question) (*engine, error) {
			return startOPA(ctx, s.Rivals, told)
		},
		func(ctx context.Context, told asked, _ []schemes.Question) (*engine, error) {
			return startJavaScript(ctx, s.Rivals, told)
		})
}

// startOPA builds the module of the rivals, which is no part of ours, and starts what it builds.
func startOPA(ctx context.Context, dir string, told asked) (*engine, error) {
	to, err := os.MkdirTemp("", "rivals")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(to) }() // a program that runs needs its file no longer
	build := exec.CommandContext(ctx, "go", "build", "-o", filepath.Join(to, "opa"), ".")
	build.Dir = dir
	if out, err := build.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("OPA: %s does not build: %w\n%s", dir, err, out)
	}
	return startEngine(ctx, "OPA, prepared query", told, filepath.Join(to, "opa"))
}

func startJavaScript(ctx context.Context, dir string, told asked) (*engine, error) {
	node, err := exec.LookPath("node")
	if err != nil {
		return nil, fmt.Errorf("json-rules-engine: there is no Node.js: %w", err)
	}
	dir = filepath.Join(dir, "js")
	if _, err := os.Stat(filepath.Join(dir, "node_modules")); err != nil {
		install := exec.CommandContext(ctx, "npm", "ci", "--no-audit", "--no-fund")
		install.Dir = dir
		if out, err := install.CombinedOutput(); err != nil {
			return nil, fmt.Errorf("json-rules-engine cannot be installed: %w\n%s", err, out)
		}
	}
	return startEngine(ctx, "json-rules-engine", told, node, filepath.Join(dir, "engine.mjs"))
}

func startEngine(ctx context.Context, name string, told asked, command string, args ...string) (*engine, error) {
	e := &engine{name: name, command: exec.CommandContext(ctx, command, args...)}
	e.command.Stderr = os.Stderr
	e.command.Env = append(os.Environ(), "GOMAXPROCS=1")
	var err error
	if e.in, err = e.command.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := e.command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	e.out = json.NewDecoder(out)
	if err := e.command.Start(); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if err := json.NewEncoder(e.in).Encode(told); err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", name, err), e.stop())
	}
	return e, nil
}

func (e *engine) stop() error { return errors.Join(e.in.Close(), e.command.Wait()) }

// hear reads the engine's verdicts and holds them against ours.
func (e *engine) hear(want []verdict, r *report) error {
	var said struct{ Answers []verdict }
	if err := e.out.Decode(&said); err != nil {
		return err
	}
	if len(said.Answers) != len(want) {
		return fmt.Errorf("%d answers to %d registrations", len(said.Answers), len(want))
	}
	for i, got := range said.Answers {
		slices.Sort(got.Findings)
		if got.Outcome == want[i].Outcome && slices.Equal(got.Findings, want[i].Findings) && got.Cents == want[i].Cents {
			continue
		}
		if e.wrong++; e.wrong == 1 {
			r.say("\n%s says %+v of registration %d, ours is %+v", e.name, got, i, want[i])
		}
		e.off = max(e.off, got.Cents-want[i].Cents, want[i].Cents-got.Cents)
	}
	return nil
}

// judgeFor has the engine judge for a while, and counts what it and everything below it uses.
func (e *engine) judgeFor(seconds float64) error {
	before, err := cpuOf(e.command.Process.Pid)
	if err != nil {
		return err
	}
	if err := json.NewEncoder(e.in).Encode(seconds); err != nil {
		return err
	}
	var done struct{ Judged int }
	if err := e.out.Decode(&done); err != nil {
		return fmt.Errorf("%s: %w", e.name, err)
	}
	after, err := cpuOf(e.command.Process.Pid)
	e.cpu = append(e.cpu, per(float64((after-before).Microseconds()), float64(done.Judged)))
	return err
}

// engines prints what one registration costs; the ratios are those of the first, the plugin, and the second, without one.
func (r *report) engines(qs []schemes.Question, want []verdict, engines []*engine) {
	eligible := 0
	for _, v := range want {
		if v.Outcome == string(schemes.Eligible) {
			eligible++
		}
	}
	r.say("\n%d registrations of one participation under activity 2, %d%% eligible", len(qs), 100*eligible/len(qs))
	rows := [][]string{{"", "CPU us each", "times the plugin's", "times ours in process", "other answers", "cents off"}}
	for _, e := range engines {
		row := []string{e.name, spread(e.cpu)}
		for _, ours := range engines[:2] {
			ratios := make([]float64, len(e.cpu))
			for i, cpu := range e.cpu {
				ratios[i] = per(cpu, ours.cpu[i])
			}
			row = append(row, spread(ratios))
		}
		rows = append(rows, append(row, fmt.Sprint(e.wrong), fmt.Sprint(e.off)))
	}
	r.table("The same rule in several engines, one thread each; ours with trace, recomputed", rows)
}

// serveEngine is ours as the others are: a process that reads facts, answers, and judges for as long as it is told.
func serveEngine(ctx context.Context, word string, from io.Reader, to io.Writer) error {
	in, out := json.NewDecoder(from), json.NewEncoder(to)
	var told asked
	if err := in.Decode(&told); err != nil {
		return err
	}
	judge, size := inProcess(sozw.Scheme), 100 // no more answers are kept than the rivals keep
	if word == judgePluginChild {
		process, err := startPlugin(ctx, sozw.Scheme.Manifest().Slug, host.Config{})
		if err != nil {
			return err
		}
		defer func() { _ = process.Close() }() // it ends with this process
		judge, size = asPlugin(process), told.Batch
	}
	answers, err := verdicts(ctx, told.Questions)
	if err != nil {
		return err
	}
	if err := out.Encode(map[string]any{"answers": answers}); err != nil {
		return err
	}
	qs := told.Questions
	for len(qs) < size {
		qs = append(qs, told.Questions...)
	}
	calls := slices.Collect(slices.Chunk(qs, size))
	var seconds float64
	for {
		if err := in.Decode(&seconds); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		n := 0
		began := time.Now()
		for i := 0; time.Since(began).Seconds() < seconds; i++ {
			call := calls[i%len(calls)]
			if err := judge(ctx, schemes.Batch{Questions: call}); err != nil {
				return err
			}
			n += len(call)
		}
		if err := out.Encode(map[string]any{"judged": n}); err != nil {
			return err
		}
	}
}
