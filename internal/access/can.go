package access

import (
	"context"
	"slices"
	"strings"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/typed"
)

// Permission says whether the policy would allow it, and if not, why and what would help. The desks add whether it fits the state of
// the thing.
type Permission struct {
	Allowed       bool
	Reason        string
	Message, Need fault.Text
	PossibleFrom  *typed.Date // where a day alone is in the way; nil where no day can be said
}

// atChild has the noun under which the policy keeps a verb that a viewer asks of the thing around it.
var atChild = map[Noun]map[Action]Noun{
	Organisation: {Add: Plan, IssueToken: Token, Import: Employee, StateTie: Tie},
	Plan:         {Add: Registration, Import: Registration, JudgeCells: ProjectFile, AskRepair: ProjectFile},
	Registration: {Add: Participation, Remove: Participation, JudgeCells: Cell},
}

// Can evaluates viewerCan for a row loaded in the viewer's own sight, or for an Object.
func (g *Guard) Can(ctx context.Context, action string, node any) Permission {
	o, ok := Of(node)
	if !ok {
		return g.refuse(ReasonNotApplicable, Object{}, "")
	}
	act, a := Action(action), actor.From(ctx)
	if n, ok := atChild[o.Noun][act]; ok {
		o.Noun = n
	}
	if p, ok := node.(*ent.Plan); ok && o.Noun == ProjectFile {
		o = OfProjectFile(p)
	}
	if a.System && g.policy.has(o.Noun, act) {
		return Permission{Allowed: true}
	}
	_, why, err := g.judge(ctx, act, o)
	switch {
	case err != nil:
		return g.refuse(reasonRole, o, act) // the cause shows when it is tried
	case why == "":
		return Permission{Allowed: true}
	case why != ReasonNotApplicable && a.IsAnonymous():
		why = reasonSignIn
	}
	return g.refuse(why, o, act)
}

func (g *Guard) refuse(why string, o Object, act Action) Permission {
	words := refusals[why]
	p := Permission{Reason: why, Message: words.message, Need: words.need}
	if why == reasonRole || why == reasonNotYours {
		p.Need = ask(g.whoCan(act, o))
	}
	return p
}

// whoCan lists the roles that can: those that the scheme names where it does.
func (g *Guard) whoCan(act Action, o Object) []actor.Role {
	roles := g.policy.roles(o.Noun, act)
	if named := o.named(act); len(named) > 0 {
		roles = slices.DeleteFunc(roles, func(r actor.Role) bool { return !slices.Contains(named, string(r)) })
	}
	return roles
}

// ask names the roles that may do it.
func ask(roles []actor.Role) fault.Text {
	var nl, en []string
	for _, r := range roles {
		nl, en = append(nl, roleNames[r].NL), append(en, roleNames[r].EN)
	}
	if len(nl) == 0 {
		return fault.Text{}
	}
	return fault.Text{NL: "Dit kan: " + strings.Join(nl, ", ") + ".", EN: "Who can: " + strings.Join(en, ", ") + "."}
}

// RoleName is how a sentence calls who has a role.
func RoleName(r actor.Role) fault.Text { return roleNames[r] }

var roleNames = map[actor.Role]fault.Text{
	actor.Employer:      {NL: "de werkgever", EN: "the employer"},
	actor.ProjectLeader: {NL: "de projectleider van de regio", EN: "the project leader of the region"},
	actor.SSC:           {NL: "het SSC", EN: "the SSC"},
	actor.AMR:           {NL: "de AMR", EN: "the AMR"},
	actor.VWS:           {NL: "het ministerie van VWS", EN: "the ministry of VWS"},
	actor.RegioPlus:     {NL: "RegioPlus", EN: "RegioPlus"},
	actor.Administrator: {NL: "een beheerder", EN: "an administrator"},
}
