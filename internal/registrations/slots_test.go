package registrations_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/registration"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/matrix"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/question/fields"
	"github.com/penvoerder/penvoerder/internal/registrations"
	"github.com/penvoerder/penvoerder/internal/registrations/entered"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
	"github.com/penvoerder/penvoerder/internal/testworld"
	"github.com/penvoerder/penvoerder/internal/workflow"
	"github.com/penvoerder/penvoerder/schemes"
	"github.com/penvoerder/penvoerder/schemes/toy"
)

// bound is a scheme with other judges.
type bound struct {
	schemes.Scheme
	manifest *schemes.Manifest
}

func (b bound) Manifest() *schemes.Manifest { return b.manifest }

// toyJudgedBy is the made-up scheme of the documentation, with a judge of its content and one of its fun.
func toyJudgedBy(t *testing.T, content, fun schemes.Role) schemes.Scheme {
	t.Helper()
	m := *toy.Scheme.Manifest()
	m.Activities = append([]schemes.Activity(nil), m.Activities...)
	m.Activities[1].ContentJudge = content
	m.Judgements = append([]schemes.ContentJudgement(nil), m.Judgements...)
	m.Judgements[0].Judge = fun
	if err := m.Validate(); err != nil {
		t.Fatal(err)
	}
	return bound{toy.Scheme, &m}
}

// circus is a world of the made-up scheme with somebody in each role that a scheme may name.
type circus struct {
	*board
	judges map[schemes.Role]func() context.Context
	made   int // registrations so far
}

func newCircus(t *testing.T, s *store.Store, scheme schemes.Scheme) *circus {
	t.Helper()
	w := newWorldOf(t, s, scheme, testworld.WhileTheyRun)
	c := &circus{board: &board{world: w, member: w.Person(actor.Actor{Role: actor.AMR})}, judges: map[schemes.Role]func() context.Context{}}
	c.judges["SSC"], c.judges["AMR"], c.judges["REGIOPLUS"] = w.AsColleague, c.member, w.Person(actor.Actor{Role: actor.RegioPlus})
	c.judges["PROJECT_LEADER"] = w.Person(actor.Actor{Role: actor.ProjectLeader, RegionalOrganisationID: testworld.RegionalOrganisation})
	return c
}

// juggling is a registration in which nothing but documents and judgements is lacking.
func (c *circus) juggling() *ent.Registration {
	c.T.Helper()
	c.made++
	in := c.ByHour(testworld.Newcomer(fmt.Sprintf("Ada %d", c.made), fmt.Sprintf("e%d", c.made)))
	in.Activity = "K"
	in.Training.Course.Theme, in.Training.Course.Goal = nil, nil
	in.Participants[0].Statement.TargetGroup = new("CLOWN")
	balls := 3
	in.Facts = []question.FactInput{{Key: "balls", Value: &question.FactValueInput{Integer: &balls}}}
	return c.Create(in)
}

// word is what comes of an attempt.
func word(err error) string {
	if err == nil {
		return "done"
	}
	for _, f := range fault.All(err) {
		return string(f.Code) + " " + f.Reason
	}
	return err.Error()
}

// onlyNamed has every role try, the named one last, and holds what happens against what viewerCan said.
func (c *circus) onlyNamed(named schemes.Role, action access.Action, subject func() any, try func(who func() context.Context) error) {
	c.T.Helper()
	order := []schemes.Role{}
	for _, r := range schemes.ContentJudges() {
		if r != named {
			order = append(order, r)
		}
	}
	for _, r := range append(order, named) {
		who := c.judges[r]
		can := c.Registrations.Can(who(), string(action), subject())
		got := word(try(who))
		if is := r == named; is != (got == "done") || is != can.Allowed {
			c.T.Fatalf("%s by %s, the scheme names %s: viewerCan %t (%s), the act: %s", action, r, named, can.Allowed, can.Reason, got)
		}
	}
}

