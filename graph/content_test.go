package graph_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/registration"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/question/fields"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
	"github.com/penvoerder/penvoerder/internal/typed"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

var committee = actor.Actor{PersonID: "per_amr", SessionID: "ses_amr", Role: actor.AMR, Language: "nl"}

// waiting begins registrations whose content waits: asked a day apart, each expected twenty-one days later, the first of
// them on the day before today.
func (w *world) waiting(n, participants int) []*ent.Registration {
	w.T.Helper()
	all := w.registrations(n, participants)
	w.Write(func(ctx context.Context, tx *ent.Tx) error {
		for i, g := range all {
			asked := regulation.AddDate(0, 0, i-22)
			balls, theme, goal := 3, "BALANS", "STAAN"
			err := tx.Registration.UpdateOneID(g.ID).SetState(workflow.AwaitingContent).SetContentAskedAt(asked).
				SetContentExpectedOn(time.Date(2026, 3, 1+i, 0, 0, 0, 0, time.UTC)).SetExternalReference("eigen-sleutel-" + g.Number).
				SetTraining(fields.Training{Course: &fields.Course{Title: "Ballen", Content: new("Gooien en vangen."), Theme: &theme, Goal: &goal, Hours: new(typed.Hours("8.00")), GroupSize: new(3), Teacher: new("EXTERNAL"), Provider: new("De Circusschool"), Form: new("CLASSROOM")}}).
				SetStart(wall).SetFacts(fields.Facts{"balls": {Integer: &balls}}).Exec(ctx)
			if err != nil {
				return err
			}
		}
		return nil
	})
	return all
}

// what the committee asks of a registration: everything there is.
const everything = `number state activity {code} start end externalReference participantCount outcomeCounts {outcome} payable submittedAt
	training {...on Course {title content theme {code} goal {code} hours groupSize teacher provider form}}
	facts {definition {key} integer} plan {id} organisation {id} judgement {outcome} participations(first: 5) {totalCount} matrix {columns {code}} repair {id} decisions {id}
	contentJudgement {state judge askedAt expectedOn isOverdue verdict note judgedAt judgedBy {id}} nextSteps {action role dueOn dueAt}
	viewerCan(action: JUDGE_CONTENT) {isAllowed reason}`

func TestTheCommitteeSeesTheTrainingAndNothingAroundIt(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		w.waiting(1, 2)
		w.from = 1
		w.registrations(1, 1) // not asked
		var got any
		w.read(committee, `{registrations(first: 10) {totalCount nodes {`+everything+`}} plans(first: 1) {totalCount} organisations(first: 1) {totalCount} events(first: 5) {nodes {id}}}`, nil, &got)
		none := map[string]any{"totalCount": 0.0}
		want := map[string]any{"plans": none, "organisations": none, "events": map[string]any{"nodes": []any{}}, "registrations": map[string]any{"totalCount": 1.0, "nodes": []any{map[string]any{
			"number": "R-2026-000001", "state": "AWAITING_CONTENT", "activity": map[string]any{"code": "K"}, "start": "2026-06-01", "end": nil,
			"training": map[string]any{
				"title": "Ballen", "content": "Gooien en vangen.", "theme": map[string]any{"code": "BALANS"}, "goal": map[string]any{"code": "STAAN"}, "hours": "8.00", "groupSize": 3.0,
				"teacher": "EXTERNAL", "provider": "De Circusschool", "form": "CLASSROOM",
			},
			"facts": []any{
				map[string]any{"definition": map[string]any{"key": "balls"}, "integer": 3.0}, map[string]any{"definition": map[string]any{"key": "height"}, "integer": nil},
			},
			"externalReference": nil, "participantCount": nil, "outcomeCounts": []any{}, "payable": nil, "submittedAt": nil, "plan": nil, "organisation": nil,
			"judgement": nil, "participations": nil, "matrix": nil, "repair": nil, "decisions": []any{},
			"contentJudgement": map[string]any{
				"state": "WAITING", "judge": "AMR", "askedAt": "2026-02-08T09:00:00Z", "expectedOn": "2026-03-01", "isOverdue": true,
				"verdict": nil, "note": nil, "judgedAt": nil, "judgedBy": nil,
			},
			"nextSteps": []any{
				map[string]any{"action": "JUDGE_CONTENT", "role": "AMR", "dueOn": "2026-03-01", "dueAt": "2026-03-01T22:59:59Z"}, map[string]any{"action": "ATTACH_DOCUMENT", "role": "EMPLOYER", "dueOn": nil, "dueAt": nil},
			},
			"viewerCan": map[string]any{"isAllowed": true, "reason": nil},
		}}}}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		var others struct {
			Registrations struct {
				Nodes []struct {
					ExternalReference *string
					ParticipantCount  *int
				}
			}
		}
		w.read(w.employer(), `{registrations(first: 1) {nodes {externalReference participantCount}}}`, nil, &others)
		if n := others.Registrations.Nodes[0]; n.ExternalReference == nil || *n.ParticipantCount != 2 {
			t.Errorf("the employer: %+v", n)
		}
	})
}

