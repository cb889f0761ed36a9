package graph

import (
	"context"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/graph/model"
	"github.com/penvoerder/penvoerder/graph/regulation"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/documents"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/internal/matrix"
	"github.com/penvoerder/penvoerder/internal/store"
)

func (r mutationResolver) CreateUploadTickets(ctx context.Context, in documents.CreateTicketsInput) (*model.CreateUploadTicketsPayload, error) {
	tickets, err := r.use.Documents.CreateTickets(ctx, in)
	out := &model.CreateUploadTicketsPayload{}
	if err != nil {
		return out, mendable(ctx, &out.UserErrors, err)
	}
	out.Tickets = all(tickets, func(t documents.Ticket) *documents.Ticket { return &t })
	return out, nil
}

func (r uploadTicketResolver) Types(context.Context, *documents.Ticket) ([]string, error) {
	return all(documents.Types(), func(t documents.Type) string { return string(t) }), nil
}

func (r uploadTicketResolver) Notice(ctx context.Context, _ *documents.Ticket) (*regulation.Text, error) {
	return words(actor.From(ctx).Language, documents.Notice), nil
}

func (r mutationResolver) AttachDocument(ctx context.Context, in matrix.AttachDocumentInput) (*model.AttachDocumentPayload, error) {
	done, err := r.documentDesk(in.ForID).AttachDocument(ctx, in)
	out := &model.AttachDocumentPayload{}
	if err != nil {
		return out, mendable(ctx, &out.UserErrors, err)
	}
	out.Document, out.Cells = done.Document, done.Cells
	return out, nil
}

func (r mutationResolver) AmendDocument(ctx context.Context, in matrix.AmendDocumentInput) (*model.AmendDocumentPayload, error) {
	desk, err := r.deskOfDocument(ctx, in.ID)
	out := &model.AmendDocumentPayload{}
	if err != nil {
		return out, mendable(ctx, &out.UserErrors, err)
	}
	done, err := desk.AmendDocument(ctx, in)
	if err != nil {
		return out, mendable(ctx, &out.UserErrors, err)
	}
	out.Document, out.Cells = done.Document, done.Cells
	return out, nil
}

func (r mutationResolver) ReplaceDocument(ctx context.Context, in matrix.ReplaceDocumentInput) (*model.ReplaceDocumentPayload, error) {
	desk, err := r.deskOfDocument(ctx, in.ID)
	out := &model.ReplaceDocumentPayload{}
	if err != nil {
		return out, mendable(ctx, &out.UserErrors, err)
	}
	done, err := desk.ReplaceDocument(ctx, in)
	if err != nil {
		return out, mendable(ctx, &out.UserErrors, err)
	}
	out.Document, out.Cells = done.Document, done.Cells
	return out, nil
}

func (r mutationResolver) RemoveDocument(ctx context.Context, in matrix.RemoveDocumentInput) (*model.RemoveDocumentPayload, error) {
	desk, err := r.deskOfDocument(ctx, in.ID)
	out := &model.RemoveDocumentPayload{}
	if err != nil {
		return out, mendable(ctx, &out.UserErrors, err)
	}
	cells, err := desk.RemoveDocument(ctx, in)
	if err != nil {
		return out, mendable(ctx, &out.UserErrors, err)
	}
	out.Cells = orNone(cells)
	return out, nil
}

func (r mutationResolver) CompleteCells(ctx context.Context, in matrix.CompleteCellsInput) (*model.CompleteCellsPayload, error) {
	cells, err := r.documentDesk(in.ForID).CompleteCells(ctx, in)
	out := &model.CompleteCellsPayload{}
	if err != nil {
		return out, mendable(ctx, &out.UserErrors, err)
	}
	out.Cells = orNone(cells)
	return out, nil
}

// orNone makes a missing list an empty one: the act was done, and changed no cell.
func orNone(cells []*ent.Cell) []*ent.Cell {
	if cells == nil {
		return []*ent.Cell{}
	}
	return cells
}

// documentDesk acts on the documents of a subject and on the cells that they fill.
type documentDesk interface {
	AttachDocument(ctx context.Context, in matrix.AttachDocumentInput) (*matrix.Attached, error)
	AmendDocument(ctx context.Context, in matrix.AmendDocumentInput) (*matrix.Attached, error)
	ReplaceDocument(ctx context.Context, in matrix.ReplaceDocumentInput) (*matrix.Attached, error)
	RemoveDocument(ctx context.Context, in matrix.RemoveDocumentInput) ([]*ent.Cell, error)
	CompleteCells(ctx context.Context, in matrix.CompleteCellsInput) ([]*ent.Cell, error)
}

// documentDesk is the desk of what an id names: the project file of a plan, or a registration.
func (r *root) documentDesk(forID string) documentDesk {
	if ids.Prefix(forID) == ids.Plan {
		return r.use.ProjectFiles
	}
	return r.use.Registrations
}

// deskOfDocument is the desk of what a document belongs to, as far as the caller sees it.
func (r *root) deskOfDocument(ctx context.Context, id string) (documentDesk, error) {
	if !ids.Valid(id, ids.Document) {
		return nil, fault.NotFound(matrix.DocumentNotFound)
	}
	doc, err := r.db().Document.Get(ctx, id)
	if err != nil {
		return nil, store.Missing(err, matrix.DocumentNotFound)
	}
	if doc.RegistrationID == nil {
		return r.use.ProjectFiles, nil
	}
	return r.use.Registrations, nil
}
