package schemes_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/penvoerder/penvoerder/schemes"
)

func TestAUnionHasEachDayOnce(t *testing.T) {
	t.Parallel()
	first := schemes.On(2026, 2, 1)
	rapid.Check(t, func(t *rapid.T) {
		var periods []schemes.Period
		days := map[schemes.Date]bool{}
		for range rapid.IntRange(0, 6).Draw(t, "periods") {
			from := first.AddDays(rapid.IntRange(0, 60).Draw(t, "from"))
			to := from.AddDays(rapid.IntRange(-2, 20).Draw(t, "length")) // some are empty
			periods = append(periods, schemes.Period{From: from, To: to})
			for d := from; !d.After(to); d = d.AddDays(1) {
				days[d] = true
			}
		}
		sum := 0
		var before schemes.Date
		for i, p := range schemes.Union(periods...) {
			if i > 0 && !p.From.After(before.AddDays(1)) {
				t.Fatalf("%v come together as %v", periods, schemes.Union(periods...))
			}
			sum, before = sum+p.Days(), p.To
		}
		if sum != len(days) {
			t.Fatalf("%v have %d days together, want %d", periods, sum, len(days))
		}
	})
}

func TestAUnionLeavesOutWhatIsOpen(t *testing.T) {
	t.Parallel()
	day := schemes.On(2026, 2, 1)
	got := schemes.Union(schemes.Period{}, schemes.Period{From: day}, schemes.Period{To: day}, schemes.Period{From: day, To: day})
	if diff := cmp.Diff([]schemes.Period{{From: day, To: day}}, got); diff != "" {
		t.Error(diff)
	}
}

// A parameter is looked up on a date or on the fact of one. A date that nobody stated is missing, at its place where it
// has one.
func TestAnOpenDayIsMissingAndNotLookedUp(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		on   func(schemes.Registration) schemes.Day
		want []string
	}{
		"a fact":  {func(reg schemes.Registration) schemes.Day { return reg.Start }, []string{"MISSING CORE-FACT-MISSING /start"}},
		"no date": {func(reg schemes.Registration) schemes.Day { return reg.Start.Value() }, []string{"MISSING CORE-FACT-MISSING "}},
		"no day":  {func(reg schemes.Registration) schemes.Day { return reg.Training.Title }, []string{"MISSING CORE-FACT-MISSING /training/title"}},
	} {
		t.Run(name, func(t *testing.T) {
			rules := schemes.Rules{
				Registration: func(r *schemes.Review, reg schemes.Registration) {
					if _, ok := r.Parameter(testRate, c.on(reg)); ok {
						t.Error("it has a value")
					}
					r.Date(testEnd, c.on(reg))
				},
				Amount: func(s *schemes.Sheet, reg schemes.Registration, _ schemes.Participation) {
					s.Round(linePay, s.Parameter(linePay, testMost, c.on(reg), nil))
				},
			}
			_, a := ask(t, schemes.Define(testManifest(), rules), `{"registration":{"activity":"A","participations":[{"key":"a"}]}}`)
			if diff := cmp.Diff(c.want, found(a.Whole.Findings)); diff != "" || a.Whole.Outcome != schemes.Undetermined || len(a.Parts[0].Findings) > 0 {
				t.Errorf("%s%+v", diff, a)
			}
			rules.Registration = nil
			_, a = ask(t, schemes.Define(testManifest(), rules), `{"registration":{"activity":"A","participations":[{"key":"a"}]}}`)
			if diff := cmp.Diff(c.want, found(a.Parts[0].Findings)); diff != "" || a.Parts[0].Amount != nil {
				t.Errorf("%s%+v", diff, a)
			}
		})
	}
}