func TestTheCommitteeFindsNothingByWhatItDoesNotSee(t *testing.T) {
	t.Parallel()
	w := newWorld(t, storetest.SQLite(t))
	g := w.waiting(1, 1)[0]
	employee := ""
	w.Write(func(ctx context.Context, tx *ent.Tx) error {
		e, err := tx.Employee.Query().First(ctx)
		employee = e.ID
		return err
	})
	for filter, want := range map[string]int{
		`{search: "` + g.Number + `"}`: 1, `{search: "Ballen"}`: 1, `{search: "eigen-sleutel"}`: 0, `{planID: "` + w.plan.ID + `"}`: 0, `{employeeID: "` + employee + `"}`: 0,
		`{outcome: UNDETERMINED}`: 0, `{activities: ["K"]}`: 1, `{content: [WAITING]}`: 1, `{content: [APPROVED, REJECTED]}`: 0, `{content: []}`: 0,
		`{isContentOverdue: true}`: 1, `{isContentOverdue: false}`: 0, `{needsMe: true}`: 1,
	} {
		var got struct{ Registrations struct{ TotalCount int } }
		w.read(committee, `{registrations(first: 1, filter: `+filter+`) {totalCount}}`, nil, &got)
		if got.Registrations.TotalCount != want {
			t.Errorf("%s: %d", filter, got.Registrations.TotalCount)
		}
	}
	for filter, want := range map[string]int{`{regionID: "` + w.organisation.RegionID + `"}`: 0, `{assigned: MINE}`: 0, `{schemes: ["toy"]}`: 1, `{schemes: ["other"]}`: 0} {
		var got struct{ AssessmentQueue struct{ TotalCount int } }
		w.read(committee, `{assessmentQueue(stage: CONTENT, first: 1, filter: `+filter+`) {totalCount}}`, nil, &got)
		if got.AssessmentQueue.TotalCount != want {
			t.Errorf("queue %s: %d", filter, got.AssessmentQueue.TotalCount)
		}
	}
	var mine struct{ Registrations struct{ TotalCount int } }
	w.read(w.employer(), `{registrations(first: 1, filter: {search: "eigen-sleutel", planID: "`+w.plan.ID+`", employeeID: "`+employee+`", outcome: UNDETERMINED}) {totalCount}}`, nil, &mine)
	if mine.Registrations.TotalCount != 1 {
		t.Error("the employer no longer finds it")
	}
}

type tasks struct {
	AssessmentQueue struct {
		TotalCount int
		PageInfo   struct {
			EndCursor   string
			HasNextPage bool
		}
		Nodes []struct {
			ID, Stage, WaitingSince, ExpectedOn, ExpectedBy string
			OpenCells                                       int
			IsResubmission                                  bool
			Assessor                                        *struct{ ID string }
			WorstSeverity                                   *string
			Subject                                         struct{ Number string }
		}
	}
}

const contentQueue = `query($o: AssessmentOrder!, $f: AssessmentFilter, $n: Int!, $a: String) {assessmentQueue(stage: CONTENT, order: $o, filter: $f, first: $n, after: $a) {
	totalCount pageInfo {endCursor hasNextPage} nodes {id stage waitingSince expectedOn expectedBy openCells isResubmission assessor {id} worstSeverity subject {...on Registration {number contentJudgement {isOverdue}}}}}}`

