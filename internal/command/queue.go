package command

import (
	"context"
	"errors"
	"time"

	"github.com/penvoerder/penvoerder/internal/jobs"
	"github.com/penvoerder/penvoerder/internal/store"
)

type jobQueue struct {
	Data     string `help:"Directory of the SQLite database." default:"var" type:"path" env:"PENVOERDER_DATA"`
	Database string `help:"postgres://… for PostgreSQL; empty for SQLite in the data directory." placeholder:"URL" env:"PENVOERDER_DATABASE"`

	List  jobList  `cmd:"" help:"Count the jobs that are not done, and show those that failed or are late."`
	Retry jobRetry `cmd:"" help:"Have jobs that failed tried at once."`
}

// with opens the queue, of a server that may be running.
func (j *jobQueue) with(ctx context.Context, do func(*jobs.Queue) error) error {
	s, err := store.Open(ctx, store.Config{DSN: j.Database, DataDir: j.Data})
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }() // what was written is committed
	q, err := jobs.New(jobs.Config{Store: s})
	if err != nil {
		return err
	}
	return do(q)
}

type jobList struct{}

// Run shows what is not done.
func (*jobList) Run(ctx context.Context, out *streams, j *jobQueue) error {
	return j.with(ctx, func(q *jobs.Queue) error {
		counts, err := q.Counts(ctx)
		if err != nil {
			return err
		}
		stuck, err := q.Stuck(ctx)
		if err != nil {
			return err
		}
		if len(counts) == 0 {
			out.say("Every job is done.\n")
		}
		for _, c := range counts {
			out.say("%6d %-10s %s\n", c.Jobs, c.State, c.Kind)
		}
		for _, s := range stuck {
			out.say("\n%d %s, %s since %s, attempt %d of %d\n", s.ID, s.Kind, s.State, s.Since.UTC().Format(time.RFC3339), s.Attempt, s.Of)
			if !s.NextAt.IsZero() {
				out.say("  tried again at %s\n", s.NextAt.UTC().Format(time.RFC3339))
			}
			if s.LastFailure != "" {
				out.say("  %s\n", s.LastFailure)
			}
		}
		return nil
	})
}

type jobRetry struct {
	ID []int64 `arg:"" help:"Jobs, by the number that the list shows."`
}

// Run has each job tried again; one that is not there keeps no other back.
func (r *jobRetry) Run(ctx context.Context, out *streams, j *jobQueue) error {
	return j.with(ctx, func(q *jobs.Queue) error {
		var failed []error
		for _, id := range r.ID {
			if err := q.Retry(ctx, id); err != nil {
				failed = append(failed, err)
				continue
			}
			out.say("Job %d is tried again.\n", id)
		}
		return errors.Join(failed...)
	})
}
