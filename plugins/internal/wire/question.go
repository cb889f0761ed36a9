package wire

import (
	"maps"
	"reflect"
	"slices"

	schemev1 "github.com/penvoerder/penvoerder/plugins/proto/scheme/v1"
	"github.com/penvoerder/penvoerder/schemes"
)

// FromQuestion writes q. A question without exactly one subject is written without
// any, so that the scheme refuses it as it would in memory.
func FromQuestion(q schemes.Question) *schemev1.Question {
	out := &schemev1.Question{AsOf: fromInstant(q.AsOf), Organisation: fromOrganisation(q.Organisation)}
	subjects := 0
	if q.Plan != nil {
		out.Subject, subjects = &schemev1.Question_Plan{Plan: fromPlan(*q.Plan)}, subjects+1
	}
	if q.Registration != nil {
		out.Subject, subjects = &schemev1.Question_Registration{Registration: fromRegistration(*q.Registration)}, subjects+1
	}
	if q.ProjectFile != nil {
		out.Subject, subjects = &schemev1.Question_ProjectFile{ProjectFile: fromProjectFile(*q.ProjectFile)}, subjects+1
	}
	if q.RetentionReport != nil {
		out.Subject, subjects = &schemev1.Question_RetentionReport{RetentionReport: fromRetentionReport(*q.RetentionReport)}, subjects+1
	}
	if subjects != 1 {
		out.Subject = nil
	}
	return out
}

// ToQuestion reads a question, or says which field is wrong.
func ToQuestion(p *schemev1.Question) (schemes.Question, error) {
	r := &reader{}
	q := schemes.Question{AsOf: r.instant("as_of", p.AsOf), Organisation: within(r, "organisation", p.GetOrganisation(), toOrganisation)}
	switch s := p.GetSubject().(type) {
	case *schemev1.Question_Plan:
		q.Plan = new(within(r, "plan", s.Plan, toPlan))
	case *schemev1.Question_Registration:
		q.Registration = new(within(r, "registration", s.Registration, toRegistration))
	case *schemev1.Question_ProjectFile:
		q.ProjectFile = new(within(r, "project_file", s.ProjectFile, toProjectFile))
	case *schemev1.Question_RetentionReport:
		q.RetentionReport = new(within(r, "retention_report", s.RetentionReport, toRetentionReport))
	}
	return q, r.err
}

// unlessZero leaves unset what states nothing.
func unlessZero[S, P any](s S, write func(S) *P) *P {
	if reflect.ValueOf(s).IsZero() {
		return nil
	}
	return write(s)
}

// fromExtras writes extra facts in order of key, so that equal questions are equal bytes.
func fromExtras(e schemes.Extras) []*schemev1.ExtraFact {
	if e.IsZero() {
		return nil
	}
	values := e.Values()
	out := make([]*schemev1.ExtraFact, 0, len(values))
	for _, key := range slices.Sorted(maps.Keys(values)) {
		out = append(out, fromExtra(key, values[key]))
	}
	return out
}

// fromExtra writes a value; one with several types at once is written without any,
// so that the scheme finds it malformed as it would in memory.
func fromExtra(key string, v schemes.ExtraValue) *schemev1.ExtraFact {
	out := &schemev1.ExtraFact{Key: text(key)}
	switch v.Type() {
	case schemes.TextFact:
		out.Value = &schemev1.ExtraFact_Text{Text: text(*v.Text)}
	case schemes.BooleanFact:
		out.Value = &schemev1.ExtraFact_Boolean{Boolean: *v.Boolean}
	case schemes.IntegerFact:
		out.Value = &schemev1.ExtraFact_Integer{Integer: *v.Integer}
	case schemes.DecimalFact:
		out.Value = &schemev1.ExtraFact_Decimal{Decimal: v.Decimal.String()}
	case schemes.DateFact:
		out.Value = &schemev1.ExtraFact_Date{Date: days(*v.Date)}
	case schemes.ChoiceFact:
		out.Value = &schemev1.ExtraFact_Choice{Choice: text(*v.Choice)}
	}
	return out
}

func (r *reader) extras(field string, in []*schemev1.ExtraFact) schemes.Extras {
	if len(in) == 0 {
		return schemes.Extras{}
	}
	values := make(map[string]schemes.ExtraValue, len(in))
	r.enter(field)
	defer r.leave()
	for _, p := range in {
		if _, twice := values[p.GetKey()]; twice {
			r.fail(p.GetKey(), "stated twice")
		}
		values[p.GetKey()] = r.extra(p)
	}
	return schemes.NewExtras(values)
}

func (r *reader) extra(p *schemev1.ExtraFact) (v schemes.ExtraValue) {
	switch s := p.GetValue().(type) {
	case *schemev1.ExtraFact_Text:
		v.Text = &s.Text
	case *schemev1.ExtraFact_Boolean:
		v.Boolean = &s.Boolean
	case *schemev1.ExtraFact_Integer:
		v.Integer = &s.Integer
	case *schemev1.ExtraFact_Decimal:
		v.Decimal = new(r.number(p.GetKey(), s.Decimal))
	case *schemev1.ExtraFact_Date:
		v.Date = new(r.day(p.GetKey(), s.Date))
	case *schemev1.ExtraFact_Choice:
		v.Choice = &s.Choice
	}
	return v
}
