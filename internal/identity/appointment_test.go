package identity_test

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/appointment"
	"github.com/penvoerder/penvoerder/ent/partnertoken"
	"github.com/penvoerder/penvoerder/ent/roleassignment"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/identity"
	"github.com/penvoerder/penvoerder/internal/reference"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
	"github.com/penvoerder/penvoerder/internal/testworld"
	"github.com/penvoerder/penvoerder/internal/typed"
	"github.com/penvoerder/penvoerder/schemes/toy"
)

const inviteSubject = "Uitnodiging voor een rol bij Penvoerder"

// administrators are people who hold the role, each in a browser.
func (o *office) administrators(names ...string) []*browser {
	o.T.Helper()
	var all []*browser
	for _, n := range names {
		email := n + "@demo.example"
		o.enrol(email, identity.Role{Role: actor.Administrator})
		b := o.browser()
		b.mustSignIn(email)
		all = append(all, b)
	}
	return all
}

// newcomer is somebody with an account and no role.
func (o *office) newcomer(email string) *browser {
	o.T.Helper()
	o.enrol(email)
	b := o.browser()
	b.mustSignIn(email)
	return b
}

// roleOf is the role of a person who holds one.
func (o *office) roleOf(personID string) string {
	o.T.Helper()
	id, err := o.Store.Client().RoleAssignment.Query().Where(roleassignment.PersonID(personID)).OnlyID(o.System())
	o.Must(err)
	return id
}

func (b *browser) propose(email string, role actor.Role, region ...string) (row *ent.Appointment, err error) {
	b.o.T.Helper()
	in := identity.ProposeAppointmentInput{Email: email, Role: string(role)}
	if len(region) > 0 {
		in.RegionalOrganisationID = &region[0]
	}
	b.ask(func(ctx context.Context) { row, err = b.o.ProposeAppointment(ctx, in) })
	return row, err
}

func (b *browser) second(row *ent.Appointment) (out *ent.Appointment, err error) {
	b.o.T.Helper()
	b.ask(func(ctx context.Context) {
		out, err = b.o.ConfirmAppointment(ctx, identity.ConfirmAppointmentInput{ID: row.ID, ExpectedVersion: row.Version})
	})
	return out, err
}

func (b *browser) accept(code string) (a actor.Actor, err error) {
	b.o.T.Helper()
	b.ask(func(ctx context.Context) {
		a, err = b.o.AcceptAppointment(ctx, identity.AcceptAppointmentInput{Code: code})
	})
	return a, err
}

func (b *browser) withdraw(row *ent.Appointment) (err error) {
	b.o.T.Helper()
	b.ask(func(ctx context.Context) {
		_, err = b.o.WithdrawAppointment(ctx, identity.WithdrawAppointmentInput{ID: row.ID, ExpectedVersion: row.Version, Reason: "Vergissing"})
	})
	return err
}

func (b *browser) end(roleID string, on ...typed.Date) (err error) {
	b.o.T.Helper()
	in := identity.EndRoleInput{ID: roleID, ExpectedVersion: 1, Reason: "Uit dienst"}
	if len(on) > 0 {
		in.End = &on[0]
	}
	b.ask(func(ctx context.Context) { _, err = b.o.EndRole(ctx, in) })
	return err
}

// invited is somebody whose invitation to a role where one administrator is enough has come in, with the code.
func (o *office) invited(by *browser, email string) (*browser, string) {
	o.T.Helper()
	b := o.newcomer(email)
	_, err := by.propose(email, actor.VWS)
	o.Must(err)
	return b, o.code(inviteSubject)
}

