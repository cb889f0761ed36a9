package reading

import (
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// PathVersion is where the input of an act says which version the caller saw.
var PathVersion = []string{"input", "expectedVersion"}

// Expect refuses a version of the registration that was overtaken.
func (r *Registration) Expect(version int) error {
	if r.Row.Version != version {
		return fault.Stale(PathVersion, r.Row, r.Row.Version)
	}
	return nil
}

// Object implements procedure.Subject.
func (r *Registration) Object() access.Object { return access.OfRegistration(r.Row).Under(r.Plan) }

// Stands implements procedure.Subject.
func (r *Registration) Stands() (state, plan string) { return r.Row.State, r.Plan.State }

// Enter implements procedure.Subject.
func (r *Registration) Enter(state string) {
	if r.Row.State != state {
		r.Row.State = state
		r.Raise()
	}
}

// Conflict implements procedure.Subject; a registration that is not stored yet shows its plan.
func (r *Registration) Conflict(field, reason string, text fault.Text) *fault.Error {
	c := fault.Conflict([]string{"input", field}, reason, text)
	c.Current, c.CurrentVersion = r.Plan, r.Plan.Version
	if !r.IsNew() {
		c.Current, c.CurrentVersion = r.Row, r.Row.Version
	}
	return c
}

func (r *Registration) isInReview() bool { return r.Row.State == workflow.InReview }

// isWithAssessor reports whether the registration was submitted and waits for a decision.
func (r *Registration) isWithAssessor() bool {
	return r.Row.State == workflow.Submitted || r.isInReview() || r.Row.State == workflow.AwaitingSecond
}
