package intake_test

import (
	"flag"
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/employee"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/organisations"
	"github.com/penvoerder/penvoerder/internal/registrations"
	"github.com/penvoerder/penvoerder/internal/registrations/entered"
	"github.com/penvoerder/penvoerder/internal/registrations/intake"
	"github.com/penvoerder/penvoerder/internal/testworld"
)

var isLong = flag.Bool("long", false, "race a hundred times, where a short run races three times")

// rounds is how often each race is run.
func rounds() int {
	if *isLong {
		return 100
	}
	return 3
}

// wayIn brings a person in; each call is ready to race others.
type wayIn func(w *testworld.Dossier, who entered.ParticipantInput, nth string) func() error

var waysIn = map[string]wayIn{
	"createEmployee": func(w *testworld.Dossier, who entered.ParticipantInput, _ string) func() error {
		return func() error {
			_, err := w.Organisations.CreateEmployee(w.AsEmployer(), organisations.CreateEmployeeInput{Employee: *who.Employee.New})
			return err
		}
	},
	"createRegistration": func(w *testworld.Dossier, who entered.ParticipantInput, _ string) func() error {
		return func() error {
			_, err := w.Registrations.Create(w.AsEmployer(), w.ByDay(who))
			return err
		}
	},
	"addParticipants": func(w *testworld.Dossier, who entered.ParticipantInput, _ string) func() error {
		r := w.Create(w.ByDay())
		return func() error {
			_, err := w.Registrations.AddParticipants(w.AsEmployer(), registrations.AddParticipantsInput{
				RegistrationID: r.ID, ExpectedVersion: 1, Participants: []entered.ParticipantInput{who},
			})
			return err
		}
	},
	"importRegistrations": func(w *testworld.Dossier, who entered.ParticipantInput, nth string) func() error {
		return func() error {
			done, err := w.Intake.Import(w.AsEmployer(), intake.ImportInput{PlanID: w.Plan, Rows: []intake.ImportRow{testworld.Row("r"+nth, who)}})
			if err == nil && done[0].Result != intake.Created {
				err = fmt.Errorf("%s: %w", done[0].Result, done[0].Err)
			}
			return err
		}
	},
}

func TestOnePersonIsStoredOnceWhoeverIsFirst(t *testing.T) {
	t.Parallel()
	testworld.EachDossier(t, func(w *testworld.Dossier) {
		mixed := slices.Sorted(maps.Keys(waysIn))
		for n := range rounds() {
			for _, way := range mixed {
				race(w, fmt.Sprintf("%s %d", way, n), way, way, way, way)
			}
			race(w, fmt.Sprintf("each way %d", n), mixed...)
		}
	})
}

// race brings one person in at once, each time under another key and in another spelling. Whoever loses is shown the row of
// who wins; an import takes it.
func race(w *testworld.Dossier, name string, ways ...string) {
	w.T.Helper()
	acts := make([]func() error, len(ways))
	for i, way := range ways {
		key := fmt.Sprintf("%s-%d", name, i)
		acts[i] = waysIn[way](w, testworld.Newcomer("Ada\u200b "+[]string{"Ös", "OS", "Os", "os\u00ad"}[i]+" "+name, key), key)
	}
	errs := testworld.AtOnce(acts...)
	there, err := w.Store.Client().Employee.Query().Where(employee.NameHasSuffix(" " + name)).All(w.System())
	w.Must(err)
	if len(there) != 1 {
		w.T.Fatalf("%s: %d are stored; %v", name, len(there), errs)
	}
	won := 0
	for i, err := range errs {
		var shown *ent.Employee
		for _, f := range fault.All(err) {
			if f.Reason == "EMPLOYEE_EXISTS" {
				shown, _ = f.Current.(*ent.Employee)
			}
		}
		switch {
		case err == nil:
			won++
		case ways[i] == "importRegistrations" || shown == nil || shown.ID != there[0].ID:
			w.T.Errorf("%s: %s is told %v", name, ways[i], err)
		}
	}
	if won == 0 || won > 1 && !slices.Contains(ways, "importRegistrations") {
		w.T.Errorf("%s: %d succeed", name, won)
	}
}
