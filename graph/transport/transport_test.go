package transport_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/google/go-cmp/cmp"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/penvoerder/penvoerder/graph/gate"
	"github.com/penvoerder/penvoerder/graph/transport"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/fault"
)

// schema is the contract of the platform; the resolvers are a stub.
func schema(t testing.TB) *ast.Schema {
	t.Helper()
	files, err := filepath.Glob("../../schema/*.graphql")
	if err != nil || len(files) == 0 {
		t.Fatalf("no schema: %v", err)
	}
	var sources []*ast.Source
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		sources = append(sources, &ast.Source{Name: name, Input: string(text)})
	}
	s, err := gqlparser.LoadSchema(sources...)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// resolves answers every operation with this data, or with the error of fails.
type resolves struct {
	schema *ast.Schema
	data   string
	fails  func(context.Context)
}

func (r resolves) Schema() *ast.Schema { return r.schema }
func (r resolves) Complexity(context.Context, string, string, int, map[string]any) (int, bool) {
	return 0, false
}

func (r resolves) Exec(ctx context.Context) graphql.ResponseHandler {
	return graphql.OneShot(&graphql.Response{Data: r.exec(ctx)})
}

func (r resolves) exec(ctx context.Context) json.RawMessage {
	if r.fails != nil {
		r.fails(ctx)
	}
	return json.RawMessage(r.data)
}

// server is the handler as the platform outside demo mode has it; who is the actor.
func server(t testing.TB, who actor.Actor, change func(*transport.Config)) (http.Handler, *bytes.Buffer) {
	t.Helper()
	var log bytes.Buffer
	c := transport.Config{
		Schema: resolves{schema: schema(t), data: `{"__typename":"Query"}`},
		Log:    slog.New(slog.NewJSONHandler(&log, nil)),
	}
	if change != nil {
		change(&c)
	}
	h := transport.New(c)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.ServeHTTP(w, r.WithContext(actor.With(r.Context(), who)))
	}), &log
}

var employer = actor.Actor{PersonID: "per_1", Role: actor.Employer}

type answer struct {
	status int
	header http.Header
	text   string
	Data   json.RawMessage
	Errors []struct {
		Message    string
		Path       []any
		Extensions struct {
			Code, Reason, RequestID string
			RetryAfter              int
			InputPath               []string
		}
	}
	Extensions struct {
		Cost struct{ Requested, Limit int }
	}
}

func (a answer) reason() string {
	if len(a.Errors) == 0 {
		return ""
	}
	return a.Errors[0].Extensions.Reason
}

func send(t testing.TB, h http.Handler, body string, header ...string) answer {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, "/graphql", strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", "application/graphql-response+json")
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	return receive(t, h, r)
}

func receive(t testing.TB, h http.Handler, r *http.Request) answer {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	res := w.Result()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	a := answer{status: res.StatusCode, header: res.Header, text: string(body)}
	if err := json.Unmarshal(body, &a); err != nil {
		t.Fatalf("%v: %s", err, body)
	}
	return a
}

func query(text string) string {
	b, err := json.Marshal(map[string]any{"query": text})
	if err != nil {
		panic(err)
	}
	return string(b)
}

