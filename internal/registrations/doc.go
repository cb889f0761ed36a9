// Package registrations is the desk of registrations (registraties, R-nummers): begin, amend, add participants, attach
// documents, submit, judge, decide and repair.
//
// It holds no demand of a regulation. What the scheme says of a registration is asked once for all of it, after every
// act and outside the transaction, and is kept with the act as its receipt; the desk keeps the order of the process
// and the verdicts of people on the cells of the matrix. Nothing is judged when something is read.
package registrations