// judgeColumn says that the cells of a column are approved.
func (c *circus) judgeColumn(who func() context.Context, id, column string) error {
	in := matrix.JudgeCellsInput{ForID: id, ExpectedVersion: c.Reload(id).Version}
	for _, one := range c.CellRows(id) {
		if one.Column == column {
			in.Cells = append(in.Cells, matrix.CellVerdict{CellID: one.ID, ExpectedVersion: one.Version, Verdict: "APPROVED"})
		}
	}
	_, err := c.Registrations.JudgeCells(who(), in)
	return err
}

func (c *circus) cellOf(id, column string) *ent.Cell {
	c.T.Helper()
	for _, one := range c.CellRows(id) {
		if one.Column == column {
			one.Edges.Registration = c.Reload(id)
			return one
		}
	}
	c.T.Fatalf("no cell %s", column)
	return nil
}

// readyToReview has the content judged by who the scheme names, hands in and has it taken into review.
func (c *circus) readyToReview(content schemes.Role) string {
	c.T.Helper()
	id := c.juggling().ID
	c.ask(id)
	c.onlyNamed(content, access.JudgeContent, func() any { return c.Reload(id) }, func(who func() context.Context) error {
		_, err := c.say(who, id, "APPROVED", nil)
		return err
	})
	c.Attach(id, "PROGRAMMA", nil)
	c.Complete(id, "PROGRAMMA")
	c.Attach(id, "FILM", nil)
	c.Complete(id, "BEWIJS")
	if !c.Submit(id).IsSubmitted {
		c.T.Fatalf("not submitted: %s %v", c.Reload(id).State, c.Cells(id))
	}
	c.Review(id)
	return id
}

// The worked example of the documentation was undecidable: its column PLEZIER is for the AMR, and no line let the AMR
// judge a cell.
func TestTheWorkedExampleIsDecidedFromDraftToApproval(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		c := newCircus(t, s, toy.Scheme)
		id := c.readyToReview("AMR")
		c.onlyNamed("AMR", access.JudgeCells, func() any { return c.cellOf(id, "PLEZIER") }, func(who func() context.Context) error {
			return c.judgeColumn(who, id, "PLEZIER")
		})
		c.Judge(id, "APPROVED", nil, "IN_REVIEW")
		if done := c.Decide(id, "APPROVED", nil, nil); done.Registration.State != workflow.Approved || *done.Registration.AssessorID != actor.From(c.AsAssessor()).PersonID {
			t.Errorf("decided: %+v", done.Registration)
		}
	})
}

func TestWhoeverTheSchemeNamesJudgesAndNobodyElse(t *testing.T) {
	t.Parallel()
	for _, content := range schemes.ContentJudges() {
		for _, fun := range []schemes.Role{schemes.RoleAMR, schemes.RoleProjectLeader, schemes.RoleRegioPlus} {
			t.Run(fmt.Sprintf("content by %s, fun by %s", content, fun), func(t *testing.T) {
				t.Parallel()
				c := newCircus(t, storetest.SQLite(t), toyJudgedBy(t, content, fun))
				id := c.readyToReview(content)
				c.onlyNamed(fun, access.JudgeCells, func() any { return c.cellOf(id, "PLEZIER") }, func(who func() context.Context) error {
					return c.judgeColumn(who, id, "PLEZIER")
				})
				if got := word(c.judgeColumn(c.AsAssessor, id, "PLEZIER")); got != "FORBIDDEN ROLE" {
					t.Errorf("the assessor judges what is for %s: %s", fun, got)
				}
				c.Judge(id, "APPROVED", nil, "IN_REVIEW")
				c.Decide(id, "APPROVED", nil, nil)
			})
		}
	}
}

