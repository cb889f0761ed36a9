package documents

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"syscall"
	"time"

	"gocloud.dev/blob"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/uploadticket"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/ids"
)

// transferTime is what a slow line has for one file, either way; the server's own limits are for short requests.
const transferTime = 5 * time.Minute

// allow gives a request its time, and the answer a moment more.
func allow(w http.ResponseWriter, long time.Duration) {
	c := http.NewResponseController(w)
	_ = c.SetReadDeadline(time.Now().Add(long)) // not every server can
	_ = c.SetWriteDeadline(time.Now().Add(long + time.Minute))
}

// Uploads serves PUT /uploads/{ticket}: the bytes of the file as the body. It requires the secret in the path and
// nothing else, so that a front end of another origin needs no cookie here. It returns 201 with a description of the
// file, or a problem (RFC 9457) that says in both languages what would be right. A ticket whose file was refused can
// be used again with a better file of the same size until it expires.
func (d *Desk) Uploads() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		if r.Method != http.MethodPut {
			w.Header().Set("Allow", http.MethodPut)
			http.Error(w, http.StatusText(http.StatusMethodNotAllowed), http.StatusMethodNotAllowed)
			return
		}
		allow(w, transferTime)
		kept, err := d.receive(w, r)
		if errors.Is(err, syscall.ENOSPC) {
			err = fault.Unavailable("STORAGE_FULL", err)
		}
		if err != nil {
			d.answerProblem(w, r, err)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusCreated)
		_ = json.NewEncoder(w).Encode(kept) // the client has gone if this fails
	})
}

// received is the answer to an upload.
type received struct {
	TicketID string `json:"ticketID"`
	Type     Type   `json:"type"`
	Size     int64  `json:"size"`
	SHA256   string `json:"sha256"`
}

// receive takes one file in. It lies outside the store until it proves to be the announced file; nothing stays of a
// refused one.
func (d *Desk) receive(w http.ResponseWriter, r *http.Request) (*received, error) {
	ctx := actor.AsSystem(r.Context())
	ticket, err := d.open(ctx, r.PathValue("ticket"))
	if err != nil {
		return nil, err
	}
	leave, err := d.coming.take(ticket)
	if err != nil {
		return nil, err
	}
	defer leave()
	spool, err := os.CreateTemp(d.SpoolDir, "upload-*")
	if err != nil {
		return nil, fmt.Errorf("spool upload: %w", err)
	}
	_ = os.Remove(spool.Name())          // it has no name while it is open, so that nothing stays after a crash
	defer func() { _ = spool.Close() }() // it is thrown away

	sum, err := d.spool(w, r, ticket, spool)
	if err != nil {
		return nil, err
	}
	size := int64(ticket.Size)
	kind, err := d.look(ctx, spool, size)
	if err != nil {
		return nil, about(ticket.Name, err)
	}
	if err := d.scan(ctx, spool, size); err != nil {
		return nil, about(ticket.Name, err)
	}
	if err := d.quarantine(ctx, ticket, io.NewSectionReader(spool, 0, size), kind, sum); err != nil {
		return nil, err
	}
	return &received{TicketID: ticket.ID, Type: kind, Size: size, SHA256: sum}, nil
}

// open finds the ticket of a secret, if a file can still come.
func (d *Desk) open(ctx context.Context, secret string) (*ent.UploadTicket, error) {
	ticket, err := d.Store.Client().UploadTicket.Query().Where(uploadticket.SecretHash(hashed(secret))).Only(ctx)
	switch {
	case ent.IsNotFound(err):
		return nil, fault.NotFound(ReasonTicketUnknown)
	case err != nil:
		return nil, err
	case ticket.UploadedAt != nil:
		return nil, usedTicket(nil)
	case !d.Clock.Wall().Before(ticket.ExpiresAt):
		return nil, expiredTicket(nil)
	}
	return ticket, nil
}

