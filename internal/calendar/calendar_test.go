package calendar_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/calendar"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/internal/question/fields"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
	"github.com/penvoerder/penvoerder/internal/typed"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// terms are the kinds that wait for somebody.
var terms = only(calendar.Assessment, calendar.Content, calendar.Repair, calendar.HoldEnds, calendar.Request)

// Everything waits in one region, and the same in another: each role sees what concerns it, and nothing of the others.
func TestEachRoleSeesWhatConcernsItAndNothingElse(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newTown(t, s, moment("2026-01-10T12:00:00+01:00"))
		employer := w.Person(actor.Actor{Role: actor.Employer, OrganisationID: w.here.ID})
		stranger := w.Person(actor.Actor{Role: actor.Employer, OrganisationID: w.there.ID})
		assessor, colleague := w.Person(actor.Actor{Role: actor.SSC}), w.Person(actor.Actor{Role: actor.SSC})
		administrator, second := w.Person(actor.Actor{Role: actor.Administrator}), w.Person(actor.Actor{Role: actor.Administrator})
		for i, o := range []*ent.Organisation{w.here, w.there} {
			who := actor.From([]context.Context{assessor(), colleague()}[i]).PersonID
			w.plan(o, workflow.Submitted)
			running := w.plan(o, workflow.Granted)
			w.registration(running, workflow.AwaitingContent, func(c *ent.RegistrationCreate) {
				c.SetContentJudge("AMR").SetContentAskedAt(w.Wall()).SetContentExpectedOn(day("2026-01-20"))
			})
			w.repair(w.registration(running, workflow.Repair, func(c *ent.RegistrationCreate) { c.SetAssessorID(who) }), "2026-01-05")
			w.registration(running, workflow.Ready, func(c *ent.RegistrationCreate) {
				c.SetHolds([]fields.Hold{{Act: "SUBMISSION", First: new(typed.Date("2026-03-01"))}})
			})
			w.registration(running, workflow.InReview, func(c *ent.RegistrationCreate) {
				c.SetAssessorID(who).SetHolds([]fields.Hold{{Act: "APPROVAL", First: new(typed.Date("2026-03-02"))}})
			})
			w.ask(o)
		}
		proposer := actor.From(administrator()).PersonID
		w.Write(func(ctx context.Context, tx *ent.Tx) error {
			return tx.Appointment.Create().SetID(ids.New(ids.Appointment)).SetEmail("new@demo.example").SetMailbox("new@demo.example").SetRole("SSC").
				SetLanguage("nl").SetState(workflow.Proposed).SetExpiresAt(w.Wall().Add(48 * time.Hour)).SetProposedBy(proposer).
				SetCreatedAt(w.Wall()).SetUpdatedAt(w.Wall()).Exec(ctx)
		})

		ofHere := []string{
			"REPAIR repair R-4 2026-01-05T23:59:59 overdue", "REQUEST admission 2026-01-11T12:00:00", "CONTENT content R-3 2026-01-20T23:59:59",
			"ASSESSMENT assessment P-1 2026-02-13T23:59:59",
		}
		holds := []string{"HOLD_ENDS SUBMISSION R-5 2026-03-01T00:00:00", "HOLD_ENDS APPROVAL R-6 2026-03-02T00:00:00"}
		mine := func(lines []string, those ...string) (out []string) {
			for _, l := range lines {
				if slices.ContainsFunc(those, func(s string) bool { return strings.HasPrefix(l, s) }) {
					l += " mine"
				}
				out = append(out, l)
			}
			return out
		}
		other := func(lines []string) (out []string) {
			for _, l := range lines {
				out = append(out, strings.NewReplacer("R-3", "R-9", "R-4", "R-10", "P-1", "P-7", "R-5", "R-11", "R-6", "R-12").Replace(l))
			}
			return out
		}
		asEmployer := mine(append(slices.Clone(ofHere), holds...), "REPAIR", "REQUEST", "HOLD_ENDS SUBMISSION")
		asLeader := mine(ofHere, "ASSESSMENT", "REQUEST")
		content := []string{"CONTENT content R-3 2026-01-20T23:59:59 mine", "CONTENT content R-9 2026-01-20T23:59:59 mine"}
		for _, c := range []struct {
			name string
			as   actor.Actor
			want []string
		}{
			{"employer", actor.From(employer()), asEmployer},
			{"stranger", actor.From(stranger()), other(asEmployer)},
			{"leader", actor.From(w.Leader(w.here.RegionalOrganisationID)), asLeader},
			{"leader of the other region", actor.From(w.Leader(elsewhere)), other(asLeader)},
			{"assessor", actor.From(assessor()), []string{ofHere[0], holds[1] + " mine"}},
			{"colleague", actor.From(colleague()), other([]string{ofHere[0], holds[1] + " mine"})},
			{"committee", actor.Actor{PersonID: "per_amr", Role: actor.AMR}, content},
			{"holder of the pen", actor.From(w.RegioPlus()), nil},
			{"ministry", actor.Actor{PersonID: "per_vws", Role: actor.VWS}, nil},
			{"who proposed", actor.From(administrator()), nil},
			{"second administrator", actor.From(second()), []string{"REQUEST appointment 2026-01-12T12:00:00 mine"}},
			{"nobody yet", actor.Actor{PersonID: "per_new"}, nil},
			{"nobody", actor.Actor{}, nil},
		} {
			got := w.seen(w.As(c.as), terms)
			slices.Sort(got)
			slices.Sort(c.want)
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("%s (-want +got)\n%s", c.name, diff)
			}
		}
	})
}

