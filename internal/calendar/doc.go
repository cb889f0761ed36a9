// Package calendar gathers what is to come, and what is overdue, for somebody who acts in a role: windows that open and close,
// terms, repairs, holds that end, judgements that are expected, and what waits to be confirmed. The API, the feeds for
// calendar programs and the reminders read it.
//
// It stores none of this: all follows from manifests, from rows within sight, and from regulation time. It names no
// participant.
package calendar
