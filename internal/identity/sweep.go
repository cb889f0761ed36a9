package identity

import (
	"context"
	"fmt"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/roleassignment"
	"github.com/penvoerder/penvoerder/ent/session"
	"github.com/penvoerder/penvoerder/ent/stranger"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// Sweep deletes sessions that ran out and codes that no longer work, ends invitations that nobody accepted in time, and
// hands over what contacts had who are gone. For a job of the platform.
func (d *Desk) Sweep(ctx context.Context) error {
	system, now := actor.AsSystem(ctx), d.Clock.Wall()
	return d.Store.Tx(ctx, func(tx *ent.Tx) error {
		if _, err := tx.Session.Delete().Where(session.ExpiresAtLTE(now)).Exec(system); err != nil {
			return fmt.Errorf("delete old sessions: %w", err)
		}
		if _, err := tx.OneTimeCode.Delete().Where(oldCode(now)).Exec(system); err != nil {
			return fmt.Errorf("delete old codes: %w", err)
		}
		if _, err := tx.Stranger.Delete().Where(stranger.LastAtLT(now.Add(-strangersFor))).Exec(system); err != nil {
			return fmt.Errorf("forget old wrong passwords: %w", err)
		}
		over := tx.Appointment.Update().Where(overdue(now)).SetState(workflow.Expired).ClearCodeHash().AddVersion(1).SetUpdatedAt(now)
		if err := over.Exec(system); err != nil {
			return fmt.Errorf("end old invitations: %w", err)
		}
		if err := expire(system, tx.Admission.Update().Where(unanswered(now)), now); err != nil {
			return fmt.Errorf("end old invitations and requests of contacts: %w", err)
		}
		return d.sweepContacts(ctx, tx)
	})
}

// sweepContacts does for the contacts that ended on a day that has come what their end could not do before.
func (d *Desk) sweepContacts(ctx context.Context, tx *ent.Tx) error {
	gone, err := tx.RoleAssignment.Query().Where(roleassignment.IsPrimary(true), roleassignment.UntilLTE(d.Clock.Today())).
		Order(roleassignment.ByID()).All(actor.AsSystem(ctx))
	if err != nil {
		return fmt.Errorf("look for contacts that ended: %w", err)
	}
	for _, row := range gone {
		if err := lockContacts(actor.AsSystem(ctx), tx, *row.OrganisationID); err != nil {
			return err
		}
		if _, err := d.handContactOver(ctx, tx, row, nil); err != nil {
			return fmt.Errorf("hand over what %s had: %w", row.ID, err)
		}
	}
	return d.sweepUnspoken(ctx, tx)
}

// unspokenFor is how many days after the end of a contact it is looked at what it submitted: more than a server is away.
const unspokenFor = 14

// sweepUnspoken has wait what contacts submitted after it was decided that they end, and before they did. What waits
// already, and what somebody else confirmed since, stays as it is.
func (d *Desk) sweepUnspoken(ctx context.Context, tx *ent.Tx) error {
	if d.Unspoken == nil {
		return nil
	}
	today := d.Clock.Today()
	gone, err := tx.RoleAssignment.Query().Where(
		roleassignment.OrganisationIDNotNil(), roleassignment.VerifiedOnIsNil(), roleassignment.UntilLTE(today), roleassignment.UntilGTE(today.AddDate(0, 0, -unspokenFor)),
	).Order(roleassignment.ByID()).All(actor.AsSystem(ctx))
	if err != nil {
		return fmt.Errorf("look for contacts of whom nobody knew that they speak: %w", err)
	}
	for _, row := range gone {
		if err := d.Unspoken(ctx, tx, row, "", value(row.EndReason)); err != nil {
			return err
		}
	}
	return nil
}
