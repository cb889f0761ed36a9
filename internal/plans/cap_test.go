package plans_test

import (
	"os"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"
	"pgregory.net/rapid"

	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/plans"
	"github.com/penvoerder/penvoerder/internal/typed"
)

func TestTheWorkedExamplesOfTheCap(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("testdata/caps.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var examples []struct {
		ID, Title string
		Budgets   map[string]struct{ Accounted, Requested, Granted, Payable typed.Money }
		Total     typed.Money
	}
	if err := yaml.Unmarshal(text, &examples); err != nil {
		t.Fatal(err)
	}
	if len(examples) != 4 {
		t.Fatalf("%d examples", len(examples))
	}
	for _, ex := range examples {
		t.Run(ex.ID, func(t *testing.T) {
			t.Parallel()
			var bad fault.Collector
			total := int64(0)
			for budget, b := range ex.Budgets {
				granted := b.Granted.Parse(&bad)
				paid := plans.Fill(plans.Cap(b.Requested.Parse(&bad), &granted), []int64{b.Accounted.Parse(&bad)})
				if want := b.Payable.Parse(&bad); paid[0] != want {
					t.Errorf("%s: budget %s pays %s, want %s", ex.Title, budget, typed.MoneyOf(paid[0]), b.Payable)
				}
				total += paid[0]
			}
			if want := ex.Total.Parse(&bad); total != want {
				t.Errorf("%s: %s in all, want %s", ex.Title, typed.MoneyOf(total), ex.Total)
			}
			if err := bad.Err(); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestTheOneThatMeetsTheCapIsPaidInPart(t *testing.T) {
	t.Parallel()
	got := plans.Fill(1000, []int64{400, 500, 300, 0, 1})
	if diff := cmp.Diff([]int64{400, 500, 100, 0, 0}, got); diff != "" {
		t.Error(diff)
	}
}

func TestNothingIsPayableWithoutAGrant(t *testing.T) {
	t.Parallel()
	if got := plans.Cap(1000, nil); got != 0 {
		t.Errorf("a cap of %d without a grant", got)
	}
}

func TestFillingACap(t *testing.T) {
	t.Parallel()
	cents := rapid.Int64Range(0, 100_000_000_00)
	rapid.Check(t, func(t *rapid.T) {
		limit := cents.Draw(t, "limit")
		amounts := rapid.SliceOf(cents).Draw(t, "amounts")
		paid := plans.Fill(limit, amounts)

		sum, asked := int64(0), int64(0)
		for i, p := range paid {
			if p < 0 || p > amounts[i] {
				t.Fatalf("%d is paid for %d", p, amounts[i])
			}
			if i > 0 && p > 0 && paid[i-1] < amounts[i-1] {
				t.Fatal("a later one is paid while an earlier one was cut off")
			}
			sum, asked = sum+p, asked+amounts[i]
		}
		if sum != min(limit, asked) {
			t.Fatalf("%d is paid, of %d under %d", sum, asked, limit)
		}
		shorter := rapid.IntRange(0, len(amounts)).Draw(t, "shorter")
		if !slices.Equal(plans.Fill(limit, amounts[:shorter]), paid[:shorter]) {
			t.Fatal("what comes later changes what was paid before")
		}
	})
}

func TestNothingShiftsBetweenBudgets(t *testing.T) {
	t.Parallel()
	cents := rapid.Int64Range(0, 1_000_000_00)
	rapid.Check(t, func(t *rapid.T) {
		one, other, asked := cents.Draw(t, "one"), cents.Draw(t, "other"), cents.Draw(t, "asked")
		got := plans.Fill(one, []int64{asked})[0] + plans.Fill(other, []int64{0})[0]
		if got != min(one, asked) {
			t.Fatalf("%d is paid for %d under %d, the other budget being %d", got, asked, one, other)
		}
	})
}
