package transport

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"net/http"
	"runtime/debug"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/penvoerder/penvoerder/graph/gate"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/problem"
)

// present turns any error into the text that the caller may read: a fault in the caller's language with a code of the
// closed set, anything else one neutral sentence. The cause goes to the log, without variables.
func (h *Handler) present(ctx context.Context, err error) *gqlerror.Error {
	faults := fault.All(err)
	for _, more := range faults[min(1, len(faults)):] {
		if graphql.HasOperationContext(ctx) {
			graphql.AddError(ctx, more)
		}
	}
	f := h.fault(ctx, err, faults)
	out := &gqlerror.Error{Path: graphql.GetPath(ctx), Message: f.Text.In(actor.From(ctx).Language), Extensions: extensions(ctx, f)}
	if at := (*gqlerror.Error)(nil); errors.As(err, &at) {
		out.Locations = at.Locations
		if at.Path != nil {
			out.Path = at.Path
		}
	}
	return out
}

// fault returns the fault to show: the first there is, or a neutral one for an error that the caller must not see.
func (h *Handler) fault(ctx context.Context, err error, faults []*fault.Error) *fault.Error {
	var f *fault.Error
	switch {
	case len(faults) > 0:
		f = faults[0]
	case errors.Is(err, context.DeadlineExceeded), errors.Is(ctx.Err(), context.DeadlineExceeded): // a database has words of its own
		f = fault.Unavailable("TIMEOUT", err)
	default:
		f = fault.Internal("", err)
	}
	about := []any{"request", actor.From(ctx).RequestID, "path", graphql.GetPath(ctx).String(), "reason", f.Reason, "error", err}
	switch {
	case errors.Is(err, context.Canceled), errors.Is(ctx.Err(), context.Canceled): // the caller went away
	case f.Code == fault.CodeInternal:
		h.log.ErrorContext(ctx, "request failed", about...)
	case f.Code == fault.CodeUnavailable:
		h.log.WarnContext(ctx, "request not served", about...)
	}
	return f
}

func extensions(ctx context.Context, f *fault.Error) map[string]any {
	out := map[string]any{"code": string(f.Code), "requestId": actor.From(ctx).RequestID}
	if f.Reason != "" {
		out["reason"] = f.Reason
	}
	if f.RetryAfter > 0 {
		out["retryAfter"] = int(math.Ceil(f.RetryAfter.Seconds()))
	}
	if len(f.Path) > 0 {
		out["inputPath"] = f.Path
	}
	if f.Expected != "" {
		out["expected"] = f.Expected
	}
	return out
}

// known turns the executor's own complaint about a request into a fault: the document was valid, so it is a value.
func known(err *gqlerror.Error) error {
	if len(fault.All(err)) > 0 {
		return err
	}
	said := gate.Plain(err.Message)
	return &gqlerror.Error{Err: fault.Invalid(nil, "REQUEST", fault.Text{NL: said, EN: said}, ""), Locations: err.Locations}
}

// recovered turns a panic into an error whose stack is in the log alone.
func recovered(_ context.Context, p any) error {
	return fmt.Errorf("panic: %v\n%s", p, debug.Stack())
}

// statusOf is the HTTP status of a request that was not executed.
func statusOf(err *gqlerror.Error) int {
	code, _ := err.Extensions["code"].(string)
	return cmp.Or(problem.Status(fault.Code(code)), http.StatusBadRequest)
}
