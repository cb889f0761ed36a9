package schemes

import (
	"encoding/json"
	"strconv"
	"strings"
)

// A Fact is one value of a subject that knows its place and whether it was stated
// at all: a fact left open is not the same as zero.
type Fact[T any] struct {
	value T
	known bool
	where
}

// Where a fact is: its name, and what it is in.
type where struct {
	name string
	in   *place
}

// Known returns a stated fact of value v, without a place.
func Known[T any](v T) Fact[T] { return Fact[T]{value: v, known: true} }

// Maybe returns the fact *v, or an open fact where v is nil.
func Maybe[T any](v *T) Fact[T] {
	if v == nil {
		return Fact[T]{}
	}
	return Known(*v)
}

// Get returns the value and whether it was stated.
func (f Fact[T]) Get() (T, bool) { return f.value, f.known }

// Value returns the value, or zero where it was not stated.
func (f Fact[T]) Value() T { return f.value }

// IsKnown reports whether the fact was stated.
func (f Fact[T]) IsKnown() bool { return f.known }

// IsZero reports whether the fact is open, so that JSON leaves it out.
func (f Fact[T]) IsZero() bool { return !f.known }

// Or returns f where it was stated and otherwise g: a participation's own start
// or its registration's. The result keeps the place of the one it took.
func (f Fact[T]) Or(g Fact[T]) Fact[T] {
	if f.known || !g.known {
		return f
	}
	return g
}

// Path returns the JSON pointer (RFC 6901) of f in the facts of its subject.
func (f Fact[T]) Path() string {
	var buffer [usualPath]byte
	return string(append(append(f.in.append(buffer[:0]), '/'), f.name...))
}

// MarshalJSON writes the value, or null.
func (f Fact[T]) MarshalJSON() ([]byte, error) {
	if !f.known {
		return []byte("null"), nil
	}
	return json.Marshal(f.value)
}

// UnmarshalJSON reads a value; null leaves the fact open.
func (f *Fact[T]) UnmarshalJSON(b []byte) error {
	*f = Fact[T]{}
	if string(b) == "null" {
		return nil
	}
	f.known = true
	return json.Unmarshal(b, &f.value)
}

// numeric makes facts of numbers, amounts, counts and dates usable in a [Sheet].
func (f Fact[T]) numeric() (Number, bool) {
	switch v := any(f.value).(type) {
	case Number:
		return v, f.known
	case Amount:
		return v.Number(), f.known
	case Date:
		if !f.known {
			return Number{}, false
		}
		return v.Number(), true
	case int64:
		return Whole(v), f.known
	}
	return Number{}, false
}

// day makes facts of dates usable as a [Day].
func (f Fact[T]) day() (Date, bool) {
	d, isDate := any(f.value).(Date)
	return d, f.known && isDate && !d.IsZero()
}

func (f Fact[T]) missing() string { return f.Path() }

// A Located value has a place in the facts of its subject.
type Located interface{ Path() string }

// Whole subject, as a place to point at.
type wholeSubject struct{}

func (wholeSubject) Path() string { return "" }

// Subject is where findings about the subject as a whole point: the empty pointer.
var Subject Located = wholeSubject{}

// A place is a step on the way from the subject to a fact; paths are only
// written out when a finding or a step needs them.
type place struct {
	in    *place
	name  string
	index int // used where name is empty
}

// usualPath is room for nearly every path.
const usualPath = 64

func (p *place) path() string {
	var buffer [usualPath]byte
	return string(p.append(buffer[:0]))
}

// append writes the path of p behind b.
func (p *place) append(b []byte) []byte {
	if p == nil {
		return b
	}
	b = append(p.in.append(b), '/')
	switch {
	case p.name == "":
		return strconv.AppendInt(b, int64(p.index), 10)
	case strings.ContainsAny(p.name, "~/"):
		return append(b, pointerEscape.Replace(p.name)...)
	}
	return append(b, p.name...)
}

// Path returns the JSON pointer of p.
func (p *place) Path() string { return p.path() }

var pointerEscape = strings.NewReplacer("~", "~0", "/", "~1")
