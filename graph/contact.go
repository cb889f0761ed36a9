package graph

import (
	"context"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/admission"
	"github.com/penvoerder/penvoerder/ent/predicate"
	"github.com/penvoerder/penvoerder/graph/model"
	"github.com/penvoerder/penvoerder/graph/relay"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/identity"
	"github.com/penvoerder/penvoerder/internal/store/page"
)

func (r queryResolver) Admissions(ctx context.Context, filter *model.AdmissionFilter, order *model.AdmissionOrder, first *int, after *string, last *int, before *string) (*relay.AdmissionConnection, error) {
	by := page.Order[*ent.Admission]{ID: admissionID, Key: admissionOrders["CREATED_AT"], Descending: true}
	if order != nil {
		by.Key, by.Descending = admissionOrders[order.By], order.Direction == descending
	}
	in := page.Input{First: first, After: after, Last: last, Before: before, Total: asked(ctx).any("totalCount")}
	p, err := page.Read(ctx, r.db().Admission.Query().Where(r.admissionsIn(filter)...), in, by)
	if err != nil {
		return nil, err
	}
	var around []string
	for _, a := range p.Nodes {
		around = append(around, a.OrganisationID)
		around = append(around, present(a.PersonID, a.InvitedBy, a.DecidedBy)...)
	}
	return relay.Of(p), r.primeNodes(ctx, around)
}

func (r *root) admissionsIn(f *model.AdmissionFilter) []predicate.Admission {
	var out []predicate.Admission
	if f == nil {
		return nil
	}
	if f.States != nil {
		out = append(out, r.use.Identity.InAdmissionState(f.States...))
	}
	if f.OrganisationID != nil {
		out = append(out, admission.OrganisationID(*f.OrganisationID))
	}
	return out
}

func (r admissionResolver) Organisation(ctx context.Context, a *ent.Admission) (*ent.Organisation, error) {
	n, err := r.node(ctx, a.OrganisationID)
	o, _ := n.(*ent.Organisation)
	return o, err
}

func (r admissionResolver) State(_ context.Context, a *ent.Admission) (string, error) {
	return r.use.Identity.AdmissionState(a), nil
}

func (r admissionResolver) Email(ctx context.Context, a *ent.Admission) (*string, error) {
	return r.ofAdmission(ctx, &a.Email)
}

func (r admissionResolver) Name(ctx context.Context, a *ent.Admission) (*string, error) {
	return r.ofAdmission(ctx, a.Name)
}

func (r admissionResolver) Note(ctx context.Context, a *ent.Admission) (*string, error) {
	return r.ofAdmission(ctx, a.Note)
}

func (r admissionResolver) Reason(ctx context.Context, a *ent.Admission) (*string, error) {
	return r.ofAdmission(ctx, a.Reason)
}

// ofAdmission is what is said of a person, for who may read it.
func (r *root) ofAdmission(ctx context.Context, text *string) (*string, error) {
	if !r.use.Guard.CanReadPersonal(ctx, access.Admission) {
		return nil, nil
	}
	return text, nil
}

func (r admissionResolver) Person(ctx context.Context, a *ent.Admission) (*ent.Person, error) {
	return r.personByID(ctx, a.PersonID)
}

func (r admissionResolver) InvitedBy(ctx context.Context, a *ent.Admission) (*ent.Person, error) {
	return r.personByID(ctx, a.InvitedBy)
}

func (r admissionResolver) DecidedBy(ctx context.Context, a *ent.Admission) (*ent.Person, error) {
	return r.personByID(ctx, a.DecidedBy)
}

func (r admissionResolver) ViewerCan(ctx context.Context, a *ent.Admission, action string) (*model.Permission, error) {
	return r.can(ctx, action, a), nil
}

func (r contactResolver) Person(ctx context.Context, c *ent.RoleAssignment) (*ent.Person, error) {
	if c.Edges.Person != nil {
		return c.Edges.Person, nil
	}
	return r.personByID(ctx, &c.PersonID)
}

func (r contactResolver) Phone(ctx context.Context, c *ent.RoleAssignment) (*string, error) {
	return r.ofContact(ctx, c.Phone)
}

