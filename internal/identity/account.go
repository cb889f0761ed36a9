package identity

import (
	"context"
	"fmt"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/onetimecode"
	"github.com/penvoerder/penvoerder/ent/person"
	"github.com/penvoerder/penvoerder/ent/session"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/audit"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/internal/mail"
)

// SignUp requests an account. The answer is the same for every well-formed address; the rest comes by mail. Faults:
// EMAIL_MALFORMED, PASSWORD_TOO_WEAK, RATE_LIMITED.
func (d *Desk) SignUp(ctx context.Context, in SignUpInput) error {
	email, name, err := d.readSignUp(ctx, in)
	if err != nil {
		return err
	}
	defer d.hold(ctx, time.Now())
	hash, err := d.hasher.make(ctx, plain(in.Password))
	if err != nil {
		return err
	}
	if _, ok := d.letters.take(addressKey(email), d.Clock.Wall()); !ok {
		return nil // enough letters for this address
	}

	var letter mail.Message
	write := func(tx *ent.Tx) (err error) {
		letter, err = d.signUp(ctx, tx, email, name, hash)
		return err
	}
	err = d.Store.Tx(ctx, write)
	if fault.HasReason(err, "EMAIL_TAKEN") { // by a request beside this one; now it is there
		err = d.Store.Tx(ctx, write)
	}
	if err != nil {
		return fmt.Errorf("sign up: %w", err)
	}
	d.send(ctx, letter)
	return nil
}

func (d *Desk) readSignUp(ctx context.Context, in SignUpInput) (email, name string, err error) {
	if err := d.tryFrom(ctx); err != nil {
		return "", "", err
	}
	var bad fault.Collector
	name, badName := readName(in.Name)
	bad.Add(badName)
	email, badEmail := readEmail(in.Email)
	bad.Add(badEmail)
	bad.Add(checkPassword(in.Password, email))
	return email, name, bad.Err()
}

// signUp writes the account or the code that the address calls for, and returns the letter.
func (d *Desk) signUp(ctx context.Context, tx *ent.Tx, email, name, hash string) (mail.Message, error) {
	system, language := actor.AsSystem(ctx), language(ctx)
	known, err := tx.Person.Query().Where(person.Email(email)).Only(system)
	switch {
	case ent.IsNotFound(err):
		known, err = tx.Person.Create().SetID(ids.New(ids.Person)).SetName(name).SetEmail(email).SetPasswordHash(hash).
			SetLanguage(language).SetCreatedAt(d.Clock.Wall()).Save(system)
	case err == nil && known.ConfirmedAt != nil:
		return mail.AccountExists(email, known.Language, known.Name), nil
	case err == nil:
		known, err = d.signUpAgain(system, tx, known, name, hash)
	}
	if err != nil {
		return mail.Message{}, err
	}
	code, err := d.issueCode(system, tx, known.ID, purposeConfirm)
	if err != nil {
		return mail.Message{}, err
	}
	if err := d.record(ctx, tx, known.ID, audit.Line{Act: "signUp"}); err != nil {
		return mail.Message{}, err
	}
	return mail.ConfirmAddress(email, language, known.Name, code), nil
}

// signUpAgain handles a second request for an address that was never confirmed. While an earlier code still works,
// nobody can tell whose password is the right one (somebody may be waiting for the owner to confirm theirs), so none
// is kept: the owner confirms, and sets one by mail.
func (d *Desk) signUpAgain(ctx context.Context, tx *ent.Tx, p *ent.Person, name, hash string) (*ent.Person, error) {
	pending, err := tx.OneTimeCode.Query().Where(
		onetimecode.PersonID(p.ID), onetimecode.Purpose(purposeConfirm), onetimecode.UsedAtIsNil(), onetimecode.ExpiresAtGT(d.Clock.Wall()),
	).Exist(ctx)
	if err != nil {
		return nil, err
	}
	if pending {
		return p.Update().SetPasswordHash(unusableHash).Save(ctx)
	}
	return p.Update().SetName(name).SetPasswordHash(hash).Save(ctx)
}

