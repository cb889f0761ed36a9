package identity

import (
	"context"
	"fmt"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/person"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/audit"
	"github.com/penvoerder/penvoerder/internal/fault"
)

// SignIn signs in with a local account and sets the session's cookie. One attempt per request; an address without an
// account behaves, locks and costs like any other. Faults: CREDENTIALS_REFUSED, ACCOUNT_LOCKED, RATE_LIMITED.
func (d *Desk) SignIn(ctx context.Context, in SignInInput) (actor.Actor, error) {
	if err := d.tryOnce(ctx); err != nil {
		return actor.Actor{}, err
	}
	began := time.Now()
	a, err := d.signIn(ctx, in)
	if err != nil {
		d.hold(ctx, began)
		return actor.Actor{}, err
	}
	return a, nil
}

func (d *Desk) signIn(ctx context.Context, in SignInInput) (actor.Actor, error) {
	email, bad := readEmail(in.Email)
	if bad != nil || len(in.Password) > longestPassword {
		return actor.Actor{}, refused()
	}
	p, err := d.Store.Client().Person.Query().Where(person.Email(email)).Only(actor.AsSystem(ctx))
	if err != nil && !ent.IsNotFound(err) {
		return actor.Actor{}, fmt.Errorf("sign in: %w", err)
	}
	now := d.Clock.Wall()
	isLocked := p != nil && p.LockedUntil != nil && now.Before(*p.LockedUntil)
	if p == nil {
		if isLocked, err = d.isStrangerLocked(ctx, email); err != nil {
			return actor.Actor{}, err
		}
	}
	if isLocked {
		return actor.Actor{}, locked(d.LockFor)
	}

	hash := unusableHash
	if p != nil && p.ConfirmedAt != nil {
		hash = p.PasswordHash
	}
	fits, outdated, err := d.hasher.check(ctx, plain(in.Password), hash)
	if err != nil {
		return actor.Actor{}, err
	}
	if !fits {
		return actor.Actor{}, d.wrong(ctx, p, email)
	}
	if outdated {
		if hash, err = d.hasher.make(ctx, plain(in.Password)); err != nil {
			return actor.Actor{}, err
		}
	}
	return d.enter(ctx, p, hash)
}

// enter opens the session of a person who gave the right password.
func (d *Desk) enter(ctx context.Context, p *ent.Person, hash string) (actor.Actor, error) {
	var opened opened
	err := d.Store.Tx(ctx, func(tx *ent.Tx) error {
		// Not where the password was reset in the meantime, or the account locked by tries beside this one.
		err := tx.Person.UpdateOneID(p.ID).Where(
			person.PasswordHash(p.PasswordHash), person.Or(person.LockedUntilIsNil(), person.LockedUntilLTE(d.Clock.Wall())),
		).SetPasswordHash(hash).SetFailedAttempts(0).ClearLockedUntil().Exec(actor.AsSystem(ctx))
		if ent.IsNotFound(err) {
			return refused()
		}
		if err != nil {
			return err
		}
		if opened, err = d.open(ctx, tx, p.ID); err != nil {
			return err
		}
		return d.record(actor.With(ctx, opened.actor), tx, p.ID, audit.Line{Act: "signIn", SubjectID: opened.actor.SessionID})
	})
	if err != nil {
		return actor.Actor{}, fmt.Errorf("sign in: %w", err)
	}
	d.handOver(ctx, opened)
	return opened.actor, nil
}

// wrong counts a wrong password and locks the account when there were too many. It returns the refusal.
func (d *Desk) wrong(ctx context.Context, p *ent.Person, email string) error {
	if p == nil {
		return d.wrongStranger(ctx, email)
	}
	now := d.Clock.Wall()
	err := d.Store.Tx(ctx, func(tx *ent.Tx) error {
		system := actor.AsSystem(ctx)
		counted, err := tx.Person.UpdateOneID(p.ID).AddFailedAttempts(1).Save(system)
		if err != nil {
			return err
		}
		reason := "CREDENTIALS_REFUSED"
		if counted.FailedAttempts >= d.Attempts {
			reason = "ACCOUNT_LOCKED"
			if err := tx.Person.UpdateOneID(p.ID).SetFailedAttempts(0).SetLockedUntil(now.Add(d.LockFor)).Exec(system); err != nil {
				return err
			}
		}
		return d.record(ctx, tx, p.ID, audit.Line{Act: "signIn", Reason: reason, Result: audit.Refused})
	})
	if err != nil {
		return fmt.Errorf("count a wrong password: %w", err)
	}
	return refused()
}

func refused() error {
	return fault.Invalid(pathPassword, "CREDENTIALS_REFUSED", fault.Text{
		NL: "Het e-mailadres of het wachtwoord klopt niet.", EN: "The e-mail address or the password is incorrect.",
	}, "")
}

func locked(after time.Duration) error {
	f := fault.Invalid(pathEmail, "ACCOUNT_LOCKED", fault.Text{
		NL: "Er is te vaak een verkeerd wachtwoord ingevuld. Probeer het later opnieuw, of vraag een nieuw wachtwoord aan.",
		EN: "A wrong password was entered too often. Try again later, or request a new password.",
	}, "")
	f.RetryAfter = after
	return f
}
