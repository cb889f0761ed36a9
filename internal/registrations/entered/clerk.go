package entered

import (
	"context"
	"slices"
	"strings"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/organisations"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/question/fields"
	"github.com/penvoerder/penvoerder/internal/registrations/reading"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/typed"
	"github.com/penvoerder/penvoerder/schemes"
)

// LongestReference is the length of the employer's own key, in characters.
const LongestReference = 100

// Employees takes in people who are new to the organisation.
type Employees interface {
	// NewEmployee returns the employee that is stated, not stored yet; what is wrong is gathered at path.
	NewEmployee(ctx context.Context, o *ent.Organisation, in organisations.EmployeeInput, bad *fault.Collector, path ...string) (*ent.Employee, error)
	// InsertEmployee stores it with its line in the audit and its event.
	InsertEmployee(ctx context.Context, tx *ent.Tx, e *ent.Employee, ground access.Ground) error
}

// Clerk reads what callers state of registrations. It is safe for concurrent use.
type Clerk struct {
	Store     *store.Store
	Guard     *access.Guard
	Employees Employees
}

// Draft fills a blank registration in with what was entered under path.
func (k *Clerk) Draft(ctx context.Context, r *reading.Registration, in CreateInput, path ...string) (Joining, error) {
	var bad fault.Collector
	r.Raise()
	r.Row.Activity = in.Activity
	r.Row.ExternalReference = typed.Text(in.ExternalReference, LongestReference, &bad, question.At(path, "externalReference")...)
	r.Row.Start = typed.Optional(in.Start, &bad, question.At(path, "start")...)
	r.Row.End = typed.Optional(in.End, &bad, question.At(path, "end")...)
	if _, known := r.Manifest().Activity(in.Activity); !known {
		bad.Add(UnknownActivity(r.Manifest(), question.At(path, "activity")))
		return nil, bad.Err() // nothing else can be read without it
	}
	at := question.At(path, "training")
	setTraining(r, chosen(r.Release, in.Activity, in.Training, &bad, at), &bad, at)
	r.Row.Facts = question.AmendFacts(nil, in.Facts, &bad, question.At(path, "facts")...)
	typed.Check(r.Row.Facts, &bad, question.At(path, "facts")...)
	joining, err := k.Join(ctx, r, in.Participants, &bad, question.At(path, "participants")...)
	if err != nil {
		return nil, err
	}
	return joining, bad.Err()
}

// Restate takes over what changes in a registration. Another training responds to what people judge about it; other
// content spends the approval of its content.
func Restate(r *reading.Registration, in AmendInput, path ...string) error {
	var bad fault.Collector
	before := *r.Row
	if in.Training != nil {
		at := question.At(path, "training")
		setTraining(r, chosen(r.Release, r.Row.Activity, *in.Training, &bad, at), &bad, at)
		if !reading.SameTrainingText(before.Training, r.Row.Training) {
			r.TouchJudgements()
		}
	}
	if start, given := in.Start.ValueOK(); given {
		r.Row.Start = typed.Optional(start, &bad, question.At(path, "start")...)
	}
	if end, given := in.End.ValueOK(); given {
		r.Row.End = typed.Optional(end, &bad, question.At(path, "end")...)
	}
	if len(in.Facts) > 0 {
		r.Row.Facts = question.AmendFacts(r.Row.Facts, in.Facts, &bad, question.At(path, "facts")...)
		typed.Check(r.Row.Facts, &bad, question.At(path, "facts")...)
	}
	r.SpendContent(&before)
	return bad.Err()
}

func setTraining(r *reading.Registration, t fields.Training, bad *fault.Collector, path []string) {
	typed.Check(t, bad, path...)
	r.Row.Training, r.Row.TrainingTitle = t, reading.Title(t)
}

// UnknownActivity refuses an activity that the scheme does not have.
func UnknownActivity(m *schemes.Manifest, path []string) *fault.Error {
	var codes []string
	for _, a := range m.Activities {
		codes = append(codes, a.Code)
	}
	slices.Sort(codes)
	return fault.Invalid(path, "ACTIVITY_UNKNOWN", fault.Text{
		NL: "Deze activiteit kent de regeling niet.", EN: "The scheme has no such activity.",
	}, strings.Join(codes, ", "))
}
