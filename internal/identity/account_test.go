package identity_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/penvoerder/penvoerder/ent/person"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/identity"
	"github.com/penvoerder/penvoerder/schemes/rulebook"
)

func (b *browser) signUp(name, email, password string) (err error) {
	b.o.T.Helper()
	b.ask(func(ctx context.Context) {
		err = b.o.SignUp(ctx, identity.SignUpInput{Name: name, Email: email, Password: password})
	})
	return err
}

func (b *browser) confirm(code string) (a actor.Actor, err error) {
	b.o.T.Helper()
	b.ask(func(ctx context.Context) { a, err = b.o.ConfirmEmail(ctx, identity.ConfirmEmailInput{Code: code}) })
	return a, err
}

func (b *browser) reset(code, password string) (a actor.Actor, err error) {
	b.o.T.Helper()
	b.ask(func(ctx context.Context) {
		a, err = b.o.ResetPassword(ctx, identity.ResetPasswordInput{Code: code, Password: password})
	})
	return a, err
}

func (b *browser) requestReset(email string) (err error) {
	b.o.T.Helper()
	b.ask(func(ctx context.Context) {
		err = b.o.RequestPasswordReset(ctx, identity.RequestPasswordResetInput{Email: email})
	})
	return err
}

func TestSigningUpConfirmingAndSigningIn(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, o *office) {
		b := o.browser()
		if err := b.signUp(" Evi Zorg ", "Evi@Demo.example", good); err != nil {
			t.Fatal(err)
		}
		code := o.code(confirmSubject)
		if _, err := b.signIn(evi, good); true {
			wants(t, err, fault.CodeInvalid, "CREDENTIALS_REFUSED") // not confirmed yet
		}
		a, err := b.confirm(strings.ToLower(code))
		if err != nil || a.PersonID == "" || a.Role != "" {
			t.Fatalf("%+v, %v", a, err)
		}
		if got := b.who(); got.PersonID != a.PersonID || got.SessionID != a.SessionID {
			t.Errorf("the cookie leads to %+v", got)
		}
		_, err = b.confirm(code)
		wants(t, err, fault.CodeInvalid, "CODE_EXPIRED")
		if _, err := o.browser().signIn("EVI@demo.example", good); err != nil {
			t.Error(err)
		}
		if got := o.audited(a.PersonID); got != "+signUp -signIn +confirmEmail +signIn" {
			t.Error(got)
		}
		if p := o.Store.Client().Person.GetX(o.System(), a.PersonID); p.Name != "Evi Zorg" || p.Email != evi || strings.Contains(p.PasswordHash, good) {
			t.Errorf("%+v", p)
		}
	})
}

func TestTheAnswerDoesNotTellWhetherAnAddressIsKnown(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, o *office) {
		o.enrol(evi)
		known, unknown := o.browser(), o.browser()
		unknown.remote = "198.51.100.9:1"
		if err := known.signUp("Mallory", evi, good+"!"); err != nil {
			t.Error(err)
		}
		if letters := o.post(); len(letters) != 1 || letters[0].Subject != existsSubject || strings.Contains(letters[0].Text, "Mallory") {
			t.Errorf("%+v", letters)
		}
		if err := unknown.requestReset("nobody@demo.example"); err != nil {
			t.Error(err)
		}
		if letters := o.post(); len(letters) != 0 {
			t.Errorf("%+v", letters)
		}
		if err := known.requestReset(evi); err != nil {
			t.Error(err)
		}
		o.code(resetSubject)
		// wrong passwords: refused alike, locked alike, whichever server is asked and after it has started anew
		for try := range 5 {
			elsewhere := another(t, o.World)
			_, a := elsewhere.browser().signIn(evi, "een heel verkeerd wachtwoord")
			_, b := elsewhere.browser().signIn("nobody@demo.example", "een heel verkeerd wachtwoord")
			if a.Error() != b.Error() {
				t.Errorf("try %d: %v and %v", try, a, b)
			}
			if locked := fault.HasReason(a, "ACCOUNT_LOCKED"); locked != (try >= 3) {
				t.Errorf("try %d: locked %t", try, locked)
			}
		}
		o.Pass(16 * time.Minute)
		if _, err := known.signIn(evi, good); err != nil {
			t.Errorf("after the lock: %v", err)
		}
	})
}

