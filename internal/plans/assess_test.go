package plans_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/plans"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
	"github.com/penvoerder/penvoerder/internal/testworld"
	"github.com/penvoerder/penvoerder/internal/typed"
	"github.com/penvoerder/penvoerder/schemes"
)

func TestAnAssessmentNeverRaises(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s, schemes.PerGroup)
		p := w.submitted(w.Organisation())
		w.happened()
		first, second := w.lines(p)[0].ID, w.lines(p)[1].ID
		full := plans.AssessLineInput{LineID: second, Participants: 4, Amount: "10000.00"}
		for name, c := range map[string]struct {
			lines []plans.AssessLineInput
			want  []string
		}{
			"a line lacks": {
				[]plans.AssessLineInput{full}, []string{"LINE_MISSING at [input lines]"},
			},
			"both raised": {
				[]plans.AssessLineInput{{LineID: first, Participants: 11, Amount: "25000.01"}, full},
				[]string{"LINE_RAISED at [input lines 0 participants] <= 10", "LINE_RAISED at [input lines 0 amount] <= 25000.00"},
			},
			"lower without a reason": {
				[]plans.AssessLineInput{{LineID: first, Participants: 10, Amount: "24999.99", Reason: new("  ")}, full},
				[]string{"REASON_REQUIRED at [input lines 0 reason]"},
			},
			"fewer without a reason": {
				[]plans.AssessLineInput{{LineID: first, Participants: 9, Amount: "25000.00"}, full},
				[]string{"REASON_REQUIRED at [input lines 0 reason]"},
			},
			"malformed and negative": {
				[]plans.AssessLineInput{{LineID: first, Participants: -1, Amount: "veel", Reason: new("x")}, full},
				[]string{"MALFORMED at [input lines 0 amount] 3019.36", "NEGATIVE at [input lines 0 participants] >= 0"},
			},
			"a line of another plan, one twice": {
				[]plans.AssessLineInput{full, full, {LineID: "pll_x", Amount: "1"}},
				[]string{"DUPLICATE at [input lines 1 lineID]", "NOT_FOUND at [input lines 2 lineID]", "LINE_MISSING at [input lines]"},
			},
		} {
			_, err := w.Plans.Assess(w.Leader(here), plans.AssessInput{ID: p.ID, ExpectedVersion: 2, Verdict: plans.Approved, Lines: c.lines})
			if diff := cmp.Diff(c.want, testworld.Faults(err)); diff != "" {
				t.Errorf("%s:\n%s", name, diff)
			}
		}
		for text, want := range map[string]string{
			strings.Repeat("x", 4001): "TOO_LONG at [input note] <= 4000",
			"a\x00b":                  "MALFORMED at [input note]", // no database keeps it
		} {
			for _, verdict := range []string{plans.Approved, plans.Rejected} {
				in := plans.AssessInput{ID: p.ID, ExpectedVersion: 2, Verdict: verdict, Note: &text, Lines: w.asFiled(p)}
				_, err := w.Plans.Assess(w.Leader(here), in)
				if got := testworld.Faults(err); len(got) == 0 || strings.TrimSpace(got[0]) != want {
					t.Errorf("%s with %.5q: %v, want %s", verdict, text, got, want)
				}
			}
		}
		w.expect()
	})
}

func TestARejectionEndsThePlanAndFreesTheGroup(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s, schemes.PerGroup)
		o := w.Organisation()
		p := w.submitted(o)
		w.happened()
		in := plans.AssessInput{ID: p.ID, ExpectedVersion: 2, Verdict: plans.Rejected}
		_, err := w.Plans.Assess(w.Leader(here), in)
		if diff := cmp.Diff([]string{"REASON_REQUIRED at [input note]"}, testworld.Faults(err)); diff != "" {
			t.Error(diff)
		}
		in.Note = new("geen raming")
		p = w.done(w.Plans.Assess(w.Leader(here), in))
		if p.State != "REJECTED" || p.ActiveKey != nil || *p.AssessmentVerdict != "REJECTED" || w.lines(p)[0].AssessedCents != nil {
			t.Errorf("rejected %+v", p)
		}
		w.expect("assessPlan DONE by PROJECT_LEADER: geen raming", "PLAN_STATE_CHANGED v3")
		if can := w.Plans.Can(w.employer(o), "SUBMIT", p); can.Allowed || can.Reason != "NOT_IN_THIS_STATE" {
			t.Errorf("can %+v", can)
		}
		w.draft(o)
	})
}