// ask has somebody ask to become a contact of an organisation.
func (w *town) ask(o *ent.Organisation) {
	w.Write(func(ctx context.Context, tx *ent.Tx) error {
		return tx.Admission.Create().SetID(ids.New(ids.Admission)).SetOrganisationID(o.ID).SetOrganisationName(o.Name).
			SetRegionalOrganisationID(o.RegionalOrganisationID).SetEmail(o.ID + "@demo.example").SetMailbox(o.ID + "@demo.example").SetLanguage("nl").
			SetState(workflow.Requested).SetExpiresAt(w.Wall().Add(24 * time.Hour)).SetPersonID("per_asks").
			SetCreatedAt(w.Wall()).SetUpdatedAt(w.Wall()).Exec(ctx)
	})
}

// A second decides: what closes is there until its last second and gone in the next, what is to be done turns overdue then,
// and stays, above everything else, until it is done or its dossier is closed.
func TestASecondDecidesWhatHasPassed(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newTown(t, s, moment("2025-12-19T18:00:00+01:00"))
		as := w.Employer(w.here.ID)
		application := only(calendar.WindowOpens, calendar.WindowCloses)
		first := func() string { return append(w.seen(as, application), "")[0] }
		if got := first(); got != "WINDOW_CLOSES APPLICATION 2025-12-19T18:00:00 mine" {
			t.Errorf("in the last second: %s", got)
		}
		w.Advance(time.Second)
		if got := first(); got != "" {
			t.Errorf("a second later: %s", got)
		}

		r := w.registration(w.plan(w.here, workflow.Granted), workflow.Repair, func(*ent.RegistrationCreate) {})
		later := w.registration(w.plan(w.here, workflow.Granted), workflow.Repair, func(*ent.RegistrationCreate) {})
		w.repair(later, "2026-01-20")
		open := w.repair(r, "2026-01-05")
		w.until("2026-01-05T23:59:59+01:00")
		repairs := func() []string { return w.seen(as, only(calendar.Repair)) }
		want := []string{"REPAIR repair R-2 2026-01-05T23:59:59 mine", "REPAIR repair R-4 2026-01-20T23:59:59 mine"}
		if diff := cmp.Diff(want, repairs()); diff != "" {
			t.Errorf("in the last second of the term\n%s", diff)
		}
		w.Advance(time.Second)
		want[0] = "REPAIR repair R-2 2026-01-05T23:59:59 overdue mine"
		if diff := cmp.Diff(want, repairs()); diff != "" {
			t.Errorf("a second later\n%s", diff)
		}
		w.until("2026-02-05T12:00:00+01:00")
		want[1] = "REPAIR repair R-4 2026-01-20T23:59:59 overdue mine"
		if diff := cmp.Diff(want, repairs()); diff != "" {
			t.Errorf("a month later\n%s", diff)
		}
		if all := w.seen(as, calendar.Filter{}); !slices.Equal(all[:2], want) || strings.Contains(strings.Join(all[2:], " "), "overdue") {
			t.Errorf("what is overdue is not on top: %q", all)
		}

		w.Write(func(ctx context.Context, tx *ent.Tx) error {
			return tx.Repair.UpdateOneID(open.ID).SetClosedAt(w.Wall()).Exec(ctx)
		})
		w.Write(func(ctx context.Context, tx *ent.Tx) error {
			return tx.Registration.UpdateOneID(later.ID).SetState(workflow.Withdrawn).Exec(ctx) // which leaves its repair open
		})
		if got := repairs(); got != nil {
			t.Errorf("one was done, one was withdrawn: %q", got)
		}
	})
}

