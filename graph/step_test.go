package graph_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

func TestADraftAsksForWhatIsLackingAndNothingElse(t *testing.T) {
	t.Parallel()
	w := newWorld(t, storetest.SQLite(t))
	g := w.waiting(1, 1)[0]
	for name, test := range map[string]struct {
		state, outcome string
		participants   int
		want, amr      []string
	}{
		"nobody takes part": {
			workflow.Draft, "UNDETERMINED", 0,
			[]string{"Voeg deelnemers toe", "Vul de gegevens aan", "Leg de opleiding voor aan: jongleercommissie", "Lever de ontbrekende documenten aan"},
			nil,
		},
		"a fact is missing": {
			workflow.Draft, "UNDETERMINED", 1,
			[]string{"Vul de gegevens aan", "Leg de opleiding voor aan: jongleercommissie", "Lever de ontbrekende documenten aan"},
			nil,
		},
		"the regulation refuses": {
			workflow.Draft, "INELIGIBLE", 1,
			[]string{"Los de bevindingen op", "Leg de opleiding voor aan: jongleercommissie", "Lever de ontbrekende documenten aan"},
			nil,
		},
		"everything is stated": {
			workflow.Draft, "ELIGIBLE", 1,
			[]string{"Leg de opleiding voor aan: jongleercommissie", "Lever de ontbrekende documenten aan"},
			nil,
		},
		"the content was rejected": {
			workflow.ContentRejected, "ELIGIBLE", 1,
			[]string{"Pas de opleiding aan", "Leg de opleiding voor aan: jongleercommissie"},
			[]string{"Pas de opleiding aan", "Leg de opleiding voor aan: jongleercommissie"},
		},
		"it came back": {
			workflow.Repair, "ELIGIBLE", 1,
			[]string{"Leg de opleiding voor aan: jongleercommissie", "Herstel wat is afgekeurd", "Dien opnieuw in"},
			[]string{"Leg de opleiding voor aan: jongleercommissie", "Herstel wat is afgekeurd", "Dien opnieuw in"},
		},
	} {
		w.Write(func(ctx context.Context, tx *ent.Tx) error {
			return tx.Registration.UpdateOneID(g.ID).SetState(test.state).SetOutcome(test.outcome).SetParticipantCount(test.participants).Exec(ctx)
		})
		if test.amr == nil { // who sees no participants hears of none
			test.amr = []string{"Leg de opleiding voor aan: jongleercommissie", "Lever de ontbrekende documenten aan"}
		}
		for _, who := range []struct {
			actor actor.Actor
			want  []string
		}{{w.employer(), test.want}, {committee, test.amr}} {
			var got struct {
				Node struct {
					NextSteps []struct{ Label struct{ Text string } }
				}
			}
			w.read(who.actor, `query ($id: ID!) {node(id: $id) {...on Registration {nextSteps {label {text}}}}}`, map[string]any{"id": g.ID}, &got)
			labels := make([]string, len(got.Node.NextSteps))
			for i, s := range got.Node.NextSteps {
				labels[i] = s.Label.Text
			}
			if diff := cmp.Diff(who.want, labels); diff != "" {
				t.Errorf("%s, %s: %s", name, who.actor.Role, diff)
			}
		}
	}
}
