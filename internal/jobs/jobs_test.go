package jobs_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/riverqueue/river/rivertype"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/jobs"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
)

// tell is a job that tells an id.
type tell struct {
	ID string `json:"id"`
}

// Kind names the work.
func (tell) Kind() string { return "tell" }

// patience is how long a test waits for what must happen.
const patience = 2 * time.Minute

// log is written to by a queue and read by a test.
type log struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

// Write adds a line.
func (l *log) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.Write(p)
}

func (l *log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.String()
}

// queue makes a queue that looks for work all the time.
func queue(t *testing.T, s *store.Store, logged *log) *jobs.Queue {
	t.Helper()
	c := jobs.Config{Store: s, Poll: 10 * time.Millisecond, Drain: time.Second}
	if logged != nil {
		c.Logger = slog.New(slog.NewTextHandler(logged, nil))
	}
	q, err := jobs.New(c)
	if err != nil {
		t.Fatal(err)
	}
	return q
}

func handle(t *testing.T, q *jobs.Queue, k jobs.Kind, do func(context.Context, tell) error) {
	t.Helper()
	if err := jobs.Handle(q, k, do); err != nil {
		t.Fatal(err)
	}
}

func start(t *testing.T, q *jobs.Queue) {
	t.Helper()
	if err := q.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = q.Stop(context.WithoutCancel(t.Context())) }) // some are stopped before
}

// enqueue commits a transaction that leaves jobs.
func enqueue(t *testing.T, s *store.Store, q *jobs.Queue, ids ...string) {
	t.Helper()
	ctx := actor.AsSystem(t.Context())
	err := s.Tx(ctx, func(tx *ent.Tx) error {
		for _, id := range ids {
			if err := q.Insert(ctx, tx, tell{id}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// next waits for something to happen.
func next[T any](t *testing.T, from <-chan T) T {
	t.Helper()
	select {
	case got := <-from:
		return got
	case <-time.After(patience):
		t.Fatal("it did not happen")
		panic("unreachable")
	}
}

// until waits for a condition of the database.
func until(t *testing.T, what string, holds func() bool) {
	t.Helper()
	give := time.After(patience)
	for !holds() {
		select {
		case <-give:
			t.Fatal("in vain: " + what)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// states are those of all jobs of a kind.
func states(t *testing.T, q *jobs.Queue, kind string) []string {
	t.Helper()
	all, err := q.All(context.WithoutCancel(t.Context()), kind)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, row := range all {
		found = append(found, string(row.State))
	}
	return found
}

func untilStates(t *testing.T, q *jobs.Queue, kind string, want ...string) {
	t.Helper()
	until(t, kind+" "+strings.Join(want, " "), func() bool { return cmp.Equal(states(t, q, kind), want) })
}

func TestAJobIsCarriedOutOnceItsActIsCommittedAndOnlyThen(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		q, told := queue(t, s, nil), make(chan string, 10)
		handle(t, q, jobs.Kind{}, func(_ context.Context, a tell) error { told <- a.ID; return nil })
		start(t, q)
		ctx, undone := actor.AsSystem(t.Context()), errors.New("undone")
		if err := s.Tx(ctx, func(tx *ent.Tx) error { return errors.Join(q.Insert(ctx, tx, tell{"rolled back"}), undone) }); !errors.Is(err, undone) {
			t.Fatal(err)
		}
		abandoned, held := s.Hold(ctx)
		if err := s.Tx(abandoned, func(tx *ent.Tx) error { return q.Insert(abandoned, tx, tell{"abandoned"}) }); err != nil {
			t.Fatal(err)
		}
		if err := held.Abandon(); err != nil {
			t.Fatal(err)
		}
		finished, held := s.Hold(ctx)
		for _, id := range []string{"first of a request", "second of a request"} {
			if err := s.Tx(finished, func(tx *ent.Tx) error { return q.Insert(finished, tx, tell{id}) }); err != nil {
				t.Fatal(err)
			}
		}
		if err := held.Finish(finished, func(*ent.Tx) error { return nil }); err != nil {
			t.Fatal(err)
		}
		got := map[string]bool{next(t, told): true, next(t, told): true}
		if diff := cmp.Diff(map[string]bool{"first of a request": true, "second of a request": true}, got); diff != "" {
			t.Error(diff)
		}
		untilStates(t, q, "tell", "completed", "completed")
	})
}

func TestTwoServersCarryAJobOutOnce(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		const many = 40
		told := make(chan string, 2*many)
		var one *jobs.Queue
		for range 2 {
			one = queue(t, s, nil)
			handle(t, one, jobs.Kind{}, func(_ context.Context, a tell) error { told <- a.ID; return nil })
			start(t, one)
		}
		var ids, done []string
		for i := range many {
			ids, done = append(ids, strings.Repeat("x", i+1)), append(done, "completed")
		}
		enqueue(t, s, one, ids...)
		untilStates(t, one, "tell", done...)
		close(told)
		times := map[string]int{}
		for id := range told {
			times[id]++
		}
		for _, id := range ids {
			if times[id] != 1 {
				t.Errorf("job %d was carried out %d times", len(id), times[id])
			}
		}
	})
}

func TestWhatPanicsIsTriedAgainAndWhatItSaysIsNotKept(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		logged := &log{}
		q, told := queue(t, s, logged), make(chan string, 10)
		var tries int
		handle(t, q, jobs.Kind{}, func(_ context.Context, a tell) error {
			if tries++; tries == 1 {
				panic("Evi Jansen")
			}
			told <- a.ID
			return nil
		})
		start(t, q)
		enqueue(t, s, q, "evi@demo.example")
		next(t, told)
		untilStates(t, q, "tell", "completed")
		all, err := q.All(t.Context(), "tell")
		if err != nil || len(all) != 1 || len(all[0].Errors) != 1 || strings.Contains(all[0].Errors[0].Error+all[0].Errors[0].Trace, "Evi") {
			t.Errorf("kept: %+v, %v", all[0].Errors, err)
		}
		if text := logged.String(); strings.Contains(text, "Evi") || strings.Contains(text, "evi@") || !strings.Contains(text, "job panicked") {
			t.Errorf("logged: %s", text)
		}
	})
}

func TestAJobIsGivenUpAfterItsAttemptsAndCanBeTriedAnew(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		ctx, logged := t.Context(), &log{}
		q, told := queue(t, s, logged), make(chan string, 10)
		var tries int
		handle(t, q, jobs.Kind{Attempts: 2}, func(_ context.Context, a tell) error {
			if tries++; tries <= 2 {
				return errors.New("the mail server is away")
			}
			told <- a.ID
			return nil
		})
		if err := q.Check(ctx); err != nil {
			t.Error(err)
		}
		start(t, q)
		enqueue(t, s, q, "ltr_1")
		untilStates(t, q, "tell", "discarded")
		if text := logged.String(); !strings.Contains(text, "job failed and is tried again") || !strings.Contains(text, `msg="job failed" job=tell`) {
			t.Errorf("logged: %s", text)
		}
		stuck, err := q.Stuck(ctx)
		if err != nil || len(stuck) != 1 || stuck[0].Kind != "tell" || stuck[0].State != "discarded" || stuck[0].LastFailure != "the mail server is away" || stuck[0].IsRound {
			t.Fatalf("%+v, %v", stuck, err)
		}
		counts, err := q.Counts(ctx)
		if diff := cmp.Diff([]jobs.Count{{Kind: "tell", State: "discarded", Jobs: 1}}, counts); diff != "" || err != nil {
			t.Error(diff, err)
		}
		if err := q.Check(ctx); err == nil || !strings.Contains(err.Error(), "tell was given up") {
			t.Errorf("check: %v", err)
		}
		if err := q.Retry(ctx, stuck[0].ID); err != nil {
			t.Fatal(err)
		}
		next(t, told)
		untilStates(t, q, "tell", "completed")
		if err := errors.Join(q.Check(ctx)); err != nil {
			t.Error(err)
		}
		if err := q.Retry(ctx, 1<<40); err == nil || !strings.Contains(err.Error(), "there is no job") {
			t.Error(err)
		}
		expectFigures(t, q)
	})
}

