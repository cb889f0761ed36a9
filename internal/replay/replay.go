package replay

import (
	"cmp"
	"context"
	"errors"
	"time"

	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/schemes"
)

// Config says which registrations to replay, with which candidate.
type Config struct {
	Store      *store.Store
	Slug       string            // the scheme whose registrations are read
	Candidate  schemes.Scheme    // that is asked
	Overrides  schemes.Overrides // under which it is asked
	Parameters *File             // that these are of, for the report; nil for none
	Since      time.Time         // only judgements at or after this moment; zero for all

	Batch    int            // registrations in one call; 0 for 64
	Listed   int            // most differences, and failures, that are listed; 0 for 20
	Pause    time.Duration  // before a candidate that gave nothing is asked again; 0 for 200 ms
	Progress func(Progress) // called after each batch; may be nil
}

// Progress says how far a replay is.
type Progress struct {
	Done, Total int           // registrations
	Took        time.Duration // so far
}

// Rate is how many registrations are done in a second.
func (p Progress) Rate() float64 { return float64(p.Done) / max(p.Took.Seconds(), 1e-9) }

// Remaining is how long the rest takes at this rate; zero before the first batch.
func (p Progress) Remaining() time.Duration {
	if p.Done == 0 {
		return 0
	}
	return time.Duration(float64(p.Took) / float64(p.Done) * float64(max(p.Total-p.Done, 0)))
}

// ErrGaveUp says that the candidate left one registration after another without any
// answer: nothing can be said about it.
var ErrGaveUp = errors.New("the candidate gives no answers")

// Run replays, and returns the report: the whole, or as far as it came when ctx ended or the candidate was given up,
// together with why.
func Run(ctx context.Context, c Config) (*Report, error) {
	c.Batch, c.Listed, c.Pause = cmp.Or(c.Batch, 64), cmp.Or(c.Listed, 20), cmp.Or(c.Pause, 200*time.Millisecond)
	ctx, stop := context.WithCancel(actor.AsSystem(ctx))
	defer stop()
	r := &reader{db: c.Store.Client(), slug: c.Slug, since: c.Since, size: c.Batch, regions: map[string]string{}}
	counting := newCounting(c)
	total, err := r.count(ctx)
	if err != nil {
		return nil, err
	}
	batches, failed := r.stream(ctx)
	asking := &asking{Config: c}
	done := 0
	for b := range batches {
		answers, err := asking.ask(ctx, b.questions())
		if err != nil {
			return counting.close(ctx, r, err)
		}
		counting.add(b, answers)
		done += b.passed
		if c.Progress != nil {
			c.Progress(Progress{Done: done, Total: total, Took: time.Since(counting.began)})
		}
	}
	return counting.close(ctx, r, <-failed)
}
