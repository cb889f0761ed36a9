// Package starter is the regulation Startregeling.
//
// It judges registrations: who may take part, what a participation is worth and what
// must be handed in for it. Say here what the regulation is for, and what it leaves to
// others.
package starter

import "github.com/penvoerder/penvoerder/schemes"

//go:generate go test . -run "TestScheme/(README|released)" -update

// Scheme is the regulation: what it declares, and the functions that use it. A question
// without a function is one that the regulation has nothing to say about.
var Scheme = schemes.Define(manifest(), schemes.Rules{
	Registration:           judgeRegistration,
	Participation:          judgeParticipation,
	Amount:                 subsidy,
	ParticipationDocuments: participationDocuments,
})

// activity is the only activity. A second one is a row of the manifest and a case in
// the rules.
const activity = "A"

// at cites a place of the regulation, and says in our own words what it demands.
func at(place, nl, en string) schemes.Citation {
	return schemes.Citation{Work: "regeling", Place: place, Demand: text(nl, en)}
}

// text is what people read, in both languages.
func text(nl, en string) schemes.Text { return schemes.Text{NL: nl, EN: en} }