func TestALockedAccountDoesNotOpenWithTheRightPassword(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, o *office) {
		p := o.enrol(evi)
		for range 3 {
			_, err := o.browser().signIn(evi, "een heel verkeerd wachtwoord")
			wants(t, err, fault.CodeInvalid, "CREDENTIALS_REFUSED")
		}
		_, err := o.browser().signIn(evi, good)
		wants(t, err, fault.CodeInvalid, "ACCOUNT_LOCKED")
		if got := o.audited(p.ID); got != "+enrol -signIn -signIn -signIn" {
			t.Error(got)
		}
		// the owner gets in by mail
		if err := o.browser().requestReset(evi); err != nil {
			t.Fatal(err)
		}
		if _, err := o.browser().reset(o.code(resetSubject), good+" 2"); err != nil {
			t.Fatal(err)
		}
		if _, err := o.browser().signIn(evi, good+" 2"); err != nil {
			t.Error(err)
		}
	})
}

func TestANewPasswordEndsEverySession(t *testing.T) {
	t.Parallel()
	rulebook.Tries(t, "SPP-UI-002")
	each(t, func(t *testing.T, o *office) {
		p := o.enrol(evi)
		thief, owner := o.browser(), o.browser()
		thief.mustSignIn(evi)
		if err := owner.requestReset(evi); err != nil {
			t.Fatal(err)
		}
		code := o.code(resetSubject)
		_, err := owner.reset(code, "kort")
		wants(t, err, fault.CodeInvalid, "PASSWORD_TOO_WEAK")
		_, err = owner.reset(code, evi)
		wants(t, err, fault.CodeInvalid, "PASSWORD_TOO_WEAK") // and the code still works
		if _, err := owner.reset(code, good+" 2"); err != nil {
			t.Fatal(err)
		}
		if letters := o.post(); len(letters) != 1 || letters[0].Subject != changedSubject {
			t.Errorf("%+v", letters)
		}
		if a := thief.who(); !a.IsAnonymous() || thief.cookie != nil {
			t.Errorf("the other session goes on: %+v", a)
		}
		if a := owner.who(); a.PersonID != p.ID {
			t.Errorf("the owner is %+v", a)
		}
		_, err = owner.signIn(evi, good)
		wants(t, err, fault.CodeInvalid, "CREDENTIALS_REFUSED")
		_, err = owner.reset(code, good+" 3")
		wants(t, err, fault.CodeInvalid, "CODE_EXPIRED")
	})
}

func TestCodesWorkForHalfAnHour(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, o *office) {
		o.enrol(evi)
		b := o.browser()
		if err := b.requestReset(evi); err != nil {
			t.Fatal(err)
		}
		code := o.code(resetSubject)
		_, err := b.confirm(code)
		wants(t, err, fault.CodeInvalid, "CODE_EXPIRED") // made for another purpose
		o.Pass(30 * time.Minute)
		_, err = b.reset(code, good)
		wants(t, err, fault.CodeInvalid, "CODE_EXPIRED")
		if err := o.Sweep(o.T.Context()); err != nil {
			t.Fatal(err)
		}
		if n := o.Store.Client().OneTimeCode.Query().CountX(o.System()); n != 0 {
			t.Errorf("%d codes are left", n)
		}
	})
}

