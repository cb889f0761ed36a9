package reminders_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/roleassignment"
	"github.com/penvoerder/penvoerder/ent/told"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/matrix"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
	"github.com/penvoerder/penvoerder/internal/testworld"
	"github.com/penvoerder/penvoerder/internal/workflow"
	"github.com/penvoerder/penvoerder/schemes/sozw"
)

// world is a dossier whose employer speaks for the organisation.
type world struct {
	*testworld.Dossier
	leader func() context.Context
	seen   int // rows that news has told
}

func each(t *testing.T, start time.Time, body func(w *world)) {
	t.Helper()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := &world{Dossier: testworld.OpenDossier(t, s, sozw.Scheme, start)}
		w.leader = w.Person(actor.Actor{Role: actor.ProjectLeader, RegionalOrganisationID: testworld.RegionalOrganisation})
		people := []string{actor.From(w.AsEmployer()).PersonID, actor.From(w.AsStranger()).PersonID}
		w.Write(func(ctx context.Context, tx *ent.Tx) error {
			return tx.RoleAssignment.Update().Where(roleassignment.PersonIDIn(people...)).SetVerifiedOn(w.Clock.Today()).Exec(ctx)
		})
		body(w)
	})
}

// news is who is reminded of what by the rounds at a moment, since it was last asked.
func (w *world) news(at string) []string {
	w.T.Helper()
	to, err := time.Parse(time.RFC3339, at)
	w.Must(err)
	if to.After(w.Clock.Regulation()) {
		w.Must(w.Clock.Advance(to))
	}
	for range 2 {
		w.Must(w.Reminders.Round(w.T.Context()))
	}
	rows, err := w.Store.Client().Told.Query().Order(told.ByID()).All(w.System())
	w.Must(err)
	names := map[string]string{}
	for name, who := range map[string]func() context.Context{"employer": w.AsEmployer, "stranger": w.AsStranger, "leader": w.leader} {
		names[actor.From(who()).PersonID] = name
	}
	var all []string
	for _, r := range rows[w.seen:] {
		all = append(all, names[r.PersonID]+": "+r.What+" "+r.Occasion+", "+r.Manner)
	}
	w.seen = len(rows)
	slices.Sort(all)
	return all
}

func (w *world) expect(at string, want ...string) {
	w.T.Helper()
	if diff := cmp.Diff(want, w.news(at)); diff != "" {
		w.T.Errorf("at %s: %s", at, diff)
	}
}

// inRepair is a registration of which something is to be repaired until a day.
func (w *world) inRepair(last string) (*ent.Registration, *ent.Document) {
	w.T.Helper()
	r := w.Create(w.ByHour(testworld.Newcomer("Ada", "e1")))
	statement := w.HandInCourse(r.ID)
	w.Submit(r.ID)
	w.Review(r.ID)
	reasons := w.Catalog.Current.Manifest.Reasons("PRESTATIEVERKLARING")
	in := matrix.JudgeCellsInput{ForID: r.ID, ExpectedVersion: w.Reload(r.ID).Version}
	for _, c := range w.CellRows(r.ID) {
		v := matrix.CellVerdict{CellID: c.ID, ExpectedVersion: c.Version, Verdict: matrix.VerdictApproved}
		if c.Column == "PRESTATIEVERKLARING" {
			v.Verdict, v.Reason = matrix.VerdictRejected, &reasons[0].Code
		}
		in.Cells = append(in.Cells, v)
	}
	_, err := w.Registrations.JudgeCells(w.AsAssessor(), in)
	w.Must(err)
	w.Decide(r.ID, "REPAIR", new("Graag opnieuw."), testworld.Date(last))
	w.seen = w.Store.Client().Told.Query().CountX(w.System())
	return r, statement
}

// The accounting of the year is open all along: it is told of by the first round.
const open = "employer: accounting opens ACCOUNTING, digest"

func TestARepairIsRememberedFourteenSevenAndOneDayBefore(t *testing.T) {
	t.Parallel()
	each(t, testworld.WhenAllOver, func(w *world) {
		w.inRepair("2027-02-01")
		w.expect("2027-01-04T10:00:00Z", open)
		w.expect("2027-01-17T22:59:00Z")
		w.expect("2027-01-17T23:00:00Z", "employer: repair ends 2027-02-01 -14, at once") // the day begins in Amsterdam
		w.expect("2027-01-20T09:00:00Z")
		w.expect("2027-01-25T09:00:00Z", "employer: repair ends 2027-02-01 -7, at once")
		w.expect("2027-01-31T09:00:00Z", "employer: repair ends 2027-02-01 -1, at once")
		w.expect("2027-02-01T09:00:00Z")
		w.expect("2027-02-02T09:00:00Z")
		w.Deliver()
		for _, m := range w.Post.Letters() {
			if strings.HasSuffix(m.Subject, "het herstel moet bijna klaar zijn") && !strings.Contains(m.Text, "Dit kan tot en met 1 februari 2027.") {
				t.Errorf("it does not name the day:\n%s", m.Text)
			}
		}
	})
}

