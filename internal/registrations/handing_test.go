package registrations_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/roleassignment"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/identity"
	"github.com/penvoerder/penvoerder/internal/matrix"
	"github.com/penvoerder/penvoerder/internal/registrations"
	"github.com/penvoerder/penvoerder/internal/testworld"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

type who = func() context.Context

// pass does an act that passes a registration on, as it is now.
func (w *world) pass(a workflow.Act, by who, id string, reason *string, to string) error {
	v, ctx := w.Reload(id).Version, by()
	var err error
	switch a.Name {
	case workflow.ClaimRegistration.Name:
		_, err = w.Registrations.Claim(ctx, registrations.ClaimInput{ID: id, ExpectedVersion: v})
	case workflow.ReleaseRegistration.Name:
		_, err = w.Registrations.Release(ctx, registrations.ReleaseInput{ID: id, ExpectedVersion: v, Reason: reason})
	case workflow.AssignRegistration.Name:
		_, err = w.Registrations.Assign(ctx, registrations.AssignInput{ID: id, ExpectedVersion: v, AssessorID: to, Reason: *reason})
	case workflow.TakeOverRegistration.Name:
		_, err = w.Registrations.TakeOver(ctx, registrations.TakeOverInput{ID: id, ExpectedVersion: v, Reason: reason})
	}
	return err
}

// expect does it, and compares what comes of it with what viewerCan said before; a refusal that is of the input alone is none.
func (w *world) expect(a workflow.Act, by who, id string, reason *string, to, want string) {
	w.T.Helper()
	can := w.Registrations.Can(by(), string(a.Asks), w.Reload(id))
	err := w.pass(a, by, id, reason, to)
	if got := reasonOf(err); got != want {
		w.T.Errorf("%s: %v, want %q", a.Verb, err, want)
	}
	ofInput := slices.Contains([]string{"", "REASON_REQUIRED", "ASSESSOR_UNKNOWN", "ASSESSOR_AWAY"}, want)
	if can.Allowed != ofInput {
		w.T.Errorf("%s: viewerCan says %+v, the act %v", a.Verb, can, err)
	}
}

func reasonOf(err error) string {
	for _, reason := range []string{
		"", "TAKEN", fault.ReasonWrongState, fourEyes, "NOT_ASSIGNED", "REASON_REQUIRED", "ASSESSOR_UNKNOWN", "ASSESSOR_AWAY", "ROLE", "REGISTRATION_NOT_FOUND", fault.ReasonStaleVersion,
	} {
		if err == nil && reason == "" || reason != "" && fault.HasReason(err, reason) {
			return reason
		}
	}
	return err.Error()
}

func (w *world) holder(id string) string { return registrations.Holder(w.Reload(id)) }

func person(of who) string { return actor.From(of()).PersonID }

// away has an assessor say until when it is away.
func (w *world) away(of who, days int) {
	w.T.Helper()
	_, err := w.Identity.StateAbsence(of(), identity.StateAbsenceInput{AbsenceEnd: testworld.Date(w.Clock.Today().AddDate(0, 0, days).Format(time.DateOnly))})
	w.Must(err)
}

// A registration in review passes from one assessor to another, each time with a line in the audit and an event.
func TestARegistrationPassesToAnother(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		id, why := w.submitted(), new("Ik ben morgen ziek.")
		claim, release, assign, takeOver := workflow.ClaimRegistration, workflow.ReleaseRegistration, workflow.AssignRegistration, workflow.TakeOverRegistration
		lines, events := len(w.Acts(0)), len(w.Events(0))

		w.expect(release, w.AsAssessor, id, nil, "", "NOT_ASSIGNED")
		w.expect(takeOver, w.AsAssessor, id, why, "", fault.ReasonWrongState)
		w.expect(claim, w.AsInsider, id, nil, "", fourEyes)
		w.expect(claim, w.AsEmployer, id, nil, "", "ROLE")
		w.expect(claim, w.AsAssessor, id, nil, "", "")
		if r := w.Reload(id); r.State != workflow.InReview || w.holder(id) != person(w.AsAssessor) || r.ReviewStartedAt == nil {
			w.T.Fatalf("claimed, and it is %s of %s", r.State, w.holder(id))
		}
		w.Judge(id, "APPROVED", nil, matrix.InReview)
		w.expect(claim, w.AsAssessor, id, nil, "", fault.ReasonWrongState)
		w.expect(claim, w.AsColleague, id, nil, "", "TAKEN")
		w.expect(assign, w.AsColleague, id, why, person(w.AsColleague), "TAKEN")
		w.expect(release, w.AsColleague, id, nil, "", "NOT_ASSIGNED")
		w.expect(release, w.AsAssessor, id, nil, "", "")
		w.expect(release, w.AsAssessor, id, nil, "", "NOT_ASSIGNED")
		if w.Reload(id).AssessorID != nil {
			t.Error("released, and somebody has it")
		}
		w.expect(takeOver, w.AsColleague, id, why, "", fault.ReasonWrongState)
		w.expect(assign, w.AsColleague, id, new("  "), person(w.AsAssessor), "REASON_REQUIRED")
		w.expect(assign, w.AsColleague, id, why, person(w.AsEmployer), "ASSESSOR_UNKNOWN")
		w.expect(assign, w.AsInsider, id, why, person(w.AsAssessor), fourEyes)
		w.expect(assign, w.AsColleague, id, why, person(w.AsAssessor), "")
		w.expect(takeOver, w.AsColleague, id, nil, "", "REASON_REQUIRED")
		w.expect(takeOver, w.AsColleague, id, why, "", "")
		w.expect(takeOver, w.AsColleague, id, why, "", fault.ReasonWrongState)
		w.expect(assign, w.AsColleague, id, why, person(w.AsAssessor), "") // one's own is passed on
		if got := w.holder(id); got != person(w.AsAssessor) {
			t.Errorf("passed on, and %s has it", got)
		}
		if done := w.Decide(id, "APPROVED", nil, nil); done.Registration.State != workflow.Approved {
			t.Errorf("what was judged before does not stand: %s", done.Registration.State)
		}
		if diff := cmp.Diff([]string{
			"claimRegistration DONE", "judgeCells DONE", "releaseRegistration DONE", "assignRegistration DONE", "takeOverRegistration DONE", "assignRegistration DONE", "decideRegistration DONE",
		}, w.Acts(lines)); diff != "" {
			t.Errorf("audit, -want +got\n%s", diff)
		}
		told := slices.DeleteFunc(w.Events(events), func(e string) bool { return e == workflow.CellStateChanged || e == workflow.JudgementChanged })
		if diff := cmp.Diff([]string{
			"ASSESSOR_CHANGED", "REGISTRATION_STATE_CHANGED", "ASSESSOR_CHANGED", "ASSESSOR_CHANGED", "ASSESSOR_CHANGED", "ASSESSOR_CHANGED", "REGISTRATION_STATE_CHANGED",
		}, told); diff != "" {
			t.Errorf("feed, -want +got\n%s", diff)
		}
	})
}

