package reading_test

import (
	"cmp"
	"context"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/testworld"

	"go.yaml.in/yaml/v3"

	"github.com/penvoerder/penvoerder/ent/auditentry"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/registrations"
	"github.com/penvoerder/penvoerder/internal/registrations/entered"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
	"github.com/penvoerder/penvoerder/internal/typed"
	"github.com/penvoerder/penvoerder/internal/workflow"
	"github.com/penvoerder/penvoerder/schemes"
	"github.com/penvoerder/penvoerder/schemes/toy"
)

// priced is the made-up scheme with other amounts.
type priced struct {
	schemes.Scheme
	manifest  *schemes.Manifest
	overrides schemes.Overrides
	during    func() // happens once, while the scheme is asked
}

func (p *priced) Manifest() *schemes.Manifest { return p.manifest }

func (p *priced) Judge(ctx context.Context, b schemes.Batch) ([]schemes.Answer, error) {
	if during := p.during; during != nil {
		p.during = nil
		during()
	}
	b.Overrides = p.overrides
	return p.Scheme.Judge(ctx, b)
}

// juggling is the made-up scheme that pays ten euros a day, without any bound but these caps.
func juggling(caps map[string]string) *priced {
	prices := map[string]string{"day-rate": "10", "maximum": "100000", "last-day": "2099-12-31", "person-year": "100000", "employer-year": "100000"}
	for code, limit := range caps {
		prices[code] = limit
	}
	m, o := *toy.Scheme.Manifest(), schemes.Overrides{}
	m.Parameters = slices.Clone(m.Parameters)
	for i, p := range m.Parameters {
		if price, ok := prices[p.Code]; ok {
			m.Parameters[i].Values = []schemes.Value{{Text: price, From: schemes.On(2025, 1, 1)}}
			o[p.Code] = m.Parameters[i].Values
		}
	}
	return &priced{Scheme: toy.Scheme, manifest: &m, overrides: o}
}

// troupe is a world of people who juggle.
type troupe struct {
	*testworld.Dossier
	scheme *priced
	known  map[string]bool // people who were entered
}

func newTroupe(t *testing.T, s *store.Store, caps map[string]string) *troupe {
	t.Helper()
	scheme := juggling(caps)
	return &troupe{testworld.OpenDossier(t, s, scheme, time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)), scheme, map[string]bool{}}
}

// lasting is how long a course is followed that is worth some euros.
func lasting(euros int, start string) *typed.Date {
	day, err := schemes.ParseDate(start)
	if err != nil {
		panic(err)
	}
	return testworld.Date(day.AddDays(euros/10 - 1).String())
}

// course enters a course of a person that starts on a day and is worth some euros.
func (w *troupe) course(person, start string, euros int) string {
	w.T.Helper()
	who := testworld.Participant(person)
	if !w.known[person] {
		who = testworld.Newcomer(person, person)
	}
	w.known[person] = true
	who.Statement = testworld.Clean()
	who.Statement.TargetGroup = new("CLOWN")
	list, code, title, balls := "jongleren", "J1", "Drie ballen", 3
	return w.Create(entered.CreateInput{
		PlanID: w.Plan, Activity: "J", Training: question.TrainingInput{Listed: &question.ListedTrainingInput{List: &list, Code: &code, Title: &title}},
		Start: testworld.Date(start), End: lasting(euros, start), Participants: []entered.ParticipantInput{who},
		Facts: []question.FactInput{{Key: "balls", Value: &question.FactValueInput{Integer: &balls}}},
	}).ID
}

// show attaches what is asked and submits.
func (w *troupe) show(id string) {
	w.T.Helper()
	w.Attach(id, "FILM", nil)
	w.Complete(id, "BEWIJS")
	if !w.Submit(id).IsSubmitted {
		w.T.Fatalf("%s was not submitted: %v", id, w.Cells(id))
	}
}

// bring takes a registration that was submitted to a state.
func (w *troupe) bring(id, state string) {
	w.T.Helper()
	if state == workflow.Submitted {
		return
	}
	w.Round()
	w.Review(id)
	note := "Zo niet."
	switch state {
	case workflow.Approved:
		w.Judge(id, "APPROVED", nil, "IN_REVIEW")
		w.Decide(id, "APPROVED", nil, nil)
	case workflow.Repair:
		w.Judge(id, "REJECTED", new("BLURRED"), "IN_REVIEW")
		w.Decide(id, "REPAIR", &note, testworld.Date("2027-02-01"))
	case workflow.Rejected:
		w.Judge(id, "REJECTED", new("BLURRED"), "IN_REVIEW")
		w.Decide(id, "REJECTED", &note, nil)
	}
}

