package schemes_test

import (
	"encoding/json"
	"math"
	"math/big"
	"strconv"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"pgregory.net/rapid"

	"github.com/penvoerder/penvoerder/schemes"
)

func TestParseNumber(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"7.5": "15/2", "0": "0", "-3": "-3", "007": "7", "226/25": "226/25", "010/8": "5/4", "0.1": "1/10", "-1/3": "-1/3",
	} {
		n, err := schemes.ParseNumber(in)
		if err != nil || n.String() != want {
			t.Errorf("ParseNumber(%q) = %v, %v; want %s", in, n, err, want)
		}
	}
	for _, in := range []string{
		"", "x", "1e9", "1E400", "0x10", "1_000", "NaN", "Inf", "1/0", "1/-2", "1.5/2", "1/2/3", "--1", "1..2", "1,5", "/", ".", " 1",
		strings.Repeat("9", 41), "1/" + strings.Repeat("0", 20),
	} {
		if n, err := schemes.ParseNumber(in); err == nil {
			t.Errorf("ParseNumber(%q) = %v, want an error", in, n)
		}
	}
}

func TestAmountsHaveTwoDecimals(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]schemes.Amount{"3019.36": 301936, "5": 500, "5.1": 510, "-0.01": -1, "3000000.01": 300000001, "1.500": 150} {
		if a, err := schemes.ParseAmount(in); err != nil || a != want {
			t.Errorf("ParseAmount(%q) = %d, %v; want %d", in, a, err, want)
		}
	}
	for _, in := range []string{"", "1.005", "1e3", "999999999999999999", "€ 5", "1.2.3"} {
		if a, err := schemes.ParseAmount(in); err == nil {
			t.Errorf("ParseAmount(%q) = %v, want an error", in, a)
		}
	}
	var a schemes.Amount
	if err := json.Unmarshal([]byte("12.34"), &a); err == nil {
		t.Error("an amount was read from a JSON number")
	}
}

func TestNumberTextIsForReading(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{"1/3": "0.3333333333", "15/2": "7.5", "2": "2", "-1/8": "-0.125"} {
		if got := schemes.Decimal(in).Text(); got != want {
			t.Errorf("Decimal(%q).Text() = %s, want %s", in, got, want)
		}
	}
}

func TestNumbersSurviveJSON(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a := rapid.Int64Range(-1e15, 1e15).Draw(t, "above")
		b := rapid.Int64Range(1, 1e15).Draw(t, "below")
		n := schemes.Decimal(strconv.FormatInt(a, 10) + "/" + strconv.FormatInt(b, 10))
		if want := big.NewRat(a, b).RatString(); n.String() != want {
			t.Fatalf("%d/%d reads as %s", a, b, n)
		}
		text, err := json.Marshal(n)
		if err != nil {
			t.Fatal(err)
		}
		var back schemes.Number
		if err := json.Unmarshal(text, &back); err != nil || back.Cmp(n) != 0 {
			t.Fatalf("%s came back as %s, %v", n, back, err)
		}
	})
}

func TestNoTextMakesANumberExpensive(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.RuneFrom([]rune("0123456789./-eE_x"))).Draw(t, "text")
		n, err := schemes.ParseNumber(text)
		if err == nil && len(n.Fraction()) > 90 {
			t.Fatalf("%q became %s", text, n.Fraction())
		}
	})
}

// TestNumbersAreExactWhateverTheirSize holds the arithmetic against math/big, with numbers that fit a machine word, that
// just do, and that do not.
func TestNumbersAreExactWhateverTheirSize(t *testing.T) {
	t.Parallel()
	numerator := rapid.OneOf(rapid.Int64(), rapid.Int64Range(-1000, 1000), rapid.SampledFrom([]int64{math.MaxInt64, math.MinInt64, math.MinInt64 + 1, 1 << 32, -1 << 31}))
	denominator := rapid.OneOf(rapid.Int64Range(1, 1000), rapid.Int64Range(1, math.MaxInt64), rapid.SampledFrom([]int64{1, 1, 100, 1e10, math.MaxInt64}))
	rapid.Check(t, func(t *rapid.T) {
		a := new(big.Rat).SetFrac64(numerator.Draw(t, "a"), denominator.Draw(t, "below a"))
		b := new(big.Rat).SetFrac64(numerator.Draw(t, "b"), denominator.Draw(t, "below b"))
		m, n := schemes.Decimal(a.RatString()), schemes.Decimal(b.RatString())
		for _, x := range []struct {
			what string
			got  schemes.Number
			want *big.Rat
		}{
			{"itself", m, a},
			{"+", m.Add(n), new(big.Rat).Add(a, b)},
			{"-", m.Subtract(n), new(big.Rat).Sub(a, b)},
			{"*", m.Multiply(n), new(big.Rat).Mul(a, b)},
		} {
			if x.got.String() != x.want.RatString() || x.got.Fraction() != x.want.String() || x.got.Sign() != x.want.Sign() {
				t.Fatalf("%s %s %s is %s, want %s", a, x.what, b, x.got, x.want)
			}
		}
		if got, want := m.Cmp(n), a.Cmp(b); got != want {
			t.Fatalf("%s compares to %s as %d, want %d", a, b, got, want)
		}
		if got, want := m.Text(), decimal.NewFromBigInt(a.Num(), 0).DivRound(decimal.NewFromBigInt(a.Denom(), 0), 10).String(); got != want {
			t.Fatalf("%s reads %s, want %s", a, got, want)
		}
	})
}

// TestOperationsAreExactWhateverTheirSize does the same for what only a trace does.
func TestOperationsAreExactWhateverTheirSize(t *testing.T) {
	t.Parallel()
	number := rapid.OneOf(rapid.Int64(), rapid.Int64Range(-1000, 1000))
	rapid.Check(t, func(t *rapid.T) {
		a, below := number.Draw(t, "a"), rapid.Int64Range(1, 1_000_000).Draw(t, "below a")
		x, y := new(big.Rat).SetFrac64(a, below), new(big.Rat).SetInt64(rapid.Int64Range(1, math.MaxInt64).Draw(t, "b"))
		quotient := new(big.Rat).Quo(x, y)
		twice := new(big.Rat).Add(new(big.Rat).Add(quotient, quotient), big.NewRat(1, 1))
		rounded := new(big.Int).Div(twice.Num(), new(big.Int).Lsh(twice.Denom(), 1))
		steps := []schemes.Step{
			{Op: schemes.OpInput, Value: x.RatString()},
			{Op: schemes.OpInput, Value: y.RatString()},
			{Op: schemes.OpDivide, Args: []int{0, 1}, Value: quotient.RatString()},
			{Op: schemes.OpRound, Args: []int{2}, Value: rounded.String()},
		}
		if err := schemes.Replay(steps, nil); err != nil {
			t.Fatal(err)
		}
		steps[3].Value = new(big.Int).Add(rounded, big.NewInt(1)).String()
		if schemes.Replay(steps, nil) == nil {
			t.Fatalf("%s rounded to %s was believed", quotient, steps[3].Value)
		}
	})
}
