package matrix

import (
	"context"
	"slices"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/documents"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/question/fields"
	"github.com/penvoerder/penvoerder/internal/store"
)

const mostDocuments = 2000

// Uploads hands over the files that came with a ticket.
type Uploads interface {
	Claim(ctx context.Context, ticketID, forID string, path ...string) (*documents.Upload, error)
	Keep(ctx context.Context, tx *ent.Tx, u *documents.Upload, documentID string, path ...string) (*ent.File, error)
	Release(ctx context.Context, u *documents.Upload)
}

var pathTicket = []string{"input", "ticketID"}

// DocumentChange is a document as an act makes it.
type DocumentChange struct {
	Document *ent.Document
	Write    func(ctx context.Context, tx *ent.Tx) error // within the transaction of the act

	uploads Uploads
	upload  *documents.Upload
}

// Release lets go of what an upload left behind, once the act is committed; there is nothing where no file came.
func (c *DocumentChange) Release(ctx context.Context) {
	if c.upload == nil {
		return
	}
	store.AfterCommit(ctx, func(ctx context.Context) { c.uploads.Release(ctx, c.upload) })
}

// Attach makes an uploaded file a document of the subject. A rejected cell that it serves is repaired by it. Faults:
// those of the ticket, DOCUMENT_KIND_UNKNOWN, PARTICIPATION_UNKNOWN, VALUE_UNKNOWN, TOO_MANY_DOCUMENTS.
func (m *Matrix) Attach(ctx context.Context, uploads Uploads, in AttachDocumentInput, by string) (*DocumentChange, error) {
	doc, err := m.add(in, by)
	if err != nil {
		return nil, err
	}
	upload, err := uploads.Claim(ctx, in.TicketID, in.ForID, pathTicket...)
	if err != nil {
		return nil, err
	}
	return &DocumentChange{Document: doc, uploads: uploads, upload: upload, Write: func(ctx context.Context, tx *ent.Tx) error {
		if err := m.insertDocument(ctx, tx, doc); err != nil {
			return err
		}
		_, err := uploads.Keep(ctx, tx, upload, doc.ID, pathTicket...)
		return err
	}}, nil
}

// add puts a document into the matrix as it is stated.
func (m *Matrix) add(in AttachDocumentInput, by string) (*ent.Document, error) {
	var bad fault.Collector
	doc := &ent.Document{
		ID: ids.New(ids.Document), Version: 1, CreatedAt: m.Now, UpdatedAt: m.At, PlanID: m.Plan.ID, Kind: in.Kind, AttachedBy: by,
		OrganisationID: m.Plan.OrganisationID, RegionalOrganisationID: m.Plan.RegionalOrganisationID,
	}
	if m.registrationID != "" {
		doc.RegistrationID = &m.registrationID
	}
	if len(m.Docs) >= mostDocuments {
		bad.Add(fault.Invalid([]string{"input", "forID"}, "TOO_MANY_DOCUMENTS", fault.Text{
			NL: "Er zijn al 2000 documenten.", EN: "There are 2000 documents already.",
		}, ""))
	}
	kind, known := m.kind(in.Kind)
	if !known {
		bad.Add(m.unknownKind([]string{"input", "kind"}))
		return nil, bad.Err()
	}
	doc.Edges.Participations = m.serving(kind, in.ParticipationIDs, in.ServesAll, &bad)
	if in.Statement != nil {
		doc.Statement = m.stated(kind, fields.Document{}, *in.Statement, &bad)
	}
	m.Docs = append(m.Docs, doc)
	m.touchDocument(doc)
	return doc, bad.Err()
}

// Amend changes what is stated about a document, or whom it serves. It responds to the cells that it served and to those
// that it serves from now on. Faults: PARTICIPATION_UNKNOWN, VALUE_UNKNOWN.
func (m *Matrix) Amend(in AmendDocumentInput) (*DocumentChange, error) {
	doc, _ := m.Document(in.ID)
	return m.saving(doc), m.restate(doc, in.Statement, in.ParticipationIDs)
}

// Replace puts a new file in the place of a document; the old one stays readable in its history. Faults: those of the
// ticket, VALUE_UNKNOWN.
func (m *Matrix) Replace(ctx context.Context, uploads Uploads, in ReplaceDocumentInput) (*DocumentChange, error) {
	doc, _ := m.Document(in.ID)
	if err := m.restate(doc, in.Statement, nil); err != nil {
		return nil, err
	}
	upload, err := uploads.Claim(ctx, in.TicketID, m.forID(), pathTicket...)
	if err != nil {
		return nil, err
	}
	return &DocumentChange{Document: doc, uploads: uploads, upload: upload, Write: func(ctx context.Context, tx *ent.Tx) error {
		if err := m.saveDocument(ctx, tx, doc); err != nil {
			return err
		}
		if err := m.supersedeFiles(ctx, tx, doc); err != nil {
			return err
		}
		_, err := uploads.Keep(ctx, tx, upload, doc.ID, pathTicket...)
		return err
	}}, nil
}

// Remove takes a document out; the cells that it served are as they would be without it.
func (m *Matrix) Remove(id string) *DocumentChange {
	doc, at := m.Document(id)
	m.touchDocument(doc)
	m.Docs = slices.Delete(slices.Clone(m.Docs), at, at+1)
	doc.RemovedAt = &m.Now
	return m.saving(doc)
}

func (m *Matrix) saving(doc *ent.Document) *DocumentChange {
	return &DocumentChange{Document: doc, Write: func(ctx context.Context, tx *ent.Tx) error { return m.saveDocument(ctx, tx, doc) }}
}

// restate takes over what changes in a document.
func (m *Matrix) restate(doc *ent.Document, in *question.DocumentInput, named []string) error {
	var bad fault.Collector
	kind, _ := m.Manifest().Kind(doc.Kind)
	m.touchDocument(doc)
	if named != nil {
		doc.Edges.Participations = m.serving(kind, named, false, &bad)
		m.touchDocument(doc)
	}
	if in != nil {
		doc.Statement = m.stated(kind, doc.Statement, *in, &bad)
	}
	return bad.Err()
}
