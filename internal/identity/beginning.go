package identity

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/appointment"
	"github.com/penvoerder/penvoerder/ent/roleassignment"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/audit"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/mail"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// Administrators counts those who hold the role of administrator today.
func (d *Desk) Administrators(ctx context.Context) (int, error) {
	n, err := d.Store.Client().RoleAssignment.Query().Where(roleassignment.Role(string(actor.Administrator)), d.running()).Count(actor.AsSystem(ctx))
	if err != nil {
		return 0, fmt.Errorf("count administrators: %w", err)
	}
	return n, nil
}

// MissingAdministrators is how many are lacking of the two without whom nobody can be appointed.
func (d *Desk) MissingAdministrators(ctx context.Context) (int, error) {
	n, err := d.Administrators(ctx)
	return max(0, fewest-n), err
}

// CheckAdministrators is an error where administrators are missing. For readiness.
func (d *Desk) CheckAdministrators(ctx context.Context) error {
	n, err := d.MissingAdministrators(ctx)
	if err == nil && n > 0 {
		err = fmt.Errorf("%d administrators are missing: see penvoerder admin appoint", n)
	}
	return err
}

// AppointAdministrator invites one of the first two administrators, or one in the place of whom was lost, and sends the
// letter before it returns. For the operator alone, who has a shell: nobody confirms it. An invitation that is open for the
// address is taken back. Faults: EMAIL_MALFORMED, ROLE_HELD, ADMINISTRATORS_ENOUGH.
func (d *Desk) AppointAdministrator(ctx context.Context, address, language string) (*ent.Appointment, error) {
	if err := platformOnly(ctx); err != nil {
		return nil, err
	}
	email, bad := readEmail(address)
	if bad != nil {
		return nil, bad
	}
	row := &ent.Appointment{
		Email: email, Mailbox: mailbox(email), Role: string(actor.Administrator), Language: cmp.Or(language, "nl"), State: workflow.Invited,
	}
	var made *ent.Appointment
	var letter *mail.Message
	err := d.Store.Tx(ctx, func(tx *ent.Tx) (err error) {
		if _, err := d.takeBack(ctx, tx, row.Mailbox); err != nil {
			return err
		}
		if err := d.refuseEnough(ctx, tx); err != nil {
			return err
		}
		if made, letter, err = d.insertAppointment(ctx, tx, row); err != nil {
			return err
		}
		return d.record(ctx, tx, made.ID, audit.Line{Act: workflow.ProposeAppointment.Name, Policy: string(access.OfPlatform)})
	})
	if err != nil {
		return nil, fmt.Errorf("appoint an administrator: %w", err)
	}
	if err := d.Mail.Send(ctx, *letter); err != nil {
		return nil, fmt.Errorf("the invitation is there, but its letter was not sent; give the command again once mail works: %w", err)
	}
	return made.Unwrap(), nil
}

// refuseEnough refuses where two administrators are there, or invited by the operator.
func (d *Desk) refuseEnough(ctx context.Context, tx *ent.Tx) error {
	there, err := tx.RoleAssignment.Query().Where(roleassignment.Role(string(actor.Administrator)), d.running()).Count(ctx)
	if err != nil {
		return err
	}
	invited, err := tx.Appointment.Query().Where(appointment.ProposedByIsNil(), d.InAppointmentState(workflow.Invited)).Count(ctx)
	if err != nil {
		return err
	}
	if there+invited < fewest {
		return nil
	}
	return fault.Conflict(pathEmail, "ADMINISTRATORS_ENOUGH", fault.Text{
		NL: "Er zijn al twee beheerders, aangesteld of uitgenodigd. Zij stellen anderen aan; een uitnodiging aan een verkeerd adres trekt u in met penvoerder admin withdraw.",
		EN: "There are two administrators already, appointed or invited. They appoint others; take back an invitation to a wrong address with penvoerder admin withdraw.",
	})
}

// WithdrawInvitation takes back what AppointAdministrator sent to an address. For the operator alone. Faults: NOT_FOUND.
func (d *Desk) WithdrawInvitation(ctx context.Context, address string) error {
	if err := platformOnly(ctx); err != nil {
		return err
	}
	return d.Store.Tx(ctx, func(tx *ent.Tx) error {
		n, err := d.takeBack(ctx, tx, mailbox(address))
		if err == nil && n == 0 {
			missing := fault.NotFound("APPOINTMENT_NOT_FOUND")
			missing.Text = fault.Text{NL: "Voor dit adres staat geen uitnodiging van de operator open.", EN: "No invitation of the operator is open for this address."}
			err = missing
		}
		return err
	})
}

// takeBack withdraws the invitations of the operator to a mailbox.
func (d *Desk) takeBack(ctx context.Context, tx *ent.Tx, of string) (int, error) {
	open, err := tx.Appointment.Query().Where(appointment.ProposedByIsNil(), appointment.Mailbox(of), d.InAppointmentState(workflow.Invited)).All(ctx)
	for _, row := range open {
		err = errors.Join(err,
			tx.Appointment.UpdateOneID(row.ID).SetState(workflow.Withdrawn).ClearCodeHash().AddVersion(1).SetUpdatedAt(d.Clock.Wall()).Exec(ctx),
			d.record(ctx, tx, row.ID, audit.Line{Act: workflow.WithdrawAppointment.Name, Policy: string(access.OfPlatform)}))
	}
	return len(open), err
}
