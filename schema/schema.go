// Package schema is the public API, written by hand: one file per noun, every
// element described. This file only hands the text out.
package schema

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"net/http"
	"slices"
	"strings"
)

//go:embed *.graphql
var files embed.FS

// Text returns the whole schema as one document.
func Text() string {
	names, err := fs.Glob(files, "*.graphql")
	if err != nil {
		panic(err) // the pattern is a constant
	}
	slices.Sort(names)
	var b strings.Builder
	for i, name := range names {
		text, err := files.ReadFile(name)
		if err != nil {
			panic(err) // it was just listed
		}
		if i > 0 {
			b.WriteByte('\n')
		}
		b.Write(text)
	}
	return b.String()
}

// Handler answers GET with the schema, so that a client can generate its types
// without introspection.
func Handler() http.Handler {
	text := Text()
	sum := sha256.Sum256([]byte(text))
	tag := `"` + hex.EncodeToString(sum[:16]) + `"`
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/graphql; charset=utf-8")
		w.Header().Set("Cache-Control", "no-cache")
		w.Header().Set("ETag", tag)
		if r.Header.Get("If-None-Match") == tag {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		_, _ = w.Write([]byte(text)) // the client has gone
	})
}
