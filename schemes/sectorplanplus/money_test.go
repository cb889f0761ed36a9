package sectorplanplus_test

import (
	"encoding/json"
	"fmt"
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"github.com/penvoerder/penvoerder/schemes"
	"github.com/penvoerder/penvoerder/schemes/sectorplanplus"
)

// tariffs are the amounts of a variant, written down a second time.
type tariffs struct {
	scheme                     schemes.Scheme
	first, last                schemes.Date
	high, low, mostHigh, mostL string
}

var written = []tariffs{
	{sectorplanplus.V1, schemes.On(2022, 8, 22), schemes.On(2024, 8, 31), "6.84", "5.47", "5068.44", "4053.27"},
	{sectorplanplus.V2, schemes.On(2022, 9, 30), schemes.On(2024, 8, 31), "6.84", "5.47", "4801.68", "3839.94"},
	{sectorplanplus.V3, schemes.On(2023, 8, 21), schemes.On(2024, 8, 31), "6.16", "4.93", "2250.00", "1800.00"},
	{sectorplanplus.V4, schemes.On(2024, 8, 19), schemes.On(2025, 12, 31), "8.21", "6.84", "4105.00", "3420.00"},
}

func rat(s string) *big.Rat {
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		panic(s)
	}
	return r
}

// cents rounds half up to whole cents, at most the maximum.
func cents(amount, most *big.Rat) schemes.Amount {
	if amount.Cmp(most) > 0 {
		amount = most
	}
	twice := new(big.Rat).Add(new(big.Rat).Mul(amount, rat("200")), rat("1"))
	n := new(big.Int).Div(twice.Num(), new(big.Int).Mul(twice.Denom(), big.NewInt(2)))
	return schemes.Amount(n.Int64())
}

// judged returns the amount for the question that the text states.
func judged(t *rapid.T, s schemes.Scheme, text string) schemes.Amount {
	var q schemes.Question
	if err := json.Unmarshal([]byte(text), &q); err != nil {
		t.Fatal(err)
	}
	as, err := s.Judge(t.Context(), schemes.Batch{Questions: []schemes.Question{q}})
	if err != nil {
		t.Fatal(err)
	}
	if as[0].Whole.Amount == nil {
		t.Fatalf("%s: no amount for %s: %v", s.Manifest().Slug, text, as[0])
	}
	if err := s.Manifest().Verify(q, as[0], nil); err != nil {
		t.Fatal(err)
	}
	return *as[0].Whole.Amount
}

// Any days within or beyond the window are worth what a sheet of paper says.
func TestDaysAreWorthTheirRate(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		w := rapid.SampledFrom(written).Draw(t, "variant")
		start := w.first.AddDays(rapid.IntRange(0, 370).Draw(t, "start"))
		end := start.AddDays(rapid.IntRange(0, 800).Draw(t, "days"))
		rate, most, hours := w.low, w.mostL, "23.99"
		if rapid.Bool().Draw(t, "high") {
			rate, most, hours = w.high, w.mostHigh, "24"
		}
		got := judged(t, w.scheme, fmt.Sprintf(`{"asOf":"2026-01-15T12:00:00Z","registration":{"activity":"A","start":%q,"end":%q,"training":{"code":"25655"},
			"participations":[{"key":"p1","employment":"EMPLOYED","contractHours":%q,"employedSince":"2010-01-01","targetGroup":"OPSCHOLING"}]}}`, start, end, hours))
		if end.After(w.last) {
			end = w.last
		}
		days := max(0, int64(end.Time().Sub(start.Time()).Hours()/24)+1)
		if want := cents(new(big.Rat).Mul(big.NewRat(days, 1), rat(rate)), rat(most)); got != want {
			t.Fatalf("%s: %d days are %s, want %s", w.scheme.Manifest().Slug, days, got, want)
		}
	})
}

// Any hours are worth the organisation's share of the norm costs.
func TestHoursAreWorthTheirShare(t *testing.T) {
	t.Parallel()
	shares := map[string]string{"SMALL": "0.7", "MEDIUM": "0.6", "LARGE": "0.5"}
	norms := map[string]string{"INTERNAL": "44.58", "AFFILIATED": "44.58", "EXTERNAL": "109"}
	rapid.Check(t, func(t *rapid.T) {
		w := rapid.SampledFrom(written).Draw(t, "variant")
		size := rapid.SampledFrom([]string{"SMALL", "MEDIUM", "LARGE"}).Draw(t, "size")
		teacher := rapid.SampledFrom([]string{"INTERNAL", "AFFILIATED", "EXTERNAL"}).Draw(t, "teacher")
		group := rapid.IntRange(1, 40).Draw(t, "group")
		hours := fmt.Sprintf("%d.%02d", rapid.IntRange(3, 200).Draw(t, "hours"), rapid.IntRange(0, 99).Draw(t, "hundredths"))
		day := w.first.AddDays(rapid.IntRange(0, 300).Draw(t, "day"))
		got := judged(t, w.scheme, fmt.Sprintf(`{"asOf":"2026-01-15T12:00:00Z","organisation":{"sizeClass":%q,"sizeEvidence":"DIRECTIEVERKLARING"},
			"registration":{"activity":"C","start":%q,"end":%q,"training":{"title":"Gesprekken","hours":%q,"groupSize":%d,"teacher":%q},
			"facts":{"groupNote":{"text":"klein"},"hoursNote":{"text":"lang"}},"participations":[{"key":"p1","employment":"EMPLOYED","employedSince":"2010-01-01","targetGroup":"OPSCHOLING"}]}}`,
			size, day, day, hours, group, teacher))
		perTeacher := new(big.Rat).Mul(rat("1.25"), new(big.Rat).Quo(rat(norms[teacher]), big.NewRat(int64(group), 1)))
		perHour := new(big.Rat).Add(perTeacher, new(big.Rat).Mul(rat("0.8"), rat("27.04")))
		cost := new(big.Rat).Mul(rat(hours), perHour)
		if want := cents(new(big.Rat).Mul(cost, rat(shares[size])), rat("2000")); got != want {
			t.Fatalf("%s: %s hours for %d with %s, %s, are %s, want %s", w.scheme.Manifest().Slug, hours, group, teacher, size, got, want)
		}
	})
}
