package graph

import (
	"context"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/employee"
	"github.com/penvoerder/penvoerder/ent/plan"
	"github.com/penvoerder/penvoerder/ent/registration"
	"github.com/penvoerder/penvoerder/ent/roleassignment"
	"github.com/penvoerder/penvoerder/graph/model"
	"github.com/penvoerder/penvoerder/graph/relay"
	"github.com/penvoerder/penvoerder/graph/transport"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/organisations"
	"github.com/penvoerder/penvoerder/internal/reference"
	"github.com/penvoerder/penvoerder/internal/store/page"
)

func (r queryResolver) Organisations(ctx context.Context, filter *model.OrganisationFilter, order *model.OrganisationOrder, first *int, after *string, last *int, before *string) (*relay.OrganisationConnection, error) {
	which, err := organisationsIn(filter)
	if err != nil {
		return nil, err
	}
	by := page.Order[*ent.Organisation]{ID: organisationID, Key: organisationOrders["NAME"]}
	if order != nil {
		by.Key, by.Descending = organisationOrders[order.By], order.Direction == descending
	}
	in := page.Input{First: first, After: after, Last: last, Before: before, Total: asked(ctx).any("totalCount")}
	p, err := page.Read(ctx, r.db().Organisation.Query().Where(which...), in, by)
	if err != nil {
		return nil, err
	}
	return relay.Of(p), nil
}

// organisation reads one, once in a request; nil where it is out of sight.
func (r *root) organisation(ctx context.Context, id string) (*ent.Organisation, error) {
	n, err := r.node(ctx, id)
	o, _ := n.(*ent.Organisation)
	return o, err
}

func (r organisationResolver) Group(_ context.Context, o *ent.Organisation) (*model.GroupMembership, error) {
	if o.GroupTopName == nil || o.GroupTopKvkNumber == nil {
		return nil, nil
	}
	return &model.GroupMembership{TopName: *o.GroupTopName, TopKVKNumber: *o.GroupTopKvkNumber, IsTop: *o.GroupTopKvkNumber == o.KvkNumber}, nil
}

func (r organisationResolver) Region(_ context.Context, o *ent.Organisation) (*reference.Region, error) {
	return regionByID(o.RegionID), nil
}

// regionByID is nil for what is not there.
func regionByID(id string) *reference.Region {
	if found, ok := reference.RegionByID(id); ok {
		return &found
	}
	return nil
}

const mostContacts = 20

// Contacts are the active ones first.
func (r organisationResolver) Contacts(ctx context.Context, o *ent.Organisation) ([]*ent.RoleAssignment, error) {
	of := r.db().RoleAssignment.Query().Where(roleassignment.OrganisationID(o.ID)).WithPerson()
	return of.Order(r.use.Identity.HeldFirst(), roleassignment.ByID()).Limit(mostContacts).All(ctx)
}

func (r organisationResolver) Employees(ctx context.Context, o *ent.Organisation, filter *model.EmployeeFilter, order *model.EmployeeOrder, first *int, after *string, last *int, before *string) (*relay.EmployeeConnection, error) {
	which, err := r.employeesIn(ctx, filter)
	if err != nil {
		return nil, err
	}
	by := page.Order[*ent.Employee]{ID: employeeID, Key: employeeOrders["NAME"]}
	if order != nil {
		by.Key, by.Descending = employeeOrders[order.By], order.Direction == descending
	}
	if (order == nil || order.By == "NAME") && !r.use.Guard.CanReadPersonal(ctx, access.Employee) {
		by.Key = page.Key[*ent.Employee]{} // a cursor holds what a list is ordered by
	}
	in := page.Input{First: first, After: after, Last: last, Before: before, Total: asked(ctx).any("totalCount")}
	p, err := page.Read(ctx, r.db().Employee.Query().Where(employee.OrganisationID(o.ID)).Where(which...), in, by)
	if err != nil {
		return nil, err
	}
	return relay.Of(p), nil
}

const mostPlans = 100

func (r organisationResolver) Plans(ctx context.Context, o *ent.Organisation, scheme *string) ([]*ent.Plan, error) {
	q := r.db().Plan.Query().Where(plan.OrganisationID(o.ID))
	if scheme != nil {
		q.Where(plan.Scheme(*scheme))
	}
	found, err := q.Order(ent.Desc(plan.FieldNumber)).Limit(mostPlans).All(ctx)
	if err != nil {
		return nil, err
	}
	return found, r.primePlanParts(ctx, found, asked(ctx))
}

func (r organisationResolver) RegistrationCounts(ctx context.Context, o *ent.Organisation, filter *model.RegistrationFilter) ([]*model.RegistrationCount, error) {
	return r.registrationCounts(ctx, r.db().Registration.Query().Where(registration.OrganisationID(o.ID)), filter)
}

func (r organisationResolver) Tokens(ctx context.Context, o *ent.Organisation) ([]*ent.PartnerToken, error) {
	return r.use.Identity.Tokens(ctx, o.ID)
}

func (r organisationResolver) ViewerCan(ctx context.Context, o *ent.Organisation, action string) (*model.Permission, error) {
	return r.can(ctx, action, o), nil
}

// CreateOrganisation makes the viewer its first contact: the payload is read as such.
func (r mutationResolver) CreateOrganisation(ctx context.Context, in organisations.CreateInput) (*model.CreateOrganisationPayload, error) {
	o, who, err := r.use.Organisations.Create(ctx, in)
	out := &model.CreateOrganisationPayload{}
	if err != nil {
		return out, mendable(ctx, &out.UserErrors, err)
	}
	transport.Become(ctx, who)
	out.Organisation = o
	return out, nil
}

func (r mutationResolver) AmendOrganisation(ctx context.Context, in organisations.AmendInput) (*model.AmendOrganisationPayload, error) {
	o, err := r.use.Organisations.Amend(ctx, in)
	out := &model.AmendOrganisationPayload{Organisation: o}
	return out, mendable(ctx, &out.UserErrors, err)
}

func (r mutationResolver) AssignRegion(ctx context.Context, in organisations.AssignRegionInput) (*model.AssignRegionPayload, error) {
	o, err := r.use.Organisations.AssignRegion(ctx, in)
	out := &model.AssignRegionPayload{Organisation: o}
	return out, mendable(ctx, &out.UserErrors, err)
}
