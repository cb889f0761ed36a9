package registrations

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/roleassignment"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// Holder returns the assessor who has a registration in review; empty where nobody has. One that was submitted again is
// nobody's, whoever had it before.
func Holder(r *ent.Registration) string {
	if r.State != workflow.InReview || r.AssessorID == nil {
		return ""
	}
	return *r.AssessorID
}

// A holding is how a registration is held, for whoever asks.
type holding int

const (
	nobodys holding = iota
	mine
	absents // somebody has it who is away, or assesses no more
	others
)

func (d *Desk) holding(ctx context.Context, r *ent.Registration) (holding, error) {
	switch Holder(r) {
	case "":
		return nobodys, nil
	case actor.From(ctx).PersonID:
		return mine, nil
	}
	staff, err := d.assessors(ctx)
	if err != nil {
		return others, err
	}
	if staff[Holder(r)].isThere() {
		return others, nil
	}
	return absents, nil
}

// unfree says why a registration that is held as it is cannot be passed on by an act; false where it can.
func unfree(a workflow.Act, h holding) (reason string, text fault.Text, is bool) {
	switch a.Name {
	case workflow.ClaimRegistration.Name:
		if h == mine {
			return fault.ReasonWrongState, alreadyMine, true
		}
		return access.ReasonTaken, isTaken, h == others
	case workflow.AssignRegistration.Name:
		return access.ReasonTaken, isTaken, h == others
	case workflow.TakeOverRegistration.Name:
		if h == mine {
			return fault.ReasonWrongState, alreadyMine, true
		}
		return fault.ReasonWrongState, nobodyHas, h == nobodys
	}
	return "", fault.Text{}, false
}

var (
	isTaken = fault.Text{
		NL: "Een collega heeft deze registratie in behandeling. Met een reden kunt u haar overnemen.",
		EN: "A colleague has this registration in review. You can take it over, with a reason.",
	}
	alreadyMine = fault.Text{NL: "U hebt deze registratie al in behandeling.", EN: "You have this registration in review already."}
	nobodyHas   = fault.Text{
		NL: "Niemand heeft deze registratie in behandeling. U kunt haar op u nemen.",
		EN: "Nobody has this registration in review. You can claim it.",
	}
)

// unfreeFor is what viewerCan says where how a registration is held is in the way.
func (d *Desk) unfreeFor(ctx context.Context, a workflow.Act, r *ent.Registration) (access.Permission, bool) {
	if _, _, asks := unfree(a, others); !asks {
		if _, _, asks = unfree(a, nobodys); !asks {
			return access.Permission{}, false // it is not about who has it
		}
	}
	h, err := d.holding(ctx, r)
	if err != nil {
		return access.Permission{}, false // it shows when it is tried
	}
	reason, text, is := unfree(a, h)
	if reason == fault.ReasonWrongState {
		return access.Permission{Reason: access.ReasonState, Message: text}, is
	}
	return access.Permission{Reason: access.ReasonTaken, Message: text}, is
}

type staffKey struct{}

// staff are the assessors, read once.
type staff struct {
	once sync.Once
	all  map[string]presence
	err  error
}

// presence is whether an assessor is there, and until when not.
type presence struct {
	assesses   bool
	absenceEnd *time.Time // nil for who is there
}

func (p presence) isThere() bool { return p.assesses && p.absenceEnd == nil }

// WithStaff returns a context that remembers who assesses and is there, so that asking of each row in a list costs one
// statement.
func WithStaff(ctx context.Context) context.Context {
	return context.WithValue(ctx, staffKey{}, &staff{})
}

// assessors are the persons who assess today, those who are away too.
func (d *Desk) assessors(ctx context.Context) (map[string]presence, error) {
	s, remembers := ctx.Value(staffKey{}).(*staff)
	if !remembers {
		return d.readAssessors(ctx)
	}
	s.once.Do(func() { s.all, s.err = d.readAssessors(ctx) })
	return s.all, s.err
}

func (d *Desk) readAssessors(ctx context.Context) (map[string]presence, error) {
	today := d.clock.Today()
	rows, err := d.store.Client().RoleAssignment.Query().Where(
		roleassignment.Role(string(actor.SSC)), roleassignment.Or(roleassignment.UntilIsNil(), roleassignment.UntilGT(today)),
	).All(actor.AsSystem(ctx))
	if err != nil {
		return nil, fmt.Errorf("look up assessors: %w", err)
	}
	all := map[string]presence{}
	for _, r := range rows {
		if all[r.PersonID].isThere() {
			continue // in another of its roles
		}
		all[r.PersonID] = presence{assesses: true, absenceEnd: r.AwayUntil}
		if r.AwayUntil != nil && r.AwayUntil.Before(today) {
			all[r.PersonID] = presence{assesses: true}
		}
	}
	return all, nil
}
