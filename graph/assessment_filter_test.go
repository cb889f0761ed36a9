package graph_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/registration"
	"github.com/penvoerder/penvoerder/ent/roleassignment"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
	"github.com/penvoerder/penvoerder/internal/workflow"
	"github.com/penvoerder/penvoerder/schemes"
)

// desk is a world with something of everything that can wait for the SSC, and its assessors.
type desk struct {
	*world
	me, colleague, absent actor.Actor
	elsewhere             *ent.Organisation
}

func newDesk(t *testing.T, s *store.Store) *desk {
	t.Helper()
	d := &desk{world: newWorld(t, s)}
	d.rename("AMR", "AMR")
	assessor := func() actor.Actor { return actor.From(d.Person(actor.Actor{Role: actor.SSC})()) }
	d.me, d.colleague, d.absent = assessor(), assessor(), assessor()
	d.registrations(7, 1)
	d.from, d.elsewhere = 7, d.Organisation()
	home := d.organisation
	d.organisation = d.elsewhere
	d.registrations(1, 1)
	d.organisation = home
	d.Write(func(ctx context.Context, tx *ent.Tx) error {
		for number, r := range map[string]struct {
			state    string
			assessor actor.Actor
			cents    int64
			day      int
			isBack   bool
		}{
			"1": {workflow.Submitted, d.me, 10000, 10, true}, // nobody's again, since it was submitted again
			"2": {workflow.Submitted, actor.Actor{}, 90000, 9, false},
			"3": {workflow.InReview, d.me, 50000, 12, true},
			"4": {workflow.InReview, d.colleague, 0, 13, false},
			"5": {workflow.InReview, actor.Actor{}, 30000, 14, false}, // let go of
			"6": {workflow.InReview, d.absent, 20000, 11, false},
			"7": {workflow.Approved, d.me, 40000, 8, true}, // waits no more
			"8": {workflow.Submitted, actor.Actor{}, 70000, 15, false},
		} {
			g, err := tx.Registration.Query().Where(registration.Number("R-2026-00000" + number)).Only(ctx)
			if err != nil {
				return err
			}
			if g.OrganisationID == d.elsewhere.ID {
				g.RegionalOrganisationID = d.elsewhere.RegionalOrganisationID
			}
			up := tx.Registration.UpdateOne(g).SetState(r.state).SetRegionalOrganisationID(g.RegionalOrganisationID).SetSubmittedAt(time.Date(2026, 2, r.day, 22, 59, 0, 0, time.UTC))
			if r.assessor.PersonID != "" {
				up.SetAssessorID(r.assessor.PersonID)
			}
			if r.cents > 0 {
				up.SetAmountCents(r.cents)
			}
			if err := up.Exec(ctx); err != nil {
				return err
			}
			if r.isBack {
				if err := d.repaired(tx, g).Exec(ctx); err != nil {
					return err
				}
			}
		}
		return tx.RoleAssignment.Update().Where(roleassignment.PersonID(d.absent.PersonID)).SetAwayUntil(regulation.AddDate(0, 0, 3)).Exec(ctx)
	})
	return d
}

func (d *desk) repaired(tx *ent.Tx, g *ent.Registration) *ent.RepairCreate {
	return tx.Repair.Create().SetID(ids.New(ids.Repair)).SetRegistrationID(g.ID).SetOpenedAt(wall).SetClosedAt(wall).
		SetOrganisationID(g.OrganisationID).SetRegionalOrganisationID(g.RegionalOrganisationID)
}

// queue is the last digits of what waits, in order, with the total of the list and that of the counts.
func (d *desk) queue(who actor.Actor, stage, filter, order string) (numbers string, total, counted int) {
	d.T.Helper()
	var got struct {
		AssessmentQueue struct {
			TotalCount int
			Nodes      []struct{ Subject struct{ Number string } }
		}
		AssessmentCounts struct{ Count int }
	}
	if order != "" {
		order = ", order: " + order
	}
	d.read(who, `{assessmentQueue(stage: `+stage+`, first: 50, filter: `+filter+order+`) {totalCount nodes {subject {...on Registration {number} ...on Plan {number}}}}
		assessmentCounts(stage: `+stage+`, filter: `+filter+`) {count}}`, nil, &got)
	for _, n := range got.AssessmentQueue.Nodes {
		numbers += n.Subject.Number[len(n.Subject.Number)-1:]
	}
	return numbers, got.AssessmentQueue.TotalCount, got.AssessmentCounts.Count
}

