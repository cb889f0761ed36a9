//go:build unix

package hostile

import (
	"fmt"
	"os"
	"strings"
	"sync/atomic"
	"syscall"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	schemev1 "github.com/penvoerder/penvoerder/plugins/proto/scheme/v1"
)

// A Mode is one way in which a plugin goes wrong. A question about Trigger makes it do so; it answers every other
// question well.
type Mode struct {
	Name string
	Does string // in words
	do   func(*schemev1.JudgeResponse) error

	Told  string // to the caller: Refused, or the code of the fault
	Ends  bool   // whether the process is ended for it
	Cause string // that the host logs, a part of it
	Calm  bool   // whether the circuit stays closed however often it does so
}

// Refused is the text of a failure where an answer is not believed.
const Refused = "answer refused"

const (
	internal    = "INTERNAL"
	unavailable = "UNAVAILABLE"
)

// Modes are the ways in which a plugin that runs goes wrong.
var Modes = append(lies, faults...)

// lie is a mode that answers in time, with an answer that must not be believed.
func lie(name, does, cause string, spoil func(*schemev1.JudgeResponse)) Mode {
	return Mode{Name: name, Does: does, Told: Refused, Cause: cause, do: func(r *schemev1.JudgeResponse) error { spoil(r); return nil }}
}

var lies = []Mode{
	lie("wrong trace", "a last step that its own arguments do not give", "recomputes to", func(r *schemev1.JudgeResponse) { lastStep(r).Value = "1" }),
	lie("wrong step", "a step in the middle that does not add up", "recomputes to", func(r *schemev1.JudgeResponse) { first(r).Steps[2].Value = "1000" }),
	lie("invented input", "a calculation over a date that was not stated", "does not state it", func(r *schemev1.JudgeResponse) { first(r).Steps[1].Value = "29999" }),
	lie("input from nowhere", "a calculation over a fact that does not exist", "does not state it", func(r *schemev1.JudgeResponse) { first(r).Steps[1].Path = "/nowhere" }),
	lie("invented parameter", "a rate that is not in effect", "has no value", func(r *schemev1.JudgeResponse) { invent(r) }),
	lie("malformed number", "NaN", "is not a decimal number", func(r *schemev1.JudgeResponse) { lastStep(r).Value = "NaN" }),
	lie("infinite number", "1/0", "not a", func(r *schemev1.JudgeResponse) { lastStep(r).Value = "1/0" }),
	lie("negative", "a negative amount, with a trace that leads to it", "is negative", func(r *schemev1.JudgeResponse) {
		pay(r, -329_999, schemev1.Operation_OPERATION_SUBTRACT, 1, 0)
	}),
	lie("over cap", "one cent over the declared maximum, explained", "over the maximum", func(r *schemev1.JudgeResponse) {
		pay(r, 330_001, schemev1.Operation_OPERATION_ADD, 0, 1)
	}),
	lie("huge", "an amount of more than a billion, explained", "out of range", func(r *schemev1.JudgeResponse) {
		pay(r, 330_000*330_000*330_000, schemev1.Operation_OPERATION_MULTIPLY, 0, 0, 0)
	}),
	lie("wrong sum", "a whole that is not the sum of its parts", "its parts are", func(r *schemev1.JudgeResponse) { *r.Answers[0].Whole.AmountCents++ }),
	lie("undeclared rule", "a finding of a rule that the manifest lacks", "is not declared", func(r *schemev1.JudgeResponse) {
		find(r, "TEST-ELIG-999", schemev1.Severity_SEVERITY_NOTICE)
	}),
	lie("other severity", "a blocking rule told as a notice", "TEST-ELIG-001 is BLOCKING", func(r *schemev1.JudgeResponse) {
		find(r, "TEST-ELIG-001", schemev1.Severity_SEVERITY_NOTICE)
	}),
	lie("blocked but paid", "a blocking finding, and an amount", "its findings make it", func(r *schemev1.JudgeResponse) {
		find(r, "TEST-ELIG-001", schemev1.Severity_SEVERITY_BLOCKING)
	}),
	lie("undeclared line", "a line that the manifest lacks", "is not declared", func(r *schemev1.JudgeResponse) { lastStep(r).Line = "TEST-AMT-999" }),
	lie("undeclared cell", "a requirement that the manifest lacks", "is not declared", func(r *schemev1.JudgeResponse) {
		first(r).Cells = []*schemev1.Cell{{Column: "X", State: schemev1.CellState_CELL_STATE_COMPLETE}}
	}),
	lie("unknown outcome", "an outcome that the contract lacks", "99 is unknown", func(r *schemev1.JudgeResponse) { first(r).Outcome = 99 }),
	lie("unknown operation", "an operation that the contract lacks", "99 is unknown", func(r *schemev1.JudgeResponse) { lastStep(r).Operation = 99 }),
	lie("argument ahead", "a step that uses a later one", "", func(r *schemev1.JudgeResponse) { lastStep(r).Args = []int32{99} }),
	lie("other participant", "an answer about somebody who was not asked about", "were answered", func(r *schemev1.JudgeResponse) { first(r).Key = "par_z" }),
	lie("one part less", "no answer about a participant", "were answered", func(r *schemev1.JudgeResponse) { r.Answers[0].Parts = nil }),
	lie("no whole", "no answer about the whole", "whole: missing", func(r *schemev1.JudgeResponse) { r.Answers[0].Whole = nil }),
	lie("other question", "the answer to another question of the batch", "answers question 7", func(r *schemev1.JudgeResponse) { r.Answers[0].Question = 7 }),
	lie("year 0", "an answer that holds until a year before time", "out of range", func(r *schemev1.JudgeResponse) { r.Answers[0].ValidUntil = new(int64(-1 << 60)) }),
	{
		Name: "failure", Does: "the failure of this one answer, with a secret in its text", Told: Refused, Cause: "by its own word", Calm: true,
		do: func(r *schemev1.JudgeResponse) error { r.Answers[0] = &schemev1.Answer{Failure: Canary}; return nil },
	},
}

