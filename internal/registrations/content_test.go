package registrations_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/registration"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/registrations"
	"github.com/penvoerder/penvoerder/internal/registrations/entered"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
	"github.com/penvoerder/penvoerder/internal/testworld"
	"github.com/penvoerder/penvoerder/internal/typed"
	"github.com/penvoerder/penvoerder/internal/workflow"
	"github.com/penvoerder/penvoerder/schemes/rulebook"
)

// board is a world of the made-up scheme with a member of its committee.
type board struct {
	*world
	member func() context.Context
}

func newBoard(t *testing.T, s *store.Store) *board {
	t.Helper()
	w := newWorldOf(t, s, commission, testworld.WhileTheyRun)
	return &board{w, w.Person(actor.Actor{Role: actor.AMR})}
}

func (b *board) ask(id string) *registrations.ContentRequest {
	b.T.Helper()
	asked, err := b.Registrations.AskContent(b.AsEmployer(), registrations.AskContentInput{ID: id, ExpectedVersion: b.Reload(id).Version})
	b.Must(err)
	return asked
}

func (b *board) say(who func() context.Context, id, verdict string, note *string) (*ent.Registration, error) {
	return b.Registrations.JudgeContent(who(), registrations.JudgeContentInput{RegistrationID: id, ExpectedVersion: b.Reload(id).Version, Verdict: verdict, Note: note})
}

func (b *board) approve(id string) *ent.Registration {
	b.T.Helper()
	r, err := b.say(b.member, id, "APPROVED", nil)
	b.Must(err)
	return r
}

func (b *board) trySubmit(id string) []string {
	b.T.Helper()
	_, err := b.Registrations.Submit(b.AsEmployer(), registrations.SubmitInput{ID: id, ExpectedVersion: b.Reload(id).Version})
	return testworld.Refused(err)
}

func (b *board) amend(id string, change func(in *entered.AmendInput)) (*ent.Registration, error) {
	in := entered.AmendInput{ID: id, ExpectedVersion: b.Reload(id).Version}
	change(&in)
	return b.Registrations.Amend(b.AsEmployer(), in)
}

// retrain states the training anew with one thing changed.
func retrain(change func(c *question.CourseInput)) func(*entered.AmendInput) {
	return func(in *entered.AmendInput) {
		t := testworld.Course()
		t.Course.Theme, t.Course.Goal = nil, nil
		change(t.Course)
		in.Training = &t
	}
}

// approved is a registration of which the content was approved and nothing else is lacking.
func (b *board) approved() string {
	b.T.Helper()
	r := b.Create(b.toCommission(testworld.Newcomer("Ada", "e1")))
	b.Attach(r.ID, "PROGRAMMA", nil)
	b.Complete(r.ID, "PROGRAMMA")
	b.ask(r.ID)
	if got := b.approve(r.ID); got.State != workflow.Ready {
		b.T.Fatalf("approved, but %s", got.State)
	}
	return r.ID
}

