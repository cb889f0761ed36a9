package notice

import (
	"context"
	"slices"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/predicate"
	"github.com/penvoerder/penvoerder/ent/roleassignment"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// addressee is somebody who is told, and how.
type addressee struct {
	personID string
	manner   workflow.Manner
}

// seat is a place in the process of one dossier: of who holds the role, in an organisation or a region where it is held
// there, or of one person who does. What is empty narrows nothing.
type seat struct {
	role                                           actor.Role
	organisationID, regionalOrganisationID, person string
	manner                                         workflow.Manner
}

// seats are the places that an act tells. Where nobody is in charge nobody is told: what no assessor has yet is found in
// the queue of all of them.
func seats(of Deed) []seat {
	var all []seat
	for _, n := range of.Act.Tells {
		s := seat{manner: n.Manner}
		s.role, _ = n.Slot.Role()
		switch n.Slot {
		case workflow.Assessor:
			s.person = of.Parts.Assessor
		case workflow.FormerAssessor:
			s.person = of.Parts.FormerAssessor
		case workflow.ContentJudge:
			s.role = of.Parts.ContentJudge
		}
		all = append(all, s.among(of.Sides)...)
	}
	return all
}

// among puts a seat in the organisations or regions that an act is about.
func (s seat) among(sides []access.Side) []seat {
	switch s.role {
	case actor.SSC:
		if s.person == "" {
			return nil
		}
	case actor.Employer, actor.ProjectLeader:
		var all []seat
		for _, side := range sides {
			there := s
			if s.role == actor.Employer {
				there.organisationID = side.OrganisationID
			} else {
				there.regionalOrganisationID = side.RegionalOrganisationID
			}
			all = append(all, there)
		}
		return all
	case "":
		return nil
	}
	return []seat{s}
}

// held narrows to the roles of who has the seat.
func (s seat) held() predicate.RoleAssignment {
	which := []predicate.RoleAssignment{roleassignment.Role(string(s.role))}
	if s.organisationID != "" {
		which = append(which, roleassignment.OrganisationID(s.organisationID))
	}
	if s.regionalOrganisationID != "" {
		which = append(which, roleassignment.RegionalOrganisationID(s.regionalOrganisationID))
	}
	if s.person != "" {
		which = append(which, roleassignment.PersonID(s.person))
	}
	return roleassignment.And(which...)
}

// isOf reports whether a role has the seat.
func (s seat) isOf(r *ent.RoleAssignment) bool {
	is := func(wanted string, has *string) bool { return wanted == "" || has != nil && *has == wanted }
	return r.Role == string(s.role) && is(s.organisationID, r.OrganisationID) && is(s.regionalOrganisationID, r.RegionalOrganisationID) && is(s.person, &r.PersonID)
}

// whom looks up who is told of an act: each person once, in the most pressing of several manners.
func (d *Desk) whom(ctx context.Context, tx *ent.Tx, of Deed) ([]addressee, error) {
	places := seats(of)
	if len(places) == 0 {
		return nil, nil
	}
	held := make([]predicate.RoleAssignment, len(places))
	for i, s := range places {
		held[i] = s.held()
	}
	roles, err := tx.RoleAssignment.Query().Where(roleassignment.Or(held...), running(d.Clock.Today())).
		Order(roleassignment.ByID()).All(actor.AsSystem(ctx))
	if err != nil {
		return nil, err
	}
	return addressees(actor.From(ctx), places, speaking(roles)), nil
}

// running narrows to the roles that are held on a day.
func running(today time.Time) predicate.RoleAssignment {
	return roleassignment.And(roleassignment.SinceLTE(today), roleassignment.Or(roleassignment.UntilIsNil(), roleassignment.UntilGT(today)))
}

// speaking leaves out the contacts of whom it is not known that they speak for their organisation, where it is known of another.
func speaking(roles []*ent.RoleAssignment) []*ent.RoleAssignment {
	isVerified := map[string]bool{}
	for _, r := range roles {
		if r.OrganisationID != nil && r.VerifiedOn != nil {
			isVerified[*r.OrganisationID] = true
		}
	}
	return slices.DeleteFunc(roles, func(r *ent.RoleAssignment) bool {
		return r.OrganisationID != nil && r.VerifiedOn == nil && isVerified[*r.OrganisationID]
	})
}

// urgency orders the manners, the least pressing first.
var urgency = []workflow.Manner{workflow.Digest, workflow.AtOnce, workflow.AsDecision, workflow.AsReceipt}

func addressees(doer actor.Actor, places []seat, roles []*ent.RoleAssignment) []addressee {
	var all []addressee
	for _, r := range roles {
		for _, s := range places {
			if !s.isOf(r) || r.PersonID == doer.PersonID && s.manner != workflow.AsReceipt {
				continue
			}
			i := slices.IndexFunc(all, func(a addressee) bool { return a.personID == r.PersonID })
			if i < 0 {
				all = append(all, addressee{r.PersonID, s.manner})
			} else if slices.Index(urgency, s.manner) > slices.Index(urgency, all[i].manner) {
				all[i].manner = s.manner
			}
		}
	}
	return all
}
