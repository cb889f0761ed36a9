package schemes_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/penvoerder/penvoerder/schemes"
)

// A made-up regulation of one page: fifteen euros an hour for a cycling lesson, at most EUR 100, from eight hours.
var (
	hourRate = schemes.Parameter{
		Code: "hour-rate", Title: schemes.Text{NL: "Uurbedrag", EN: "Hourly rate"}, Unit: schemes.EURPerHour,
		Values: []schemes.Value{{Text: "15", From: schemes.On(2027, 1, 1), Source: page("3")}},
	}
	most = schemes.Parameter{
		Code: "most", Title: schemes.Text{NL: "Maximum", EN: "Maximum"}, Unit: schemes.EUR,
		Values: []schemes.Value{{Text: "100", From: schemes.On(2027, 1, 1), Source: page("3")}},
	}

	// A rule is declared once: what it does, what people read, what they can do about it, and where it stands.
	ruleEightHours = schemes.Rule{
		Code: "FIETS-ELIG-001", Severity: schemes.Blocking,
		Message: schemes.Text{NL: "De les duurt {hours} uur; nodig is 8 uur.", EN: "The lesson takes {hours} hours; 8 hours are needed."},
		Remedy:  schemes.Text{NL: "Kies een langere les.", EN: "Choose a longer lesson."},
		Source:  page("2"),
	}

	lineHours = schemes.Line{Code: "FIETS-CALC-001", Aspect: "hours", Label: schemes.Text{NL: "Uren", EN: "Hours"}, Unit: schemes.Hours, Source: page("3")}
	lineRate  = schemes.Line{Code: "FIETS-CALC-001", Aspect: "rate", Label: schemes.Text{NL: "Uurbedrag", EN: "Hourly rate"}, Unit: schemes.EURPerHour, Source: page("3")}
	lineCosts = schemes.Line{Code: "FIETS-CALC-001", Aspect: "costs", Label: schemes.Text{NL: "Kosten", EN: "Costs"}, Unit: schemes.EUR, Source: page("3")}
	lineMost  = schemes.Line{Code: "FIETS-CALC-001", Aspect: "most", Label: schemes.Text{NL: "Maximum", EN: "Maximum"}, Unit: schemes.EUR, Source: page("3")}
	lineGrant = schemes.Line{Code: "FIETS-CALC-001", Label: schemes.Text{NL: "Subsidie", EN: "Subsidy"}, Unit: schemes.EUR, Source: page("3")}
)

func page(n string) schemes.Citation {
	return schemes.Citation{Work: "gids", Place: "blz. " + n, Demand: schemes.Text{NL: "Verzonnen.", EN: "Made up."}}
}

// cycling is the regulation as a value that can be asked.
var cycling = schemes.Define(cyclingManifest(), schemes.Rules{Registration: judgeLesson, Amount: grant})

func cyclingManifest() schemes.Manifest {
	title := schemes.Text{NL: "Fietsles (verzonnen)", EN: "Cycling lesson (made up)"}
	return schemes.Manifest{
		Slug: "fietsles", Family: "fietsles", Version: "1.0.0", Title: title, PlanPer: schemes.PerOrganisation,
		Works:      []schemes.Work{{ID: "gids", Title: "De Fietsgids, verzonnen voor dit voorbeeld"}},
		Activities: []schemes.Activity{{Code: "F", Title: title, Budget: "F", TrainingForm: schemes.CourseForm, Maximum: []string{most.Code}}},
		Budgets:    []schemes.Budget{{Code: "F", Title: title}},
		Parameters: []schemes.Parameter{hourRate, most},
		Rules:      []schemes.Rule{ruleEightHours},
		Lines:      []schemes.Line{lineHours, lineRate, lineCosts, lineMost, lineGrant},
	}
}

// judgeLesson says what holds for a lesson.
func judgeLesson(r *schemes.Review, reg schemes.Registration) {
	schemes.Need(r, reg.Start)
	if hours, ok := schemes.Need(r, reg.Training.Hours); ok {
		r.Require(hours.Cmp(schemes.Whole(8)) >= 0, ruleEightHours.With("hours", hours.Text()), reg.Training.Hours)
	}
}

// grant is what a lesson is worth: every operation is a step of the explanation.
func grant(s *schemes.Sheet, reg schemes.Registration, _ schemes.Participation) {
	start := reg.Start.Value()
	costs := s.Multiply(lineCosts, s.Fact(lineHours, reg.Training.Hours), s.Parameter(lineRate, hourRate, start, reg.Start))
	s.Round(lineGrant, s.Min(lineMost, costs, s.Parameter(lineMost, most, start, nil)))
}

