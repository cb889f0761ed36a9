package graph_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/registration"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
	"github.com/penvoerder/penvoerder/internal/workflow"
	"github.com/penvoerder/penvoerder/schemes"
)

// rename has the world's scheme name another judge of content and another of its column without documents.
func (w *world) rename(content, column schemes.Role) {
	m := *w.Catalog.Current.Manifest
	m.Activities = slices.Clone(m.Activities)
	m.Activities[1].ContentJudge = content
	m.Judgements = slices.Clone(m.Judgements)
	m.Judgements[0].Judge = column
	w.Catalog.Current.Manifest = &m
}

// staff is somebody in each role that a scheme may name.
func staff() map[string]actor.Actor {
	out := map[string]actor.Actor{}
	for _, r := range schemes.ContentJudges() {
		out[string(r)] = actor.Actor{PersonID: "per_" + string(r), SessionID: "ses_" + string(r), Role: actor.Role(r), Language: "nl"}
	}
	leader := out["PROJECT_LEADER"]
	leader.RegionalOrganisationID = here
	out["PROJECT_LEADER"] = leader
	return out
}

// sights is what somebody sees of what waits.
type sights struct {
	AssessmentQueue    struct{ TotalCount int }
	RegistrationCounts []struct {
		State          string
		Count, NeedsMe int
	}
	Waiting struct{ TotalCount int }
	Viewer  struct {
		Deadlines []struct{ Code, Role string }
	}
}

// summary is one line: how many tasks, how many registrations that wait by filter and by count, and terms.
func (s sights) summary() string {
	needs := 0
	for _, c := range s.RegistrationCounts {
		needs += c.NeedsMe
	}
	terms := 0
	for _, d := range s.Viewer.Deadlines {
		if d.Code == "content" {
			terms++
		}
	}
	return fmt.Sprintf("%d tasks, %d filtered, %d counted, %d terms", s.AssessmentQueue.TotalCount, s.Waiting.TotalCount, needs, terms)
}

const whatWaits = `query($stage: AssessmentStage!) {assessmentQueue(stage: $stage, first: 5) {totalCount} registrationCounts {state count needsMe}
	waiting: registrations(first: 5, filter: {needsMe: true}) {totalCount} viewer {deadlines {code role}}}`

func TestContentWaitsForTheRoleThatTheSchemeNames(t *testing.T) {
	t.Parallel()
	for _, named := range []schemes.Role{"SSC", "AMR", "PROJECT_LEADER", "REGIOPLUS"} {
		t.Run(string(named), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, storetest.SQLite(t))
			w.rename(named, "AMR")
			g := w.waiting(1, 1)[0]
			for role, who := range staff() {
				var got sights
				w.read(who, whatWaits, map[string]any{"stage": "CONTENT"}, &got)
				want := "0 tasks, 0 filtered, 0 counted, 0 terms"
				if role == string(named) {
					want = "1 tasks, 1 filtered, 1 counted, 1 terms"
				}
				if got.summary() != want {
					t.Errorf("%s sees %s, want %s", role, got.summary(), want)
				}
			}
			var steps struct {
				Node struct {
					NextSteps        []struct{ Action, Role string }
					ContentJudgement struct {
						Judge     string
						JudgeName struct{ NL string }
					}
				}
			}
			w.read(w.employer(), `query($id: ID!) {node(id: $id) {...on Registration {nextSteps {action role} contentJudgement {judge judgeName {nl}}}}}`, map[string]any{"id": g.ID}, &steps)
			name := map[schemes.Role]string{"SSC": "SSC", "AMR": "jongleercommissie", "PROJECT_LEADER": "projectleider", "REGIOPLUS": "RegioPlus"}[named]
			if s := steps.Node; s.NextSteps[0].Action != "JUDGE_CONTENT" || s.NextSteps[0].Role != string(named) || s.ContentJudgement.Judge != string(named) || s.ContentJudgement.JudgeName.NL != name {
				t.Errorf("%+v", s)
			}
		})
	}
}

