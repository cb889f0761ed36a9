package registrations

import (
	"context"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/registrations/entered"
	"github.com/penvoerder/penvoerder/internal/registrations/reading"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// Added is what came of adding participants.
type Added struct {
	Registration   *ent.Registration
	Participations []*ent.Participation // in the order given
}

// AddParticipantsInput is who joins, 1-100 at once.
type AddParticipantsInput struct {
	RegistrationID  string
	ExpectedVersion int
	Participants    []entered.ParticipantInput
}

// AddParticipants adds people, chosen from the employees or new. Faults at the participant: EMPLOYEE_UNKNOWN,
// ALREADY_PARTICIPATES, TOO_MANY_PARTICIPANTS, and what cannot be true of a statement.
func (d *Desk) AddParticipants(ctx context.Context, in AddParticipantsInput) (*Added, error) {
	var added entered.Joining
	there := 0
	o := d.order(workflow.AddParticipants, in.RegistrationID, in.ExpectedVersion)
	o.Field = "registrationID"
	o.Change = func(ctx context.Context, r *reading.Registration) (err error) {
		if len(in.Participants) == 0 {
			return fault.Required([]string{"input", "participants"})
		}
		there = len(r.Parts)
		var bad fault.Collector
		if added, err = d.clerk.Join(ctx, r, in.Participants, &bad, "input", "participants"); err != nil {
			return err
		}
		r.Raise()
		r.Below.Write = func(ctx context.Context, tx *ent.Tx) error { return d.clerk.Insert(ctx, tx, r, added) }
		return bad.Err()
	}
	o.Judge = func(ctx context.Context, r *reading.Registration) (*question.Judged, error) {
		return d.registry.Judge(ctx, r, entered.InAdd(there, in.Participants))
	}
	reg, err := d.carry(ctx, o)
	if err != nil {
		return nil, err
	}
	return &Added{Registration: reg, Participations: added.Participations()}, nil
}
