package question

import (
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/question/fields"
	"github.com/penvoerder/penvoerder/internal/typed"
	"github.com/penvoerder/penvoerder/schemes"
)

// Registration returns the question about a registration as it stands in r, its participations and its documents,
// which need not be stored yet. Participations come with their employee, documents with the participations they
// serve; plan are the facts of its plan that only the scheme asks, others the other registrations of a person, by
// employee.
func Registration(
	asOf time.Time, o schemes.Organisation, plan fields.Facts,
	r *ent.Registration, ps []*ent.Participation, ds []*ent.Document, others map[string][]schemes.Other,
) schemes.Question {
	out := &schemes.Registration{
		SubmittedAt: MomentFact(r.FirstSubmittedAt), Activity: r.Activity, Training: Training(r.Training),
		Start: DateFact(r.Start), End: DateFact(r.End), Plan: ExtraFacts(plan), Facts: ExtraFacts(r.Facts),
	}
	if r.FirstSubmittedAt != nil {
		out.Number = r.Number // not before: the first judgement of a draft is made before it has one
	}
	for _, p := range ps {
		out.Participations = append(out.Participations, Participation(p.ID, p.Statement, p.Edges.Employee, others[p.EmployeeID]))
	}
	for _, d := range ds {
		out.Documents = append(out.Documents, document(d))
	}
	return schemes.Question{AsOf: schemes.At(asOf), Organisation: o, Registration: out}
}

// Training returns the stored statements about a training as facts.
func Training(t fields.Training) (facts schemes.Training) {
	switch {
	case t.Listed != nil:
		state(&facts, toldListed, t.Listed)
	case t.Course != nil:
		state(&facts, toldCourse, t.Course)
	}
	return facts
}

// Participation returns the facts of one participation under a key. The employee may be nil.
func Participation(key string, s fields.Participation, e *ent.Employee, others []schemes.Other) schemes.Participation {
	p := schemes.Participation{Key: key, Others: others}
	state(&p, toldParticipation, &s)
	if e != nil {
		p.EmployedSince, p.EmployedUntil = DateFact(e.EmployedSince), DateFact(e.EmployedUntil)
	}
	return p
}

// document returns the facts of a document with the participations it serves.
func document(d *ent.Document) schemes.Document {
	serves := make([]string, 0, len(d.Edges.Participations))
	for _, p := range d.Edges.Participations {
		serves = append(serves, p.ID)
	}
	return Document(d.ID, d.Kind, serves, d.Statement)
}

// Document returns the facts of a document under a key; serves are the keys of participations.
func Document(key, kind string, serves []string, s fields.Document) schemes.Document {
	d := schemes.Document{Key: key, Kind: kind, Serves: serves}
	state(&d, toldDocument, &s)
	return d
}

// DateFact is a date as kept in a column.
func DateFact(t *time.Time) schemes.Fact[schemes.Date] {
	if t == nil {
		return schemes.Fact[schemes.Date]{}
	}
	return schemes.Known(schemes.DateOf(*t))
}

// MomentFact is an instant as kept in a column.
func MomentFact(t *time.Time) schemes.Fact[schemes.Instant] {
	if t == nil {
		return schemes.Fact[schemes.Instant]{}
	}
	return schemes.Known(schemes.At(*t))
}

// dayFact is a date as kept in a statement, where only text that was checked is kept.
func dayFact(d *typed.Date) schemes.Fact[schemes.Date] {
	if d == nil {
		return schemes.Fact[schemes.Date]{}
	}
	day, err := schemes.ParseDate(string(*d))
	if err != nil {
		return schemes.Fact[schemes.Date]{}
	}
	return schemes.Known(day)
}

// monthFact is a month as kept in a statement.
func monthFact(m *typed.YearMonth) schemes.Fact[schemes.YearMonth] {
	if m == nil {
		return schemes.Fact[schemes.YearMonth]{}
	}
	month, err := schemes.ParseYearMonth(string(*m))
	if err != nil {
		return schemes.Fact[schemes.YearMonth]{}
	}
	return schemes.Known(month)
}

// textFact leaves empty text open.
func textFact(s string) schemes.Fact[string] {
	if s == "" {
		return schemes.Fact[string]{}
	}
	return schemes.Known(s)
}

// listFact distinguishes an empty list, which is a statement, from no statement.
func listFact(list []string) schemes.Fact[[]string] {
	if list == nil {
		return schemes.Fact[[]string]{}
	}
	return schemes.Known(list)
}

func countFact(n *int) schemes.Fact[int64] {
	if n == nil {
		return schemes.Fact[int64]{}
	}
	return schemes.Known(int64(*n))
}

// centsFact and hoursFact are what was read before it was kept.
func centsFact(m *typed.Money) schemes.Fact[schemes.Amount] {
	var bad fault.Collector
	cents := typed.Optional(m, &bad)
	if cents == nil {
		return schemes.Fact[schemes.Amount]{}
	}
	return schemes.Known(schemes.Amount(*cents))
}

func hoursFact(h *typed.Hours) schemes.Fact[schemes.Number] {
	if h == nil {
		return schemes.Fact[schemes.Number]{}
	}
	hours, err := schemes.ParseNumber(string(*h))
	if err != nil {
		return schemes.Fact[schemes.Number]{}
	}
	return schemes.Known(hours)
}
