package schemes

import (
	"math"
	"math/big"
	"math/bits"
	"strconv"
)

// Nearly every number of a calculation is a fraction of two ordinary whole numbers, which a machine computes with at
// once. Number keeps those as they are and the rest as a big.Rat: what is exact stays exact, whatever its size.

// small returns above/below in lowest terms. below is positive, and neither is the least int64.
func small(above, below int64) Number {
	if below > 1 {
		if d := divisor(magnitude(above), uint64(below)); d > 1 {
			above, below = above/int64(d), below/int64(d)
		}
	}
	return Number{above: above, rest: below - 1}
}

// ofRat returns r, small where it can be.
func ofRat(r *big.Rat) Number {
	if r.Num().IsInt64() && r.Denom().IsInt64() && r.Num().Int64() != math.MinInt64 {
		return Number{above: r.Num().Int64(), rest: r.Denom().Int64() - 1}
	}
	return Number{large: r}
}

// below returns the denominator of a small number.
func (n Number) below() int64 { return n.rest + 1 }

func (n Number) isSmall() bool { return n.large == nil }

// whole returns n where it is a whole number that fits.
func (n Number) whole() (int64, bool) { return n.above, n.isSmall() && n.rest == 0 }

func magnitude(n int64) uint64 {
	if n < 0 {
		return uint64(-n)
	}
	return uint64(n)
}

func divisor(a, b uint64) uint64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// times multiplies, and reports whether the product fits.
func times(a, b int64) (int64, bool) {
	over, product := bits.Mul64(magnitude(a), magnitude(b))
	if over != 0 || product > math.MaxInt64 {
		return 0, false
	}
	if (a < 0) != (b < 0) {
		return -int64(product), true
	}
	return int64(product), true
}

// plus adds, and reports whether the sum fits.
func plus(a, b int64) (int64, bool) {
	sum := a + b
	return sum, (sum > a) == (b > 0) && sum != math.MinInt64
}

// add returns n + m where all of it fits.
func (n Number) add(m Number) (Number, bool) {
	if n.rest == 0 && m.rest == 0 {
		sum, ok := plus(n.above, m.above)
		return Number{above: sum}, ok
	}
	a, ok1 := times(n.above, m.below())
	b, ok2 := times(m.above, n.below())
	below, ok3 := times(n.below(), m.below())
	sum, ok4 := plus(a, b)
	if !ok1 || !ok2 || !ok3 || !ok4 {
		return Number{}, false
	}
	return small(sum, below), true
}

// multiply returns n times m where all of it fits.
func (n Number) multiply(m Number) (Number, bool) {
	above, ok := times(n.above, m.above)
	below, fits := times(n.below(), m.below())
	if !ok || !fits {
		return Number{}, false
	}
	return small(above, below), true
}

// compare compares n and m where the products fit.
func (n Number) compare(m Number) (int, bool) {
	a, ok := times(n.above, m.below())
	b, fits := times(m.above, n.below())
	switch {
	case a < b:
		return -1, ok && fits
	case a > b:
		return 1, ok && fits
	}
	return 0, ok && fits
}

// quotient returns n divided by m, which is not zero.
func (n Number) quotient(m Number) Number {
	if n.isSmall() && m.isSmall() {
		inverse := Number{above: m.below(), rest: m.above - 1}
		if m.above < 0 {
			inverse = Number{above: -m.below(), rest: -m.above - 1}
		}
		if q, ok := n.multiply(inverse); ok {
			return q
		}
	}
	return ofRat(new(big.Rat).Quo(n.rat(), m.rat()))
}

// roundHalfUp rounds to a whole number, halves upwards.
func roundHalfUp(n Number) Number {
	if n.isSmall() {
		if n.rest == 0 {
			return n
		}
		twice, ok1 := times(n.above, 2)
		twice, ok2 := plus(twice, n.below())
		if below, ok3 := times(n.below(), 2); ok1 && ok2 && ok3 {
			q := twice / below
			if twice%below < 0 {
				q--
			}
			return Number{above: q}
		}
	}
	r := n.rat()
	twice := new(big.Rat).Add(new(big.Rat).Add(r, r), big.NewRat(1, 1))
	den := new(big.Int).Lsh(twice.Denom(), 1)
	return ofRat(new(big.Rat).SetInt(new(big.Int).Div(twice.Num(), den))) // Euclidean: floors, as den > 0
}

// append writes n as String does.
func (n Number) append(b []byte) []byte {
	if !n.isSmall() {
		return append(b, n.large.RatString()...)
	}
	b = strconv.AppendInt(b, n.above, 10)
	if n.rest != 0 {
		b = strconv.AppendInt(append(b, '/'), n.below(), 10)
	}
	return b
}

// decimal writes a small number that needs no more than the most decimals there are.
func (n Number) decimal() (string, bool) {
	if !n.isSmall() {
		return "", false
	}
	scale, places := int64(1), 0
	for ; scale%n.below() != 0; places++ {
		if places == mostDecimals {
			return "", false
		}
		scale *= 10
	}
	v, ok := times(n.above, scale/n.below())
	if !ok {
		return "", false
	}
	var buffer [usualNumber]byte
	b := buffer[:0]
	if v < 0 {
		b = append(b, '-')
	}
	m := magnitude(v)
	b = strconv.AppendUint(b, m/uint64(scale), 10)
	if places > 0 {
		at := len(b)
		b = strconv.AppendUint(b, uint64(scale)+m%uint64(scale), 10) // with a 1 in front, which becomes the point
		b[at] = '.'
	}
	return string(b), true
}

// mostDigits of a whole number always fit in 63 bits.
const mostDigits = 18

// parsePlain reads the plain forms of a number: -12, 7.50 and 226/25, without needless zeros in front. It reports false for all else,
// which may still be a number.
func parsePlain(s string) (Number, bool) {
	at, negative := 0, s != "" && s[0] == '-'
	if negative {
		at = 1
	}
	above, at, ok := digits(s, at, 0)
	below := int64(1)
	switch {
	case !ok:
		return Number{}, false
	case at == len(s):
	case s[at] == '.':
		from := at + 1
		if above, at, ok = digits(s, from, above); !ok || len(s) > mostDigits {
			return Number{}, false
		}
		for range at - from {
			below *= 10
		}
	case s[at] == '/':
		if below, at, ok = digits(s, at+1, 0); !ok || below == 0 {
			return Number{}, false
		}
	}
	if at != len(s) {
		return Number{}, false
	}
	if negative {
		above = -above
	}
	return small(above, below), true
}

// digits reads digits from an offset on, behind those that were read before, and returns where they end.
func digits(s string, from int, n int64) (value int64, at int, ok bool) {
	for at = from; at < len(s) && '0' <= s[at] && s[at] <= '9'; at++ {
		if at-from >= mostDigits {
			return 0, at, false
		}
		n = n*10 + int64(s[at]-'0')
	}
	return n, at, at > from
}
