package program

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"

	"github.com/penvoerder/penvoerder/graph/transport"
	"github.com/penvoerder/penvoerder/schemes/page"
)

// pagesPath is where the pages of the schemes stand, each under its slug.
const pagesPath = "/schemes/"

// pages serves the page of each scheme that is in force: the regulation in words, for
// everybody. The caller's language is chosen by ?language= or
// Accept-Language, as the API does.
func (p *Program) pages() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+pagesPath+"{$}", func(w http.ResponseWriter, r *http.Request) {
		in := languageOf(r)
		var b bytes.Buffer
		fmt.Fprintf(&b, "# %s\n\n", map[page.Language]string{page.Dutch: "Regelingen", page.English: "Schemes"}[in])
		for _, release := range p.catalog.Schemes() {
			title := release.Manifest.Title.NL
			if in == page.English {
				title = release.Manifest.Title.EN
			}
			fmt.Fprintf(&b, "- [%s](%s.md), `%s` %s\n", title, release.Slug, release.Slug, release.Version)
		}
		writePage(w, in, b.Bytes())
	})
	mux.HandleFunc("GET "+pagesPath+"{file}", func(w http.ResponseWriter, r *http.Request) {
		slug, isPage := strings.CutSuffix(r.PathValue("file"), ".md")
		release, ok := p.catalog.InForce(slug)
		if !ok || !isPage {
			http.Error(w, "There is no such scheme: see "+pagesPath, http.StatusNotFound)
			return
		}
		in := languageOf(r)
		writePage(w, in, page.Of(release.Manifest, in))
	})
	return mux
}

func languageOf(r *http.Request) page.Language {
	asked := r.URL.Query().Get("language")
	if asked == "" {
		asked = r.Header.Get("Accept-Language")
	}
	return page.Language(transport.Language(asked))
}

func writePage(w http.ResponseWriter, in page.Language, content []byte) {
	h := w.Header()
	h.Set("Content-Type", "text/markdown; charset=utf-8")
	h.Set("Content-Language", string(in))
	h.Set("Cache-Control", "no-cache")
	h.Add("Vary", "Accept-Language")
	_, _ = w.Write(content) // the reader is gone
}
