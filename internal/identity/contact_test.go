package identity_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/roleassignment"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/identity"
	"github.com/penvoerder/penvoerder/internal/testworld"
)

// leader is the project leader of the region of the organisations here.
func (o *office) leader() *browser {
	o.T.Helper()
	o.enrol("leider@demo.example", identity.Role{Role: actor.ProjectLeader, RegionalOrganisationID: testworld.RegionalOrganisation})
	b := o.browser()
	b.mustSignIn("leider@demo.example")
	return b
}

func (b *browser) verify(id, how string) (err error) {
	b.o.T.Helper()
	in := identity.VerifyContactInput{ID: id, ExpectedVersion: b.o.contact(id).Version, How: how}
	b.ask(func(ctx context.Context) { _, err = b.o.VerifyContact(ctx, in) })
	return err
}

func (b *browser) leave(id string, successor ...string) (err error) {
	b.o.T.Helper()
	in := identity.EndContactInput{ID: id, ExpectedVersion: b.o.contact(id).Version, Reason: "Uit dienst"}
	if len(successor) > 0 {
		in.SuccessorID = &successor[0]
	}
	b.ask(func(ctx context.Context) { _, err = b.o.EndContact(ctx, in) })
	return err
}

func (o *office) contact(id string) *ent.RoleAssignment {
	o.T.Helper()
	row, err := o.Store.Client().RoleAssignment.Get(o.System(), id)
	o.Must(err)
	return row
}

func (o *office) organ(id string) *ent.Organisation {
	o.T.Helper()
	row, err := o.Store.Client().Organisation.Get(o.System(), id)
	o.Must(err)
	return row
}

// colleague is a contact who accepted an invitation of another.
func (o *office) colleague(of *browser, organisationID, email string) (*browser, string) {
	o.T.Helper()
	b := o.newcomer(email)
	_, err := of.invite(organisationID, email)
	o.Must(err)
	a, err := b.takeUp(o.code(inviteSubject))
	o.Must(err)
	return b, a.RoleID
}

// told lists the subjects of the letters that are waiting, with the first part of their addresses.
func (o *office) told() []string {
	o.T.Helper()
	var all []string
	for _, l := range o.post() {
		to, _, _ := strings.Cut(strings.TrimRight(strings.ReplaceAll(l.To, "@demo.example", ""), "0123456789"), "@")
		all = append(all, to+": "+l.Subject)
	}
	slices.Sort(all)
	return all
}

// A squatter signs an organisation up that is not its own. Who is right asks to join, and the leader puts it right.
func TestASquatterIsUndone(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, o *office) {
		squatter, org := o.employer()
		was := squatter.who()
		_, secret, err := squatter.token("READ")
		o.Must(err)
		right := o.newcomer("huisarts@demo.example")
		asked, err := right.join(org.KvkNumber)
		o.Must(err)
		leader := o.leader()
		o.Must(leader.admit(asked, new(identity.ByExtract)))
		var roles []*ent.RoleAssignment
		right.ask(func(ctx context.Context) { roles, err = o.Roles(ctx) })
		o.Must(err)

		wants(t, squatter.leave(roles[0].ID), fault.CodeForbidden, "NOT_VERIFIED")
		row := o.contact(roles[0].ID)
		squatter.ask(func(ctx context.Context) {
			if p := o.Can(ctx, "END", row); p.Allowed || p.Reason != "NOT_VERIFIED" {
				t.Errorf("viewerCan: %+v", p)
			}
		})
		o.Must(leader.leave(was.RoleID))
		if got := squatter.who(); got.PersonID != "" {
			t.Errorf("the squatter still is %+v", got)
		}
		if w := o.machine(secret).ask(func(context.Context) { t.Error("the token still works") }); w.Code != 401 {
			t.Errorf("the token is answered %d", w.Code)
		}
		if c := o.contact(roles[0].ID); !c.IsPrimary {
			t.Error("nobody is the primary contact")
		}
		wants(t, leader.leave(was.RoleID), fault.CodeConflict, fault.ReasonWrongState)
	})
}