func TestAnAddressThatTwoSignUpHasNobodysPassword(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, o *office) {
		if err := o.browser().signUp("Evi", evi, good); err != nil {
			t.Fatal(err)
		}
		o.code(confirmSubject)
		if err := o.browser().signUp("Mallory", evi, "wachtwoord van de dief"); err != nil {
			t.Fatal(err)
		}
		owner := o.browser()
		a, err := owner.confirm(o.code(confirmSubject))
		if err != nil {
			t.Fatal(err)
		}
		for _, password := range []string{good, "wachtwoord van de dief", ""} {
			_, err := o.browser().signIn(evi, password)
			wants(t, err, fault.CodeInvalid, "CREDENTIALS_REFUSED")
		}
		if b, err := owner.reset(o.code(resetSubject), "het wachtwoord van Evi zelf"); err != nil || b.PersonID != a.PersonID {
			t.Errorf("%+v, %v", b, err)
		}
		if p := o.Store.Client().Person.Query().Where(person.Email(evi)).OnlyX(o.System()); p.Name != "Evi" {
			t.Errorf("called %q", p.Name)
		}
	})
}

func TestSigningUpAnewAfterTheCodeRanOutCounts(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, o *office) {
		if err := o.browser().signUp("Mallory", evi, "wachtwoord van de dief"); err != nil {
			t.Fatal(err)
		}
		o.code(confirmSubject)
		o.Pass(31 * time.Minute)
		if err := o.browser().signUp("Evi", evi, good); err != nil {
			t.Fatal(err)
		}
		if _, err := o.browser().confirm(o.code(confirmSubject)); err != nil {
			t.Fatal(err)
		}
		o.browser().mustSignIn(evi)
	})
}

func TestOneAddressGetsFewLetters(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, o *office) {
		o.enrol(evi)
		for range 8 {
			if err := o.browser().requestReset(evi); err != nil {
				t.Fatal(err)
			}
		}
		if letters := o.post(); len(letters) != 3 {
			t.Errorf("%d letters", len(letters))
		}
	})
}

func TestWhatIsEnteredIsChecked(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, o *office) {
		for _, email := range []string{"", "evi", "evi@", "@demo.example", "Evi <evi@demo.example>", "evi@demo.example, x@y.z", "e\nvi@demo.example", strings.Repeat("e", 260) + "@demo.example"} {
			err := o.SignUp(o.T.Context(), identity.SignUpInput{Name: "Evi", Email: email, Password: good})
			wants(t, err, fault.CodeInvalid, "EMAIL_MALFORMED")
		}
		for _, password := range []string{
			"", "elftekens..", "Welkom2026!!", "wachtwoord1234", "aaaaaaaaaaaaaaaa", "abababababababab", "123456789012", "Correcthorsebatterystaple1",
			"evi.de.werkgever@demo.example", "Evi.de.Werkgever", strings.Repeat("lang ", 50), "niet utf-8 \xff\xfe hier",
		} {
			o.Pass(time.Minute)
			err := o.SignUp(o.T.Context(), identity.SignUpInput{Name: "Evi", Email: "evi.de.werkgever@demo.example", Password: password})
			if !fault.HasReason(err, "PASSWORD_TOO_WEAK") {
				t.Errorf("%q was taken: %v", password, err)
			}
		}
		for _, name := range []string{"", " ", "E\nBcc: x", strings.Repeat("e", 201)} {
			o.Pass(time.Minute)
			err := o.SignUp(o.T.Context(), identity.SignUpInput{Name: name, Email: evi, Password: good})
			if len(fault.All(err)) != 1 || fault.All(err)[0].Path[1] != "name" {
				t.Errorf("%q: %v", name, err)
			}
		}
		err := o.SignUp(o.T.Context(), identity.SignUpInput{})
		if all := fault.All(err); len(all) != 3 {
			t.Errorf("an empty form hears %v", all)
		}
		if letters := o.post(); len(letters) != 0 {
			t.Errorf("%+v", letters)
		}
	})
}

func TestAHashOfYesterdayIsMadeAnew(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, o *office) {
		p := o.enrol(evi)
		stronger := another(t, o.World, func(c *identity.Config) { c.Hashing = identity.Hashing{Memory: 16, Iterations: 2} })
		stronger.browser().mustSignIn(evi)
		after := o.Store.Client().Person.GetX(o.System(), p.ID).PasswordHash
		if after == p.PasswordHash || !strings.Contains(after, "m=16,t=2") {
			t.Errorf("still %s", after)
		}
		stronger.browser().mustSignIn(evi)
	})
}