func TestTheQueueOfTheCommitteeTurnsItsPages(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		all := w.waiting(5, 1)
		w.Write(func(ctx context.Context, tx *ent.Tx) error { // asked last, expected first
			return tx.Registration.UpdateOneID(all[4].ID).SetContentExpectedOn(time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC)).SetContentJudgedAt(wall).Exec(ctx)
		})
		page := func(by, direction string, filter map[string]any, n int, after any) (numbers []string, got tasks) {
			w.read(committee, contentQueue, map[string]any{"o": map[string]any{"by": by, "direction": direction}, "f": filter, "n": n, "a": after}, &got)
			for _, task := range got.AssessmentQueue.Nodes {
				numbers = append(numbers, task.Subject.Number[len(task.Subject.Number)-1:])
			}
			return numbers, got
		}
		first, got := page("WAITING_SINCE", "ASCENDING", nil, 3, nil)
		second, rest := page("WAITING_SINCE", "ASCENDING", nil, 3, got.AssessmentQueue.PageInfo.EndCursor)
		if diff := cmp.Diff([]string{"1", "2", "3", "4", "5"}, append(first, second...)); diff != "" || got.AssessmentQueue.TotalCount != 5 || rest.AssessmentQueue.PageInfo.HasNextPage {
			t.Error(diff, got)
		}
		task := got.AssessmentQueue.Nodes[0]
		if task.ID != "tsk_"+all[0].ID || task.Stage != "CONTENT" || task.WaitingSince != "2026-02-08T09:00:00Z" || task.ExpectedBy != "2026-03-01T22:59:59Z" || task.ExpectedOn != "2026-03-01" || task.OpenCells != 0 || task.IsResubmission || task.Assessor != nil || task.WorstSeverity != nil {
			t.Errorf("%+v", task)
		}
		if !rest.AssessmentQueue.Nodes[1].IsResubmission {
			t.Error("what was judged before is asked again")
		}
		for order, want := range map[[2]string][]string{
			{"EXPECTED_BY", "ASCENDING"}: {"5", "1", "2", "3", "4"}, {"EXPECTED_BY", "DESCENDING"}: {"4", "3", "2", "1", "5"}, {"WAITING_SINCE", "DESCENDING"}: {"5", "4", "3", "2", "1"},
		} {
			if numbers, _ := page(order[0], order[1], nil, 10, nil); !cmp.Equal(want, numbers) {
				t.Errorf("%v: %v", order, numbers)
			}
		}
		late, _ := page("WAITING_SINCE", "ASCENDING", map[string]any{"isOverdue": true}, 10, nil)
		inTime, _ := page("WAITING_SINCE", "ASCENDING", map[string]any{"isOverdue": false}, 10, nil)
		if !cmp.Equal([]string{"1", "5"}, late) || !cmp.Equal([]string{"2", "3", "4"}, inTime) {
			t.Errorf("late %v, in time %v", late, inTime)
		}

		var seen struct {
			Node               *struct{ Stage string }
			RegistrationCounts []struct {
				State                        string
				Count, NeedsMe, NeedsMeCount int
			}
			Viewer struct {
				Deadlines []struct {
					Code, At string
					On       *struct{ Number string }
				}
			}
			Registrations struct{ Nodes []struct{ Number string } }
		}
		w.read(committee, `query($id: ID!) {node(id: $id) {...on AssessmentTask {stage}} registrationCounts {state count needsMe needsMeCount}
			registrations(first: 2, order: {by: CONTENT_ASKED_AT, direction: DESCENDING}) {nodes {number}} viewer {deadlines {code at on {...on Registration {number}}}}}`, map[string]any{"id": "tsk_" + all[1].ID}, &seen)
		if seen.Node == nil || seen.Node.Stage != "CONTENT" || seen.Registrations.Nodes[0].Number != "R-2026-000005" {
			t.Errorf("%+v", seen)
		}
		for _, c := range seen.RegistrationCounts {
			if want := map[string]int{"AWAITING_CONTENT": 5}[c.State]; c.Count != want || c.NeedsMe != want || c.NeedsMeCount != want {
				t.Errorf("%+v", c)
			}
		}
		if d := seen.Viewer.Deadlines; len(d) != 5 || d[0].Code != "content" || d[0].At != "2026-02-01T22:59:59Z" || d[0].On.Number != "R-2026-000005" {
			t.Errorf("what is late is not shown first: %+v", d)
		}
		var none tasks
		w.read(w.employer(), contentQueue, map[string]any{"o": map[string]any{"by": "WAITING_SINCE", "direction": "ASCENDING"}, "n": 10}, &none)
		if none.AssessmentQueue.TotalCount != 0 {
			t.Error("an employer has a queue")
		}
	})
}

func TestTheQueueOfTheCommitteeCostsAsMuchForManyAsForFew(t *testing.T) {
	t.Parallel()
	w := newWorld(t, storetest.SQLite(t))
	variables := map[string]any{"o": map[string]any{"by": "WAITING_SINCE", "direction": "ASCENDING"}, "n": 50}
	cost := func() int64 {
		before := w.statements.Load()
		var got tasks
		w.read(committee, contentQueue, variables, &got)
		return w.statements.Load() - before
	}
	w.waiting(2, 1)
	cost()
	few := cost()
	w.from = 2
	w.waiting(20, 1)
	cost()
	if many := cost(); many != few || many > 3 {
		t.Errorf("%d statements for 2, %d for 22", few, many)
	}
}

