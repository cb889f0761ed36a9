package gate

import (
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/penvoerder/penvoerder/internal/fault"
)

// The reasons that the gate gives.
const (
	reasonSyntax        = "SYNTAX"           // the document does not parse
	reasonInvalid       = "NOT_IN_SCHEMA"    // the document does not fit the schema
	reasonLimit         = "LIMIT_EXCEEDED"   // of the table of limits
	reasonPage          = "PAGE_SIZE"        // first or last
	reasonVariable      = "VARIABLE"         // a variable does not fit its type
	reasonOperation     = "OPERATION"        // it is not clear which operation to execute
	reasonOneMutation   = "ONE_MUTATION"     // more than one act in one request
	reasonSignIn        = "SIGN_IN"          // not for anonymous callers
	reasonIntrospection = "NO_INTROSPECTION" // not for anonymous callers outside demo mode
	reasonDemoOnly      = "DEMO_ONLY"
)

// refuse is a fault in the shape that the executor passes on; the presenter finds the fault in it.
func refuse(f *fault.Error, at *ast.Position) *gqlerror.Error {
	err := &gqlerror.Error{Err: f, Message: f.Text.EN}
	if at != nil && at.Line > 0 {
		err.Locations = []gqlerror.Location{{Line: at.Line, Column: at.Column}}
	}
	return err
}

func invalid(reason, nl, en string, at *ast.Position) *gqlerror.Error {
	return refuse(fault.Invalid(nil, reason, fault.Text{NL: nl, EN: en}, ""), at)
}

// beyond reports that a limit is passed. It names the limit, so that an honest caller can change the request; the
// number is documented.
func beyond(what string, at *ast.Position) *gqlerror.Error {
	return invalid(reasonLimit, "Dit verzoek overschrijdt een grens: "+what+".", "This request exceeds a limit: "+what+".", at)
}
