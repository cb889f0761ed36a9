package jobs

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
)

// Round is work that is done again and again: a query for what is due, and what follows from it.
type Round struct {
	Name     string // as it is logged and counted, such as "judge-again"
	Every    time.Duration
	Within   time.Duration // until it is cancelled; a minute
	Attempts int           // within one period; once
	// IsDoneAtStart does it also whenever a server takes the lead, however short ago it was done.
	IsDoneAtStart bool
	Do            func(context.Context) error
}

// round is a Round that goes on, once at a time in this server.
type round struct {
	Round
	busy sync.Mutex
}

// tagRound tells rounds from jobs that acts have left.
const tagRound = "round"

// Repeat has a round done once in each period, by one of the servers that share a database. One that takes longer than its
// period is not begun a second time by its server.
func (q *Queue) Repeat(r Round) error {
	if r.Attempts == 0 {
		r.Attempts = 1
	}
	one := &round{Round: r}
	args := turn{r.Name}
	if _, isThere := q.rounds[r.Name]; isThere {
		return fmt.Errorf("repeat %q: it is there already", r.Name)
	}
	river.AddWorkerArgs(q.workers, args, &worker[turn]{queue: q, within: r.Within, do: func(ctx context.Context, _ turn) error { return one.do(ctx) }})
	q.rounds[r.Name] = one
	opts := &river.InsertOpts{
		MaxAttempts: r.Attempts, Tags: []string{tagRound},
		UniqueOpts: river.UniqueOpts{ByPeriod: r.Every, ByState: r.counts()},
	}
	_, err := q.client.PeriodicJobs().AddSafely(river.NewPeriodicJob(
		periods(r.Every), func() (river.JobArgs, *river.InsertOpts) { return args, opts }, &river.PeriodicJobOpts{ID: r.Name, RunOnStart: true},
	))
	if err != nil {
		return fmt.Errorf("repeat %q: %w", r.Name, err)
	}
	return nil
}

// Do does a round of a name now, in the caller's own goroutine.
func (q *Queue) Do(ctx context.Context, name string) error {
	r, isThere := q.rounds[name]
	if !isThere {
		return fmt.Errorf("there is no round %q", name)
	}
	r.busy.Lock()
	defer r.busy.Unlock()
	return r.Do(ctx)
}

// do does the round, unless it is under way: that one goes on, and the next period comes soon.
func (r *round) do(ctx context.Context) error {
	if !r.busy.TryLock() {
		return nil
	}
	defer r.busy.Unlock()
	return r.Do(ctx)
}

// counts lists the states in which a job of the same period keeps another one out.
func (r Round) counts() []rivertype.JobState {
	states := []rivertype.JobState{
		rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRunning, rivertype.JobStateScheduled, rivertype.JobStateRetryable,
	}
	if !r.IsDoneAtStart {
		states = append(states, rivertype.JobStateCompleted)
	}
	return states
}

// periods begins a round at the beginning of each period, whichever server leads.
type periods time.Duration

// Next is the beginning of the next period.
func (p periods) Next(now time.Time) time.Time {
	return now.UTC().Truncate(time.Duration(p)).Add(time.Duration(p))
}

// turn is a round that is to be done; its name is its kind.
type turn struct{ name string }

// Kind names the round.
func (t turn) Kind() string { return t.name }
