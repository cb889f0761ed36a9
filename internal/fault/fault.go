// Package fault is the one error type that crosses a boundary of the platform.
//
// A request that cannot be served as asked ends in an *Error, or in a List of them; every other error is a bug or an
// outage and is shown to nobody but the operator. A demand of the regulation that a dossier does not meet is a
// finding, never a fault.
package fault

import (
	"errors"
	"strings"
	"time"
)

// Code says what the caller should do. The set is closed.
type Code string

// The codes, with the action that each asks of the caller.
const (
	CodeInvalid         Code = "INVALID"         // change the input
	CodeUnauthenticated Code = "UNAUTHENTICATED" // log in
	CodeForbidden       Code = "FORBIDDEN"       // ask a person who has the right
	CodeNotFound        Code = "NOT_FOUND"       // stop looking; also for things that are not yours
	CodeConflict        Code = "CONFLICT"        // reload, then decide again
	CodeRateLimited     Code = "RATE_LIMITED"    // wait RetryAfter
	CodeUnavailable     Code = "UNAVAILABLE"     // try again later
	CodeInternal        Code = "INTERNAL"        // quote the request id
)

// The reasons that any field may give; the others are documented where they are raised.
const (
	ReasonMalformed    = "MALFORMED"
	ReasonRequired     = "REQUIRED"
	ReasonTooLong      = "TOO_LONG"
	ReasonStaleVersion = "STALE_VERSION"
	ReasonWrongState   = "WRONG_STATE"
	ReasonHeld         = "HELD" // the regulation lets it wait for a day
	ReasonDuplicate    = "DUPLICATE"
	ReasonNotFound     = "NOT_FOUND"
)

// Text is one sentence in both languages of the platform.
type Text struct{ NL, EN string }

// In returns the sentence in the language, "nl" or "en"; Dutch for any other.
func (t Text) In(language string) string {
	if language == "en" && t.EN != "" {
		return t.EN
	}
	return t.NL
}

// Error is one thing that keeps a request from being served.
type Error struct {
	Code   Code
	Reason string // exact cause, SCREAMING_SNAKE_CASE
	Text   Text   // for the person who reads it; never the cause

	Path     []string // into the variables: input, participants, 3, start
	Expected string   // a value that would be accepted, as an example or a bound

	Current        any // the thing as it is now, for a conflict; an ent node or nil
	CurrentVersion int // its version; 0 when unknown

	Hindrances any // what stands in the way, in the type of the desk that refuses; nil where it is said by the text

	RetryAfter time.Duration // for RATE_LIMITED and UNAVAILABLE
	Cause      error         // for the log only
}

// Error names code, reason, place and cause, for the log.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(string(e.Code))
	if e.Reason != "" {
		b.WriteString(" " + e.Reason)
	}
	if len(e.Path) > 0 {
		b.WriteString(" at " + strings.Join(e.Path, "."))
	}
	if e.Cause != nil {
		b.WriteString(": " + e.Cause.Error())
	}
	return b.String()
}

// Unwrap returns the cause, which only the log shows.
func (e *Error) Unwrap() error { return e.Cause }

// IsMendable reports whether the caller can correct e in the same request, so that a mutation returns it among its
// userErrors.
func (e *Error) IsMendable() bool { return e.Code == CodeInvalid || e.Code == CodeConflict }

// List holds the several mendable errors of one request; it is never empty.
type List []*Error

// Error joins the errors, for the log.
func (l List) Error() string {
	parts := make([]string, len(l))
	for i, e := range l {
		parts[i] = e.Error()
	}
	return strings.Join(parts, "; ")
}

// Unwrap returns the errors, so that errors.As finds the first.
func (l List) Unwrap() []error {
	errs := make([]error, len(l))
	for i, e := range l {
		errs[i] = e
	}
	return errs
}

// All returns the faults in err: those of a List, or the one, or none.
func All(err error) []*Error {
	var list List
	if errors.As(err, &list) {
		return list
	}
	var one *Error
	if errors.As(err, &one) {
		return []*Error{one}
	}
	return nil
}

// CodeOf returns the code of err: INTERNAL unless err wraps a fault.
func CodeOf(err error) Code {
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return CodeInternal
}

// Is reports whether err wraps a fault with this code.
func Is(err error, code Code) bool { return err != nil && CodeOf(err) == code }

// HasReason reports whether one of the faults in err gives this reason.
func HasReason(err error, reason string) bool {
	for _, e := range All(err) {
		if e.Reason == reason {
			return true
		}
	}
	return false
}