func TestWhoLeavesNamesASuccessor(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, o *office) {
		evi, org := o.employer()
		_, bo := o.colleague(evi, org.ID, "bo@demo.example")
		me := evi.who().RoleID
		other, elsewhere := o.colleague(o.leader(), o.Organisation().ID, "chris@demo.example")
		wants(t, evi.leave(me), fault.CodeInvalid, "SUCCESSOR_REQUIRED")
		wants(t, evi.leave(me, me), fault.CodeInvalid, "SUCCESSOR_UNKNOWN")
		wants(t, evi.leave(me, elsewhere), fault.CodeInvalid, "SUCCESSOR_UNKNOWN")
		wants(t, other.leave(me), fault.CodeNotFound, "CONTACT_NOT_FOUND")
		o.Must(evi.leave(me, bo))
		if got := o.told(); !slices.Equal(got, []string{"bo: U neemt het werk van een collega over"}) {
			t.Errorf("told %q", got)
		}
		gone := o.contact(me)
		if *gone.SuccessorID != bo || gone.IsPrimary || !o.contact(bo).IsPrimary || *gone.EndReason != "Uit dienst" {
			t.Errorf("%+v", gone)
		}
	})
}

// Two who leave at once and name each other: one of them stays, and goes on.
func TestTwoContactsWhoLeaveAndNameEachOther(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, o *office) {
		evi, org := o.employer()
		other, bo := o.colleague(evi, org.ID, "bo@demo.example")
		me := evi.who().RoleID
		for range 10 {
			a, b := o.As(evi.who()), o.As(other.who())
			leave := func(id, successor string) identity.EndContactInput {
				return identity.EndContactInput{ID: id, ExpectedVersion: o.contact(id).Version, Reason: "Uit dienst", SuccessorID: &successor}
			}
			mine, others := leave(me, bo), leave(bo, me)
			errs := testworld.AtOnce(
				func() error { _, err := o.EndContact(a, mine); return err },
				func() error { _, err := o.EndContact(b, others); return err },
			)
			if (errs[0] == nil) == (errs[1] == nil) {
				t.Fatalf("%v and %v", errs[0], errs[1])
			}
			stays := map[bool]string{true: bo, false: me}[errs[0] == nil]
			if !o.contact(stays).IsPrimary || o.organ(org.ID).WithoutContactOn != nil {
				t.Error("who stays is not the primary contact")
			}
			o.Write(func(ctx context.Context, tx *ent.Tx) error { // for the next round
				return tx.RoleAssignment.Update().Where(roleassignment.OrganisationID(org.ID)).ClearUntil().Exec(ctx)
			})
			for b, email := range map[*browser]string{evi: "contact" + org.KvkNumber + "@demo.example", other: "bo@demo.example"} {
				b.cookie = nil
				b.mustSignIn(email)
			}
		}
	})
}

func TestWhenTheLastContactGoesTheLeaderIsTold(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, o *office) {
		evi, org := o.employer()
		leader := o.leader()
		o.Must(evi.leave(evi.who().RoleID))
		if got := o.told(); !slices.Equal(got, []string{"leider: Een organisatie heeft geen contactpersoon meer"}) {
			t.Errorf("told %q", got)
		}
		if o.organ(org.ID).WithoutContactOn == nil {
			t.Error("it has a contact")
		}
		o.colleague(leader, org.ID, "bo@demo.example")
		if o.organ(org.ID).WithoutContactOn != nil {
			t.Error("it has no contact")
		}
	})
}

// A role that administrators end on a day to come leaves its organisation when the day has come.
func TestAContactThatEndsOnADayToComeIsFollowedThen(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, o *office) {
		ada := o.administrators("ada")[0]
		evi, org := o.employer()
		o.leader()
		o.Must(ada.end(evi.who().RoleID, "2026-02-03"))
		o.Must(o.Sweep(o.System()))
		if o.organ(org.ID).WithoutContactOn != nil || len(o.told()) > 0 {
			t.Error("a day early")
		}
		o.Advance(24 * time.Hour)
		o.Must(o.Sweep(o.System()))
		o.Must(o.Sweep(o.System()))
		if got := o.told(); o.organ(org.ID).WithoutContactOn == nil || len(got) != 1 {
			t.Errorf("told %q", got)
		}
	})
}

func TestALeaderEstablishesWhoSpeaksForAnOrganisation(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, o *office) {
		evi, org := o.employer()
		me := evi.who().RoleID
		leader := o.leader()
		wants(t, evi.verify(me, identity.ByExtract), fault.CodeForbidden, "ROLE")
		wants(t, leader.verify(me, identity.ByColleague), fault.CodeInvalid, "HOW_UNKNOWN")
		o.Must(leader.verify(me, identity.ByExtract))
		wants(t, leader.verify(me, identity.ByExtract), fault.CodeConflict, fault.ReasonWrongState)
		if !evi.who().Verified || o.organ(org.ID).VerifiedOn == nil {
			t.Error("nobody is verified")
		}
		_, bo := o.colleague(evi, org.ID, "bo@demo.example")
		if c := o.contact(bo); *c.VerifiedHow != identity.ByColleague || *c.VerifiedBy != evi.who().PersonID {
			t.Errorf("whom a verified contact invites: %+v", c)
		}
	})
}

