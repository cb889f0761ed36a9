package registrations_test

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/catalog"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/matrix"
	"github.com/penvoerder/penvoerder/internal/registrations"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
	"github.com/penvoerder/penvoerder/internal/testworld"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// seconds puts a parameter file in force that asks a second assessor from an amount on, and for a share.
func (w *world) seconds(from, share string) {
	w.T.Helper()
	value := func(v string) string { return "[{value: " + v + ", validFrom: 2025-01-01, source: C}]" }
	p, err := catalog.ParametersOf(w.Catalog.Current.Manifest, &ent.ParameterFile{ID: "prm_1", Content: []byte(
		"scheme: " + w.Catalog.Current.Slug + "\nnumber: 1\nauthor: A\nreason: B\nparameters:\n" +
			"  - {code: second-assessor-from, unit: EUR, values: " + value(from) + "}\n" +
			"  - {code: second-assessor-share, unit: PERCENT, values: " + value(share) + "}\n")})
	if err != nil || len(p.Overrides) != 2 {
		w.T.Fatalf("%+v, %v", p, err)
	}
	w.Catalog.Current.Parameters = p
}

// judged is a registration of somebody, in review, of which every cell is approved.
func (w *world) judged(name string) string {
	w.T.Helper()
	id := w.Create(w.ByDay(testworld.Newcomer(name, name))).ID
	w.HandIn(id)
	w.Submit(id)
	w.Review(id)
	w.Judge(id, matrix.VerdictApproved, nil, matrix.InReview)
	return id
}

func (w *world) confirm(as func() context.Context, id string) error {
	_, err := w.Registrations.ConfirmApproval(as(), registrations.ConfirmApprovalInput{ID: id, ExpectedVersion: w.Reload(id).Version})
	return err
}

func (w *world) returnApproval(as func() context.Context, id, reason string) error {
	_, err := w.Registrations.ReturnApproval(as(), registrations.ReturnApprovalInput{ID: id, ExpectedVersion: w.Reload(id).Version, Reason: reason})
	return err
}

// From the threshold on, an approval is confirmed by another assessor; the words of the first are those of the decision.
// The parameters count from the moment that they are in force, also in a review that began before.
func TestASecondAssessorConfirmsAnApproval(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		id := w.judged("Ada")
		w.seconds("0.01", "0")
		before, told := len(w.Acts(0)), len(w.Events(0))
		done := w.Decide(id, matrix.VerdictApproved, new("Goed gedaan."), nil)
		if done.Decision != nil || done.Registration.State != workflow.AwaitingSecond {
			t.Fatalf("%s, decided %v", done.Registration.State, done.Decision)
		}
		if s := w.Reload(id).Second; s == nil || !s.ByAmount || s.ByDraw || *s.Threshold != 1 || s.Draw != registrations.Draw(done.Registration.Number) {
			t.Errorf("by %+v", s)
		}
		for who, as := range map[string]func() context.Context{"the first": w.AsAssessor, "a contact": w.AsInsider} {
			if err := w.confirm(as, id); !fault.HasReason(err, fourEyes) {
				t.Errorf("%s confirmed: %v", who, err)
			}
			if err := w.returnApproval(as, id, "x"); !fault.HasReason(err, fourEyes) {
				t.Errorf("%s sent it back: %v", who, err)
			}
			if can := w.Registrations.Can(as(), string(access.Confirm), w.Reload(id)); can.Allowed || can.Reason != fourEyes {
				t.Errorf("%s can: %+v", who, can)
			}
		}
		if err := w.confirm(w.AsEmployer, id); !fault.Is(err, fault.CodeForbidden) {
			t.Errorf("the employer confirmed: %v", err)
		}
		if can := w.Registrations.Can(w.AsColleague(), string(access.Confirm), w.Reload(id)); !can.Allowed {
			t.Errorf("a colleague can not: %+v", can)
		}
		w.Must(w.confirm(w.AsColleague, id))
		decision := w.Reload(id).QueryDecisions().OnlyX(w.System())
		if w.Reload(id).State != workflow.Approved || decision.By != actor.From(w.AsColleague()).PersonID || *decision.Note != "Goed gedaan." {
			t.Errorf("%s by %s: %v", w.Reload(id).State, decision.By, decision.Note)
		}
		if diff := cmp.Diff([]string{"decideRegistration DONE", "confirmApproval DONE"}, w.Acts(before)); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff([]string{"REGISTRATION_STATE_CHANGED", "REGISTRATION_STATE_CHANGED"}, w.Events(told)); diff != "" {
			t.Error(diff)
		}
		if who := w.PlanRow().ReviewedBy; len(who) != 2 {
			t.Errorf("four eyes know %v of the dossier", who)
		}
	})
}

