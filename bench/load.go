package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"sync"
	"time"
)

// side is one way to answer the page.
type side struct {
	name    string
	child   *child
	request func(ctx context.Context, base string, v visitor, first int, after string) (*http.Request, error)
}

// askAPI asks the page of the API.
func askAPI(query string) func(context.Context, string, visitor, int, string) (*http.Request, error) {
	return func(ctx context.Context, base string, v visitor, first int, after string) (*http.Request, error) {
		variables := map[string]any{"first": first}
		if after != "" {
			variables["after"] = after
		}
		body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
		if err != nil {
			return nil, err
		}
		req, err := http.NewRequestWithContext(ctx, http.MethodPost, base+"/graphql", bytes.NewReader(body))
		if err != nil {
			return nil, err
		}
		req.Header.Set("Content-Type", "application/json")
		req.AddCookie(&http.Cookie{Name: cookieName, Value: v.cookie})
		return req, nil
	}
}

// askSQL asks the page of the hand-written handler.
func askSQL(ctx context.Context, base string, v visitor, first int, after string) (*http.Request, error) {
	query := url.Values{"first": {strconv.Itoa(first)}, "after": {after}}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, base+"/page?"+query.Encode(), http.NoBody)
	if err != nil {
		return nil, err
	}
	req.AddCookie(&http.Cookie{Name: cookieName, Value: v.cookie})
	return req, nil
}

func newClient(callers int) *http.Client {
	return &http.Client{Transport: &http.Transport{MaxIdleConns: callers, MaxIdleConnsPerHost: callers, DisableCompression: true}}
}

// fetch asks one page.
func (s *side) fetch(ctx context.Context, c *http.Client, v visitor, first int, after string) ([]byte, error) {
	req, err := s.request(ctx, s.child.Pages, v, first, after)
	if err != nil {
		return nil, err
	}
	answer, err := c.Do(req)
	if err != nil {
		return nil, err
	}
	defer func() { _ = answer.Body.Close() }() // it was read
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		return nil, err
	}
	if answer.StatusCode != http.StatusOK || bytes.HasPrefix(body, []byte(`{"errors"`)) {
		return nil, fmt.Errorf("%s answers %s: %.300s", s.name, answer.Status, body)
	}
	return body, nil
}

// sample is what one measurement of one side came to.
type sample struct {
	requests        int
	wall            time.Duration
	server, backend time.Duration // CPU
	bytes           int64
	mallocs, heap   uint64
	latencies       []time.Duration // in order of length
}

// visit is one page that a caller asks.
type visit struct {
	visitor
	after string
}

// measure has callers ask pages for a while, and tells what that took.
func (s *side) measure(ctx context.Context, callers int, period time.Duration, databaseProcess int, visits []visit, first int) (sample, error) {
	before, err := s.used(ctx, databaseProcess)
	if err != nil {
		return sample{}, err
	}
	client := newClient(callers)
	defer client.CloseIdleConnections()
	began := time.Now()
	parts, errs := make([]sample, callers), make([]error, callers)
	var wg sync.WaitGroup
	for i := range callers {
		wg.Go(func() {
			parts[i], errs[i] = s.call(ctx, client, rand.New(rand.NewPCG(1, uint64(i))), began.Add(period), visits, first)
		})
	}
	wg.Wait()
	sum := sample{wall: time.Since(began)}
	for _, p := range parts {
		sum.requests += p.requests
		sum.bytes += p.bytes
		sum.latencies = append(sum.latencies, p.latencies...)
	}
	slices.Sort(sum.latencies)
	after, err := s.used(ctx, databaseProcess)
	if err := errors.Join(append(errs, err)...); err != nil {
		return sample{}, err
	}
	sum.server, sum.backend = after.server-before.server, after.backend-before.backend
	sum.mallocs, sum.heap = after.mallocs-before.mallocs, after.heap-before.heap
	return sum, nil
}

// call is one caller: the next page as soon as the last one is there.
func (s *side) call(ctx context.Context, c *http.Client, random *rand.Rand, until time.Time, visits []visit, first int) (sample, error) {
	var sum sample
	for {
		v := visits[random.IntN(len(visits))]
		asked := time.Now()
		body, err := s.fetch(ctx, c, v.visitor, first, v.after)
		if err != nil {
			return sum, err
		}
		now := time.Now()
		sum.requests++
		sum.bytes += int64(len(body))
		sum.latencies = append(sum.latencies, now.Sub(asked))
		if !now.Before(until) {
			return sum, nil
		}
	}
}

// used is what the side and the database have used so far.
func (s *side) used(ctx context.Context, databaseProcess int) (sample, error) {
	var u sample
	m, err := s.child.memory(ctx)
	if err != nil {
		return u, err
	}
	u.mallocs, u.heap = m.Mallocs, m.TotalAlloc
	if u.server, err = cpuOf(s.child.processID()); err != nil {
		return u, err
	}
	if databaseProcess != 0 {
		u.backend, err = cpuOf(databaseProcess)
	}
	return u, err
}
