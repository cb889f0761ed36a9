package scenario_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
)

// visitor is somebody, or some machine, that uses the program over HTTP.
type visitor struct {
	t        testing.TB
	p        *program
	name     string
	client   *http.Client
	from     string // network address
	language string // Accept-Language
	token    string
	key      string // Idempotency-Key of what is sent next; made up for tokens when empty, none when "-"
}

var visitors atomic.Int64

// visitor comes with an empty cookie jar from an address of its own.
func (p *program) visitor(t testing.TB, name string) *visitor {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	n := visitors.Add(1)
	return &visitor{
		t: t, p: p, name: name, client: &http.Client{Jar: jar, Transport: p.transport},
		from: fmt.Sprintf("10.%d.%d.%d", n>>16&255, n>>8&255, n&255), language: "en",
	}
}

// in is the same visitor in another test.
func (v *visitor) in(t testing.TB) *visitor {
	w := *v
	w.t = t
	return &w
}

// machine is a partner system with a token.
func (p *program) machine(t testing.TB, token string) *visitor {
	v := p.visitor(t, "machine")
	v.token = token
	return v
}

// under is the visitor whose next act has an Idempotency-Key.
func (v *visitor) under(key string) *visitor {
	w := *v
	w.key = key
	return &w
}

// answer is what came back.
type answer struct {
	t      testing.TB
	status int
	header http.Header
	body   []byte
	data   any
	errors []told
}

// told is an entry of errors.
type told struct {
	Message    string
	Path       []any
	Extensions struct {
		Code, Reason, RequestID string
		InputPath               []string
		Expected                string
		RetryAfter              int
	}
}

type object = map[string]any

// send asks, and fails the test only when there is no GraphQL answer at all.
func (v *visitor) send(query string, variables object) *answer {
	v.t.Helper()
	body, err := json.Marshal(object{"query": query, "variables": variables})
	v.must(err)
	return v.post(body)
}

func (v *visitor) post(body []byte) *answer {
	v.t.Helper()
	a, err := v.attempt(body)
	v.must(err)
	return a
}

// attempt is post for a server that may be gone.
func (v *visitor) attempt(body []byte) (*answer, error) {
	r, err := http.NewRequestWithContext(v.t.Context(), http.MethodPost, v.p.url+"/graphql", bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("X-Forwarded-For", v.from)
	if v.language != "" {
		r.Header.Set("Accept-Language", v.language)
	}
	key := v.key
	if v.token != "" {
		r.Header.Set("Authorization", "Bearer "+v.token)
		if key == "" {
			key = fmt.Sprintf("scenario-%d", visitors.Add(1))
		}
	}
	if key != "" && key != "-" {
		r.Header.Set("Idempotency-Key", key)
	}
	res, err := v.client.Do(r)
	if err != nil {
		return nil, err
	}
	defer func() { _ = res.Body.Close() }()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		return nil, err
	}
	return v.read(res, text)
}

func (v *visitor) read(res *http.Response, text []byte) (*answer, error) {
	var in struct {
		Data   any
		Errors []told
	}
	from := json.NewDecoder(bytes.NewReader(text))
	from.UseNumber()
	if err := from.Decode(&in); err != nil {
		return nil, fmt.Errorf("%s: status %d is no GraphQL answer: %.300s", v.name, res.StatusCode, text)
	}
	return &answer{t: v.t, status: res.StatusCode, header: res.Header, body: text, data: in.Data, errors: in.Errors}, nil
}

// ask asks what must be answered without errors.
func (v *visitor) ask(query string, variables object) *answer {
	v.t.Helper()
	a := v.send(query, variables)
	if len(a.errors) > 0 || a.data == nil {
		v.t.Fatalf("%s asked %.300s\nand heard %.1500s", v.name, query, a.body)
	}
	return a
}

const userErrors = ` userErrors { code reason message path ... on InvalidInput { expected } ... on StateConflict { currentVersion current { id } } }`

// mutation is the text of a mutation with its payload.
func mutation(name, selection string) string {
	return fmt.Sprintf("mutation($input: %sInput!) { %s(input: $input) { %s%s } }", strings.ToUpper(name[:1])+name[1:], name, selection, userErrors)
}

// do carries out a mutation that must succeed, and returns its payload.
func (v *visitor) do(name string, input object, selection string) *answer {
	v.t.Helper()
	a := v.ask(mutation(name, selection), object{"input": input})
	payload := a.at(name)
	if refusals := payload.list("userErrors"); len(refusals) > 0 {
		v.t.Fatalf("%s: %s was refused: %s", v.name, name, a.body)
	}
	return payload
}

