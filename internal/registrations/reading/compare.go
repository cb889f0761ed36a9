package reading

import (
	"context"
	"maps"
	"slices"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/employee"
	"github.com/penvoerder/penvoerder/ent/organisation"
	"github.com/penvoerder/penvoerder/ent/plan"
	"github.com/penvoerder/penvoerder/ent/predicate"
	"github.com/penvoerder/penvoerder/internal/procedure"
)

// compareAround finds out whether the plan, the organisation or an employee changed since their facts were read: then
// the judgement is of something else. What changes from here on marks it as due, and who judges it again waits for the
// row that is locked.
func (r *Registration) compareAround(ctx context.Context, tx *ent.Tx) error {
	same, err := r.sameOrganisation(ctx, tx)
	if err == nil && same {
		same, err = r.samePlan(ctx, tx)
	}
	if err == nil && same {
		same, err = r.sameEmployees(ctx, tx)
	}
	if err == nil && !same {
		err = procedure.ErrOvertaken
	}
	return err
}

// sameOrganisation finds out whether the organisation is as it was read. A new registration locks it, as it does its plan:
// who looks for what rests on it would not see the row yet.
func (r *Registration) sameOrganisation(ctx context.Context, tx *ent.Tx) (bool, error) {
	o := r.Organisation
	if !r.IsNew() {
		return tx.Organisation.Query().Where(organisation.ID(o.ID), organisation.Version(o.Version)).Exist(ctx)
	}
	n, err := tx.Organisation.Update().Where(organisation.ID(o.ID), organisation.Version(o.Version)).SetVersion(o.Version).Save(ctx)
	return n == 1, err
}

// samePlan finds out whether the plan is as it was read, and what its project file proves. A new registration locks it: there is no row yet at which a
// move of the plan to another release could meet it.
func (r *Registration) samePlan(ctx context.Context, tx *ent.Tx) (bool, error) {
	p := r.Plan
	same := []predicate.Plan{
		plan.ID(p.ID), plan.Version(p.Version),
		equals(p.SizeClass, plan.SizeClass, plan.SizeClassIsNil), equals(p.SizeEvidence, plan.SizeEvidence, plan.SizeEvidenceIsNil),
		equals(p.SizeAwaited, plan.SizeAwaited, plan.SizeAwaitedIsNil),
	}
	if !r.IsNew() {
		return tx.Plan.Query().Where(same...).Exist(ctx)
	}
	n, err := tx.Plan.Update().Where(same...).SetVersion(p.Version).Save(ctx)
	return n == 1, err
}

// equals keeps the plans of which a column still holds what was read.
func equals(read *string, is func(string) predicate.Plan, isNil func() predicate.Plan) predicate.Plan {
	if read == nil {
		return isNil()
	}
	return is(*read)
}

// sameEmployees finds out whether the employees are as they were read. Those who join are locked, for the same reason.
func (r *Registration) sameEmployees(ctx context.Context, tx *ent.Tx) (bool, error) {
	read := make(map[string]int, len(r.Parts))
	var joining []string
	for _, p := range r.Parts {
		if p.Edges.Employee == nil {
			continue
		}
		read[p.EmployeeID] = p.Edges.Employee.Version
		if _, known := r.WasPart(p.ID); !known {
			joining = append(joining, p.EmployeeID)
		}
	}
	if len(joining) > 0 {
		if err := tx.Employee.Update().Where(employee.IDIn(joining...)).AddVersion(0).Exec(ctx); err != nil {
			return false, err
		}
	}
	rows, err := tx.Employee.Query().Where(employee.IDIn(slices.Sorted(maps.Keys(read))...)).
		Select(employee.FieldID, employee.FieldVersion).All(ctx)
	for _, row := range rows {
		if read[row.ID] != row.Version {
			return false, err
		}
	}
	return true, err
}
