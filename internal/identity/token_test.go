package identity_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/identity"
	"github.com/penvoerder/penvoerder/internal/typed"
)

// employer is a browser in which a contact of a new organisation is signed in.
func (o *office) employer() (*browser, *ent.Organisation) {
	o.T.Helper()
	org := o.Organisation()
	email := "contact" + org.KvkNumber + "@demo.example"
	o.enrol(email, identity.Role{Role: actor.Employer, OrganisationID: org.ID})
	b := o.browser()
	b.mustSignIn(email)
	return b, org
}

func (b *browser) token(scopes ...string) (t *ent.PartnerToken, secret string, err error) {
	b.o.T.Helper()
	b.ask(func(ctx context.Context) {
		t, secret, err = b.o.CreatePartnerToken(ctx, identity.CreatePartnerTokenInput{
			Label: " HR ", Scopes: scopes, ExpiresAt: typed.DateTimeOf(b.o.Wall().AddDate(0, 6, 0)),
		})
	})
	return t, secret, err
}

// machine is a caller with a token.
func (o *office) machine(secret string) *browser {
	m := o.browser()
	m.header.Set("Authorization", "bearer "+secret)
	return m
}

func TestATokenActsForItsOrganisation(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, o *office) {
		b, org := o.employer()
		made, secret, err := b.token("SUBMIT", "READ", "READ")
		if err != nil {
			t.Fatal(err)
		}
		if made.Name != "HR" || !strings.HasPrefix(secret, made.Prefix) || made.SecretHash == secret || cmp.Diff([]string{"READ", "SUBMIT"}, made.Scopes) != "" {
			t.Errorf("%+v", made)
		}
		m := o.machine(secret)
		want := actor.Actor{TokenID: made.ID, Role: actor.Employer, OrganisationID: org.ID, Scopes: []string{"READ", "SUBMIT"}, Language: "nl", Origin: "203.0.113.0/24"}
		got := m.who()
		got.RequestID = ""
		if d := cmp.Diff(want, got); d != "" {
			t.Error(d)
		}
		if at := o.Store.Client().PartnerToken.GetX(o.System(), made.ID).LastUsedAt; at == nil || !at.Equal(o.Wall().Truncate(time.Hour)) {
			t.Errorf("last used %v", at)
		}
		if got := o.audited(org.ID); got != "+createPartnerToken" {
			t.Error(got)
		}
		m.ask(func(ctx context.Context) {
			_, _, err := o.CreatePartnerToken(ctx, identity.CreatePartnerTokenInput{})
			wants(t, err, fault.CodeForbidden, "SCOPE")
		})
		// the token goes before the cookie
		m.cookie = b.cookie
		if a := m.who(); a.TokenID != made.ID || a.PersonID != "" {
			t.Errorf("%+v", a)
		}
	})
}

func TestATokenThatDoesNotWorkIsRefusedAtTheDoor(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, o *office) {
		b, org := o.employer()
		revoked, secret, err := b.token("READ")
		if err != nil {
			t.Fatal(err)
		}
		_, old, err := b.token("READ")
		if err != nil {
			t.Fatal(err)
		}
		if o.machine(secret).who().IsAnonymous() {
			t.Fatal("it does not work at all")
		}
		b.ask(func(ctx context.Context) {
			_, err := o.RevokePartnerToken(ctx, identity.RevokePartnerTokenInput{ID: revoked.ID, ExpectedVersion: 7})
			wants(t, err, fault.CodeConflict, fault.ReasonStaleVersion)
			done, err := o.RevokePartnerToken(ctx, identity.RevokePartnerTokenInput{ID: revoked.ID, ExpectedVersion: 1})
			if err != nil || done.RevokedAt == nil || done.Version != 2 {
				t.Errorf("%+v, %v", done, err)
			}
			_, err = o.RevokePartnerToken(ctx, identity.RevokePartnerTokenInput{ID: revoked.ID, ExpectedVersion: 2})
			wants(t, err, fault.CodeConflict, fault.ReasonWrongState)
			if p := o.Can(ctx, "END", done); p.Reason != "NOT_IN_THIS_STATE" {
				t.Errorf("%+v", p)
			}
			all, err := o.Tokens(ctx, org.ID)
			if err != nil || len(all) != 2 || all[1].ID != revoked.ID {
				t.Errorf("%v, %v", all, err)
			}
		})
		refused := func(secret, reason string) {
			t.Helper()
			answer := o.machine(secret).ask(func(context.Context) { t.Error("let in") })
			body := answer.Body.String()
			if answer.Code != http.StatusUnauthorized || !strings.Contains(body, reason) || strings.Contains(body, secret) {
				t.Errorf("%d %s, want %s", answer.Code, body, reason)
			}
		}
		refused(secret, "TOKEN_REVOKED")
		refused(strings.Replace(old, old[10:12], "zz", 1), "TOKEN_UNKNOWN")
		refused("pvt_x", "TOKEN_UNKNOWN")
		o.Pass(366 * 24 * time.Hour)
		refused(old, "TOKEN_EXPIRED")
		if got := o.audited(org.ID); got != "+createPartnerToken +createPartnerToken +revokePartnerToken" {
			t.Error(got)
		}
	})
}

func TestTokensOfAnotherAreNotThere(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, o *office) {
		mine, _ := o.employer()
		theirs, org := o.employer()
		made, _, err := theirs.token("READ")
		if err != nil {
			t.Fatal(err)
		}
		mine.ask(func(ctx context.Context) {
			_, err := o.RevokePartnerToken(ctx, identity.RevokePartnerTokenInput{ID: made.ID, ExpectedVersion: 1})
			wants(t, err, fault.CodeNotFound, "TOKEN_NOT_FOUND")
			if all, err := o.Tokens(ctx, org.ID); err != nil || len(all) != 0 {
				t.Errorf("%v, %v", all, err)
			}
		})
	})
}

func TestWhatIsAskedOfATokenIsChecked(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, o *office) {
		b, _ := o.employer()
		for reason, in := range map[string]identity.CreatePartnerTokenInput{
			"EXPIRY_TOO_FAR": {Label: "HR", Scopes: []string{"READ"}, ExpiresAt: typed.DateTimeOf(o.Wall().AddDate(1, 0, 1))},
			"EXPIRY_PASSED":  {Label: "HR", Scopes: []string{"READ"}, ExpiresAt: typed.DateTimeOf(o.Wall())},
			"MALFORMED":      {Label: "HR", Scopes: []string{"READ"}, ExpiresAt: "tomorrow"},
			"REQUIRED":       {Scopes: []string{"EVERYTHING"}, ExpiresAt: typed.DateTimeOf(o.Wall().AddDate(0, 1, 0))},
		} {
			b.ask(func(ctx context.Context) {
				_, _, err := o.CreatePartnerToken(ctx, in)
				wants(t, err, fault.CodeInvalid, reason)
			})
		}
		for range 20 {
			if _, _, err := b.token("READ"); err != nil {
				t.Fatal(err)
			}
		}
		_, _, err := b.token("READ")
		wants(t, err, fault.CodeConflict, "TOO_MANY_TOKENS")
	})
}
