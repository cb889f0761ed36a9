package gate

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/fault"
)

// A Gate stands before the executor. It is safe for concurrent use.
type Gate struct {
	limits    Limits
	isDemo    bool
	documents *documents
	values    *values
}

// New returns the gate of a schema. In demo mode introspection is open and @demoOnly may be asked.
func New(schema *ast.Schema, l Limits, isDemo bool) *Gate {
	return &Gate{limits: l, isDemo: isDemo, documents: newDocuments(schema, l), values: &values{schema: schema, nesting: l.Nesting}}
}

// ExtensionName names the gate among the executor's extensions.
func (g *Gate) ExtensionName() string { return "gate" }

// Validate finds nothing wrong with a schema.
func (g *Gate) Validate(graphql.ExecutableSchema) error { return nil }

// Admit reads a request, and returns the operation that it asks to be executed.
func (g *Gate) Admit(ctx context.Context, p *graphql.RawParams) (*ast.OperationDefinition, gqlerror.List) {
	doc, errs := g.documents.read(p.Query)
	if len(errs) > 0 {
		return nil, errs
	}
	o := doc.Operations.ForName(p.OperationName)
	if o == nil {
		return nil, gqlerror.List{invalid(reasonOperation, "Zet in operationName de naam van de bewerking die u bedoelt.", "Put the name of the operation that you mean in operationName.", nil)}
	}
	if err := g.roots(ctx, doc, o); err != nil {
		return nil, gqlerror.List{err}
	}
	if err := g.values.variables(o, p.Variables); err != nil {
		return nil, gqlerror.List{err}
	}
	return o, nil
}

// roots checks the root fields: at most one act, and nothing that is not for this caller.
func (g *Gate) roots(ctx context.Context, doc *ast.QueryDocument, o *ast.OperationDefinition) *gqlerror.Error {
	fields := (&scale{doc: doc}).roots(o.SelectionSet, map[string]bool{})
	acts := 0
	for _, f := range fields {
		if err := g.root(actor.From(ctx).IsAnonymous(), f); err != nil {
			return err
		}
		if o.Operation == ast.Mutation && f.Name != "__typename" {
			acts++
		}
	}
	if acts > 1 {
		return invalid(reasonOneMutation, "Stuur hoogstens één handeling per verzoek.", "Send at most one act in a request.", o.Position)
	}
	return nil
}

func (g *Gate) root(isAnonymous bool, f *ast.Field) *gqlerror.Error {
	is := func(directive string) bool {
		return f.Definition != nil && f.Definition.Directives.ForName(directive) != nil
	}
	switch {
	case f.Name == "__typename":
		return nil
	case f.Name == "__schema" || f.Name == "__type":
		if isAnonymous && !g.isDemo {
			return refuse(fault.Unauthenticated(reasonIntrospection, signIn), f.Position)
		}
		return nil
	case is("demoOnly") && !g.isDemo:
		return refuse(fault.Forbidden(reasonDemoOnly, fault.Text{NL: "Dit kan alleen in de demonstratie.", EN: "This is only possible in the demonstration."}), f.Position)
	case is("anonymous"), !isAnonymous:
		return nil
	}
	return refuse(fault.Unauthenticated(reasonSignIn, signIn), f.Position)
}

var signIn = fault.Text{NL: "Log eerst in.", EN: "Sign in first."}

const costName = "cost"

// MutateOperationContext computes the cost of the operation, and opens introspection: roots has checked the caller.
func (g *Gate) MutateOperationContext(_ context.Context, o *graphql.OperationContext) *gqlerror.Error {
	o.DisableIntrospection = false
	cost, err := count(o.Doc, o.Operation, o.Variables, g.limits)
	if err != nil {
		return err
	}
	o.Stats.SetExtension(costName, cost)
	return nil
}

// InterceptResponse publishes the cost.
func (g *Gate) InterceptResponse(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
	if cost, ok := graphql.GetOperationContext(ctx).Stats.GetExtension(costName).(Cost); ok {
		graphql.RegisterExtension(ctx, costName, cost)
	}
	return next(ctx)
}

// Get hands the executor a document that passed.
func (g *Gate) Get(_ context.Context, text string) (*ast.QueryDocument, bool) {
	return g.documents.find(text)
}

// Add keeps nothing: a document that passed is kept already.
func (g *Gate) Add(context.Context, string, *ast.QueryDocument) {}
