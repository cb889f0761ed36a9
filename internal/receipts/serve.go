package receipts

import (
	"net/http"

	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/internal/problem"
)

// Path is where a receipt is given out, before its id.
const Path = "/receipts/"

// Receipts serves GET /receipts/{id}: the signed document, to callers who may export it.
func (d *Desk) Receipts() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		text, err := d.asked(r)
		if err != nil {
			problem.Writer{Logger: d.Logger, Failed: "RECEIPT_FAILED"}.Write(w, r, err)
			return
		}
		h := w.Header()
		h.Set("Content-Type", "application/json; charset=utf-8")
		h.Set("Content-Disposition", `attachment; filename="`+r.PathValue("id")+`.json"`)
		h.Set("Cache-Control", "private, no-store")
		_, _ = w.Write(text) // a client that goes away is nobody's fault
	})
}

func (d *Desk) asked(r *http.Request) ([]byte, error) {
	id := r.PathValue("id")
	if !ids.Valid(id, ids.Evaluation) {
		return nil, fault.NotFound(reasonNotFound)
	}
	return d.Export(r.Context(), id)
}

// PublicKey serves GET /receipts/key: the key that signs here, as PEM. A verifier keeps it from then on: a key that
// comes with a receipt vouches for nobody.
func (d *Desk) PublicKey() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/x-pem-file")
		_, _ = w.Write(d.public) // a client that goes away is nobody's fault
	})
}
