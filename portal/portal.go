// Package portal holds what a browser is shown. Today that is GraphiQL, the page on which a developer
// tries the API, bundled from npm in graphiql/ and embedded as it was committed.
//
// It serves fixed bytes only. It knows no schema, no session and no data, and loads nothing from
// another host: its content security policy forbids that, and inline script and style with it.
package portal

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"sync"
	"time"
)

//go:embed graphiql/dist
var graphiQL embed.FS

// policy lets the page load its own files and talk to its own server, and nothing else. Style
// properties that a script sets are no inline styles, so GraphiQL works without 'unsafe-inline'.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
	"font-src 'self'; connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// GraphiQL serves the page at "/" and its files beside it, for GET and HEAD. The page finds its
// files by relative addresses, so http.StripPrefix may put it under any path that ends in a slash;
// it always asks POST /graphql of the host it came from. Every other path answers 404.
//
// Who may see the page is for the caller to decide. The handler is safe for concurrent use.
func GraphiQL() http.Handler {
	dist, err := fs.Sub(graphiQL, "graphiql/dist")
	if err != nil {
		panic(err) // the directory is named by the embed line above
	}
	return serve(dist)
}

// serve answers each file of dist at its name, and index.html at the root.
func serve(dist fs.FS) http.Handler {
	names, err := fs.Glob(dist, "*")
	if err != nil {
		panic(err)
	}
	files := make(map[string]*file, len(names))
	for _, name := range names {
		content, err := fs.ReadFile(dist, name)
		if err != nil {
			panic(fmt.Errorf("read embedded %s: %w", name, err))
		}
		files["/"+name] = newFile(name, content)
	}
	files["/"] = files["/index.html"]

	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f, ok := files["/"+strings.TrimPrefix(r.URL.Path, "/")]
		if !ok {
			http.NotFound(w, r)
			return
		}
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, http.StatusText(http.StatusMethodNotAllowed), http.StatusMethodNotAllowed)
			return
		}
		f.serve(w, r)
	})
}

// file is one embedded file with what a response to it needs.
type file struct {
	name    string
	mime    string
	digest  string // SHA-256 of the content, hexadecimal
	content []byte
	gzipped func() []byte
}

func newFile(name string, content []byte) *file {
	sum := sha256.Sum256(content)
	return &file{
		name:    name,
		mime:    mediaType(name),
		digest:  hex.EncodeToString(sum[:]),
		content: content,
		// Compressed when first asked for, and kept: most processes never serve the page.
		gzipped: sync.OnceValue(func() []byte { return compress(content) }),
	}
}

// serve writes the file. A browser may keep it, and asks each time whether its digest still holds.
func (f *file) serve(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "no-cache")
	h.Set("Vary", "Accept-Encoding")
	h.Set("Content-Type", f.mime)

	content := f.content
	tag := f.digest
	if acceptsGzip(r) {
		content = f.gzipped()
		tag += "-gzip"
		h.Set("Content-Encoding", "gzip")
	}
	h.Set("ETag", `"`+tag+`"`)
	http.ServeContent(w, r, f.name, time.Time{}, bytes.NewReader(content))
}

// mediaType is fixed here because mime.TypeByExtension answers differently from host to host.
func mediaType(name string) string {
	switch path.Ext(name) {
	case ".html":
		return "text/html; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".txt":
		return "text/plain; charset=utf-8"
	default:
		panic("portal: no media type for " + name)
	}
}

// acceptsGzip reports whether the client named gzip without refusing it. Anything subtler gets the
// plain bytes, which every client reads.
func acceptsGzip(r *http.Request) bool {
	for _, offer := range strings.Split(strings.Join(r.Header.Values("Accept-Encoding"), ","), ",") {
		coding, weight, _ := strings.Cut(offer, ";")
		if strings.EqualFold(strings.TrimSpace(coding), "gzip") {
			weight = strings.TrimRight(strings.ReplaceAll(weight, " ", ""), "0.")
			return weight != "q="
		}
	}
	return false
}

func compress(content []byte) []byte {
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		panic(err)
	}
	if _, err := w.Write(content); err != nil {
		panic(err) // bytes.Buffer does not fail
	}
	if err := w.Close(); err != nil {
		panic(err)
	}
	return b.Bytes()
}
