// Package wire converts between package schemes and the messages of the plugin
// contract, and binds both to go-plugin.
//
// What comes from the other side is never trusted to be well-formed: a value that
// does not parse is an error that names its field, never a panic and never a zero
// that looks like a fact. Whether an answer is true is not judged here.
package wire

//go:generate go -C ../../proto tool -modfile=../../tools/buf/go.mod buf generate
//go:generate go run ../../../tools/questions -o facts.gen.go

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// MaxMessage is the largest message in bytes that either side accepts.
const MaxMessage = 16 << 20

// A reader turns messages into values and keeps the first thing that was wrong,
// with its place.
type reader struct {
	place []step
	err   error
}

// A step on the way to a field: a name, or an index where the name is empty.
type step struct {
	name  string
	index int
}

// fail records that field holds what cannot be.
func (r *reader) fail(field, format string, args ...any) {
	if r.err != nil {
		return
	}
	var b strings.Builder
	for _, s := range r.place {
		if s.name == "" {
			b.WriteString("[" + strconv.Itoa(s.index) + "]")
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('.')
		}
		b.WriteString(s.name)
	}
	if field != "" && b.Len() > 0 {
		b.WriteByte('.')
	}
	r.err = fmt.Errorf("%s%s: %w", b.String(), field, fmt.Errorf(format, args...))
}

func (r *reader) enter(field string) { r.place = append(r.place, step{name: field}) }
func (r *reader) leave()             { r.place = r.place[:len(r.place)-1] }

// each reads every element of a repeated field. None is nil.
func each[P, S any](r *reader, field string, in []P, read func(*reader, P) S) []S {
	if len(in) == 0 {
		return nil
	}
	out := make([]S, len(in))
	r.place = append(r.place, step{name: field}, step{})
	for i, p := range in {
		r.place[len(r.place)-1].index = i
		out[i] = read(r, p)
	}
	r.place = r.place[:len(r.place)-2]
	return out
}

// within reads the message of one field.
func within[P, S any](r *reader, field string, in P, read func(*reader, P) S) S {
	r.enter(field)
	defer r.leave()
	return read(r, in)
}

// list writes every element of a repeated field.
func list[S, P any](in []S, write func(S) P) []P {
	if len(in) == 0 {
		return nil
	}
	out := make([]P, len(in))
	for i, s := range in {
		out[i] = write(s)
	}
	return out
}

// text makes s fit to be sent: what is no UTF-8 in it is replaced.
func text(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	return strings.ToValidUTF8(s, "�")
}