// spool writes the body to a file, and refuses any content but the announced one.
func (d *Desk) spool(w http.ResponseWriter, r *http.Request, ticket *ent.UploadTicket, to io.Writer) (string, error) {
	announced := int64(ticket.Size)
	if r.ContentLength > d.MaximumSize {
		return "", d.tooLarge(nil)
	}
	if r.ContentLength >= 0 && r.ContentLength != announced {
		return "", otherSize(announced, r.ContentLength)
	}
	hash := sha256.New()
	n, err := io.Copy(io.MultiWriter(to, hash), http.MaxBytesReader(w, r.Body, announced))
	if _, over := errors.AsType[*http.MaxBytesError](err); over {
		return "", otherSize(announced, announced+1)
	}
	if errors.Is(err, io.ErrUnexpectedEOF) || err == nil && n != announced {
		return "", otherSize(announced, n)
	}
	if err != nil {
		return "", fmt.Errorf("receive file: %w", err)
	}
	sum := hex.EncodeToString(hash.Sum(nil))
	if ticket.Sha256 != nil && *ticket.Sha256 != sum {
		return "", fault.Invalid(nil, ReasonOtherContent, fault.Text{
			NL: "Dit is niet het bestand dat was aangekondigd: de SHA-256 is anders. Upload het opnieuw.",
			EN: "This is not the file that was announced: the SHA-256 differs. Upload it again.",
		}, *ticket.Sha256)
	}
	return sum, nil
}

func (d *Desk) scan(ctx context.Context, file io.ReaderAt, size int64) error {
	if d.Scanner == nil {
		return nil
	}
	clean, err := d.Scanner.Scan(ctx, io.NewSectionReader(file, 0, size))
	if err != nil {
		return fault.Unavailable("SCANNER_UNAVAILABLE", err)
	}
	if !clean {
		return fault.Invalid(nil, ReasonQuarantined, fault.Text{
			NL: "In dit bestand is schadelijke software gevonden. Het bestand is niet bewaard.",
			EN: "Malicious software was found in this file. The file has not been kept.",
		}, "")
	}
	return nil
}

// about puts the name of the file before what is wrong with it: people upload many at once.
func about(file string, err error) error {
	for _, f := range fault.All(err) {
		if f.Code == fault.CodeInvalid {
			f.Text.NL, f.Text.EN = file+": "+f.Text.NL, file+": "+f.Text.EN
		}
	}
	return err
}

// quarantine keeps a file apart until a document is made of it. Of two uploads with one ticket the first wins.
func (d *Desk) quarantine(ctx context.Context, ticket *ent.UploadTicket, content io.Reader, kind Type, sum string) error {
	key := quarantined + ids.New(ids.UploadTicket)
	err := d.Blobs.Upload(ctx, key, content, &blob.WriterOptions{ContentType: kind.MediaType()})
	if err == nil {
		err = d.Blobs.settle(key)
	}
	if err != nil {
		return fmt.Errorf("keep upload: %w", err)
	}
	err = d.Store.Tx(ctx, func(tx *ent.Tx) error {
		now := d.Clock.Wall()
		n, err := tx.UploadTicket.Update().
			Where(uploadticket.ID(ticket.ID), uploadticket.UploadedAtIsNil(), uploadticket.ExpiresAtGT(now)).
			SetUploadedAt(now).SetBlobKey(key).SetType(string(kind)).SetSha256(sum).Save(ctx)
		if err == nil && n == 0 {
			err = usedTicket(nil)
		}
		return err
	})
	if err != nil {
		return errors.Join(err, d.Blobs.Delete(ctx, key))
	}
	return nil
}

func otherSize(announced, came int64) error {
	if came == 0 {
		return fault.Invalid(nil, ReasonEmpty, fault.Text{NL: "Dit bestand is leeg.", EN: "This file is empty."}, ">= 1")
	}
	return fault.Invalid(nil, ReasonOtherSize, fault.Text{
		NL: "Het bestand is niet zo groot als was aangekondigd. Upload het opnieuw of vraag een nieuwe uploadlink aan.",
		EN: "The file is not the size that was announced. Upload it again, or ask for a new upload link.",
	}, strconv.FormatInt(announced, 10))
}

func usedTicket(path []string) *fault.Error {
	return fault.Invalid(path, ReasonTicketUsed, fault.Text{
		NL: "Deze uploadlink is al gebruikt. Vraag een nieuwe aan.", EN: "This upload link has already been used. Ask for a new one.",
	}, "")
}

func expiredTicket(path []string) *fault.Error {
	return fault.Invalid(path, ReasonTicketExpired, fault.Text{
		NL: "Deze uploadlink is verlopen. Vraag een nieuwe aan.", EN: "This upload link has expired. Ask for a new one.",
	}, "")
}