func TestTheContentIsJudgedBeforeItIsHandedIn(t *testing.T) {
	t.Parallel()
	rulebook.Tries(t, "SPP-FLOW-018")
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		b := newBoard(t, s)
		r := b.Create(b.toCommission(testworld.Newcomer("Ada", "e1")))
		if diff := cmp.Diff([]string{"CONFLICT CONTENT_NOT_APPROVED input.id"}, b.trySubmit(r.ID)); diff != "" {
			t.Fatal(diff)
		}

		asked := b.ask(r.ID)
		if !asked.IsAsked || asked.Registration.State != workflow.AwaitingContent || asked.Registration.Version != 2 {
			t.Fatalf("asked: %+v", asked)
		}
		if got := asked.Registration.ContentExpectedOn.Format(time.DateOnly); got != "2026-03-23" || !asked.Registration.ContentAskedAt.Equal(b.Clock.Regulation()) {
			t.Errorf("asked at %s, expected on %s", asked.Registration.ContentAskedAt, got)
		}
		if diff := cmp.Diff([]string{"CONFLICT CONTENT_NOT_APPROVED input.id"}, b.trySubmit(r.ID)); diff != "" {
			t.Fatal(diff)
		}
		_, err := b.amend(r.ID, retrain(func(c *question.CourseInput) { c.Title = "Anders" }))
		if diff := cmp.Diff([]string{"CONFLICT WRONG_STATE input.id"}, testworld.Refused(err)); diff != "" {
			t.Fatal(diff)
		}
		b.Attach(r.ID, "PROGRAMMA", nil)
		b.Complete(r.ID, "PROGRAMMA")
		part := b.Parts(r.ID)[0]
		_, err = b.Registrations.AmendParticipation(b.AsEmployer(), registrations.AmendParticipationInput{ID: part.ID, ExpectedVersion: part.Version, Statement: *testworld.Clean()})
		b.Must(err)

		_, err = b.say(b.member, r.ID, "REJECTED", nil)
		if diff := cmp.Diff([]string{"INVALID REASON_REQUIRED input.note"}, testworld.Refused(err)); diff != "" {
			t.Fatal(diff)
		}
		why := "Dit is geen scholing."
		got, err := b.say(b.member, r.ID, "REJECTED", &why)
		b.Must(err)
		if got.State != workflow.ContentRejected || *got.ContentNote != why || *got.ContentJudgedBy != actor.From(b.member()).PersonID || got.ContentExpectedOn != nil {
			t.Fatalf("rejected: %+v", got)
		}
		if diff := cmp.Diff([]string{"CONFLICT CONTENT_NOT_APPROVED input.id"}, b.trySubmit(r.ID)); diff != "" {
			t.Fatal(diff)
		}

		_, err = b.amend(r.ID, retrain(func(c *question.CourseInput) { c.Title = "Beter" }))
		b.Must(err)
		if got := b.ask(r.ID).Registration; got.ContentVerdict != nil || *got.ContentNote != why {
			t.Errorf("asked again: %+v", got)
		}
		if got := b.approve(r.ID); got.State != workflow.Ready || *got.ContentVerdict != "APPROVED" || got.ContentNote != nil {
			t.Fatalf("approved: %+v", got)
		}
		if !b.Submit(r.ID).IsSubmitted {
			t.Error("not handed in")
		}
		if diff := cmp.Diff([]string{
			"createRegistration DONE", "askContentJudgement DONE", "createUploadTickets DONE", "attachDocument DONE", "completeCells DONE",
			"amendParticipation DONE", "judgeContent DONE", "amendRegistration DONE", "askContentJudgement DONE", "judgeContent DONE", "submitRegistration DONE",
		}, b.Acts(0)); diff != "" {
			t.Error(diff)
		}
	})
}

func TestWhatTheJudgementOfContentTellsTheFeed(t *testing.T) {
	t.Parallel()
	b := newBoard(t, storetest.SQLite(t))
	r := b.Create(b.toCommission(testworld.Newcomer("Ada", "e1")))
	seen := len(b.Events(0))
	expect := func(what string, want ...string) {
		t.Helper()
		got := b.Events(seen)
		seen += len(got)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", what, diff)
		}
	}
	b.ask(r.ID)
	expect("ask", "REGISTRATION_STATE_CHANGED")
	_, err := b.Registrations.WithdrawContentRequest(b.AsEmployer(), registrations.WithdrawContentInput{ID: r.ID, ExpectedVersion: 2})
	b.Must(err)
	expect("take back", "REGISTRATION_STATE_CHANGED")
	b.ask(r.ID)
	expect("ask again", "REGISTRATION_STATE_CHANGED")
	b.approve(r.ID)
	expect("approve", "REGISTRATION_STATE_CHANGED")
}

func TestATrainingThatIsNotCompleteIsNotAsked(t *testing.T) {
	t.Parallel()
	rulebook.Tries(t, "SPP-FLOW-010")
	for name, test := range map[string]struct {
		change func(in *entered.CreateInput)
		want   []string // rules; none when it is asked
	}{
		"a fact of the training is missing":  {func(in *entered.CreateInput) { in.Training.Course.GroupSize = nil }, []string{"CORE-FACT-MISSING"}},
		"a fact of the training is refused":  {func(in *entered.CreateInput) { in.Training.Course.Hours = new(typed.Hours("2")) }, []string{"PROEF-ELIG-001"}},
		"a fact of a participant is missing": {func(in *entered.CreateInput) { in.Participants[0].Statement = nil }, nil},
		"nobody takes part yet":              {func(in *entered.CreateInput) { in.Participants = nil }, nil},
		"no document was handed in":          {func(*entered.CreateInput) {}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBoard(t, storetest.SQLite(t))
			in := b.toCommission(testworld.Newcomer("Ada", "e1"))
			test.change(&in)
			r := b.Create(in)
			asked := b.ask(r.ID)
			if len(test.want) == 0 {
				if !asked.IsAsked || asked.Registration.State != workflow.AwaitingContent {
					t.Fatalf("not asked: %v", b.Rules(asked.Evaluation))
				}
				return
			}
			if asked.IsAsked || asked.Registration.State != workflow.Draft || asked.Registration.ContentAskedAt != nil || asked.Registration.Version != 1 {
				t.Errorf("asked: %+v", asked.Registration)
			}
			if diff := cmp.Diff(test.want, b.Rules(asked.Evaluation)); diff != "" {
				t.Error(diff)
			}
			if got := b.Acts(1); len(got) != 1 || got[0] != "askContentJudgement REFUSED" {
				t.Errorf("audit: %v", got)
			}
		})
	}
}