func TestTheQueueIsNarrowedByWhatAnAssessorKnows(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		d := newDesk(t, s)
		for filter, want := range map[string]string{
			`{}`: "2163458", `{schemes: ["toy"]}`: "2163458", `{schemes: ["sozw-2026"]}`: "", `{activities: ["K"]}`: "2163458", `{activities: ["x"]}`: "",
			`{organisationID: "` + d.elsewhere.ID + `"}`: "8", `{organisationID: "` + d.organisation.ID + `"}`: "216345", `{organisationID: "per_1"}`: "",
			`{regionID: "` + d.elsewhere.RegionID + `"}`: "8", `{regionID: "rgn_x"}`: "",
			`{amountFrom: "300.00"}`: "2358", `{amountTo: "300"}`: "165", `{amountFrom: "300.00", amountTo: "500.00"}`: "35", `{amountFrom: "500", amountTo: "300"}`: "",
			`{waitingStart: "2026-02-12"}`: "3458", `{waitingEnd: "2026-02-11"}`: "216", `{waitingStart: "2026-02-11", waitingEnd: "2026-02-11"}`: "6", `{waitingStart: "2026-02-12", waitingEnd: "2026-02-01"}`: "",
			`{isResubmission: true}`: "13", `{isResubmission: false}`: "26458", `{isOverdue: true}`: "", `{isOverdue: false}`: "2163458",
			`{assigned: MINE}`: "3", `{assigned: UNASSIGNED}`: "2158", `{assigned: ABSENT}`: "6", `{assigned: OTHERS}`: "4",
			`{assessorID: "` + d.me.PersonID + `"}`: "3", `{assessorID: "` + d.absent.PersonID + `"}`: "6", `{assessorID: "per_01JZZZZZZZZZZZZZZZZZZZZZZZ"}`: "",
			`{assessorID: "` + d.me.PersonID + `", assigned: UNASSIGNED}`:                               "",
			`{organisationID: "` + d.organisation.ID + `", amountFrom: "300.00", assigned: UNASSIGNED}`: "25",
		} {
			if numbers, total, counted := d.queue(d.me, "REGISTRATION", filter, ""); numbers != want || total != len(want) || counted != len(want) {
				t.Errorf("%s: %s, total %d, counted %d, want %s", filter, numbers, total, counted, want)
			}
		}
		for order, want := range map[string]string{
			"{by: AMOUNT, direction: ASCENDING}": "1653824", "{by: AMOUNT, direction: DESCENDING}": "4283561",
			"{by: WAITING_SINCE, direction: DESCENDING}": "8543612", "{by: EXPECTED_BY, direction: ASCENDING}": "2163458",
		} {
			if numbers, _, _ := d.queue(d.me, "REGISTRATION", "{}", order); numbers != want {
				t.Errorf("%s: %s, want %s", order, numbers, want)
			}
		}
		if got := d.ask(d.me, `{assessmentQueue(stage: REGISTRATION, first: 1, filter: {amountFrom: "-1", amountTo: "a lot", waitingStart: "2026-02-30"}) {totalCount}}`, nil); len(got.Errors) != 3 || got.Errors[0].Extensions.Code != "INVALID" {
			t.Errorf("what cannot be read: %+v", got)
		}
	})
}

