package plans_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/catalog"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
	"github.com/penvoerder/penvoerder/internal/testworld"
	"github.com/penvoerder/penvoerder/schemes"
)

// shifting lets the budgets of these codes name a parameter that is off by assumption.
func (w *world) shifting(codes ...string) {
	m := *w.Catalog.Current.Manifest
	m.Parameters = append(m.Parameters[:len(m.Parameters):len(m.Parameters)], schemes.Parameter{
		Code: "shift", Title: schemes.Same("shift"), Unit: schemes.Ratio,
		Values: []schemes.Value{{Text: "0", From: schemes.On(2025, time.January, 1), Source: proof, Assumption: true}},
	})
	m.Budgets = append([]schemes.Budget{}, m.Budgets...)
	for i, b := range m.Budgets {
		for _, code := range codes {
			if b.Code == code {
				m.Budgets[i].Shift = "shift"
			}
		}
	}
	w.Catalog.Current.Manifest = &m
}

// under puts a parameter file in force that says from a day on whether budgets shift.
func (w *world) under(value, from string) {
	w.T.Helper()
	p, err := catalog.ParametersOf(w.Catalog.Current.Manifest, &ent.ParameterFile{ID: "prm_1", Content: []byte(
		"scheme: " + slug + "\nnumber: 1\nauthor: A\nreason: B\nparameters: [{code: shift, unit: RATIO, values: [{value: " + value + ", validFrom: " + from + ", source: C}]}]\n")})
	if err != nil || len(p.Overrides) != 1 {
		w.T.Fatalf("%+v, %v", p, err)
	}
	w.Catalog.Current.Parameters = p
}

// A share is what a budget pays out and has left.
type share struct {
	Shifts          bool
	Payable, CutOff int64
	Free            int64
}

func (w *world) shares(p *ent.Plan) map[string]share {
	w.T.Helper()
	got, err := w.Plans.Ledger(w.RegioPlus(), p)
	testworld.Must(w.T, got, err)
	out := map[string]share{}
	for _, b := range got[p.ID] {
		sum := int64(0)
		for _, paid := range b.PayableOf {
			sum += paid
		}
		if sum != b.Payable || b.Payable+b.CutOff != b.Approved {
			w.T.Errorf("budget %s does not add up: %+v", b.Code, b)
		}
		out[b.Code] = share{b.Shifts, b.Payable, b.CutOff, *b.Free}
	}
	return out
}

func TestBudgetsPayForEachOtherOnlyWhereTheOperatorSaysSo(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s, schemes.PerGroup)
		w.shifting("1", "2")
		p := w.granted(w.Organisation(), "20000", "10000")
		first := w.register(p, "1A", "APPROVED", 19000_00, 1)
		w.register(p, "2", "APPROVED", 4000_00, 2)
		w.register(p, "1B", "APPROVED", 9000_00, 3)
		last := w.register(p, "2", "APPROVED", 2000_00, 4)
		w.register(p, "2", "SUBMITTED", 500_00, 0)

		apart := map[string]share{"1": {false, 20000_00, 8000_00, 0}, "2": {false, 6000_00, 0, 3500_00}}
		together := map[string]share{"1": {true, 26000_00, 2000_00, 0}, "2": {true, 4000_00, 2000_00, 0}}
		for _, c := range []struct {
			name string
			set  func()
			want map[string]share
		}{
			{"by assumption", func() {}, apart},
			{"the operator says no", func() { w.under("0", "2025-01-01") }, apart},
			{"the operator says yes", func() { w.under("1", "2025-01-01") }, together},
			{"the operator writes it as 1.0", func() { w.under("1.0", "2025-01-01") }, together},
			{"half is no yes", func() { w.under("0.5", "2025-01-01") }, apart},
			{"from tomorrow on", func() { w.under("1", "2025-12-02") }, apart},
			{"tomorrow", func() { w.At(inside.AddDate(0, 0, 1)) }, together},
		} {
			c.set()
			if diff := cmp.Diff(c.want, w.shares(p)); diff != "" {
				t.Errorf("%s (-want +got):\n%s", c.name, diff)
			}
		}
		got, err := w.Plans.Ledger(w.RegioPlus(), p)
		testworld.Must(t, got, err)
		if one, two := got[p.ID][0].PayableOf, got[p.ID][1].PayableOf; one[first] != 19000_00 || two[last] != 0 || len(one) != 2 || len(two) != 2 {
			t.Errorf("what was decided first is paid first: %v, %v", one, two)
		}
	})
}

func TestABudgetThatNamesNoParameterKeepsItsOwnCap(t *testing.T) {
	t.Parallel()
	s := storetest.SQLite(t)
	w := newWorld(t, s, schemes.PerGroup)
	w.shifting("2")
	w.under("1", "2025-01-01")
	p := w.granted(w.Organisation(), "20000", "10000")
	w.register(p, "1A", "APPROVED", 25000_00, 1)
	w.register(p, "2", "APPROVED", 1000_00, 2)
	want := map[string]share{"1": {false, 20000_00, 5000_00, 0}, "2": {true, 1000_00, 0, 9000_00}}
	if diff := cmp.Diff(want, w.shares(p)); diff != "" {
		t.Error(diff)
	}
}

func TestNothingShiftsOutOfWhatWasNotGranted(t *testing.T) {
	t.Parallel()
	s := storetest.SQLite(t)
	w := newWorld(t, s, schemes.PerGroup)
	w.shifting("1", "2")
	w.under("1", "2025-01-01")
	p := w.granted(w.Organisation(), "100", "100")
	w.Write(func(ctx context.Context, tx *ent.Tx) error { // granted beyond what was requested, as from outside
		return tx.GrantAmount.Update().SetAmountCents(99_999_00).Exec(ctx)
	})
	w.register(p, "2", "APPROVED", 90000_00, 1)
	if got := w.shares(p)["2"].Payable; got != 35000_00 { // all that was requested
		t.Errorf("%d cents are payable", got)
	}
	q := w.draft(w.Organisation())
	got, err := w.Plans.Ledger(w.RegioPlus(), q)
	testworld.Must(t, got, err)
	if b := got[q.ID]; b[0].Payable != 0 || b[0].Free != nil || !b[0].Shifts {
		t.Errorf("before the grant it is %+v", b)
	}
}
