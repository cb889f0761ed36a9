// Package sectorplanplus is the subsidy SectorplanPlus 2022-2025, in its variants 1 to
// 4: vocational training under A (mbo) and B (hbo), paid by the day, and training and
// development under C, paid by the hour as a share that depends on the size of the
// organisation.
//
// The four schemes are one set of rules; all in which they differ is a row of the
// table in variants.go. They judge plans, registrations, project files and, where the
// row has it, retention reports. What is decided elsewhere they leave there: grants and
// what is payable under them belong to the platform; whether a training under C is
// relevant is judged by the AMR committee.
//
// Two short documents are at hand, no programme of requirements. What they do not
// state is an assumption, marked as such in the manifest, in each trace that used it
// and in the page of the scheme, and can be replaced by an operator.
package sectorplanplus

import "github.com/penvoerder/penvoerder/schemes"

//go:generate go test . -run "TestV./(README|released)" -update

// The four variants, each a scheme of its own.
var (
	V1 = define(variants[0])
	V2 = define(variants[1])
	V3 = define(variants[2])
	V4 = define(variants[3])
)

// Schemes returns the variants, in order.
func Schemes() []schemes.Scheme { return []schemes.Scheme{V1, V2, V3, V4} }

// define builds the scheme of one row of the table.
func define(row variant) schemes.Scheme {
	v := regulate(row)
	rules := schemes.Rules{
		Plan:                   v.judgePlan,
		Registration:           v.judgeRegistration,
		Participation:          v.judgeParticipation,
		Amount:                 v.subsidy,
		Documents:              registrationDocuments,
		ParticipationDocuments: v.participationDocuments,
		ProjectDocuments:       v.projectDocuments,
	}
	if v.retention != nil {
		rules.RetentionReport = judgeRetention
	}
	return schemes.Define(v.manifest(), rules)
}

const family = "sectorplanplus"

// The codes of the activities.
const (
	activityA = "A"
	activityB = "B"
	activityC = "C"
)

var byDay = []string{activityA, activityB}

// The works that are cited.
const (
	webinar   = "webinar"
	behoud    = "behoud"
	programme = "pve-sozw"
	public    = "public"
)

// sheet cites a sheet of the webinar.
func sheet(place, nl, en string) schemes.Citation { return cite(webinar, place, nl, en) }

// page cites a public page: the source of an assumption.
func page(place, nl, en string) schemes.Citation { return cite(public, place, nl, en) }

func cite(work, place, nl, en string) schemes.Citation {
	return schemes.Citation{Work: work, Place: place, Demand: text(nl, en)}
}

// also is c for what the rulebook knows under another id.
func also(rule schemes.Code, c schemes.Citation) schemes.Citation {
	c.Rule = rule
	return c
}

func text(nl, en string) schemes.Text { return schemes.Text{NL: nl, EN: en} }