// Who judges a column without seeing whose it is learns nothing of that by a filter.
func TestTheQueueTellsNothingOfWhatIsNotSeen(t *testing.T) {
	t.Parallel()
	d := newDesk(t, storetest.SQLite(t))
	d.Write(func(ctx context.Context, tx *ent.Tx) error {
		g, err := tx.Registration.Query().Where(registration.Number("R-2026-000003")).Only(ctx)
		if err != nil {
			return err
		}
		return tx.Cell.Create().SetID(ids.New(ids.Cell)).SetJudge("AMR").SetPlanID(g.PlanID).SetRegistrationID(g.ID).SetColumn("x").SetKind("JUDGEMENT").SetState("IN_REVIEW").
			SetUpdatedAt(wall).SetOrganisationID(g.OrganisationID).SetRegionalOrganisationID(g.RegionalOrganisationID).Exec(ctx)
	})
	for filter, want := range map[string]string{
		`{}`: "3", `{schemes: ["toy"]}`: "3", `{waitingEnd: "2026-02-12"}`: "3", `{isResubmission: false}`: "3", `{isOverdue: false}`: "3",
		`{organisationID: "` + d.organisation.ID + `"}`: "", `{regionID: "` + d.organisation.RegionID + `"}`: "", `{amountFrom: "1"}`: "", `{amountTo: "99999"}`: "",
		`{isResubmission: true}`: "", `{assigned: MINE}`: "", `{assigned: UNASSIGNED}`: "", `{assigned: ABSENT}`: "", `{assigned: OTHERS}`: "", `{assessorID: "` + d.me.PersonID + `"}`: "",
	} {
		if numbers, total, counted := d.queue(committee, "REGISTRATION", filter, ""); numbers != want || total != len(want) || counted != len(want) {
			t.Errorf("%s: %s, total %d, counted %d, want %s", filter, numbers, total, counted, want)
		}
	}
	const counts = `{assessmentCounts(stage: REGISTRATION) {count schemes {count} regions {count} assigned {count} assessors {count} resubmissionCount overdueCount}}`
	var got any
	d.read(committee, counts, nil, &got)
	want := map[string]any{"assessmentCounts": map[string]any{
		"count": 1.0, "schemes": []any{map[string]any{"count": 1.0}}, "regions": []any{}, "assigned": []any{}, "assessors": []any{}, "resubmissionCount": 0.0, "overdueCount": nil,
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for filter, want := range map[string]int{
		`{organisationID: "` + d.organisation.ID + `"}`: 0, `{regionID: "` + d.organisation.RegionID + `"}`: 0, `{assessorID: "` + d.me.PersonID + `"}`: 0, `{isRepairOverdue: false}`: 0,
	} {
		var got struct{ Registrations struct{ TotalCount int } }
		d.read(committee, `{registrations(first: 1, filter: `+filter+`) {totalCount}}`, nil, &got)
		if got.Registrations.TotalCount != want {
			t.Errorf("%s: %d", filter, got.Registrations.TotalCount)
		}
	}
}

func TestTheQueueIsCountedForEachValueOfItsFilter(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		d := newDesk(t, s)
		type counts struct {
			Count, ResubmissionCount int
			OverdueCount             *int
			Schemes                  []struct {
				Scheme string
				Count  int
			}
			Activities []struct {
				Activity string
				Count    int
			}
			Regions []struct {
				Region struct{ ID string }
				Count  int
			}
			Assigned []struct {
				Assigned string
				Count    int
			}
			Assessors []struct {
				Assessor struct{ ID string }
				Count    int
			}
		}
		ask := func(filter string) map[string]int {
			var got struct{ AssessmentCounts counts }
			d.read(d.me, `{assessmentCounts(stage: REGISTRATION, filter: `+filter+`) {count schemes {scheme count} activities {activity count} regions {region {id} count}
				assigned {assigned count} assessors {assessor {id} count} resubmissionCount overdueCount}}`, nil, &got)
			c := got.AssessmentCounts
			out := map[string]int{"all": c.Count, "back": c.ResubmissionCount}
			for _, n := range c.Schemes {
				out[n.Scheme] = n.Count
			}
			for _, n := range c.Activities {
				out[n.Activity] = n.Count
			}
			for _, n := range c.Regions {
				out[map[string]string{d.elsewhere.RegionID: "there", d.organisation.RegionID: "here"}[n.Region.ID]] = n.Count
			}
			for _, n := range c.Assigned {
				out[n.Assigned] = n.Count
			}
			for _, n := range c.Assessors {
				out[map[string]string{d.me.PersonID: "I", d.colleague.PersonID: "colleague", d.absent.PersonID: "absent"}[n.Assessor.ID]] = n.Count
			}
			if c.OverdueCount != nil {
				t.Error("no day is expected of the SSC")
			}
			return out
		}
		all := map[string]int{
			"all": 7, "back": 2, "toy": 7, "K": 7, "here": 6, "there": 1, "MINE": 1, "UNASSIGNED": 4, "ABSENT": 1, "OTHERS": 1, "I": 1, "colleague": 1, "absent": 1,
		}
		before := d.statements.Load()
		if diff := cmp.Diff(all, ask("{}")); diff != "" {
			t.Error(diff)
		}
		if n := d.statements.Load() - before; n > 9 {
			t.Errorf("%d statements", n) // one for each count, one for who is there, one for the persons
		}
		mine := map[string]int{"all": 1, "back": 1, "toy": 1, "K": 1, "here": 1, "MINE": 1, "UNASSIGNED": 4, "ABSENT": 1, "OTHERS": 1, "I": 1, "colleague": 1, "absent": 1}
		if diff := cmp.Diff(mine, ask("{assigned: MINE}")); diff != "" {
			t.Error(diff)
		}
		there := map[string]int{"all": 1, "back": 0, "toy": 1, "K": 1, "here": 6, "there": 1, "UNASSIGNED": 1}
		if diff := cmp.Diff(there, ask(`{regionID: "`+d.elsewhere.RegionID+`"}`)); diff != "" {
			t.Error(diff)
		}
	})
}