func (w *town) until(at string) {
	w.T.Helper()
	w.Must(w.Clock.Advance(moment(at)))
}

func TestWindowsAreInTheCalendarsOfThoseWhomTheyConcern(t *testing.T) {
	t.Parallel()
	w := newTown(t, storetest.SQLite(t), moment("2025-12-01T12:00:00+01:00"))
	windows := only(calendar.WindowOpens, calendar.WindowCloses)
	codes := func(as context.Context, f calendar.Filter) string {
		var out []string
		for _, l := range w.seen(as, f) {
			kind, rest, _ := strings.Cut(l, " ")
			code, _, _ := strings.Cut(rest, " ")
			out = append(out, strings.TrimPrefix(kind, "WINDOW_")+" "+code)
		}
		slices.Sort(out)
		return strings.Join(out, ", ")
	}
	const trainings = "CLOSES PERIOD, CLOSES START-1, CLOSES START-2, "
	const opening = "OPENS ACCOUNTING, OPENS ASSESSMENT, OPENS PERIOD, OPENS START-1, OPENS START-2"
	all := "CLOSES APPLICATION, CLOSES ASSESSMENT, " + trainings + opening
	if got := codes(w.Employer(w.here.ID), windows); got != "CLOSES APPLICATION" {
		t.Errorf("an employer without a plan sees %s", got)
	}
	p := w.plan(w.here, workflow.Draft)
	if got := codes(w.Employer(w.here.ID), windows); got != all {
		t.Errorf("with a draft it sees %s", got)
	}
	w.Write(func(ctx context.Context, tx *ent.Tx) error {
		return tx.Plan.UpdateOneID(p.ID).SetState(workflow.Submitted).Exec(ctx)
	})
	if got := codes(w.Employer(w.here.ID), windows); got != strings.TrimPrefix(all, "CLOSES APPLICATION, ") {
		t.Errorf("once it has submitted it sees %s", got)
	}
	for role, want := range map[actor.Role]string{
		actor.ProjectLeader: all, actor.SSC: "OPENS ACCOUNTING", actor.AMR: "", actor.VWS: "", actor.Administrator: "",
		actor.RegioPlus: "CLOSES APPLICATION, CLOSES ASSESSMENT, OPENS ASSESSMENT",
	} {
		if got := codes(w.As(actor.Actor{PersonID: "per_x", Role: role, RegionalOrganisationID: w.here.RegionalOrganisationID}), windows); got != want {
			t.Errorf("%s sees %s", role, got)
		}
	}
	if got := codes(w.As(actor.Actor{PersonID: "per_x", Role: actor.VWS}), calendar.Filter{}); got != "DEADLINE CONSOLIDATION, DEADLINE GRANT" {
		t.Errorf("the ministry sees %s", got)
	}
}

