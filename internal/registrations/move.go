package registrations

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/registration"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/catalog"
	"github.com/penvoerder/penvoerder/internal/dossier"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/procedure"
	"github.com/penvoerder/penvoerder/internal/workflow"
	"github.com/penvoerder/penvoerder/schemes"
)

// along is the row of what is below a plan that moves: the plan itself tells the feed.
var along = workflow.Act{Name: workflow.MoveToRelease.Name, Subject: workflow.Registration, Slot: workflow.MoveToRelease.Slot}

// Following is everything below a plan, judged under another release.
type Following struct {
	desk          *Desk
	planID        string
	registrations int
	files         []*follower
	moved         []dossier.Moved
}

// follower is a file that moves along, as the other release makes it.
type follower struct {
	file   *file
	judged *dossier.Judged
	isNew  bool // the judgement says something else than the one before
}

const movedAtOnce = 100 // registrations of one call to the scheme

// Follow judges every registration of a plan that is not decided, and its project file, under another release. It
// stores nothing, and asks the scheme for a hundred registrations at a time.
func (d *Desk) Follow(ctx context.Context, p *ent.Plan, to *catalog.Release) (*Following, error) {
	ctx = actor.AsSystem(ctx) // the dossier moves as a whole, whoever may see which part
	all := &Following{desk: d, planID: p.ID}
	for after := ""; ; {
		rows, err := d.store.Client().Registration.Query().Where(registration.PlanID(p.ID), registration.IDGT(after)).
			Order(registration.ByID()).Limit(movedAtOnce).All(ctx)
		if err != nil {
			return nil, fmt.Errorf("read registrations of plan %s: %w", p.Number, err)
		}
		if len(rows) == 0 {
			break
		}
		if err := all.add(ctx, rows, to); err != nil {
			return nil, err
		}
		after, all.registrations = rows[len(rows)-1].ID, all.registrations+len(rows)
	}
	if err := all.addProject(ctx, p, to); err != nil {
		return nil, err
	}
	slices.SortStableFunc(all.moved, func(a, b dossier.Moved) int { return cmp.Compare(a.Number, b.Number) })
	return all, nil
}

// add judges a number of registrations.
func (w *Following) add(ctx context.Context, rows []*ent.Registration, to *catalog.Release) error {
	around, err := w.desk.aroundAll(ctx, rows)
	if err != nil {
		return err
	}
	var open []*file
	for _, f := range around {
		m := dossier.Moved{Kind: dossier.SubjectRegistration, ID: f.reg.ID, Number: f.reg.Number, State: f.reg.State, Before: f.before}
		if slices.Contains(final, f.reg.State) {
			m.IsDecided = true
			w.moved = append(w.moved, m)
			continue
		}
		f.under(to)
		open = append(open, f)
	}
	return w.judge(ctx, open, to)
}

// addProject judges the project file where the plan has one, or where the other release asks it.
func (w *Following) addProject(ctx context.Context, p *ent.Plan, to *catalog.Release) error {
	f, err := w.desk.projectFile(ctx, p.ID)
	if err != nil {
		return err
	}
	if len(f.cells) == 0 && f.before == nil {
		return nil // nothing was ever asked or handed in: it is judged with its first document
	}
	f.under(to)
	return w.judge(ctx, []*file{f}, to)
}

// under makes f a file of the plan as it will be pinned.
func (f *file) under(to *catalog.Release) {
	p := *f.plan
	p.ReleaseID, p.Version = to.ID, p.Version+1
	f.plan, f.release = &p, to
}

// judge asks the other release about files and takes its answers over into them.
func (w *Following) judge(ctx context.Context, files []*file, to *catalog.Release) error {
	questions := make([]schemes.Question, len(files))
	for i, f := range files {
		var err error
		if questions[i], err = w.desk.question(ctx, f); err != nil {
			return err
		}
	}
	if len(files) == 0 {
		return nil
	}
	answers, err := w.desk.catalog.JudgeEach(ctx, to, questions)
	if err != nil {
		return fmt.Errorf("judge under release %s: %w", to.Version, err)
	}
	for i, f := range files {
		if answers[i].Failure != "" {
			return fault.Internal("SCHEME_FAILED", fmt.Errorf("judge %s under release %s: %s", f.id(), to.Version, answers[i].Failure))
		}
		m := dossier.Moved{Kind: f.subject().Kind, ID: f.id(), Before: f.before}
		if f.reg != nil {
			m.Number, m.State = f.reg.Number, f.reg.State
		} else {
			m.Number, m.State = f.plan.Number, f.plan.State
		}
		own := &follower{file: f, judged: f.settle(questions[i], answers[i])}
		if own.isNew, err = f.rest(own.judged); err != nil {
			return err
		}
		m.After = f.receipt
		w.files, w.moved = append(w.files, own), append(w.moved, m)
	}
	return nil
}

// Moved tells each registration, by number, and the project file where there is one.
func (w *Following) Moved() []dossier.Moved { return w.moved }

// Write stores the new judgements within the transaction that moves the plan. It answers procedure.ErrOvertaken where
// something that they rest on has changed. What is judged otherwise has a line of its own in the audit.
func (w *Following) Write(ctx context.Context, tx *ent.Tx, ground access.Ground, reason string) error {
	for _, own := range w.files {
		f := own.file
		f.silent = true
		f.stamp()
		err := w.desk.writeIn(ctx, tx, f, writing{
			Writing: procedure.Writing{Act: along, Ground: ground, Reason: reason, Judged: own.judged}, isNew: own.isNew, isLogged: own.isNew,
		})
		if err != nil {
			return fmt.Errorf("move %s: %w", f.id(), err)
		}
	}
	for _, own := range w.files { // again, for each was written by itself
		if err := own.file.markNeighbours(ctx, tx); err != nil {
			return err
		}
	}
	return w.same(actor.AsSystem(ctx), tx)
}

// same finds out whether a registration came in between. The plan is locked by now: who begins another waits for it.
func (w *Following) same(ctx context.Context, tx *ent.Tx) error {
	n, err := tx.Registration.Query().Where(registration.PlanID(w.planID)).Count(ctx)
	if err == nil && n != w.registrations {
		err = procedure.ErrOvertaken
	}
	return err
}