func TestAPlanIsOverdueOnceTheWindowForAssessingHasClosed(t *testing.T) {
	t.Parallel()
	for when, test := range map[string]struct {
		closes schemes.Date
		late   int
		on     any
	}{
		"not announced":   {},
		"on its last day": {schemes.On(2026, 3, 2), 0, "2026-03-02"},
		"the day after":   {schemes.On(2026, 3, 1), 1, "2026-03-01"},
	} {
		t.Run(when, func(t *testing.T) {
			t.Parallel()
			storetest.Run(t, func(t *testing.T, s *store.Store) { // today is the second
				newDesk(t, s).assessing(test.closes).expect(test.late, test.on)
			})
		})
	}
}

// assessing is the world with a plan that waits, in which the window for assessing closes on a day.
func (d *desk) assessing(closes schemes.Date) *desk {
	d.T.Helper()
	m := *d.Catalog.Current.Manifest
	m.Windows = append(slices.DeleteFunc(slices.Clone(m.Windows), func(w schemes.Window) bool { return w.Kind == schemes.WindowAssessment }),
		schemes.Window{Code: "ASSESS", Kind: schemes.WindowAssessment, ClosesOn: closes})
	d.Catalog.Current.Manifest = &m
	d.Write(func(ctx context.Context, tx *ent.Tx) error {
		return tx.Plan.UpdateOneID(d.plan.ID).SetState(workflow.Submitted).Exec(ctx)
	})
	return d
}

// expect compares what the leader finds of the plan by each filter.
func (d *desk) expect(late int, on any) {
	d.T.Helper()
	leader := staff()["PROJECT_LEADER"]
	for filter, want := range map[string]int{
		"{isOverdue: true}": late, "{isOverdue: false}": 1 - late, "{}": 1, "{amountFrom: \"10000\"}": 1, "{amountTo: \"9999.99\"}": 0, "{isResubmission: true}": 0,
		"{assigned: UNASSIGNED}": 1, "{assigned: MINE}": 0, `{organisationID: "` + d.organisation.ID + `"}`: 1, `{organisationID: "` + d.elsewhere.ID + `"}`: 0,
	} {
		if _, total, counted := d.queue(leader, "PLAN", filter, "{by: AMOUNT, direction: ASCENDING}"); total != want || counted != want {
			d.T.Errorf("%s: %d, counted %d, want %d", filter, total, counted, want)
		}
	}
	var got struct {
		AssessmentQueue  struct{ Nodes []struct{ ExpectedOn any } }
		AssessmentCounts struct{ OverdueCount int }
		PlanCounts       []struct {
			State               string
			Count, NeedsMeCount int
		}
	}
	d.read(leader, `{assessmentQueue(stage: PLAN, first: 1) {nodes {expectedOn expectedBy}} assessmentCounts(stage: PLAN) {overdueCount} planCounts {state count needsMeCount}}`, nil, &got)
	if c := got.PlanCounts; got.AssessmentQueue.Nodes[0].ExpectedOn != on || got.AssessmentCounts.OverdueCount != late ||
		len(c) != 1 || c[0].State != workflow.Submitted || c[0].Count != 1 || c[0].NeedsMeCount != 1 {
		d.T.Errorf("%+v", got)
	}
}