func TestTwoAdministratorsAppoint(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, o *office) {
		admins := o.administrators("ada", "ali")
		row, err := admins[0].propose("Sara@Demo.example", actor.SSC)
		o.Must(err)
		if got := o.post(); len(got) != 0 || row.State != "PROPOSED" {
			t.Fatalf("%s, with letters %+v before anybody confirmed", row.State, got)
		}
		_, err = admins[0].second(row)
		wants(t, err, fault.CodeForbidden, "FOUR_EYES_REQUIRED")
		row, err = admins[1].second(row)
		o.Must(err)
		letters := o.post()
		if len(letters) != 1 || letters[0].To != "sara@demo.example" || !strings.Contains(letters[0].Text, "beoordelaar bij het SSC") {
			t.Fatalf("letters %+v", letters)
		}
		code := regexp.MustCompile(`(?m)^[A-Z0-9-]{20,}$`).FindString(letters[0].Text)
		sara := o.newcomer("sara@demo.example")
		a, err := sara.accept(strings.ToLower(code))
		o.Must(err)
		if a.Role != actor.SSC || sara.who().Role != actor.SSC {
			t.Errorf("acts as %q, then as %q", a.Role, sara.who().Role)
		}
		if got := o.audited(row.ID); got != "+proposeAppointment +confirmAppointment" {
			t.Errorf("log of the appointment: %s", got)
		}
		if got := o.audited(a.PersonID); got != "+enrol +signIn +acceptAppointment" {
			t.Errorf("log of the person: %s", got)
		}
	})
}

// One administrator is enough where nobody judges and nobody pays.
func TestAProjectLeaderIsInvitedAtOnce(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, o *office) {
		ada := o.administrators("ada")[0]
		for _, c := range []struct {
			role   actor.Role
			region []string
			reason string
		}{
			{actor.ProjectLeader, nil, "REGIONAL_ORGANISATION_UNKNOWN"},
			{actor.ProjectLeader, []string{"rgo_nergens"}, "REGIONAL_ORGANISATION_UNKNOWN"},
			{actor.VWS, []string{testworld.RegionalOrganisation}, "REGIONAL_ORGANISATION_UNKNOWN"},
			{actor.Employer, nil, "ROLE_NOT_APPOINTED"},
			{"KING", nil, "ROLE_NOT_APPOINTED"},
		} {
			_, err := ada.propose("leider@demo.example", c.role, c.region...)
			wants(t, err, fault.CodeInvalid, c.reason)
		}
		region := reference.RegionalOrganisations()[0].ID
		_, err := ada.propose("leider@demo.example", actor.ProjectLeader, region)
		o.Must(err)
		code := o.code(inviteSubject)
		_, err = ada.propose("leider@demo.example", actor.ProjectLeader, region)
		wants(t, err, fault.CodeConflict, "ALREADY_INVITED")
		leader := o.newcomer("leider@demo.example")
		a, err := leader.accept(code)
		o.Must(err)
		if a.RegionalOrganisationID != region {
			t.Errorf("leads %q", a.RegionalOrganisationID)
		}
		_, err = ada.propose("leider@demo.example", actor.ProjectLeader, region)
		wants(t, err, fault.CodeConflict, "ROLE_HELD")
	})
}

func TestNobodyAppointsItselfByAnotherSpelling(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, o *office) {
		admins := o.administrators("a.da", "ali")
		for _, spelling := range []string{
			"a.da@demo.example", "A.DA@DEMO.EXAMPLE", "a.da+ssc@demo.example", "ada@demo.example", "ad.a+x@Demo.example", "ａda@demo.example",
		} {
			_, err := admins[0].propose(spelling, actor.SSC)
			wants(t, err, fault.CodeForbidden, "FOUR_EYES_REQUIRED")
			row, err := admins[1].propose(spelling, actor.SSC)
			o.Must(err)
			_, err = admins[0].second(row)
			wants(t, err, fault.CodeForbidden, "FOUR_EYES_REQUIRED")
			admins[0].ask(func(ctx context.Context) {
				if p := o.Can(ctx, "CONFIRM", row); p.Allowed || p.Reason != "FOUR_EYES_REQUIRED" {
					t.Errorf("viewerCan of %s: %+v", spelling, p)
				}
			})
			o.Must(admins[1].withdraw(row))
		}
		other := o.enrol("ada+2@demo.example", identity.Role{Role: actor.SSC})
		err := admins[0].end(o.roleOf(other.ID))
		wants(t, err, fault.CodeForbidden, "FOUR_EYES_REQUIRED")
	})
}

