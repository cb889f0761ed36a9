package schemes

import (
	"encoding/json"
	"fmt"
	"math/big"
	"strings"

	"github.com/shopspring/decimal"
)

// A Number is an exact rational number. The zero value is 0.
type Number struct{ r *big.Rat }

// Whole returns the number n.
func Whole(n int64) Number { return Number{new(big.Rat).SetInt64(n)} }

// What a stated number, and a value of a trace that computes with such numbers, may
// be written with: no text can make exact arithmetic expensive.
const (
	maxDigits      = 40
	maxTraceDigits = 1000
)

// ParseNumber parses a decimal ("7.5") or a fraction in text ("226/25"). It never
// passes through a floating-point value and refuses exponents.
func ParseNumber(s string) (Number, error) { return parseNumber(s, maxDigits) }

func parseNumber(s string, most int) (Number, error) {
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
	return Number{r}, nil
}

// Decimal is ParseNumber for constants of a manifest; it panics on malformed text.
func Decimal(s string) Number {
	n, err := ParseNumber(s)
	if err != nil {
		panic("schemes: " + err.Error())
	}
	return n
}

func (n Number) rat() *big.Rat {
	if n.r == nil {
		return new(big.Rat)
	}
	return n.r
}

// Cmp compares n and m like [cmp.Compare].
func (n Number) Cmp(m Number) int { return n.rat().Cmp(m.rat()) }

// Add returns the sum of n and m.
func (n Number) Add(m Number) Number { return Number{new(big.Rat).Add(n.rat(), m.rat())} }

// Subtract returns n less m.
func (n Number) Subtract(m Number) Number { return Number{new(big.Rat).Sub(n.rat(), m.rat())} }

// Multiply returns the product of n and m.
func (n Number) Multiply(m Number) Number { return Number{new(big.Rat).Mul(n.rat(), m.rat())} }

// Sign returns -1, 0 or 1.
func (n Number) Sign() int { return n.rat().Sign() }

// String writes n exactly, as a whole number or a fraction in lowest terms.
func (n Number) String() string { return n.rat().RatString() }

// Fraction writes n exactly as numerator/denominator, the denominator always there.
func (n Number) Fraction() string { return n.rat().String() }

// Text writes n for reading: exact where at most ten decimals suffice, else
// rounded half up to ten decimals.
func (n Number) Text() string {
	r := n.rat()
	return decimal.NewFromBigInt(r.Num(), 0).DivRound(decimal.NewFromBigInt(r.Denom(), 0), 10).String()
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

// maxAmount bounds what may be stated: ten times the largest budget known.
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

// Number returns a in cents.
func (a Amount) Number() Number { return Whole(int64(a)) }

// MarshalJSON writes a as text.
func (a Amount) MarshalJSON() ([]byte, error) { return json.Marshal(a.String()) }

// UnmarshalJSON reads text; a JSON number is refused.
func (a *Amount) UnmarshalJSON(b []byte) error { return unquote(b, a, ParseAmount) }