func TestRegistrationsAreFoundByWhatEveryRoleKnows(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		d := newDesk(t, s)
		d.Write(func(ctx context.Context, tx *ent.Tx) error {
			for number, day := range map[string]int{"1": 1, "2": 2} { // today is the second
				g, err := tx.Registration.Query().Where(registration.Number("R-2026-00000" + number)).Only(ctx)
				if err != nil {
					return err
				}
				if err := tx.Registration.UpdateOne(g).SetState(workflow.Repair).Exec(ctx); err != nil {
					return err
				}
				err = tx.Repair.Create().SetID(ids.New(ids.Repair)).SetRegistrationID(g.ID).SetOpenedAt(wall).SetDueOn(time.Date(2026, 3, day, 0, 0, 0, 0, time.UTC)).
					SetOrganisationID(g.OrganisationID).SetRegionalOrganisationID(g.RegionalOrganisationID).Exec(ctx)
				if err != nil {
					return err
				}
			}
			return nil
		})
		leader := staff()["PROJECT_LEADER"]
		for filter, want := range map[string]map[string]int{
			`{isRepairOverdue: true}`:                       {"SSC": 1, "PROJECT_LEADER": 1},
			`{isRepairOverdue: false}`:                      {"SSC": 7, "PROJECT_LEADER": 6},
			`{organisationID: "` + d.elsewhere.ID + `"}`:    {"SSC": 1, "PROJECT_LEADER": 0},
			`{regionID: "` + d.organisation.RegionID + `"}`: {"SSC": 7, "PROJECT_LEADER": 7},
			`{assessorID: "` + d.me.PersonID + `"}`:         {"SSC": 1, "PROJECT_LEADER": 0}, // who does not see that person
			`{assessorID: "` + d.organisation.ID + `"}`:     {"SSC": 0, "PROJECT_LEADER": 0},
		} {
			for role, who := range map[string]actor.Actor{"SSC": d.me, "PROJECT_LEADER": leader} {
				var got struct{ Registrations struct{ TotalCount int } }
				d.read(who, `{registrations(first: 1, filter: `+filter+`) {totalCount}}`, nil, &got)
				if got.Registrations.TotalCount != want[role] {
					t.Errorf("%s, %s: %d, want %d", role, filter, got.Registrations.TotalCount, want[role])
				}
			}
		}
	})
}

func TestTheQueuesOfContentAndProjectFilesAreNarrowedToo(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		d := newDesk(t, s)
		asked := regulation.AddDate(0, 0, -3) // 27 February
		d.Write(func(ctx context.Context, tx *ent.Tx) error {
			for number, judged := range map[string]bool{"2": false, "8": true} {
				up := tx.Registration.Update().Where(registration.Number("R-2026-00000" + number)).SetState(workflow.AwaitingContent).SetContentAskedAt(asked).SetContentJudge("SSC")
				if judged {
					up.SetContentJudgedAt(wall)
				}
				if err := up.Exec(ctx); err != nil {
					return err
				}
			}
			if err := tx.Plan.UpdateOneID(d.plan.ID).SetProjectState(workflow.InReview).SetProjectWaitingSince(asked).SetProjectJudges([]string{"SSC"}).Exec(ctx); err != nil {
				return err
			}
			return tx.Cell.Create().SetID(ids.New(ids.Cell)).SetJudge("SSC").SetPlanID(d.plan.ID).SetColumn("x").SetKind("REQUIREMENT").SetState("IN_REVIEW").
				SetUpdatedAt(wall).SetOrganisationID(d.organisation.ID).SetRegionalOrganisationID(here).Exec(ctx)
		})
		expect := func(when string, want map[string]map[string]int) {
			t.Helper()
			for stage, filters := range want {
				for filter, n := range filters {
					if _, total, counted := d.queue(d.me, stage, filter, "{by: AMOUNT, direction: DESCENDING}"); total != n || counted != n {
						t.Errorf("%s, %s %s: %d, counted %d, want %d", when, stage, filter, total, counted, n)
					}
				}
			}
		}
		at := func(all, here, back int) map[string]int {
			return map[string]int{
				`{}`: all, `{organisationID: "` + d.organisation.ID + `"}`: here, `{regionID: "` + d.elsewhere.RegionID + `"}`: all - here,
				`{isResubmission: true}`: back, `{isResubmission: false}`: all - back, `{amountFrom: "0"}`: 0, `{amountTo: "1000000"}`: 0,
				`{waitingStart: "2026-02-27"}`: all, `{waitingStart: "2026-02-28"}`: 0, `{waitingEnd: "2026-02-27"}`: all, `{waitingEnd: "2026-02-26"}`: 0,
				`{assigned: UNASSIGNED}`: all, `{assigned: MINE}`: 0, `{assigned: ABSENT}`: 0, `{assessorID: "` + d.me.PersonID + `"}`: 0, `{isOverdue: true}`: 0, `{isOverdue: false}`: all,
			}
		}
		expect("asked once", map[string]map[string]int{"CONTENT": at(2, 1, 1), "PROJECT_FILE": at(1, 1, 0), "PLAN": at(0, 0, 0)})
		d.Write(func(ctx context.Context, tx *ent.Tx) error {
			return tx.Repair.Create().SetID(ids.New(ids.Repair)).SetPlanID(d.plan.ID).SetOpenedAt(wall).SetClosedAt(wall).
				SetOrganisationID(d.organisation.ID).SetRegionalOrganisationID(here).Exec(ctx)
		})
		expect("repaired", map[string]map[string]int{"PROJECT_FILE": at(1, 1, 1)})
	})
}
