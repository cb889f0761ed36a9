package identity

import (
	"context"
	"fmt"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/roleassignment"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/audit"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/typed"
)

// StateAbsenceInput says until when an assessor is away.
type StateAbsenceInput struct {
	AbsenceEnd *typed.Date // last day; nil for who is back
}

// StateAbsence keeps in the assessor's own role until when it is away: what it has in review is free to take meanwhile.
// Fault: DATE_PAST for a day that has passed.
func (d *Desk) StateAbsence(ctx context.Context, in StateAbsenceInput) (*ent.RoleAssignment, error) {
	a := actor.From(ctx)
	ground, err := d.Guard.Permit(ctx, access.Amend, access.Mine(a, access.Person))
	if err != nil {
		return nil, err
	}
	until, err := d.readAbsence(in)
	if err != nil {
		return nil, err
	}
	role, err := d.Store.Client().RoleAssignment.Query().Where(
		roleassignment.PersonID(a.PersonID), roleassignment.Role(string(a.Role)),
		roleassignment.Or(roleassignment.UntilIsNil(), roleassignment.UntilGT(d.Clock.Today())),
	).Order(roleassignment.ByID()).First(ctx)
	if err != nil {
		return nil, store.Missing(err, "ROLE_NOT_FOUND")
	}
	err = d.Store.Tx(ctx, func(tx *ent.Tx) error {
		up := tx.RoleAssignment.UpdateOneID(role.ID).AddVersion(1)
		store.Put(until, up.SetAwayUntil, up.ClearAwayUntil)
		if err := up.Exec(ctx); err != nil {
			return err
		}
		return d.record(ctx, tx, a.PersonID, audit.Line{Act: "stateAbsence", SubjectID: role.ID, Policy: string(ground)})
	})
	if err != nil {
		return nil, fmt.Errorf("state absence in %s: %w", role.ID, err)
	}
	return d.Store.Client().RoleAssignment.Get(ctx, role.ID)
}

func (d *Desk) readAbsence(in StateAbsenceInput) (*time.Time, error) {
	var bad fault.Collector
	path := []string{"input", "absenceEnd"}
	until := typed.Optional(in.AbsenceEnd, &bad, path...)
	if until != nil && until.Before(d.Clock.Today()) {
		bad.Add(fault.Invalid(path, "DATE_PAST", fault.Text{
			NL: "Deze dag is voorbij. Kies vandaag of een latere dag, of laat hem leeg als u er weer bent.",
			EN: "This day has passed. Choose today or a later day, or leave it empty if you are back.",
		}, ""))
	}
	return until, bad.Err()
}
