package portal

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
)

func ask(t *testing.T, method, path string, header ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(method, path, nil)
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	GraphiQL().ServeHTTP(w, r)
	return w
}

func TestTheIndexIsServedUnderAStrictPolicy(t *testing.T) {
	t.Parallel()
	res := ask(t, http.MethodGet, "/")
	if res.Code != http.StatusOK {
		t.Fatalf("status %d", res.Code)
	}
	if body := res.Body.String(); !strings.Contains(body, `id="graphiql"`) {
		t.Errorf("no GraphiQL in %q", body)
	}
	for name, want := range map[string]string{
		// Stated again: whoever loosens the policy meets this line.
		"Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
		"X-Content-Type-Options":  "nosniff",
		"Referrer-Policy":         "no-referrer",
		"Cache-Control":           "no-cache",
		"Content-Type":            "text/html; charset=utf-8",
	} {
		if got := res.Header().Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
}

func TestEveryFileThatTheIndexNamesIsServed(t *testing.T) {
	t.Parallel()
	index := ask(t, http.MethodGet, "/").Body.String()
	found := regexp.MustCompile(`(?:src|href)="([a-z.]+)"`).FindAllStringSubmatch(index, -1)
	if len(found) < 2 {
		t.Fatalf("the index names %d files of its own", len(found))
	}
	for _, m := range found {
		if res := ask(t, http.MethodGet, "/"+m[1]); res.Code != http.StatusOK || res.Header().Get("Content-Security-Policy") == "" {
			t.Errorf("%s: status %d, policy %q", m[1], res.Code, res.Header().Get("Content-Security-Policy"))
		}
	}
}

func TestTheIndexHasNoInlineScriptOrStyle(t *testing.T) {
	t.Parallel()
	index := ask(t, http.MethodGet, "/").Body.String()
	if m := regexp.MustCompile(`(?i)<style|\sstyle=|\son[a-z]+=|<script(?:>|[^>]*>[^<])|(?:src|href)="(?:https?:)?//`).FindString(index); m != "" {
		t.Errorf("the policy would refuse %q", m)
	}
}

func TestGzipCarriesTheSameBytesUnderATagOfItsOwn(t *testing.T) {
	t.Parallel()
	plain := ask(t, http.MethodGet, "/graphiql.js")
	zipped := ask(t, http.MethodGet, "/graphiql.js", "Accept-Encoding", "br;q=1.0, gzip;q=0.8")
	if got := zipped.Header().Get("Content-Encoding"); got != "gzip" {
		t.Fatalf("Content-Encoding is %q", got)
	}
	r, err := gzip.NewReader(zipped.Body)
	if err != nil {
		t.Fatal(err)
	}
	unzipped, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(unzipped, plain.Body.Bytes()) {
		t.Error("the compressed file differs from the plain one")
	}
	if plain.Header().Get("ETag") == zipped.Header().Get("ETag") {
		t.Error("two encodings share one tag")
	}
	for _, refused := range []string{"", "br", "gzip;q=0", "gzip; q=0.0"} {
		if got := ask(t, http.MethodGet, "/", "Accept-Encoding", refused).Header().Get("Content-Encoding"); got != "" {
			t.Errorf("Accept-Encoding %q was answered in %s", refused, got)
		}
	}
}

func TestAKnownTagIsAnsweredWithNotModified(t *testing.T) {
	t.Parallel()
	tag := ask(t, http.MethodGet, "/graphiql.css").Header().Get("ETag")
	if res := ask(t, http.MethodGet, "/graphiql.css", "If-None-Match", tag); res.Code != http.StatusNotModified {
		t.Errorf("status %d", res.Code)
	}
}

func TestUnknownPathsAreNotFound(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"/graphql", "/dist", "/graphiql/dist/index.html", "/../portal.go", "/index.html/"} {
		if res := ask(t, http.MethodGet, path); res.Code != http.StatusNotFound {
			t.Errorf("%s: status %d", path, res.Code)
		}
	}
}

func TestOnlyReadingIsAllowed(t *testing.T) {
	t.Parallel()
	for _, method := range []string{http.MethodPost, http.MethodPut, http.MethodDelete, http.MethodOptions} {
		res := ask(t, method, "/")
		if res.Code != http.StatusMethodNotAllowed || res.Header().Get("Allow") != "GET, HEAD" {
			t.Errorf("%s: status %d, allow %q", method, res.Code, res.Header().Get("Allow"))
		}
	}
	head := ask(t, http.MethodHead, "/")
	if body := head.Body.String(); head.Code != http.StatusOK || body != "" {
		t.Errorf("HEAD: status %d, body %q", head.Code, body)
	}
}

func TestThePageWorksUnderAPrefix(t *testing.T) {
	t.Parallel()
	w := httptest.NewRecorder()
	http.StripPrefix("/graphiql", GraphiQL()).ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/graphiql/graphiql.js", nil))
	if w.Code != http.StatusOK {
		t.Errorf("status %d", w.Code)
	}
}