func TestAGrantNamesEveryBudgetOnce(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s, schemes.PerGroup)
		p := w.assessed(w.Organisation())
		w.happened()
		of := func(budget string, amount typed.Money) plans.GrantAmountInput {
			return plans.GrantAmountInput{Budget: budget, Amount: amount}
		}
		for name, c := range map[string]struct {
			amounts []plans.GrantAmountInput
			want    []string
		}{
			"one lacks":   {[]plans.GrantAmountInput{of("1", "1")}, []string{"BUDGET_MISSING at [input amounts] 2"}},
			"one unknown": {[]plans.GrantAmountInput{of("1", "1"), of("2", "1"), of("3", "1")}, []string{"BUDGET_UNKNOWN at [input amounts 2 budget]"}},
			"one twice":   {[]plans.GrantAmountInput{of("1", "1"), of("2", "1"), of("1", "2")}, []string{"DUPLICATE at [input amounts 2 budget]"}},
			"above":       {[]plans.GrantAmountInput{of("1", "25000.01"), of("2", "10000.00")}, []string{"GRANT_ABOVE_REQUEST at [input amounts 0 amount] <= 25000.00"}},
			"malformed":   {[]plans.GrantAmountInput{of("1", "-1"), of("2", "1.000")}, []string{"MALFORMED at [input amounts 0 amount] 3019.36", "MALFORMED at [input amounts 1 amount] 3019.36"}},
		} {
			_, err := w.Plans.EnterGrant(w.RegioPlus(), plans.EnterGrantInput{ID: p.ID, ExpectedVersion: 3, Amounts: c.amounts})
			if diff := cmp.Diff(c.want, testworld.Faults(err)); diff != "" {
				t.Errorf("%s:\n%s", name, diff)
			}
		}
		w.expect()
	})
}

func TestWhoAssessedDoesNotGrant(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s, schemes.PerGroup)
		p := w.assessed(w.Organisation())
		w.Write(func(ctx context.Context, tx *ent.Tx) error {
			return tx.Plan.UpdateOneID(p.ID).SetAssessedBy("per_plus").Exec(ctx)
		})
		_, err := w.Plans.EnterGrant(w.RegioPlus(), grant(p, "1", "1"))
		if got := short(err); got != "FORBIDDEN FOUR_EYES_REQUIRED" {
			t.Errorf("got %s", got)
		}
	})
}

func TestARefusalNamesTheLineOrBudgetAndWhatWouldBeRight(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s, schemes.PerGroup)
		p := w.submitted(w.Organisation())
		first := w.lines(p)[0].ID
		_, err := w.Plans.Assess(w.Leader(here), plans.AssessInput{ID: p.ID, ExpectedVersion: 2, Verdict: plans.Approved, Lines: []plans.AssessLineInput{
			{LineID: first, Participants: 11, Amount: "25000.01"},
		}})
		want := []string{
			"De beoordeling kan niet hoger zijn dan de aanvraag: hoogstens 10 deelnemers.",
			"De beoordeling kan niet hoger zijn dan de aanvraag: hoogstens € 25.000,00.",
			"Beoordeel elke regel van het plan. Nog niet beoordeeld: 2.",
		}
		if diff := cmp.Diff(want, texts(err)); diff != "" {
			t.Error(diff)
		}
		granted := w.assessed(w.Organisation())
		_, err = w.Plans.EnterGrant(w.RegioPlus(), plans.EnterGrantInput{ID: granted.ID, ExpectedVersion: 3, Amounts: []plans.GrantAmountInput{
			{Budget: "1", Amount: "25000.01"}, {Budget: "1", Amount: "1"}, {Budget: "x", Amount: "1"},
		}})
		want = []string{
			"De toekenning voor een kan niet hoger zijn dan de aanvraag na beoordeling: hoogstens € 25.000,00.",
			"Het budget een staat twee keer in de toekenning. Vul er één bedrag voor in.",
			"De regeling heeft geen budget met deze code. De codes zijn: 1, 2.",
			"Vul voor elk budget een bedrag in. Het bedrag voor twee ontbreekt.",
		}
		if diff := cmp.Diff(want, texts(err)); diff != "" {
			t.Error(diff)
		}
	})
}

// texts are the Dutch sentences of a refusal.
func texts(err error) []string {
	var out []string
	for _, f := range fault.All(err) {
		out = append(out, f.Text.NL)
	}
	return out
}
