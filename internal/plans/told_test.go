package plans_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
	"github.com/penvoerder/penvoerder/schemes"
)

func TestThoseWhoHoldAPartInAPlanAreTold(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s, schemes.PerGroup)
		o := w.Organisation()
		contact := w.Person(actor.Actor{Role: actor.Employer, OrganisationID: o.ID})
		leader := w.Person(actor.Actor{Role: actor.ProjectLeader, RegionalOrganisationID: here})
		elsewhere := w.Person(actor.Actor{Role: actor.ProjectLeader, RegionalOrganisationID: there})
		pen := w.Person(actor.Actor{Role: actor.RegioPlus})
		w.granted(o, "20000", "10000")
		for name, c := range map[string]struct{ got, want []string }{
			"contact":           {w.ToldTo(contact), []string{"submit, as a receipt", "assess, at once", "grant, as a decision"}},
			"leader":            {w.ToldTo(leader), []string{"submit, digest", "grant, digest"}},
			"leader elsewhere":  {w.ToldTo(elsewhere), nil},
			"holder of the pen": {w.ToldTo(pen), []string{"assess, digest"}},
		} {
			if diff := cmp.Diff(c.want, c.got); diff != "" {
				t.Errorf("%s: %s", name, diff)
			}
		}
	})
}