// worth is what a registration gets, once nothing is due.
func (w *troupe) worth(id string) schemes.Amount {
	w.T.Helper()
	w.Round()
	r := w.Reload(id)
	if r.State == workflow.Rejected || r.State == workflow.Withdrawn || r.AmountCents == nil {
		return 0
	}
	return schemes.Amount(*r.AmountCents)
}

type capCase struct {
	ID            string
	Title         string
	Caps          map[string]string
	Registrations []struct {
		Number, State, Employer, Person string
		Submitted                       time.Time
		Year                            int
		Amount                          string
	}
	Want map[string]string
}

// The cases are carried out by acts; the year 2026 of a case is the first year of the made-up scheme.
func TestCapsAreSpentInTheOrderOfSubmission(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("testdata/caps.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Cases []capCase }
	if err := yaml.Unmarshal(text, &file); err != nil || len(file.Cases) != 8 {
		t.Fatal(len(file.Cases), err)
	}
	starts := map[int]string{2026: "2025-05-01", 2027: "2026-01-01"}
	for _, c := range file.Cases {
		t.Run(c.ID, func(t *testing.T) {
			t.Parallel()
			storetest.Run(t, func(t *testing.T, s *store.Store) {
				w, by := newTroupe(t, s, c.Caps), map[string]string{}
				for _, r := range c.Registrations {
					amount, err := schemes.ParseAmount(r.Amount)
					w.Must(err)
					by[r.Number] = w.course(r.Person, starts[r.Year], int(amount/100))
				}
				inTurn := slices.Clone(c.Registrations) // the other database reads them too
				slices.SortFunc(inTurn, func(a, b struct {
					Number, State, Employer, Person string
					Submitted                       time.Time
					Year                            int
					Amount                          string
				},
				) int {
					return cmp.Or(a.Submitted.Compare(b.Submitted), cmp.Compare(a.Number, b.Number))
				})
				for _, r := range inTurn {
					w.Advance(time.Hour)
					w.show(by[r.Number])
				}
				for _, r := range inTurn {
					w.bring(by[r.Number], r.State)
				}
				for number, want := range c.Want {
					if got := w.worth(by[number]); got.String() != want {
						t.Errorf("%s gets %s, want %s: %s", number, got, want, c.Title)
					}
				}
			})
		})
	}
}

func TestWhatComesBeforeChangesWhatIsLeft(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newTroupe(t, s, map[string]string{"person-year": "2000"})
		const start = "2025-05-01"
		first, second := w.course("an", start, 1500), w.course("an", start, 900)
		is := func(what string, id string, want schemes.Amount) {
			t.Helper()
			if got := w.worth(id); got != want {
				t.Errorf("%s: %s, want %s", what, got, want)
			}
		}
		is("a draft that comes next", second, 900_00)
		w.show(first)
		is("a draft behind what is submitted", second, 500_00)
		w.Advance(time.Hour)
		w.show(second)
		is("the second", second, 500_00)

		w.bring(first, workflow.Repair)
		is("reserved while it is repaired", second, 500_00)
		_, err := w.Registrations.Amend(w.AsEmployer(), entered.AmendInput{ID: first, ExpectedVersion: w.Reload(first).Version, End: typed.ChangeTo(lasting(1200, start))})
		w.Must(err)
		is("the first is corrected", second, 800_00)
		if got := w.causes(); !slices.Contains(got, "CAP") {
			t.Errorf("judged again because of %q", got)
		}
		is("what the first gets", first, 1200_00)

		w.bring(second, workflow.Approved)
		w.Withdraw(first)
		is("what is decided stays", second, 800_00)
		third := w.course("an", start, 1300)
		is("what the second lays claim to now is whole", third, 1100_00)
		w.Advance(time.Hour)
		w.show(third)
		is("the third", third, 1100_00)
		other := w.course("bo", start, 1900)
		is("another person", other, 1900_00)
	})
}

func TestRoomThatAnotherPersonLeavesIsGivenOn(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newTroupe(t, s, map[string]string{"employer-year": "2000"})
		first, second := w.course("an", "2025-05-01", 1500), w.course("bo", "2025-05-01", 900)
		next := w.course("bo", "2026-01-01", 900)
		for _, id := range []string{first, second, next} {
			w.show(id)
			w.Advance(time.Hour)
		}
		if got := w.worth(second); got != 500_00 {
			t.Errorf("behind another: %s", got)
		}
		w.bring(first, workflow.Rejected)
		if got, other := w.worth(second), w.worth(next); got != 900_00 || other != 900_00 {
			t.Errorf("the other is rejected: %s; of another year %s", got, other)
		}
	})
}

