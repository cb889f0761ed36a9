package reading

import (
	"context"
	"fmt"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/matrix"
	"github.com/penvoerder/penvoerder/internal/notice"
	"github.com/penvoerder/penvoerder/internal/outbox"
	"github.com/penvoerder/penvoerder/internal/procedure"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// Write carries out an act in one transaction, provided that nothing it rests on changed since it was read; else it
// returns procedure.ErrOvertaken.
func (g *Registry) Write(ctx context.Context, r *Registration, w procedure.Writing) error {
	isNew, err := r.rest(w.Judged)
	if err != nil {
		return err
	}
	r.stamp()
	err = g.store.Tx(ctx, func(tx *ent.Tx) error {
		return r.write(ctx, tx, writing{Writing: w, notices: g.notices, isNew: isNew, isLogged: true})
	})
	if err != nil {
		return fmt.Errorf("%s %s: %w", w.Act.Name, r.Row.ID, err)
	}
	return nil
}

// KeepAttempt keeps an act that the regulation stopped, with its receipt; the registration stays as it was.
func (g *Registry) KeepAttempt(ctx context.Context, r *Registration, w procedure.Writing) error {
	if _, err := r.rest(w.Judged); err != nil {
		return err
	}
	left := r.left()
	left.Refused = true
	return g.store.Tx(ctx, func(tx *ent.Tx) error {
		if _, err := question.Keep(ctx, tx, r.Receipt); err != nil {
			return err
		}
		return left.Log(ctx, tx, w)
	})
}

// writing is what an act brings to the database.
type writing struct {
	procedure.Writing
	notices  *notice.Desk
	isNew    bool // the judgement says something else than the one before
	isLogged bool // false for a part of an act that has its own line
}

// write carries an act to the database within a transaction.
func (r *Registration) write(ctx context.Context, tx *ent.Tx, w writing) error {
	cells := r.Changed()
	if err := r.lockCaps(ctx, tx); err != nil {
		return err
	}
	if w.Act.IsReview() {
		if err := r.KeepReviewer(ctx, tx); err != nil {
			return err
		}
	}
	if err := r.lock(ctx, tx); err != nil {
		return err
	}
	if w.Judged != nil {
		if err := r.compareClaims(ctx, tx, w.Judged.Question.Registration); err != nil {
			return err
		}
	}
	if r.Receipt != nil {
		if _, err := question.Keep(ctx, tx, r.Receipt); err != nil {
			return err
		}
	}
	if err := r.SaveBelow(ctx, tx); err != nil {
		return err
	}
	if err := r.markNeighbours(ctx, tx); err != nil {
		return err
	}
	if err := r.saveOutcomes(ctx, tx); err != nil {
		return err
	}
	if err := r.Save(ctx, tx, cells); err != nil {
		return err
	}
	left := r.left()
	left.Notices, left.Events = w.notices, r.events(w, cells)
	if w.isLogged {
		if err := left.Log(ctx, tx, w.Writing); err != nil {
			return err
		}
	}
	return left.Tell(ctx, tx)
}

// left is what an act on the registration leaves behind.
func (r *Registration) left() procedure.Record {
	left := procedure.Record{
		Plan: r.Plan, Subject: r.Below.ID, About: r.Row.ID, At: r.At, Now: r.Now, Receipt: r.Receipt, Wrote: []string{r.Row.ID}, Parts: r.parts(),
	}
	if left.Subject == "" {
		left.Subject = r.Row.ID
	}
	return left
}

// parts are those who have a part in the registration, before and after the act.
func (r *Registration) parts() notice.Parts {
	of := notice.Parts{Assessor: orNobody(r.Row.AssessorID), FormerAssessor: r.was.holder, ContentJudge: actor.Role(orNobody(r.Row.ContentJudge))}
	if of.FormerAssessor == of.Assessor {
		of.FormerAssessor = ""
	}
	return of
}

// rest puts a judgement under the registration: its receipt. It reports whether the judgement says something new.
func (r *Registration) rest(j *question.Judged) (isNew bool, err error) {
	r.Receipt, isNew, err = j.Rest(r.Subject(), r.Before)
	return isNew, err
}

// stamp prepares the row for being written.
func (r *Registration) stamp() {
	r.Row.UpdatedAt = r.At
	if r.Receipt != nil {
		r.Row.EvaluationID = &r.Receipt.ID
	}
}

// events are what an act changed, for the feed.
func (r *Registration) events(w writing, cells []*ent.Cell) []outbox.Event {
	of := matrix.Told{ID: r.Row.ID, Version: r.Row.Version, IsNew: w.isNew, Also: r.Also}
	if r.Row.State != r.was.state && !r.IsNew() {
		of.State = workflow.RegistrationStateChanged
	}
	return r.Events(w.Writing, of, cells)
}
