package replay

import (
	"context"
	"time"

	"github.com/penvoerder/penvoerder/schemes"
)

const (
	tries      = 6  // of one question, with pauses that double, before it counts as one without an answer
	mostSilent = 20 // questions in a row without any answer, before the candidate is given up
)

// noAnswer is the failure of a question on which the candidate ends, hangs or gives an answer that cannot be
// believed.
const noAnswer = "the candidate gave no answer"

// asking asks a candidate that may fail.
type asking struct {
	Config
	silent int // questions in a row without any answer
}

// ask returns an answer to every question. A question on which the candidate fails is a Failure and does not spoil
// the others: a call that returns nothing is made again in halves, until the question that spoils it stands alone.
func (a *asking) ask(ctx context.Context, qs []schemes.Question) ([]schemes.Answer, error) {
	if len(qs) == 0 {
		return nil, nil
	}
	answers, err := a.Candidate.Judge(ctx, schemes.Batch{Overrides: a.Overrides, Questions: qs})
	if err == nil {
		a.silent = 0
		return answers, nil
	}
	if len(qs) == 1 {
		return a.insist(ctx, qs)
	}
	if err := a.wait(ctx, 1); err != nil {
		return nil, err
	}
	half := len(qs) / 2
	first, err := a.ask(ctx, qs[:half])
	if err != nil {
		return nil, err
	}
	second, err := a.ask(ctx, qs[half:])
	return append(first, second...), err
}

// insist asks one question again and again: the candidate may have been down because of
// another.
func (a *asking) insist(ctx context.Context, q []schemes.Question) ([]schemes.Answer, error) {
	for try := range tries - 1 {
		if err := a.wait(ctx, 1<<try); err != nil {
			return nil, err
		}
		if answers, err := a.Candidate.Judge(ctx, schemes.Batch{Overrides: a.Overrides, Questions: q}); err == nil {
			a.silent = 0
			return answers, nil
		}
	}
	if a.silent++; a.silent == mostSilent {
		return nil, ErrGaveUp
	}
	return []schemes.Answer{{Failure: noAnswer}}, a.wait(ctx, 1) // it is being started again
}

func (a *asking) wait(ctx context.Context, times int) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(a.Pause * time.Duration(times)):
		return nil
	}
}
