package registrations

import (
	"context"
	"reflect"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/participation"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/dossier"
	"github.com/penvoerder/penvoerder/internal/entry"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/outbox"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// Amend changes training, days or facts; every participation is judged again. Faults: TRAINING_UNKNOWN, and what cannot
// be true.
func (d *Desk) Amend(ctx context.Context, in AmendInput) (*ent.Registration, error) {
	return whileStill(ctx, func() (*ent.Registration, error) { return d.amend(ctx, in) })
}

func (d *Desk) amend(ctx context.Context, in AmendInput) (*ent.Registration, error) {
	f, err := d.registration(ctx, in.ID)
	if err != nil {
		return nil, err
	}

	ground, err := d.guard.Permit(ctx, access.Amend, f.object())
	if err != nil {
		return nil, err
	}
	if err := f.expect(in.ExpectedVersion); err != nil {
		return nil, err
	}
	if err := f.step(workflow.Amend, "id"); err != nil {
		return nil, err
	}
	if err := f.restate(in, "input"); err != nil {
		return nil, err
	}

	judged, err := d.judge(ctx, f, inAmend(in))
	if err != nil {
		return nil, err
	}

	f.raise()
	_, err = d.write(ctx, f, act{name: "amendRegistration", ground: ground, judged: judged, events: []outbox.Event{f.changedEvent()}})
	if err != nil {
		return nil, err
	}

	return d.fresh(ctx, f.reg.ID)
}

// restate takes over what changes in a registration. Another training answers to what people judge about it.
func (f *file) restate(in AmendInput, path ...string) error {
	var bad fault.Collector
	if in.Training != nil {
		before := f.reg.Training
		at := dossier.At(path, "training")
		f.setTraining(chosen(f.release, f.reg.Activity, *in.Training, &bad, at), &bad, at)
		if !reflect.DeepEqual(before, f.reg.Training) {
			f.touchJudgements()
			f.spendContent()
		}
	}
	if start, given := in.Start.ValueOK(); given {
		f.reg.Start = entry.Optional(start, &bad, dossier.At(path, "start")...)
	}
	if end, given := in.End.ValueOK(); given {
		f.reg.End = entry.Optional(end, &bad, dossier.At(path, "end")...)
	}
	if len(in.Facts) > 0 {
		f.reg.Facts = dossier.AmendFacts(f.reg.Facts, in.Facts, &bad, dossier.At(path, "facts")...)
		check(f.reg.Facts, &bad, dossier.At(path, "facts")...)
	}
	return bad.Err()
}

// AmendParticipation changes what is stated about one participation. Faults: what cannot be true, such as
// END_BEFORE_START and PERIODS_OVERLAP.
func (d *Desk) AmendParticipation(ctx context.Context, in AmendParticipationInput) (*ent.Participation, error) {
	return whileStill(ctx, func() (*ent.Participation, error) { return d.amendParticipation(ctx, in) })
}

func (d *Desk) amendParticipation(ctx context.Context, in AmendParticipationInput) (*ent.Participation, error) {
	f, p, err := d.ofParticipation(ctx, in.ID)
	if err != nil {
		return nil, err
	}

	ground, err := d.guard.Permit(ctx, access.Amend, f.object().As(access.Participation))
	if err != nil {
		return nil, err
	}
	if p.Version != in.ExpectedVersion {
		return nil, fault.Stale(pathVersion, p, p.Version)
	}
	if err := f.step(workflow.Attach, "id"); err != nil {
		return nil, err
	}
	var bad fault.Collector
	p.Statement = dossier.AmendParticipation(p.Statement, in.Statement, &bad, "input", "statement")
	check(p.Statement, &bad, "input", "statement")
	if err := bad.Err(); err != nil {
		return nil, err
	}

	_, at := f.participation(p.ID)
	judged, err := d.judge(ctx, f, inParticipation(at, in.Statement))
	if err != nil {
		return nil, err
	}

	_, err = d.write(ctx, f, act{
		name: "amendParticipation", subject: p.ID, ground: ground, judged: judged, events: []outbox.Event{f.changedEvent()},
		also: func(ctx context.Context, tx *ent.Tx) error { return saveStatement(ctx, tx, f, p, in.ExpectedVersion) },
	})
	if err != nil {
		return nil, err
	}

	saved, err := d.store.Client().Participation.Get(ctx, p.ID)
	return saved, store.Missing(err, "PARTICIPATION_NOT_FOUND")
}

func saveStatement(ctx context.Context, tx *ent.Tx, f *file, p *ent.Participation, version int) error {
	n, err := tx.Participation.Update().Where(participation.ID(p.ID), participation.Version(version)).
		SetVersion(version + 1).SetUpdatedAt(f.at).SetStatement(p.Statement).Save(ctx)
	if err == nil && n == 0 {
		err = errMoved
	}
	return err
}
