package registrations

import (
	"context"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/document"
	"github.com/penvoerder/penvoerder/ent/participation"
	"github.com/penvoerder/penvoerder/internal/outbox"
	"github.com/penvoerder/penvoerder/internal/procedure"
	"github.com/penvoerder/penvoerder/internal/registrations/reading"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// RemoveParticipationInput names the participation that goes.
type RemoveParticipationInput struct {
	ID              string
	ExpectedVersion int
}

// RemoveParticipation takes a participant out of a registration that was not decided. Documents stay with the others
// they serve; those that served this person alone go too.
func (d *Desk) RemoveParticipation(ctx context.Context, in RemoveParticipationInput) (*ent.Registration, error) {
	o := d.onParticipation(workflow.RemoveParticipation, in.ID, in.ExpectedVersion)
	o.Change = func(_ context.Context, r *reading.Registration) error {
		p, _ := r.Participation(in.ID)
		orphans := r.Drop(p.ID)
		for _, doc := range orphans {
			r.Also = append(r.Also, outbox.Event{Type: workflow.DocumentChanged, SubjectID: doc.ID, SubjectVersion: doc.Version + 1})
		}
		r.Raise()
		r.Below.Write = func(ctx context.Context, tx *ent.Tx) error { return deleteParticipation(ctx, tx, r, p, orphans) }
		return nil
	}
	return d.carry(ctx, o)
}

func deleteParticipation(ctx context.Context, tx *ent.Tx, r *reading.Registration, p *ent.Participation, orphans []*ent.Document) error {
	if len(orphans) > 0 {
		which := make([]string, len(orphans))
		for i, doc := range orphans {
			which[i] = doc.ID
		}
		err := tx.Document.Update().Where(document.IDIn(which...)).SetRemovedAt(r.Now).SetUpdatedAt(r.At).AddVersion(1).Exec(ctx)
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
