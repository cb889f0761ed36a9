// Package hostile holds a small scheme and all the ways in which a plugin that
// serves it can go wrong. Only tests use it: a test binary that was started as a
// plugin calls Main.
package hostile

import (
	"time"

	"github.com/penvoerder/penvoerder/schemes"
)

var (
	source    = schemes.Citation{Work: "rules", Place: "1"}
	paramRate = schemes.Parameter{
		Code: "rate", Title: schemes.Text{NL: "Dagtarief", EN: "Day rate"}, Unit: schemes.EURPerDay,
		Values: []schemes.Value{{Text: "9.04", From: schemes.On(2026, time.January, 1), Source: source}},
	}
	paramMaximum = schemes.Parameter{
		Code: "maximum", Title: schemes.Text{NL: "Maximum", EN: "Maximum"}, Unit: schemes.EUR,
		Values: []schemes.Value{{Text: "3300", From: schemes.On(2026, time.January, 1), Source: source}},
	}
	ruleMonth = schemes.Rule{
		Code: "TEST-ELIG-001", Severity: schemes.Blocking, Source: source,
		Message: schemes.Text{NL: "Korter dan {weeks} weken.", EN: "Shorter than {weeks} weeks."},
	}
	lineStart   = line("TEST-AMT-001", "start", schemes.DateUnit)
	lineEnd     = line("TEST-AMT-001", "end", schemes.DateUnit)
	lineDays    = line("TEST-AMT-002", "", schemes.Days)
	lineRate    = line("TEST-AMT-003", "", schemes.EURPerDay)
	lineHours   = line("TEST-AMT-004", "hours", schemes.Hours)
	lineFull    = line("TEST-AMT-004", "full", schemes.Hours)
	lineShare   = line("TEST-AMT-004", "share", schemes.Ratio)
	lineMaximum = line("TEST-AMT-005", "", schemes.EUR)
	lineTotal   = line("TEST-AMT-006", "", schemes.EUR)
	lineSubsidy = line("TEST-AMT-007", "", schemes.EUR)
)

// Trigger is the activity of a question that makes a plugin misbehave. For a scheme
// that means well it is an activity like the other.
const Trigger = "HOSTILE"

func activity(code string) schemes.Activity {
	return schemes.Activity{Code: code, Title: schemes.Same(code), Budget: "B", TrainingForm: schemes.ListedForm, Maximum: []string{"maximum"}}
}

func line(code, aspect string, u schemes.Unit) schemes.Line {
	return schemes.Line{Code: schemes.Code(code), Aspect: aspect, Unit: u, Label: schemes.Same(code + aspect), Source: source}
}

// New returns the scheme of the given slug, which means well: days at a rate, to a
// maximum, by share of a full week.
func New(slug string) schemes.Scheme {
	return schemes.Define(schemes.Manifest{
		Slug: slug, Family: "test", Version: "1.0.0", Title: schemes.Same("Test"), Authority: "Test", PlanPer: schemes.PerOrganisation,
		Works: []schemes.Work{{ID: "rules", Title: "Rules"}}, Budgets: []schemes.Budget{{Code: "B", Title: schemes.Same("B")}},
		Activities: []schemes.Activity{activity("A"), activity(Trigger)},
		Parameters: []schemes.Parameter{paramRate, paramMaximum}, Rules: []schemes.Rule{ruleMonth},
		Lines: []schemes.Line{lineStart, lineEnd, lineDays, lineRate, lineHours, lineFull, lineShare, lineMaximum, lineTotal, lineSubsidy},
	}, schemes.Rules{Participation: eligible, Amount: amount})
}

func eligible(r *schemes.Review, reg schemes.Registration, p schemes.Participation) {
	start, ok := schemes.Need(r, p.Start.Or(reg.Start))
	if end, both := schemes.Need(r, p.End.Or(reg.End)); ok && both {
		r.Require(!end.Before(start.AddDays(28)), ruleMonth.With("weeks", 4), p.End.Or(reg.End))
	}
}

func amount(s *schemes.Sheet, reg schemes.Registration, p schemes.Participation) {
	from := p.Start.Or(reg.Start)
	days := s.Days(lineDays, s.Fact(lineStart, from), s.Fact(lineEnd, p.End.Or(reg.End)))
	on := from.Value()
	share := s.Divide(lineShare, s.Fact(lineHours, p.ContractHours), s.Fact(lineFull, reg.Training.Hours))
	total := s.Multiply(lineTotal, days, s.Parameter(lineRate, paramRate, on, from), share)
	s.Round(lineSubsidy, s.Min(lineTotal, total, s.Parameter(lineMaximum, paramMaximum, on, nil)))
}

// Questions returns n registrations with a few participations each, all different.
func Questions(n int) []schemes.Question {
	out := make([]schemes.Question, n)
	for i := range out {
		start := schemes.On(2026, time.March, 1+i%28)
		reg := &schemes.Registration{
			Activity: "A", Start: schemes.Known(start), End: schemes.Known(start.AddDays(20 + i%200)),
			Training: schemes.Training{
				List: schemes.Known("mbo"), Code: schemes.Known("25180"), Title: schemes.Known("Verzorgende IG"),
				Hours: schemes.Known(schemes.Whole(36)),
			},
		}
		for k := range 1 + i%4 {
			reg.Participations = append(reg.Participations, schemes.Participation{
				Key: "par_" + string(rune('a'+k)), ContractHours: schemes.Known(schemes.Decimal("28.5")),
				Employment: schemes.Known("EMPLOYED"), EmployedSince: schemes.Known(schemes.On(2020, time.May, 4)),
				RepaymentArrangement: schemes.Known(false), OtherSubsidies: schemes.Known([]string{}),
			})
		}
		out[i] = schemes.Question{
			AsOf: schemes.Moment("2026-06-01T12:00:00Z"), Registration: reg,
			Organisation: schemes.Organisation{SizeClass: schemes.Known("LARGE"), MedicalSpecialist: schemes.Known(false)},
		}
	}
	return out
}
