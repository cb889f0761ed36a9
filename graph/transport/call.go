package transport

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/fault"
)

// A call is one request with its answer.
type call struct {
	*Handler
	w        http.ResponseWriter
	r        *http.Request
	accepted string
	body     []byte
}

// serve reads, admits and executes.
func (x *call) serve(ctx context.Context) {
	params, ok := x.read(ctx)
	if !ok {
		return
	}
	operation, errs := x.gate.Admit(ctx, params)
	if len(errs) > 0 {
		x.deny(ctx, errs)
		return
	}
	opCtx, errs := x.executor.CreateOperationContext(ctx, params)
	if len(errs) > 0 {
		x.deny(ctx, errs)
		return
	}
	answer, err := x.carryOut(ctx, operation, opCtx)
	if err != nil {
		x.deny(ctx, gqlerror.List{{Err: err, Message: "denied"}})
		return
	}
	x.write(http.StatusOK, answer)
}

// carryOut executes an operation; a mutation under an Idempotency-Key once.
func (x *call) carryOut(ctx context.Context, o *ast.OperationDefinition, opCtx *graphql.OperationContext) ([]byte, error) {
	act := actOf(o)
	if x.keeper == nil || act == "" || unkept[act] {
		return x.execute(ctx, opCtx)
	}
	key := x.r.Header.Get(headerIdempotency)
	switch {
	case key != "":
		var failed error
		answer, err := x.keeper.Once(ctx, key, string(x.body), func(held context.Context) ([]byte, bool) {
			var answer []byte
			answer, failed = x.execute(held, opCtx)
			return answer, byParts[act]
		})
		return answer, errors.Join(failed, err)
	case actor.From(ctx).TokenID != "":
		return nil, fault.Invalid(nil, "IDEMPOTENCY_KEY_REQUIRED", fault.Text{
			NL: "Stuur bij elke handeling met een token een Idempotency-Key mee.", EN: "Send an Idempotency-Key with every act that uses a token.",
		}, "2026-03-14/registrations/3")
	}
	return x.execute(ctx, opCtx)
}

const headerIdempotency = "Idempotency-Key"

// Acts whose answers carry a cookie or a secret, which must not be stored.
var unkept = map[string]bool{
	"signUp": true, "confirmEmail": true, "signIn": true, "signOut": true, "requestPasswordReset": true, "resetPassword": true,
	"actAs": true, "createPartnerToken": true,
}

// Acts that write row by row: their answer is kept though no transaction is open at the end.
var byParts = map[string]bool{"importEmployees": true, "importRegistrations": true}

// actOf is the mutation that an operation asks; the gate lets at most one pass.
func actOf(o *ast.OperationDefinition) string {
	if o.Operation != ast.Mutation {
		return ""
	}
	return firstField(o.SelectionSet)
}

func firstField(set ast.SelectionSet) string {
	for _, selection := range set {
		name := ""
		switch f := selection.(type) {
		case *ast.Field:
			name = f.Name
		case *ast.InlineFragment:
			name = firstField(f.SelectionSet)
		case *ast.FragmentSpread:
			name = firstField(f.Definition.SelectionSet)
		}
		if name != "" && name != "__typename" {
			return name
		}
	}
	return ""
}

func (x *call) execute(ctx context.Context, opCtx *graphql.OperationContext) ([]byte, error) {
	ctx = withSeat(ctx)
	responses, ctx := x.executor.DispatchOperation(ctx, opCtx)
	response := responses(ctx)
	if response == nil {
		return nil, ctx.Err()
	}
	return written(response)
}

