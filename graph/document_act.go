package graph

import (
	"context"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/graph/model"
	"github.com/penvoerder/penvoerder/internal/documents"
	"github.com/penvoerder/penvoerder/internal/registrations"
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

func (r mutationResolver) AttachDocument(ctx context.Context, in registrations.AttachDocumentInput) (*model.AttachDocumentPayload, error) {
	done, err := r.use.Registrations.AttachDocument(ctx, in)
	out := &model.AttachDocumentPayload{}
	if err != nil {
		return out, mendable(ctx, &out.UserErrors, err)
	}
	out.Document, out.Cells = done.Document, done.Cells
	return out, nil
}

func (r mutationResolver) AmendDocument(ctx context.Context, in registrations.AmendDocumentInput) (*model.AmendDocumentPayload, error) {
	done, err := r.use.Registrations.AmendDocument(ctx, in)
	out := &model.AmendDocumentPayload{}
	if err != nil {
		return out, mendable(ctx, &out.UserErrors, err)
	}
	out.Document, out.Cells = done.Document, done.Cells
	return out, nil
}

func (r mutationResolver) ReplaceDocument(ctx context.Context, in registrations.ReplaceDocumentInput) (*model.ReplaceDocumentPayload, error) {
	done, err := r.use.Registrations.ReplaceDocument(ctx, in)
	out := &model.ReplaceDocumentPayload{}
	if err != nil {
		return out, mendable(ctx, &out.UserErrors, err)
	}
	out.Document, out.Cells = done.Document, done.Cells
	return out, nil
}

func (r mutationResolver) RemoveDocument(ctx context.Context, in registrations.RemoveDocumentInput) (*model.RemoveDocumentPayload, error) {
	cells, err := r.use.Registrations.RemoveDocument(ctx, in)
	out := &model.RemoveDocumentPayload{}
	if err != nil {
		return out, mendable(ctx, &out.UserErrors, err)
	}
	out.Cells = orNone(cells)
	return out, nil
}

func (r mutationResolver) CompleteCells(ctx context.Context, in registrations.CompleteCellsInput) (*model.CompleteCellsPayload, error) {
	cells, err := r.use.Registrations.CompleteCells(ctx, in)
	out := &model.CompleteCellsPayload{}
	if err != nil {
		return out, mendable(ctx, &out.UserErrors, err)
	}
	out.Cells = orNone(cells)
	return out, nil
}

func (r mutationResolver) AmendProjectFile(ctx context.Context, in registrations.AmendProjectFileInput) (*model.AmendProjectFilePayload, error) {
	p, err := r.use.Registrations.AmendProjectFile(ctx, in)
	out := &model.AmendProjectFilePayload{}
	if err != nil {
		return out, mendable(ctx, &out.UserErrors, err)
	}
	out.ProjectFile = &model.ProjectFile{Version: p.ProjectVersion, Plan: p}
	return out, nil
}

// orNone makes a missing list an empty one: the act was done, and changed no cell.
func orNone(cells []*ent.Cell) []*ent.Cell {
	if cells == nil {
		return []*ent.Cell{}
	}
	return cells
}
