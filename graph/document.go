package graph

import (
	"context"
	"slices"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/document"
	"github.com/penvoerder/penvoerder/ent/file"
	"github.com/penvoerder/penvoerder/graph/judgement"
	"github.com/penvoerder/penvoerder/graph/model"
	"github.com/penvoerder/penvoerder/graph/regulation"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/question/fields"
)

func (r documentResolver) Kind(ctx context.Context, d *ent.Document) (*regulation.DocumentKind, error) {
	m, err := r.manifestOf(ctx, d.PlanID)
	if err != nil {
		return nil, err
	}
	return m.DocumentKind(d.Kind), nil
}

// documentsOf reads the documents of a registration, or of the project file of a plan, with their files.
func (r *root) documentsOf(ctx context.Context, planID, registrationID string) (map[string]*ent.Document, error) {
	return recalled(ctx).documents.get(planID+registrationID, func() (map[string]*ent.Document, error) {
		of := document.RegistrationID(registrationID)
		if registrationID == "" {
			of = document.RegistrationIDIsNil()
		}
		found, err := r.db().Document.Query().Where(document.PlanID(planID), of, document.RemovedAtIsNil()).All(ctx)
		if err != nil {
			return nil, err
		}
		return byID(found), r.primeFiles(ctx, found)
	})
}

func byID(documents []*ent.Document) map[string]*ent.Document {
	out := make(map[string]*ent.Document, len(documents))
	for _, d := range documents {
		out[d.ID] = d
	}
	return out
}

// primeDocuments reads the documents of registrations, with their files.
func (r *root) primeDocuments(ctx context.Context, registrations []*ent.Registration) error {
	found, err := r.db().Document.Query().
		Where(document.RegistrationIDIn(all(registrations, registrationID)...), document.RemovedAtIsNil()).All(ctx)
	if err != nil {
		return err
	}
	of := map[string][]*ent.Document{}
	for _, d := range found {
		of[*d.RegistrationID] = append(of[*d.RegistrationID], d)
	}
	for _, g := range registrations {
		recalled(ctx).documents.put(g.PlanID+g.ID, byID(of[g.ID]))
	}
	return r.primeFiles(ctx, found)
}

// primeFiles reads the files of documents, latest first.
func (r *root) primeFiles(ctx context.Context, documents []*ent.Document) error {
	ids := recalled(ctx).files.lacks(all(documents, func(d *ent.Document) string { return d.ID }))
	if len(ids) == 0 {
		return nil
	}
	found, err := r.db().File.Query().Where(file.DocumentIDIn(ids...)).
		Order(ent.Desc(file.FieldUploadedAt, file.FieldID)).All(ctx)
	if err != nil {
		return err
	}
	of := map[string][]*ent.File{}
	for _, f := range found {
		of[*f.DocumentID] = append(of[*f.DocumentID], f)
	}
	for _, id := range ids {
		recalled(ctx).files.put(id, of[id])
	}
	return nil
}

func (r *root) filesOf(ctx context.Context, d *ent.Document) ([]*ent.File, error) {
	if err := r.primeFiles(ctx, []*ent.Document{d}); err != nil {
		return nil, err
	}
	return recalled(ctx).files.get(d.ID, func() ([]*ent.File, error) { return nil, nil })
}

// File is the one that was not superseded; null where the row predicate of files hides it.
func (r documentResolver) File(ctx context.Context, d *ent.Document) (*ent.File, error) {
	files, err := r.filesOf(ctx, d)
	for _, f := range files {
		if f.SupersededAt == nil {
			return f, nil
		}
	}
	return nil, err
}

const mostHistory = 20

func (r documentResolver) History(ctx context.Context, d *ent.Document) ([]*ent.File, error) {
	files, err := r.filesOf(ctx, d)
	out := []*ent.File{}
	for _, f := range files {
		if f.SupersededAt != nil && len(out) < mostHistory {
			out = append(out, f)
		}
	}
	return out, err
}

// Statement is what is stated about a document. What is personal of it, and of its signatures, is left out where policy
// denies it.
func (r documentResolver) Statement(ctx context.Context, d *ent.Document) (*regulation.DocumentStatement, error) {
	m, err := r.manifestOf(ctx, d.PlanID)
	if err != nil {
		return nil, err
	}
	s := d.Statement
	s.Signatures = slices.Clone(s.Signatures)
	if !r.use.Guard.CanReadPersonal(ctx, access.Document) {
		withhold(&s, "DocumentStatement")
		for i := range s.Signatures {
			withhold(&s.Signatures[i], "Signature")
		}
	}
	var ids []string
	for _, signature := range s.Signatures {
		ids = append(ids, present(signature.ParticipationID)...)
	}
	return m.DocumentStatement(d.Kind, s), r.primeNodes(ctx, ids)
}

// Participation is that of who signed, of those that the statement of the document has read.
func (r signatureResolver) Participation(ctx context.Context, s *fields.Signature) (*ent.Participation, error) {
	p, _ := r.seen(ctx, s.ParticipationID).(*ent.Participation)
	return p, nil
}

func (r documentResolver) Participations(ctx context.Context, d *ent.Document) ([]*ent.Participation, error) {
	return d.QueryParticipations().All(ctx)
}

func (r documentResolver) Findings(ctx context.Context, d *ent.Document) ([]*judgement.Finding, error) {
	at := &ent.Cell{PlanID: d.PlanID}
	if d.RegistrationID != nil {
		at.RegistrationID = *d.RegistrationID
	}
	receipt, err := r.receiptOf(ctx, at)
	if err != nil || receipt == nil {
		return []*judgement.Finding{}, err
	}
	return receipt.About(d.ID), nil
}

func (r documentResolver) AttachedBy(ctx context.Context, d *ent.Document) (*ent.Person, error) {
	return r.personByID(ctx, &d.AttachedBy)
}

func (r documentResolver) ViewerCan(ctx context.Context, d *ent.Document, action string) (*model.Permission, error) {
	return r.can(ctx, action, d), nil
}

func (r fileResolver) Name(ctx context.Context, f *ent.File) (*string, error) {
	if !r.use.Guard.CanReadPersonal(ctx, access.File) {
		return nil, nil
	}
	return &f.Name, nil
}

// DownloadURL is null where policy denies it; asking leaves an access line.
func (r fileResolver) DownloadURL(ctx context.Context, f *ent.File) (*string, error) {
	if !r.use.Guard.CanReadPersonal(ctx, access.File) {
		return nil, nil
	}
	url, err := r.use.Documents.DownloadURL(ctx, f)
	return &url, err
}
