// Package typed holds a caller's input as it was entered: named texts that the desk that needs them reads.
//
// Malformed text becomes a fault at its own path, so that one bad row of an import spoils no other. A value that is
// no text at all (a JSON number where money is expected) is refused when the request is decoded, before anything is
// executed. The package knows no regulation: whether a date lies in a window, or an amount under a cap, is for
// others.
package typed

import (
	"fmt"
	"io"
	"strconv"

	"github.com/penvoerder/penvoerder/internal/fault"
)

// longest is the length that any of these texts can need; longer text is refused unread.
const longest = 40

// A Readable is entered text that can be read as a T. A text that cannot is gathered
// by the collector at path, and the zero T returned.
type Readable[T any] interface {
	Parse(bad *fault.Collector, path ...string) T
}

// Optional reads e where it was entered; nil stays nil.
func Optional[E Readable[T], T any](e *E, bad *fault.Collector, path ...string) *T {
	if e == nil {
		return nil
	}
	before := bad.Len()
	v := (*e).Parse(bad, path...)
	if bad.Len() > before {
		return nil
	}
	return &v
}

// malformed gathers one text that cannot be read.
func malformed(bad *fault.Collector, path []string, text fault.Text, expected string) {
	bad.Add(fault.Invalid(path, fault.ReasonMalformed, text, expected))
}

// unmarshal takes text and nothing else.
func unmarshal[T ~string](into *T, v any, name string) error {
	text, ok := v.(string)
	if !ok {
		return fmt.Errorf("%s is written as text, between quotes", name)
	}
	*into = T(text)
	return nil
}

// marshal writes text as a JSON string. Every value written is made of digits and punctuation that JSON leaves alone.
func marshal[T ~string](w io.Writer, t T) {
	_, _ = io.WriteString(w, strconv.Quote(string(t))) // the writer is a buffer of the response
}

// digits reports whether s holds at least one and only ASCII digits.
func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}
