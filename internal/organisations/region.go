package organisations

import (
	"context"
	"errors"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/auditentry"
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
	"github.com/penvoerder/penvoerder/ent/uploadticket"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/fault"
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
	saved, err := d.write(ctx, o, a, set, func(ctx context.Context, tx *ent.Tx) error {
		if err := move(ctx, tx, o.ID, to.OrganisationID); err != nil {
			return err
		}
		return d.markDue(ctx, tx, o.ID)
	})
	if err != nil {
		return nil, err
	}
	d.rejudge(ctx, o.ID)
	return saved, nil
}

// move puts every row of an organisation into the sight of another regional organisation.
func move(ctx context.Context, tx *ent.Tx, of, to string) error {
	return errors.Join(
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
		tx.AuditEntry.Update().Where(auditentry.OrganisationID(of)).SetRegionalOrganisationID(to).Exec(ctx),
		tx.Event.Update().Where(event.OrganisationID(of)).SetRegionalOrganisationID(to).Exec(ctx),
	)
}
