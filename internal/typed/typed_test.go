package typed_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/typed"
)

func TestWellFormedTextIsRead(t *testing.T) {
	t.Parallel()
	var bad fault.Collector
	days := func(d typed.PartialDate) string {
		s := d.Parse(&bad)
		return fmt.Sprintf("%s to %s: %s", typed.DateOf(s.First), typed.DateOf(s.Last), typed.PartialDateOf(s))
	}
	got := []any{
		typed.Money("3019.36").Parse(&bad), typed.Money("0").Parse(&bad), typed.Money("7.5").Parse(&bad), typed.Money("999999999999.99").Parse(&bad),
		typed.Hours("12.50").Parse(&bad), typed.Hours("36").Parse(&bad),
		typed.Decimal("-0.025").Parse(&bad).String(), typed.Decimal("60").Parse(&bad).String(),
		typed.Date("2024-02-29").Parse(&bad).Format(time.RFC3339), typed.YearMonth("2026-02").Parse(&bad).Format(time.RFC3339),
		typed.DateTime("2025-12-19T18:00:00+01:00").Parse(&bad).Format(time.RFC3339),
		days("1980"), days("1980-02"), days("1980-02-29"),
	}
	want := []any{
		int64(301936), int64(0), int64(750), int64(99999999999999), 1250, 3600, "-0.025", "60",
		"2024-02-29T00:00:00Z", "2026-02-01T00:00:00Z", "2025-12-19T17:00:00Z",
		"1980-01-01 to 1980-12-31: 1980", "1980-02-01 to 1980-02-29: 1980-02", "1980-02-29 to 1980-02-29: 1980-02-29",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if err := bad.Err(); err != nil {
		t.Error(err)
	}
}

func TestMalformedTextIsAFaultAtItsPath(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("1", 1000)
	cases := map[string]func(*fault.Collector, string){
		"money": func(c *fault.Collector, p string) {
			for _, s := range []string{"", "1,50", "1.505", "-1", "+1", "1e3", ".5", "1.", "€ 1", " 1", "0x1", "1_0", "1234567890123", "1.00.0", "١", long} {
				typed.Money(s).Parse(c, p, s)
			}
		},
		"hours": func(c *fault.Collector, p string) {
			for _, s := range []string{"", "1.234", "-1", "1h", "12:30", long} {
				typed.Hours(s).Parse(c, p, s)
			}
		},
		"decimal": func(c *fault.Collector, p string) {
			for _, s := range []string{"", "-", "--1", "1e999999999", "NaN", "Inf", "+1", ".1", "1.", "1.2.3", long} {
				typed.Decimal(s).Parse(c, p, s)
			}
		},
		"date": func(c *fault.Collector, p string) {
			for _, s := range []string{"", "2026-02-29", "2026-2-1", "01-02-2026", "2026-02-01T00:00:00Z", "0000-01-01", "9999-01-01", long} {
				typed.Date(s).Parse(c, p, s)
			}
		},
		"partial date": func(c *fault.Collector, p string) {
			for _, s := range []string{"", "80", "1899", "1980-", "1980-00", "1980-02-30", "1980-5", "05-1980", "1980-xx", long} {
				typed.PartialDate(s).Parse(c, p, s)
			}
		},
		"month": func(c *fault.Collector, p string) {
			for _, s := range []string{"", "2026", "2026-13", "2026-02-01", "02-2026"} {
				typed.YearMonth(s).Parse(c, p, s)
			}
		},
		"instant": func(c *fault.Collector, p string) {
			for _, s := range []string{"", "2025-12-19", "2025-12-19T18:00:00", "2025-12-19 18:00:00+01:00", "2025-12-19T25:00:00Z"} {
				typed.DateTime(s).Parse(c, p, s)
			}
		},
	}
	counts := map[string]int{"money": 16, "hours": 6, "decimal": 11, "date": 8, "partial date": 10, "month": 5, "instant": 5}
	for name, enter := range cases {
		var bad fault.Collector
		enter(&bad, "input")
		faults := fault.All(bad.Err())
		if len(faults) != counts[name] {
			t.Errorf("%s: %d of %d refused: %v", name, len(faults), counts[name], bad.Err())
		}
		for _, f := range faults {
			if f.Code != fault.CodeInvalid || f.Reason != fault.ReasonMalformed || f.Path[0] != "input" || f.Expected == "" || f.Text.NL == "" || f.Text.EN == "" {
				t.Errorf("%s: %+v says too little", name, f)
			}
		}
	}
}

func TestWhatIsWrittenCanBeReadBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var bad fault.Collector
		cents := rapid.Int64Range(0, 99_999_999_999_999).Draw(t, "cents")
		if got := typed.MoneyOf(cents).Parse(&bad); got != cents {
			t.Errorf("%d became %s became %d", cents, typed.MoneyOf(cents), got)
		}
		day := time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, rapid.IntRange(0, 109_000).Draw(t, "day"))
		if got := typed.DateOf(day).Parse(&bad); !got.Equal(day) {
			t.Errorf("%s became %s", day, got)
		}
		if err := bad.Err(); err != nil {
			t.Error(err)
		}
	})
}