func TestTheJudgeOfAColumnSeesThatCellAndNoMore(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		c := newCircus(t, s, toyJudgedBy(t, "REGIOPLUS", "AMR"))
		id := c.readyToReview("REGIOPLUS")
		ctx := c.member()
		var columns []string
		cells, err := s.Client().Cell.Query().All(ctx)
		c.Must(err)
		for _, one := range cells {
			columns = append(columns, one.Column)
		}
		parts, err := s.Client().Participation.Query().Count(ctx)
		c.Must(err)
		documents, err := s.Client().Document.Query().Count(ctx)
		c.Must(err)
		seen, err := s.Client().Registration.Query().IDs(ctx)
		c.Must(err)
		if diff := cmp.Diff([]any{[]string{"PLEZIER"}, 0, 0, []string{id}}, []any{columns, parts, documents, seen}); diff != "" {
			t.Error(diff)
		}
		if got := word(c.judgeColumn(c.member, id, "PROGRAMMA")); got != "NOT_FOUND CELL_NOT_FOUND" {
			t.Errorf("the committee judges a programme: %s", got)
		}
	})
}

func TestWhoJudgedTheContentDoesNotReview(t *testing.T) {
	t.Parallel()
	c := newCircus(t, storetest.SQLite(t), toyJudgedBy(t, "SSC", "AMR"))
	id := c.readyToReview("SSC") // by the colleague
	c.Assign(actor.Actor{PersonID: actor.From(c.AsColleague()).PersonID, Role: actor.SSC})
	if can := c.Registrations.Can(c.AsColleague(), string(access.Review), c.Reload(id)); can.Allowed || can.Reason != "FOUR_EYES_REQUIRED" {
		t.Errorf("review: %+v", can)
	}
	if got := word(c.judgeColumn(c.AsColleague, id, "PROGRAMMA")); got != "FORBIDDEN FOUR_EYES_REQUIRED" && got != "FORBIDDEN NOT_ASSIGNED" {
		t.Errorf("judge: %s", got)
	}
}

func TestWhatWaitsForARoleIsWhatTheSchemeNamesItFor(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		c := newCircus(t, s, toyJudgedBy(t, "REGIOPLUS", "PROJECT_LEADER"))
		asked := c.juggling().ID
		c.ask(asked)
		waits := func(which func(actor.Role) string) map[string]string {
			out := map[string]string{}
			for r := range c.judges {
				if got := which(actor.Role(r)); got != "" {
					out[string(r)] = got
				}
			}
			return out
		}
		content := func(r actor.Role) string {
			return c.only(s.Client().Registration.Query().Where(registrations.ContentWaitsFor(r)))
		}
		cells := func(r actor.Role) string {
			return c.only(s.Client().Registration.Query().Where(registrations.CellsWaitFor(r)))
		}
		if diff := cmp.Diff([]map[string]string{{"REGIOPLUS": asked}, {}}, []map[string]string{waits(content), waits(cells)}); diff != "" {
			t.Error("asked:", diff)
		}
		_, err := c.Registrations.Withdraw(c.AsEmployer(), registrations.WithdrawInput{ID: asked, ExpectedVersion: c.Reload(asked).Version})
		c.Must(err)
		id := c.readyToReview("REGIOPLUS")
		if diff := cmp.Diff([]map[string]string{{}, {"PROJECT_LEADER": id, "SSC": id}}, []map[string]string{waits(content), waits(cells)}); diff != "" {
			t.Error("in review:", diff)
		}
		c.Must(c.judgeColumn(c.judges["PROJECT_LEADER"], id, "PLEZIER"))
		if diff := cmp.Diff(map[string]string{"SSC": id}, waits(cells)); diff != "" {
			t.Error("judged:", diff)
		}
	})
}

// only is the id of the one registration that is found; empty for none.
func (c *circus) only(q *ent.RegistrationQuery) string {
	c.T.Helper()
	found, err := q.Order(registration.ByID()).IDs(c.System())
	c.Must(err)
	switch len(found) {
	case 0:
		return ""
	case 1:
		return found[0]
	}
	c.T.Fatalf("found %v", found)
	return ""
}

