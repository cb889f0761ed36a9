// Command rivals lets OPA judge activity 2 of SO-Z&W, so that `go run ./bench` can measure it beside Penvoerder. It is a
// module of its own: nothing that Penvoerder builds or ships depends on OPA.
//
// It reads one line with the facts of registrations, answers them all in one line, and then, for each further line with
// a number of seconds, evaluates one registration after another for that long and tells how many.
package main

import (
	"bufio"
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
)

//go:embed activity2.rego
var policy string

// order is the first line: what the policy looks up, and what it is asked.
type order struct {
	Data   map[string]any    `json:"data"`
	Inputs []json.RawMessage `json:"inputs"`
}

// answer is what becomes of one registration.
type answer struct {
	Outcome  string      `json:"outcome"`
	Findings []string    `json:"findings"`
	Cents    json.Number `json:"cents"`
}

func main() {
	if err := serve(context.Background(), os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "rivals:", err)
		os.Exit(1)
	}
}

func serve(ctx context.Context, from io.Reader, to io.Writer) error {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400) // as Penvoerder sets for itself
	}
	in, out := json.NewDecoder(bufio.NewReader(from)), json.NewEncoder(to)
	var o order
	if err := in.Decode(&o); err != nil {
		return err
	}
	e, err := prepare(ctx, o)
	if err != nil {
		return err
	}
	answers := make([]answer, len(e.inputs))
	for i := range e.inputs {
		if answers[i], err = e.judge(ctx, i); err != nil {
			return err
		}
	}
	if err := out.Encode(map[string]any{"answers": answers}); err != nil {
		return err
	}
	var seconds float64
	for {
		if err := in.Decode(&seconds); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		n, err := e.judgeFor(ctx, time.Duration(seconds*float64(time.Second)))
		if err != nil {
			return err
		}
		if err := out.Encode(map[string]any{"judged": n}); err != nil {
			return err
		}
	}
}

// engine is the policy, compiled once, and the facts, parsed once.
type engine struct {
	query  rego.PreparedEvalQuery
	inputs []ast.Value
	next   int
}

func prepare(ctx context.Context, o order) (*engine, error) {
	query, err := rego.New(
		rego.Query("data.activity2.answer"), rego.Module("activity2.rego", policy), rego.Store(inmem.NewFromObject(o.Data)),
	).PrepareForEval(ctx)
	if err != nil {
		return nil, err
	}
	e := &engine{query: query}
	for _, text := range o.Inputs {
		v, err := ast.ValueFromReader(bytes.NewReader(text))
		if err != nil {
			return nil, err
		}
		e.inputs = append(e.inputs, v)
	}
	if len(e.inputs) == 0 {
		return nil, errors.New("there is nothing to judge")
	}
	return e, nil
}

// evaluate is what is measured: the answer as OPA gives it.
func (e *engine) evaluate(ctx context.Context, i int) (any, error) {
	set, err := e.query.Eval(ctx, rego.EvalParsedInput(e.inputs[i]))
	if err != nil {
		return nil, err
	}
	if len(set) != 1 || len(set[0].Expressions) != 1 {
		return nil, fmt.Errorf("registration %d: the policy does not answer", i)
	}
	return set[0].Expressions[0].Value, nil
}

func (e *engine) judge(ctx context.Context, i int) (answer, error) {
	var a answer
	v, err := e.evaluate(ctx, i)
	if err != nil {
		return a, err
	}
	text, err := json.Marshal(v)
	if err != nil {
		return a, err
	}
	return a, json.Unmarshal(text, &a)
}

func (e *engine) judgeFor(ctx context.Context, period time.Duration) (int, error) {
	n := 0
	for began := time.Now(); time.Since(began) < period; n++ {
		if _, err := e.evaluate(ctx, e.next); err != nil {
			return 0, err
		}
		e.next = (e.next + 1) % len(e.inputs)
	}
	return n, nil
}