func TestACellWaitsForTheRoleThatTheSchemeNames(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		w.rename("SSC", "AMR")
		g := w.registrations(1, 0)[0]
		state := func(registration, cell string) {
			w.Write(func(ctx context.Context, tx *ent.Tx) error {
				if err := tx.Registration.UpdateOneID(g.ID).SetState(registration).SetSubmittedAt(wall).Exec(ctx); err != nil {
					return err
				}
				return tx.Cell.Update().SetState(cell).Exec(ctx)
			})
		}
		w.Write(func(ctx context.Context, tx *ent.Tx) error {
			return tx.Cell.Create().SetID("cel_01ARZ3NDEKTSV4RRFFQ69G5FAV").SetPlanID(w.plan.ID).SetRegistrationID(g.ID).SetColumn("PLEZIER").SetKind("JUDGEMENT").SetJudge("AMR").
				SetState("IN_REVIEW").SetUpdatedAt(wall).SetOrganisationID(w.organisation.ID).SetRegionalOrganisationID(here).Exec(ctx)
		})
		seen := func(who string) string {
			var got sights
			w.read(staff()[who], whatWaits, map[string]any{"stage": "REGISTRATION"}, &got)
			return got.summary()
		}
		expect := func(what string, want map[string]string) {
			t.Helper()
			got := map[string]string{}
			for who := range want {
				got[who] = seen(who)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s: %s", what, diff)
			}
		}
		const none, one = "0 tasks, 0 filtered, 0 counted, 0 terms", "1 tasks, 1 filtered, 1 counted, 0 terms"
		state(workflow.Submitted, "COMPLETE")
		expect("handed in", map[string]string{"SSC": one, "AMR": none, "PROJECT_LEADER": none, "REGIOPLUS": none})
		state(workflow.InReview, "IN_REVIEW")
		expect("in review", map[string]string{"SSC": one, "AMR": one, "PROJECT_LEADER": none, "REGIOPLUS": none})

		var page struct {
			Node struct {
				NextSteps []struct{ Action, Role string }
				Matrix    struct {
					Columns []struct {
						Code, Judge string
						JudgeName   struct{ NL string }
						Reasons     []struct{ Code string }
					}
					Rows []struct {
						Cells []struct {
							Column, State string
							NeedsMe       bool
						}
					}
				}
			}
		}
		w.read(committee, `query($id: ID!) {node(id: $id) {...on Registration {nextSteps {action role} matrix {columns {code judge judgeName {nl} reasons {code}} rows {cells {column state needsMe}}}}}}`, map[string]any{"id": g.ID}, &page)
		if c := page.Node.Matrix.Columns[0]; c.Code != "PLEZIER" || c.Judge != "AMR" || c.JudgeName.NL != "jongleercommissie" || len(c.Reasons) != 2 || c.Reasons[0].Code != "NO_FUN" {
			t.Errorf("column %+v", c)
		}
		if rows := page.Node.Matrix.Rows; len(rows) != 1 || len(rows[0].Cells) != 1 || !rows[0].Cells[0].NeedsMe {
			t.Errorf("rows %+v", rows)
		}
		var assessor struct {
			Node struct {
				Matrix struct {
					Rows []struct{ Cells []struct{ NeedsMe bool } }
				}
			}
		}
		w.read(staff()["SSC"], `query($id: ID!) {node(id: $id) {...on Registration {matrix {rows {cells {needsMe}}}}}}`, map[string]any{"id": g.ID}, &assessor)
		if rows := assessor.Node.Matrix.Rows; len(rows) != 1 || rows[0].Cells[0].NeedsMe {
			t.Errorf("the cell of another waits for the assessor: %+v", rows)
		}
		if diff := cmp.Diff([]struct{ Action, Role string }{{"JUDGE_CELLS", "SSC"}, {"JUDGE_CELLS", "AMR"}, {"DECIDE", "SSC"}}, page.Node.NextSteps); diff != "" {
			t.Error(diff)
		}
		state(workflow.InReview, "APPROVED")
		expect("judged", map[string]string{"SSC": one, "AMR": none, "PROJECT_LEADER": none, "REGIOPLUS": none})
	})
}