func TestContentIsAskedAndJudgedOverTheAPI(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		g := w.registrations(1, 1)[0]
		const ask = `mutation($i: AskContentJudgementInput!) {askContentJudgement(input: $i) {isAsked registration {state version} findings {code pointer suggestion} userErrors {code reason path}}}`
		const judge = `mutation($i: JudgeContentInput!) {judgeContent(input: $i) {registration {state contentJudgement {state verdict note} } userErrors {reason path}}}`
		const submit = `mutation($i: SubmitRegistrationInput!) {submitRegistration(input: $i) {userErrors {code reason path message}}}`
		type payload struct {
			IsAsked      bool
			Registration map[string]any
			Findings     []struct{ Pointer string }
			UserErrors   []any
		}
		act := func(who actor.Actor, mutation string, in map[string]any) payload {
			t.Helper()
			var got map[string]payload
			w.read(who, mutation, map[string]any{"i": in}, &got)
			for _, p := range got {
				return p
			}
			return payload{}
		}
		got := act(w.employer(), ask, map[string]any{"id": g.ID, "expectedVersion": 1})
		if got.IsAsked || got.Registration["state"] != "DRAFT" || len(got.Findings) == 0 {
			t.Fatalf("an empty training is asked: %v", got)
		}
		for _, f := range got.Findings {
			if p := f.Pointer; p != "/start" && p != "/facts/balls" && p != "/training/hours" && p != "/training/groupSize" {
				t.Errorf("a finding about %s", p)
			}
		}
		w.Write(func(ctx context.Context, tx *ent.Tx) error {
			balls := 3
			return tx.Registration.Update().Where(registration.ID(g.ID)).SetStart(wall).SetFacts(fields.Facts{"balls": {Integer: &balls}}).
				SetTraining(fields.Training{Course: &fields.Course{Title: "Ballen", Hours: new(typed.Hours("8.00")), GroupSize: new(3)}}).Exec(ctx)
		})
		if got := act(w.employer(), submit, map[string]any{"id": g.ID, "expectedVersion": 1}); !cmp.Equal([]any{map[string]any{
			"code": "CONFLICT", "reason": "CONTENT_NOT_APPROVED", "path": []any{"input", "id"}, "message": "Eerst moet de inhoud van de opleiding zijn goedgekeurd.",
		}}, got.UserErrors) {
			t.Errorf("submitted: %v", got)
		}
		if got := act(w.employer(), ask, map[string]any{"id": g.ID, "expectedVersion": 1}); !got.IsAsked || got.Registration["state"] != "AWAITING_CONTENT" {
			t.Fatalf("not asked: %v", got)
		}
		if got := act(committee, judge, map[string]any{"registrationID": g.ID, "expectedVersion": 2, "verdict": "REJECTED", "note": " "}); !cmp.Equal([]any{map[string]any{"reason": "REASON_REQUIRED", "path": []any{"input", "note"}}}, got.UserErrors) {
			t.Errorf("without words: %v", got)
		}
		want := map[string]any{"state": "CONTENT_REJECTED", "contentJudgement": map[string]any{"state": "REJECTED", "verdict": "REJECTED", "note": "Te hoog."}}
		if got := act(committee, judge, map[string]any{"registrationID": g.ID, "expectedVersion": 2, "verdict": "REJECTED", "note": "Te hoog."}); !cmp.Equal(want, got.Registration) {
			t.Errorf("rejected: %v", got)
		}
		if got := act(w.employer(), ask, map[string]any{"id": g.ID, "expectedVersion": 3}); !got.IsAsked {
			t.Errorf("asked again: %v", got)
		}
		const back = `mutation($i: WithdrawContentRequestInput!) {withdrawContentRequest(input: $i) {registration {state contentJudgement {state judgedBy {id}}} userErrors {reason}}}`
		want = map[string]any{"state": "DRAFT", "contentJudgement": map[string]any{"state": "SPENT", "judgedBy": nil}}
		if got := act(w.employer(), back, map[string]any{"id": g.ID, "expectedVersion": 4}); !cmp.Equal(want, got.Registration) {
			t.Errorf("taken back: %v", got)
		}
	})
}
