package jobs

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
)

// late is how long a job may be due and not taken up before somebody has to look.
const late = 5 * time.Minute

// Count is how many jobs of a kind are in a state: available (due), running, scheduled, retryable (failed, to be tried again),
// or discarded (given up).
type Count struct {
	Kind, State string
	Jobs        int
}

// Counts counts the jobs that are not done.
func (q *Queue) Counts(ctx context.Context) ([]Count, error) {
	rows, err := q.store.Writer().QueryContext(ctx, `SELECT kind, state, count(*) FROM river_job
		WHERE state IN ('available', 'running', 'scheduled', 'retryable', 'discarded') GROUP BY kind, state ORDER BY kind, state`)
	if err != nil {
		return nil, fmt.Errorf("count jobs: %w", err)
	}
	defer func() { _ = rows.Close() }() // Err reports the same error
	var counts []Count
	for rows.Next() {
		var c Count
		if err := rows.Scan(&c.Kind, &c.State, &c.Jobs); err != nil {
			return nil, fmt.Errorf("count jobs: %w", err)
		}
		counts = append(counts, c)
	}
	return counts, rows.Err()
}

// Job is a stored job as an operator sees it: without its arguments.
type Job struct {
	ID              int64
	Kind, State     string
	Attempt, Of     int
	Since           time.Time // when it was due, was taken up or was given up
	NextAt          time.Time // when it is tried again; zero where it is not
	LastFailure     string
	IsRound, IsLate bool
}

// looked is how many jobs are shown at most.
const looked = 200

// Stuck returns the jobs that somebody may want to look at, oldest first: given up, failed and to be tried again, and due for long.
func (q *Queue) Stuck(ctx context.Context) ([]Job, error) {
	var stuck []Job
	for _, state := range []rivertype.JobState{rivertype.JobStateDiscarded, rivertype.JobStateRetryable, rivertype.JobStateAvailable} {
		list, err := q.client.JobList(ctx, river.NewJobListParams().States(state).First(looked))
		if err != nil {
			return nil, fmt.Errorf("list jobs: %w", err)
		}
		for _, row := range list.Jobs {
			if j := seen(row, time.Now()); state != rivertype.JobStateAvailable || j.IsLate {
				stuck = append(stuck, j)
			}
		}
	}
	slices.SortFunc(stuck, func(a, b Job) int { return cmp.Compare(a.ID, b.ID) })
	return stuck, nil
}

func seen(row *rivertype.JobRow, now time.Time) Job {
	j := Job{
		ID: row.ID, Kind: row.Kind, State: string(row.State), Attempt: row.Attempt, Of: row.MaxAttempts,
		Since: row.ScheduledAt, IsRound: slices.Contains(row.Tags, tagRound),
	}
	switch row.State {
	case rivertype.JobStateDiscarded:
		j.Since = *row.FinalizedAt
	case rivertype.JobStateRetryable:
		j.NextAt = row.ScheduledAt
	case rivertype.JobStateAvailable:
		j.IsLate = now.Sub(row.ScheduledAt) > late
	}
	if n := len(row.Errors); n > 0 {
		j.LastFailure = row.Errors[n-1].Error
	}
	return j
}

// Retry has a job that was given up, or waits for its next attempt, tried at once.
func (q *Queue) Retry(ctx context.Context, id int64) error {
	_, err := q.client.JobRetry(ctx, id)
	if errors.Is(err, rivertype.ErrNotFound) {
		return fmt.Errorf("there is no job %d", id)
	}
	return err
}

// Check returns an error where jobs need somebody: one that an act has left was given up, one is due for long, or a round has not come to
// its end for long. It names kinds.
func (q *Queue) Check(ctx context.Context) error {
	stuck, err := q.Stuck(ctx)
	if err != nil {
		return err
	}
	var wrong []string
	for _, j := range stuck {
		if j.IsLate {
			wrong = append(wrong, j.Kind+" is due and not carried out")
		}
		if j.State == string(rivertype.JobStateDiscarded) && !j.IsRound {
			wrong = append(wrong, j.Kind+" was given up")
		}
	}
	for _, r := range q.rounds {
		isBehind, err := q.isBehind(ctx, r)
		if err != nil {
			return err
		}
		if isBehind {
			wrong = append(wrong, r.Name+" did not succeed for long")
		}
	}
	if len(wrong) == 0 {
		return nil
	}
	slices.Sort(wrong)
	return errors.New(strings.Join(slices.Compact(wrong), "; "))
}

// isBehind reports whether a round did not come to a good end for three of its periods, in which this server was there.
func (q *Queue) isBehind(ctx context.Context, r *round) (bool, error) {
	allowed := max(3*r.Every, late) + r.Within
	if since := q.since(); since.IsZero() || time.Since(since) < allowed {
		return false, nil
	}
	list, err := q.client.JobList(ctx, river.NewJobListParams().Kinds(r.Name).States(rivertype.JobStateCompleted).
		OrderBy(river.JobListOrderByFinalizedAt, river.SortOrderDesc).First(1))
	if err != nil {
		return false, fmt.Errorf("look for the last round: %w", err)
	}
	return len(list.Jobs) == 0 || time.Since(*list.Jobs[0].FinalizedAt) > allowed, nil
}