// ConfirmEmail confirms the address with the code of the mail, and signs in. Faults: CODE_EXPIRED, RATE_LIMITED.
func (d *Desk) ConfirmEmail(ctx context.Context, in ConfirmEmailInput) (actor.Actor, error) {
	if err := d.tryFrom(ctx); err != nil {
		return actor.Actor{}, err
	}
	var opened opened
	var letter *mail.Message
	err := d.Store.Tx(ctx, func(tx *ent.Tx) error {
		letter = nil
		system := actor.AsSystem(ctx)
		p, err := d.useCode(system, tx, in.Code, purposeConfirm)
		if err != nil {
			return err
		}
		up := tx.Person.UpdateOneID(p.ID)
		if p.ConfirmedAt == nil {
			up.SetConfirmedAt(d.Clock.Wall())
		}
		if p, err = up.Save(system); err != nil {
			return err
		}
		if p.PasswordHash == unusableHash {
			code, err := d.issueCode(system, tx, p.ID, purposeReset)
			if err != nil {
				return err
			}
			m := mail.NewPassword(p.Email, p.Language, p.Name, code)
			letter = &m
		}
		if opened, err = d.open(ctx, tx, p.ID); err != nil {
			return err
		}
		return d.record(actor.With(ctx, opened.actor), tx, p.ID, audit.Line{Act: "confirmEmail"})
	})
	if err != nil {
		return actor.Actor{}, fmt.Errorf("confirm address: %w", err)
	}
	if letter != nil {
		d.send(ctx, *letter)
	}
	d.handOver(ctx, opened)
	return opened.actor, nil
}

// RequestPasswordReset asks for a mail to set a new password. The answer is the same for every address. Faults:
// RATE_LIMITED.
func (d *Desk) RequestPasswordReset(ctx context.Context, in RequestPasswordResetInput) error {
	if err := d.tryFrom(ctx); err != nil {
		return err
	}
	email, bad := readEmail(in.Email)
	if bad != nil {
		return bad
	}
	defer d.hold(ctx, time.Now())
	if _, ok := d.letters.take(addressKey(email), d.Clock.Wall()); !ok {
		return nil
	}
	var letter *mail.Message
	err := d.Store.Tx(ctx, func(tx *ent.Tx) error {
		system := actor.AsSystem(ctx)
		p, err := tx.Person.Query().Where(person.Email(email)).Only(system)
		if ent.IsNotFound(err) {
			return nil
		}
		if err != nil {
			return err
		}
		code, err := d.issueCode(system, tx, p.ID, purposeReset)
		if err != nil {
			return err
		}
		m := mail.NewPassword(p.Email, p.Language, p.Name, code)
		letter = &m
		return d.record(ctx, tx, p.ID, audit.Line{Act: "requestPasswordReset"})
	})
	if err != nil {
		return fmt.Errorf("request password reset: %w", err)
	}
	if letter != nil {
		d.send(ctx, *letter)
	}
	return nil
}

// ResetPassword sets a new password with the code of the mail, ends every session of the person and begins one. The
// code also confirms the address: it came by mail. Faults: CODE_EXPIRED, PASSWORD_TOO_WEAK, RATE_LIMITED.
func (d *Desk) ResetPassword(ctx context.Context, in ResetPasswordInput) (actor.Actor, error) {
	if err := d.tryFrom(ctx); err != nil {
		return actor.Actor{}, err
	}
	if bad := checkPassword(in.Password, ""); bad != nil {
		return actor.Actor{}, bad
	}
	hash, err := d.hasher.make(ctx, plain(in.Password))
	if err != nil {
		return actor.Actor{}, err
	}
	var opened opened
	var p *ent.Person
	err = d.Store.Tx(ctx, func(tx *ent.Tx) (err error) {
		system := actor.AsSystem(ctx)
		if p, err = d.useCode(system, tx, in.Code, purposeReset); err != nil {
			return err
		}
		if bad := checkPassword(in.Password, p.Email); bad != nil {
			return bad // the code stays usable: the transaction ends here
		}
		up := tx.Person.UpdateOneID(p.ID).SetPasswordHash(hash).SetFailedAttempts(0).ClearLockedUntil()
		if p.ConfirmedAt == nil {
			up.SetConfirmedAt(d.Clock.Wall())
		}
		if err := up.Exec(system); err != nil {
			return err
		}
		if _, err := tx.Session.Delete().Where(session.PersonID(p.ID)).Exec(system); err != nil {
			return err
		}
		if opened, err = d.open(ctx, tx, p.ID); err != nil {
			return err
		}
		return d.record(actor.With(ctx, opened.actor), tx, p.ID, audit.Line{Act: "resetPassword"})
	})
	if err != nil {
		return actor.Actor{}, fmt.Errorf("reset password: %w", err)
	}
	d.send(ctx, mail.PasswordChanged(p.Email, p.Language, p.Name))
	d.handOver(ctx, opened)
	return opened.actor, nil
}

func language(ctx context.Context) string {
	if l := actor.From(ctx).Language; l != "" {
		return l
	}
	return "nl"
}
