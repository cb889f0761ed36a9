package organisations

import (
	"context"
	"errors"
	"fmt"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/tie"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/ids"
)

var pathKvk = []string{"input", "kvkNumber"}

// Create signs up an organisation. The person who asks becomes its first contact; the Actor returned is that person
// from now on. Faults: KVK_NUMBER_MALFORMED, KVK_NUMBER_TAKEN, POSTCODE_MALFORMED, REGION_UNKNOWN,
// REGION_CONTRADICTS_POSTCODE.
func (d *Desk) Create(ctx context.Context, in CreateInput) (*ent.Organisation, actor.Actor, error) {
	ground, err := d.guard.Permit(ctx, access.Add, access.Mine(actor.From(ctx), access.Organisation))
	if err != nil {
		return nil, actor.Actor{}, err
	}

	o, err := d.entered(in)
	if err != nil {
		return nil, actor.Actor{}, err
	}

	var who actor.Actor
	var saved *ent.Organisation
	err = d.store.Tx(ctx, func(tx *ent.Tx) (err error) {
		if saved, err = insert(ctx, tx, o); err != nil {
			return err
		}
		if who, err = d.contacts.Employ(ctx, tx, o.ID); err != nil {
			return err
		}
		if err = join(ctx, tx, o); err != nil {
			return err
		}
		return record(ctx, tx, saved, saved.ID, saved.Version, act{
			name: "createOrganisation", ground: ground, event: organisationChanged, at: o.CreatedAt,
		})
	})
	switch {
	case fault.HasReason(err, "KVK_NUMBER_TAKEN"):
		fault.All(err)[0].Path = pathKvk
		return nil, actor.Actor{}, err
	case err != nil:
		return nil, actor.Actor{}, fmt.Errorf("create organisation: %w", err)
	}
	return saved.Unwrap(), who, nil
}

// entered reads a new organisation.
func (d *Desk) entered(in CreateInput) (*ent.Organisation, error) {
	var bad fault.Collector
	now := d.clock.Wall()
	o := &ent.Organisation{
		ID: ids.New(ids.Organisation), Version: 1, CreatedAt: now, UpdatedAt: now,
		Name:                text(in.Name, longestName, &bad, "input", "name"),
		KvkNumber:           kvk(in.KvkNumber, &bad, pathKvk...),
		Postcode:            postcode(in.Postcode, &bad, "input", "postcode"),
		FundingLaws:         laws(in.FundingLaws),
		IsMedicalSpecialist: in.IsMedicalSpecialist, IsSubcontractorOnly: in.IsSubcontractorOnly,
	}
	o.GroupTopName, o.GroupTopKvkNumber = group(in.Group, &bad, "input", "group")
	at := place(o.Postcode, in.RegionID, &bad, "input", "regionID")
	o.RegionID, o.RegionalOrganisationID, o.RegionByHand = at.region.ID, at.region.OrganisationID, at.byHand
	return o, bad.Err()
}

// join gives a new organisation the ties that others stated with its number, on either side.
func join(ctx context.Context, tx *ent.Tx, o *ent.Organisation) error {
	return errors.Join(
		tx.Tie.Update().Where(tie.HolderNumber(o.KvkNumber)).SetHolderID(o.ID).SetHolderRegionalOrganisationID(o.RegionalOrganisationID).Exec(ctx),
		tx.Tie.Update().Where(tie.HeldNumber(o.KvkNumber)).SetHeldID(o.ID).SetHeldRegionalOrganisationID(o.RegionalOrganisationID).Exec(ctx),
	)
}

func insert(ctx context.Context, tx *ent.Tx, o *ent.Organisation) (*ent.Organisation, error) {
	return tx.Organisation.Create().SetID(o.ID).SetName(o.Name).SetKvkNumber(o.KvkNumber).SetPostcode(o.Postcode).
		SetFundingLaws(o.FundingLaws).SetNillableIsMedicalSpecialist(o.IsMedicalSpecialist).SetNillableIsSubcontractorOnly(o.IsSubcontractorOnly).
		SetNillableGroupTopName(o.GroupTopName).SetNillableGroupTopKvkNumber(o.GroupTopKvkNumber).
		SetRegionID(o.RegionID).SetRegionalOrganisationID(o.RegionalOrganisationID).SetRegionByHand(o.RegionByHand).
		SetCreatedAt(o.CreatedAt).SetUpdatedAt(o.UpdatedAt).Save(ctx)
}
