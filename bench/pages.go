package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"time"
)

//go:embed page.graphql
var pageQuery string

const pageSize = 50

// comparePages serves the page from both sides and measures them in alternated rounds.
func comparePages(ctx context.Context, s settings, d *database, data *dataset, r *report) (err error) {
	api, sql, stop, err := startSides(ctx, d.dsn, data)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, stop()) }()
	r.rows(data)
	if err := sameAnswers(ctx, api, sql, data); err != nil {
		return err
	}
	r.say("\nBoth sides answer the same JSON values for %d organisations, but for the cursor.", len(data.employers))
	if err := countStatements(ctx, s, d.dsn, data, r); err != nil {
		return err
	}
	visits := firstPages(data)
	for _, callers := range s.Concurrency {
		rounds, err := alternate(ctx, s, []*side{api, sql}, callers, d.processID, func(*side) []visit { return visits })
		if err != nil {
			return err
		}
		r.sides(fmt.Sprintf("Page of %d registrations, %d callers; medians of %d rounds of %.1f s", pageSize, callers, s.Rounds, s.Seconds), rounds)
	}
	if s.Profile != "" {
		if err := profile(ctx, s, api, visits, d.processID); err != nil {
			return err
		}
	}
	return deepPages(ctx, s, api, d, data, r)
}

// startSides starts both servers on the database.
func startSides(ctx context.Context, dsn string, data *dataset) (api, sql *side, stop func() error, err error) {
	o := order{DSN: dsn, Columns: data.columns}
	api, sql = &side{name: "API", request: askAPI(pageQuery)}, &side{name: "json_agg by hand", request: askSQL}
	if api.child, err = startChild(ctx, apiChild, o); err != nil {
		return nil, nil, nil, err
	}
	if sql.child, err = startChild(ctx, sqlChild, o); err != nil {
		return nil, nil, nil, errors.Join(err, api.child.stop())
	}
	return api, sql, func() error { return errors.Join(api.child.stop(), sql.child.stop()) }, nil
}

func firstPages(data *dataset) []visit {
	visits := make([]visit, len(data.employers))
	for i, v := range data.employers {
		visits[i] = visit{visitor: v}
	}
	return visits
}

// sameAnswers asks every page of both sides once, and compares.
func sameAnswers(ctx context.Context, api, sql *side, data *dataset) error {
	client := newClient(1)
	defer client.CloseIdleConnections()
	for _, v := range data.employers {
		var answers [2]any
		for i, s := range []*side{api, sql} {
			body, err := s.fetch(ctx, client, v, pageSize, "")
			if err != nil {
				return err
			}
			if answers[i], err = valuesOf(body); err != nil {
				return fmt.Errorf("%s: %w", s.name, err)
			}
		}
		if !reflect.DeepEqual(answers[0], answers[1]) {
			return fmt.Errorf("the sides differ for %s:\n%s", v.organisation, difference("", answers[0], answers[1]))
		}
	}
	return nil
}

// valuesOf reads the data of an answer without what each side may write in its own way: the cursor, and extensions.
func valuesOf(body []byte) (any, error) {
	var answer struct {
		Data   map[string]any
		Errors []any
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		return nil, err
	}
	if len(answer.Errors) > 0 {
		return nil, fmt.Errorf("errors: %v", answer.Errors)
	}
	list, _ := answer.Data["registrations"].(map[string]any)
	info, _ := list["pageInfo"].(map[string]any)
	if info["endCursor"] == nil {
		return nil, fmt.Errorf("no page in %.300s", body)
	}
	delete(info, "endCursor")
	return answer.Data, nil
}

// difference names the first place where two values differ.
func difference(at string, a, b any) string {
	switch a := a.(type) {
	case map[string]any:
		if b, ok := b.(map[string]any); ok && len(a) == len(b) {
			for key := range a {
				if _, both := b[key]; both && !reflect.DeepEqual(a[key], b[key]) {
					return difference(at+"."+key, a[key], b[key])
				}
			}
		}
	case []any:
		if b, ok := b.([]any); ok && len(a) == len(b) {
			for i := range a {
				if !reflect.DeepEqual(a[i], b[i]) {
					return difference(fmt.Sprintf("%s[%d]", at, i), a[i], b[i])
				}
			}
		}
	}
	return fmt.Sprintf("%s: %.200s against %.200s", at, fmt.Sprint(a), fmt.Sprint(b))
}