func TestWhoSubmitsBesideAnotherSeesWhatThatClaims(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newTroupe(t, s, map[string]string{"person-year": "2000"})
		first, second := w.course("an", "2025-05-01", 1500), w.course("an", "2025-05-01", 900)
		for _, id := range []string{first, second} {
			w.Attach(id, "FILM", nil)
			w.Complete(id, "BEWIJS")
		}
		w.scheme.during = func() { w.Submit(first) }
		w.Submit(second)
		if got := *w.Reload(second).AmountCents; got != 500_00 { // before anything is judged again
			t.Errorf("the second has %d cents", got)
		}
	})
}

// causes are why judgements were made again, of the dossier.
func (w *troupe) causes() (all []string) {
	w.T.Helper()
	lines, err := w.Store.Client().AuditEntry.Query().Where(auditentry.DossierID(w.Plan), auditentry.CauseNotNil()).All(w.System())
	w.Must(err)
	for _, l := range lines {
		all = append(all, *l.Cause)
	}
	return all
}

func TestACapThatTwoReachAtOnceOnTwoServersIsNotExceeded(t *testing.T) {
	t.Parallel()
	dsn := storetest.PostgresDSN(t)
	open := func() *store.Store {
		s, err := store.Open(t.Context(), store.Config{DSN: dsn})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.Close() })
		return s
	}
	w := newTroupe(t, open(), map[string]string{"person-year": "2000", "employer-year": "2500"})
	there := w.DesksOn(open(), w.Catalog)

	all := []string{w.course("an", "2025-05-01", 1500), w.course("an", "2025-05-01", 900), w.course("bo", "2025-05-01", 900)}
	desks := []*registrations.Desk{w.Registrations, there.Registrations, w.Registrations}
	for _, id := range all {
		w.Attach(id, "FILM", nil)
		w.Complete(id, "BEWIJS")
	}
	each := func(act func(desk *registrations.Desk, id string) error) {
		t.Helper()
		var acts []func() error
		for i, id := range all {
			acts = append(acts, func() error { return act(desks[i], id) })
		}
		for _, err := range testworld.AtOnce(acts...) {
			w.Must(err)
		}
	}
	each(func(desk *registrations.Desk, id string) error {
		_, err := desk.Submit(w.AsEmployer(), registrations.SubmitInput{ID: id, ExpectedVersion: w.Reload(id).Version})
		return err
	})
	for _, id := range all {
		w.Review(id)
		w.Judge(id, "APPROVED", nil, "IN_REVIEW")
	}
	each(func(desk *registrations.Desk, id string) error {
		for {
			_, err := desk.Decide(w.AsAssessor(), registrations.DecideInput{RegistrationID: id, ExpectedVersion: w.Reload(id).Version, Verdict: "APPROVED"})
			if !fault.HasReason(err, fault.ReasonStaleVersion) {
				return err
			}
		}
	})
	decisions, err := w.Store.Client().Decision.Query().All(w.System())
	w.Must(err)
	var sum schemes.Amount
	for _, d := range decisions {
		sum += schemes.Amount(*d.AmountCents)
	}
	if len(decisions) != 3 || sum != 2500_00 {
		t.Errorf("%d decisions come to %s, want 2500.00: %+v", len(decisions), sum, decisions)
	}
}

// A scheme is told who a person is by a key that says nothing else, and of nobody who shares no cap.
func TestTheKeyOfAPersonSaysNothing(t *testing.T) {
	t.Parallel()
	w := newTroupe(t, storetest.SQLite(t), map[string]string{"person-year": "2000"})
	first, second := w.course("an", "2025-05-01", 1500), w.course("an", "2025-05-01", 900)
	w.show(first)
	w.Round()
	before, now := w.Question(first).Registration, w.Question(second).Registration
	key := now.Participations[0].Person
	if len(key) != 24 || key != before.Participations[0].Person || len(now.Earlier) != 1 || now.Earlier[0].Person != key {
		t.Fatalf("keys %q, %q and %+v", key, before.Participations[0].Person, now.Earlier)
	}
	people, err := w.Store.Client().Employee.Query().All(w.System())
	w.Must(err)
	for _, e := range people {
		if key == e.ID || e.SameAs != nil && key == *e.SameAs {
			t.Errorf("the key is one that other tables hold: %s", key)
		}
	}
}