func TestAnAnswerCarriesItsHeadersAndItsCost(t *testing.T) {
	t.Parallel()
	h, _ := server(t, employer, nil)
	a := send(t, h, query("{ viewer { person { id } } }"), "X-Request-Id", "night-run-0007", "Accept-Language", "en;q=0.9")
	if a.status != http.StatusOK || a.header.Get("Content-Type") != "application/graphql-response+json; charset=utf-8" {
		t.Errorf("%d %s", a.status, a.header.Get("Content-Type"))
	}
	want := map[string]string{
		"X-Request-Id": "night-run-0007", "Content-Language": "en", "Vary": "Accept, Accept-Language",
		"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff",
	}
	got := map[string]string{}
	for name := range want {
		got[name] = a.header.Get(name)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if a.Extensions.Cost.Requested != 3 || a.Extensions.Cost.Limit != 50_000 {
		t.Errorf("cost %+v", a.Extensions.Cost)
	}
}

func TestARequestIDThatCouldForgeALogLineIsReplaced(t *testing.T) {
	t.Parallel()
	h, _ := server(t, employer, nil)
	for _, id := range []string{"short", "with space and more", "line\nfeed-0001", strings.Repeat("a", 65), `"><script>0`} {
		r := httptest.NewRequest(http.MethodPost, "/graphql", strings.NewReader(query("{__typename}")))
		r.Header.Set("Content-Type", "application/json")
		r.Header["X-Request-Id"] = []string{id}
		if a := receive(t, h, r); a.header.Get("X-Request-Id") == id || a.header.Get("X-Request-Id") == "" {
			t.Errorf("%q became %q", id, a.header.Get("X-Request-Id"))
		}
	}
}

func TestTheLanguageIsDutchUnlessEnglishIsPreferred(t *testing.T) {
	t.Parallel()
	for accept, want := range map[string]string{
		"": "nl", "en": "en", "en-GB,nl;q=0.5": "en", "nl,en;q=0.9": "nl", "fr": "nl", "fr,en;q=0.3": "en", "*": "nl", ";;;": "nl", strings.Repeat("en,", 1000): "nl",
	} {
		if got := transport.Language(accept); got != want {
			t.Errorf("%q: %s, want %s", accept, got, want)
		}
	}
}

func TestOnlyJSONByPostIsTaken(t *testing.T) {
	t.Parallel()
	h, _ := server(t, employer, nil)
	cases := []struct {
		method, contentType, accept string
		want                        int
	}{
		{http.MethodGet, "", "application/json", 405},
		{http.MethodPut, "application/json", "application/json", 405},
		{http.MethodDelete, "application/json", "", 405},
		{http.MethodPost, "", "application/json", 415},
		{http.MethodPost, "text/plain", "application/json", 415},
		{http.MethodPost, "application/x-www-form-urlencoded", "application/json", 415},
		{http.MethodPost, "multipart/form-data; boundary=x", "application/json", 415},
		{http.MethodPost, "application/graphql", "application/json", 415},
		{http.MethodPost, "application/json; charset=iso-8859-1", "application/json", 415},
		{http.MethodPost, "application/json", "text/html", 406},
		{http.MethodPost, "application/json; charset=utf-8", "*/*", 200},
		{http.MethodPost, "application/json", "", 200},
		{http.MethodPost, "application/json", "application/json;q=0, application/graphql-response+json", 200},
	}
	for _, c := range cases {
		r := httptest.NewRequest(c.method, "/graphql?query={__typename}", strings.NewReader(query("{__typename}")))
		r.Header.Set("Content-Type", c.contentType)
		if c.accept != "" {
			r.Header.Set("Accept", c.accept)
		}
		a := receive(t, h, r)
		if a.status != c.want || (c.want == 405) != (a.header.Get("Allow") == "POST") {
			t.Errorf("%s %q %q: %d, want %d (Allow %q)", c.method, c.contentType, c.accept, a.status, c.want, a.header.Get("Allow"))
		}
	}
}

func TestARefusalHasNoDataAndTheStatusOfItsCode(t *testing.T) {
	t.Parallel()
	h, _ := server(t, actor.Actor{}, nil)
	a := send(t, h, query("{ plans(first: 1) { totalCount } }"))
	if a.status != http.StatusUnauthorized || strings.Contains(a.text, `"data"`) || a.Errors[0].Extensions.Code != "UNAUTHENTICATED" {
		t.Errorf("%d %s", a.status, a.text)
	}
	if old := send(t, h, query("{ plans(first: 1) { totalCount } }"), "Accept", "application/json"); old.status != http.StatusOK || old.Errors[0].Extensions.Code != "UNAUTHENTICATED" {
		t.Errorf("the older type: %d %s", old.status, old.text)
	}
}

func TestFaultsAreToldAndCausesAreNot(t *testing.T) {
	t.Parallel()
	const secret = "123456782 pq: SELECT bsn FROM /var/lib"
	cases := map[string]struct {
		err          error
		code, reason string
	}{
		"a fault":       {fault.Forbidden("ROLE", fault.Text{NL: "Dit mag niet.", EN: "Not allowed."}), "FORBIDDEN", "ROLE"},
		"a wait":        {fault.RateLimited("TOO_MANY", 1500e6), "RATE_LIMITED", "TOO_MANY"},
		"an outage":     {fault.Unavailable("SCHEME_UNAVAILABLE", bug(secret)), "UNAVAILABLE", "SCHEME_UNAVAILABLE"},
		"anything else": {bug(secret), "INTERNAL", ""},
		"out of time":   {context.DeadlineExceeded, "UNAVAILABLE", "TIMEOUT"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h, log := server(t, employer, func(cfg *transport.Config) {
				cfg.Schema = resolves{schema: schema(t), data: "null", fails: func(ctx context.Context) { graphql.AddError(ctx, c.err) }}
			})
			a := send(t, h, query("{ viewer { person { id } } }"))
			if len(a.Errors) != 1 || a.Errors[0].Extensions.Code != c.code || a.Errors[0].Extensions.Reason != c.reason || a.Errors[0].Extensions.RequestID == "" {
				t.Errorf("%s", a.text)
			}
			if strings.Contains(a.text, "123456782") {
				t.Errorf("the cause is told: %s", a.text)
			}
			if logged := strings.Contains(log.String(), "123456782"); logged != (name == "an outage" || name == "anything else") {
				t.Errorf("logged %v: %s", logged, log)
			}
			if name == "a wait" && a.Errors[0].Extensions.RetryAfter != 2 {
				t.Errorf("retry after %d seconds", a.Errors[0].Extensions.RetryAfter)
			}
		})
	}
}

