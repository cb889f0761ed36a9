package command

import (
	"context"
	"errors"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/clock"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/identity"
	"github.com/penvoerder/penvoerder/internal/program"
	"github.com/penvoerder/penvoerder/internal/store"
)

// admin are the commands of an operator about the first administrators.
type admin struct {
	Appoint  adminAppoint  `cmd:"" help:"Invite one of the first two administrators by mail, or one in the place of whom was lost."`
	Withdraw adminWithdraw `cmd:"" help:"Take an invitation back that was sent to a wrong address."`
}

// platform is the database of a server, and how it sends mail.
type platform struct {
	Data     string `help:"Directory of the SQLite database, and of mail where no --smtp is given." default:"var" type:"path" env:"PENVOERDER_DATA"`
	Database string `help:"postgres://… for PostgreSQL; empty for SQLite in the data directory." placeholder:"URL" env:"PENVOERDER_DATABASE"`
	SMTP     string `help:"smtp://user:password@host:port to send mail; empty writes it to the data directory." placeholder:"URL" env:"PENVOERDER_SMTP"`
	MailFrom string `help:"Sender of mail." default:"Penvoerder <noreply@localhost>" env:"PENVOERDER_MAIL_FROM"`
	Public   string `help:"Address under which browsers reach the server, for the letter." name:"public-url" placeholder:"URL" env:"PENVOERDER_PUBLIC_URL"`
}

// people opens the desk of accounts and carries out do with it, as the platform itself.
func (p *platform) people(ctx context.Context, do func(ctx context.Context, d *identity.Desk) error) (err error) {
	s, err := store.Open(ctx, store.Config{DSN: p.Database, DataDir: p.Data})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	guard, err := access.New(s)
	if err != nil {
		return err
	}
	post, err := program.PostOffice(p.SMTP, p.MailFrom, p.Data)
	if err != nil {
		return err
	}
	d, err := identity.New(identity.Config{Store: s, Guard: guard, Clock: clock.New(), Mail: post, Origin: p.Public})
	if err != nil {
		return err
	}
	return inWords(do(actor.AsSystem(ctx), d))
}

// inWords is a fault as a person reads it: what is wrong, and what would be right.
func inWords(err error) error {
	if f, ok := errors.AsType[*fault.Error](err); ok {
		return errors.New(f.Text.EN)
	}
	return err
}

type adminAppoint struct {
	platform `embed:""`
	Email    string `arg:"" help:"The address of the administrator. The account may not exist yet."`
	Role     string `help:"The role: others than ADMINISTRATOR are appointed by administrators." enum:"ADMINISTRATOR" default:"ADMINISTRATOR"`
	Language string `help:"Language of the letter." enum:"nl,en" default:"nl"`
}

// Run invites an administrator.
func (a *adminAppoint) Run(ctx context.Context, out *streams) error {
	return a.people(ctx, func(ctx context.Context, d *identity.Desk) error {
		row, err := d.AppointAdministrator(ctx, a.Email, a.Language)
		if err != nil {
			return err
		}
		return a.tell(ctx, out, d, row)
	})
}

func (a *adminAppoint) tell(ctx context.Context, out *streams, d *identity.Desk, row *ent.Appointment) error {
	n, err := d.Administrators(ctx)
	if err != nil {
		return err
	}
	out.say("The invitation was sent, and can be accepted until %s.\nAdministrators now: %d. Two are needed before anybody else can be appointed.\n", row.ExpiresAt.Format(time.RFC3339), n)
	return nil
}

type adminWithdraw struct {
	platform `embed:""`
	Email    string `arg:"" help:"The address that the invitation was sent to."`
}

// Run takes the invitation back.
func (w *adminWithdraw) Run(ctx context.Context, out *streams) error {
	return w.people(ctx, func(ctx context.Context, d *identity.Desk) error {
		if err := d.WithdrawInvitation(ctx, w.Email); err != nil {
			return err
		}
		out.say("The invitation was taken back; its code works no longer.\n")
		return nil
	})
}