// lesson is a question about one lesson for one person, with facts as a client sends them.
func lesson(facts string) schemes.Question {
	var q schemes.Question
	text := `{"asOf": "2027-03-01T12:00:00+01:00", "registration": {"activity": "F", "participations": [{"key": "p1"}], ` + facts + `}}`
	if err := json.Unmarshal([]byte(text), &q); err != nil {
		panic(err)
	}
	return q
}

// A rule is emitted by value, at the fact that it is about. A fact that is not stated is missing, never zero.
func ExampleReview_Require() {
	for _, facts := range []string{
		`"start": "2027-04-01", "training": {"hours": "8"}`,
		`"start": "2027-04-01", "training": {"hours": "7.5"}`,
		`"start": "2027-04-01"`,
	} {
		answers, err := cycling.Judge(context.Background(), schemes.Batch{Questions: []schemes.Question{lesson(facts)}})
		if err != nil {
			panic(err)
		}
		fmt.Println(answers[0].Whole.Outcome)
		for _, f := range answers[0].Whole.Findings {
			rule, _ := cycling.Manifest().Rule(f.Rule)
			fmt.Println(" ", f.Severity, f.Rule, "at", f.Path+":", rule.Message.Fill(f.Params).EN, rule.Remedy.EN)
		}
	}
	// Output:
	// ELIGIBLE
	// INELIGIBLE
	//   BLOCKING FIETS-ELIG-001 at /training/hours: The lesson takes 7.5 hours; 8 hours are needed. Choose a longer lesson.
	// UNDETERMINED
	//   MISSING CORE-FACT-MISSING at /training/hours: This fact is still missing. Fill in the fact.
}

// The steps of a sheet are the calculation and its explanation in one: each has its line, its operation, what it uses
// and its exact value. The platform computes them again before it believes the amount.
func ExampleSheet() {
	q := lesson(`"start": "2027-04-01", "training": {"hours": "8.25"}`)
	answers, err := cycling.Judge(context.Background(), schemes.Batch{Questions: []schemes.Question{q}})
	if err != nil {
		panic(err)
	}
	part := answers[0].Parts[0]
	for i, step := range part.Steps {
		line, _ := cycling.Manifest().Line(step.Line)
		uses := strings.TrimSpace(step.Parameter + " " + step.Path)
		fmt.Printf("%d %-11s %-9s %v %s = %s\n", i, line.Label.EN, step.Op, step.Args, uses, schemes.Show(line.Unit, step.Value))
	}
	fmt.Println("amount", part.Amount, "- believed:", cycling.Manifest().Verify(q, answers[0], nil) == nil)
	// Output:
	// 0 Hours       INPUT     [] /training/hours = 8.25
	// 1 Hourly rate PARAMETER [] hour-rate /start = 15.00
	// 2 Costs       MULTIPLY  [0 1]  = 123.75
	// 3 Maximum     PARAMETER [] most = 100.00
	// 4 Maximum     MIN       [2 3]  = 100.00
	// 5 Subsidy     ROUND     [4]  = 100.00
	// amount 100.00 - believed: true
}

// A scheme is its manifest and its functions. It is asked in batches and answers in their order: the outcome and the
// amount of each subject as a whole, and of each participation.
func ExampleDefine() {
	s := schemes.Define(cyclingManifest(), schemes.Rules{Registration: judgeLesson, Amount: grant})
	answers, err := s.Judge(context.Background(), schemes.Batch{Questions: []schemes.Question{
		lesson(`"start": "2027-04-01", "training": {"hours": "8"}`),
		lesson(`"start": "2026-12-31", "training": {"hours": "8"}`),
	}})
	if err != nil {
		panic(err)
	}
	fmt.Println(s.Manifest().Slug, s.Manifest().Version)
	for _, a := range answers {
		fmt.Println(a.Whole.Outcome, a.Whole.Amount, a.Parts[0].Key, a.Parts[0].Amount)
	}
	// Output:
	// fietsles 1.0.0
	// ELIGIBLE 100.00 p1 100.00
	// INELIGIBLE 0.00 p1 0.00
}

// What counts is bounded by several days, of which some may be open: the last of the first days, the first of the last.
func ExampleLatest() {
	employed, left := schemes.Known(schemes.On(2027, 2, 1)), schemes.Fact[schemes.Date]{}
	fmt.Println(schemes.Latest(schemes.On(2027, 1, 1), employed), schemes.Earliest(schemes.On(2027, 12, 31), left))
	// Output: 2027-02-01 2027-12-31
}
