package workflow

import (
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
)

// Slot is a part in the process. The platform binds most to a role; who judges content and who judges a cell is for the
// manifest to say.
type Slot string

// The slots.
const (
	Anybody        Slot = "anybody"
	Applicant      Slot = "applicant"          // aanvrager
	Leader         Slot = "leader"             // projectleider
	Pen            Slot = "holder of the pen"  // penvoerder
	Assessor       Slot = "assessor"           // who reviews a registration and decides on it
	FormerAssessor Slot = "former assessor"    // who reviewed until an act gave the registration to another
	SecondAssessor Slot = "second assessor"    // who confirms what another assessor would approve
	ContentJudge   Slot = "judge of content"   // bound by the manifest, per activity
	CellJudge      Slot = "judge of the cell"  // bound by the manifest, per column
	Keeper         Slot = "keeper of accounts" // beheerder
	Platform       Slot = "platform"           // the machine
)

// Slots lists every slot.
func Slots() []Slot {
	return []Slot{Anybody, Applicant, Leader, Pen, Assessor, FormerAssessor, SecondAssessor, ContentJudge, CellJudge, Keeper, Platform}
}

// roles are the slots that the platform binds.
var roles = map[Slot]actor.Role{
	Applicant: actor.Employer, Leader: actor.ProjectLeader, Pen: actor.RegioPlus, Assessor: actor.SSC, FormerAssessor: actor.SSC, SecondAssessor: actor.SSC, Keeper: actor.Administrator,
}

// Role returns the role to which the platform binds a slot; false where the manifest does, or nobody in particular.
func (s Slot) Role() (actor.Role, bool) {
	r, ok := roles[s]
	return r, ok
}

// IsReview reports whether who does the act judges: four eyes keep that person from other parts of the dossier.
func (a Act) IsReview() bool {
	if a.Asks == access.Release || a.Asks == access.Assign {
		return false // who passes a registration on looked at nothing
	}
	return (a.Subject == Registration || a.Subject == ProjectFile) && (a.Slot == Assessor || a.Slot == SecondAssessor || a.Slot == CellJudge)
}