func TestOnlyOtherContentSpendsAnApproval(t *testing.T) {
	t.Parallel()
	b := newBoard(t, storetest.SQLite(t))
	id := b.approved()
	for name, change := range map[string]func(c *question.CourseInput){
		"title":    func(c *question.CourseInput) { c.Title = "Anders" },
		"content":  func(c *question.CourseInput) { c.Content = new("Anders") },
		"provider": func(c *question.CourseInput) { c.Provider = new("Anders") },
		"form":     func(c *question.CourseInput) { c.Form = new("LIVE_ONLINE") },
	} {
		r, err := b.amend(id, retrain(change))
		b.Must(err)
		if r.ContentVerdict != nil || r.State != workflow.Draft || registrations.ContentState(r) != registrations.ContentSpent || r.ContentChanged {
			t.Errorf("%s: %s %v", name, r.State, r.ContentVerdict)
		}
		b.ask(id)
		b.approve(id)
		_, err = b.amend(id, retrain(func(*question.CourseInput) {})) // as it was, for the next
		b.Must(err)
		b.ask(id)
		b.approve(id)
	}
	stays := func(name string, err error) {
		t.Helper()
		b.Must(err)
		if r := b.Reload(id); registrations.ContentState(r) != registrations.ContentApproved || r.State != workflow.Ready && name != "another document" {
			t.Errorf("%s spent the approval: %s", name, r.State)
		}
	}
	for name, change := range map[string]func(c *question.CourseInput){
		"hours":   func(c *question.CourseInput) { c.Hours = new(typed.Hours("9")) },
		"group":   func(c *question.CourseInput) { c.GroupSize = new(11) },
		"teacher": func(c *question.CourseInput) { c.Teacher = new("INTERNAL") },
	} {
		r, err := b.amend(id, retrain(change))
		stays(name, err)
		if !r.ContentChanged || *r.ContentApproved.Course.Hours != "8.00" || len(b.seen(id, true)) != 1 || len(b.seen(id, false)) != 0 {
			t.Errorf("%s: the committee does not see the change", name)
		}
	}
	_, err := b.amend(id, retrain(func(*question.CourseInput) {}))
	stays("the same training", err)
	_, err = b.amend(id, func(in *entered.AmendInput) { in.End = testworld.Some(typed.Date("2026-02-11")) })
	stays("another day", err)
	_, err = b.Registrations.AddParticipants(b.AsEmployer(), registrations.AddParticipantsInput{
		RegistrationID: id, ExpectedVersion: b.Reload(id).Version, Participants: []entered.ParticipantInput{testworld.Newcomer("Bram", "e2")},
	})
	stays("another participant", err)
	b.Attach(id, "PROGRAMMA", nil)
	stays("another document", nil)
}

// seen are the registrations in the committee's sight of which the training was changed since its approval, or not.
func (b *board) seen(id string, isChanged bool) []*ent.Registration {
	b.T.Helper()
	all, err := b.Store.Client().Registration.Query().Where(registration.ID(id), registrations.ContentChanged(isChanged)).All(b.member())
	b.Must(err)
	return all
}

func TestARequestIsTakenBack(t *testing.T) {
	t.Parallel()
	b := newBoard(t, storetest.SQLite(t))
	sees := func() bool {
		is, err := b.Store.Client().Registration.Query().Exist(b.member())
		b.Must(err)
		return is
	}
	back := func(id string) *ent.Registration {
		t.Helper()
		r, err := b.Registrations.WithdrawContentRequest(b.AsEmployer(), registrations.WithdrawContentInput{ID: id, ExpectedVersion: b.Reload(id).Version})
		b.Must(err)
		return r
	}
	r := b.Create(b.toCommission(testworld.Newcomer("Ada", "e1")))
	if sees() {
		t.Error("the committee sees what it was not asked")
	}
	b.ask(r.ID)
	if !sees() {
		t.Fatal("the committee does not see what it was asked")
	}
	if got := back(r.ID); got.State != workflow.Draft || got.ContentAskedAt != nil || got.ContentExpectedOn != nil || sees() {
		t.Errorf("taken back: %+v", got)
	}
	_, err := b.say(b.member, r.ID, "APPROVED", nil)
	if diff := cmp.Diff([]string{"NOT_FOUND REGISTRATION_NOT_FOUND"}, testworld.Refused(err)); diff != "" {
		t.Error(diff)
	}
	why := "Nee."
	b.ask(r.ID)
	_, err = b.say(b.member, r.ID, "REJECTED", &why)
	b.Must(err)
	b.ask(r.ID)
	if got := back(r.ID); registrations.ContentState(got) != registrations.ContentSpent || !sees() {
		t.Errorf("taken back after it was judged: %+v", got)
	}
}

