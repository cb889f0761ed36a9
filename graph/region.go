package graph

import (
	"context"

	"github.com/penvoerder/penvoerder/graph/model"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/reference"
)

func (r queryResolver) Regions(context.Context) ([]*reference.Region, error) {
	return regionsOf(reference.Regions()), nil
}

func (r queryResolver) RegionForPostcode(_ context.Context, postcode string) (*reference.Suggestion, error) {
	if _, ok := reference.Postcode(postcode); !ok {
		return nil, fault.Invalid([]string{"postcode"}, "POSTCODE_MALFORMED", fault.Text{
			NL: "Een postcode heeft vier cijfers, en soms twee letters.", EN: "A postcode has four digits, and sometimes two letters.",
		}, "9712 AB")
	}
	found := reference.ForPostcode(postcode)
	return &found, nil
}

func regionsOf(in []reference.Region) []*reference.Region {
	return all(in, func(one reference.Region) *reference.Region { return &one })
}

// regionalOrganisation is nil where the table does not know it.
func regionalOrganisation(id string) *reference.RegionalOrganisation {
	found, ok := reference.RegionalOrganisationByID(id)
	if !ok {
		return nil
	}
	return &found
}

func (r regionResolver) Part(_ context.Context, g *reference.Region) (*string, error) {
	return stated(g.Part), nil
}

func (r regionResolver) RegionalOrganisation(_ context.Context, g *reference.Region) (*reference.RegionalOrganisation, error) {
	return regionalOrganisation(g.OrganisationID), nil
}

func (r regionResolver) ViewerCan(ctx context.Context, g *reference.Region, action string) (*model.Permission, error) {
	return r.can(ctx, action, g), nil
}

func (r regionalOrganisationResolver) Email(_ context.Context, o *reference.RegionalOrganisation) (*string, error) {
	return stated(o.Email), nil
}

func (r regionalOrganisationResolver) Regions(_ context.Context, o *reference.RegionalOrganisation) ([]*reference.Region, error) {
	return regionsOf(reference.RegionsOf(o.ID)), nil
}

func (r regionalOrganisationResolver) ViewerCan(ctx context.Context, o *reference.RegionalOrganisation, action string) (*model.Permission, error) {
	return r.can(ctx, action, o), nil
}