// A plan moves to a release that names another judge: the rows follow.
func TestAnotherReleaseMayNameAnotherJudge(t *testing.T) {
	t.Parallel()
	c := newCircus(t, storetest.SQLite(t), toy.Scheme)
	r := c.juggling()
	if r.ContentJudge == nil || *r.ContentJudge != "AMR" || !cmp.Equal(r.CellJudges, []string{"SSC", "AMR"}) {
		t.Fatalf("made: %v %v", r.ContentJudge, r.CellJudges)
	}
	c.Catalog.Current.Manifest = toyJudgedBy(t, "SSC", "REGIOPLUS").Manifest()
	balls := 4
	_, err := c.amend(r.ID, func(in *entered.AmendInput) {
		in.Facts = []question.FactInput{{Key: "balls", Value: &question.FactValueInput{Integer: &balls}}}
	})
	c.Must(err)
	r = c.Reload(r.ID)
	if got := []any{*r.ContentJudge, r.CellJudges, c.cellOf(r.ID, "PLEZIER").Judge}; !cmp.Equal(got, []any{"SSC", []string{"SSC", "REGIOPLUS"}, "REGIOPLUS"}) {
		t.Errorf("judged again: %v", got)
	}
}

func TestACellIsRejectedForAReasonOfItsColumn(t *testing.T) {
	t.Parallel()
	c := newCircus(t, storetest.SQLite(t), toy.Scheme)
	id := c.readyToReview("AMR")
	reject := func(who func() context.Context, column, reason string) error {
		one := c.cellOf(id, column)
		_, err := c.Registrations.JudgeCells(who(), matrix.JudgeCellsInput{ForID: id, ExpectedVersion: c.Reload(id).Version, Cells: []matrix.CellVerdict{
			{CellID: one.ID, ExpectedVersion: one.Version, Verdict: "REJECTED", Reason: &reason},
		}})
		return err
	}
	refusal := func(err error) string {
		for _, f := range fault.All(err) {
			return f.Reason + ": " + f.Expected
		}
		return fmt.Sprint(err)
	}
	if got := refusal(reject(c.member, "PLEZIER", "BLURRED")); got != "REASON_UNKNOWN: NO_FUN, OTHER" {
		t.Error(got)
	}
	if got := refusal(reject(c.AsAssessor, "BEWIJS", "NO_FUN")); got != "REASON_UNKNOWN: BLURRED, OTHER" {
		t.Error(got)
	}
	c.Must(reject(c.member, "PLEZIER", "NO_FUN"))
	c.Must(reject(c.AsAssessor, "BEWIJS", "BLURRED"))
	c.Must(reject(c.AsAssessor, "PROGRAMMA", "NO_FUN")) // a column that names none takes them all
}

// Who judges a column of which no cell asks anything has nothing to judge, and sees nothing.
func TestWhoseCellsAskNothingIsNoJudge(t *testing.T) {
	t.Parallel()
	m := *toyJudgedBy(t, "AMR", "SSC").Manifest()
	m.Requirements = append([]schemes.Requirement(nil), m.Requirements...)
	for i := range m.Requirements {
		if m.Requirements[i].Code == "BEWIJS" {
			m.Requirements[i].Judge = schemes.RoleRegioPlus
		}
	}
	c := newCircus(t, storetest.SQLite(t), bound{toy.Scheme, &m})
	r := c.juggling()
	if !cmp.Equal(r.CellJudges, []string{"SSC", "REGIOPLUS"}) {
		t.Fatalf("a proof is asked: %v", r.CellJudges)
	}
	p := c.Parts(r.ID)[0]
	_, err := c.Registrations.AmendParticipation(c.AsEmployer(), registrations.AmendParticipationInput{
		ID: p.ID, ExpectedVersion: p.Version, Statement: question.ParticipationInput{Participation: fields.Participation{TargetGroup: new("PUBLIEK")}},
	})
	c.Must(err)
	if r = c.Reload(r.ID); !cmp.Equal(r.CellJudges, []string{"SSC"}) {
		t.Errorf("no proof is asked: %v", r.CellJudges)
	}
}