func TestAnInvitationIsAcceptedOnce(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, o *office) {
		ada := o.administrators("ada")[0]
		vera, code := o.invited(ada, "vera@demo.example")
		mallory := o.newcomer("mallory@demo.example")
		_, err := mallory.accept(code)
		wants(t, err, fault.CodeInvalid, "CODE_EXPIRED")
		_, err = ada.accept(code)
		wants(t, err, fault.CodeInvalid, "CODE_EXPIRED")
		_, err = o.browser().accept(code)
		wants(t, err, fault.CodeUnauthenticated, "SIGN_IN_REQUIRED")
		_, err = vera.accept(code)
		o.Must(err)
		_, err = vera.accept(code)
		wants(t, err, fault.CodeInvalid, "CODE_EXPIRED")
	})
}

// Of two that use a code at once, one begins the role.
func TestAnInvitationUsedTwiceAtOnceBeginsOneRole(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, o *office) {
		ada := o.administrators("ada")[0]
		vera, code := o.invited(ada, "vera@demo.example")
		who := o.As(vera.who())
		accept := func() error {
			_, err := o.AcceptAppointment(who, identity.AcceptAppointmentInput{Code: code})
			return err
		}
		done := 0
		for _, err := range testworld.AtOnce(accept, accept, accept) {
			if err == nil {
				done++
			} else if !fault.HasReason(err, "CODE_EXPIRED") && !fault.HasReason(err, "ROLE_HELD") {
				t.Error(err)
			}
		}
		roles, err := o.Roles(who)
		o.Must(err)
		if done != 1 || len(roles) != 1 {
			t.Errorf("%d accepted, %d roles", done, len(roles))
		}
	})
}

func TestAnInvitationExpires(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, o *office) {
		admins := o.administrators("ada", "ali")
		vera, code := o.invited(admins[0], "vera@demo.example")
		proposed, err := admins[0].propose("sem@demo.example", actor.SSC)
		o.Must(err)
		o.Pass(365 * 24 * time.Hour)
		for _, b := range append(admins, vera) {
			b.cookie = nil
		}
		admins[1].mustSignIn("ali@demo.example")
		vera.mustSignIn("vera@demo.example")
		_, err = vera.accept(code)
		wants(t, err, fault.CodeInvalid, "CODE_EXPIRED")
		_, err = admins[1].second(proposed)
		wants(t, err, fault.CodeConflict, fault.ReasonWrongState)
		n, err := o.Store.Client().Appointment.Query().Where(o.InAppointmentState("EXPIRED")).Count(o.System())
		o.Must(err)
		if n != 2 {
			t.Errorf("%d have expired", n)
		}
		_, err = admins[1].propose("vera@demo.example", actor.VWS)
		o.Must(err)
		o.Must(o.Sweep(o.System()))
		n, err = o.Store.Client().Appointment.Query().Where(appointment.State("EXPIRED")).Count(o.System())
		o.Must(err)
		if n != 2 {
			t.Errorf("%d were swept", n)
		}
		_, err = vera.accept(o.code(inviteSubject))
		o.Must(err)
	})
}

func TestAWithdrawnInvitationIsWorthless(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, o *office) {
		ada := o.administrators("ada")[0]
		vera := o.newcomer("vera@demo.example")
		row, err := ada.propose("vera@demo.example", actor.VWS)
		o.Must(err)
		code := o.code(inviteSubject)
		o.Must(ada.withdraw(row))
		_, err = vera.accept(code)
		wants(t, err, fault.CodeInvalid, "CODE_EXPIRED")
		wants(t, ada.withdraw(row), fault.CodeConflict, fault.ReasonStaleVersion)
		row.Version++
		wants(t, ada.withdraw(row), fault.CodeConflict, fault.ReasonWrongState)
		wants(t, vera.withdraw(row), fault.CodeNotFound, "APPOINTMENT_NOT_FOUND")
	})
}