// What an assessor has in review who is away, or assesses no more, is free to take without a reason.
func TestWhatAnAbsentAssessorHasIsFree(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		id := w.submitted()
		w.Review(id)
		w.away(w.AsAssessor, 0)
		w.expect(workflow.TakeOverRegistration, w.AsColleague, id, nil, "", "")
		w.expect(workflow.AssignRegistration, w.AsColleague, id, new("Neem jij deze?"), person(w.AsAssessor), "ASSESSOR_AWAY")
		w.away(w.AsColleague, 3)
		_, err := w.Identity.StateAbsence(w.AsAssessor(), identity.StateAbsenceInput{})
		w.Must(err)
		w.expect(workflow.ClaimRegistration, w.AsAssessor, id, nil, "", "")
		w.expect(workflow.ClaimRegistration, w.AsColleague, id, nil, "", "TAKEN")
		former := person(w.AsAssessor)
		w.Write(func(ctx context.Context, tx *ent.Tx) error {
			return tx.RoleAssignment.Update().Where(roleassignment.PersonID(former)).SetUntil(w.Clock.Today()).Exec(ctx)
		})
		w.expect(workflow.ClaimRegistration, w.AsColleague, id, nil, "", "")
		if _, err := w.Identity.StateAbsence(w.AsColleague(), identity.StateAbsenceInput{AbsenceEnd: testworld.Date("2020-01-01")}); !fault.HasReason(err, "DATE_PAST") {
			t.Errorf("away until a day that has passed: %v", err)
		}
		if _, err := w.Identity.StateAbsence(w.AsEmployer(), identity.StateAbsenceInput{}); !fault.HasReason(err, "ROLE") {
			t.Errorf("an absent employer: %v", err)
		}
	})
}

// Nobody is given, or takes, what four eyes forbid; who has it and may no longer judge it can still let go of it.
func TestNobodyIsGivenWhatFourEyesForbid(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		id, why := w.submitted(), new("Waarom niet.")
		w.expect(workflow.ClaimRegistration, w.AsAssessor, id, nil, "", "")
		w.plan(func(up *ent.PlanUpdateOne) {
			up.SetProjectJudgedBy([]string{person(w.AsColleague), person(w.AsAssessor)})
		})
		w.expect(workflow.TakeOverRegistration, w.AsColleague, id, why, "", fourEyes)
		w.expect(workflow.ReleaseRegistration, w.AsAssessor, id, nil, "", "")
		w.expect(workflow.ClaimRegistration, w.AsColleague, id, nil, "", fourEyes)
		for name, to := range map[string]who{"a colleague who judged the project file": w.AsColleague, "oneself, who did too": w.AsAssessor, "a former contact": w.AsInsider} {
			if err := w.pass(workflow.AssignRegistration, w.AsColleague, id, why, person(to)); reasonOf(err) != fourEyes {
				t.Errorf("given to %s: %v", name, err)
			}
		}
		if got := w.holder(id); got != "" {
			t.Errorf("%s has it", got)
		}
	})
}

// Of those who claim at once one wins; the others are told that somebody was first, without a name.
func TestOfTwoWhoClaimOneWins(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		id := w.submitted()
		v := w.Reload(id).Version
		var claims []func() error
		for _, by := range []who{w.AsAssessor, w.AsColleague, w.Person(actor.Actor{Role: actor.SSC}), w.Person(actor.Actor{Role: actor.SSC})} {
			claims = append(claims, func() error {
				_, err := w.Registrations.Claim(by(), registrations.ClaimInput{ID: id, ExpectedVersion: v})
				return err
			})
		}
		errs := testworld.AtOnce(claims...)
		if count(errs, succeeded) != 1 || count(errs, func(err error) bool { return fault.HasReason(err, "TAKEN") }) != 3 {
			w.T.Fatalf("%v", errs)
		}
		if lines := w.Acts(0); lines[len(lines)-1] != "claimRegistration DONE" || slices.Contains(lines[:len(lines)-1], "claimRegistration DONE") {
			t.Errorf("audit: %v", lines)
		}
	})
}
