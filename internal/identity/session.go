package identity

import (
	"context"
	"fmt"
	"slices"
	"time"

	"entgo.io/ent/dialect/sql"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/roleassignment"
	"github.com/penvoerder/penvoerder/ent/session"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/audit"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/internal/store"
)

const (
	mostSessions = 20 // of one person; the one unused longest ends
	mostRoles    = 20
)

// opened is a session that has begun, with the only copy of its secret.
type opened struct {
	actor  actor.Actor
	secret string
}

// open begins a session in a transaction. It ends the one that the browser came with, so that nothing planted before
// signing in is worth anything after it.
func (d *Desk) open(ctx context.Context, tx *ent.Tx, personID string) (opened, error) {
	system, now := actor.AsSystem(ctx), d.Clock.Wall()
	roles, err := tx.RoleAssignment.Query().Where(roleassignment.PersonID(personID)).Order(roleassignment.ByID()).All(system)
	if err != nil {
		return opened{}, fmt.Errorf("look up roles: %w", err)
	}
	open, err := tx.Session.Query().Where(session.PersonID(personID)).Order(session.ByLastUsedAt(sql.OrderDesc())).All(system)
	if err != nil {
		return opened{}, fmt.Errorf("look up sessions: %w", err)
	}
	if err := d.clear(system, tx, open, now); err != nil {
		return opened{}, err
	}

	secret := newSecret()
	role := d.roleToActIn(roles, open)
	row := tx.Session.Create().SetID(ids.New(ids.Session)).SetPersonID(personID).SetTokenHash(digest(secret)).
		SetCreatedAt(now).SetLastUsedAt(now).SetExpiresAt(d.endOf(now, now))
	if role != nil {
		row.SetRoleAssignmentID(role.ID)
	}
	if device := visitIn(ctx).device; device != "" {
		row.SetDevice(device)
	}
	s, err := row.Save(system)
	if err != nil {
		return opened{}, fmt.Errorf("begin session: %w", err)
	}
	return opened{actor: acting(ctx, personID, s.ID, role), secret: secret}, nil
}

// clear ends the sessions that ran out, the one that the browser came with, and those beyond the most there may be.
func (d *Desk) clear(ctx context.Context, tx *ent.Tx, open []*ent.Session, now time.Time) error {
	var gone []string
	kept := 0
	for _, s := range open {
		if !now.Before(s.ExpiresAt) || kept >= mostSessions-1 {
			gone = append(gone, s.ID)
			continue
		}
		kept++
	}
	where := session.IDIn(gone...)
	if came := visitIn(ctx).cookieHash; came != "" {
		where = session.Or(where, session.TokenHash(came))
	}
	if _, err := tx.Session.Delete().Where(where).Exec(ctx); err != nil {
		return fmt.Errorf("end old sessions: %w", err)
	}
	return nil
}

// roleToActIn is the role last acted in, else the first that was given; nil when none runs.
func (d *Desk) roleToActIn(roles []*ent.RoleAssignment, latestFirst []*ent.Session) *ent.RoleAssignment {
	running := slices.DeleteFunc(slices.Clone(roles), func(r *ent.RoleAssignment) bool { return !d.runs(r) })
	if len(running) == 0 {
		return nil
	}
	for _, s := range latestFirst {
		for _, r := range running {
			if s.RoleAssignmentID != nil && *s.RoleAssignmentID == r.ID {
				return r
			}
		}
	}
	return running[0]
}

// endOf is when a session ends that was used now.
func (d *Desk) endOf(created, now time.Time) time.Time {
	idle, absolute := now.Add(d.Idle), created.Add(d.Absolute)
	if absolute.Before(idle) {
		return absolute
	}
	return idle
}

// acting is the person in a role; language, origin and request id stay those of the request.
func acting(ctx context.Context, personID, sessionID string, role *ent.RoleAssignment) actor.Actor {
	was := actor.From(ctx)
	a := actor.Actor{PersonID: personID, SessionID: sessionID, Language: was.Language, Origin: was.Origin, RequestID: was.RequestID}
	if role == nil {
		return a
	}
	a.RoleID, a.Role, a.Signatory = role.ID, actor.Role(role.Role), role.IsSignatory
	if role.OrganisationID != nil {
		a.Verified = role.VerifiedOn != nil
		a.OrganisationID = *role.OrganisationID
	}
	if role.RegionalOrganisationID != nil {
		a.RegionalOrganisationID = *role.RegionalOrganisationID
	}
	return a
}

