package jobs_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/penvoerder/penvoerder/internal/jobs"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
)

func repeat(t *testing.T, q *jobs.Queue, r jobs.Round) {
	t.Helper()
	if err := q.Repeat(r); err != nil {
		t.Fatal(err)
	}
}

// Two servers share a database; the one that leads is stopped, and the other goes on.
func TestARoundIsDoneOnceAPeriodByOneOfTheServers(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		const every = time.Second
		done := make(chan struct{}, 1000)
		var atStart atomic.Int32
		var queues []*jobs.Queue
		for range 2 {
			q := queue(t, s, nil)
			repeat(t, q, jobs.Round{Name: "look", Every: every, Do: func(context.Context) error { done <- struct{}{}; return nil }})
			repeat(t, q, jobs.Round{Name: "hourly", Every: time.Hour, Do: func(context.Context) error { return nil }})
			repeat(t, q, jobs.Round{Name: "at-start", Every: time.Hour, IsDoneAtStart: true, Do: func(context.Context) error { atStart.Add(1); return nil }})
			start(t, q)
			queues = append(queues, q)
			next(t, done) // so that the first leads
		}
		seen := len(queues)
		for range 2 {
			next(t, done)
			seen++
		}
		if err := queues[0].Stop(t.Context()); err != nil {
			t.Fatal(err)
		}
		for range 3 {
			next(t, done)
			seen++
		}
		if err := queues[1].Stop(t.Context()); err != nil {
			t.Fatal(err)
		}
		seen += len(done)
		if completed := onceAPeriod(t, queues[1], "look", every); completed != seen {
			t.Errorf("%d rounds were done for %d jobs", seen, completed)
		}
		onceAPeriod(t, queues[1], "hourly", time.Hour)
		if n := atStart.Load(); n < 2 {
			t.Errorf("done %d times at the start of two", n)
		}
	})
}

// onceAPeriod wants one job of a round in each of its periods, and counts those that are done.
func onceAPeriod(t *testing.T, q *jobs.Queue, name string, every time.Duration) (completed int) {
	t.Helper()
	rows, err := q.All(t.Context(), name)
	if err != nil || len(rows) == 0 {
		t.Fatal(rows, err)
	}
	periods := map[time.Time]bool{}
	for _, row := range rows {
		period := row.ScheduledAt.UTC().Truncate(every)
		if periods[period] {
			t.Errorf("%s was done twice in the period of %s", name, period)
		}
		periods[period] = true
		if row.FinalizedAt != nil {
			completed++
		}
	}
	return completed
}

func TestARoundThatTakesLongerThanItsPeriodIsNotBegunAgain(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		q, ends := queue(t, s, nil), make(chan struct{})
		var begun atomic.Int32
		repeat(t, q, jobs.Round{Name: "look", Every: time.Second, Do: func(context.Context) error {
			begun.Add(1)
			<-ends
			return nil
		}})
		start(t, q)
		until(t, "two more periods", func() bool {
			passed := 0
			for _, state := range states(t, q, "look") {
				if state == "completed" {
					passed++
				}
			}
			return passed >= 2
		})
		if n := begun.Load(); n != 1 {
			t.Errorf("begun %d times", n)
		}
		close(ends)
	})
}

func TestARoundIsDoneByHandAndNeverTwiceAtOnce(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		q := queue(t, s, nil)
		var at, most, all atomic.Int32
		var under sync.WaitGroup
		repeat(t, q, jobs.Round{Name: "look", Every: time.Minute, Do: func(context.Context) error {
			all.Add(1)
			most.Store(max(most.Load(), at.Add(1)))
			at.Add(-1)
			return nil
		}})
		for range 8 {
			under.Go(func() {
				if err := q.Do(t.Context(), "look"); err != nil {
					t.Error(err)
				}
			})
		}
		under.Wait()
		if most.Load() != 1 || all.Load() != 8 {
			t.Errorf("%d rounds, %d at once", all.Load(), most.Load())
		}
		if err := q.Do(t.Context(), "listen"); err == nil {
			t.Error("a round that is not there was done")
		}
		if err := q.Repeat(jobs.Round{Name: "look", Every: time.Minute}); err == nil {
			t.Error("two rounds have one name")
		}
	})
}

// A round that fails is told by its kind, does not disturb the readiness of what acts have left, and is done again.
func TestARoundThatFailsIsDoneAgainInTheNextPeriod(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		q, done := queue(t, s, nil), make(chan struct{}, 100)
		var tries atomic.Int32
		repeat(t, q, jobs.Round{Name: "look", Every: time.Second, Do: func(context.Context) error {
			if tries.Add(1) == 1 {
				return errors.New("the scheme is away")
			}
			done <- struct{}{}
			return nil
		}})
		start(t, q)
		next(t, done)
		var stuck []jobs.Job
		until(t, "the failure is kept", func() (isKept bool) {
			var err error
			if stuck, err = q.Stuck(t.Context()); err != nil {
				t.Fatal(err)
			}
			return len(stuck) == 1
		})
		if !stuck[0].IsRound || stuck[0].State != "discarded" || stuck[0].LastFailure != "the scheme is away" {
			t.Errorf("%+v", stuck)
		}
		if err := q.Check(t.Context()); err != nil {
			t.Error(err)
		}
	})
}