func TestTheLastTwoAdministratorsStay(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, o *office) {
		admins := o.administrators("ada", "ali")
		role := func(b *browser) string { return b.who().RoleID }
		err := admins[0].end(role(admins[1]))
		wants(t, err, fault.CodeConflict, "LAST_ADMINISTRATORS")
		err = admins[0].end(role(admins[0]))
		wants(t, err, fault.CodeForbidden, "FOUR_EYES_REQUIRED")

		admins = append(admins, o.administrators("els")...)
		err = admins[0].end(role(admins[2]), typed.DateOf(o.Clock.Today().AddDate(0, 1, 0)))
		o.Must(err)
		err = admins[0].end(role(admins[1])) // two are left today, and one in a month
		wants(t, err, fault.CodeConflict, "LAST_ADMINISTRATORS")
	})
}

// Three are there, and two end each other at once: one of them stays.
func TestTwoAdministratorsWhoEndEachOther(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := testworld.Open(t, s, toy.Scheme, time.Date(2026, 2, 2, 9, 0, 0, 0, time.UTC))
		for round := range 10 {
			o := another(t, w)
			var who []actor.Actor
			for _, n := range []string{"ada", "ali", "els"} {
				who = append(who, o.administrators(fmt.Sprintf("%s%d", n, round))[0].who())
			}
			end := func(by, of actor.Actor) func() error {
				return func() error {
					_, err := o.EndRole(o.As(by), identity.EndRoleInput{ID: of.RoleID, ExpectedVersion: 1, Reason: "Uit dienst"})
					return err
				}
			}
			errs := testworld.AtOnce(end(who[0], who[1]), end(who[1], who[0]))
			ended := 0
			for _, err := range errs {
				if err == nil {
					ended++
				} else {
					wants(t, err, fault.CodeConflict, "LAST_ADMINISTRATORS")
				}
			}
			n, err := o.Administrators(o.System())
			o.Must(err)
			if ended != 1 || n != 2 {
				t.Fatalf("round %d: %d ended, %d stay", round, ended, n)
			}
			w.Write(func(ctx context.Context, tx *ent.Tx) error { // for the next round
				return tx.RoleAssignment.Update().SetUntil(o.Clock.Today()).Exec(ctx)
			})
		}
	})
}

func TestARoleThatEndsTakesItsSessionsAndTokens(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, o *office) {
		ada := o.administrators("ada")[0]
		b, org := o.employer()
		who := b.who()
		_, secret, err := b.token("READ")
		o.Must(err)
		machine := o.machine(secret)
		if machine.who().TokenID == "" {
			t.Fatal("the token does not work")
		}
		err = ada.end(who.RoleID)
		o.Must(err)
		if w := machine.ask(func(context.Context) { t.Error("the token still works") }); w.Code != 401 {
			t.Errorf("the token is answered %d", w.Code)
		}
		if got := b.who(); got.PersonID != "" {
			t.Errorf("the session still is %+v", got)
		}
		open, err := o.Store.Client().PartnerToken.Query().Where(partnertoken.RevokedAtIsNil()).Count(o.System())
		o.Must(err)
		if open != 0 {
			t.Error("the token is not revoked")
		}
		if got := o.audited(org.ID); got != "+createPartnerToken +revokePartnerToken" {
			t.Errorf("log of the organisation: %s", got)
		}
		if got := o.audited(who.PersonID); got != "+enrol +signIn +endRole" {
			t.Errorf("log of the person: %s", got)
		}
		err = ada.end(who.RoleID)
		wants(t, err, fault.CodeConflict, fault.ReasonStaleVersion)
	})
}

