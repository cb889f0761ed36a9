package registrations_test

import (
	"fmt"
	"testing"

	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/registrations"
	"github.com/penvoerder/penvoerder/internal/testworld"
)

func TestARegistrationHasAtMostFiveHundredParticipants(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		r := w.Create(w.ByDay())
		hundred := func(from int) registrations.AddParticipantsInput {
			in := registrations.AddParticipantsInput{RegistrationID: r.ID, ExpectedVersion: w.Reload(r.ID).Version}
			for i := range 100 {
				in.Participants = append(in.Participants, testworld.Newcomer(fmt.Sprint("P", from+i), fmt.Sprint("e", from+i)))
			}
			return in
		}
		for i := range 5 {
			_, err := w.Registrations.AddParticipants(w.AsEmployer(), hundred(100*i))
			w.Must(err)
		}
		w.Attach(r.ID, "LOONSTROOK_START", testworld.Month("2026-02"))
		if got := w.Reload(r.ID); got.ParticipantCount != 500 || *got.AmountCents != 500*3019_36 || len(w.CellRows(r.ID)) != 500*4 {
			t.Errorf("%d participants, %d", got.ParticipantCount, *got.AmountCents)
		}
		in := hundred(500)
		in.Participants = in.Participants[:1]
		if _, err := w.Registrations.AddParticipants(w.AsEmployer(), in); !fault.HasReason(err, "TOO_MANY_PARTICIPANTS") {
			t.Errorf("one more: %v", err)
		}
		in = hundred(600)
		in.Participants = append(in.Participants, in.Participants[0])
		if _, err := w.Registrations.AddParticipants(w.AsEmployer(), in); !fault.HasReason(err, "TOO_MANY_PARTICIPANTS") {
			t.Errorf("more than a hundred at once: %v", err)
		}
	})
}
