package registrations

import (
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

var pathVersion = []string{"input", "expectedVersion"}

// expect refuses a version of the registration, or of the project file, that was overtaken.
func (f *file) expect(version int) error {
	switch {
	case f.reg == nil && f.plan.ProjectVersion != version:
		return fault.Stale(pathVersion, f.plan, f.plan.ProjectVersion)
	case f.reg != nil && f.reg.Version != version:
		return fault.Stale(pathVersion, f.reg, f.reg.Version)
	}
	return nil
}

// step takes the registration to the state to which the verb leads, or refuses it as WRONG_STATE at a field. A project
// file has no states of its own: it can be worked on until its plan ends.
func (f *file) step(v workflow.Verb, field string) error {
	if f.reg == nil {
		if f.plan.State == workflow.Withdrawn || f.plan.State == workflow.Rejected {
			return f.wrongState(field, planEnded)
		}
		return nil
	}
	to, ok := workflow.Next(workflow.Registration, f.reg.State, v)
	if !ok {
		return f.wrongState(field, notInState)
	}
	f.reg.State = to
	return nil
}

var (
	notInState = fault.Text{NL: "Dit kan niet (meer) met een registratie in deze staat.", EN: "This cannot be done to a registration in this state."}
	planEnded  = fault.Text{NL: "Het plan is ingetrokken of afgewezen.", EN: "The plan was withdrawn or rejected."}
	notGranted = fault.Text{NL: "Het plan is nog niet toegekend.", EN: "The plan has not been granted yet."}
)

func (f *file) wrongState(field string, text fault.Text) *fault.Error {
	return f.conflict(field, fault.ReasonWrongState, text)
}

// conflict refuses an act at a field because of how the registration, or the plan of a project file, stands.
func (f *file) conflict(field, reason string, text fault.Text) *fault.Error {
	c := fault.Conflict([]string{"input", field}, reason, text)
	c.Current, c.CurrentVersion = f.plan, f.plan.Version
	if f.reg != nil {
		c.Current, c.CurrentVersion = f.reg, f.reg.Version
	}
	return c
}
