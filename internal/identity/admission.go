package identity

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/admission"
	"github.com/penvoerder/penvoerder/ent/person"
	"github.com/penvoerder/penvoerder/ent/predicate"
	"github.com/penvoerder/penvoerder/ent/roleassignment"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/audit"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/internal/outbox"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// insertAdmission stores an invitation or a request that was read. It takes the place of one that nobody answered in time.
// Faults: CONTACT_EXISTS, ALREADY_INVITED.
func (d *Desk) insertAdmission(ctx context.Context, tx *ent.Tx, row *ent.Admission) (*ent.Admission, error) {
	system, now := actor.AsSystem(ctx), d.Clock.Wall()
	if err := d.refuseContact(system, tx, row); err != nil {
		return nil, err
	}
	over := tx.Admission.Update().Where(admission.Mailbox(row.Mailbox), admission.OrganisationID(row.OrganisationID), unanswered(now))
	if err := expire(system, over, now); err != nil {
		return nil, err
	}
	return tx.Admission.Create().SetID(ids.New(ids.Admission)).SetOrganisationID(row.OrganisationID).SetOrganisationName(row.OrganisationName).
		SetRegionalOrganisationID(row.RegionalOrganisationID).SetEmail(row.Email).SetMailbox(row.Mailbox).SetLanguage(row.Language).
		SetIsSignatory(row.IsSignatory).SetNillableName(row.Name).SetNillableNote(row.Note).SetState(row.State).SetNillableCodeHash(row.CodeHash).
		SetNillablePersonID(row.PersonID).SetNillableInvitedBy(row.InvitedBy).
		SetExpiresAt(now.Add(invitationLives)).SetCreatedAt(now).SetUpdatedAt(now).Save(system)
}

// refuseContact refuses who is a contact of the organisation already.
func (d *Desk) refuseContact(system context.Context, tx *ent.Tx, row *ent.Admission) error {
	is, err := tx.RoleAssignment.Query().Where(
		roleassignment.HasPersonWith(person.Email(row.Email)), d.running(), roleassignment.OrganisationID(row.OrganisationID),
	).Exist(system)
	if err == nil && is {
		err = fault.Conflict(pathEmail, "CONTACT_EXISTS", fault.Text{
			NL: "Deze persoon is al contactpersoon van de organisatie.", EN: "This person is a contact of the organisation already.",
		})
	}
	return err
}

// unanswered holds for the invitations and requests that nobody answered in time.
func unanswered(now time.Time) predicate.Admission {
	return admission.And(admission.StateIn(workflow.Requested, workflow.Invited), admission.ExpiresAtLTE(now))
}

func expire(system context.Context, over *ent.AdmissionUpdate, now time.Time) error {
	return over.SetState(workflow.Expired).ClearCodeHash().AddVersion(1).SetUpdatedAt(now).Exec(system)
}

// openAdmission reads an invitation or request within sight, and the ground on which the actor may do this to it, as it
// was seen and stands. Faults: ADMISSION_NOT_FOUND, STALE_VERSION, WRONG_STATE.
func (d *Desk) openAdmission(ctx context.Context, id string, version int, act workflow.Act) (*ent.Admission, access.Ground, error) {
	row, err := d.Store.Client().Admission.Get(ctx, id)
	if err != nil {
		return nil, "", store.Missing(err, "ADMISSION_NOT_FOUND")
	}
	about, _ := access.Of(row)
	ground, err := d.Guard.Permit(ctx, act.Asks, about)
	if err != nil {
		return nil, "", err
	}
	if row.Version != version {
		return nil, "", fault.Stale(pathVersion, row, row.Version)
	}
	if state := d.AdmissionState(row); !leads(act, state) {
		conflict := fault.Conflict(pathID, fault.ReasonWrongState, act.Refusal(state))
		conflict.Current, conflict.CurrentVersion = row, row.Version
		return nil, "", conflict
	}
	return row, ground, nil
}

// AdmissionState is where an invitation or request stands: what nobody answered in time has expired, also before that is
// stored.
func (d *Desk) AdmissionState(row *ent.Admission) string {
	isOpen := row.State == workflow.Requested || row.State == workflow.Invited
	if isOpen && !d.Clock.Wall().Before(row.ExpiresAt) {
		return workflow.Expired
	}
	return row.State
}

// InAdmissionState holds for what stands in one of these states; it is AdmissionState in the database.
func (d *Desk) InAdmissionState(states ...string) predicate.Admission {
	now := d.Clock.Wall()
	either := []predicate.Admission{admission.And(admission.StateIn(states...), admission.Not(unanswered(now)))}
	if slices.Contains(states, workflow.Expired) {
		either = append(either, unanswered(now))
	}
	return admission.Or(either...)
}

// settle writes what became of an invitation or request, provided that nobody else answered it.
func (d *Desk) settle(ctx context.Context, tx *ent.Tx, row *ent.Admission, act workflow.Act, set func(*ent.AdmissionUpdate)) (*ent.Admission, error) {
	system := actor.AsSystem(ctx)
	to, _ := act.Next(row.State)
	up := tx.Admission.Update().Where(admission.ID(row.ID), admission.Version(row.Version)).SetState(to).ClearCodeHash().AddVersion(1).SetUpdatedAt(d.Clock.Wall())
	set(up)
	n, err := up.Save(system)
	if err != nil {
		return nil, err
	}
	now, err := tx.Admission.Get(system, row.ID)
	if err == nil && n == 0 {
		err = fault.Stale(pathVersion, now, now.Version)
	}
	return now, err
}

func value(of *string) string {
	if of == nil {
		return ""
	}
	return *of
}

// recordContact writes the line and the event of an act by which somebody becomes a contact, or goes.
func (d *Desk) recordContact(ctx context.Context, tx *ent.Tx, of *ent.Organisation, subjectID string, version int, line audit.Line) error {
	now := d.Clock.Wall()
	line.DossierID, line.OrganisationID = of.ID, of.ID
	line.SubjectID, line.At = subjectID, now
	if err := audit.Append(ctx, tx, line); err != nil {
		return fmt.Errorf("record %s: %w", line.Act, err)
	}
	return outbox.Append(ctx, tx, outbox.Event{
		Type: workflow.ContactChanged, At: now, SubjectID: subjectID, SubjectVersion: version,
		OrganisationID: of.ID, RegionalOrganisationID: of.RegionalOrganisationID,
	})
}

// canAdmission says whether the viewer may do this to an invitation or request as it stands.
func (d *Desk) canAdmission(ctx context.Context, action string, row *ent.Admission) access.Permission {
	p := d.Guard.Can(ctx, action, row)
	if !p.Allowed {
		return p
	}
	if hindered, is := othersRequest(ctx, row); is && action == string(access.Withdraw) {
		return hindered
	}
	for _, act := range workflow.At(workflow.Admission, access.Action(action), access.Admission) {
		if hindered, is := act.Hindered(d.AdmissionState(row), ""); is {
			return hindered
		}
	}
	return p
}

// othersRequest says that a request of somebody else is not withdrawn but refused, with a reason that its person hears.
func othersRequest(ctx context.Context, row *ent.Admission) (access.Permission, bool) {
	if row.State != workflow.Requested || value(row.PersonID) == actor.From(ctx).PersonID {
		return access.Permission{}, false
	}
	return access.Permission{Reason: "NOT_YOURS", Message: fault.Text{
		NL: "Een verzoek trekt de aanvrager zelf in. U kunt het toelaten of weigeren.", EN: "A request is withdrawn by who made it. You can admit or refuse it.",
	}}, true
}
