package identity_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/admission"
	"github.com/penvoerder/penvoerder/ent/roleassignment"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/identity"
	"github.com/penvoerder/penvoerder/internal/testworld"
)

func (b *browser) invite(organisationID, email string) (row *ent.Admission, err error) {
	b.o.T.Helper()
	b.ask(func(ctx context.Context) {
		row, err = b.o.InviteContact(ctx, identity.InviteContactInput{OrganisationID: organisationID, Email: email})
	})
	return row, err
}

func (b *browser) join(kvk string) (row *ent.Admission, err error) {
	b.o.T.Helper()
	b.ask(func(ctx context.Context) {
		row, err = b.o.AskToJoin(ctx, identity.AskToJoinInput{KvkNumber: kvk, Note: new("Ik ben de nieuwe praktijkmanager.")})
	})
	return row, err
}

func (b *browser) admit(row *ent.Admission, how *string) (err error) {
	b.o.T.Helper()
	b.ask(func(ctx context.Context) {
		_, err = b.o.AdmitContact(ctx, identity.AdmitContactInput{ID: row.ID, ExpectedVersion: row.Version, How: how})
	})
	return err
}

func (b *browser) refuse(row *ent.Admission) (err error) {
	b.o.T.Helper()
	b.ask(func(ctx context.Context) {
		_, err = b.o.RejectAdmission(ctx, identity.RejectAdmissionInput{ID: row.ID, ExpectedVersion: row.Version, Reason: "Onbekend"})
	})
	return err
}

func (b *browser) takeBack(row *ent.Admission) (err error) {
	b.o.T.Helper()
	b.ask(func(ctx context.Context) {
		_, err = b.o.WithdrawAdmission(ctx, identity.WithdrawAdmissionInput{ID: row.ID, ExpectedVersion: row.Version})
	})
	return err
}

func (b *browser) takeUp(code string) (a actor.Actor, err error) {
	b.o.T.Helper()
	b.ask(func(ctx context.Context) {
		a, err = b.o.AcceptAdmission(ctx, identity.AcceptAdmissionInput{Code: code})
	})
	return a, err
}

func TestAColleagueIsInvited(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, o *office) {
		evi, org := o.employer()
		bo := o.newcomer("bo@demo.example")
		row, err := evi.invite(org.ID, "Bo@demo.example")
		o.Must(err)
		code := o.code(inviteSubject)
		_, err = evi.invite(org.ID, "b.o+x@demo.example")
		wants(t, err, fault.CodeConflict, "ALREADY_INVITED")
		_, err = o.newcomer("mallory@demo.example").takeUp(code)
		wants(t, err, fault.CodeInvalid, "CODE_EXPIRED")
		a, err := bo.takeUp(code)
		o.Must(err)
		if a.Role != actor.Employer || a.OrganisationID != org.ID || bo.who().OrganisationID != org.ID {
			t.Errorf("became %+v", a)
		}
		_, err = bo.takeUp(code)
		wants(t, err, fault.CodeInvalid, "CODE_EXPIRED")
		_, err = evi.invite(org.ID, "bo@demo.example")
		wants(t, err, fault.CodeConflict, "CONTACT_EXISTS")
		if c := o.contact(a.RoleID); c.IsPrimary || c.VerifiedOn != nil {
			t.Errorf("the second contact: %+v", c)
		}
		if got := o.audited(org.ID); got != "+inviteContact +acceptAdmission" {
			t.Error(got)
		}
		row, err = o.Store.Client().Admission.Get(o.System(), row.ID)
		o.Must(err)
		if row.State != "ACCEPTED" || row.CodeHash != nil || *row.PersonID != bo.who().PersonID {
			t.Errorf("%+v", row)
		}
	})
}

func TestAnInvitationOfAYearAgoAndOneTakenBackAreWorthless(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, o *office) {
		evi, org := o.employer()
		bo := o.newcomer("bo@demo.example")
		row, err := evi.invite(org.ID, "bo@demo.example")
		o.Must(err)
		first := o.code(inviteSubject)
		o.Must(evi.takeBack(row))
		_, err = bo.takeUp(first)
		wants(t, err, fault.CodeInvalid, "CODE_EXPIRED")
		_, err = evi.invite(org.ID, "bo@demo.example")
		o.Must(err)
		second := o.code(inviteSubject)
		o.Pass(365 * 24 * time.Hour)
		bo.cookie = nil
		bo.mustSignIn("bo@demo.example")
		_, err = bo.takeUp(second)
		wants(t, err, fault.CodeInvalid, "CODE_EXPIRED")
		o.Must(o.Sweep(o.System()))
		n, err := o.Store.Client().Admission.Query().Where(admission.State("EXPIRED")).Count(o.System())
		o.Must(err)
		if n != 1 {
			t.Errorf("%d have expired", n)
		}
	})
}

