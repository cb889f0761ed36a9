package schemes

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// shared is a manifest with a cap per person and year, one per employer and year, and one per person over the scheme for
// one of the activities.
var shared = &Manifest{
	Caps: []Cap{
		{Code: "X-1", Per: PerPerson, Each: EachYear, Limit: "person-year"},
		{Code: "X-2", Per: PerEmployer, Each: EachYear, Limit: "employer-year"},
		{Code: "X-3", Per: PerPerson, Each: WholeScheme, Limit: "person", Activities: []string{"B"}},
	},
	Parameters: []Parameter{
		{Code: "person-year", Unit: EUR, Values: []Value{{Text: "20", From: On(2020, 1, 1)}}},
		{Code: "employer-year", Unit: EUR, Values: []Value{{Text: "35.55", From: On(2020, 1, 1)}}},
		{Code: "person", Unit: EUR, Values: []Value{{Text: "12.34", From: On(2026, 5, 1)}}},
	},
}

func drawClaims(t *rapid.T) []Claim {
	claims := make([]Claim, rapid.IntRange(0, 8).Draw(t, "claims"))
	for i := range claims {
		claims[i] = Claim{
			Number: fmt.Sprintf("R-%d", i), SubmittedAt: At(time.Unix(rapid.Int64Range(0, 3).Draw(t, "at"), 0)),
			Person: rapid.SampledFrom([]string{"an", "bo"}).Draw(t, "person"), Year: rapid.Int64Range(2026, 2027).Draw(t, "year"),
			Activity: rapid.SampledFrom([]string{"A", "B"}).Draw(t, "activity"), Amount: Amount(rapid.Int64Range(-5, 3000).Draw(t, "amount")),
		}
	}
	return claims
}

// spentBy returns what each claim is paid, by number: each asked about by itself, beside those that stand before it, as the
// platform states them, in whatever order they were entered.
func spentBy(claims []Claim) map[string]Amount {
	paid := map[string]Amount{}
	for _, own := range claims {
		reg := &Registration{Number: own.Number, SubmittedAt: Known(own.SubmittedAt)}
		for _, c := range claims {
			if Stands(c.SubmittedAt, c.Number, own.SubmittedAt, own.Number) {
				reg.Earlier = append(reg.Earlier, c)
			}
		}
		paid[own.Number] = shared.sweepOf(&values{}, reg).spend(own)
	}
	return paid
}

func TestAmountsFollowFromTheClaimsAsTheyAre(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		claims := drawClaims(t)
		paid := spentBy(claims)
		for number, other := range spentBy(rapid.Permutation(claims).Draw(t, "order")) {
			if paid[number] != other {
				t.Fatalf("%s gets %s, entered in another order %s", number, paid[number], other)
			}
		}
		used, w := map[purse]Amount{}, shared.sweepOf(&values{}, &Registration{})
		for _, c := range claims {
			if p := paid[c.Number]; p < 0 || p > max(0, c.Amount) {
				t.Fatalf("%s claims %s and gets %s", c.Number, c.Amount, p)
			}
			for _, p := range w.purses(c) {
				used[p] += paid[c.Number]
			}
		}
		for p, sum := range used {
			if limit, ok := w.room(p); !ok || sum > limit {
				t.Fatalf("%s of %s in %d: %s of %s", p.cap.Code, p.holder, p.year, sum, limit)
			}
		}
		for _, c := range claims { // who gets less than claimed meets a cap that is spent
			isSpent := paid[c.Number] == max(0, c.Amount)
			for _, p := range w.purses(c) {
				limit, _ := w.room(p)
				isSpent = isSpent || used[p] == limit
			}
			if !isSpent {
				t.Fatalf("%s gets %s of %s, and no cap is spent", c.Number, paid[c.Number], c.Amount)
			}
		}
	})
}

func TestALaterClaimChangesNothingBeforeIt(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		claims := drawClaims(t)
		before := spentBy(claims)
		later := Claim{Number: "R-9", SubmittedAt: At(time.Unix(9, 0)), Person: "an", Year: 2026, Activity: "B", Amount: 2000}
		after := spentBy(append(claims, later))
		for number, paid := range before {
			if after[number] != paid {
				t.Fatalf("%s got %s, and %s once another came after it", number, paid, after[number])
			}
		}
	})
}

func TestADraftStandsBehindAllThatIsSubmitted(t *testing.T) {
	t.Parallel()
	one, two := At(time.Unix(1, 0)), At(time.Unix(2, 0))
	for _, c := range []struct {
		at     Instant
		number string
		before Instant
		other  string
		want   bool
	}{
		{one, "R-2", two, "R-1", true},
		{two, "R-1", one, "R-2", false},
		{one, "R-1", one, "R-2", true},
		{one, "R-2", one, "R-1", false},
		{one, "R-2", Instant{}, "R-1", true},
		{Instant{}, "R-1", one, "R-2", false},
		{Instant{}, "R-1", Instant{}, "R-2", false},
	} {
		if got := Stands(c.at, c.number, c.before, c.other); got != c.want {
			t.Errorf("%+v: %t", c, got)
		}
	}
}
