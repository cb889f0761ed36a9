package registrations

import (
	"context"
	"reflect"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/participation"
	"github.com/penvoerder/penvoerder/internal/dossier"
	"github.com/penvoerder/penvoerder/internal/entry"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/procedure"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// Amend changes training, days or facts; every participation is judged again. Faults: TRAINING_UNKNOWN, and what cannot
// be true.
func (d *Desk) Amend(ctx context.Context, in AmendInput) (*ent.Registration, error) {
	o := d.order(workflow.AmendRegistration, in.ID, in.ExpectedVersion)
	o.Change = func(_ context.Context, f *file) error {
		f.raise()
		return f.restate(in, "input")
	}
	o.Judge = d.judged(inAmend(in))
	return d.carry(ctx, o)
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
		entry.Check(f.reg.Facts, &bad, dossier.At(path, "facts")...)
	}
	return bad.Err()
}

// AmendParticipation changes what is stated about one participation. Faults: what cannot be true, such as
// END_BEFORE_START and PERIODS_OVERLAP.
func (d *Desk) AmendParticipation(ctx context.Context, in AmendParticipationInput) (*ent.Participation, error) {
	o := d.onParticipation(workflow.AmendParticipation, in.ID, in.ExpectedVersion)
	o.Change = func(_ context.Context, f *file) error {
		p, _ := f.participation(in.ID)
		var bad fault.Collector
		p.Statement = dossier.AmendParticipation(p.Statement, in.Statement, &bad, "input", "statement")
		entry.Check(p.Statement, &bad, "input", "statement")
		f.below = func(ctx context.Context, tx *ent.Tx) error { return saveStatement(ctx, tx, f, p, in.ExpectedVersion) }
		return bad.Err()
	}
	o.Judge = func(ctx context.Context, f *file) (*dossier.Judged, error) {
		_, at := f.participation(in.ID)
		return d.judge(ctx, f, inParticipation(at, in.Statement))
	}
	if _, err := procedure.Carry(ctx, d.guard, o); err != nil {
		return nil, err
	}
	saved, err := d.store.Client().Participation.Get(ctx, in.ID)
	return saved, store.Missing(err, "PARTICIPATION_NOT_FOUND")
}

// onParticipation begins an act on one participation of a registration.
func (d *Desk) onParticipation(a workflow.Act, id string, version int) order {
	o := d.order(a, id, version)
	o.Load = func(ctx context.Context) (*file, error) {
		f, p, err := d.ofParticipation(ctx, id)
		if err != nil {
			return nil, err
		}
		f.about = about{id: p.ID}
		return f, nil
	}
	o.Expect = func(f *file) error {
		if p, _ := f.participation(id); p.Version != version {
			return fault.Stale(pathVersion, p, p.Version)
		}
		return nil
	}
	return o
}

func saveStatement(ctx context.Context, tx *ent.Tx, f *file, p *ent.Participation, version int) error {
	n, err := tx.Participation.Update().Where(participation.ID(p.ID), participation.Version(version)).
		SetVersion(version + 1).SetUpdatedAt(f.at).SetStatement(p.Statement).Save(ctx)
	if err == nil && n == 0 {
		err = procedure.ErrOvertaken
	}
	return err
}