func TestASchemeTellsWhatItCallsTheRoles(t *testing.T) {
	t.Parallel()
	w := newWorld(t, storetest.SQLite(t))
	var got struct {
		Scheme struct {
			InForce struct {
				Manifest struct {
					Roles []struct {
						Role  string
						Title struct{ NL, EN string }
					}
				}
			}
		}
	}
	w.read(w.employer(), `{scheme(slug: "toy") {inForce {manifest {roles {role title {nl en}}}}}}`, nil, &got)
	told := map[string]string{}
	for _, r := range got.Scheme.InForce.Manifest.Roles {
		told[r.Role] = r.Title.NL + "/" + r.Title.EN
	}
	want := map[string]string{
		"EMPLOYER": "werkgever/employer", "PROJECT_LEADER": "projectleider/project leader", "SSC": "SSC/SSC",
		"AMR": "jongleercommissie/juggling committee", "VWS": "VWS/VWS", "REGIOPLUS": "RegioPlus/RegioPlus",
	}
	if diff := cmp.Diff(want, told); diff != "" {
		t.Error(diff)
	}
}

// Names that states had may be asked for, and are told nowhere.
func TestAFilterByAnOldNameFindsWhatHasANewOne(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		all := w.registrations(3, 0)
		w.Write(func(ctx context.Context, tx *ent.Tx) error {
			for i, state := range []string{workflow.AwaitingContent, workflow.ContentRejected} {
				if err := tx.Registration.UpdateOneID(all[i].ID).SetState(state).SetContentAskedAt(time.Date(2026, 2, 8, 9, 0, 0, 0, time.UTC)).Exec(ctx); err != nil {
					return err
				}
			}
			return nil
		})
		for old, want := range map[string][]string{
			"[AWAITING_AMR]": {"AWAITING_CONTENT"}, "[AMR_REJECTED]": {"CONTENT_REJECTED"}, "[AWAITING_CONTENT]": {"AWAITING_CONTENT"},
			"[AWAITING_AMR, AMR_REJECTED, DRAFT]": {"AWAITING_CONTENT", "CONTENT_REJECTED", "DRAFT"},
		} {
			var got struct {
				Registrations struct {
					TotalCount int
					Nodes      []struct{ State string }
				}
			}
			w.read(w.employer(), `{registrations(first: 5, filter: {states: `+old+`}) {totalCount nodes {state}}}`, nil, &got)
			var states []string
			for _, n := range got.Registrations.Nodes {
				states = append(states, n.State)
			}
			slices.Sort(states)
			if diff := cmp.Diff(want, states); diff != "" || got.Registrations.TotalCount != len(want) {
				t.Errorf("%s: %d, %s", old, got.Registrations.TotalCount, diff)
			}
		}
		var told struct {
			Legend             []struct{ Value string }
			RegistrationCounts []struct{ State string }
		}
		w.read(w.employer(), `{legend(of: REGISTRATION) {value} registrationCounts {state}}`, nil, &told)
		var names []string
		for _, l := range told.Legend {
			names = append(names, l.Value)
		}
		for _, c := range told.RegistrationCounts {
			names = append(names, c.State)
		}
		for _, old := range []string{"AWAITING_AMR", "AMR_REJECTED"} {
			if slices.Contains(names, old) {
				t.Errorf("%s is told", old)
			}
		}
		if !slices.Contains(names, "AWAITING_CONTENT") || !slices.Contains(names, "CONTENT_REJECTED") || len(told.RegistrationCounts) != 3 {
			t.Errorf("told: %v", names)
		}
		stored, err := s.Client().Registration.Query().Where(registration.StateIn("AWAITING_AMR", "AMR_REJECTED")).Count(actor.AsSystem(t.Context()))
		if err != nil || stored != 0 {
			t.Errorf("%d rows have an old name, %v", stored, err)
		}
	})
}

func TestAnEmptyMatrixDoesNotTellThatNobodyTakesPart(t *testing.T) {
	t.Parallel()
	w := newWorld(t, storetest.SQLite(t))
	g := w.waiting(1, 0)[0]
	var got struct {
		Node struct{ Matrix any }
	}
	w.read(committee, `query($id: ID!) {node(id: $id) {...on Registration {matrix {totals {count}}}}}`, map[string]any{"id": g.ID}, &got)
	if got.Node.Matrix != nil {
		t.Errorf("the committee has a matrix: %v", got.Node.Matrix)
	}
}
