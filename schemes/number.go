package schemes

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"math/big"
	"strings"

	"github.com/shopspring/decimal"
)

// A Number is an exact rational number. The zero value is 0.
type Number struct {
	above, rest int64    // of a fraction in lowest terms: the numerator, and the denominator less one
	large       *big.Rat // instead, where they do not fit
}

// Whole returns the number n.
func Whole(n int64) Number {
	if n == math.MinInt64 {
		return Number{large: new(big.Rat).SetInt64(n)}
	}
	return Number{above: n}
}

// Limits on the digits of a stated number, and of a value in a trace that computes with such numbers, so that no text
// can make exact arithmetic expensive.
const (
	maxDigits      = 40
	maxTraceDigits = 1000
)

// ParseNumber parses a decimal ("7.5") or a fraction in text ("226/25"). It never
// passes through a floating-point value and refuses exponents.
func ParseNumber(s string) (Number, error) { return parseNumber(s, maxDigits) }

func parseNumber(s string, most int) (Number, error) {
	if n, ok := parsePlain(s); ok && len(s) <= most {
		return n, nil
	}
	if s == "" || len(s) > most || strings.Trim(s, "0123456789./-") != "" {
		return Number{}, fmt.Errorf("%q is not a decimal number such as 7.5", s)
	}
	above, below, isFraction := strings.Cut(s, "/")
	r, ok := new(big.Rat).SetString(above) // one half at a time: a fraction as a whole would be read with octal digits
	if ok && isFraction {
		var d *big.Rat
		d, ok = new(big.Rat).SetString(below)
		ok = ok && d.Sign() > 0 && r.IsInt() && d.IsInt()
		if ok {
			r.Quo(r, d)
		}
	}
	if !ok {
		return Number{}, fmt.Errorf("%q is not a decimal number such as 7.5", s)
	}
	return ofRat(r), nil
}

// Decimal is ParseNumber for constants of a manifest; it panics on malformed text.
func Decimal(s string) Number {
	n, err := ParseNumber(s)
	if err != nil {
		panic("schemes: " + err.Error())
	}
	return n
}

// rat returns n for arithmetic that does not fit; it is not changed.
func (n Number) rat() *big.Rat {
	if n.large != nil {
		return n.large
	}
	return big.NewRat(n.above, n.below())
}

// Cmp compares n and m like [cmp.Compare].
func (n Number) Cmp(m Number) int {
	if n.isSmall() && m.isSmall() {
		if c, ok := n.compare(m); ok {
			return c
		}
	}
	return n.rat().Cmp(m.rat())
}

// Add returns the sum of n and m.
func (n Number) Add(m Number) Number {
	if n.isSmall() && m.isSmall() {
		if sum, ok := n.add(m); ok {
			return sum
		}
	}
	return ofRat(new(big.Rat).Add(n.rat(), m.rat()))
}

// Subtract returns n less m.
func (n Number) Subtract(m Number) Number {
	if n.isSmall() && m.isSmall() {
		if rest, ok := n.add(Number{above: -m.above, rest: m.rest}); ok {
			return rest
		}
	}
	return ofRat(new(big.Rat).Sub(n.rat(), m.rat()))
}

// Multiply returns the product of n and m.
func (n Number) Multiply(m Number) Number {
	if n.isSmall() && m.isSmall() {
		if product, ok := n.multiply(m); ok {
			return product
		}
	}
	return ofRat(new(big.Rat).Mul(n.rat(), m.rat()))
}

// Sign returns -1, 0 or 1.
func (n Number) Sign() int {
	if n.isSmall() {
		return cmp.Compare(n.above, 0)
	}
	return n.large.Sign()
}

// Int returns n where it is a whole number of ordinary size: a number of days.
func (n Number) Int() (int, bool) {
	v, ok := n.whole()
	if !ok || v > math.MaxInt32 || v < math.MinInt32 {
		return 0, false
	}
	return int(v), true
}

// String writes n exactly, as a whole number or a fraction in lowest terms.
func (n Number) String() string {
	var buffer [usualNumber]byte
	return string(n.append(buffer[:0]))
}

// is reports whether s is how String writes n.
func (n Number) is(s string) bool {
	var buffer [usualNumber]byte
	return string(n.append(buffer[:0])) == s
}

// usualNumber is room for every small number.
const usualNumber = 48

// Fraction writes n exactly as numerator/denominator, the denominator always there.
func (n Number) Fraction() string { return n.rat().String() }

const mostDecimals = 10

// Text writes n for reading: exact where at most ten decimals suffice, else
// rounded half up to ten decimals.
func (n Number) Text() string {
	if s, ok := n.decimal(); ok {
		return s
	}
	r := n.rat()
	return decimal.NewFromBigInt(r.Num(), 0).DivRound(decimal.NewFromBigInt(r.Denom(), 0), mostDecimals).String()
}

// MarshalJSON writes n as text.
func (n Number) MarshalJSON() ([]byte, error) { return json.Marshal(n.String()) }

// UnmarshalJSON reads text, or the digits of a JSON number.
func (n *Number) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] != '"' {
		v, err := ParseNumber(string(b))
		if err == nil {
			*n = v
		}
		return err
	}
	return unquote(b, n, ParseNumber)
}

// An Amount is a number of euro cents.
type Amount int64

// Euros returns an amount of n whole euros.
func Euros(n int64) Amount { return Amount(n * 100) }

// maxAmount is the largest amount that can be stated: ten times the largest budget known.
const maxAmount = Amount(1_000_000_000_00)

// ParseAmount parses euros with at most two decimals, such as "3019.36".
func ParseAmount(s string) (Amount, error) {
	d, err := decimal.NewFromString(s)
	if err != nil || len(s) > maxDigits || strings.Trim(s, "0123456789.-") != "" {
		return 0, fmt.Errorf("%q is not an amount such as 3019.36", s)
	}
	cents := d.Shift(2)
	if !cents.IsInteger() {
		return 0, fmt.Errorf("%q has more than two decimals", s)
	}
	if cents.Abs().GreaterThan(decimal.NewFromInt(int64(maxAmount))) {
		return 0, fmt.Errorf("%q is more than %s", s, maxAmount)
	}
	return Amount(cents.IntPart()), nil
}

// String writes a in euros with two decimals, such as "2025.00".
func (a Amount) String() string { return decimal.New(int64(a), -2).StringFixed(2) }

// Cents returns the amount of n euro cents, rounded half up.
func Cents(n Number) Amount {
	cents, _ := roundHalfUp(n).whole()
	return Amount(cents)
}

// Number returns a in cents.
func (a Amount) Number() Number { return Whole(int64(a)) }

// MarshalJSON writes a as text.
func (a Amount) MarshalJSON() ([]byte, error) { return json.Marshal(a.String()) }

// UnmarshalJSON reads text; a JSON number is refused.
func (a *Amount) UnmarshalJSON(b []byte) error { return unquote(b, a, ParseAmount) }
