package transport

import (
	"context"
	"sync"
	"sync/atomic"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/penvoerder/penvoerder/internal/actor"
)

// A seat lets the actor change within a request: after signIn the payload is read by the person who signed in.
type seat struct {
	context.Context //nolint:containedctx // a seat is itself a context

	taken   atomic.Pointer[context.Context]
	resolve sync.Mutex
}

type seatKey struct{}

func withSeat(ctx context.Context) context.Context { return &seat{Context: ctx} }

// Value returns the actor of the seat, or that of the request.
func (s *seat) Value(key any) any {
	if key == (seatKey{}) {
		return s
	}
	if taken := s.taken.Load(); taken != nil {
		return (*taken).Value(key)
	}
	return s.Context.Value(key)
}

// Become makes a the actor for the rest of this request. Request id, language and origin stay.
func Become(ctx context.Context, a actor.Actor) {
	s, ok := ctx.Value(seatKey{}).(*seat)
	if !ok {
		return
	}
	was := actor.From(ctx)
	a.RequestID, a.Language, a.Origin = was.RequestID, was.Language, was.Origin
	taken := actor.With(s.Context, a)
	s.taken.Store(&taken) //nolint:contextcheck // based on ctx, it would look in itself for missing values
}

// inTurn has the resolvers of a mutation run one after the other, and leaves queries as they are.
type inTurn struct{ acts Acts }

// ExtensionName names the extension to the executor.
func (inTurn) ExtensionName() string { return "in turn" }

// Validate has nothing to hold against any schema.
func (inTurn) Validate(graphql.ExecutableSchema) error { return nil }

// MutateOperationContext sets how the fields of a mutation are resolved.
func (t inTurn) MutateOperationContext(_ context.Context, o *graphql.OperationContext) *gqlerror.Error {
	if o.Operation.Operation == ast.Mutation {
		o.ResolverMiddleware = t.oneAtATime
	}
	return nil
}

// oneAtATime resolves one field at a time: under an Idempotency-Key resolvers read in the act's own transaction, which is
// one connection. Writing their results out needs no lock.
func (t inTurn) oneAtATime(ctx context.Context, next graphql.Resolver) (any, error) {
	field := graphql.GetFieldContext(ctx)
	if !field.IsResolver && !field.IsMethod {
		return next(ctx)
	}
	if s, ok := ctx.Value(seatKey{}).(*seat); ok {
		s.resolve.Lock()
		defer s.resolve.Unlock()
	}
	if t.acts != nil && field.Object == "Mutation" {
		return t.acts.Around(ctx, next)
	}
	return next(ctx)
}