// try carries out a mutation that may be refused, and tells every refusal in one line each: code, reason, path and what
// is expected. A refusal that is no user error begins with an exclamation mark. A payload with user errors must be empty
// otherwise.
func (v *visitor) try(name string, input object, selection string) (*answer, []string) {
	v.t.Helper()
	a := v.send(mutation(name, selection), object{"input": input})
	var refusals []string
	for _, e := range a.errors {
		refusals = append(refusals, "! "+line(e.Extensions.Code, e.Extensions.Reason, e.Extensions.InputPath, e.Extensions.Expected))
	}
	if len(a.errors) > 0 {
		if a.at(name).value() != nil {
			v.t.Errorf("%s: %s answered errors and a payload: %s", v.name, name, a.body)
		}
		return a, refusals
	}
	payload := a.at(name)
	for i := range payload.list("userErrors") {
		e := payload.at("userErrors." + strconv.Itoa(i))
		var path []string
		for _, step := range e.list("path") {
			path = append(path, as[string](step))
		}
		if e.text("message") == "" {
			v.t.Errorf("%s: %s refused without words: %s", v.name, name, a.body)
		}
		refusals = append(refusals, line(e.text("code"), e.text("reason"), path, e.text("expected")))
	}
	if len(refusals) > 0 {
		for field, value := range as[object](payload.value()) {
			if field != "userErrors" && value != nil {
				v.t.Errorf("%s: %s was refused and answered %s: %s", v.name, name, field, a.body)
			}
		}
	}
	return payload, refusals
}

func line(code, reason string, path []string, expected string) string {
	l := code + " " + reason
	if len(path) > 0 {
		l += " " + strings.Join(path, ".")
	}
	if expected != "" {
		l += " (" + expected + ")"
	}
	return l
}

// at is the part of an answer at a path such as `plan.lines.0.id`; nothing where there is none.
func (a *answer) at(path string) *answer {
	part := *a
	for step := range strings.SplitSeq(path, ".") {
		switch at := part.data.(type) {
		case object:
			part.data = at[step]
		case []any:
			i, err := strconv.Atoi(step)
			if err != nil || i >= len(at) {
				part.data = nil
				continue
			}
			part.data = at[i]
		default:
			part.data = nil
		}
	}
	return &part
}

func (a *answer) value() any { return a.data }

// text is a scalar of the answer as text; empty for null.
func (a *answer) text(path string) string {
	v := a.at(path).data
	if v == nil {
		return ""
	}
	return fmt.Sprint(v)
}

func (a *answer) number(path string) int {
	a.t.Helper()
	n, err := strconv.Atoi(a.text(path))
	if err != nil {
		a.t.Fatalf("%s is no number in %.500s", path, a.body)
	}
	return n
}

func (a *answer) list(path string) []any {
	l, _ := a.at(path).data.([]any)
	return l
}

// each is the scalar at path of every entry of the list at list.
func (a *answer) each(list, path string) []string {
	var out []string
	for i := range a.list(list) {
		out = append(out, a.text(list+"."+strconv.Itoa(i)+"."+path))
	}
	return out
}

// codes are the codes of the errors of an answer, with their reasons.
func (a *answer) codes() []string {
	var out []string
	for _, e := range a.errors {
		out = append(out, strings.TrimSpace(e.Extensions.Code+" "+e.Extensions.Reason))
	}
	return out
}

// put uploads bytes to a ticket, and returns the status and the reason of a refusal.
func (v *visitor) put(ticketURL string, content []byte) (status int, reason string) {
	v.t.Helper()
	r, err := http.NewRequestWithContext(v.t.Context(), http.MethodPut, ticketURL, bytes.NewReader(content))
	v.must(err)
	r.Header.Set("X-Forwarded-For", v.from)
	res, err := v.client.Do(r)
	v.must(err)
	defer func() { _ = res.Body.Close() }()
	var problem struct{ Reason string }
	_ = json.NewDecoder(res.Body).Decode(&problem) // an answer without JSON has no reason
	return res.StatusCode, problem.Reason
}

// get fetches an address, such as a download.
func (v *visitor) get(address string) (status int, header http.Header, body []byte) {
	v.t.Helper()
	r, err := http.NewRequestWithContext(v.t.Context(), http.MethodGet, address, nil)
	v.must(err)
	res, err := v.client.Do(r)
	v.must(err)
	defer func() { _ = res.Body.Close() }()
	body, err = io.ReadAll(res.Body)
	v.must(err)
	return res.StatusCode, res.Header, body
}

// cookies tells the cookies that the visitor holds.
func (v *visitor) cookies() []*http.Cookie {
	u, err := url.Parse(v.p.url)
	v.must(err)
	return v.client.Jar.Cookies(u)
}

func (v *visitor) must(err error) {
	v.t.Helper()
	if err != nil {
		v.t.Fatal(err)
	}
}
