package projectfiles

import (
	"context"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/filing"
	"github.com/penvoerder/penvoerder/internal/matrix"
	"github.com/penvoerder/penvoerder/internal/procedure"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/typed"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

const longestName = 200

// AmendInput is what changes in a project file.
type AmendInput struct {
	PlanID          string
	ExpectedVersion int     // of the project file
	SignatoryName   *string // nil clears
}

// Amend states who signs the project agreement. Who signed it is compared with that name, and what was approved is judged
// again. Fault: NAME_INCOMPLETE for initials alone.
func (d *Desk) Amend(ctx context.Context, in AmendInput) (*ent.Plan, error) {
	o := d.order(workflow.AmendProjectFile, in.PlanID, in.ExpectedVersion)
	o.Field = "planID"
	o.Change = func(_ context.Context, f *projectFile) error {
		var bad fault.Collector
		f.Plan.SignatoryName = typed.Text(in.SignatoryName, longestName, &bad, "input", "signatoryName")
		if name := f.Plan.SignatoryName; name != nil && !question.HasSurname(*name) {
			bad.Add(matrix.NameIncomplete([]string{"input", "signatoryName"}))
		}
		f.raise()
		return bad.Err()
	}
	if _, err := procedure.Carry(ctx, d.guard, o); err != nil {
		return nil, err
	}
	return d.store.Client().Plan.Get(ctx, in.PlanID)
}

type order = procedure.Order[*projectFile]

// order begins an act on the project file of a plan; the use case adds what is its own.
func (d *Desk) order(a workflow.Act, planID string, version int) order {
	return order{
		Act: a, Field: "forID",
		Load:   func(ctx context.Context) (*projectFile, error) { return d.load(ctx, planID) },
		Expect: func(f *projectFile) error { return f.expect(version) },
		Judge:  d.judged, Write: d.write,
	}
}

// filing are the acts on project documents.
func (d *Desk) filing(c Config) *filing.Desk[*projectFile] {
	return filing.New(filing.Config[*projectFile]{
		Store: c.Store, Guard: c.Guard, Uploads: c.Uploads,
		Acts: filing.Acts{
			Attach: workflow.AttachProjectDocument, Amend: workflow.AmendProjectDocument, Replace: workflow.ReplaceProjectDocument,
			Remove: workflow.RemoveProjectDocument, Complete: workflow.CompleteProjectCells,
		},
		Of:    func(doc *ent.Document) (string, bool) { return doc.PlanID, doc.RegistrationID == nil },
		Order: d.order,
		Judge: func(ctx context.Context, f *projectFile, at func([]string) []string) (*question.Judged, error) {
			return d.judge(ctx, f, at)
		},
	})
}

func (d *Desk) judged(ctx context.Context, f *projectFile) (*question.Judged, error) {
	return d.judge(ctx, f, input)
}
