package registrations

import (
	"context"
	"strings"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/cell"
	"github.com/penvoerder/penvoerder/internal/documents"
	"github.com/penvoerder/penvoerder/internal/dossier"
	"github.com/penvoerder/penvoerder/internal/dossier/fields"
	"github.com/penvoerder/penvoerder/internal/entry"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/internal/procedure"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// Attached is what came of attaching a document, or of changing one.
type Attached struct {
	Document *ent.Document
	Cells    []*ent.Cell // those it serves, and those that changed with it
}

// AttachDocument makes an uploaded file a document of a registration or of a plan's project file; what it serves is
// judged again. A cell that was rejected is mended by it. Faults: those of the ticket, DOCUMENT_KIND_UNKNOWN,
// PARTICIPATION_UNKNOWN, VALUE_UNKNOWN.
func (d *Desk) AttachDocument(ctx context.Context, in AttachDocumentInput) (*Attached, error) {
	var upload *documents.Upload
	o := d.orderFor(workflow.AttachDocument, workflow.AttachProjectDocument, in.ForID, in.ExpectedVersion)
	o.Change = func(ctx context.Context, f *file) error {
		doc, err := f.addDocument(in, who(ctx))
		if err != nil {
			return err
		}
		if upload, err = d.uploads.Claim(ctx, in.TicketID, in.ForID, "input", "ticketID"); err != nil {
			return err
		}
		f.about = about{doc.ID, doc.Version}
		f.below = func(ctx context.Context, tx *ent.Tx) error {
			if err := insertDocument(ctx, tx, f, doc); err != nil {
				return err
			}
			_, err := d.uploads.Keep(ctx, tx, upload, doc.ID, "input", "ticketID")
			return err
		}
		return nil
	}
	o.Judge = func(ctx context.Context, f *file) (*dossier.Judged, error) {
		return d.judge(ctx, f, inDocument(len(f.docs)-1))
	}
	done, err := procedure.Carry(ctx, d.guard, o)
	if err != nil {
		return nil, err
	}
	d.afterUpload(ctx, upload)
	return d.attached(ctx, done.Subject, done.Subject.about.id)
}

// afterUpload lets go of what an upload left behind, once the act is committed.
func (d *Desk) afterUpload(ctx context.Context, upload *documents.Upload) {
	store.AfterCommit(ctx, func(ctx context.Context) { d.uploads.Release(ctx, upload) })
}

// addDocument puts a document into the file as it is stated.
func (f *file) addDocument(in AttachDocumentInput, by string) (*ent.Document, error) {
	var bad fault.Collector
	doc := &ent.Document{
		ID: ids.New(ids.Document), Version: 1, CreatedAt: f.at, UpdatedAt: f.at, PlanID: f.plan.ID, Kind: in.Kind, AttachedBy: by,
		OrganisationID: f.plan.OrganisationID, RegionalOrganisationID: f.plan.RegionalOrganisationID,
	}
	if f.reg != nil {
		doc.RegistrationID = &f.reg.ID
	}
	if len(f.docs) >= mostDocuments {
		bad.Add(fault.Invalid([]string{"input", "forID"}, "TOO_MANY_DOCUMENTS", fault.Text{
			NL: "Er zijn al 2000 documenten.", EN: "There are 2000 documents already.",
		}, ""))
	}
	kind, known := f.kind(in.Kind)
	if !known {
		bad.Add(f.unknownKind([]string{"input", "kind"}))
		return nil, bad.Err()
	}
	doc.Edges.Participations = f.serving(kind, in.ParticipationIDs, in.ServesAll, &bad)
	if in.Statement != nil {
		doc.Statement = f.stated(kind, fields.Document{}, *in.Statement, &bad)
	}
	f.docs = append(f.docs, doc)
	f.touchDocument(doc)
	return doc, bad.Err()
}

// stated reads what is stated about a document of a kind.
func (f *file) stated(kind kind, s fields.Document, in dossier.DocumentInput, bad *fault.Collector) fields.Document {
	at := []string{"input", "statement"}
	s = dossier.AmendDocument(s, in, bad, at...)
	entry.Check(s, bad, at...)
	for _, code := range s.Contents {
		if !strings.Contains(", "+entry.Codes(kind.Contents)+", ", ", "+code+", ") {
			bad.Add(entry.UnknownCode(dossier.At(at, "contents"), entry.Codes(kind.Contents)))
			break
		}
	}
	for i, signed := range s.Signatures {
		if signed.ParticipationID == nil {
			continue
		}
		if p, _ := f.participation(*signed.ParticipationID); p == nil {
			bad.Add(unknownParticipation(dossier.At(at, "signatures", index(i), "participationID")))
		}
	}
	return s
}

// touchDocument says that an act answers to the cells that a document serves.
func (f *file) touchDocument(doc *ent.Document) {
	served := make([]string, len(doc.Edges.Participations))
	for i, p := range doc.Edges.Participations {
		served[i] = p.ID
	}
	f.touch(doc.Kind, served...)
}

func insertDocument(ctx context.Context, tx *ent.Tx, f *file, doc *ent.Document) error {
	served := make([]string, len(doc.Edges.Participations))
	for i, p := range doc.Edges.Participations {
		served[i] = p.ID
	}
	return tx.Document.Create().SetID(doc.ID).SetVersion(doc.Version).SetCreatedAt(f.at).SetUpdatedAt(f.at).
		SetOrganisationID(doc.OrganisationID).SetRegionalOrganisationID(doc.RegionalOrganisationID).
		SetPlanID(doc.PlanID).SetNillableRegistrationID(doc.RegistrationID).SetKind(doc.Kind).
		SetStatement(doc.Statement).SetAttachedBy(doc.AttachedBy).AddParticipationIDs(served...).Exec(ctx)
}

// attached reads a document again after an act, with the cells that came with it, in the caller's sight.
func (d *Desk) attached(ctx context.Context, f *file, id string) (*Attached, error) {
	doc, err := d.store.Client().Document.Get(ctx, id)
	if err != nil {
		return nil, store.Missing(err, "DOCUMENT_NOT_FOUND")
	}
	cells, err := d.cellsWith(ctx, f)
	return &Attached{Document: doc, Cells: cells}, err
}

// cellsWith reads the cells that an act answered to or changed.
func (d *Desk) cellsWith(ctx context.Context, f *file) ([]*ent.Cell, error) {
	which := map[string]bool{}
	for _, c := range f.changed() {
		which[c.ID] = true
	}
	for _, c := range f.cells {
		if f.touched[keyOf(c)] {
			which[c.ID] = true
		}
	}
	return d.cellsByID(ctx, keys(which))
}

func (d *Desk) cellsByID(ctx context.Context, which []string) ([]*ent.Cell, error) {
	if len(which) == 0 {
		return nil, nil
	}
	return d.store.Client().Cell.Query().Where(cell.IDIn(which...)).Order(cell.ByID()).All(ctx)
}
