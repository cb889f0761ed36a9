package rejudge

import (
	"context"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/catalog"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/schemes"
)

// Schemes evaluate questions.
type Schemes interface {
	// JudgeEach evaluates every question, in order; each answer may be a failure of its own.
	JudgeEach(ctx context.Context, release *catalog.Release, questions []schemes.Question) ([]schemes.Answer, error)
}

// Loader is a desk whose judgements are made again.
type Loader interface {
	// Load reads subjects with the facts that a question about each is made of. What is decided, or gone, is left out;
	// failed has, by id, those that cannot be evaluated now; they hold up no other.
	Load(ctx context.Context, ids []string) (found []Subject, failed map[string]error)
}

// Subject is something that was judged, as it was read.
type Subject interface {
	// About says what was judged, and whose it is.
	About() question.Subject
	// Asks is the question about it, and to whom.
	Asks() Asked
	// Take takes an answer over, in memory.
	Take(ctx context.Context, a schemes.Answer) error
	// Keep stores what was taken within tx, with the events that it makes, and returns the receipt. It returns
	// procedure.ErrOvertaken where the subject is no longer as it was read. It may be called again, in another transaction.
	Keep(ctx context.Context, tx *ent.Tx) (*ent.Evaluation, error)
}

// Asked is a question to a scheme about a subject.
type Asked struct {
	Release  *catalog.Release
	Question schemes.Question
	Before   *ent.Evaluation // the last receipt; nil before the first judgement
	Until    *time.Time      // when time overtakes what was judged last; nil when it does not
	IsAlways bool            // also where every fact is as it was, unless time or parameters alone ask it
}
