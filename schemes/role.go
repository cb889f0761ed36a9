package schemes

import (
	"fmt"
	"slices"
	"strings"
)

// A Role is a party that a manifest may name: as the judge of something, or as who must
// act before a deadline. The set is closed. Who holds a role is the platform's to know.
type Role string

// The roles.
const (
	RoleEmployer      Role = "EMPLOYER"       // arbeidsorganisatie
	RoleProjectLeader Role = "PROJECT_LEADER" // projectleider (PL) of a regional employers' organisation
	RoleSSC           Role = "SSC"            // Shared Service Center
	RoleAMR           Role = "AMR"            // Arbeidsmarkt Relevantie Commissie
	RoleVWS           Role = "VWS"            // Ministerie van Volksgezondheid, Welzijn en Sport
	RoleRegioPlus     Role = "REGIOPLUS"      // penvoerder
)

// roleTitles are what roles are called where a manifest says nothing else.
var roleTitles = map[Role]Text{
	RoleEmployer:      {NL: "werkgever", EN: "employer"},
	RoleProjectLeader: {NL: "projectleider", EN: "project leader"},
	RoleSSC:           Same("SSC"),
	RoleAMR:           Same("AMR"),
	RoleVWS:           Same("VWS"),
	RoleRegioPlus:     Same("RegioPlus"),
}

// Roles lists every role that a manifest may name.
func Roles() []Role {
	return []Role{RoleEmployer, RoleProjectLeader, RoleSSC, RoleAMR, RoleVWS, RoleRegioPlus}
}

// ContentJudges lists the roles that may judge the content of a training, before its
// registration is submitted or in a column of the matrix. Neither needs personal data.
func ContentJudges() []Role { return []Role{RoleSSC, RoleAMR, RoleProjectLeader, RoleRegioPlus} }

// DocumentJudges lists the roles that may judge the documents of a scope: only the SSC
// sees those of a registration or participation, because they hold personal data.
func DocumentJudges(s DocumentScope) []Role {
	if s == PerProject {
		return []Role{RoleSSC, RoleProjectLeader, RoleRegioPlus}
	}
	return []Role{RoleSSC}
}

// A RoleName is what one scheme calls a role.
type RoleName struct {
	Role  Role `json:"role"`
	Title Text `json:"title"`
}

// RoleTitle is what m calls a role, in running text.
func (m *Manifest) RoleTitle(r Role) Text {
	if own, ok := find(m.Roles, func(n *RoleName) bool { return n.Role == r }); ok {
		return own.Title
	}
	return roleTitles[r]
}

// Judge returns the role that judges the cells of a column, and false for a column that
// m does not have.
func (m *Manifest) Judge(column string) (Role, bool) {
	if r, ok := m.Requirement(column); ok {
		return r.Judge, true
	}
	j, ok := find(m.Judgements, func(j *ContentJudgement) bool { return j.Code == column })
	return j.Judge, ok
}

// CellJudges lists the roles that judge a cell of a registration under an activity, each
// once, in the order of [Roles].
func (m *Manifest) CellJudges(activity string) []Role {
	var named []Role
	for _, column := range append(m.Columns(activity, PerRegistration), m.Columns(activity, PerParticipation)...) {
		judge, _ := m.Judge(column)
		named = append(named, judge)
	}
	return slices.DeleteFunc(Roles(), func(r Role) bool { return !slices.Contains(named, r) })
}

// roles checks who is named where, and that no role has two names.
func (c *manifestCheck) roles() {
	for _, a := range c.m.Activities {
		if a.ContentJudge != "" {
			c.slot("activity "+a.Code+": content judge", a.ContentJudge, ContentJudges())
		}
	}
	for _, j := range c.m.Judgements {
		c.slot("judgement "+j.Code+": judge", j.Judge, ContentJudges())
	}
	for _, r := range c.m.Requirements {
		c.slot("requirement "+r.Code+": judge", r.Judge, DocumentJudges(r.Scope))
	}
	for _, d := range c.m.Deadlines {
		c.slot("deadline "+d.Code+": role", d.Role, Roles())
	}
	named := map[Role]bool{}
	for _, n := range c.m.Roles {
		c.slot("role names: role", n.Role, Roles())
		c.require(!named[n.Role], "role names: %s is named twice", n.Role)
		c.require(n.Title.complete(), "role names: %s lacks a title", n.Role)
		named[n.Role] = true
	}
}

// slot requires that a place in the manifest names a role that it allows.
func (c *manifestCheck) slot(place string, r Role, allowed []Role) {
	if slices.Contains(allowed, r) {
		return
	}
	why := "is no role"
	switch {
	case r == "":
		why = "is missing"
	case slices.Contains(Roles(), r):
		why = "is not allowed here"
	}
	c.errs = append(c.errs, fmt.Errorf("%s %q %s: want %s", place, r, why, oneOf(allowed)))
}

func oneOf(roles []Role) string {
	said := make([]string, len(roles))
	for i, r := range roles {
		said[i] = string(r)
	}
	if len(said) == 1 {
		return said[0]
	}
	last := len(said) - 1
	return strings.Join(said[:last], ", ") + " or " + said[last]
}
