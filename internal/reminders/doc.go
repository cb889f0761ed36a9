// Package reminders tells people of terms that end and of windows that open and close, before it is too late. What is due is
// asked of the rows and of the manifests in regulation time, again and again, and no term is kept in a schedule; the terms
// are those of the calendar.
package reminders
