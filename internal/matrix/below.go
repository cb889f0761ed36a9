package matrix

import (
	"context"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/outbox"
	"github.com/penvoerder/penvoerder/internal/procedure"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// Below is what an act changes below its subject: a participation or a document.
type Below struct {
	ID      string // of what the act is done to; empty where that is the subject itself
	Version int    // that it gets
	Write   func(ctx context.Context, tx *ent.Tx) error
}

// SaveBelow writes the rows below the subject that the act changes, within its transaction.
func (m *Matrix) SaveBelow(ctx context.Context, tx *ent.Tx) error {
	if m.Below.Write == nil {
		return nil
	}
	return m.Below.Write(ctx, tx)
}

// Told is what the feed shows of a subject that an act changed.
type Told struct {
	ID      string
	Version int
	State   string         // that it stands elsewhere; empty where it does not
	IsNew   bool           // the judgement says something else than the one before
	Also    []outbox.Event // of other things
}

// Events are what an act changed, for the feed: the document or the subject first, then its state, its judgement, and last
// the cells, unless they only follow something that has its own event.
func (m *Matrix) Events(w procedure.Writing, of Told, cells []*ent.Cell) []outbox.Event {
	id, version := of.ID, of.Version // what is changed below changes the subject
	if w.Act.Event == workflow.DocumentChanged {
		id, version = m.Below.ID, m.Below.Version
	}
	all := append(procedure.Changed(w.Act, id, version), of.Also...)
	if of.State != "" {
		all = append(all, outbox.Event{Type: of.State, SubjectID: of.ID, SubjectVersion: of.Version})
	}
	if of.IsNew {
		all = append(all, outbox.Event{Type: workflow.JudgementChanged, SubjectID: of.ID, SubjectVersion: of.Version})
	}
	if m.Silent {
		return all
	}
	for _, c := range m.Moved(cells) {
		all = append(all, outbox.Event{Type: workflow.CellStateChanged, SubjectID: c.ID, SubjectVersion: c.Version})
	}
	return all
}
