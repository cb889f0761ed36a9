// Package scalar writes the values behind the platform's own types in the texts of the API's scalars.
//
// It only writes. Input is decoded into package entry, which keeps the text for the desk that reads it; the Unmarshal
// functions stand here because the generated code names them, and refuse everything.
package scalar

import (
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"github.com/penvoerder/penvoerder/internal/typed"
	"github.com/penvoerder/penvoerder/schemes"
)

var errOutput = errors.New("this type is only written")

// MarshalCents writes cents as Money.
func MarshalCents(cents int64) graphql.Marshaler { return typed.MoneyOf(cents) }

// UnmarshalCents always fails: input is read by package entry.
func UnmarshalCents(any) (int64, error) { return 0, errOutput }

// MarshalAmount writes a scheme's amount as Money.
func MarshalAmount(a schemes.Amount) graphql.Marshaler { return typed.MoneyOf(int64(a)) }

// UnmarshalAmount always fails: input is read by package entry.
func UnmarshalAmount(any) (schemes.Amount, error) { return 0, errOutput }

// MarshalHundredths writes hundredths of an hour as Hours.
func MarshalHundredths(n int) graphql.Marshaler { return typed.HoursOf(n) }

// UnmarshalHundredths always fails: input is read by package entry.
func UnmarshalHundredths(any) (int, error) { return 0, errOutput }

// MarshalDay writes midnight UTC as Date.
func MarshalDay(t time.Time) graphql.Marshaler { return typed.DateOf(t.UTC()) }

// UnmarshalDay always fails: input is read by package entry.
func UnmarshalDay(any) (time.Time, error) { return time.Time{}, errOutput }

// MarshalDate writes a scheme's date as Date.
func MarshalDate(d schemes.Date) graphql.Marshaler { return quoted(d.String()) }

// UnmarshalDate always fails: input is read by package entry.
func UnmarshalDate(any) (schemes.Date, error) { return schemes.Date{}, errOutput }

// MarshalMoment writes an instant as DateTime.
func MarshalMoment(t time.Time) graphql.Marshaler { return typed.DateTimeOf(t) }

// UnmarshalMoment always fails: input is read by package entry.
func UnmarshalMoment(any) (time.Time, error) { return time.Time{}, errOutput }

// MarshalInstant writes a scheme's instant as DateTime.
func MarshalInstant(i schemes.Instant) graphql.Marshaler { return typed.DateTimeOf(i.Time()) }

// UnmarshalInstant always fails: input is read by package entry.
func UnmarshalInstant(any) (schemes.Instant, error) { return schemes.Instant{}, errOutput }

// MarshalSeverity writes the name of a severity.
func MarshalSeverity(s schemes.Severity) graphql.Marshaler { return quoted(s.String()) }

// UnmarshalSeverity reads the name of a severity.
func UnmarshalSeverity(v any) (s schemes.Severity, err error) {
	text, _ := v.(string)
	return s, s.UnmarshalText([]byte(text))
}

// MarshalDocument writes a JSON document as it is.
func MarshalDocument(d json.RawMessage) graphql.Marshaler {
	return graphql.WriterFunc(func(w io.Writer) { _, _ = w.Write(d) }) // the writer is a buffer of the response
}

// UnmarshalDocument always fails: no input is a JSON document.
func UnmarshalDocument(any) (json.RawMessage, error) { return nil, errOutput }

func quoted(text string) graphql.Marshaler {
	return graphql.WriterFunc(func(w io.Writer) { _, _ = io.WriteString(w, strconv.Quote(text)) })
}