func TestWhoJudgesContent(t *testing.T) {
	t.Parallel()
	b := newBoard(t, storetest.SQLite(t))
	r := b.Create(b.toCommission(testworld.Newcomer("Ada", "e1")))
	insider := b.Person(actor.Actor{Role: actor.AMR})
	b.Assign(actor.Actor{PersonID: actor.From(insider()).PersonID, Role: actor.Employer, OrganisationID: b.Organ})
	_, err := b.say(b.member, r.ID, "APPROVED", nil)
	if diff := cmp.Diff([]string{"NOT_FOUND REGISTRATION_NOT_FOUND"}, testworld.Refused(err)); diff != "" {
		t.Errorf("before it was asked: %s", diff)
	}
	b.ask(r.ID)
	for name, c := range map[string]struct {
		who  func() context.Context
		want string
	}{
		"the employer":             {b.AsEmployer, "FORBIDDEN ROLE"},
		"another employer":         {b.AsStranger, "NOT_FOUND REGISTRATION_NOT_FOUND"},
		"the SSC":                  {b.AsAssessor, "NOT_FOUND REGISTRATION_NOT_FOUND"},
		"a member of the employer": {insider, "FORBIDDEN FOUR_EYES_REQUIRED"},
	} {
		if _, err := b.say(c.who, r.ID, "APPROVED", nil); !cmp.Equal([]string{c.want}, testworld.Refused(err)) {
			t.Errorf("%s: %v", name, testworld.Refused(err))
		}
	}
	_, err = b.Registrations.AskContent(b.member(), registrations.AskContentInput{ID: r.ID, ExpectedVersion: 2})
	if diff := cmp.Diff([]string{"FORBIDDEN ROLE"}, testworld.Refused(err)); diff != "" {
		t.Error(diff)
	}
	long := strings.Repeat("é", 2001)
	_, err = b.say(b.member, r.ID, "REJECTED", &long)
	if diff := cmp.Diff([]string{"INVALID TOO_LONG input.note"}, testworld.Refused(err)); diff != "" {
		t.Error(diff)
	}
	_, err = b.Registrations.JudgeContent(b.member(), registrations.JudgeContentInput{RegistrationID: r.ID, ExpectedVersion: 1, Verdict: "APPROVED"})
	if diff := cmp.Diff([]string{"CONFLICT STALE_VERSION input.expectedVersion"}, testworld.Refused(err)); diff != "" {
		t.Error(diff)
	}

	b.Attach(r.ID, "PROGRAMMA", nil)
	b.Complete(r.ID, "PROGRAMMA")
	b.approve(r.ID)
	b.Submit(r.ID)
	both := actor.From(b.member())
	both.Role = actor.SSC
	_, err = b.Registrations.StartReview(actor.With(t.Context(), both), registrations.StartReviewInput{RegistrationID: r.ID, ExpectedVersion: b.Reload(r.ID).Version})
	if diff := cmp.Diff([]string{"FORBIDDEN FOUR_EYES_REQUIRED"}, testworld.Refused(err)); diff != "" {
		t.Errorf("who judged the content reviews: %s", diff)
	}
}

func TestWhatIsNotJudgedOrWasApprovedIsNotAsked(t *testing.T) {
	t.Parallel()
	b := newBoard(t, storetest.SQLite(t))
	in := b.toCommission(testworld.Newcomer("Ada", "e1"))
	in.Activity = "B"
	r := b.Create(in)
	_, err := b.Registrations.AskContent(b.AsEmployer(), registrations.AskContentInput{ID: r.ID, ExpectedVersion: 1})
	if diff := cmp.Diff([]string{"INVALID CONTENT_NOT_JUDGED input.id"}, testworld.Refused(err)); diff != "" {
		t.Error(diff)
	}
	if got := b.Registrations.Can(b.AsEmployer(), "ASK_CONTENT", r); got.Allowed || got.Reason != "NOT_APPLICABLE" {
		t.Errorf("can: %+v", got)
	}

	r = b.Create(b.toCommission(testworld.Newcomer("Bram", "e2")))
	b.ask(r.ID)
	if got := b.approve(r.ID); got.State != workflow.Draft {
		t.Fatalf("without documents: %s", got.State)
	}
	_, err = b.Registrations.AskContent(b.AsEmployer(), registrations.AskContentInput{ID: r.ID, ExpectedVersion: 3})
	if diff := cmp.Diff([]string{"CONFLICT CONTENT_APPROVED input.id"}, testworld.Refused(err)); diff != "" {
		t.Error(diff)
	}
}

