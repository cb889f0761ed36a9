// Package wow2027 is the regulation WOW 2027 (Werken, Opleiden en Waarderen): a fixed
// amount for every employee who is trained at work in 2027. It is made up.
//
// It judges plans and registrations. What is granted, and what is payable under a grant,
// belongs to the platform.
package wow2027

import "github.com/penvoerder/penvoerder/schemes"

//go:generate go test . -run "TestScheme/(README|released)" -update

// Scheme is the regulation.
var Scheme = schemes.Define(manifest(), schemes.Rules{
	Plan:                   judgePlan,
	Registration:           judgeRegistration,
	Participation:          judgeParticipation,
	Amount:                 subsidy,
	ParticipationDocuments: participationDocuments,
})

// activity is the only activity: training at work.
const activity = "W"

// at cites a place of the regulation, and says in our own words what it demands.
func at(place, nl, en string) schemes.Citation {
	return schemes.Citation{Work: "regeling", Place: place, Demand: text(nl, en)}
}

// text is what people read, in both languages.
func text(nl, en string) schemes.Text { return schemes.Text{NL: nl, EN: en} }
