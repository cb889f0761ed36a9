package registrations

import (
	"context"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/filing"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/registrations/reading"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// filing are the acts on the documents of a registration.
func (d *Desk) filing(c Config) *filing.Desk[*reading.Registration] {
	return filing.New(filing.Config[*reading.Registration]{
		Store: c.Store, Guard: c.Guard, Uploads: c.Uploads,
		Acts: filing.Acts{
			Attach: workflow.AttachDocument, Amend: workflow.AmendDocument, Replace: workflow.ReplaceDocument,
			Remove: workflow.RemoveDocument, Complete: workflow.CompleteCells,
		},
		Of: func(doc *ent.Document) (string, bool) {
			if doc.RegistrationID == nil { // of a project file
				return "", false
			}
			return *doc.RegistrationID, true
		},
		Order: d.order,
		Judge: func(ctx context.Context, r *reading.Registration, at func([]string) []string) (*question.Judged, error) {
			return d.registry.Judge(ctx, r, at)
		},
	})
}