func TestViewerCanFollowsTheContent(t *testing.T) {
	t.Parallel()
	b := newBoard(t, storetest.SQLite(t))
	can := func(who func() context.Context, action, id string) string {
		t.Helper()
		p := b.Registrations.Can(who(), action, b.Reload(id))
		if p.Allowed {
			return "yes"
		}
		if p.Message.NL == "" || p.Message.EN == "" {
			t.Errorf("%s: no words", p.Reason)
		}
		return p.Reason
	}
	r := b.Create(b.toCommission(testworld.Newcomer("Ada", "e1")))
	check := func(when string, want ...string) {
		t.Helper()
		got := []string{
			can(b.AsEmployer, "ASK_CONTENT", r.ID), can(b.AsEmployer, "WITHDRAW_CONTENT", r.ID), can(b.AsEmployer, "SUBMIT", r.ID),
			can(b.AsEmployer, "AMEND", r.ID), can(b.member, "JUDGE_CONTENT", r.ID),
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", when, diff)
		}
	}
	const state, first = "NOT_IN_THIS_STATE", "CONTENT_NOT_APPROVED"
	check("draft", "yes", state, first, "yes", "NOT_YOURS")
	b.ask(r.ID)
	check("asked", state, "yes", first, state, "yes")
	why := "Nee."
	_, err := b.say(b.member, r.ID, "REJECTED", &why)
	b.Must(err)
	check("rejected", "yes", state, first, "yes", state)
	b.ask(r.ID)
	b.approve(r.ID)
	check("approved", "CONTENT_APPROVED", state, "yes", "yes", state)
	if got := can(b.AsEmployer, "JUDGE_CONTENT", r.ID); got != "ROLE" {
		t.Errorf("the employer judges: %s", got)
	}
}

func TestATrainingThatChangesInRepairIsJudgedAgain(t *testing.T) {
	t.Parallel()
	b := newBoard(t, storetest.SQLite(t))
	id := b.approved()
	b.Submit(id)
	b.Review(id)
	b.Judge(id, "REJECTED", new("UNREADABLE"), "IN_REVIEW")
	b.Decide(id, "REPAIR", new("Opnieuw."), testworld.Date("2026-04-01"))
	r, err := b.amend(id, retrain(func(c *question.CourseInput) { c.Title = "Anders" }))
	b.Must(err)
	if r.State != workflow.Repair {
		t.Fatalf("amended: %s", r.State)
	}
	if diff := cmp.Diff([]string{"CONFLICT CONTENT_NOT_APPROVED input.id"}, b.trySubmit(id)); diff != "" {
		t.Fatal(diff)
	}
	b.ask(id)
	if got := b.approve(id); got.State != workflow.Draft {
		t.Fatalf("approved: %s", got.State)
	}
	b.Attach(id, "PROGRAMMA", nil)
	b.Complete(id, "PROGRAMMA")
	if !b.Submit(id).IsSubmitted {
		t.Error("not handed in again")
	}
	open, err := b.Reload(id).QueryRepairs().All(b.System())
	b.Must(err)
	if len(open) != 1 || open[0].ClosedAt == nil {
		t.Errorf("repairs: %+v", open)
	}
}

func TestOfAJudgementAndAWithdrawalOneWins(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		b := newBoard(t, s)
		r := b.Create(b.toCommission(testworld.Newcomer("Ada", "e1")))
		b.ask(r.ID)
		errs := testworld.AtOnce(func() error {
			_, err := b.Registrations.JudgeContent(b.member(), registrations.JudgeContentInput{RegistrationID: r.ID, ExpectedVersion: 2, Verdict: "APPROVED"})
			return err
		}, func() error {
			_, err := b.Registrations.WithdrawContentRequest(b.AsEmployer(), registrations.WithdrawContentInput{ID: r.ID, ExpectedVersion: 2})
			return err
		})
		lost := func(err error) bool { return isStale(err) || fault.HasReason(err, "REGISTRATION_NOT_FOUND") }
		if count(errs, succeeded) != 1 || count(errs, lost) != 1 {
			t.Fatalf("%v", errs)
		}
		if got := b.Reload(r.ID); got.State != workflow.Draft || got.Version != 3 {
			t.Errorf("%s version %d", got.State, got.Version)
		}
	})
}