func TestWhoAsksToJoinIsAdmittedByAColleagueOrTheLeader(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, o *office) {
		evi, org := o.employer()
		bo, chris := o.newcomer("bo@demo.example"), o.newcomer("chris@demo.example")
		_, err := bo.join("00000000")
		wants(t, err, fault.CodeInvalid, "KVK_NUMBER_UNKNOWN")
		asked, err := bo.join(org.KvkNumber)
		o.Must(err)
		if got := o.told(); !slices.Equal(got, []string{"contact: Iemand wil contactpersoon worden"}) {
			t.Errorf("told %q", got)
		}
		_, err = bo.join(org.KvkNumber)
		wants(t, err, fault.CodeConflict, "ALREADY_INVITED")
		wants(t, bo.admit(asked, nil), fault.CodeForbidden, "ROLE")
		wants(t, chris.admit(asked, nil), fault.CodeNotFound, "ADMISSION_NOT_FOUND")
		wants(t, evi.takeBack(asked), fault.CodeForbidden, "NOT_YOURS")
		wants(t, evi.admit(asked, new(identity.ByExtract)), fault.CodeInvalid, "VERIFIED_BY_LEADERS")
		o.Must(evi.admit(asked, nil))
		wants(t, evi.admit(asked, nil), fault.CodeConflict, fault.ReasonStaleVersion)
		if got := o.told(); !slices.Equal(got, []string{"bo: U bent contactpersoon"}) {
			t.Errorf("told %q", got)
		}

		leader := o.leader()
		asked, err = chris.join(org.KvkNumber)
		o.Must(err)
		o.post()
		o.Must(leader.admit(asked, new(identity.ByCall)))
		if got := o.organ(org.ID); got.VerifiedOn == nil {
			t.Error("the organisation is not verified")
		}
		verified, err := o.Store.Client().RoleAssignment.Query().Where(roleassignment.VerifiedHow(identity.ByCall)).Count(o.System())
		o.Must(err)
		if verified != 1 {
			t.Errorf("%d are verified", verified)
		}
		if got := o.audited(org.ID); got != "+askToJoin +admitContact +askToJoin +admitContact" {
			t.Error(got)
		}
	})
}

func TestARequestIsRefusedWithAReasonOrTakenBack(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, o *office) {
		evi, org := o.employer()
		bo := o.newcomer("bo@demo.example")
		asked, err := bo.join(org.KvkNumber)
		o.Must(err)
		o.post()
		o.Must(evi.refuse(asked))
		if got := o.post(); len(got) != 1 || !strings.Contains(got[0].Text, "Onbekend") {
			t.Errorf("%+v", got)
		}
		asked, err = bo.join(org.KvkNumber)
		o.Must(err)
		o.Must(bo.takeBack(asked))
		asked.Version++
		wants(t, evi.admit(asked, nil), fault.CodeConflict, fault.ReasonWrongState)
	})
}

func TestTenRequestsAreEnough(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, o *office) {
		bo := o.newcomer("bo@demo.example")
		for i := range 11 {
			_, err := bo.join(o.Organisation().KvkNumber)
			if i < 10 {
				o.Must(err)
			} else {
				wants(t, err, fault.CodeConflict, "TOO_MANY_REQUESTS")
			}
			bo.remote = fmt.Sprintf("203.0.%d.7:4711", i)
		}
	})
}

// Of three who admit at once, one makes a contact.
func TestARequestThatIsAdmittedTwiceAtOnceMakesOneContact(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, o *office) {
		evi, org := o.employer()
		asked, err := o.newcomer("bo@demo.example").join(org.KvkNumber)
		o.Must(err)
		who := o.As(evi.who())
		admit := func() error {
			_, err := o.AdmitContact(who, identity.AdmitContactInput{ID: asked.ID, ExpectedVersion: asked.Version})
			return err
		}
		done := 0
		for _, err := range testworld.AtOnce(admit, admit, admit) {
			if err == nil {
				done++
			}
		}
		n, err := o.Store.Client().RoleAssignment.Query().Where(roleassignment.OrganisationID(org.ID)).Count(o.System())
		o.Must(err)
		if done != 1 || n != 2 {
			t.Errorf("%d admitted, %d contacts", done, n)
		}
	})
}

func TestTwentyInvitationsAreEnough(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, o *office) {
		evi, org := o.employer()
		for i := range 21 {
			_, err := evi.invite(org.ID, fmt.Sprintf("nieuw%d@demo.example", i))
			if i < 20 {
				o.Must(err)
			} else {
				wants(t, err, fault.CodeConflict, "TOO_MANY_INVITATIONS")
			}
		}
	})
}

// Whoever invites an address again and again takes nothing from its owner, who asks for a new password.
func TestInvitationsUseUpNobodysLetters(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, o *office) {
		evi, org := o.employer()
		o.enrol("bo@demo.example")
		limited := false
		for range 5 {
			row, err := evi.invite(org.ID, "bo@demo.example")
			if limited = fault.HasReason(err, "TOO_MANY_ATTEMPTS"); limited {
				break
			}
			o.Must(err)
			o.Must(evi.takeBack(row))
		}
		if !limited {
			t.Error("invitations are not limited")
		}
		o.post()
		o.Must(o.browser().requestReset("bo@demo.example"))
		if o.code(resetSubject) == "" {
			t.Error("no letter")
		}
	})
}
