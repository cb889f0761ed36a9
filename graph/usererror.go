package graph

import (
	"context"

	"github.com/penvoerder/penvoerder/graph/model"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/registrations/reading"
)

// mendable puts what the caller can correct into the payload's userErrors; anything else is returned.
func mendable(ctx context.Context, into *[]model.UserError, err error) error {
	if err == nil {
		return nil
	}
	shown, ok := userErrors(ctx, err)
	if !ok {
		return err
	}
	*into = shown
	return nil
}

// userErrors shows faults that the caller can correct, in words; false where there is one that the caller cannot.
func userErrors(ctx context.Context, err error) ([]model.UserError, bool) {
	faults := fault.All(err)
	out := make([]model.UserError, 0, len(faults))
	for _, f := range faults {
		if !f.IsMendable() {
			return nil, false
		}
		out = append(out, userError(ctx, f))
	}
	return out, len(faults) > 0
}

func userError(ctx context.Context, f *fault.Error) model.UserError {
	message := f.Text.In(actor.From(ctx).Language)
	path := names().called(ctx, f.Path)
	if f.Code == fault.CodeInvalid {
		return &model.InvalidInput{Code: string(f.Code), Reason: f.Reason, Message: message, Path: path, Expected: stated(f.Expected)}
	}
	conflict := &model.StateConflict{Code: string(f.Code), Reason: f.Reason, Message: message, Path: path, Current: f.Current}
	if by, ok := f.Hindrances.(reading.Hindrances); ok {
		conflict.Refusal = &by
	}
	if f.CurrentVersion != 0 {
		conflict.CurrentVersion = &f.CurrentVersion
	}
	return conflict
}

// stated is nil for a text that says nothing.
func stated(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}
