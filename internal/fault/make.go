package fault

import (
	"strconv"
	"time"
)

// Invalid is a value at path that cannot be accepted as it stands. Expected
// shows an example or a bound; it is empty where words are needed.
func Invalid(path []string, reason string, text Text, expected string) *Error {
	return &Error{Code: CodeInvalid, Reason: reason, Text: text, Path: path, Expected: expected}
}

// TooLong is a text of more characters than can be kept.
func TooLong(path []string, longest int) *Error {
	n := strconv.Itoa(longest)
	return Invalid(path, ReasonTooLong, Text{NL: "Gebruik hoogstens " + n + " tekens.", EN: "Use at most " + n + " characters."}, "<= "+n)
}

// Required is a value at path that is lacking.
func Required(path []string) *Error {
	return Invalid(path, ReasonRequired, Text{NL: "Dit veld is verplicht.", EN: "This field is required."}, "")
}

// Stale is a version at path that was overtaken; current is the thing as it is now.
func Stale(path []string, current any, version int) *Error {
	return &Error{
		Code: CodeConflict, Reason: ReasonStaleVersion, Path: path, Current: current, CurrentVersion: version,
		Text: Text{
			NL: "Deze gegevens zijn intussen gewijzigd. Laad ze opnieuw en probeer het dan nog eens.",
			EN: "This has been changed in the meantime. Reload it and then try again.",
		},
	}
}

// Conflict is a thing in a state in which this cannot be done.
func Conflict(path []string, reason string, text Text) *Error {
	return &Error{Code: CodeConflict, Reason: reason, Text: text, Path: path}
}

// NotFound is a thing that is not there, or not for the caller.
func NotFound(reason string) *Error {
	return &Error{Code: CodeNotFound, Reason: reason, Text: Text{NL: "Dit bestaat niet, of u hebt er geen toegang toe.", EN: "This does not exist, or you have no access to it."}}
}

// Unauthenticated is a request that needs a signed-in caller.
func Unauthenticated(reason string, text Text) *Error {
	return &Error{Code: CodeUnauthenticated, Reason: reason, Text: text}
}

// Forbidden is an act that the caller may not do.
func Forbidden(reason string, text Text) *Error {
	return &Error{Code: CodeForbidden, Reason: reason, Text: text}
}

// RateLimited is a caller that has to wait.
func RateLimited(reason string, after time.Duration) *Error {
	return &Error{
		Code: CodeRateLimited, Reason: reason, RetryAfter: after,
		Text: Text{NL: "Er kwamen te veel verzoeken. Probeer het later opnieuw.", EN: "There were too many requests. Try again later."},
	}
}

// Unavailable is a part of the platform that does not answer now.
func Unavailable(reason string, cause error) *Error {
	return &Error{
		Code: CodeUnavailable, Reason: reason, Cause: cause,
		Text: Text{NL: "Dit is nu niet beschikbaar. Probeer het later opnieuw.", EN: "This is not available at the moment. Try again later."},
	}
}

// Internal is a failure that has a name, such as SCHEME_FAILED; nothing of the cause is shown.
func Internal(reason string, cause error) *Error {
	return &Error{
		Code: CodeInternal, Reason: reason, Cause: cause,
		Text: Text{NL: "Er ging iets mis aan onze kant. Noem bij vragen het nummer van dit verzoek.", EN: "Something went wrong on our side. If you ask about it, quote the request id."},
	}
}

// Collector gathers the faults of one request, so that a form shows all of them at once. The zero value is ready; it
// is not safe for concurrent use.
type Collector struct{ list List }

// Add gathers e; nil is passed over.
func (c *Collector) Add(e *Error) {
	if e != nil {
		c.list = append(c.list, e)
	}
}

// Err returns a List, or nil when nothing was gathered.
func (c *Collector) Err() error {
	if len(c.list) == 0 {
		return nil
	}
	return c.list
}

// Len returns the number of faults gathered so far.
func (c *Collector) Len() int { return len(c.list) }
