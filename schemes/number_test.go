package schemes_test

import (
	"encoding/json"
	"math/big"
	"strconv"
	"strings"
	"testing"

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
