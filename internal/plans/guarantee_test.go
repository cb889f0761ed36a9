package plans_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/plans"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
	"github.com/penvoerder/penvoerder/internal/testworld"
	"github.com/penvoerder/penvoerder/internal/typed"
	"github.com/penvoerder/penvoerder/schemes"
	"github.com/penvoerder/penvoerder/schemes/rulebook"
)

// guaranteeing grants 15.000 of each plan in full.
func guaranteeing(m *schemes.Manifest) {
	m.Parameters = append(m.Parameters, schemes.Parameter{
		Code: "zeker", Title: schemes.Same("zeker"), Unit: schemes.EUR, Values: []schemes.Value{{Text: "15000", From: schemes.On(2025, 1, 1), Source: proof}},
	})
	m.Guarantee = "zeker"
}

// The guaranteed part is one amount of the whole plan: the smaller of 15.000 and what was assessed, whatever the budgets.
func TestTheGuaranteedPartIsGranted(t *testing.T) {
	t.Parallel()
	rulebook.Tries(t, "SOZW-GRANT-004")
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s, schemes.PerGroup, guaranteeing)
		for name, c := range map[string]struct {
			asked    [2]string
			one, two string
			want     string // the least, where it is refused
		}{
			"a euro of 40.000":                {[2]string{"30000", "10000"}, "1", "0", "15000.00"},
			"14.000 of 20.000":                {[2]string{"20000", "0"}, "14000", "0", "15000.00"},
			"a cent too little, over budgets": {[2]string{"30000", "10000"}, "9999.99", "5000", "15000.00"},
			"exactly, over budgets":           {[2]string{"30000", "10000"}, "10000", "5000", ""},
			"all in the second budget":        {[2]string{"30000", "15000"}, "0", "15000", ""},
			"a small plan, a cent less":       {[2]string{"9000", "2500"}, "9000", "2499.99", "11500.00"},
			"a small plan whole":              {[2]string{"9000", "2500"}, "9000", "2500", ""},
			"more than is guaranteed":         {[2]string{"30000", "10000"}, "30000", "10000", ""},
		} {
			p := w.toGrant(c.asked)
			w.happened()
			got, err := w.Plans.EnterGrant(w.RegioPlus(), grant(p, c.one, c.two))
			if c.want == "" {
				if w.done(got, err); w.reload(p).State != "GRANTED" {
					t.Errorf("%s: not granted", name)
				}
				continue
			}
			if diff := cmp.Diff([]string{"GRANT_BELOW_GUARANTEE at [input amounts] >= " + c.want}, testworld.Faults(err)); diff != "" {
				t.Errorf("%s: %s", name, diff)
			}
			w.expect()

			in := grant(p, c.one, c.two)
			in.Note = new("er is minder nodig") // words are no reason
			if _, err := w.Plans.EnterGrant(w.RegioPlus(), in); short(err) != "INVALID GRANT_BELOW_GUARANTEE" {
				t.Errorf("%s, with a note: %v", name, err)
			}
			in.WithdrawnPart = new("activiteit 1 gaat niet door")
			if now := w.done(w.Plans.EnterGrant(w.RegioPlus(), in)); *now.WithdrawnPart != *in.WithdrawnPart {
				t.Errorf("%s: granted %+v", name, now)
			}
			w.expect("enterGrant DONE by REGIOPLUS on a receipt: er is minder nodig\nactiviteit 1 gaat niet door", "GRANT_ENTERED v4", "PLAN_STATE_CHANGED v4")

			above := grant(w.reload(p), "1000000", "0")
			above.WithdrawnPart = in.WithdrawnPart
			if _, err := w.Plans.EnterGrant(w.RegioPlus(), above); short(err) != "INVALID GRANT_ABOVE_REQUEST" {
				t.Errorf("%s, above what was assessed: %v", name, err)
			}
		}
	})
}

// What is guaranteed looks at what was assessed, not at what was submitted: 14.000 of 18.000 is enough.
func TestTheGuaranteedPartFollowsTheAssessment(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s, schemes.PerGroup, guaranteeing)
		o := w.Organisation()
		p, err := w.Plans.Create(w.employer(o), plans.CreateInput{Scheme: slug, Lines: asking([2]string{"18000", "0"})})
		testworld.Must(t, p, err)
		p = w.done(w.Plans.Submit(w.employer(o), plans.SubmitInput{ID: p.ID, ExpectedVersion: 1}))
		in := w.approval(p)
		in.Lines[0].Amount, in.Lines[0].Reason = "14000", new("minder is haalbaar")
		p = w.done(w.Plans.Assess(w.Leader(here), in))
		if _, err := w.Plans.EnterGrant(w.RegioPlus(), grant(p, "13999.99", "0")); short(err) != "INVALID GRANT_BELOW_GUARANTEE" {
			t.Errorf("less than was assessed: %v", err)
		}
		w.done(w.Plans.EnterGrant(w.RegioPlus(), grant(p, "14000", "0")))
	})
}

func asking(amounts [2]string) []plans.LineInput {
	in := lines()
	for i, amount := range amounts {
		in[i].Requested = typed.Money(amount)
	}
	return in
}

// toGrant is a plan that was assessed as it was filed.
func (w *world) toGrant(amounts [2]string) *ent.Plan {
	w.T.Helper()
	o := w.Organisation()
	p, err := w.Plans.Create(w.employer(o), plans.CreateInput{Scheme: slug, Lines: asking(amounts)})
	testworld.Must(w.T, p, err)
	p = w.done(w.Plans.Submit(w.employer(o), plans.SubmitInput{ID: p.ID, ExpectedVersion: 1}))
	return w.done(w.Plans.Assess(w.Leader(here), w.approval(p)))
}

// TestWhoNobodySpeaksForIsGrantedNothingYet: the grant waits until a contact is verified, or until RegioPlus says why it
// cannot; why is kept with it, and only then.
func TestWhoNobodySpeaksForIsGrantedNothingYet(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s, schemes.PerOrganisation)
		o := w.Organisation(func(c *ent.OrganisationCreate) { c.Mutation().ResetVerifiedOn() })
		p := w.assessed(o)
		in := grant(p, "20000", "10000")
		for _, reason := range []*string{nil, new(" ")} {
			in.UnverifiedReason = reason
			_, err := w.Plans.EnterGrant(w.RegioPlus(), in)
			if diff := cmp.Diff([]string{"REASON_REQUIRED at [input unverifiedReason]"}, testworld.Faults(err)); diff != "" {
				t.Error(diff)
			}
		}
		in.UnverifiedReason = new("De eigenaar is bekend bij de brancheorganisatie.")
		p = w.done(w.Plans.EnterGrant(w.RegioPlus(), in))
		if p.UnverifiedReason == nil || *p.UnverifiedReason != *in.UnverifiedReason {
			t.Errorf("kept %v", p.UnverifiedReason)
		}
		w.Write(func(ctx context.Context, tx *ent.Tx) error {
			return tx.Organisation.UpdateOneID(o.ID).SetVerifiedOn(inside).Exec(ctx)
		})
		in.ExpectedVersion = p.Version
		if p = w.done(w.Plans.EnterGrant(w.RegioPlus(), in)); p.UnverifiedReason != nil {
			t.Errorf("kept %q of who is verified", *p.UnverifiedReason)
		}
	})
}
