package main

import (
	"fmt"
	"slices"

	"github.com/penvoerder/penvoerder/schemes"
	"github.com/penvoerder/penvoerder/schemes/sectorplanplus"
	"github.com/penvoerder/penvoerder/schemes/sozw"
)

// A regulation makes up registrations of one scheme, as employers state them.
type regulation struct {
	scheme schemes.Scheme
	asOf   schemes.Instant
	first  schemes.Date // trainings start in the quarter after it
	group  string       // target group of people who were employed long before
	kinds  []kindOfRegistration
}

// kindOfRegistration is what is registered under an activity, and how much of all that is.
type kindOfRegistration struct {
	activity string
	share    int
	route    string // of a training from a list; a described course without
}

// regulations are the schemes that are measured.
var regulations = []regulation{
	{
		scheme: sozw.Scheme, asOf: schemes.Moment("2026-06-01T12:00:00+02:00"), first: schemes.On(2026, 1, 5),
		kinds: []kindOfRegistration{{"2", 9, ""}, {"1A", 8, "BBL"}, {"1B", 3, "DUAAL"}},
	},
	{
		scheme: sectorplanplus.V4, asOf: schemes.Moment("2025-06-01T12:00:00+02:00"), first: schemes.On(2024, 9, 2), group: "OPSCHOLING",
		kinds: []kindOfRegistration{{"C", 5, ""}, {"A", 11, "BBL"}, {"B", 4, "DUAAL"}},
	},
}

func (g regulation) name() string { return g.scheme.Manifest().Slug }

// crowd is how many people a registration has: mostly few, at times a class.
var crowd = []int{1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 4, 4, 5, 6, 8, 10, 12}

// questions makes up n registrations: courses and trainings from the list, 1 to 12 participations each, most of the
// documents that they owe handed in, one in ten with something wrong.
func (g regulation) questions(m *madeUp, n int) []schemes.Question {
	var kinds []kindOfRegistration
	for _, k := range g.kinds {
		kinds = append(kinds, slices.Repeat([]kindOfRegistration{k}, k.share)...)
	}
	out := make([]schemes.Question, n)
	for i := range out {
		reg := g.registration(m, one(m, kinds...), one(m, crowd...))
		if m.random.IntN(10) == 0 {
			m.spoil(reg)
		}
		out[i] = g.question(reg)
	}
	return out
}

func (g regulation) question(reg *schemes.Registration) schemes.Question {
	return schemes.Question{
		AsOf: g.asOf,
		Organisation: schemes.Organisation{
			FundingLaws: schemes.Known([]string{"WLZ"}), GroupMember: schemes.Known(false),
			SizeClass: schemes.Known("SMALL"), SizeEvidence: schemes.Known("DIRECTIEVERKLARING"),
		},
		Registration: reg,
	}
}

func (g regulation) registration(m *madeUp, k kindOfRegistration, people int) *schemes.Registration {
	of := g.scheme.Manifest()
	start := g.first.AddDays(m.random.IntN(100))
	reg := &schemes.Registration{Activity: k.activity, Start: schemes.Known(start), End: schemes.Known(start.AddDays(40 + m.random.IntN(150)))}
	if k.route == "" {
		reg.Training = m.courseTraining(of, people)
	} else {
		reg.Training = m.listedTraining(of, k)
	}
	for i := range people {
		p := m.participation()
		if g.group != "" {
			p.TargetGroup = schemes.Known(g.group)
		}
		if i%3 == 2 { // began later than the others
			p.Start = schemes.Known(start.AddDays(1))
		}
		reg.Participations = append(reg.Participations, p)
		for _, kind := range kinds(of, k.activity) {
			if m.random.IntN(8) > 0 {
				reg.Documents = append(reg.Documents, m.document(kind, p.Key, start))
			}
		}
	}
	return reg
}

func (m *madeUp) courseTraining(of *schemes.Manifest, people int) schemes.Training {
	t := schemes.Training{
		Title:     schemes.Known(m.course()),
		Hours:     schemes.Known(schemes.Decimal(fmt.Sprintf("%d.%02d", 8+m.random.IntN(60), 25*m.random.IntN(4)))),
		GroupSize: schemes.Known(int64(people + m.random.IntN(12))),
		Teacher:   schemes.Known(one(m, "INTERNAL", "EXTERNAL", "AFFILIATED")),
		Form:      schemes.Known(one(m, "CLASSROOM", "LIVE_ONLINE")),
	}
	if len(of.Themes) > 0 {
		theme := one(m, of.Themes...)
		t.Theme, t.Goal = schemes.Known(theme.Code), schemes.Known(one(m, theme.Goals...).Code)
	}
	return t
}

func (m *madeUp) listedTraining(of *schemes.Manifest, k kindOfRegistration) schemes.Training {
	var listed []schemes.ListedTraining
	for _, t := range of.Trainings {
		if t.Activity == k.activity && !t.Module && t.Code != "" && (len(t.Routes) == 0 || slices.Contains(t.Routes, k.route)) {
			listed = append(listed, t)
		}
	}
	t := one(m, listed...)
	return schemes.Training{List: schemes.Known(t.List), Code: schemes.Known(t.Code), Title: schemes.Known(t.Title), Route: schemes.Known(k.route)}
}

func (m *madeUp) participation() schemes.Participation {
	return schemes.Participation{
		Key:                  m.id("par"),
		ContractHours:        schemes.Known(schemes.Decimal(one(m, "16.00", "24.00", "28.50", "36.00"))),
		Employment:           schemes.Known("EMPLOYED"),
		EmployedSince:        schemes.Known(schemes.On(2020, 3, 1)),
		EmployeeContribution: schemes.Known(schemes.Amount(0)),
		RepaymentArrangement: schemes.Known(false),
		OtherSubsidies:       schemes.Known([]string{}),
	}
}

// spoil makes something wrong, or leaves something out.
func (m *madeUp) spoil(r *schemes.Registration) {
	p := &r.Participations[m.random.IntN(len(r.Participations))]
	switch m.random.IntN(6) {
	case 0:
		r.Training.Form = schemes.Known("E_LEARNING")
	case 1:
		r.Training.Teacher = schemes.Fact[string]{}
	case 2:
		p.Employment = schemes.Known(one(m, "INTERN", "AGENCY_WORKER", "SELF_EMPLOYED"))
	case 3:
		p.EmployeeContribution = schemes.Known(schemes.Amount(12500))
	case 4:
		p.OtherSubsidies = schemes.Known([]string{"OTHER"})
	case 5:
		r.Start = schemes.Known(r.Start.Value().AddMonths(-12))
	}
}

func (m *madeUp) document(kind, serves string, start schemes.Date) schemes.Document {
	return schemes.Document{
		Key: m.id("doc"), Kind: kind, Serves: []string{serves},
		Month: schemes.Known(start.YearMonth()), IssuedOn: schemes.Known(start.AddDays(20)),
		Letterhead: schemes.Known(true), Legible: schemes.Known(true),
		Signatures: []schemes.Signature{{Signer: "EMPLOYER", SignedOn: schemes.Known(start.AddDays(20))}},
	}
}

// kinds are the documents that a participation owes under the activity, each requirement met in its first way.
func kinds(m *schemes.Manifest, activity string) []string {
	var out []string
	for _, column := range m.Columns(activity, schemes.PerParticipation) {
		if r, ok := m.Requirement(column); ok && len(r.Alternatives) > 0 {
			out = append(out, r.Alternatives[0].Kinds...)
		}
	}
	return out
}