// faults are the modes in which the call as a whole goes wrong.
var faults = []Mode{
	{Name: "other request", Does: "the answers to another request", Told: internal, do: func(r *schemev1.JudgeResponse) error { r.RequestId = "another"; return nil }},
	{Name: "fewer answers", Does: "an answer too few", Told: internal, do: func(r *schemev1.JudgeResponse) error { r.Answers = nil; return nil }},
	{Name: "more answers", Does: "an answer too many", Told: internal, do: func(r *schemev1.JudgeResponse) error {
		r.Answers = append(r.Answers, r.Answers[0])
		return nil
	}},
	{Name: "secret in error", Does: "an error with a secret in its text", Told: internal, do: func(*schemev1.JudgeResponse) error {
		return status.Error(codes.Internal, Canary+" at postgres://user:secret@db")
	}},
	{Name: "200 megabytes", Does: "an answer of 200 MB", Told: internal, do: func(r *schemev1.JudgeResponse) error {
		first(r).Key = strings.Repeat("x", 200<<20)
		return nil
	}},
	{Name: "output flood", Does: "8 MB of text to standard output and error, then an error", Told: internal, do: func(*schemev1.JudgeResponse) error {
		flood()
		return status.Error(codes.Internal, "flooded")
	}},
	{Name: "two answers", Does: "another answer each time to the same question, each believable", Told: internal, Ends: true, Cause: "two answers to one question", do: waver},
	{Name: "unavailable", Does: "the status that says the connection is lost", Told: unavailable, Ends: true, Cause: "connection lost", do: func(*schemev1.JudgeResponse) error {
		return status.Error(codes.Unavailable, Canary)
	}},
	{Name: "hang", Does: "nothing, for ever", Told: unavailable, Ends: true, Cause: "missed its deadline", do: func(*schemev1.JudgeResponse) error { select {} }},
	{Name: "spin", Does: "nothing, for ever, as fast as it can", Told: unavailable, Ends: true, Cause: "missed its deadline", do: func(*schemev1.JudgeResponse) error {
		for n := 0; ; n++ {
			_ = n
		}
	}},
	{Name: "stopped", Does: "stops itself (SIGSTOP)", Told: unavailable, Ends: true, Cause: "missed its deadline", do: func(*schemev1.JudgeResponse) error {
		_ = syscall.Kill(os.Getpid(), syscall.SIGSTOP)
		select {}
	}},
	{Name: "memory", Does: "takes memory without end", Told: unavailable, Ends: true, Cause: "over the memory limit", do: func(*schemev1.JudgeResponse) error { eat(); return nil }},
	{Name: "panic", Does: "panics past all care", Told: unavailable, Ends: true, do: func(*schemev1.JudgeResponse) error { panic(Canary) }},
	{Name: "exit", Does: "exits, as if all were well", Told: unavailable, Ends: true, do: func(*schemev1.JudgeResponse) error { os.Exit(0); return nil }},
	{Name: "killed", Does: "is killed in the middle of the call (SIGKILL)", Told: unavailable, Ends: true, do: func(*schemev1.JudgeResponse) error {
		return syscall.Kill(os.Getpid(), syscall.SIGKILL)
	}},
	{Name: "children", Does: "starts processes that start processes", Told: unavailable, Ends: true, Cause: "started a process of its own", do: func(*schemev1.JudgeResponse) error {
		spawn("brood", 6)
		select {}
	}},
	{Name: "orphan", Does: "starts a process in a session of its own, then exits", Told: unavailable, Ends: true, do: func(*schemev1.JudgeResponse) error {
		spawn("fork and leave", 1)
		os.Exit(0)
		return nil
	}},
}