func (r contactResolver) EndReason(ctx context.Context, c *ent.RoleAssignment) (*string, error) {
	return r.ofContact(ctx, c.EndReason)
}

// ofContact is what is said of a contact, for who may read it.
func (r *root) ofContact(ctx context.Context, text *string) (*string, error) {
	if !r.use.Guard.CanReadPersonal(ctx, access.Contact) {
		return nil, nil
	}
	return text, nil
}

func (r contactResolver) Successor(ctx context.Context, c *ent.RoleAssignment) (*ent.RoleAssignment, error) {
	if c.SuccessorID == nil {
		return nil, nil
	}
	n, err := r.node(ctx, *c.SuccessorID)
	successor, _ := n.(*ent.RoleAssignment)
	return successor, err
}

func (r contactResolver) ViewerCan(ctx context.Context, c *ent.RoleAssignment, action string) (*model.Permission, error) {
	return r.can(ctx, action, c), nil
}

func (r mutationResolver) InviteContact(ctx context.Context, in identity.InviteContactInput) (*model.InviteContactPayload, error) {
	a, err := r.use.Identity.InviteContact(ctx, in)
	out := &model.InviteContactPayload{Admission: a}
	return out, mendable(ctx, &out.UserErrors, err)
}

func (r mutationResolver) AskToJoin(ctx context.Context, in identity.AskToJoinInput) (*model.AskToJoinPayload, error) {
	a, err := r.use.Identity.AskToJoin(ctx, in)
	out := &model.AskToJoinPayload{Admission: a}
	return out, mendable(ctx, &out.UserErrors, err)
}

func (r mutationResolver) AdmitContact(ctx context.Context, in identity.AdmitContactInput) (*model.AdmitContactPayload, error) {
	a, err := r.use.Identity.AdmitContact(ctx, in)
	out := &model.AdmitContactPayload{Admission: a}
	return out, mendable(ctx, &out.UserErrors, err)
}

func (r mutationResolver) RejectAdmission(ctx context.Context, in identity.RejectAdmissionInput) (*model.RejectAdmissionPayload, error) {
	a, err := r.use.Identity.RejectAdmission(ctx, in)
	out := &model.RejectAdmissionPayload{Admission: a}
	return out, mendable(ctx, &out.UserErrors, err)
}

func (r mutationResolver) WithdrawAdmission(ctx context.Context, in identity.WithdrawAdmissionInput) (*model.WithdrawAdmissionPayload, error) {
	a, err := r.use.Identity.WithdrawAdmission(ctx, in)
	out := &model.WithdrawAdmissionPayload{Admission: a}
	return out, mendable(ctx, &out.UserErrors, err)
}

func (r mutationResolver) AcceptAdmission(ctx context.Context, in identity.AcceptAdmissionInput) (*model.AcceptAdmissionPayload, error) {
	who, err := r.use.Identity.AcceptAdmission(ctx, in)
	out := &model.AcceptAdmissionPayload{Viewer: become(ctx, who, err)}
	return out, mendable(ctx, &out.UserErrors, err)
}

func (r mutationResolver) VerifyContact(ctx context.Context, in identity.VerifyContactInput) (*model.VerifyContactPayload, error) {
	c, err := r.use.Identity.VerifyContact(ctx, in)
	out := &model.VerifyContactPayload{Contact: c}
	return out, mendable(ctx, &out.UserErrors, err)
}

func (r mutationResolver) AmendContact(ctx context.Context, in identity.AmendContactInput) (*model.AmendContactPayload, error) {
	c, err := r.use.Identity.AmendContact(ctx, in)
	out := &model.AmendContactPayload{Contact: c}
	return out, mendable(ctx, &out.UserErrors, err)
}

func (r mutationResolver) EndContact(ctx context.Context, in identity.EndContactInput) (*model.EndContactPayload, error) {
	c, err := r.use.Identity.EndContact(ctx, in)
	out := &model.EndContactPayload{Contact: c}
	return out, mendable(ctx, &out.UserErrors, err)
}
