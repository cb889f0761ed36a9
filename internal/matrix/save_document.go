package matrix

import (
	"context"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/document"
	"github.com/penvoerder/penvoerder/ent/file"
	"github.com/penvoerder/penvoerder/internal/procedure"
)

func (m *Matrix) insertDocument(ctx context.Context, tx *ent.Tx, doc *ent.Document) error {
	return tx.Document.Create().SetID(doc.ID).SetVersion(doc.Version).SetCreatedAt(m.Now).SetUpdatedAt(m.At).
		SetOrganisationID(doc.OrganisationID).SetRegionalOrganisationID(doc.RegionalOrganisationID).
		SetPlanID(doc.PlanID).SetNillableRegistrationID(doc.RegistrationID).SetKind(doc.Kind).
		SetStatement(doc.Statement).SetAttachedBy(doc.AttachedBy).AddParticipationIDs(servedBy(doc)...).Exec(ctx)
}

// saveDocument writes the next version of a document, or returns procedure.ErrOvertaken.
func (m *Matrix) saveDocument(ctx context.Context, tx *ent.Tx, doc *ent.Document) error {
	n, err := tx.Document.Update().Where(document.ID(doc.ID), document.Version(doc.Version)).
		SetVersion(doc.Version + 1).SetUpdatedAt(m.At).SetStatement(doc.Statement).SetNillableRemovedAt(doc.RemovedAt).Save(ctx)
	if err != nil {
		return err
	}
	if n == 0 {
		return procedure.ErrOvertaken
	}
	return tx.Document.UpdateOneID(doc.ID).ClearParticipations().AddParticipationIDs(servedBy(doc)...).Exec(ctx)
}

// supersedeFiles leaves the files of a document to its history.
func (m *Matrix) supersedeFiles(ctx context.Context, tx *ent.Tx, doc *ent.Document) error {
	return tx.File.Update().Where(file.DocumentID(doc.ID), file.SupersededAtIsNil()).SetSupersededAt(m.Now).Exec(ctx)
}

func servedBy(doc *ent.Document) []string {
	served := make([]string, len(doc.Edges.Participations))
	for i, p := range doc.Edges.Participations {
		served[i] = p.ID
	}
	return served
}
