package graph

import (
	"context"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/participation"
	"github.com/penvoerder/penvoerder/graph/model"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/organisations"
	"github.com/penvoerder/penvoerder/internal/typed"
)

func (r employeeResolver) Name(ctx context.Context, e *ent.Employee) (*string, error) {
	if !r.use.Guard.CanReadPersonal(ctx, access.Employee) {
		return nil, nil
	}
	return &e.Name, nil
}

func (r employeeResolver) DateOfBirth(ctx context.Context, e *ent.Employee) (*typed.Date, error) {
	if !r.use.Guard.CanReadPersonal(ctx, access.Employee) {
		return nil, nil
	}
	if born := organisations.Born(e); len(born) == len(time.DateOnly) {
		return dateOf(&e.DateOfBirth), nil
	}
	return nil, nil
}

func (r employeeResolver) Born(ctx context.Context, e *ent.Employee) (*typed.PartialDate, error) {
	if !r.use.Guard.CanReadPersonal(ctx, access.Employee) {
		return nil, nil
	}
	return new(organisations.Born(e)), nil
}

func (r employeeResolver) ExternalReference(ctx context.Context, e *ent.Employee) (*string, error) {
	if !r.use.Guard.CanReadPersonal(ctx, access.Employee) {
		return nil, nil
	}
	return e.ExternalReference, nil
}

func (r employeeResolver) Distinction(ctx context.Context, e *ent.Employee) (*string, error) {
	if !r.use.Guard.CanReadPersonal(ctx, access.Employee) {
		return nil, nil
	}
	return e.Distinction, nil
}

const mostParticipations = 100

func (r employeeResolver) Participations(ctx context.Context, e *ent.Employee) ([]*ent.Participation, error) {
	return r.db().Participation.Query().Where(participation.EmployeeID(e.ID)).
		Order(ent.Desc(participation.FieldCreatedAt, participation.FieldID)).Limit(mostParticipations).All(ctx)
}

func (r employeeResolver) ViewerCan(ctx context.Context, e *ent.Employee, action string) (*model.Permission, error) {
	return r.can(ctx, action, e), nil
}

func (r mutationResolver) CreateEmployee(ctx context.Context, in organisations.CreateEmployeeInput) (*model.CreateEmployeePayload, error) {
	e, err := r.use.Organisations.CreateEmployee(ctx, in)
	out := &model.CreateEmployeePayload{Employee: e}
	return out, mendable(ctx, &out.UserErrors, err)
}

func (r mutationResolver) AmendEmployee(ctx context.Context, in organisations.AmendEmployeeInput) (*model.AmendEmployeePayload, error) {
	e, err := r.use.Organisations.AmendEmployee(ctx, in)
	out := &model.AmendEmployeePayload{Employee: e}
	return out, mendable(ctx, &out.UserErrors, err)
}
