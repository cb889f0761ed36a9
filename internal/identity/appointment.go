package identity

import (
	"context"
	"crypto/rand"
	"fmt"
	"slices"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/appointment"
	"github.com/penvoerder/penvoerder/ent/person"
	"github.com/penvoerder/penvoerder/ent/predicate"
	"github.com/penvoerder/penvoerder/ent/roleassignment"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/audit"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/internal/mail"
	"github.com/penvoerder/penvoerder/internal/reference"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// invitationLives is how long a proposal waits for its second administrator, and an invitation for its answer.
const invitationLives = 14 * 24 * time.Hour

// byTwo are the roles into which two administrators appoint: one proposes, another confirms.
var byTwo = []actor.Role{actor.SSC, actor.AMR, actor.RegioPlus, actor.Administrator}

// Appointable lists the roles into which people are appointed. Contacts of organisations are not.
func Appointable() []actor.Role {
	return slices.DeleteFunc(actor.Roles(), func(r actor.Role) bool { return r == actor.Employer })
}

// ProposeAppointment proposes an address for a role. Where one administrator is enough the invitation leaves at once, else
// when a second one confirmed. Faults: EMAIL_MALFORMED, ROLE_NOT_APPOINTED, REGIONAL_ORGANISATION_UNKNOWN, ROLE_HELD,
// ALREADY_INVITED, and FORBIDDEN with FOUR_EYES_REQUIRED for an address of one's own.
func (d *Desk) ProposeAppointment(ctx context.Context, in ProposeAppointmentInput) (*ent.Appointment, error) {
	a := actor.From(ctx)
	if _, err := d.Guard.Permit(ctx, access.Add, access.Object{Noun: access.Appointment}); err != nil {
		return nil, err
	}
	row, err := in.read()
	if err != nil {
		return nil, err
	}
	about, err := d.about(ctx, row)
	if err != nil {
		return nil, err
	}
	ground, err := d.Guard.Permit(ctx, access.Add, about)
	if err != nil {
		return nil, err
	}

	row.State, row.ProposedBy, row.Language = workflow.Proposed, &a.PersonID, language(ctx)
	if !slices.Contains(byTwo, actor.Role(row.Role)) {
		row.State = workflow.Invited
	}
	return d.propose(ctx, row, ground)
}

// read returns what was proposed in its own spelling, or says what is wrong with it.
func (in ProposeAppointmentInput) read() (*ent.Appointment, error) {
	var bad fault.Collector
	email, badEmail := readEmail(in.Email)
	bad.Add(badEmail)
	row := &ent.Appointment{Email: email, Mailbox: mailbox(email), Role: in.Role}
	if !slices.Contains(Appointable(), actor.Role(in.Role)) {
		bad.Add(fault.Invalid(pathRoleName, "ROLE_NOT_APPOINTED", fault.Text{
			NL: "Contactpersonen van een organisatie worden niet door een beheerder aangesteld. Kies een andere rol.",
			EN: "Contacts of an organisation are not appointed by an administrator. Choose another role.",
		}, ""))
	}
	isRegional := in.Role == string(actor.ProjectLeader)
	switch {
	case isRegional && !isRegionalOrganisation(in.RegionalOrganisationID):
		bad.Add(fault.Invalid(pathRegional, "REGIONAL_ORGANISATION_UNKNOWN", fault.Text{
			NL: "Kies de regionale werkgeversorganisatie van de projectleider.", EN: "Choose the regional employers' organisation of the project leader.",
		}, ""))
	case !isRegional && in.RegionalOrganisationID != nil:
		bad.Add(fault.Invalid(pathRegional, "REGIONAL_ORGANISATION_UNKNOWN", fault.Text{
			NL: "Alleen een projectleider hoort bij een regionale werkgeversorganisatie. Laat dit veld leeg.",
			EN: "Only a project leader belongs to a regional employers' organisation. Leave this field empty.",
		}, "null"))
	case isRegional:
		row.RegionalOrganisationID = in.RegionalOrganisationID
	}
	return row, bad.Err()
}

func isRegionalOrganisation(id *string) bool {
	if id == nil {
		return false
	}
	_, known := reference.RegionalOrganisationByID(*id)
	return known
}

// about is an appointment as the policy looks at it; it is about the person who asks where its letter reaches that person.
func (d *Desk) about(ctx context.Context, row *ent.Appointment) (access.Object, error) {
	o, _ := access.Of(row)
	own, err := d.isOwn(ctx, row.Email)
	if own {
		o.PersonID = actor.From(ctx).PersonID
	}
	return o, err
}

// propose stores an appointment, and sends its letter where it is an invitation.
func (d *Desk) propose(ctx context.Context, row *ent.Appointment, ground access.Ground) (*ent.Appointment, error) {
	var made *ent.Appointment
	var letter *mail.Message
	err := d.Store.Tx(ctx, func(tx *ent.Tx) (err error) {
		if made, letter, err = d.insertAppointment(ctx, tx, row); err != nil {
			return err
		}
		return d.record(ctx, tx, made.ID, audit.Line{Act: workflow.ProposeAppointment.Name, Policy: string(ground)})
	})
	if err != nil {
		return nil, fmt.Errorf("propose an appointment: %w", err)
	}
	if letter != nil {
		d.send(ctx, *letter)
	}
	return made.Unwrap(), nil
}

func (d *Desk) insertAppointment(ctx context.Context, tx *ent.Tx, row *ent.Appointment) (*ent.Appointment, *mail.Message, error) {
	system, now := actor.AsSystem(ctx), d.Clock.Wall()
	if err := d.refuseHeld(system, tx, row); err != nil {
		return nil, nil, err
	}
	over := tx.Appointment.Update().Where(appointment.Mailbox(row.Mailbox), overdue(now)) // they hold the place of this one
	if err := over.SetState(workflow.Expired).ClearCodeHash().AddVersion(1).SetUpdatedAt(now).Exec(system); err != nil {
		return nil, nil, err
	}
	create := tx.Appointment.Create().SetID(ids.New(ids.Appointment)).SetEmail(row.Email).SetMailbox(row.Mailbox).SetRole(row.Role).
		SetNillableRegionalOrganisationID(row.RegionalOrganisationID).SetLanguage(row.Language).SetState(row.State).
		SetNillableProposedBy(row.ProposedBy).SetExpiresAt(now.Add(invitationLives)).SetCreatedAt(now).SetUpdatedAt(now)
	if row.State != workflow.Invited {
		made, err := create.Save(system)
		return made, nil, err
	}
	code := rand.Text()
	made, err := create.SetCodeHash(digest(code)).Save(system)
	if err != nil {
		return nil, nil, err
	}
	letter := d.invitation(made, code)
	return made, &letter, nil
}

// refuseHeld refuses a role that the owner of the address holds already.
func (d *Desk) refuseHeld(system context.Context, tx *ent.Tx, row *ent.Appointment) error {
	held, err := tx.RoleAssignment.Query().Where(
		roleassignment.HasPersonWith(person.Email(row.Email)), d.running(), sameRole(row),
	).Exist(system)
	if err != nil {
		return err
	}
	if held {
		return fault.Conflict(pathEmail, "ROLE_HELD", fault.Text{NL: "Deze persoon heeft deze rol al.", EN: "This person already holds this role."})
	}
	return nil
}

func sameRole(row *ent.Appointment) predicate.RoleAssignment {
	region := roleassignment.RegionalOrganisationIDIsNil()
	if row.RegionalOrganisationID != nil {
		region = roleassignment.RegionalOrganisationID(*row.RegionalOrganisationID)
	}
	return roleassignment.And(roleassignment.Role(row.Role), region)
}

// overdue holds for proposals and invitations that nobody answered in time.
func overdue(now time.Time) predicate.Appointment {
	return appointment.And(appointment.StateIn(workflow.Proposed, workflow.Invited), appointment.ExpiresAtLTE(now))
}

// invitation is the letter in which a person is asked to accept.
func (d *Desk) invitation(row *ent.Appointment, code string) mail.Message {
	title := roleTitle(row)
	return mail.Invitation(row.Email, row.Language, title.In(row.Language), d.Origin, grouped(code))
}

// roleTitle is what somebody becomes, in a letter.
func roleTitle(row *ent.Appointment) fault.Text {
	title := roleTitles[actor.Role(row.Role)]
	if row.RegionalOrganisationID != nil {
		if of, ok := reference.RegionalOrganisationByID(*row.RegionalOrganisationID); ok {
			return fault.Text{NL: title.NL + " van " + of.Name, EN: title.EN + " of " + of.Name}
		}
	}
	return title
}

var roleTitles = map[actor.Role]fault.Text{
	actor.ProjectLeader: {NL: "projectleider", EN: "project leader"},
	actor.SSC:           {NL: "beoordelaar bij het SSC", EN: "assessor at the SSC"},
	actor.AMR:           {NL: "lid van de Arbeidsmarkt Relevantie Commissie", EN: "member of the Arbeidsmarkt Relevantie Commissie"},
	actor.VWS:           {NL: "medewerker van het ministerie van VWS", EN: "member of staff of the ministry of VWS"},
	actor.RegioPlus:     {NL: "medewerker van RegioPlus", EN: "member of staff of RegioPlus"},
	actor.Administrator: {NL: "beheerder", EN: "administrator"},
}

// ConfirmAppointment confirms, as a second administrator, what another proposed; the invitation leaves with it. Faults:
// STALE_VERSION, WRONG_STATE, FORBIDDEN with FOUR_EYES_REQUIRED for who proposed it and for whom it is about.
func (d *Desk) ConfirmAppointment(ctx context.Context, in ConfirmAppointmentInput) (*ent.Appointment, error) {
	row, ground, err := d.openAppointment(ctx, in.ID, access.Confirm)
	if err != nil {
		return nil, err
	}
	if err := d.expectAppointment(row, in.ExpectedVersion, workflow.ConfirmAppointment); err != nil {
		return nil, err
	}
	code, now := rand.Text(), d.Clock.Wall()
	saved, err := d.writeAppointment(ctx, row, audit.Line{Act: workflow.ConfirmAppointment.Name, Policy: string(ground)}, func(up *ent.AppointmentUpdateOne) {
		up.SetState(workflow.Invited).SetConfirmedBy(actor.From(ctx).PersonID).SetCodeHash(digest(code)).SetExpiresAt(now.Add(invitationLives))
	})
	if err != nil {
		return nil, fmt.Errorf("confirm %s: %w", in.ID, err)
	}
	d.send(ctx, d.invitation(saved, code))
	return saved, nil
}

// WithdrawAppointment takes back a proposal or an invitation; its code works no longer. Faults: STALE_VERSION, WRONG_STATE.
func (d *Desk) WithdrawAppointment(ctx context.Context, in WithdrawAppointmentInput) (*ent.Appointment, error) {
	row, ground, err := d.openAppointment(ctx, in.ID, access.Withdraw)
	if err != nil {
		return nil, err
	}
	if err := d.expectAppointment(row, in.ExpectedVersion, workflow.WithdrawAppointment); err != nil {
		return nil, err
	}
	var bad fault.Collector
	reason := readReason(in.Reason, &bad)
	if err := bad.Err(); err != nil {
		return nil, err
	}
	line := audit.Line{Act: workflow.WithdrawAppointment.Name, Policy: string(ground), Reason: reason}
	saved, err := d.writeAppointment(ctx, row, line, func(up *ent.AppointmentUpdateOne) { up.SetState(workflow.Withdrawn).ClearCodeHash() })
	if err != nil {
		return nil, fmt.Errorf("withdraw %s: %w", in.ID, err)
	}
	return saved, nil
}

// openAppointment reads an appointment within sight, and the ground on which the actor may do this to it.
func (d *Desk) openAppointment(ctx context.Context, id string, act access.Action) (*ent.Appointment, access.Ground, error) {
	row, err := d.Store.Client().Appointment.Get(ctx, id)
	if err != nil {
		return nil, "", store.Missing(err, "APPOINTMENT_NOT_FOUND")
	}
	about, err := d.about(ctx, row)
	if err != nil {
		return nil, "", err
	}
	ground, err := d.Guard.Permit(ctx, act, about)
	return row, ground, err
}

// expectAppointment holds an act against the version and the state.
func (d *Desk) expectAppointment(row *ent.Appointment, version int, act workflow.Act) error {
	if row.Version != version {
		return fault.Stale(pathVersion, row, row.Version)
	}
	if state := d.StateOf(row); !leads(act, state) {
		conflict := fault.Conflict(pathID, fault.ReasonWrongState, act.Refusal(state))
		conflict.Current, conflict.CurrentVersion = row, row.Version
		return conflict
	}
	return nil
}

func leads(act workflow.Act, state string) bool {
	_, ok := act.Next(state)
	return ok
}

// StateOf is where an appointment stands: one that nobody answered in time has expired, also before that is stored.
func (d *Desk) StateOf(row *ent.Appointment) string {
	isOpen := row.State == workflow.Proposed || row.State == workflow.Invited
	if isOpen && !d.Clock.Wall().Before(row.ExpiresAt) {
		return workflow.Expired
	}
	return row.State
}

// InAppointmentState holds for the appointments that stand in one of these states; it is StateOf in the database.
func (d *Desk) InAppointmentState(states ...string) predicate.Appointment {
	now := d.Clock.Wall()
	either := []predicate.Appointment{appointment.And(appointment.StateIn(states...), appointment.Not(overdue(now)))}
	if slices.Contains(states, workflow.Expired) {
		either = append(either, overdue(now))
	}
	return appointment.Or(either...)
}

func (d *Desk) writeAppointment(ctx context.Context, row *ent.Appointment, line audit.Line, set func(*ent.AppointmentUpdateOne)) (*ent.Appointment, error) {
	var saved *ent.Appointment
	err := d.Store.Tx(ctx, func(tx *ent.Tx) (err error) {
		up := tx.Appointment.UpdateOneID(row.ID).Where(appointment.Version(row.Version)).AddVersion(1).SetUpdatedAt(d.Clock.Wall())
		set(up)
		if saved, err = up.Save(ctx); err != nil {
			return store.Stale(err, pathVersion...)
		}
		return d.record(ctx, tx, row.ID, line)
	})
	if err != nil {
		return nil, err
	}
	return saved.Unwrap(), nil
}

// canAppointment says whether the viewer may do this to an appointment as it stands.
func (d *Desk) canAppointment(ctx context.Context, action string, row *ent.Appointment) access.Permission {
	about, err := d.about(ctx, row)
	if err != nil {
		about.PersonID = actor.From(ctx).PersonID // who cannot be told apart does not appoint
	}
	p := d.Guard.Can(ctx, action, about)
	if !p.Allowed {
		return p
	}
	for _, act := range workflow.At(workflow.Appointment, access.Action(action), access.Appointment) {
		if hindered, is := act.Hindered(d.StateOf(row), ""); is {
			return hindered
		}
	}
	return p
}

// Held is a role as an administrator has to do with it: the same row is a contact to others.
type Held struct{ *ent.RoleAssignment }

// canHeld says whether the viewer may do this to a role that somebody holds.
func (d *Desk) canHeld(ctx context.Context, action string, of Held) access.Permission {
	about, err := d.aboutRole(ctx, of.RoleAssignment)
	if err != nil {
		about.PersonID = actor.From(ctx).PersonID
	}
	p := d.Guard.Can(ctx, action, about)
	if p.Allowed && action == string(access.End) && !d.runs(of.RoleAssignment) {
		return access.Permission{Reason: access.ReasonState, Message: roleEnded}
	}
	return p
}