func TestATieWaitsForTheSideThatDidNotStateIt(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newTown(t, s, moment("2026-01-10T12:00:00+01:00"))
		w.Write(func(ctx context.Context, tx *ent.Tx) error {
			return tx.Tie.Create().SetID(ids.New(ids.Tie)).SetHolderNumber(w.here.KvkNumber).SetHolderName("A").SetHeldNumber(w.there.KvkNumber).SetHeldName("B").
				SetHolderID(w.here.ID).SetHeldID(w.there.ID).SetHolderRegionalOrganisationID(w.here.RegionalOrganisationID).SetHeldRegionalOrganisationID(elsewhere).
				SetKind("CAPITAL").SetPart(1).SetWhole(1).SetSince(day("2025-01-01")).SetState(workflow.Stated).SetStatedBy("per_x").SetStatedFor(w.here.ID).
				SetCreatedAt(w.Wall()).SetUpdatedAt(w.Wall()).Exec(ctx)
		})
		requests := only(calendar.Request)
		waits := []string{"REQUEST tie mine"}
		for name, c := range map[string]struct {
			as   actor.Actor
			want []string
		}{
			"who stated it": {actor.From(w.Employer(w.here.ID)), nil}, "the other side": {actor.From(w.Employer(w.there.ID)), waits},
			"a leader": {actor.From(w.Leader(elsewhere)), waits}, "a leader elsewhere": {actor.From(w.Leader("rgo_x")), nil},
		} {
			if diff := cmp.Diff(c.want, w.seen(w.As(c.as), requests)); diff != "" {
				t.Errorf("%s\n%s", name, diff)
			}
		}
	})
}

func TestACalendarIsNarrowed(t *testing.T) {
	t.Parallel()
	w := newTown(t, storetest.SQLite(t), moment("2026-01-10T12:00:00+01:00"))
	running := w.plan(w.here, workflow.Granted)
	for _, due := range []string{"2026-01-05", "2026-01-20", "2026-01-30"} {
		w.repair(w.registration(running, workflow.Repair, func(*ent.RegistrationCreate) {}), due)
	}
	as := w.Employer(w.here.ID)
	for name, c := range map[string]struct {
		narrow func(*calendar.Filter)
		want   string
	}{
		"nothing":         {func(*calendar.Filter) {}, "R-2 R-3 R-4"},
		"from a day":      {func(f *calendar.Filter) { f.Start = new(day("2026-01-30")) }, "R-2 R-4"},
		"until a day":     {func(f *calendar.Filter) { f.End = new(day("2026-01-20")) }, "R-2 R-3"},
		"overdue":         {func(f *calendar.Filter) { f.IsOverdue = new(true) }, "R-2"},
		"not overdue":     {func(f *calendar.Filter) { f.IsOverdue = new(false) }, "R-3 R-4"},
		"of others":       {func(f *calendar.Filter) { f.IsMine = new(false) }, ""},
		"of no scheme":    {func(f *calendar.Filter) { f.Schemes = []string{} }, ""},
		"of another":      {func(f *calendar.Filter) { f.Schemes = []string{"wow"} }, ""},
		"of its scheme":   {func(f *calendar.Filter) { f.Schemes = []string{running.Scheme} }, "R-2 R-3 R-4"},
		"of another kind": {func(f *calendar.Filter) { f.Kinds = []calendar.Kind{calendar.Content} }, ""},
	} {
		f := only(calendar.Repair)
		c.narrow(&f)
		var numbers []string
		for _, l := range w.seen(as, f) {
			numbers = append(numbers, strings.Fields(l)[2])
		}
		if got := strings.Join(numbers, " "); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}
