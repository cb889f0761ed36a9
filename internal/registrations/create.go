package registrations

import (
	"context"
	"slices"
	"strings"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/dossier"
	"github.com/penvoerder/penvoerder/internal/dossier/fields"
	"github.com/penvoerder/penvoerder/internal/entry"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/internal/outbox"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

const referenceTaken = "EXTERNAL_REFERENCE_TAKEN"

// Create begins a registration under a plan that was not withdrawn or rejected; it gets its R-number and its first
// judgement. Faults: ACTIVITY_UNKNOWN, TRAINING_UNKNOWN, EXTERNAL_REFERENCE_TAKEN, those of [Desk.AddParticipants], and
// what cannot be true.
func (d *Desk) Create(ctx context.Context, in CreateInput) (*ent.Registration, error) {
	return whileStill(ctx, func() (*ent.Registration, error) { return d.create(ctx, in) })
}

func (d *Desk) create(ctx context.Context, in CreateInput) (*ent.Registration, error) {
	home, err := d.under(ctx, in.PlanID)
	if err != nil {
		return nil, err
	}

	ground, err := d.guard.Permit(ctx, access.Add, access.OfPlan(home.plan).As(access.Registration))
	if err != nil {
		return nil, err
	}
	if err := home.step(workflow.Create, "planID"); err != nil {
		return nil, err
	}
	f, joining, err := d.draft(ctx, home, in, "input")
	if err != nil {
		return nil, err
	}

	judged, err := d.judge(ctx, f, inCreate([]string{"input"}, in, inOrder))
	if err != nil {
		return nil, err
	}

	_, err = d.write(ctx, f, act{
		name: "createRegistration", ground: ground, judged: judged, events: []outbox.Event{f.changedEvent()},
		also: func(ctx context.Context, tx *ent.Tx) error { return d.insertJoining(ctx, tx, f, joining) },
	})
	if err != nil {
		return nil, taken(err, "input", "externalReference")
	}

	return d.fresh(ctx, f.reg.ID)
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

// draft makes a registration of what was entered under path, not stored yet.
func (d *Desk) draft(ctx context.Context, home *file, in CreateInput, path ...string) (*file, joining, error) {
	f := *home
	f.touched = map[cellKey]bool{}
	var bad fault.Collector
	f.reg = &ent.Registration{
		ID: ids.New(ids.Registration), Version: 1, PlanID: f.plan.ID, Scheme: f.plan.Scheme, Activity: in.Activity,
		OrganisationID: f.plan.OrganisationID, RegionalOrganisationID: f.plan.RegionalOrganisationID,
		ExternalReference: reference(in.ExternalReference, &bad, dossier.At(path, "externalReference")...),
		Start:             entry.Optional(in.Start, &bad, dossier.At(path, "start")...),
		End:               entry.Optional(in.End, &bad, dossier.At(path, "end")...),
	}
	f.remember()
	f.was.version, f.was.state = 0, workflow.New
	f.reg.State, _ = workflow.Next(workflow.Registration, workflow.New, workflow.Create)
	if _, known := f.manifest().Activity(in.Activity); !known {
		bad.Add(f.unknownActivity(dossier.At(path, "activity")))
		return nil, nil, bad.Err() // nothing else can be read without it
	}
	f.setTraining(chosen(f.release, in.Activity, in.Training, &bad, dossier.At(path, "training")), &bad, dossier.At(path, "training"))
	f.reg.Facts = dossier.AmendFacts(nil, in.Facts, &bad, dossier.At(path, "facts")...)
	check(f.reg.Facts, &bad, dossier.At(path, "facts")...)
	joining, err := d.join(ctx, &f, in.Participants, &bad, dossier.At(path, "participants")...)
	if err != nil {
		return nil, nil, err
	}
	return &f, joining, bad.Err()
}

func (f *file) setTraining(t fields.Training, bad *fault.Collector, path []string) {
	check(t, bad, path...)
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
