package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"time"

	"github.com/riverqueue/river/rivertype"
)

// carryOut does a job, counts it, and logs its failure. What a panic says stays out of the log and the database: it may be about a
// person.
func (q *Queue) carryOut(ctx context.Context, row *rivertype.JobRow, do func() error) (err error) {
	began := time.Now()
	defer func() {
		if p := recover(); p != nil {
			q.logger.ErrorContext(ctx, "job panicked", "job", row.Kind, "id", row.ID, "stack", string(debug.Stack()))
			err = fmt.Errorf("a panic (%T)", p)
		}
		if err != nil && errors.Is(ctx.Err(), context.Canceled) {
			err = errors.Join(err, ctx.Err()) // whatever it failed of
		}
		q.figures.seen(row.Kind, outcome(ctx, row, err), time.Since(began))
		q.report(ctx, row, err)
	}()
	return do()
}

func outcome(ctx context.Context, row *rivertype.JobRow, err error) string {
	switch {
	case err == nil:
		return "done"
	case errors.Is(ctx.Err(), context.Canceled): // because the queue stops: it is carried out anew
		return "stopped"
	case row.Attempt < row.MaxAttempts:
		return "failed"
	}
	return "given_up"
}

func (q *Queue) report(ctx context.Context, row *rivertype.JobRow, err error) {
	switch outcome(ctx, row, err) {
	case "failed":
		q.logger.WarnContext(ctx, "job failed and is tried again", "job", row.Kind, "id", row.ID, "attempt", row.Attempt, "of", row.MaxAttempts, "cause", err.Error())
	case "given_up":
		q.logger.ErrorContext(ctx, "job failed", "job", row.Kind, "id", row.ID, "attempt", row.Attempt, "of", row.MaxAttempts, "cause", err.Error())
	}
}

// quiet passes on what the library warns of. What it says of each job, we say ourselves.
type quiet struct{ slog.Handler }

// Enabled leaves out all below a warning.
func (h quiet) Enabled(ctx context.Context, l slog.Level) bool {
	return l >= slog.LevelWarn && h.Handler.Enabled(ctx, l)
}

// WithAttrs keeps it quiet.
func (h quiet) WithAttrs(attrs []slog.Attr) slog.Handler { return quiet{h.Handler.WithAttrs(attrs)} }

// WithGroup keeps it quiet.
func (h quiet) WithGroup(name string) slog.Handler { return quiet{h.Handler.WithGroup(name)} }