func TestAContactIsAmended(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, o *office) {
		evi, org := o.employer()
		_, bo := o.colleague(evi, org.ID, "bo@demo.example")
		amend := func(in identity.AmendContactInput) (err error) {
			in.ExpectedVersion = o.contact(in.ID).Version
			evi.ask(func(ctx context.Context) { _, err = o.AmendContact(ctx, in) })
			return err
		}
		wants(t, amend(identity.AmendContactInput{ID: evi.who().RoleID, IsPrimary: new(false)}), fault.CodeInvalid, "PRIMARY_NEEDED")
		o.Must(amend(identity.AmendContactInput{ID: bo, IsPrimary: new(true), IsSignatory: new(true)}))
		if a, b := o.contact(evi.who().RoleID), o.contact(bo); a.IsPrimary || !b.IsPrimary || !b.IsSignatory {
			t.Errorf("%+v, %+v", a, b)
		}
	})
}

// What viewerCan says of an invitation or request, and of a contact, the act does: in every state, for everybody who has to
// do with it.
func TestWhatViewerCanSaysOfContactsTheActDoes(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, o *office) {
		evi, org := o.employer()
		asker, leader := o.newcomer("bo@demo.example"), o.leader()
		asked, err := asker.join(org.KvkNumber)
		o.Must(err)
		o.post()
		_, other := o.colleague(evi, org.ID, "chris@demo.example")
		who := map[string]*browser{"colleague": evi, "asker": asker, "leader": leader, "stranger": o.newcomer("mallory@demo.example")}
		me := asker.who().PersonID
		put := func(state string) *ent.Admission {
			var row *ent.Admission
			o.Write(func(ctx context.Context, tx *ent.Tx) (err error) {
				_, err = tx.RoleAssignment.Delete().Where(roleassignment.PersonID(me)).Exec(ctx)
				if err == nil {
					row, err = tx.Admission.UpdateOneID(asked.ID).SetState(state).AddVersion(1).Save(ctx)
				}
				return err
			})
			return row
		}
		cells, allowed := 0, 0
		for _, state := range []string{"REQUESTED", "INVITED", "ACCEPTED", "REJECTED", "WITHDRAWN", "EXPIRED"} {
			for name, b := range who {
				for act, do := range map[string]func(*ent.Admission) error{
					"admit": func(row *ent.Admission) error { return b.admit(row, nil) }, "refuse": b.refuse, "take back": b.takeBack,
				} {
					action := map[bool]string{true: "WITHDRAW", false: "DECIDE"}[act == "take back"]
					row := put(state)
					var says bool
					b.ask(func(ctx context.Context) {
						_, err := o.Store.Client().Admission.Get(ctx, row.ID)
						says = err == nil && o.Can(ctx, action, row).Allowed
					})
					if err := do(row); says != (err == nil) {
						t.Errorf("%s of %s by the %s: viewerCan says %t, and it is %v", act, state, name, says, err)
					}
					cells++
					if says {
						allowed++
					}
				}
			}
		}
		for _, isVerified := range []bool{false, true} {
			for name, b := range who {
				for _, action := range []string{"VERIFY", "END"} {
					o.Write(func(ctx context.Context, tx *ent.Tx) error {
						up := tx.RoleAssignment.UpdateOneID(other).ClearUntil()
						if isVerified {
							up.SetVerifiedOn(o.Clock.Today())
						} else {
							up.ClearVerifiedOn()
						}
						return up.Exec(ctx)
					})
					var says bool
					b.ask(func(ctx context.Context) {
						row, err := o.Store.Client().RoleAssignment.Get(ctx, other)
						says = err == nil && o.Can(ctx, action, row).Allowed
					})
					do := map[string]func() error{
						"VERIFY": func() error { return b.verify(other, identity.ByCall) }, "END": func() error { return b.leave(other) },
					}[action]
					if err := do(); says != (err == nil) {
						t.Errorf("%s by the %s, verified %t: viewerCan says %t, and it is %v", action, name, isVerified, says, err)
					}
					cells++
					if says {
						allowed++
					}
				}
			}
		}
		t.Logf("%d cells, %d allowed", cells, allowed)
		if allowed < 10 {
			t.Error("too little was allowed to compare anything")
		}
	})
}