// expectFigures wants what was carried out to be counted by outcome.
func expectFigures(t *testing.T, q *jobs.Queue) {
	t.Helper()
	registry := prometheus.NewPedanticRegistry()
	registry.MustRegister(q)
	families, err := registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]uint64{}
	for _, f := range families {
		for _, m := range f.GetMetric() {
			if h := m.GetHistogram(); h != nil {
				got[m.GetLabel()[1].GetValue()] = h.GetSampleCount()
			}
		}
	}
	if diff := cmp.Diff(map[string]uint64{"failed": 1, "given_up": 1, "done": 1}, got); diff != "" {
		t.Error(diff)
	}
}

func TestOneOfTheSameIsKeptWhereAKindIsUnique(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		q := queue(t, s, nil)
		handle(t, q, jobs.Kind{IsUnique: true}, func(context.Context, tell) error { return nil })
		enqueue(t, s, q, "ltr_1", "ltr_1", "ltr_2")
		enqueue(t, s, q, "ltr_1")
		if diff := cmp.Diff([]string{"available", "available"}, states(t, q, "tell")); diff != "" {
			t.Error(diff)
		}
	})
}

func TestAJobThatNobodyHandlesIsRefused(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		ctx, q := actor.AsSystem(t.Context()), queue(t, s, nil)
		err := s.Tx(ctx, func(tx *ent.Tx) error { return q.Insert(ctx, tx, tell{"ltr_1"}) })
		if err == nil || !strings.Contains(err.Error(), `job "tell": nothing handles it`) {
			t.Error(err)
		}
	})
}

func TestStoppingWaitsForAJobAndThenCancelsIt(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		logged := &log{}
		q, began, ends := queue(t, s, logged), make(chan string, 10), make(chan struct{})
		handle(t, q, jobs.Kind{}, func(ctx context.Context, a tell) error {
			began <- a.ID
			if a.ID == "short" {
				<-ends
				return ctx.Err()
			}
			<-ctx.Done()
			return errors.New("whatever a driver makes of it")
		})
		start(t, q)
		enqueue(t, s, q, "short", "long")
		next(t, began)
		next(t, began)
		stopped := make(chan error, 1)
		go func() { stopped <- q.Stop(t.Context()) }()
		close(ends)
		if err := next(t, stopped); err != nil {
			t.Error(err)
		}
		all, err := q.All(t.Context(), "tell")
		if err != nil || len(all) != 2 {
			t.Fatal(all, err)
		}
		if all[0].State != rivertype.JobStateCompleted || all[1].State != rivertype.JobStateAvailable || all[1].Attempt != 0 {
			t.Errorf("the short one is %s, the long one %s after %d attempts", all[0].State, all[1].State, all[1].Attempt)
		}
		if text := logged.String(); strings.Contains(text, "job failed") {
			t.Errorf("a stop is no failure: %s", text)
		}
	})
}
