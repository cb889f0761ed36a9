package testworld

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/ids"
)

// Where organisations are, unless they are put elsewhere.
const (
	Region               = "rgn_groningen"
	RegionalOrganisation = "rgo_noord"
)

// Organisation signs one up, eligible for anything unless changed.
func (w *World) Organisation(change ...func(*ent.OrganisationCreate)) *ent.Organisation {
	w.T.Helper()
	w.organisations++
	var o *ent.Organisation
	w.write(func(ctx context.Context, tx *ent.Tx) (err error) {
		c := tx.Organisation.Create().SetID(ids.New(ids.Organisation)).SetName("Zorg").SetKvkNumber(Kvk(w.organisations)).
			SetPostcode("9712 AB").SetFundingLaws([]string{"WLZ"}).SetIsMedicalSpecialist(false).SetIsSubcontractorOnly(false).
			SetRegionID(Region).SetRegionalOrganisationID(RegionalOrganisation).SetCreatedAt(w.Wall()).SetUpdatedAt(w.Wall()).
			SetVerifiedOn(w.Wall().Truncate(24 * time.Hour))
		for _, f := range change {
			f(c)
		}
		o, err = c.Save(ctx)
		return err
	})
	return o.Unwrap()
}

// Kvk is the number of the nth organisation of a world.
func Kvk(n int) string { return fmt.Sprintf("%08d", n) }

// Person makes somebody who acts in a role: of an organisation or in a region, where the role is of one.
func (w *World) Person(a actor.Actor) func() context.Context {
	w.T.Helper()
	a.PersonID, a.SessionID, a.Language = ids.New(ids.Person), ids.New(ids.Session), "nl"
	w.write(func(ctx context.Context, tx *ent.Tx) error {
		return tx.Person.Create().SetID(a.PersonID).SetName("P").SetEmail(strings.ToLower(a.PersonID) + "@demo.example").
			SetPasswordHash("-").SetLanguage(a.Language).SetCreatedAt(w.Wall()).Exec(ctx)
	})
	w.Assign(a)
	return func() context.Context { return w.As(a) }
}

// Assign gives a person who is there the role of an actor.
func (w *World) Assign(a actor.Actor) {
	w.T.Helper()
	w.write(func(ctx context.Context, tx *ent.Tx) error {
		c := tx.RoleAssignment.Create().SetID(ids.New(ids.RoleAssignment)).SetPersonID(a.PersonID).SetRole(string(a.Role)).SetSince(w.Clock.Today())
		if a.OrganisationID != "" {
			c.SetOrganisationID(a.OrganisationID)
		}
		if a.RegionalOrganisationID != "" {
			c.SetRegionalOrganisationID(a.RegionalOrganisationID)
		}
		return c.Exec(ctx)
	})
}

// As is a context in which an actor asks.
func (w *World) As(a actor.Actor) context.Context { return actor.With(w.T.Context(), a) }

// Employer is the context of an employer whose person is in no table.
func (w *World) Employer(organisationID string) context.Context {
	return w.As(actor.Actor{PersonID: "per_employer", SessionID: "ses_employer", Role: actor.Employer, OrganisationID: organisationID})
}

// Leader is the context of a project leader whose person is in no table.
func (w *World) Leader(regionalOrganisationID string) context.Context {
	return w.As(actor.Actor{PersonID: "per_leader", SessionID: "ses_leader", Role: actor.ProjectLeader, RegionalOrganisationID: regionalOrganisationID})
}

// RegioPlus is the context of the holder of the pen, whose person is in no table.
func (w *World) RegioPlus() context.Context {
	return w.As(actor.Actor{PersonID: "per_plus", SessionID: "ses_plus", Role: actor.RegioPlus})
}
