package documents

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"gocloud.dev/gcerrors"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/document"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/audit"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/store"
)

// DownloadURL returns an address that gives the file for five minutes to the session or token that asks, and to
// nobody else. Asking is the act: it leaves a line in the audit of the dossier.
func (d *Desk) DownloadURL(ctx context.Context, f *ent.File) (string, error) {
	if f.DocumentID == nil {
		return "", fault.NotFound("FILE_NOT_FOUND")
	}
	doc, err := d.Store.Client().Document.Query().Where(document.ID(*f.DocumentID)).WithRegistration().Only(ctx)
	if err != nil {
		return "", store.Missing(err, "FILE_NOT_FOUND")
	}

	object, _ := access.Of(doc)
	ground, err := d.Guard.Permit(ctx, access.ReadPersonalData, object.As(access.File))
	if err != nil {
		return "", err
	}

	err = d.Store.Tx(ctx, func(tx *ent.Tx) error {
		return audit.Append(ctx, tx, audit.Line{
			DossierID: doc.PlanID, At: d.Clock.Wall(), Act: "downloadFile", SubjectID: doc.ID, Policy: string(ground),
			OrganisationID: doc.OrganisationID,
		})
	})
	if err != nil {
		return "", fmt.Errorf("read file %s: %w", f.ID, err)
	}

	return d.Origin + "/files/" + d.sign(f.ID, holder(ctx), d.Clock.Wall().Add(addressLife)), nil
}

// holder is whom an address is bound to.
func holder(ctx context.Context) string {
	a := actor.From(ctx)
	if a.TokenID != "" {
		return a.TokenID
	}
	return a.SessionID
}

// sign writes file and moment with a code over these and the holder; the holder itself is not in it.
func (d *Desk) sign(fileID, holder string, until time.Time) string {
	body := fileID + "." + strconv.FormatInt(until.Unix(), 36)
	return body + "." + base64.RawURLEncoding.EncodeToString(d.code(body, holder))
}

func (d *Desk) code(body, holder string) []byte {
	mac := hmac.New(sha256.New, d.Key)
	mac.Write([]byte("files\n" + holder + "\n" + body))
	return mac.Sum(nil)
}

// read returns the file that a token names, if it was signed for this holder and still holds.
func (d *Desk) read(token, holder string) (fileID string, ok bool) {
	at := strings.LastIndexByte(token, '.')
	if at < 0 || holder == "" {
		return "", false
	}
	given, err := base64.RawURLEncoding.DecodeString(token[at+1:])
	if err != nil || !hmac.Equal(given, d.code(token[:at], holder)) {
		return "", false
	}
	fileID, moment, _ := strings.Cut(token[:at], ".")
	until, err := strconv.ParseInt(moment, 36, 64)
	return fileID, err == nil && d.Clock.Wall().Before(time.Unix(until, 0))
}

// Files serves GET /files/{token} to the caller who asked for the address. A token that is wrong, too old or another
// caller's is not found.
func (d *Desk) Files() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, http.StatusText(http.StatusMethodNotAllowed), http.StatusMethodNotAllowed)
			return
		}
		allow(w, transferTime)
		if err := d.hand(w, r); err != nil {
			d.answerProblem(w, r, err)
		}
	})
}

// hand writes the file out. The row is read again under the actor's own sight: a right that ended ends the address.
func (d *Desk) hand(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	fileID, ok := d.read(r.PathValue("token"), holder(ctx))
	if !ok {
		return fault.NotFound("FILE_NOT_FOUND")
	}
	f, err := d.Store.Client().File.Get(ctx, fileID)
	if err != nil {
		return store.Missing(err, "FILE_NOT_FOUND")
	}
	content, err := d.Blobs.NewReader(ctx, f.BlobKey, nil)
	if gcerrors.Code(err) == gcerrors.NotFound {
		return fault.Internal("FILE_LOST", err)
	}
	if err != nil {
		return fmt.Errorf("open file %s: %w", f.ID, err)
	}
	defer func() { _ = content.Close() }() // it was only read

	h := w.Header()
	h.Set("Content-Type", Type(f.Type).MediaType())
	h.Set("Content-Disposition", attachment(f.Name, Type(f.Type)))
	h.Set("Content-Length", strconv.Itoa(f.Size))
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	h.Set("Cache-Control", "private, no-store")
	h.Set("Referrer-Policy", "no-referrer")
	w.WriteHeader(http.StatusOK)
	if r.Method == http.MethodGet {
		_, _ = io.Copy(w, content) // a client that goes away is nobody's fault
	}
	return nil
}
