package jobs

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	"github.com/riverqueue/river/riverdriver/riversqlite"

	"github.com/penvoerder/penvoerder/internal/store"
)

const (
	defaultWithin = time.Minute
	keepFailed    = 30 * 24 * time.Hour // jobs that were given up; those that are done are kept for a day
	lastMoment    = 5 * time.Second     // after the drain, for jobs to notice that they are cancelled
	atOnce        = 8                   // jobs of one server
)

// attempts is how often a job is tried, unless its kind says otherwise: with pauses that grow by the fourth power, for
// nearly three days, so that a mail server may be away for one.
const attempts = 17

// Config says where jobs are kept. Times of zero take the defaults beside them.
type Config struct {
	Store  *store.Store
	Logger *slog.Logger  // nil for none
	Drain  time.Duration // how long jobs may go on when the queue stops, until they are cancelled; 10 seconds
	Poll   time.Duration // how often the database is asked for work; a second
	// Abandoned is after how long a job is taken over that was under way when its server was killed, and is not allowed to take
	// longer; 2 minutes.
	Abandoned time.Duration
}

// Queue keeps jobs and carries them out. Kinds and rounds are added before Start. It is safe for concurrent use.
type Queue struct {
	store   *store.Store
	logger  *slog.Logger
	drain   time.Duration
	client  *river.Client[*sql.Tx]
	workers *river.Workers
	kinds   map[string]Kind
	rounds  map[string]*round
	figures *figures

	starting sync.Mutex
	started  time.Time // zero while it does not run
}

// New makes a queue that works on nothing yet.
func New(c Config) (*Queue, error) {
	q := &Queue{
		store: c.Store, logger: c.Logger, drain: cmp.Or(c.Drain, 10*time.Second),
		workers: river.NewWorkers(), kinds: map[string]Kind{}, rounds: map[string]*round{}, figures: newFigures(),
	}
	if q.logger == nil {
		q.logger = slog.New(slog.DiscardHandler)
	}
	every, abandoned := cmp.Or(c.Poll, time.Second), cmp.Or(c.Abandoned, 2*time.Minute)
	client, err := river.NewClient(driver(c.Store), &river.Config{
		Queues: map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: atOnce}}, Workers: q.workers, Logger: slog.New(quiet{q.logger.Handler()}),
		PollOnly: true, FetchPollInterval: every, FetchCooldown: min(every, river.FetchCooldownDefault),
		JobTimeout: min(defaultWithin, abandoned), RescueStuckJobsAfter: abandoned, MaxAttempts: attempts,
		DiscardedJobRetentionPeriod: keepFailed, SoftStopTimeout: q.drain,
		ReindexerIndexNames: []string{}, // only the owner of a table may
	})
	if err != nil {
		return nil, fmt.Errorf("make the job queue: %w", err)
	}
	q.client = client
	return q, nil
}

func driver(s *store.Store) riverdriver.Driver[*sql.Tx] {
	if s.IsPostgres() {
		return riverdatabasesql.New(s.Writer())
	}
	return riversqlite.New(s.Writer())
}

// Start begins to carry jobs out, until Stop. The end of ctx does not stop it.
func (q *Queue) Start(ctx context.Context) error {
	q.starting.Lock()
	defer q.starting.Unlock()
	if err := q.client.Start(context.WithoutCancel(ctx)); err != nil {
		return fmt.Errorf("start the job queue: %w", err)
	}
	q.started = time.Now()
	return nil
}

// Stop takes up no more jobs and waits for those under way: for the time that draining may take, then it cancels them. What
// was cancelled is carried out anew by the next server. A job that takes no notice is left to itself, and is an error.
func (q *Queue) Stop(ctx context.Context) error {
	q.starting.Lock()
	defer q.starting.Unlock()
	q.started = time.Time{}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), q.drain+lastMoment)
	defer cancel()
	err := q.client.Stop(ctx)
	if errors.Is(err, context.DeadlineExceeded) {
		return errors.New("jobs did not end in time: they are carried out anew")
	}
	return err
}

func (q *Queue) since() time.Time {
	q.starting.Lock()
	defer q.starting.Unlock()
	return q.started
}
