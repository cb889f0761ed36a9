package registrations

import (
	"context"
	"slices"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/document"
	"github.com/penvoerder/penvoerder/ent/participation"
	"github.com/penvoerder/penvoerder/internal/outbox"
	"github.com/penvoerder/penvoerder/internal/procedure"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// RemoveParticipation takes a participant out of a registration that was not decided. Documents stay with the others
// they serve; those that served this person alone go too.
func (d *Desk) RemoveParticipation(ctx context.Context, in RemoveParticipationInput) (*ent.Registration, error) {
	o := d.onParticipation(workflow.RemoveParticipation, in.ID, in.ExpectedVersion)
	o.Change = func(_ context.Context, f *file) error {
		p, _ := f.participation(in.ID)
		orphans := f.dropParticipation(p.ID)
		for _, doc := range orphans {
			f.also = append(f.also, outbox.Event{Type: workflow.DocumentChanged, SubjectID: doc.ID, SubjectVersion: doc.Version + 1})
		}
		f.raise()
		f.below = func(ctx context.Context, tx *ent.Tx) error { return deleteParticipation(ctx, tx, f, p, orphans) }
		return nil
	}
	return d.carry(ctx, o)
}

// dropParticipation takes a participation out of the file and returns the documents that serve nobody any more.
func (f *file) dropParticipation(id string) []*ent.Document {
	f.parts = slices.DeleteFunc(f.parts, func(p *ent.Participation) bool { return p.ID == id })
	f.cells = slices.DeleteFunc(f.cells, func(c *ent.Cell) bool { return c.ParticipationID != nil && *c.ParticipationID == id })
	var orphans []*ent.Document
	f.docs = slices.DeleteFunc(f.docs, func(doc *ent.Document) bool {
		served := doc.Edges.Participations
		rest := slices.DeleteFunc(slices.Clone(served), func(p *ent.Participation) bool { return p.ID == id })
		doc.Edges.Participations = rest
		if len(rest) > 0 || len(served) == 0 {
			return false
		}
		orphans = append(orphans, doc)
		return true
	})
	return orphans
}

func deleteParticipation(ctx context.Context, tx *ent.Tx, f *file, p *ent.Participation, orphans []*ent.Document) error {
	if len(orphans) > 0 {
		which := make([]string, len(orphans))
		for i, doc := range orphans {
			which[i] = doc.ID
		}
		err := tx.Document.Update().Where(document.IDIn(which...)).SetRemovedAt(f.at).SetUpdatedAt(f.at).AddVersion(1).Exec(ctx)
		if err != nil {
			return err
		}
	}
	n, err := tx.Participation.Delete().Where(participation.ID(p.ID), participation.Version(p.Version)).Exec(ctx)
	if err == nil && n == 0 {
		err = procedure.ErrOvertaken
	}
	return err
}
