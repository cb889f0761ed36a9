package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"
)

// measureStart starts the server as anyone does who tries it, on SQLite, and asks it something: how long until it answers
// with all schemes up, and what do the server and the plugin processes hold of memory?
func measureStart(ctx context.Context, s settings, r *report) error {
	var first, again []time.Duration
	var server, plugins []float64
	count := 0
	for range s.Rounds {
		data, err := os.MkdirTemp("", "bench")
		if err != nil {
			return err
		}
		one, err := startOnce(ctx, data)
		if err == nil {
			first = append(first, one.answered)
			one, err = startOnce(ctx, data) // the database is there now
		}
		if err := errors.Join(err, os.RemoveAll(data)); err != nil {
			return err
		}
		again = append(again, one.answered)
		server, plugins, count = append(server, one.server), append(plugins, one.plugins), one.count
	}
	ms := func(d []time.Duration) string {
		var out []float64
		for _, one := range d {
			out = append(out, float64(one)/float64(time.Millisecond))
		}
		return spread(out)
	}
	r.table(fmt.Sprintf("Start to the first answer, with %d plugin processes up", count), [][]string{
		{"", "median (least–most)"},
		{"with a new database, ms", ms(first)},
		{"with a database that is there, ms", ms(again)},
		{"memory of the server, PSS in MB", spread(server)},
		{"memory of the plugin processes together, PSS in MB", spread(plugins)},
	})
	return nil
}

// started is how one start went.
type started struct {
	answered        time.Duration
	server, plugins float64 // MB
	count           int
}

func startOnce(ctx context.Context, data string) (one started, err error) {
	began := time.Now()
	server, err := startChild(ctx, apiChild, order{Data: data})
	if err != nil {
		return one, err
	}
	defer func() { err = errors.Join(err, server.stop()) }()
	if err := ask(ctx, server.Pages); err != nil {
		return one, err
	}
	one.answered = time.Since(began)
	all, err := processes()
	if err != nil {
		return one, err
	}
	for id := range all {
		switch held, err := proportional(id); {
		case err != nil: // somebody else's, or gone
		case id == server.processID():
			one.server = held
		case isBelow(all, id, server.processID()):
			one.plugins += held
			one.count++
		}
	}
	return one, nil
}

// ask asks the API which schemes there are, until each of them is up.
func ask(ctx context.Context, address string) error {
	const query = `{"query":"{ schemes { slug } }"}`
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, address+"/graphql", strings.NewReader(query))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	answer, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer func() { _ = answer.Body.Close() }() // it was read
	body, err := io.ReadAll(answer.Body)
	if err == nil && (answer.StatusCode != http.StatusOK || strings.Contains(string(body), `"errors"`)) {
		err = fmt.Errorf("asked for its schemes the server answers %s: %s", answer.Status, body)
	}
	return err
}

// proportional is what a process holds of memory, in MB, with its part of what it shares (PSS).
func proportional(id int) (float64, error) {
	f, err := os.Open(fmt.Sprintf("/proc/%d/smaps_rollup", id))
	if err != nil {
		return 0, err
	}
	defer func() { _ = f.Close() }() // it was read
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if words := strings.Fields(lines.Text()); len(words) == 3 && words[0] == "Pss:" {
			kB, err := strconv.ParseFloat(words[1], 64)
			return kB / 1024, err
		}
	}
	return 0, fmt.Errorf("process %d tells nothing of its memory", id)
}
