package dossier

import (
	"strconv"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/dossier/fields"
	"github.com/penvoerder/penvoerder/internal/entry"
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
func Training(t fields.Training) schemes.Training {
	switch {
	case t.Listed != nil:
		return schemes.Training{
			List: textFact(t.Listed.List), Code: textFact(t.Listed.Code), Title: textFact(t.Listed.Title),
			Route: schemes.Maybe(t.Listed.Route), Modules: listFact(t.Listed.Modules),
		}
	case t.Course != nil:
		return schemes.Training{
			Title: textFact(t.Course.Title), Content: schemes.Maybe(t.Course.Content), Theme: schemes.Maybe(t.Course.Theme),
			Goal: schemes.Maybe(t.Course.Goal), Hours: hoursFact(t.Course.Hours), GroupSize: countFact(t.Course.GroupSize),
			Teacher: schemes.Maybe(t.Course.Teacher), Provider: schemes.Maybe(t.Course.Provider), Form: schemes.Maybe(t.Course.Form),
		}
	}
	return schemes.Training{}
}

// Participation returns the facts of one participation under a key. The employee may be nil.
func Participation(key string, s fields.Participation, e *ent.Employee, others []schemes.Other) schemes.Participation {
	p := schemes.Participation{
		Key: key, Start: dayFact(s.Start), End: dayFact(s.End),
		StoppedEarly: schemes.Maybe(s.StoppedEarly), ContractHours: hoursFact(s.ContractHours),
		Employment: schemes.Maybe(s.Employment), TargetGroup: schemes.Maybe(s.TargetGroup),
		EmployeeContribution: centsFact(s.EmployeeContributionCents), RepaymentArrangement: schemes.Maybe(s.HasRepaymentArrangement),
		OtherSubsidies: listFact(s.OtherSubsidies), Others: others, Facts: ExtraFacts(s.Facts),
	}
	for _, part := range s.Periods {
		p.Periods = append(p.Periods, schemes.PeriodFact{From: dayFact(&part.From), To: dayFact(&part.To)})
	}
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
	d := schemes.Document{
		Key: key, Kind: kind, Serves: serves,
		IssuedOn: dayFact(s.IssuedOn), Year: countFact(s.Year), TrainingCode: schemes.Maybe(s.TrainingCode), Route: schemes.Maybe(s.Route),
		Issuer: schemes.Maybe(s.Issuer), Letterhead: schemes.Maybe(s.HasLetterhead), Legible: schemes.Maybe(s.IsLegible),
		Contents: listFact(s.Contents), SizeClass: schemes.Maybe(s.SizeClass),
	}
	if s.Month != nil {
		if month, err := schemes.ParseYearMonth(string(*s.Month)); err == nil {
			d.Month = schemes.Known(month)
		}
	}
	if s.Period != nil {
		d.From, d.To = dayFact(&s.Period.From), dayFact(&s.Period.To)
	}
	for _, signed := range s.Signatures {
		signature := schemes.Signature{Signer: signed.Signer, SignedOn: dayFact(signed.SignedOn), Traceable: schemes.Maybe(signed.IsTraceable)}
		if signed.ParticipationID != nil {
			signature.Participation = *signed.ParticipationID
		}
		d.Signatures = append(d.Signatures, signature)
	}
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
func dayFact(d *entry.Date) schemes.Fact[schemes.Date] {
	if d == nil {
		return schemes.Fact[schemes.Date]{}
	}
	day, err := schemes.ParseDate(string(*d))
	if err != nil {
		return schemes.Fact[schemes.Date]{}
	}
	return schemes.Known(day)
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

func centsFact(n *int64) schemes.Fact[schemes.Amount] {
	if n == nil {
		return schemes.Fact[schemes.Amount]{}
	}
	return schemes.Known(schemes.Amount(*n))
}

// hoursFact is a number of hours kept in hundredths.
func hoursFact(n *int) schemes.Fact[schemes.Number] {
	if n == nil {
		return schemes.Fact[schemes.Number]{}
	}
	hours, err := schemes.ParseNumber(strconv.Itoa(*n) + "/100")
	if err != nil {
		return schemes.Fact[schemes.Number]{}
	}
	return schemes.Known(hours)
}
