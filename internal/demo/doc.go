// Package demo fills an empty database with made-up data: a login for every role
// and, when asked, organisations, plans and registrations in every state. It goes
// through the desks like everybody else, with the regulation clock moved along, so
// that demo data has judgements, audit lines and events like real data. It refuses
// a database that holds anything.
package demo
