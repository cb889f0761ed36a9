package ties_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/internal/actor"
)

func TestBothSidesOfATieAreToldAndItsLeaders(t *testing.T) {
	each(t, func(t *testing.T, w *world) {
		top, held := w.Organisation(elsewhere), w.Organisation()
		above := w.Person(actor.Actor{Role: actor.Employer, OrganisationID: top.ID})
		below := w.Person(actor.Actor{Role: actor.Employer, OrganisationID: held.ID})
		leader := w.Person(actor.Actor{Role: actor.ProjectLeader, RegionalOrganisationID: there})
		stated := w.states(w.As(actor.From(below())), capital(top.KvkNumber, held.KvkNumber, "60"))
		if _, err := w.Ties.Confirm(w.Leader(here), confirmation(stated)); err != nil {
			t.Fatal(err)
		}
		for name, c := range map[string]struct{ got, want []string }{
			"who is above":  {w.ToldTo(above), []string{"state, at once", "confirm, at once"}},
			"who stated it": {w.ToldTo(below), []string{"confirm, at once"}},
			"leader":        {w.ToldTo(leader), []string{"state, digest"}},
		} {
			if diff := cmp.Diff(c.want, c.got); diff != "" {
				t.Errorf("%s: %s", name, diff)
			}
		}
	})
}
