package access

import (
	"slices"

	"github.com/penvoerder/penvoerder/internal/actor"
)

// An answer says whether a word of the policy holds for a row; the row may lack the field that decides it.
type answer int

const (
	no answer = iota
	unknown
	yes
)

func known(b bool) answer {
	if b {
		return yes
	}
	return no
}

// under reports whether the word, or one of its parts, holds for this row and actor.
func (o Object) under(w Word, a actor.Actor) answer {
	best := no
	for _, part := range w.parts() {
		best = max(best, o.underOne(part, a))
	}
	return best
}

// underOne reports whether a single word holds. What is empty on either side is nobody's.
func (o Object) underOne(w Word, a actor.Actor) answer {
	switch w {
	case Any:
		return yes
	case OwnOrganisation:
		return max(o.equal(o.OrganisationID, a.OrganisationID), o.isOfSide(func(s Side) bool { return s.OrganisationID == a.OrganisationID }, a.OrganisationID))
	case OwnRegion:
		return max(o.equal(o.RegionalOrganisationID, a.RegionalOrganisationID), o.isOfSide(func(s Side) bool { return s.RegionalOrganisationID == a.RegionalOrganisationID }, a.RegionalOrganisationID))
	case Submitted:
		if !o.IsSubmitted && o.seen != "" {
			return unknown
		}
		return known(o.IsSubmitted)
	case ContentJudge:
		return known(o.IsContentAsked && o.names(JudgeContent, a.Role))
	case CellJudge:
		if !o.names(JudgeCells, a.Role) {
			return no
		}
		return o.underOne(Submitted, a)
	case OwnPerson:
		return known(o.PersonID != "" && o.PersonID == a.PersonID)
	}
	return no
}

// isOfSide reports whether one of the sides is the actor's; an actor without a value has none.
func (o Object) isOfSide(is func(Side) bool, theirs string) answer {
	return known(theirs != "" && slices.ContainsFunc(o.Sides, is))
}

// named lists the roles that the scheme names for a verb.
func (o Object) named(act Action) []string {
	switch {
	case act == JudgeCells, act == AskRepair:
		return o.CellJudges
	case act == JudgeContent && o.ContentJudge != "":
		return []string{o.ContentJudge}
	}
	return nil
}

func (o Object) names(act Action, r actor.Role) bool {
	return r != "" && slices.Contains(o.named(act), string(r))
}

func (o Object) equal(mine, theirs string) answer {
	switch {
	case theirs == "":
		return no
	case mine == "" && o.seen != "":
		return unknown
	}
	return known(mine == theirs)
}
