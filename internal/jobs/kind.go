package jobs

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	"github.com/riverqueue/river/riverdriver/riversqlite"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/store"
)

// Args are what a job has to know, as JSON: ids, and nothing about people. Kind names the work, such as "send-letter";
// it must stay what it is while jobs of it are stored.
type Args interface{ Kind() string }

// Kind says how jobs of a kind are carried out.
type Kind struct {
	Within   time.Duration // until a job is cancelled; a minute. A server that was killed is noticed no sooner
	Attempts int           // until it is given up; 17, which takes nearly three days
	// IsUnique drops a job while another with the same arguments is kept: it waits, is under way, is to be tried again, or was done
	// within the last day. For work that follows from its arguments alone; a job that reads what has changed since would be missed.
	IsUnique bool
}

// Handle has do carry out the jobs of a kind. An error, or a panic, has the job tried again; errors are logged and kept, so they
// name no person. do must do the same when it is called again.
func Handle[A Args](q *Queue, k Kind, do func(ctx context.Context, args A) error) error {
	var none A
	if err := river.AddWorkerSafely(q.workers, &worker[A]{queue: q, within: k.Within, do: do}); err != nil {
		return fmt.Errorf("handle jobs %q: %w", none.Kind(), err)
	}
	q.kinds[none.Kind()] = k
	return nil
}

// Insert enqueues a job within the transaction of the act that causes it: it is carried out once that is committed, and never when
// it is rolled back.
func (q *Queue) Insert(ctx context.Context, tx *ent.Tx, args Args) error {
	k, isKnown := q.kinds[args.Kind()]
	if !isKnown {
		return fmt.Errorf("enqueue job %q: nothing handles it", args.Kind())
	}
	opts := river.InsertOpts{MaxAttempts: k.Attempts, UniqueOpts: river.UniqueOpts{ByArgs: k.IsUnique}}
	err := store.Statements(tx, func(raw *sql.Tx) error {
		_, err := q.client.InsertTx(ctx, raw, args, &opts)
		return err
	})
	if err != nil {
		return fmt.Errorf("enqueue job %q: %w", args.Kind(), err)
	}
	return nil
}

// worker carries out the jobs of a kind.
type worker[A Args] struct {
	river.WorkerDefaults[A]
	queue  *Queue
	within time.Duration
	do     func(context.Context, A) error
}

// Timeout is how long a job may take.
func (w *worker[A]) Timeout(*river.Job[A]) time.Duration { return w.within }

// Work carries a job out.
func (w *worker[A]) Work(ctx context.Context, job *river.Job[A]) error {
	ctx = context.WithValue(ctx, finishKey{}, func(ctx context.Context, raw *sql.Tx) error { return w.finish(ctx, raw, job) })
	return w.queue.carryOut(ctx, job.JobRow, func() error { return w.do(ctx, job.Args) })
}

func (w *worker[A]) finish(ctx context.Context, raw *sql.Tx, job *river.Job[A]) (err error) {
	if w.queue.store.IsPostgres() {
		_, err = river.JobCompleteTx[*riverdatabasesql.Driver](ctx, raw, job)
	} else {
		_, err = river.JobCompleteTx[*riversqlite.Driver](ctx, raw, job)
	}
	return err
}

type finishKey struct{}

// Finish marks the job of ctx as done within tx, together with all that it wrote there: that is then carried out once, also when
// the server is killed the moment after. It fails where another server has taken the job over.
func Finish(ctx context.Context, tx *ent.Tx) error {
	finish, ok := ctx.Value(finishKey{}).(func(context.Context, *sql.Tx) error)
	if !ok {
		return fmt.Errorf("finish a job: none is carried out")
	}
	if err := store.Statements(tx, func(raw *sql.Tx) error { return finish(ctx, raw) }); err != nil {
		return fmt.Errorf("finish a job: %w", err)
	}
	return nil
}
