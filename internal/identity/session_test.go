package identity_test

import (
	"context"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/identity"
)

func TestTheCookieIsBoundToThisSite(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, o *office) {
		o.enrol(evi)
		b := o.browser()
		b.mustSignIn(evi)
		c := b.cookie
		if c.Name != "penvoerder" || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" || c.Secure {
			t.Errorf("%+v", c)
		}
		for _, s := range o.Store.Client().Session.Query().AllX(o.System()) {
			if s.TokenHash == c.Value || len(s.TokenHash) != 64 {
				t.Errorf("the secret is kept as %q", s.TokenHash)
			}
		}
		secure := another(t, o.World, func(c *identity.Config) { c.Secure = true })
		s := secure.browser()
		s.mustSignIn(evi)
		if s.cookie.Name != "__Host-penvoerder" || !s.cookie.Secure {
			t.Errorf("%+v", s.cookie)
		}
	})
}

func TestASessionEndsWhenUnusedAndInAnyCase(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, o *office) {
		o.enrol(evi)
		idle, busy := o.browser(), o.browser()
		idle.mustSignIn(evi)
		busy.mustSignIn(evi)
		o.Pass(14 * time.Minute)
		if busy.who().IsAnonymous() {
			t.Error("ended too early")
		}
		o.Pass(time.Minute)
		if !idle.who().IsAnonymous() || idle.cookie != nil {
			t.Error("an unused session goes on")
		}
		for range 60 * 12 / 10 {
			o.Pass(10 * time.Minute)
			busy.who()
		}
		if !busy.who().IsAnonymous() {
			t.Error("a session never ends")
		}
	})
}

func TestSigningOutEndsTheNextRequest(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, o *office) {
		p := o.enrol(evi)
		o.enrol("other@demo.example")
		here, there, other := o.browser(), o.browser(), o.browser()
		here.header.Set("User-Agent", "Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/140.0")
		mine := here.mustSignIn(evi)
		o.Pass(time.Second)
		theirs := there.mustSignIn(evi)
		strange := other.mustSignIn("other@demo.example")

		here.ask(func(ctx context.Context) {
			open, err := o.Sessions(ctx)
			if err != nil || len(open) != 2 || open[0].ID != theirs.SessionID || *open[1].Device != "Firefox, Windows" {
				t.Errorf("%v, %v", open, err)
			}
			_, err = o.SignOut(ctx, identity.SignOutInput{SessionID: &strange.SessionID})
			wants(t, err, fault.CodeNotFound, "SESSION_NOT_FOUND")
			if a, err := o.SignOut(ctx, identity.SignOutInput{SessionID: &theirs.SessionID}); err != nil || a.SessionID != mine.SessionID {
				t.Errorf("%+v, %v", a, err)
			}
		})
		if !there.who().IsAnonymous() || here.who().IsAnonymous() || other.who().IsAnonymous() {
			t.Error("the wrong session ended")
		}
		here.ask(func(ctx context.Context) {
			if a, err := o.SignOut(ctx, identity.SignOutInput{}); err != nil || !a.IsAnonymous() {
				t.Errorf("%+v, %v", a, err)
			}
		})
		if here.cookie != nil || !here.who().IsAnonymous() {
			t.Error("still signed in")
		}
		here.ask(func(ctx context.Context) {
			_, err := o.SignOut(ctx, identity.SignOutInput{})
			wants(t, err, fault.CodeUnauthenticated, "SIGN_IN_REQUIRED")
		})
		if got := o.audited(p.ID); got != "+enrol +signIn +signIn +signOut +signOut" {
			t.Error(got)
		}
	})
}

func TestSigningInReplacesTheSessionThatTheBrowserCameWith(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, o *office) {
		o.enrol(evi)
		b, planted := o.browser(), o.browser()
		b.mustSignIn(evi)
		planted.cookie = b.cookie
		b.mustSignIn(evi)
		if !planted.who().IsAnonymous() || b.who().IsAnonymous() {
			t.Error("the earlier session goes on")
		}
		if n := o.Store.Client().Session.Query().CountX(o.System()); n != 1 {
			t.Errorf("%d sessions", n)
		}
	})
}

func TestAPersonHasAtMostTwentySessions(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, o *office) {
		o.enrol(evi)
		first := o.browser()
		first.mustSignIn(evi)
		for range 20 {
			o.Pass(2 * time.Second)
			o.browser().mustSignIn(evi)
		}
		if n := o.Store.Client().Session.Query().CountX(o.System()); n != 20 || !first.who().IsAnonymous() {
			t.Errorf("%d sessions", n)
		}
	})
}

