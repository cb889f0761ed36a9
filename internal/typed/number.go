package typed

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/penvoerder/penvoerder/internal/fault"
)

// Money is an amount in euro with at most two decimals, "3019.36"; never negative. A column of JSON keeps it in cents.
type Money string

// Hours is a number of clock hours with at most two decimals, "12.50"; never negative. A column of JSON keeps it in
// hundredths.
type Hours string

// Decimal is an exact number, "-0.025": a rate, a percentage, a bound.
type Decimal string

const (
	moneyDigits   = 12 // before the point: more than any budget, far below 2^63 cents
	hoursDigits   = 6
	decimalDigits = 18 // before and after the point together, so that nothing gets out of hand
)

// MoneyOf writes cents as an amount with two decimals. Unlike an entered amount it may be negative.
func MoneyOf(cents int64) Money { return Money(hundredths(cents)) }

// HoursOf writes hundredths of an hour with two decimals.
func HoursOf(hundredthsOfAnHour int) Hours { return Hours(hundredths(int64(hundredthsOfAnHour))) }

// DecimalOf writes an exact number without superfluous zeros.
func DecimalOf(d decimal.Decimal) Decimal { return Decimal(d.String()) }

// Parse returns the amount in cents.
func (m Money) Parse(bad *fault.Collector, path ...string) int64 {
	cents, ok := scaled(string(m), moneyDigits)
	if !ok {
		malformed(bad, path, fault.Text{
			NL: "Vul een bedrag in euro's in, met een punt en hoogstens twee decimalen, bijvoorbeeld 1250.50.",
			EN: "Enter an amount in euros, with a point and at most two decimals, such as 1250.50.",
		}, "3019.36")
	}
	return cents
}

// Parse returns hundredths of an hour, or zero with a fault at path.
func (h Hours) Parse(bad *fault.Collector, path ...string) int {
	n, ok := scaled(string(h), hoursDigits)
	if !ok {
		malformed(bad, path, fault.Text{
			NL: "Vul een aantal uren in, met een punt en hoogstens twee decimalen, bijvoorbeeld 7.50.",
			EN: "Enter a number of hours, with a point and at most two decimals, such as 7.50.",
		}, "12.50")
	}
	return int(n)
}

// Parse returns the exact number.
func (d Decimal) Parse(bad *fault.Collector, path ...string) decimal.Decimal {
	if number, ok := exact(string(d)); ok {
		return number
	}
	malformed(bad, path, fault.Text{
		NL: "Vul een getal in, met een punt voor de decimalen, bijvoorbeeld 0.5.",
		EN: "Enter a number, with a point before the decimals, such as 0.5.",
	}, "0.25")
	return decimal.Decimal{}
}

// exact reads plain digits only: no exponent, no plus, no bare point.
func exact(s string) (decimal.Decimal, bool) {
	whole, fraction, pointed := strings.Cut(strings.TrimPrefix(s, "-"), ".")
	if !digits(whole) || pointed && !digits(fraction) || len(whole)+len(fraction) > decimalDigits {
		return decimal.Decimal{}, false
	}
	number, err := decimal.NewFromString(s)
	return number, err == nil
}

// scaled reads a number with at most two decimals as hundredths.
func scaled(s string, most int) (int64, bool) {
	whole, fraction, pointed := strings.Cut(s, ".")
	if !digits(whole) || len(whole) > most || pointed && (!digits(fraction) || len(fraction) > 2) {
		return 0, false
	}
	n, err := strconv.ParseInt(whole+(fraction + "00")[:2], 10, 64)
	return n, err == nil
}

// hundredths writes n/100 with two decimals.
func hundredths(n int64) string {
	sign := ""
	magnitude := uint64(n)
	if n < 0 {
		sign, magnitude = "-", -magnitude
	}
	text := strconv.FormatUint(magnitude, 10)
	for len(text) < 3 {
		text = "0" + text
	}
	return sign + text[:len(text)-2] + "." + text[len(text)-2:]
}

// UnmarshalGQL refuses anything but text.
func (m *Money) UnmarshalGQL(v any) error { return unmarshal(m, v, "Money") }

// MarshalGQL writes the text as it is.
func (m Money) MarshalGQL(w io.Writer) { marshal(w, m) }

// UnmarshalGQL refuses anything but text.
func (h *Hours) UnmarshalGQL(v any) error { return unmarshal(h, v, "Hours") }

// MarshalGQL writes the text as it is.
func (h Hours) MarshalGQL(w io.Writer) { marshal(w, h) }

// UnmarshalGQL refuses anything but text.
func (d *Decimal) UnmarshalGQL(v any) error { return unmarshal(d, v, "Decimal") }

// MarshalGQL writes the text as it is.
func (d Decimal) MarshalGQL(w io.Writer) { marshal(w, d) }

// MarshalJSON writes cents. What was not read yet, and is no amount, cannot be stored.
func (m Money) MarshalJSON() ([]byte, error) { return stored(string(m), moneyDigits) }

// UnmarshalJSON reads cents.
func (m *Money) UnmarshalJSON(b []byte) error {
	cents, err := strconv.ParseInt(string(b), 10, 64)
	*m = MoneyOf(cents)
	return err
}

// MarshalJSON writes hundredths. What was not read yet, and is no number of hours, cannot be stored.
func (h Hours) MarshalJSON() ([]byte, error) { return stored(string(h), hoursDigits) }

// UnmarshalJSON reads hundredths.
func (h *Hours) UnmarshalJSON(b []byte) error {
	n, err := strconv.Atoi(string(b))
	*h = HoursOf(n)
	return err
}

func stored(text string, most int) ([]byte, error) {
	n, ok := scaled(text, most)
	if !ok {
		return nil, fmt.Errorf("%q is no number with at most two decimals", text)
	}
	return strconv.AppendInt(nil, n, 10), nil
}
