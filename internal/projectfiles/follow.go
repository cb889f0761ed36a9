package projectfiles

import (
	"context"
	"fmt"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/catalog"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/notice"
	"github.com/penvoerder/penvoerder/internal/procedure"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/workflow"
	"github.com/penvoerder/penvoerder/schemes"
)

// along is the row of a project file whose plan moves: the plan itself has the event.
var along = workflow.Act{Name: workflow.MoveToRelease.Name, Subject: workflow.ProjectFile, Slot: workflow.MoveToRelease.Slot}

// Following is the project file of a plan, judged under another release.
type Following struct {
	subject *projectFile // nil where nothing was ever asked of it
	judged  *question.Judged
	isNew   bool // the judgement says something else than the one before
	notices *notice.Desk
}

// Follow judges the project file of a plan under another release, and stores nothing. One of which nothing was ever asked
// is judged with its first document.
func (d *Desk) Follow(ctx context.Context, p *ent.Plan, to *catalog.Release) (*Following, error) {
	f, err := d.load(actor.AsSystem(ctx), p.ID)
	if err != nil {
		return nil, err
	}
	if len(f.Cells) == 0 && f.before == nil {
		return &Following{}, nil
	}
	f.Home = f.Under(to)
	q := f.question()
	answers, err := d.schemes.JudgeEach(actor.AsSystem(ctx), to, []schemes.Question{q})
	if err != nil {
		return nil, fmt.Errorf("judge under release %s: %w", to.Version, err)
	}
	if answers[0].Failure != "" {
		return nil, fault.Internal("SCHEME_FAILED", fmt.Errorf("judge %s under release %s: %s", p.ID, to.Version, answers[0].Failure))
	}
	w := &Following{subject: f, judged: f.settle(q, answers[0]), notices: d.notices}
	w.isNew, err = f.rest(w.judged)
	return w, err
}

// Moved says what becomes of the project file; nothing where nothing was ever asked of it.
func (w *Following) Moved() []question.Moved {
	if w.subject == nil {
		return nil
	}
	p := w.subject.Plan
	return []question.Moved{{
		Kind: question.SubjectProjectFile, ID: p.ID, Number: p.Number, State: p.State, Before: w.subject.before, After: w.subject.receipt,
	}}
}

// Write stores the new judgement within the transaction that moves the plan. It returns procedure.ErrOvertaken where
// something that it rests on has changed. What is judged otherwise has a line of its own in the audit; else the id of the
// receipt is returned.
func (w *Following) Write(ctx context.Context, tx *ent.Tx, ground access.Ground, reason string) (wrote []string, err error) {
	if w.subject == nil {
		return nil, nil
	}
	w.subject.Silent = true
	err = w.subject.writeIn(ctx, tx, writing{
		Writing: procedure.Writing{Act: along, Ground: ground, Reason: reason, Judged: w.judged}, notices: w.notices, isNew: w.isNew, isLogged: w.isNew,
	})
	if err != nil {
		return nil, fmt.Errorf("move the project file of %s: %w", w.subject.Plan.ID, err)
	}
	if !w.isNew {
		wrote = []string{w.subject.receipt.ID}
	}
	return wrote, nil
}
