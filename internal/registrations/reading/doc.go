// Package reading holds a registration as it was read and as an act makes it: it loads registrations with what lies around
// them, asks the scheme about them, takes answers over and writes them in one transaction, provided that nothing they
// rest on changed since they were read.
//
// Who may do what, and in which order, is for the desks that use it.
package reading
