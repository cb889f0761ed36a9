package organisations

import (
	"context"
	"errors"
	"fmt"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/admission"
	"github.com/penvoerder/penvoerder/ent/cell"
	"github.com/penvoerder/penvoerder/ent/decision"
	"github.com/penvoerder/penvoerder/ent/document"
	"github.com/penvoerder/penvoerder/ent/employee"
	"github.com/penvoerder/penvoerder/ent/evaluation"
	"github.com/penvoerder/penvoerder/ent/event"
	"github.com/penvoerder/penvoerder/ent/file"
	"github.com/penvoerder/penvoerder/ent/participation"
	"github.com/penvoerder/penvoerder/ent/plan"
	"github.com/penvoerder/penvoerder/ent/registration"
	"github.com/penvoerder/penvoerder/ent/repair"
	"github.com/penvoerder/penvoerder/ent/tie"
	"github.com/penvoerder/penvoerder/ent/uploadticket"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/reference"
)

// AssignRegion corrects the region by hand, with a reason. All that is of the organisation goes with it: the leader of
// the old region loses sight of it and the new one's gains it. Fault: REGION_UNKNOWN.
func (d *Desk) AssignRegion(ctx context.Context, in AssignRegionInput) (*ent.Organisation, error) {
	o, err := d.read(ctx, in.OrganisationID)
	if err != nil {
		return nil, err
	}

	ground, err := d.guard.Permit(ctx, access.AssignRegion, access.OfOrganisation(o))
	if err != nil {
		return nil, err
	}
	if o.Version != in.ExpectedVersion {
		return nil, fault.Stale(pathVersion, o, o.Version)
	}
	var bad fault.Collector
	reason := text(in.Reason, longestReason, &bad, "input", "reason")
	to, _ := region(in.RegionID, &bad, "input", "regionID")
	if err := bad.Err(); err != nil {
		return nil, err
	}

	a := act{name: "assignRegion", ground: ground, reason: reason, event: organisationChanged, at: d.clock.Wall()}
	set := func(up *ent.OrganisationUpdateOne) {
		up.SetRegionID(to.ID).SetRegionalOrganisationID(to.OrganisationID).SetRegionByHand(true).SetRegionReason(reason)
	}
	return d.write(ctx, o, a, set, func(ctx context.Context, tx *ent.Tx) error {
		if err := move(ctx, tx, o.ID, to.OrganisationID); err != nil {
			return err
		}
		return d.markDue(ctx, tx, o.ID)
	})
}

// move puts every row of an organisation into the sight of another regional organisation, those of plans apart that are
// for a region of their own. Lines of the audit follow by themselves, and are never touched.
func move(ctx context.Context, tx *ent.Tx, of, to string) error {
	err := errors.Join(
		tx.Plan.Update().Where(plan.OrganisationID(of)).SetRegionalOrganisationID(to).Exec(ctx),
		tx.Registration.Update().Where(registration.OrganisationID(of)).SetRegionalOrganisationID(to).Exec(ctx),
		tx.Participation.Update().Where(participation.OrganisationID(of)).SetRegionalOrganisationID(to).Exec(ctx),
		tx.Cell.Update().Where(cell.OrganisationID(of)).SetRegionalOrganisationID(to).Exec(ctx),
		tx.Document.Update().Where(document.OrganisationID(of)).SetRegionalOrganisationID(to).Exec(ctx),
		tx.File.Update().Where(file.OrganisationID(of)).SetRegionalOrganisationID(to).Exec(ctx),
		tx.UploadTicket.Update().Where(uploadticket.OrganisationID(of)).SetRegionalOrganisationID(to).Exec(ctx),
		tx.Evaluation.Update().Where(evaluation.OrganisationID(of)).SetRegionalOrganisationID(to).Exec(ctx),
		tx.Decision.Update().Where(decision.OrganisationID(of)).SetRegionalOrganisationID(to).Exec(ctx),
		tx.Repair.Update().Where(repair.OrganisationID(of)).SetRegionalOrganisationID(to).Exec(ctx),
		tx.Employee.Update().Where(employee.OrganisationID(of)).SetRegionalOrganisationID(to).Exec(ctx),
		tx.Tie.Update().Where(tie.HolderID(of)).SetHolderRegionalOrganisationID(to).Exec(ctx),
		tx.Tie.Update().Where(tie.HeldID(of)).SetHeldRegionalOrganisationID(to).Exec(ctx),
		tx.Event.Update().Where(event.OrganisationID(of)).SetRegionalOrganisationID(to).Exec(ctx),
		tx.Admission.Update().Where(admission.OrganisationID(of)).SetRegionalOrganisationID(to).Exec(ctx),
	)
	if err != nil {
		return err
	}
	apart, err := tx.Plan.Query().Where(plan.OrganisationID(of), plan.RegionIDNotNil()).All(actor.AsSystem(ctx))
	for _, p := range apart {
		err = errors.Join(err, stay(ctx, tx, p))
	}
	return err
}

// stay puts every row of a plan back into the sight of the regional organisation of its own region.
func stay(ctx context.Context, tx *ent.Tx, p *ent.Plan) error {
	of, ok := reference.RegionByID(*p.RegionID)
	if !ok {
		return fmt.Errorf("plan %s is for a region that is not there: %s", p.Number, *p.RegionID)
	}
	to := of.OrganisationID
	ids, err := tx.Registration.Query().Where(registration.PlanID(p.ID)).IDs(actor.AsSystem(ctx))
	if err != nil {
		return err
	}
	return errors.Join(
		tx.Plan.Update().Where(plan.ID(p.ID)).SetRegionalOrganisationID(to).Exec(ctx),
		tx.Registration.Update().Where(registration.PlanID(p.ID)).SetRegionalOrganisationID(to).Exec(ctx),
		tx.Participation.Update().Where(participation.RegistrationIDIn(ids...)).SetRegionalOrganisationID(to).Exec(ctx),
		tx.Cell.Update().Where(cell.PlanID(p.ID)).SetRegionalOrganisationID(to).Exec(ctx),
		tx.Document.Update().Where(document.PlanID(p.ID)).SetRegionalOrganisationID(to).Exec(ctx),
		tx.File.Update().Where(file.HasDocumentWith(document.PlanID(p.ID))).SetRegionalOrganisationID(to).Exec(ctx),
		tx.UploadTicket.Update().Where(uploadticket.ForIDIn(append(ids, p.ID)...)).SetRegionalOrganisationID(to).Exec(ctx),
		tx.Evaluation.Update().Where(evaluation.PlanID(p.ID)).SetRegionalOrganisationID(to).Exec(ctx),
		tx.Decision.Update().Where(decision.RegistrationIDIn(ids...)).SetRegionalOrganisationID(to).Exec(ctx),
		tx.Repair.Update().Where(repair.RegistrationIDIn(ids...)).SetRegionalOrganisationID(to).Exec(ctx),
		tx.Event.Update().Where(event.DossierID(p.ID)).SetRegionalOrganisationID(to).Exec(ctx),
	)
}
