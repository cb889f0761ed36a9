package rejudge

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/due"
	"github.com/penvoerder/penvoerder/ent/plan"
	"github.com/penvoerder/penvoerder/ent/registration"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/catalog"
	"github.com/penvoerder/penvoerder/internal/clock"
	"github.com/penvoerder/penvoerder/internal/dossier"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/schemes"
)

// Schemes answer questions.
type Schemes interface {
	// JudgeEach answers every question, in order; an answer may be a failure of its own.
	JudgeEach(ctx context.Context, release *catalog.Release, questions []schemes.Question) ([]schemes.Answer, error)
}

// Loader is a desk whose judgements are made again.
type Loader interface {
	// Load reads subjects with the facts that a question about each is made of. What is decided, or gone, is left out;
	// what cannot be asked about now is told by id, and keeps no other.
	Load(ctx context.Context, ids []string) (found []Subject, failed map[string]error)
}

// Subject is something that was judged, as it was read.
type Subject interface {
	// About says what was judged, and whose it is.
	About() dossier.Subject
	// Asks is the question about it, and to whom.
	Asks() Asked
	// Take takes an answer over, in memory.
	Take(ctx context.Context, a schemes.Answer) error
	// Keep stores what was taken within tx, with the events that it makes, and returns the receipt. It answers
	// procedure.ErrOvertaken where the subject is no longer as it was read. It may be called again, in another transaction.
	Keep(ctx context.Context, tx *ent.Tx) (*ent.Evaluation, error)
}

// Asked is what a scheme is asked about a subject.
type Asked struct {
	Release  *catalog.Release
	Question schemes.Question
	Before   *ent.Evaluation // the last receipt; nil before the first judgement
	IsAlways bool            // also where every fact is as it was
}

// Config is what the desk works with. Logger may be nil.
type Config struct {
	Store         *store.Store
	Schemes       Schemes
	Clock         *clock.Clock
	Plans         Loader
	Registrations Loader
	Logger        *slog.Logger
}

// Desk is safe for concurrent use.
type Desk struct {
	store    *store.Store
	schemes  Schemes
	clock    *clock.Clock
	loaders  map[string]Loader // by subject of package dossier
	replaced replaced
	logger   *slog.Logger
}

// New opens the desk.
func New(c Config) *Desk {
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	return &Desk{
		store: c.Store, schemes: c.Schemes, clock: c.Clock, logger: c.Logger,
		loaders: map[string]Loader{dossier.SubjectPlan: c.Plans, dossier.SubjectRegistration: c.Registrations},
	}
}

// Round makes every judgement again that is due: marked by an act, overtaken by time, or resting on other parameters than
// those in force. It says how many were made again. What cannot be judged now stays due, and is told in the error; it
// keeps no other.
func (d *Desk) Round(ctx context.Context) (int, error) {
	ctx = actor.AsSystem(Later(ctx))
	w, err := d.marks(ctx)
	if err == nil {
		err = d.terms(ctx, w)
	}
	if err != nil {
		return 0, err
	}
	n, err := d.work(ctx, w)
	m, err2 := d.judgeReplaced(ctx)
	return n + m, errors.Join(err, err2)
}

// terms adds what time overtook.
func (d *Desk) terms(ctx context.Context, w *worklist) error {
	now := d.clock.Regulation()
	if err := d.plans(ctx, w, Term, nil, plan.ValidUntilLTE(now)); err != nil {
		return err
	}
	return d.registrations(ctx, w, Term, nil, registration.ValidUntilLTE(now))
}

// Waiting counts the marks that wait for a round.
func (d *Desk) Waiting(ctx context.Context) (int, error) {
	n, err := d.store.Client().Due.Query().Count(actor.AsSystem(ctx))
	if err != nil {
		return 0, fmt.Errorf("count what is due: %w", err)
	}
	return n, nil
}

// settle removes marks that were read and worked off.
func (d *Desk) settle(ctx context.Context, w *worklist) error {
	done := w.settled()
	if len(done) == 0 {
		return nil
	}
	err := d.store.Tx(ctx, func(tx *ent.Tx) error {
		for len(done) > 0 {
			some := done[:min(len(done), namedAtOnce)]
			if _, err := tx.Due.Delete().Where(due.IDIn(some...)).Exec(ctx); err != nil {
				return err
			}
			done = done[len(some):]
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("settle what was due: %w", err)
	}
	return nil
}
