package scenario_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// strangers send what is no request at all: it is refused without a word of what was sent.
func strangers(t *testing.T, w *town) {
	foreign(t, w)
	v := w.visitor(t, "stranger")
	for name, body := range map[string]string{
		"a deep query": `{"query":"` + strings.Repeat("{a", 3000) + strings.Repeat("}", 3000) + `"}`, "a batch": `[{"query":"{ clock { isDemo } }"}]`,
		"no JSON": "kanarie", "many aliases": `{"query":"{` + aliases(100) + `}"}`, "two mutations": `{"query":"mutation { a: signOut(input: {}) { userErrors { code } } b: signOut(input: {}) { userErrors { code } } }"}`,
		"a field that is misspelt": `{"query":"{ regionss { id } }"}`, "an argument that is misspelt": `{"query":"{ scheme(slugg: \"x\") { id } }"}`, "a large body": `{"query":"{ clock { isDemo } }","x":"` + strings.Repeat("y", 300<<10) + `"}`,
	} {
		a := v.post([]byte(body))
		if len(a.errors) == 0 || a.data != nil {
			t.Errorf("%s was answered: %.200s", name, a.body)
		}
		for _, leak := range []string{"kanarie", "Did you mean", "yyyy", "goroutine", ".go:"} {
			if strings.Contains(string(a.body), leak) {
				t.Errorf("%s: the answer says %s: %.300s", name, leak, a.body)
			}
		}
	}
}

// foreign: another site's page cannot act in a session, whatever it sends.
func foreign(t *testing.T, w *town) {
	t.Helper()
	v := w.newcomer(t, "Gelokt")
	before := v.ask(`{ viewer { sessions { id } } }`, nil).list("viewer.sessions")
	for name, c := range map[string]struct {
		method, contentType, origin string
		status                      int
	}{
		"from another origin": {http.MethodPost, "application/json", "https://elders.example", http.StatusForbidden},
		"as a form":           {http.MethodPost, "application/x-www-form-urlencoded", "", http.StatusUnsupportedMediaType},
		"as plain text":       {http.MethodPost, "text/plain", "", http.StatusUnsupportedMediaType},
		"as parts":            {http.MethodPost, "multipart/form-data; boundary=x", "", http.StatusUnsupportedMediaType},
		"by GET":              {http.MethodGet, "application/json", "", http.StatusMethodNotAllowed},
	} {
		r, err := http.NewRequestWithContext(t.Context(), c.method, w.url+"/graphql", strings.NewReader(`{"query":"mutation { signOut(input: {}) { userErrors { code } } }"}`))
		v.must(err)
		r.Header.Set("Content-Type", c.contentType)
		if c.origin != "" {
			r.Header.Set("Origin", c.origin)
			r.Header.Set("Sec-Fetch-Site", "cross-site")
		}
		res, err := v.client.Do(r)
		v.must(err)
		_ = res.Body.Close()
		is(t, name, c.status, res.StatusCode)
	}
	is(t, "still signed in", len(before), len(v.ask(`{ viewer { sessions { id } } }`, nil).list("viewer.sessions")))
}

func aliases(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, " a%d: clock { isDemo }", i)
	}
	return b.String()
}