// Who judged a cell and let go of the registration is no second, whoever approves it as the first.
func TestWhoJudgedBeforeIsNoSecond(t *testing.T) {
	t.Parallel()
	w := newWorld(t, storetest.SQLite(t))
	w.seconds("0.01", "0")
	id := w.judged("Ada")
	_, err := w.Registrations.Release(w.AsAssessor(), registrations.ReleaseInput{ID: id, ExpectedVersion: w.Reload(id).Version})
	w.Must(err)
	_, err = w.Registrations.Claim(w.AsColleague(), registrations.ClaimInput{ID: id, ExpectedVersion: w.Reload(id).Version})
	w.Must(err)
	_, err = w.Registrations.Decide(w.AsColleague(), registrations.DecideInput{RegistrationID: id, ExpectedVersion: w.Reload(id).Version, Verdict: matrix.VerdictApproved})
	w.Must(err)
	for who, as := range map[string]func() context.Context{"who judged the cells": w.AsAssessor, "who approved": w.AsColleague} {
		if err := w.confirm(as, id); !fault.HasReason(err, fourEyes) {
			t.Errorf("%s confirmed: %v", who, err)
		}
	}
}

// The second sends back with a reason; the first goes on, and the next approval needs a second again. The employer can
// still withdraw, and a rejection needs no second.
func TestASecondAssessorSendsAnApprovalBack(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		w.seconds("0.01", "0")
		id := w.judged("Ada")
		w.Decide(id, matrix.VerdictApproved, nil, nil)
		if diff := cmp.Diff([]string{"INVALID REASON_REQUIRED input.reason"}, testworld.Refused(w.returnApproval(w.AsColleague, id, " "))); diff != "" {
			t.Error(diff)
		}
		w.Must(w.returnApproval(w.AsColleague, id, "Het diploma is van een ander."))
		if r := w.Reload(id); r.State != workflow.InReview || *r.AssessorID != actor.From(w.AsAssessor()).PersonID || r.Second.Returned == "" || len(r.ApprovedBy) > 0 {
			t.Errorf("sent back: %+v", r)
		}
		if err := w.confirm(w.AsColleague, id); !fault.HasReason(err, fault.ReasonWrongState) {
			t.Errorf("confirmed what was sent back: %v", err)
		}
		w.Decide(id, matrix.VerdictApproved, nil, nil)
		if got := w.Reload(id); got.State != workflow.AwaitingSecond || got.Second.Returned != "" {
			t.Errorf("approved again: %s, %+v", got.State, got.Second)
		}
		if got := w.Withdraw(id); got.State != workflow.Withdrawn {
			t.Errorf("withdrawn: %s", got.State)
		}
		other := w.judged("Bram")
		if got := w.Decide(other, matrix.VerdictRejected, new("Niet subsidiabel."), nil); got.Registration.State != workflow.Rejected {
			t.Errorf("rejected: %s", got.Registration.State)
		}
	})
}

