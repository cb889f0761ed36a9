package registrations

import (
	"context"
	"slices"
	"strings"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/dossier"
	"github.com/penvoerder/penvoerder/internal/dossier/fields"
	"github.com/penvoerder/penvoerder/internal/entry"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

const referenceTaken = "EXTERNAL_REFERENCE_TAKEN"

// Create begins a registration under a plan that was not withdrawn or rejected; it gets its R-number and its first
// judgement. Faults: ACTIVITY_UNKNOWN, TRAINING_UNKNOWN, EXTERNAL_REFERENCE_TAKEN, those of [Desk.AddParticipants], and
// what cannot be true.
func (d *Desk) Create(ctx context.Context, in CreateInput) (*ent.Registration, error) {
	o := d.order(workflow.CreateRegistration, in.PlanID, 0)
	o.Field, o.Expect = "planID", nil
	o.Load = func(ctx context.Context) (*file, error) {
		home, err := d.under(ctx, in.PlanID)
		if err != nil {
			return nil, err
		}
		return home.blank(), nil
	}
	o.Change = func(ctx context.Context, f *file) error {
		joining, err := d.draft(ctx, f, in, "input")
		f.below = func(ctx context.Context, tx *ent.Tx) error { return d.insertJoining(ctx, tx, f, joining) }
		return err
	}
	o.Judge = d.judged(inCreate([]string{"input"}, in, inOrder))
	reg, err := d.carry(ctx, o)
	return reg, taken(err, "input", "externalReference")
}

// under loads a plan in the caller's sight, as the home of registrations to come.
func (d *Desk) under(ctx context.Context, planID string) (*file, error) {
	if !ids.Valid(planID, ids.Plan) {
		return nil, fault.NotFound("PLAN_NOT_FOUND")
	}
	if _, err := d.store.Client().Plan.Get(ctx, planID); err != nil {
		return nil, store.Missing(err, "PLAN_NOT_FOUND")
	}
	return d.homeOf(actor.AsSystem(ctx), planID)
}

// blank is a registration under a plan of which nothing is stated yet.
func (f *file) blank() *file {
	r := *f
	r.touched = map[cellKey]bool{}
	r.reg = &ent.Registration{
		ID: ids.New(ids.Registration), PlanID: f.plan.ID, Scheme: f.plan.Scheme,
		OrganisationID: f.plan.OrganisationID, RegionalOrganisationID: f.plan.RegionalOrganisationID,
	}
	r.remember()
	return &r
}

// draft fills a blank registration in with what was entered under path.
func (d *Desk) draft(ctx context.Context, f *file, in CreateInput, path ...string) (joining, error) {
	var bad fault.Collector
	f.raise()
	f.reg.Activity = in.Activity
	f.reg.ExternalReference = entry.Text(in.ExternalReference, longestReference, &bad, dossier.At(path, "externalReference")...)
	f.reg.Start = entry.Optional(in.Start, &bad, dossier.At(path, "start")...)
	f.reg.End = entry.Optional(in.End, &bad, dossier.At(path, "end")...)
	if _, known := f.manifest().Activity(in.Activity); !known {
		bad.Add(f.unknownActivity(dossier.At(path, "activity")))
		return nil, bad.Err() // nothing else can be read without it
	}
	f.setTraining(chosen(f.release, in.Activity, in.Training, &bad, dossier.At(path, "training")), &bad, dossier.At(path, "training"))
	f.reg.Facts = dossier.AmendFacts(nil, in.Facts, &bad, dossier.At(path, "facts")...)
	entry.Check(f.reg.Facts, &bad, dossier.At(path, "facts")...)
	joining, err := d.join(ctx, f, in.Participants, &bad, dossier.At(path, "participants")...)
	if err != nil {
		return nil, err
	}
	return joining, bad.Err()
}

func (f *file) setTraining(t fields.Training, bad *fault.Collector, path []string) {
	entry.Check(t, bad, path...)
	f.reg.Training, f.reg.TrainingTitle = t, title(t)
}

func (f *file) unknownActivity(path []string) *fault.Error {
	var codes []string
	for _, a := range f.manifest().Activities {
		codes = append(codes, a.Code)
	}
	slices.Sort(codes)
	return fault.Invalid(path, "ACTIVITY_UNKNOWN", fault.Text{
		NL: "Deze activiteit kent de regeling niet.", EN: "The scheme has no such activity.",
	}, strings.Join(codes, ", "))
}

// taken adds the place of the employer's own key to the refusal of one that is in use.
func taken(err error, path ...string) error {
	for _, one := range fault.All(err) {
		if one.Reason == referenceTaken && len(one.Path) == 0 {
			one.Path = path
		}
	}
	return err
}
