package organisations

import (
	"context"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/store"
)

// Amend corrects the statements of an organisation about itself; where one is a fact of its dossiers, they are judged
// again. A region chosen by hand stays when the postcode changes. Faults: POSTCODE_MALFORMED, KVK_NUMBER_MALFORMED,
// REGION_UNKNOWN where the region does not follow from the new postcode.
func (d *Desk) Amend(ctx context.Context, in AmendInput) (*ent.Organisation, error) {
	o, err := d.read(ctx, in.ID)
	if err != nil {
		return nil, err
	}

	ground, err := d.guard.Permit(ctx, access.Amend, access.OfOrganisation(o))
	if err != nil {
		return nil, err
	}
	if o.Version != in.ExpectedVersion {
		return nil, fault.Stale(pathVersion, o, o.Version)
	}
	to, err := amended(o, in)
	if err != nil {
		return nil, err
	}

	a := act{name: "amendOrganisation", ground: ground, event: organisationChanged, at: d.clock.Wall()}
	set := func(up *ent.OrganisationUpdateOne) { assign(up, to) }
	return d.write(ctx, o, a, set, func(ctx context.Context, tx *ent.Tx) error {
		if to.RegionalOrganisationID != o.RegionalOrganisationID {
			if err := move(ctx, tx, o.ID, to.RegionalOrganisationID); err != nil {
				return err
			}
		}
		return d.markDue(ctx, tx, o.ID)
	})
}

// amended returns o with the changes of in applied, not stored yet.
func amended(o *ent.Organisation, in AmendInput) (*ent.Organisation, error) {
	to := *o
	var bad fault.Collector
	if in.Name != nil {
		to.Name = text(*in.Name, longestName, &bad, "input", "name")
	}
	if in.Postcode != nil {
		to.Postcode = postcode(*in.Postcode, &bad, "input", "postcode")
		if !o.RegionByHand && to.Postcode != o.Postcode {
			at := place(to.Postcode, nil, &bad, "input", "postcode")
			to.RegionID, to.RegionalOrganisationID = at.region.ID, at.region.OrganisationID
		}
	}
	if in.FundingLaws != nil {
		to.FundingLaws = laws(in.FundingLaws)
	}
	if v, ok := in.IsMedicalSpecialist.ValueOK(); ok {
		to.IsMedicalSpecialist = v
	}
	if v, ok := in.IsSubcontractorOnly.ValueOK(); ok {
		to.IsSubcontractorOnly = v
	}
	if v, ok := in.Group.ValueOK(); ok {
		to.GroupTopName, to.GroupTopKvkNumber = group(v, &bad, "input", "group")
	}
	return &to, bad.Err()
}

// assign puts every field that can be amended.
func assign(up *ent.OrganisationUpdateOne, to *ent.Organisation) {
	up.SetName(to.Name).SetPostcode(to.Postcode).SetFundingLaws(to.FundingLaws).
		SetRegionID(to.RegionID).SetRegionalOrganisationID(to.RegionalOrganisationID)
	store.Put(to.IsMedicalSpecialist, up.SetIsMedicalSpecialist, up.ClearIsMedicalSpecialist)
	store.Put(to.IsSubcontractorOnly, up.SetIsSubcontractorOnly, up.ClearIsSubcontractorOnly)
	store.Put(to.GroupTopName, up.SetGroupTopName, up.ClearGroupTopName)
	store.Put(to.GroupTopKvkNumber, up.SetGroupTopKvkNumber, up.ClearGroupTopKvkNumber)
}
