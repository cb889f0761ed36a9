package documents

import (
	"context"
	"fmt"
	"time"

	"gocloud.dev/gcerrors"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/file"
	"github.com/penvoerder/penvoerder/ent/uploadticket"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/internal/store"
)

// Upload is a file that came and waits to become part of a document.
type Upload struct {
	ticket *ent.UploadTicket
	key    string // of its blob among the documents
}

// Claim finds the upload of a ticket for a registration or plan, and puts its content where documents lie. Faults at
// path: UPLOAD_MISSING, UPLOAD_TICKET_USED, UPLOAD_TICKET_EXPIRED. Nothing is used up yet; see [Desk.Keep].
func (d *Desk) Claim(ctx context.Context, ticketID, forID string, path ...string) (*Upload, error) {
	t, err := d.Store.Client().UploadTicket.Get(ctx, ticketID)
	if err != nil {
		return nil, store.Missing(err, "UPLOAD_TICKET_NOT_FOUND")
	}
	switch now := d.Clock.Wall(); {
	case t.ForID != forID:
		return nil, fault.Invalid(path, ReasonTicketUnknown, fault.Text{
			NL: "Deze uploadlink is voor een ander dossier gemaakt. Vraag een nieuwe aan.", EN: "This upload link was made for another dossier. Ask for a new one.",
		}, "")
	case t.UsedAt != nil:
		return nil, usedTicket(path)
	case t.UploadedAt == nil && !now.Before(t.ExpiresAt), !now.Before(t.ExpiresAt.Add(attachLife)):
		return nil, expiredTicket(path)
	case t.UploadedAt == nil:
		return nil, missingUpload(path)
	}

	// One address per organisation and content: equal files are kept once, and a file that one organisation has
	// erased stays with another that has it too.
	u := &Upload{ticket: t, key: kept + t.OrganisationID + "/" + *t.Sha256}
	isKept, err := d.isKept(ctx, *t.Sha256, u.key)
	if err == nil && !isKept {
		err = d.Blobs.Copy(ctx, u.key, *t.BlobKey, nil)
	}
	if err == nil {
		err = d.Blobs.settle(u.key)
	}
	if gcerrors.Code(err) == gcerrors.NotFound {
		return nil, missingUpload(path)
	}
	if err != nil {
		return nil, fmt.Errorf("keep file of %s: %w", t.ID, err)
	}
	return u, nil
}

// isKept reports whether a document has the blob. One that none has is as good as none: it can be
// swept at any moment.
func (d *Desk) isKept(ctx context.Context, sum, key string) (bool, error) {
	isFile, err := d.Store.Client().File.Query().Where(file.Sha256(sum), file.BlobKey(key)).Exist(actor.AsSystem(ctx))
	if err != nil || !isFile {
		return false, err
	}
	return d.Blobs.Exists(ctx, key)
}

func missingUpload(path []string) *fault.Error {
	return fault.Invalid(path, ReasonUploadMissing, fault.Text{
		NL: "Er is nog geen bestand geüpload.", EN: "No file has been uploaded yet.",
	}, "")
}

// Keep makes the upload a file of a document, within the transaction of the act. A ticket serves once: of two acts the
// second gets UPLOAD_TICKET_USED at path.
func (d *Desk) Keep(ctx context.Context, tx *ent.Tx, u *Upload, documentID string, path ...string) (*ent.File, error) {
	now := d.Clock.Wall()
	n, err := tx.UploadTicket.Update().Where(uploadticket.ID(u.ticket.ID), uploadticket.UsedAtIsNil()).SetUsedAt(now).Save(ctx)
	if err != nil {
		return nil, err
	}
	if n == 0 {
		return nil, usedTicket(path)
	}
	t := u.ticket
	return tx.File.Create().SetID(ids.New(ids.File)).SetDocumentID(documentID).SetBlobKey(u.key).
		SetName(t.Name).SetType(*t.Type).SetSize(t.Size).SetSha256(*t.Sha256).
		SetUploadedAt(d.Clock.Regulation().Add(t.UploadedAt.Sub(now)).Truncate(time.Second)). // as everything of the process
		SetOrganisationID(t.OrganisationID).SetRegionalOrganisationID(t.RegionalOrganisationID).Save(ctx)
}

// Release removes the upload from quarantine, after the act has been written. The sweeper removes the rest.
func (d *Desk) Release(ctx context.Context, u *Upload) {
	_ = d.Blobs.Delete(ctx, *u.ticket.BlobKey) // swept later
}
