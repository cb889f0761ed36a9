// Package sozw is the subsidy Strategisch Opleiden in Zorg & Welzijn 2026 (SO-Z&W):
// vocational training under activity 1 (1A mbo, 1B hbo), paid by the day, and
// strategic further training on six themes under activity 2, paid by contact hour.
//
// It judges plans, registrations and project files. What is decided elsewhere it
// leaves there: the budget over all plans, the grant above the guaranteed part, and
// what is payable under a grant belong to the platform; whether a training fits a
// theme is judged by people.
package sozw

import "github.com/penvoerder/penvoerder/schemes"

//go:generate go test . -run "TestScheme/(README|released)" -update

// Scheme is the subsidy SO-Z&W 2026.
var Scheme = schemes.Define(manifest(), schemes.Rules{
	Plan:                   judgePlan,
	PlanAmount:             guaranteedPart,
	Registration:           judgeRegistration,
	Participation:          judgeParticipation,
	Amount:                 subsidy,
	ParticipationDocuments: participationDocuments,
	ProjectDocuments:       projectDocuments,
})

const slug = "sozw-2026"

// The codes of the activities.
const (
	activity1A = "1A"
	activity1B = "1B"
	activity2  = "2"
)

// The works that are cited.
const (
	programme = "pve"
	webinar   = "webinar"
)

// at cites a place of the programme of requirements.
func at(place, nl, en string) schemes.Citation {
	return schemes.Citation{Work: programme, Place: place, Demand: schemes.Text{NL: nl, EN: en}}
}

// also is at for what the rulebook knows under another id.
func also(rule schemes.Code, place, nl, en string) schemes.Citation {
	c := at(place, nl, en)
	c.Rule = rule
	return c
}

// sheet cites the SectorplanPlus webinar: advice here, no demand.
func sheet(rule schemes.Code, place, nl, en string) schemes.Citation {
	return schemes.Citation{Work: webinar, Place: place, Demand: schemes.Text{NL: nl, EN: en}, Rule: rule}
}

func text(nl, en string) schemes.Text { return schemes.Text{NL: nl, EN: en} }