func TestAClockThatJumpsRemindsOfTheNearestAlone(t *testing.T) {
	t.Parallel()
	each(t, testworld.WhenAllOver, func(w *world) {
		w.inRepair("2027-02-01")
		w.expect("2027-01-04T10:00:00Z", open)
		w.expect("2027-01-31T12:00:00Z", "employer: repair ends 2027-02-01 -1, at once")
	})
}

func TestATermThatJustBeganOrIsDoneIsNotRemembered(t *testing.T) {
	t.Parallel()
	each(t, testworld.WhenAllOver, func(w *world) {
		r, statement := w.inRepair("2027-01-10") // six days
		w.expect("2027-01-04T10:00:00Z", open)
		w.expect("2027-01-08T10:00:00Z")
		_, err := w.Registrations.ReplaceDocument(w.AsEmployer(), matrix.ReplaceDocumentInput{
			ID: statement.ID, ExpectedVersion: statement.Version, TicketID: w.Upload(w.AsEmployer(), r.ID, "signed"),
		})
		w.Must(err)
		if !w.Submit(r.ID).IsSubmitted {
			t.Fatal("not submitted again")
		}
		w.seen = w.Store.Client().Told.Query().CountX(w.System())
		w.expect("2027-01-09T10:00:00Z")
	})
}

func TestWhatWasWithdrawnIsNotRemembered(t *testing.T) {
	t.Parallel()
	each(t, testworld.WhenAllOver, func(w *world) {
		r, _ := w.inRepair("2027-02-01")
		w.expect("2027-01-04T10:00:00Z", open)
		w.Withdraw(r.ID)
		w.seen = w.Store.Client().Told.Query().CountX(w.System())
		w.expect("2027-01-19T10:00:00Z")
	})
}

func TestServersThatLookAtOnceRemindOnce(t *testing.T) {
	t.Parallel()
	each(t, testworld.WhenAllOver, func(w *world) {
		w.inRepair("2027-02-01")
		w.Must(w.Clock.Advance(time.Date(2027, 1, 18, 9, 0, 0, 0, time.UTC)))
		round := func() error { return w.DesksOn(w.Store, w.Catalog).Reminders.Round(t.Context()) }
		for _, err := range testworld.AtOnce(round, round, round) { // who comes second fails, or finds it done
			if err != nil && !strings.Contains(err.Error(), "write down what is told") {
				t.Error(err)
			}
		}
		got := w.news("2027-01-18T09:00:00Z")
		want := []string{open, "employer: repair ends 2027-02-01 -14, at once"}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	})
}

func TestWindowsAreToldToWhoHasSomethingToDoInThem(t *testing.T) {
	t.Parallel()
	each(t, time.Date(2025, 11, 20, 9, 0, 0, 0, time.UTC), func(w *world) {
		stands := func(state string) {
			w.Write(func(ctx context.Context, tx *ent.Tx) error {
				return tx.Plan.UpdateOneID(w.Plan).SetState(state).Exec(ctx)
			})
		}
		stands(workflow.Draft)
		w.expect("2025-11-20T10:00:00Z")
		w.expect("2025-11-24T08:00:00Z", "stranger: application opens sozw-2026 APPLICATION, digest")
		w.expect("2025-12-05T08:00:00Z", "employer: application ends APPLICATION 2025-12-19 -14, at once")
		stands(workflow.Submitted)
		w.expect("2025-12-13T08:00:00Z")
		stands(workflow.Draft)
		w.expect("2025-12-18T08:00:00Z", "employer: application ends APPLICATION 2025-12-19 -1, at once")
		stands(workflow.Submitted)
		w.expect("2025-12-19T18:00:00Z")
		w.expect("2026-01-29T08:00:00Z")
		w.expect("2026-01-30T08:00:00Z", "leader: assessment ends ASSESSMENT 2026-02-13 -14, at once")
		stands(workflow.Granted)
		w.expect("2026-02-13T08:00:00Z", open)
		w.Pass(24 * time.Hour)
		w.Must(w.Notices.Gather(t.Context()))
		w.Deliver()
		var got []string
		for _, m := range w.Post.Letters() {
			got = append(got, m.Subject)
		}
		slices.Sort(got)
		if diff := cmp.Diff([]string{
			"Plan P-2026-000001: de verantwoording is open",
			"Plan P-2026-000001: het aanvraagtijdvak sluit bijna en het plan is nog niet ingediend",
			"Plan P-2026-000001: het aanvraagtijdvak sluit bijna en het plan is nog niet ingediend",
			"Plan P-2026-000001: het beoordelingstijdvak sluit bijna en het plan is nog niet beoordeeld",
			"Regeling sozw-2026: het aanvraagtijdvak is open",
		}, got); diff != "" {
			t.Error(diff)
		}
	})
}