// A database that was stopped says so in words of its own: whether the act was done is not known, and no final code is told.
func TestWhatIsStoppedByTheLimitIsOutOfTime(t *testing.T) {
	t.Parallel()
	h, log := server(t, employer, func(cfg *transport.Config) {
		cfg.Limits = gate.Default()
		cfg.Limits.Timeout = 200 * time.Millisecond
		cfg.Schema = resolves{schema: schema(t), data: "null", fails: func(ctx context.Context) {
			<-ctx.Done()
			graphql.AddError(ctx, bug("pq: canceling statement due to user request"))
		}}
	})
	a := send(t, h, query("{ viewer { person { id } } }"))
	if len(a.Errors) != 1 || a.Errors[0].Extensions.Code != "UNAVAILABLE" || a.Errors[0].Extensions.Reason != "TIMEOUT" {
		t.Errorf("%s", a.text)
	}
	if strings.Contains(log.String(), "ERROR") {
		t.Errorf("logged: %s", log)
	}
}

type bug string

func (b bug) Error() string { return string(b) }

func TestSeveralFaultsAreEachTold(t *testing.T) {
	t.Parallel()
	h, _ := server(t, employer, func(cfg *transport.Config) {
		cfg.Schema = resolves{schema: schema(t), data: "null", fails: func(ctx context.Context) {
			graphql.AddError(ctx, fault.List{fault.Required([]string{"input", "a"}), fault.Required([]string{"input", "b"})})
		}}
	})
	a := send(t, h, query("{ viewer { person { id } } }"))
	var paths []string
	for _, e := range a.Errors {
		paths = append(paths, strings.Join(e.Extensions.InputPath, "."))
	}
	if diff := cmp.Diff([]string{"input.b", "input.a"}, paths); diff != "" {
		t.Error(diff)
	}
}

func TestAPanicIsOneNeutralSentence(t *testing.T) {
	t.Parallel()
	h, log := server(t, employer, func(cfg *transport.Config) {
		cfg.Schema = resolves{schema: schema(t), data: "null", fails: func(ctx context.Context) {
			defer func() { graphql.AddError(ctx, graphql.Recover(ctx, recover())) }()
			panic("/etc/passwd")
		}}
	})
	a := send(t, h, query("{ viewer { person { id } } }"), "Accept-Language", "en")
	if a.Errors[0].Extensions.Code != "INTERNAL" || a.Errors[0].Message != "Something went wrong on our side. If you ask about it, quote the request id." || strings.Contains(a.text, "passwd") {
		t.Errorf("%s", a.text)
	}
	if !strings.Contains(log.String(), "passwd") {
		t.Error("the operator is not told")
	}
}