// handOver gives the browser its cookie, once the session is committed.
func (d *Desk) handOver(ctx context.Context, o opened) {
	v := visitIn(ctx)
	store.AfterCommit(ctx, func(context.Context) { v.give(o.secret, d.Absolute) })
}

// SignOut ends a session of the person, the present one when none is named. The Actor returned is the caller from
// then on: anonymous, when the present session ended. Faults: NOT_FOUND.
func (d *Desk) SignOut(ctx context.Context, in SignOutInput) (actor.Actor, error) {
	a := actor.From(ctx)
	ground, err := d.Guard.Permit(ctx, access.End, access.Mine(a, access.Session))
	if err != nil {
		return actor.Actor{}, err
	}
	id := a.SessionID
	if in.SessionID != nil {
		id = *in.SessionID
	}

	err = d.Store.Tx(ctx, func(tx *ent.Tx) error {
		n, err := tx.Session.Delete().Where(session.ID(id), session.PersonID(a.PersonID)).Exec(ctx)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.NotFound("SESSION_NOT_FOUND")
		}
		return d.record(ctx, tx, a.PersonID, audit.Line{Act: "signOut", SubjectID: id, Policy: string(ground)})
	})
	if err != nil {
		return actor.Actor{}, fmt.Errorf("sign out: %w", err)
	}
	if id != a.SessionID {
		return a, nil
	}
	v := visitIn(ctx)
	store.AfterCommit(ctx, func(context.Context) { v.take() })
	return actor.Actor{Language: a.Language, Origin: a.Origin, RequestID: a.RequestID}, nil
}

// ActAs makes the session act in another role of the person. Faults: ROLE_ENDED, NOT_FOUND for a role of another.
func (d *Desk) ActAs(ctx context.Context, in ActAsInput) (actor.Actor, error) {
	a := actor.From(ctx)
	ground, err := d.Guard.Permit(ctx, access.Amend, access.Mine(a, access.Session))
	if err != nil {
		return actor.Actor{}, err
	}
	role, err := d.Store.Client().RoleAssignment.Query().Where(
		roleassignment.ID(in.RoleID), roleassignment.PersonID(a.PersonID),
	).Only(ctx)
	if err != nil {
		return actor.Actor{}, store.Missing(err, "ROLE_NOT_FOUND")
	}
	if !d.runs(role) {
		return actor.Actor{}, fault.Invalid(pathRole, "ROLE_ENDED", fault.Text{NL: "Deze rol is beëindigd.", EN: "This role has ended."}, "")
	}

	next := acting(ctx, a.PersonID, a.SessionID, role)
	err = d.Store.Tx(ctx, func(tx *ent.Tx) error {
		n, err := tx.Session.Update().Where(session.ID(a.SessionID), session.PersonID(a.PersonID)).SetRoleAssignmentID(role.ID).Save(ctx)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.NotFound("SESSION_NOT_FOUND") // ended beside this request
		}
		return d.record(actor.With(ctx, next), tx, a.PersonID, audit.Line{Act: "actAs", SubjectID: role.ID, Policy: string(ground)})
	})
	if err != nil {
		return actor.Actor{}, fmt.Errorf("act as %s: %w", role.ID, err)
	}
	return next, nil
}

// Sessions lists the running sessions of the person who asks, latest first.
func (d *Desk) Sessions(ctx context.Context) ([]*ent.Session, error) {
	return d.Store.Client().Session.Query().Where(
		session.PersonID(actor.From(ctx).PersonID), session.ExpiresAtGT(d.Clock.Wall()),
	).Order(session.ByLastUsedAt(sql.OrderDesc()), session.ByID(sql.OrderDesc())).Limit(mostSessions).All(ctx)
}
