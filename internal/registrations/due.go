package registrations

import (
	"context"
	"errors"
	"fmt"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/predicate"
	"github.com/penvoerder/penvoerder/ent/registration"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/catalog"
	"github.com/penvoerder/penvoerder/internal/dossier"
	"github.com/penvoerder/penvoerder/internal/procedure"
	"github.com/penvoerder/penvoerder/internal/workflow"
	"github.com/penvoerder/penvoerder/schemes"
)

// final are the states in which nothing is judged any more.
var final = workflow.Final(workflow.Registration)

// JudgeDue judges again every registration of which time, another desk or an operator's parameter file changed the
// judgement, and says how many. What the scheme cannot judge now stays due. It is the platform's own act and raises no
// version, but where an assessor would decide on an amount that is not the one seen.
func (d *Desk) JudgeDue(ctx context.Context) (int, error) {
	ctx = actor.AsSystem(ctx)
	n, err := d.judgeDue(ctx)
	m, err2 := d.judgeReplaced(ctx)
	return n + m, errors.Join(err, err2)
}

// judgeReplaced judges again what rests on other parameters than those of the file in force.
func (d *Desk) judgeReplaced(ctx context.Context) (int, error) {
	return d.replaced.Each(ctx, d.store.Client(), d.clock.Wall(), func(f *ent.ParameterFile) (int, error) {
		return d.judgeAll(ctx, registration.Scheme(f.Slug), dossier.UnderAnother(registration.FieldEvaluationID, f.ID))
	})
}

// JudgeOrganisation judges again what is due of one organisation.
func (d *Desk) JudgeOrganisation(ctx context.Context, organisationID string) error {
	_, err := d.judgeDue(actor.AsSystem(ctx), registration.OrganisationID(organisationID))
	return err
}

func (d *Desk) judgeDue(ctx context.Context, which ...predicate.Registration) (int, error) {
	return d.judgeAll(ctx, append(which, registration.ValidUntilLTE(d.now()))...)
}

// judgeAll judges again what is not decided.
func (d *Desk) judgeAll(ctx context.Context, which ...predicate.Registration) (int, error) {
	page := func(after string) ([]*ent.Registration, error) {
		return d.store.Client().Registration.Query().Where(which...).
			Where(registration.StateNotIn(final...), registration.IDGT(after)).
			Order(registration.ByID()).Limit(dossier.AtOnce).All(ctx)
	}
	again := func(rows []*ent.Registration) (int, error) { return d.judgeAgain(ctx, rows) }
	return dossier.Through(page, func(r *ent.Registration) string { return r.ID }, again)
}

// judgeAgain judges registrations with one call per release.
func (d *Desk) judgeAgain(ctx context.Context, rows []*ent.Registration) (int, error) {
	around, err := d.aroundAll(ctx, rows)
	if err != nil && len(rows) > 1 {
		return d.judgeEach(ctx, rows) // one of them, perhaps, is of a release that is not installed here
	}
	if err != nil {
		return 0, err
	}
	files := map[*catalog.Release][]*file{}
	questions := map[*catalog.Release][]schemes.Question{}
	for _, f := range around {
		q, err := d.question(ctx, f)
		if err != nil {
			return 0, err
		}
		files[f.release] = append(files[f.release], f)
		questions[f.release] = append(questions[f.release], q)
	}
	var failed error
	done := 0
	for release, asked := range questions {
		answers, err := d.catalog.JudgeEach(ctx, release, asked)
		if err != nil {
			failed = errors.Join(failed, err)
			continue
		}
		for i, f := range files[release] {
			if err := d.keepAgain(ctx, f, asked[i], answers[i]); err != nil {
				failed = errors.Join(failed, err)
				continue
			}
			done++
		}
	}
	return done, failed
}

func (d *Desk) judgeEach(ctx context.Context, rows []*ent.Registration) (int, error) {
	done := 0
	var failed error
	for _, r := range rows {
		n, err := d.judgeAgain(ctx, []*ent.Registration{r})
		done += n
		failed = errors.Join(failed, err)
	}
	return done, failed
}

// keepAgain stores a judgement that was not asked by an act. A registration that an act changed meanwhile was judged
// by that act.
func (d *Desk) keepAgain(ctx context.Context, f *file, q schemes.Question, a schemes.Answer) error {
	if a.Failure != "" {
		return fmt.Errorf("judge registration %s again: %s", f.reg.Number, a.Failure)
	}
	judged := f.settle(q, a)
	err := d.write(ctx, f, procedure.Writing{Act: workflow.RejudgeRegistration, Ground: access.OfPlatform, Judged: judged})
	if errors.Is(err, procedure.ErrOvertaken) {
		return nil
	}
	return err
}