func TestARoleThatEndedIsGoneWithTheNextRequest(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, o *office) {
		org := o.Organisation()
		p := o.enrol(evi, identity.Role{Role: actor.Employer, OrganisationID: org.ID}, identity.Role{Role: actor.SSC})
		o.enrol("other@demo.example", identity.Role{Role: actor.VWS})
		b := o.browser()
		if a := b.mustSignIn(evi); a.Role != actor.Employer || a.OrganisationID != org.ID {
			t.Fatalf("%+v", a)
		}
		employer := b.who().RoleID
		roles := o.Store.Client().RoleAssignment.Query().AllX(o.System())
		var ssc, strange string
		for _, r := range roles {
			switch r.Role {
			case "SSC":
				ssc = r.ID
			case "VWS":
				strange = r.ID
			}
		}
		b.ask(func(ctx context.Context) {
			if a, err := o.ActAs(ctx, identity.ActAsInput{RoleID: ssc}); err != nil || a.Role != actor.SSC || a.OrganisationID != "" {
				t.Errorf("%+v, %v", a, err)
			}
			_, err := o.ActAs(ctx, identity.ActAsInput{RoleID: strange})
			wants(t, err, fault.CodeNotFound, "ROLE_NOT_FOUND")
		})
		if a := b.who(); a.Role != actor.SSC {
			t.Errorf("acts as %s", a.Role)
		}
		err := o.Store.Tx(o.System(), func(tx *ent.Tx) error {
			return tx.RoleAssignment.UpdateOneID(ssc).SetUntil(o.Clock.Today()).Exec(o.System())
		})
		if err != nil {
			t.Fatal(err)
		}
		if a := b.who(); a.Role != "" || a.RoleID != "" || a.PersonID != p.ID {
			t.Errorf("still %+v", a)
		}
		b.ask(func(ctx context.Context) {
			_, err := o.ActAs(ctx, identity.ActAsInput{RoleID: ssc})
			wants(t, err, fault.CodeInvalid, "ROLE_ENDED")
			if a, err := o.ActAs(ctx, identity.ActAsInput{RoleID: employer}); err != nil || a.OrganisationID != org.ID {
				t.Errorf("%+v, %v", a, err)
			}
			all, err := o.Roles(ctx)
			if err != nil || len(all) != 2 || all[0].ID != employer || all[0].Edges.Organisation == nil {
				t.Errorf("%v, %v", all, err)
			}
		})
		again := o.browser()
		if a := again.mustSignIn(evi); a.Role != actor.Employer {
			t.Errorf("signs in as %s", a.Role)
		}
		if got := o.audited(p.ID); got != "+enrol +signIn +actAs +actAs +signIn" {
			t.Error(got)
		}
	})
}

func TestSigningUpAnOrganisationMakesAContact(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, o *office) {
		org := o.Organisation()
		o.enrol(evi)
		o.enrol("ssc@demo.example", identity.Role{Role: actor.SSC})
		b, ssc := o.browser(), o.browser()
		b.mustSignIn(evi)
		ssc.mustSignIn("ssc@demo.example")
		employ := func(ctx context.Context) (a actor.Actor, err error) {
			err = o.Store.Tx(ctx, func(tx *ent.Tx) (err error) {
				a, err = o.Employ(ctx, tx, org.ID)
				return err
			})
			return a, err
		}
		b.ask(func(ctx context.Context) {
			if a, err := employ(ctx); err != nil || a.Role != actor.Employer || a.OrganisationID != org.ID || a.SessionID == "" {
				t.Errorf("%+v, %v", a, err)
			}
		})
		if a := b.who(); a.OrganisationID != org.ID {
			t.Errorf("%+v", a)
		}
		ssc.ask(func(ctx context.Context) {
			_, err := employ(ctx)
			wants(t, err, fault.CodeForbidden, "ROLE")
		})
	})
}

func TestOneRequestIsOneAttempt(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, o *office) {
		p := o.enrol(evi)
		b := o.browser()
		b.ask(func(ctx context.Context) {
			for try := range 10 { // as aliases do
				_, err := o.SignIn(ctx, identity.SignInInput{Email: evi, Password: "een heel verkeerd wachtwoord"})
				if code := fault.CodeRateLimited; try > 0 && !fault.Is(err, code) {
					t.Errorf("try %d: %v", try, err)
				}
			}
		})
		if got := o.audited(p.ID); got != "+enrol -signIn" {
			t.Error(got)
		}
	})
}

func TestASourceThatTriesTooOftenWaits(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, o *office) {
		o.enrol(evi)
		b, neighbour := o.browser(), o.browser()
		b.remote, neighbour.remote = "[2001:db8:1:2::5]:99", "[2001:db8:1:3::5]:99"
		var last error
		for try := range 6 {
			b.remote = "[2001:db8:1:2::" + string(rune('1'+try)) + "]:99" // one subscriber, many addresses
			_, last = b.signIn("someone@demo.example", good)
		}
		wants(t, last, fault.CodeRateLimited, "TOO_MANY_ATTEMPTS")
		if all := fault.All(last); all[0].RetryAfter <= 0 {
			t.Error("nobody says how long")
		}
		neighbour.mustSignIn(evi)
		o.Pass(10 * time.Second)
		b.mustSignIn(evi)
	}, func(c *identity.Config) { c.PerSource = 4 })
}

func TestManyAtOnceNeitherRaceNorLetTwoIn(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, o *office) {
		o.enrol(evi)
		if err := o.browser().requestReset(evi); err != nil {
			t.Fatal(err)
		}
		code := o.code(resetSubject)
		var wg sync.WaitGroup
		var mu sync.Mutex
		entered := 0
		for i := range 8 {
			wg.Go(func() {
				_, err := o.ResetPassword(o.T.Context(), identity.ResetPasswordInput{Code: code, Password: good + string(rune('a'+i))})
				mu.Lock()
				defer mu.Unlock()
				if err == nil {
					entered++
				} else if !fault.HasReason(err, "CODE_EXPIRED") {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if entered != 1 {
			t.Errorf("%d used one code", entered)
		}
	})
}
