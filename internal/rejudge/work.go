package rejudge

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/due"
	"github.com/penvoerder/penvoerder/internal/catalog"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/schemes"
)

const atOnce = 100 // subjects of one call to a scheme

// work judges what a list names again, plans first, a page after the other, and settles its marks. It says how many were.
func (d *Desk) work(ctx context.Context, w *worklist) (int, error) {
	done := 0
	var failed []error
	for _, kind := range []string{question.SubjectPlan, question.SubjectRegistration} {
		for page := range slices.Chunk(w.of(kind), atOnce) {
			n, err := d.page(ctx, w, d.loaders[kind], page)
			done, failed = done+n, append(failed, err)
		}
	}
	failed = append(failed, d.settle(ctx, w))
	return done, errors.Join(failed...)
}

// page judges some subjects of a kind again: those of one release are one call, those of one dossier and cause one
// transaction.
func (d *Desk) page(ctx context.Context, w *worklist, from Loader, some []*wanted) (int, error) {
	ids := make([]string, len(some))
	for i, one := range some {
		ids[i] = one.id
	}
	found, lacking := from.Load(ctx, ids)
	var failed []error
	for id, err := range lacking {
		w.fail(id)
		failed = append(failed, err)
	}
	answered, err := d.ask(ctx, w, found)
	failed = append(failed, err)
	done := 0
	for len(answered) > 0 {
		first := w.byID[answered[0].About().ID]
		n := slices.IndexFunc(answered, func(s Subject) bool {
			one := w.byID[s.About().ID]
			return one.planID != first.planID || one.cause != first.cause
		})
		if n < 0 {
			n = len(answered)
		}
		kept, err := d.keepEach(ctx, w, first.cause, answered[:n])
		done, failed = done+kept, append(failed, err)
		answered = answered[n:]
	}
	return done, errors.Join(failed...)
}

// ask has the schemes evaluate subjects, and returns those that have a new answer, in their order.
func (d *Desk) ask(ctx context.Context, w *worklist, found []Subject) ([]Subject, error) {
	var order []*catalog.Release
	byRelease := map[*catalog.Release][]Subject{}
	now := d.clock.Regulation()
	for _, s := range found {
		holds, err := w.holds(s, now)
		if err != nil {
			return nil, err
		}
		if holds {
			continue
		}
		release := s.Asks().Release
		if byRelease[release] == nil {
			order = append(order, release)
		}
		byRelease[release] = append(byRelease[release], s)
	}
	answered := map[string]bool{}
	var failed []error
	for _, release := range order {
		failed = append(failed, d.askRelease(ctx, w, release, byRelease[release], answered))
	}
	return slices.DeleteFunc(found, func(s Subject) bool { return !answered[s.About().ID] }), errors.Join(failed...)
}

func (d *Desk) askRelease(ctx context.Context, w *worklist, release *catalog.Release, of []Subject, answered map[string]bool) error {
	questions := make([]schemes.Question, len(of))
	for i, s := range of {
		questions[i] = s.Asks().Question
	}
	answers, err := d.schemes.JudgeEach(ctx, release, questions)
	if err != nil {
		for _, s := range of {
			w.fail(s.About().ID)
		}
		return fmt.Errorf("judge %d again: %w", len(of), err)
	}
	var failed []error
	for i, s := range of {
		var err error
		if answers[i].Failure != "" {
			err = fault.Internal("SCHEME_FAILED", fmt.Errorf("judge %s again: %s", s.About().ID, answers[i].Failure))
		} else {
			err = s.Take(ctx, answers[i])
		}
		if err != nil {
			w.fail(s.About().ID)
			failed = append(failed, err)
			continue
		}
		answered[s.About().ID] = true
	}
	return errors.Join(failed...)
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
