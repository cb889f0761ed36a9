package matrix

import (
	"context"
	"maps"
	"slices"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/cell"
	"github.com/penvoerder/penvoerder/internal/store"
)

// DocumentNotFound is the reason of the fault that there is no such document, as far as the caller may know.
const DocumentNotFound = "DOCUMENT_NOT_FOUND"

// Attached is what came of attaching a document, or of changing one.
type Attached struct {
	Document *ent.Document
	Cells    []*ent.Cell // those it serves, and those that changed with it
}

// Reread reads a document again after an act, with the cells that came with it, in the caller's sight.
func (m *Matrix) Reread(ctx context.Context, client *ent.Client, documentID string) (*Attached, error) {
	doc, err := client.Document.Get(ctx, documentID)
	if err != nil {
		return nil, store.Missing(err, DocumentNotFound)
	}
	cells, err := m.RereadCells(ctx, client)
	return &Attached{Document: doc, Cells: cells}, err
}

// RereadCells reads the cells again that an act responded to or changed, in the caller's sight.
func (m *Matrix) RereadCells(ctx context.Context, client *ent.Client) ([]*ent.Cell, error) {
	which := map[string]bool{}
	for _, c := range m.Changed() {
		which[c.ID] = true
	}
	for _, c := range m.Cells {
		if m.touched[keyOf(c)] {
			which[c.ID] = true
		}
	}
	if len(which) == 0 {
		return nil, nil
	}
	return client.Cell.Query().Where(cell.IDIn(slices.Sorted(maps.Keys(which))...)).Order(cell.ByID()).All(ctx)
}
