package main

import (
	"fmt"

	"github.com/penvoerder/penvoerder/schemes"
)

// questions makes up registrations as employers state them: half of them a course of activity 2, half a training from
// the list of activity 1A, three participations each, with the documents that they owe.
func questions(m *schemes.Manifest, n int) []schemes.Question {
	f := newMadeUp(2)
	out := make([]schemes.Question, n)
	for i := range out {
		reg := f.courseRegistration(m)
		if i%2 == 1 {
			reg = f.listedRegistration(m)
		}
		out[i] = schemes.Question{
			AsOf:         schemes.Moment("2026-06-01T12:00:00+02:00"),
			Organisation: schemes.Organisation{FundingLaws: schemes.Known([]string{"WLZ"}), GroupMember: schemes.Known(false)},
			Registration: reg,
		}
	}
	return out
}

func (m *madeUp) courseRegistration(of *schemes.Manifest) *schemes.Registration {
	theme := one(m, of.Themes...)
	reg := m.registration(of, "2", schemes.Training{
		Title:     schemes.Known(m.course()),
		Theme:     schemes.Known(theme.Code),
		Goal:      schemes.Known(one(m, theme.Goals...).Code),
		Hours:     schemes.Known(schemes.Decimal(fmt.Sprintf("%d.50", 8+m.random.IntN(60)))),
		GroupSize: schemes.Known(int64(4 + m.random.IntN(12))),
		Teacher:   schemes.Known(one(m, "INTERNAL", "EXTERNAL", "AFFILIATED")),
		Form:      schemes.Known(one(m, "CLASSROOM", "LIVE_ONLINE")),
	})
	return reg
}

func (m *madeUp) listedRegistration(of *schemes.Manifest) *schemes.Registration {
	var listed []schemes.ListedTraining
	for _, t := range of.Trainings {
		if t.Activity == "1A" && !t.Module && t.Code != "" && len(t.Routes) > 0 {
			listed = append(listed, t)
		}
	}
	t := one(m, listed...)
	return m.registration(of, "1A", schemes.Training{
		List: schemes.Known(t.List), Code: schemes.Known(t.Code), Title: schemes.Known(t.Title), Route: schemes.Known(t.Routes[0]),
	})
}

// registration has three participations, one of which began later than the others.
func (m *madeUp) registration(of *schemes.Manifest, activity string, t schemes.Training) *schemes.Registration {
	start := schemes.On(2026, 1, 5).AddDays(m.random.IntN(100))
	end := start.AddDays(40 + m.random.IntN(150))
	reg := &schemes.Registration{Activity: activity, Training: t, Start: schemes.Known(start), End: schemes.Known(end)}
	for i := range participationsEach {
		p := schemes.Participation{
			Key:                  m.id("par"),
			ContractHours:        schemes.Known(schemes.Decimal(one(m, "16.00", "24.00", "28.50", "36.00"))),
			Employment:           schemes.Known("EMPLOYED"),
			EmployedSince:        schemes.Known(schemes.On(2020, 3, 1)),
			EmployeeContribution: schemes.Known(schemes.Amount(0)),
			RepaymentArrangement: schemes.Known(false),
			OtherSubsidies:       schemes.Known([]string{}),
		}
		if i == 2 {
			p.Start = schemes.Known(start.AddDays(1))
		}
		reg.Participations = append(reg.Participations, p)
		for _, kind := range kinds(of, activity) {
			reg.Documents = append(reg.Documents, m.document(kind, p.Key, start))
		}
	}
	return reg
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