func TestCentsAreWrittenWithTwoDecimals(t *testing.T) {
	t.Parallel()
	for cents, want := range map[int64]typed.Money{0: "0.00", 5: "0.05", 10: "0.10", 1010: "10.10", -1: "-0.01", -123456: "-1234.56", -9223372036854775808: "-92233720368547758.08"} {
		if got := typed.MoneyOf(cents); got != want {
			t.Errorf("MoneyOf(%d) = %s, want %s", cents, got, want)
		}
	}
}

func TestOnlyTextIsDecoded(t *testing.T) {
	t.Parallel()
	decoders := map[string]func(any) error{
		"Money": new(typed.Money).UnmarshalGQL, "Hours": new(typed.Hours).UnmarshalGQL, "Decimal": new(typed.Decimal).UnmarshalGQL,
		"Date": new(typed.Date).UnmarshalGQL, "YearMonth": new(typed.YearMonth).UnmarshalGQL, "DateTime": new(typed.DateTime).UnmarshalGQL,
		"PartialDate": new(typed.PartialDate).UnmarshalGQL,
	}
	for name, decode := range decoders {
		for _, v := range []any{json.Number("1"), 1, int64(1), 1.5, true, nil, map[string]any{}} {
			if err := decode(v); err == nil || !strings.Contains(err.Error(), name) {
				t.Errorf("%s takes %#v: %v", name, v, err)
			}
		}
		if err := decode("anything"); err != nil {
			t.Errorf("%s refuses text before it is read: %v", name, err)
		}
	}
}

func TestTextIsEncodedAsAJSONString(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	typed.Money("3019.36").MarshalGQL(&b)
	if b.String() != `"3019.36"` {
		t.Error(b.String())
	}
}

func TestOptionalKeepsWhatWasNotEnteredOpen(t *testing.T) {
	t.Parallel()
	var bad fault.Collector
	if got := typed.Optional((*typed.Money)(nil), &bad, "input"); got != nil {
		t.Errorf("got %d out of nothing", *got)
	}
	amount, odd := typed.Money("1"), typed.Money("x")
	if got := typed.Optional(&amount, &bad); got == nil || *got != 100 {
		t.Errorf("got %v", got)
	}
	if got := typed.Optional(&odd, &bad, "input", "amount"); got != nil || bad.Len() != 1 {
		t.Errorf("got %v and %v", got, bad.Err())
	}
}

func TestAmountsAndHoursAreStoredAsNumbers(t *testing.T) {
	t.Parallel()
	type row struct {
		Hours typed.Hours
		Money typed.Money
	}
	kept, err := json.Marshal(row{"7.5", "1250.5"})
	if err != nil || string(kept) != `{"Hours":750,"Money":125050}` {
		t.Errorf("%s, %v", kept, err)
	}
	var read row
	if err := json.Unmarshal(kept, &read); err != nil || read != (row{"7.50", "1250.50"}) {
		t.Errorf("%v, %v", read, err)
	}
	if _, err := json.Marshal(row{"many", "1"}); err == nil {
		t.Error("what is no number of hours is stored")
	}
}