// On a day that is still to come nothing is revoked yet: the door counts the days.
func TestARoleThatEndsOnADayIsHeldUntilThen(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, o *office) {
		ada := o.administrators("ada")[0]
		b, _ := o.employer()
		who := b.who()
		_, secret, err := b.token("READ")
		o.Must(err)
		machine := o.machine(secret)
		err = ada.end(who.RoleID, "2026-02-01")
		wants(t, err, fault.CodeInvalid, "DATE_IN_PAST")
		err = ada.end(who.RoleID, "2026-02-04")
		o.Must(err)
		o.Advance(24 * time.Hour)
		if machine.who().TokenID == "" || b.who().Role != actor.Employer {
			t.Error("it ended a day early")
		}
		o.Advance(24 * time.Hour)
		if w := machine.ask(func(context.Context) { t.Error("the token still works") }); w.Code != 401 {
			t.Errorf("the token is answered %d", w.Code)
		}
		if got := b.who(); got.Role != "" {
			t.Errorf("still acts as %s", got.Role)
		}
	})
}

func TestTheOperatorInvitesTheFirstTwo(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, o *office) {
		missing := func(want int) {
			t.Helper()
			n, err := o.MissingAdministrators(o.System())
			o.Must(err)
			if n != want || (o.CheckAdministrators(o.System()) == nil) != (want == 0) {
				t.Errorf("%d are missing, want %d", n, want)
			}
		}
		missing(2)
		_, err := o.AppointAdministrator(o.As(actor.Actor{PersonID: "per_1"}), "ada@demo.example", "nl")
		wants(t, err, fault.CodeForbidden, "ROLE")
		_, err = o.AppointAdministrator(o.System(), "ada@demo.example", "nl")
		o.Must(err)
		lost := o.code(inviteSubject)
		_, err = o.AppointAdministrator(o.System(), "Ada@demo.example", "nl") // again, for a letter that was lost
		o.Must(err)
		ada, code := o.newcomer("ada@demo.example"), o.code(inviteSubject)
		_, err = ada.accept(lost)
		wants(t, err, fault.CodeInvalid, "CODE_EXPIRED")
		_, err = ada.accept(code)
		o.Must(err)
		missing(1)

		_, err = o.AppointAdministrator(o.System(), "typfout@demo.example", "nl")
		o.Must(err)
		_, err = o.AppointAdministrator(o.System(), "ali@demo.example", "nl")
		wants(t, err, fault.CodeConflict, "ADMINISTRATORS_ENOUGH")
		o.Must(o.WithdrawInvitation(o.System(), "typfout@demo.example"))
		o.post()
		_, err = o.AppointAdministrator(o.System(), "ali@demo.example", "nl")
		o.Must(err)
		ali, code := o.newcomer("ali@demo.example"), o.code(inviteSubject)
		_, err = ali.accept(code)
		o.Must(err)
		missing(0)
		_, err = o.AppointAdministrator(o.System(), "els@demo.example", "nl")
		wants(t, err, fault.CodeConflict, "ADMINISTRATORS_ENOUGH")
	})
}

// Whoever is no administrator has no part in it.
func TestOnlyAdministratorsAppoint(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, o *office) {
		ada := o.administrators("ada")[0]
		row, err := ada.propose("sara@demo.example", actor.SSC)
		o.Must(err)
		for _, role := range identity.Appointable() {
			if role == actor.Administrator {
				continue
			}
			who := o.Person(actor.Actor{Role: role, RegionalOrganisationID: map[bool]string{true: testworld.RegionalOrganisation}[role == actor.ProjectLeader]})()
			_, err := o.ProposeAppointment(who, identity.ProposeAppointmentInput{Email: "x@demo.example", Role: "SSC"})
			wants(t, err, fault.CodeForbidden, "ROLE")
			_, err = o.ConfirmAppointment(who, identity.ConfirmAppointmentInput{ID: row.ID, ExpectedVersion: 1})
			wants(t, err, fault.CodeNotFound, "APPOINTMENT_NOT_FOUND")
			_, err = o.EndRole(who, identity.EndRoleInput{ID: ada.who().RoleID, ExpectedVersion: 1, Reason: "X"})
			if !fault.Is(err, fault.CodeNotFound) {
				t.Errorf("%s ends a role: %v", role, err)
			}
			if o.World.Guard.Sees(who, access.Appointment) {
				t.Errorf("%s sees appointments", role)
			}
		}
	})
}
