package dossier

import (
	"strconv"

	"github.com/penvoerder/penvoerder/internal/dossier/fields"
	"github.com/penvoerder/penvoerder/internal/entry"
	"github.com/penvoerder/penvoerder/internal/fault"
)

// AmendParticipation returns s with the fields that the input sets or clears; absent fields stay. Malformed values
// are gathered at path and leave s as it was there.
func AmendParticipation(s fields.Participation, in ParticipationInput, bad *fault.Collector, path ...string) fields.Participation {
	amendDate(&s.Start, in.Start, bad, At(path, "start"))
	amendDate(&s.End, in.End, bad, At(path, "end"))
	if periods, given := in.Periods.ValueOK(); given {
		s.Periods = nil
		for i, p := range periods {
			s.Periods = append(s.Periods, period(p, bad, At(path, "periods", strconv.Itoa(i))))
		}
	}
	amend(&s.StoppedEarly, in.StoppedEarly)
	amend(&s.Employment, in.Employment)
	amend(&s.TargetGroup, in.TargetGroup)
	amend(&s.HasRepaymentArrangement, in.HasRepaymentArrangement)
	if hours, given := in.ContractHours.ValueOK(); given {
		s.ContractHours = entry.Optional(hours, bad, At(path, "contractHours")...)
	}
	if money, given := in.EmployeeContribution.ValueOK(); given {
		s.EmployeeContributionCents = entry.Optional(money, bad, At(path, "employeeContribution")...)
	}
	if others, given := in.OtherSubsidies.ValueOK(); given {
		s.OtherSubsidies = others
	}
	if len(in.Facts) > 0 {
		s.Facts = AmendFacts(s.Facts, in.Facts, bad, At(path, "facts")...)
	}
	return s
}

// AmendDocument returns s with the fields that the input sets or clears, like [AmendParticipation].
func AmendDocument(s fields.Document, in DocumentInput, bad *fault.Collector, path ...string) fields.Document {
	if month, given := in.Month.ValueOK(); given {
		entry.Optional(month, bad, At(path, "month")...)
		s.Month = month
	}
	amendDate(&s.IssuedOn, in.IssuedOn, bad, At(path, "issuedOn"))
	amend(&s.Year, in.Year)
	if p, given := in.Period.ValueOK(); given {
		s.Period = nil
		if p != nil {
			s.Period = new(period(*p, bad, At(path, "period")))
		}
	}
	amend(&s.TrainingCode, in.TrainingCode)
	amend(&s.Route, in.Route)
	amend(&s.Issuer, in.Issuer)
	amend(&s.HasLetterhead, in.HasLetterhead)
	amend(&s.IsLegible, in.IsLegible)
	amend(&s.SizeClass, in.SizeClass)
	if contents, given := in.Contents.ValueOK(); given {
		s.Contents = contents
	}
	if signatures, given := in.Signatures.ValueOK(); given {
		s.Signatures = nil
		for i, one := range signatures {
			entry.Optional(one.SignedOn, bad, At(path, "signatures", strconv.Itoa(i), "signedOn")...)
			s.Signatures = append(s.Signatures, fields.Signature(one))
		}
	}
	return s
}

// StatedCourse returns a described training as stated. Malformed hours are gathered at path.
func StatedCourse(in CourseInput, bad *fault.Collector, path ...string) fields.Course {
	return fields.Course{
		Title: in.Title, Content: in.Content, Theme: in.Theme, Goal: in.Goal,
		Hours: entry.Optional(in.Hours, bad, At(path, "hours")...), GroupSize: in.GroupSize,
		Teacher: in.Teacher, Provider: in.Provider, Form: in.Form,
	}
}

// amend sets or clears one value.
func amend[T any](to **T, in entry.Change[*T]) {
	if v, given := in.ValueOK(); given {
		*to = v
	}
}

func amendDate(to **entry.Date, in entry.Change[*entry.Date], bad *fault.Collector, path []string) {
	if v, given := in.ValueOK(); given {
		entry.Optional(v, bad, path...)
		*to = v
	}
}

func period(in PeriodInput, bad *fault.Collector, path []string) fields.Period {
	in.From.Parse(bad, At(path, "from")...)
	in.To.Parse(bad, At(path, "to")...)
	return fields.Period(in)
}