// alternate measures every side once in each round; who begins changes.
func alternate(ctx context.Context, s settings, sides []*side, callers, databaseProcess int, visits func(*side) []visit) ([]measured, error) {
	period := time.Duration(s.Seconds * float64(time.Second))
	out := make([]measured, len(sides))
	for i, side := range sides {
		out[i].side = side
		if _, err := side.measure(ctx, callers, period/4, databaseProcess, visits(side), pageSize); err != nil { // warm
			return nil, err
		}
	}
	for round := range s.Rounds {
		for i := range sides {
			i = (i + round) % len(sides)
			one, err := sides[i].measure(ctx, callers, period, databaseProcess, visits(sides[i]), pageSize)
			if err != nil {
				return nil, err
			}
			out[i].samples = append(out[i].samples, one)
		}
	}
	return out, nil
}

// deepPages compares the first page of everything that was handed in with one far into it, by cursor.
func deepPages(ctx context.Context, s settings, api *side, d *database, data *dataset, r *report) error {
	page := min(1000, data.submitted/pageSize)
	if page < 2 {
		r.say("\nThere are too few registrations for a second page.")
		return nil
	}
	after, err := walk(ctx, api, data.assessor, (page-1)*pageSize)
	if err != nil {
		return fmt.Errorf("go to page %d: %w", page, err)
	}
	first, far := *api, *api
	first.name, far.name = "page 1", fmt.Sprintf("page %d", page)
	visits := map[*side][]visit{&first: {{visitor: data.assessor}}, &far: {{data.assessor, after}}}
	rounds, err := alternate(ctx, s, []*side{&far, &first}, 1, d.processID, func(of *side) []visit { return visits[of] })
	if err != nil {
		return err
	}
	r.sides("The assessor's list, by cursor, 1 caller", rounds)
	return nil
}

// walk follows cursors until n registrations lie behind.
func walk(ctx context.Context, api *side, v visitor, n int) (after string, err error) {
	walker := *api
	walker.request = askAPI("query Walk($first: Int, $after: String) { registrations(first: $first, after: $after) { pageInfo { endCursor } } }")
	client := newClient(1)
	defer client.CloseIdleConnections()
	for n > 0 {
		first := min(n, 100)
		body, err := walker.fetch(ctx, client, v, first, after)
		if err != nil {
			return "", err
		}
		var answer struct {
			Data struct {
				Registrations struct{ PageInfo struct{ EndCursor string } }
			}
		}
		if err := json.Unmarshal(body, &answer); err != nil {
			return "", err
		}
		after = answer.Data.Registrations.PageInfo.EndCursor
		n -= first
	}
	return after, nil
}

// countStatements serves both sides through a tap for a few pages.
func countStatements(ctx context.Context, s settings, dsn string, data *dataset, r *report) (err error) {
	t, err := startTap(ctx, dsn)
	if errors.Is(err, errTapped) {
		r.say("Statements are not counted: %v.", err)
		return nil
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, t.stop()) }()
	api, sql, stop, err := startSides(ctx, t.dsn, data)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, stop()) }()
	rows := [][]string{{"statements (waits) per request", "10 registrations", "50 registrations"}}
	for _, side := range []*side{api, sql} {
		row := []string{side.name}
		for _, size := range []int{10, pageSize} {
			c, err := tapped(ctx, t, side, data.employers, size)
			if err != nil {
				return err
			}
			row = append(row, c)
		}
		rows = append(rows, row)
	}
	r.table("What PostgreSQL is asked", rows)
	if s.Statements {
		client := newClient(1)
		defer client.CloseIdleConnections()
		t.take()
		if _, err := api.fetch(ctx, client, data.employers[0], pageSize, ""); err != nil {
			return err
		}
		for i, text := range t.take().texts {
			r.say("%d. %s", i+1, text)
		}
	}
	return nil
}

// tapped counts what a number of pages ask, when everything that is done once was done.
func tapped(ctx context.Context, t *tap, s *side, visitors []visitor, size int) (string, error) {
	client := newClient(1)
	defer client.CloseIdleConnections()
	const pages = 20
	for i := range 2 * pages {
		if i == pages {
			t.take()
		}
		if _, err := s.fetch(ctx, client, visitors[i%len(visitors)], size, ""); err != nil {
			return "", err
		}
	}
	c := t.take()
	return fmt.Sprintf("%.1f (%.1f)", per(c.statements, pages), per(c.waits, pages)), nil
}