// What the regulation says of an approval that waits is asked again: on another amount the second confirms
// nothing, whether it is found then or was found before.
func TestASecondDecidesOnWhatWasSeen(t *testing.T) {
	t.Parallel()
	w := newWorld(t, storetest.SQLite(t))
	w.seconds("0.01", "0")
	id := w.judged("Ada")
	w.Decide(id, matrix.VerdictApproved, nil, nil)
	w.Write(func(ctx context.Context, tx *ent.Tx) error {
		return tx.Registration.UpdateOneID(id).SetAmountCents(1).Exec(ctx)
	})
	if err := w.confirm(w.AsColleague, id); !isStale(err) {
		t.Errorf("confirmed another amount than was seen: %v", err)
	}
	if got := w.Reload(id); got.State != workflow.AwaitingSecond || *got.AmountCents == 1 {
		t.Errorf("%s at %d", got.State, *got.AmountCents)
	}
	seen := w.Reload(id).Version
	w.Write(func(ctx context.Context, tx *ent.Tx) error {
		return tx.Registration.UpdateOneID(id).SetAmountCents(1).SetValidUntil(w.Clock.Regulation()).Exec(ctx)
	})
	if n := w.Round(); n != 1 || w.Reload(id).Version == seen {
		t.Errorf("judged again: %d, still version %d", n, seen)
	}
	_, err := w.Registrations.ConfirmApproval(w.AsColleague(), registrations.ConfirmApprovalInput{ID: id, ExpectedVersion: seen})
	if !isStale(err) {
		t.Errorf("confirmed what was judged again meanwhile: %v", err)
	}
	w.Must(w.confirm(w.AsColleague, id))
}

// Of two seconds at once one decides.
func TestTwoSecondsAtOnce(t *testing.T) {
	t.Parallel()
	each(t, func(w *world) {
		w.seconds("0.01", "0")
		id := w.judged("Ada")
		w.Decide(id, matrix.VerdictApproved, nil, nil)
		version, third := w.Reload(id).Version, w.Person(actor.Actor{Role: actor.SSC})
		var both sync.WaitGroup
		var errs [2]error
		for i, as := range []func() context.Context{w.AsColleague, third} {
			both.Go(func() {
				_, errs[i] = w.Registrations.ConfirmApproval(as(), registrations.ConfirmApprovalInput{ID: id, ExpectedVersion: version})
			})
		}
		both.Wait()
		if (errs[0] == nil) == (errs[1] == nil) || w.Reload(id).QueryDecisions().CountX(w.System()) != 1 {
			t.Errorf("%v and %v", errs[0], errs[1])
		}
	})
}

// The draw is of the number alone: neither who has it nor a submission again changes it.
func TestTheDrawIsReproducible(t *testing.T) {
	t.Parallel()
	// printf 'second assessor R-2026-000123' | sha256sum begins with 4ba5f430
	if got := registrations.Draw("R-2026-000123"); got != 7152 {
		t.Errorf("R-2026-000123 draws %d", got)
	}
	drawn := 0
	for n := range 10_000 {
		if registrations.Draw(fmt.Sprintf("R-2026-%06d", n)) < 1000 {
			drawn++
		}
	}
	if drawn < 900 || drawn > 1100 {
		t.Errorf("a tenth draws %d of 10000", drawn)
	}
	w := newWorld(t, storetest.SQLite(t))
	id := w.judged("Ada")
	draw := registrations.Draw(w.Reload(id).Number)
	w.seconds("0", fmt.Sprintf("%d.%02d", draw/100, draw%100)) // its own number is just left out
	if got := w.Decide(id, matrix.VerdictApproved, nil, nil); got.Registration.State != workflow.Approved {
		t.Errorf("not drawn: %s", got.Registration.State)
	}
	other := w.judged("Bram")
	draw = registrations.Draw(w.Reload(other).Number) + 1
	w.seconds("0", fmt.Sprintf("%d.%02d", draw/100, draw%100))
	w.Decide(other, matrix.VerdictApproved, nil, nil)
	if got := w.Reload(other); got.State != workflow.AwaitingSecond || !got.Second.ByDraw || got.Second.ByAmount {
		t.Errorf("drawn: %s, %+v", got.State, got.Second)
	}
}