// A Start is a way in which a plugin does not even start.
type Start struct {
	Name, Does string
	Cause      string // a part of the error
}

// Starts are the ways in which a plugin does not even start.
var Starts = []Start{
	{"old protocol", "speaks only a protocol before the first", "shake hands"},
	{"new protocol", "speaks only a later protocol", "shake hands"},
	{"wrong protocol", "offers net/rpc instead of gRPC", "shake hands"},
	{"no encryption", "takes no notice of the certificate it was given", ""},
	{"slow start", "does not become ready", "shake hands"},
	{"no handshake", "prints a text with a secret in it instead of the handshake", "shake hands"},
	{"garbage", "prints megabytes of zeros instead of the handshake", "shake hands"},
	{"exit at start", "exits at once", "shake hands"},
	{"elsewhere", "says it listens on a network address", "listens elsewhere"},
	{"forged slug", "describes the scheme of somebody else", `, not "hostile`},
	{"other version", "describes another version than was installed", "another scheme or version"},
	{"malformed manifest", "describes a rule without a severity", "manifest"},
}

func first(r *schemev1.JudgeResponse) *schemev1.Part { return r.Answers[0].Parts[0] }

func lastStep(r *schemev1.JudgeResponse) *schemev1.Step {
	steps := first(r).Steps
	return steps[len(steps)-1]
}

// pay returns cents with a trace that leads to them, out of the declared maximum (step 0) and one (step 1).
func pay(r *schemev1.JudgeResponse, cents int64, op schemev1.Operation, args ...int32) {
	p := first(r)
	p.AmountCents = &cents
	p.Steps = []*schemev1.Step{
		{Line: lineMaximum.ID(), Operation: schemev1.Operation_OPERATION_PARAMETER, Parameter: paramMaximum.Code, Value: "330000"},
		{Line: lineShare.ID(), Operation: schemev1.Operation_OPERATION_DIVIDE, Args: []int32{0, 0}, Value: "1"},
		{Line: lineSubsidy.ID(), Operation: op, Args: args, Value: fmt.Sprint(cents)},
	}
	r.Answers[0].Whole.AmountCents = &cents
}

func invent(r *schemev1.JudgeResponse) {
	for _, s := range first(r).Steps {
		if s.Parameter == paramRate.Code {
			s.Value = "90400"
		}
	}
}

func find(r *schemev1.JudgeResponse, rule string, s schemev1.Severity) {
	first(r).Findings = append(first(r).Findings, &schemev1.Finding{Rule: rule, Severity: s})
}

var wavered atomic.Int64

// waver refuses every second time, in a way that nothing is wrong with.
func waver(r *schemev1.JudgeResponse) error {
	if wavered.Add(1)%2 == 0 {
		return nil
	}
	zero := int64(0)
	for _, p := range append(r.Answers[0].Parts, r.Answers[0].Whole) {
		p.Outcome, p.AmountCents, p.Steps = schemev1.Outcome_OUTCOME_INELIGIBLE, &zero, nil
		p.Findings = []*schemev1.Finding{{Rule: ruleMonth.ID(), Severity: schemev1.Severity_SEVERITY_BLOCKING}}
	}
	return nil
}

var eaten [][]byte

// eat takes a gigabyte of memory, slowly enough to be stopped before a machine feels it.
func eat() {
	for len(eaten) < 128 {
		b := make([]byte, 8<<20)
		for i := 0; i < len(b); i += 4096 {
			b[i] = 1
		}
		eaten = append(eaten, b)
		time.Sleep(10 * time.Millisecond)
	}
	select {}
}

// flood writes to the streams that go-plugin reads and to those of the process.
func flood() {
	for range 500 {
		fmt.Println("out " + strings.Repeat("x", 5000))
		fmt.Fprintln(os.Stderr, "err "+strings.Repeat("x", 5000))
		_, _ = syscall.Write(2, []byte("raw "+strings.Repeat("x", 5000)+"\n"))
	}
}

// spawn starts n processes of this executable, each in a session of its own, that
// hold the output of this one.
func spawn(mode string, n int) {
	for range n {
		_, _ = os.StartProcess("/proc/self/exe", []string{"hostile", mode}, &os.ProcAttr{
			Env: os.Environ(), Files: []*os.File{nil, os.Stdout, os.Stderr}, Sys: &syscall.SysProcAttr{Setsid: true},
		})
	}
}
