package graph

import (
	"context"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/appointment"
	"github.com/penvoerder/penvoerder/ent/predicate"
	"github.com/penvoerder/penvoerder/ent/roleassignment"
	"github.com/penvoerder/penvoerder/graph/model"
	"github.com/penvoerder/penvoerder/graph/relay"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/identity"
	"github.com/penvoerder/penvoerder/internal/reference"
	"github.com/penvoerder/penvoerder/internal/store/page"
)

func (r queryResolver) Appointments(ctx context.Context, filter *model.AppointmentFilter, order *model.AppointmentOrder, first *int, after *string, last *int, before *string) (*relay.AppointmentConnection, error) {
	by := page.Order[*ent.Appointment]{ID: appointmentID, Key: appointmentOrders["CREATED_AT"], Descending: true}
	if order != nil {
		by.Key, by.Descending = appointmentOrders[order.By], order.Direction == descending
	}
	in := page.Input{First: first, After: after, Last: last, Before: before, Total: asked(ctx).any("totalCount")}
	p, err := page.Read(ctx, r.db().Appointment.Query().Where(r.appointmentsIn(filter)...), in, by)
	if err != nil {
		return nil, err
	}
	var people []string
	for _, a := range p.Nodes {
		people = append(people, present(a.ProposedBy, a.ConfirmedBy, a.AcceptedBy)...)
	}
	return relay.Of(p), r.primeNodes(ctx, people)
}

func (r *root) appointmentsIn(f *model.AppointmentFilter) []predicate.Appointment {
	var out []predicate.Appointment
	if f == nil {
		return nil
	}
	if f.States != nil {
		out = append(out, r.use.Identity.InAppointmentState(f.States...))
	}
	if f.Roles != nil {
		out = append(out, appointment.RoleIn(f.Roles...))
	}
	return out
}

// RoleAssignments are for who appoints: others see those within their sight where these belong, as contacts.
func (r queryResolver) RoleAssignments(ctx context.Context, filter *model.RoleAssignmentFilter, order *model.RoleAssignmentOrder, first *int, after *string, last *int, before *string) (*relay.RoleAssignmentConnection, error) {
	by := page.Order[*ent.RoleAssignment]{ID: roleAssignmentID, Key: roleAssignmentOrders["START"], Descending: true}
	if order != nil {
		by.Key, by.Descending = roleAssignmentOrders[order.By], order.Direction == descending
	}
	in := page.Input{First: first, After: after, Last: last, Before: before, Total: asked(ctx).any("totalCount")}
	p, err := page.Read(ctx, r.db().RoleAssignment.Query().Where(r.roleAssignmentsIn(ctx, filter)...).WithPerson(), in, by)
	if err != nil {
		return nil, err
	}
	return relay.Of(p), nil
}

func (r *root) roleAssignmentsIn(ctx context.Context, f *model.RoleAssignmentFilter) []predicate.RoleAssignment {
	var out []predicate.RoleAssignment
	if !r.use.Guard.Sees(ctx, access.Appointment) {
		return []predicate.RoleAssignment{roleassignment.IDIn()}
	}
	if f == nil {
		return nil
	}
	if f.Roles != nil {
		out = append(out, roleassignment.RoleIn(f.Roles...))
	}
	if f.IsHeld != nil {
		out = append(out, r.use.Identity.IsHeld(*f.IsHeld))
	}
	return out
}

func (r appointmentResolver) Email(ctx context.Context, a *ent.Appointment) (*string, error) {
	if !r.use.Guard.CanReadPersonal(ctx, access.Appointment) {
		return nil, nil
	}
	return &a.Email, nil
}

func (r appointmentResolver) RegionalOrganisation(_ context.Context, a *ent.Appointment) (*reference.RegionalOrganisation, error) {
	if a.RegionalOrganisationID == nil {
		return nil, nil
	}
	return regionalOrganisation(*a.RegionalOrganisationID), nil
}

func (r appointmentResolver) State(_ context.Context, a *ent.Appointment) (string, error) {
	return r.use.Identity.StateOf(a), nil
}

func (r appointmentResolver) ProposedBy(ctx context.Context, a *ent.Appointment) (*ent.Person, error) {
	return r.personByID(ctx, a.ProposedBy)
}

func (r appointmentResolver) ConfirmedBy(ctx context.Context, a *ent.Appointment) (*ent.Person, error) {
	return r.personByID(ctx, a.ConfirmedBy)
}

func (r appointmentResolver) AcceptedBy(ctx context.Context, a *ent.Appointment) (*ent.Person, error) {
	return r.personByID(ctx, a.AcceptedBy)
}

func (r appointmentResolver) ViewerCan(ctx context.Context, a *ent.Appointment, action string) (*model.Permission, error) {
	return r.can(ctx, action, a), nil
}

func (r roleAssignmentResolver) Person(ctx context.Context, a *ent.RoleAssignment) (*ent.Person, error) {
	if a.Edges.Person != nil {
		return a.Edges.Person, nil
	}
	return r.personByID(ctx, &a.PersonID)
}

func (r roleAssignmentResolver) EndReason(ctx context.Context, a *ent.RoleAssignment) (*string, error) {
	return r.ofContact(ctx, a.EndReason)
}

func (r roleAssignmentResolver) ViewerCan(ctx context.Context, a *ent.RoleAssignment, action string) (*model.Permission, error) {
	return r.can(ctx, action, identity.Held{RoleAssignment: a}), nil
}

func (r viewerResolver) MissingAdministratorCount(ctx context.Context, _ *model.Viewer) (*int, error) {
	if !r.use.Guard.Sees(ctx, access.Appointment) {
		return nil, nil
	}
	n, err := r.use.Identity.MissingAdministrators(ctx)
	return &n, err
}

func (r mutationResolver) ProposeAppointment(ctx context.Context, in identity.ProposeAppointmentInput) (*model.ProposeAppointmentPayload, error) {
	a, err := r.use.Identity.ProposeAppointment(ctx, in)
	out := &model.ProposeAppointmentPayload{Appointment: a}
	return out, mendable(ctx, &out.UserErrors, err)
}

func (r mutationResolver) ConfirmAppointment(ctx context.Context, in identity.ConfirmAppointmentInput) (*model.ConfirmAppointmentPayload, error) {
	a, err := r.use.Identity.ConfirmAppointment(ctx, in)
	out := &model.ConfirmAppointmentPayload{Appointment: a}
	return out, mendable(ctx, &out.UserErrors, err)
}

func (r mutationResolver) WithdrawAppointment(ctx context.Context, in identity.WithdrawAppointmentInput) (*model.WithdrawAppointmentPayload, error) {
	a, err := r.use.Identity.WithdrawAppointment(ctx, in)
	out := &model.WithdrawAppointmentPayload{Appointment: a}
	return out, mendable(ctx, &out.UserErrors, err)
}

func (r mutationResolver) AcceptAppointment(ctx context.Context, in identity.AcceptAppointmentInput) (*model.AcceptAppointmentPayload, error) {
	who, err := r.use.Identity.AcceptAppointment(ctx, in)
	out := &model.AcceptAppointmentPayload{Viewer: become(ctx, who, err)}
	return out, mendable(ctx, &out.UserErrors, err)
}

func (r mutationResolver) EndRole(ctx context.Context, in identity.EndRoleInput) (*model.EndRolePayload, error) {
	role, err := r.use.Identity.EndRole(ctx, in)
	out := &model.EndRolePayload{RoleAssignment: role}
	return out, mendable(ctx, &out.UserErrors, err)
}
