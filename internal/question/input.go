package question

import (
	"context"
	"errors"
	"io"

	"github.com/99designs/gqlgen/graphql"

	"github.com/penvoerder/penvoerder/internal/question/fields"
	"github.com/penvoerder/penvoerder/internal/typed"
)

// FactInput sets or clears a fact that only the scheme asks, by the key of its definition.
type FactInput struct {
	Key   string
	Value *FactValueInput // nil clears
}

// FactValueInput is the value of a fact. Exactly one is set.
type FactValueInput struct {
	Text    *string
	Boolean *bool
	Integer *int
	Decimal *typed.Decimal
	Date    *typed.Date
	Choice  *string // by code
}

// These are entered in the shape in which they are stored, with text that nobody has read yet.
type (
	// TrainingInput is a training. Exactly one of its kinds is set.
	TrainingInput = fields.Training
	// ListedTrainingInput is a training from the scheme's list: by id, or by the printed code and title.
	ListedTrainingInput = fields.Listed
	// CourseInput is a training that the employer describes.
	CourseInput = fields.Course
	// PeriodInput is days from and to, both included.
	PeriodInput = fields.Period
	// SignatureInput says who signed a document, and when.
	SignatureInput = fields.Signature
)

// ParticipationInput holds statements about a participation: what it states is set, what it clears is taken away, and the
// rest stays.
type ParticipationInput struct {
	fields.Participation
	Facts   []FactInput // to set or clear
	Cleared []string    // by the name of the field
}

// DocumentInput holds statements about a document, like [ParticipationInput].
type DocumentInput struct {
	fields.Document
	Cleared []string
}

// UnmarshalGQLContext reads the fields that are written, and notes those that are null.
func (in *ParticipationInput) UnmarshalGQLContext(ctx context.Context, v any) (err error) {
	if err = graphql.UnmarshalInputFromContext(ctx, v, in); err == nil {
		in.Cleared = nulls(v)
	}
	return err
}

// UnmarshalGQLContext reads the fields that are written, and notes those that are null.
func (in *DocumentInput) UnmarshalGQLContext(ctx context.Context, v any) (err error) {
	if err = graphql.UnmarshalInputFromContext(ctx, v, in); err == nil {
		in.Cleared = nulls(v)
	}
	return err
}

// nulls are the fields of an input object that are null.
func nulls(v any) (names []string) {
	object, _ := v.(map[string]any)
	for name, value := range object {
		if value == nil {
			names = append(names, name)
		}
	}
	return names
}

var errInput = errors.New("an input is only read")

// MarshalGQLContext always fails; it makes an input that reads itself.
func (in ParticipationInput) MarshalGQLContext(context.Context, io.Writer) error { return errInput }

// MarshalGQLContext always fails; it makes an input that reads itself.
func (in DocumentInput) MarshalGQLContext(context.Context, io.Writer) error { return errInput }
