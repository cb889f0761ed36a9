package identity

import (
	"context"
	"fmt"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/partnertoken"
	"github.com/penvoerder/penvoerder/ent/registration"
	"github.com/penvoerder/penvoerder/ent/roleassignment"
	"github.com/penvoerder/penvoerder/ent/session"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/audit"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/typed"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// fewest is how many administrators there are at least: one proposes, another confirms.
const fewest = 2

// EndRole ends a role of another person, today or on a later day, which is the first on which it is not held. What rests on
// it goes with it: the sessions that act in it, and the partner tokens that the person made with it. Faults: STALE_VERSION,
// WRONG_STATE for a role that has ended, DATE_IN_PAST, LAST_ADMINISTRATORS, and FORBIDDEN with FOUR_EYES_REQUIRED for a role
// of one's own.
func (d *Desk) EndRole(ctx context.Context, in EndRoleInput) (*ent.RoleAssignment, error) {
	row, err := d.Store.Client().RoleAssignment.Query().Where(roleassignment.ID(in.ID)).WithPerson().Only(ctx)
	if err != nil {
		return nil, store.Missing(err, "ROLE_NOT_FOUND")
	}
	about, err := d.aboutRole(ctx, row)
	if err != nil {
		return nil, err
	}
	ground, err := d.Guard.Permit(ctx, access.End, about)
	if err != nil {
		return nil, err
	}
	if row.Version != in.ExpectedVersion {
		return nil, fault.Stale(pathVersion, row, row.Version)
	}
	if !d.runs(row) {
		return nil, fault.Conflict(pathID, fault.ReasonWrongState, roleEnded)
	}
	day, reason, err := d.readEnd(in)
	if err != nil {
		return nil, err
	}

	var saved *ent.RoleAssignment
	err = d.Store.Tx(ctx, func(tx *ent.Tx) (err error) {
		if row.OrganisationID != nil {
			if err = lockContacts(actor.AsSystem(ctx), tx, *row.OrganisationID); err != nil {
				return err
			}
		}
		if saved, err = d.endRole(ctx, tx, row, day, reason, ground); err != nil {
			return err
		}
		if row.OrganisationID != nil && !d.runs(saved) {
			if _, err := d.handContactOver(ctx, tx, saved, nil); err != nil {
				return err
			}
		}
		return d.record(ctx, tx, row.PersonID, audit.Line{Act: workflow.EndRole.Name, SubjectID: row.ID, Policy: string(ground), Reason: reason})
	})
	if err != nil {
		return nil, fmt.Errorf("end role %s: %w", in.ID, err)
	}
	return saved.Unwrap(), nil
}

var roleEnded = fault.Text{NL: "Deze rol is al beëindigd.", EN: "This role has already ended."}

// aboutRole is a role as the policy looks at its end; it is the person's own also where it is held by another account of
// the same mailbox.
func (d *Desk) aboutRole(ctx context.Context, row *ent.RoleAssignment) (access.Object, error) {
	o := access.Object{Noun: access.Appointment, PersonID: row.PersonID}
	if row.Edges.Person == nil {
		return o, nil
	}
	own, err := d.isOwn(ctx, row.Edges.Person.Email)
	if own {
		o.PersonID = actor.From(ctx).PersonID
	}
	return o, err
}

func (d *Desk) readEnd(in EndRoleInput) (time.Time, string, error) {
	var bad fault.Collector
	day := d.Clock.Today()
	if on := typed.Optional(in.End, &bad, pathEnd...); on != nil && on.Before(day) {
		bad.Add(fault.Invalid(pathEnd, "DATE_IN_PAST", fault.Text{
			NL: "Een rol eindigt vandaag of later.", EN: "A role ends today or later.",
		}, ">= "+day.Format(time.DateOnly)))
	} else if on != nil {
		day = *on
	}
	return day, readReason(in.Reason, &bad), bad.Err()
}

// endRole writes the end of a role with what goes with it.
func (d *Desk) endRole(ctx context.Context, tx *ent.Tx, row *ent.RoleAssignment, day time.Time, reason string, ground access.Ground) (*ent.RoleAssignment, error) {
	system := actor.AsSystem(ctx)
	if row.Role == string(actor.Administrator) {
		if err := keepAdministrators(system, tx, row); err != nil {
			return nil, err
		}
	}
	open, err := openReviews(system, tx, row)
	if err != nil {
		return nil, err
	}
	saved, err := tx.RoleAssignment.UpdateOneID(row.ID).Where(roleassignment.Version(row.Version)).
		SetUntil(day).SetEndReason(reason).SetNillableOpenReviews(open).AddVersion(1).Save(system)
	if err != nil {
		return nil, store.Stale(err, pathVersion...)
	}
	if row.OrganisationID != nil && row.VerifiedOn == nil && d.Unspoken != nil {
		if err := d.Unspoken(ctx, tx, row, ground, reason); err != nil {
			return nil, err
		}
	}
	if d.runs(saved) {
		return saved, nil // the door refuses what rests on it from that day
	}
	if _, err := tx.Session.Delete().Where(session.RoleAssignmentID(row.ID)).Exec(system); err != nil {
		return nil, err
	}
	return saved, d.revokeOf(ctx, tx, row, ground)
}

// keepAdministrators refuses to end the role of one of the last two administrators. It locks the roles of all that have no
// end: of two who end each other the second waits, and counts without the one that the first ended.
func keepAdministrators(system context.Context, tx *ent.Tx, row *ent.RoleAssignment) error {
	n, err := tx.RoleAssignment.Update().Where(roleassignment.Role(string(actor.Administrator)), roleassignment.UntilIsNil()).
		AddVersion(0).Save(system)
	if err != nil {
		return err
	}
	if row.Until == nil {
		n--
	}
	if n >= fewest {
		return nil
	}
	return fault.Conflict(pathID, "LAST_ADMINISTRATORS", fault.Text{
		NL: "Er blijven altijd twee beheerders. Stel eerst een andere beheerder aan.", EN: "There are always two administrators. Appoint another one first.",
	})
}

// openReviews counts what the person has in review; nil for a role that reviews nothing.
func openReviews(system context.Context, tx *ent.Tx, row *ent.RoleAssignment) (*int, error) {
	if row.Role != string(actor.SSC) {
		return nil, nil
	}
	n, err := tx.Registration.Query().Where(registration.AssessorID(row.PersonID), registration.State(workflow.InReview)).Count(system)
	return &n, err
}

// revokeOf revokes the partner tokens that the person made as a contact of the organisation.
func (d *Desk) revokeOf(ctx context.Context, tx *ent.Tx, row *ent.RoleAssignment, ground access.Ground) error {
	if row.OrganisationID == nil {
		return nil
	}
	system := actor.AsSystem(ctx)
	tokens, err := tx.PartnerToken.Query().Where(
		partnertoken.OrganisationID(*row.OrganisationID), partnertoken.CreatedBy(row.PersonID), partnertoken.RevokedAtIsNil(),
	).Order(partnertoken.ByID()).All(system)
	if err != nil {
		return err
	}
	for _, t := range tokens {
		if err := tx.PartnerToken.UpdateOneID(t.ID).SetRevokedAt(d.Clock.Wall()).AddVersion(1).Exec(system); err != nil {
			return err
		}
		if err := d.recordToken(ctx, tx, t, workflow.RevokePartnerToken.Name, ground); err != nil {
			return err
		}
	}
	return nil
}