// written puts a response together around its data, which is JSON already: going through it again would cost as much
// as making it.
func written(r *graphql.Response) ([]byte, error) {
	var errs, extensions []byte
	var err error
	if len(r.Errors) > 0 {
		if errs, err = json.Marshal(r.Errors); err != nil {
			return nil, err
		}
	}
	if len(r.Extensions) > 0 {
		if extensions, err = json.Marshal(r.Extensions); err != nil {
			return nil, err
		}
	}
	out := make([]byte, 0, len(r.Data)+len(errs)+len(extensions)+64)
	out = append(out, '{')
	if errs != nil {
		out = append(append(append(out, `"errors":`...), errs...), ',')
	}
	out = append(out, `"data":`...)
	if r.Data == nil {
		out = append(out, "null"...)
	}
	out = append(out, r.Data...)
	if extensions != nil {
		out = append(append(out, `,"extensions":`...), extensions...)
	}
	return append(out, '}'), nil
}

// deny writes the answer to a request that was not executed: errors and no data.
func (x *call) deny(ctx context.Context, errs gqlerror.List) {
	out := failure{}
	status := 0
	for _, err := range errs {
		told := x.present(ctx, known(err))
		out.Errors = append(out.Errors, told)
		if status == 0 {
			status = statusOf(told)
		}
	}
	if x.accepted == legacyJSON {
		status = http.StatusOK // as the specification has it for clients of the older type
	}
	x.answer(ctx, status, out)
}

// failure is an answer without data.
type failure struct {
	Errors gqlerror.List `json:"errors"`
}

func (x *call) failure(ctx context.Context, err error) failure {
	return failure{Errors: gqlerror.List{x.present(ctx, err)}}
}

func (x *call) answer(ctx context.Context, status int, body failure) {
	text, err := json.Marshal(body)
	if err != nil { // texts and numbers only
		x.log.ErrorContext(ctx, "answer not written", "request", actor.From(ctx).RequestID, "error", err)
	}
	x.write(status, text)
}

func (x *call) write(status int, body []byte) {
	x.w.Header().Set("Content-Type", x.accepted+"; charset=utf-8")
	x.w.WriteHeader(status)
	_, _ = x.w.Write(body) // the caller is gone; nobody reads the error
}

// read takes the body as parameters. An error is described in fixed texts: a body can hold anything.
func (x *call) read(ctx context.Context) (*graphql.RawParams, bool) {
	body, err := io.ReadAll(http.MaxBytesReader(x.w, x.r.Body, x.limits.Body))
	if err != nil {
		status := http.StatusBadRequest
		if large := (*http.MaxBytesError)(nil); errors.As(err, &large) {
			status = http.StatusRequestEntityTooLarge
		}
		x.refuse(ctx, status, "BODY", "Het verzoek is te groot of niet compleet.", "The request is too large or not complete.")
		return nil, false
	}
	x.body = body
	params, ok := parse(body, x.limits.Nesting)
	if !ok {
		x.refuse(ctx, http.StatusBadRequest, "BODY", "Het verzoek is geen JSON-object met query, variables en operationName.",
			"The request is no JSON object with query, variables and operationName.")
		return nil, false
	}
	params.Headers = x.r.Header
	return params, true
}

// parse reads the parameters of the specification, each of its own type.
func parse(body []byte, nesting int) (*graphql.RawParams, bool) {
	if tooDeep(body, 3*nesting) {
		return nil, false
	}
	var in struct {
		Query         *string        `json:"query"`
		OperationName *string        `json:"operationName"`
		Variables     map[string]any `json:"variables"`
		Extensions    map[string]any `json:"extensions"`
	}
	from := json.NewDecoder(bytes.NewReader(body))
	from.UseNumber()
	if err := from.Decode(&in); err != nil || in.Query == nil {
		return nil, false
	}
	if _, err := from.Token(); !errors.Is(err, io.EOF) {
		return nil, false
	}
	out := &graphql.RawParams{Query: *in.Query, Variables: in.Variables}
	if in.OperationName != nil {
		out.OperationName = *in.OperationName
	}
	return out, true
}

// tooDeep looks at the nesting of JSON before anything is built from it.
func tooDeep(body []byte, most int) bool {
	depth, quoted := 0, false
	for i := 0; i < len(body); i++ {
		switch c := body[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			if depth++; depth > most {
				return true
			}
		case c == '}' || c == ']':
			depth--
		}
	}
	return false
}
