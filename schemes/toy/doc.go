// Package toy is the Jonglereerlijkheidsregeling: a subsidy for learning to juggle,
// granted by the Ministerie van Speelgoed. It is made up, and everybody can see that.
//
// It uses every part of the SDK once, and so is the worked example of the
// documentation and the first proof of each change. Nobody can apply for it.
package toy

import "github.com/penvoerder/penvoerder/schemes"

//go:generate go test . -run "TestScheme/(README|released)" -update

// Scheme is the made-up subsidy.
var Scheme = schemes.Define(manifest(), schemes.Rules{
	Plan:                   judgePlan,
	PlanAmount:             certainPart,
	Registration:           judgeRegistration,
	Participation:          judgeParticipation,
	Amount:                 amount,
	Documents:              registrationDocuments,
	ParticipationDocuments: participationDocuments,
	ProjectDocuments:       projectDocuments,
})

const (
	listed = "J" // a juggling course from the list, paid by the day
	course = "K" // a course of one's own, paid by the hour, content judged first
)

func at(place, nl, en string) schemes.Citation {
	return schemes.Citation{Work: "speelgids", Place: place, Demand: schemes.Text{NL: nl, EN: en}}
}

func text(nl, en string) schemes.Text { return schemes.Text{NL: nl, EN: en} }
