package graph

import (
	"context"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/graph/judgement"
	"github.com/penvoerder/penvoerder/graph/model"
	"github.com/penvoerder/penvoerder/graph/queue"
	"github.com/penvoerder/penvoerder/graph/regulation"
	"github.com/penvoerder/penvoerder/internal/reference"
)

// each asks about several acts what viewerCan asks about one.
func each[T any](ctx context.Context, thing T, actions []string, can func(context.Context, T, string) (*model.Permission, error)) ([]*model.Permission, error) {
	all := make([]*model.Permission, len(actions))
	for i, a := range actions {
		var err error
		if all[i], err = can(ctx, thing, a); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func (r admissionResolver) ViewerCanEach(ctx context.Context, x *ent.Admission, actions []string) ([]*model.Permission, error) {
	return each(ctx, x, actions, r.ViewerCan)
}

func (r appointmentResolver) ViewerCanEach(ctx context.Context, x *ent.Appointment, actions []string) ([]*model.Permission, error) {
	return each(ctx, x, actions, r.ViewerCan)
}

func (r roleAssignmentResolver) ViewerCanEach(ctx context.Context, x *ent.RoleAssignment, actions []string) ([]*model.Permission, error) {
	return each(ctx, x, actions, r.ViewerCan)
}

func (r assessmentTaskResolver) ViewerCanEach(ctx context.Context, x *queue.Task, actions []string) ([]*model.Permission, error) {
	return each(ctx, x, actions, r.ViewerCan)
}

func (r auditEntryResolver) ViewerCanEach(ctx context.Context, x *ent.AuditEntry, actions []string) ([]*model.Permission, error) {
	return each(ctx, x, actions, r.ViewerCan)
}

func (r contactResolver) ViewerCanEach(ctx context.Context, x *ent.RoleAssignment, actions []string) ([]*model.Permission, error) {
	return each(ctx, x, actions, r.ViewerCan)
}

func (r tieResolver) ViewerCanEach(ctx context.Context, x *ent.Tie, actions []string) ([]*model.Permission, error) {
	return each(ctx, x, actions, r.ViewerCan)
}

func (r decisionResolver) ViewerCanEach(ctx context.Context, x *ent.Decision, actions []string) ([]*model.Permission, error) {
	return each(ctx, x, actions, r.ViewerCan)
}

func (r documentResolver) ViewerCanEach(ctx context.Context, x *ent.Document, actions []string) ([]*model.Permission, error) {
	return each(ctx, x, actions, r.ViewerCan)
}

func (r employeeResolver) ViewerCanEach(ctx context.Context, x *ent.Employee, actions []string) ([]*model.Permission, error) {
	return each(ctx, x, actions, r.ViewerCan)
}

func (r eventResolver) ViewerCanEach(ctx context.Context, x *ent.Event, actions []string) ([]*model.Permission, error) {
	return each(ctx, x, actions, r.ViewerCan)
}

func (r listedTrainingResolver) ViewerCanEach(ctx context.Context, x *regulation.ListedTraining, actions []string) ([]*model.Permission, error) {
	return each(ctx, x, actions, r.ViewerCan)
}

func (r matrixCellResolver) ViewerCanEach(ctx context.Context, x *ent.Cell, actions []string) ([]*model.Permission, error) {
	return each(ctx, x, actions, r.ViewerCan)
}

func (r organisationResolver) ViewerCanEach(ctx context.Context, x *ent.Organisation, actions []string) ([]*model.Permission, error) {
	return each(ctx, x, actions, r.ViewerCan)
}

func (r participationResolver) ViewerCanEach(ctx context.Context, x *ent.Participation, actions []string) ([]*model.Permission, error) {
	return each(ctx, x, actions, r.ViewerCan)
}

func (r partnerTokenResolver) ViewerCanEach(ctx context.Context, x *ent.PartnerToken, actions []string) ([]*model.Permission, error) {
	return each(ctx, x, actions, r.ViewerCan)
}

func (r personResolver) ViewerCanEach(ctx context.Context, x *ent.Person, actions []string) ([]*model.Permission, error) {
	return each(ctx, x, actions, r.ViewerCan)
}

func (r planLineResolver) ViewerCanEach(ctx context.Context, x *ent.PlanLine, actions []string) ([]*model.Permission, error) {
	return each(ctx, x, actions, r.ViewerCan)
}

func (r planResolver) ViewerCanEach(ctx context.Context, x *ent.Plan, actions []string) ([]*model.Permission, error) {
	return each(ctx, x, actions, r.ViewerCan)
}

func (r receiptResolver) ViewerCanEach(ctx context.Context, x *judgement.Receipt, actions []string) ([]*model.Permission, error) {
	return each(ctx, x, actions, r.ViewerCan)
}

func (r regionResolver) ViewerCanEach(ctx context.Context, x *reference.Region, actions []string) ([]*model.Permission, error) {
	return each(ctx, x, actions, r.ViewerCan)
}

func (r regionalOrganisationResolver) ViewerCanEach(ctx context.Context, x *reference.RegionalOrganisation, actions []string) ([]*model.Permission, error) {
	return each(ctx, x, actions, r.ViewerCan)
}

func (r registrationResolver) ViewerCanEach(ctx context.Context, x *ent.Registration, actions []string) ([]*model.Permission, error) {
	return each(ctx, x, actions, r.ViewerCan)
}

func (r repairResolver) ViewerCanEach(ctx context.Context, x *ent.Repair, actions []string) ([]*model.Permission, error) {
	return each(ctx, x, actions, r.ViewerCan)
}

func (r schemeReleaseResolver) ViewerCanEach(ctx context.Context, x *ent.SchemeRelease, actions []string) ([]*model.Permission, error) {
	return each(ctx, x, actions, r.ViewerCan)
}

func (r schemeResolver) ViewerCanEach(ctx context.Context, x *model.Scheme, actions []string) ([]*model.Permission, error) {
	return each(ctx, x, actions, r.ViewerCan)
}
