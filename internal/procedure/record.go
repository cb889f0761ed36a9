package procedure

import (
	"context"
	"slices"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/audit"
	"github.com/penvoerder/penvoerder/internal/notice"
	"github.com/penvoerder/penvoerder/internal/outbox"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// Record is what an act on a dossier leaves behind beside the rows that it changed.
type Record struct {
	Notices *notice.Desk
	Plan    *ent.Plan // of the dossier
	About   string    // id of the plan or registration that is told of; of the plan for its project file
	Now     time.Time // in regulation time
	Parts   notice.Parts
	Subject string    // id of what it was done to
	At      time.Time // on the wall
	Receipt *ent.Evaluation
	Refused bool
	Events  []outbox.Event // type, subject and version
	Wrote   []string       // ids of registrations and further receipts that the act wrote, beside the plan
}

// eventsAtOnce is far below the parameters that a statement can have.
const eventsAtOnce = 500

// Log writes the line of an act within its transaction, after everything that it answers for, and tells those people of it
// whom the table of acts names.
func (r Record) Log(ctx context.Context, tx *ent.Tx, w Writing) error {
	line := audit.Line{
		DossierID: r.Plan.ID, OrganisationID: r.Plan.OrganisationID,
		At: r.At, Act: w.Act.Name, SubjectID: r.Subject, Policy: string(w.Ground), Rules: w.Rules, Reason: w.Reason, Result: audit.Done,
		Covers: append([]string{r.Plan.ID}, r.Wrote...),
	}
	if r.Refused {
		line.Result = audit.Refused
	}
	if r.Receipt != nil {
		line.EvaluationID = r.Receipt.ID
		line.Covers = append(line.Covers, r.Receipt.ID)
	}
	id, err := audit.Enter(ctx, tx, line)
	if err != nil || r.Refused {
		return err
	}
	return r.Notices.Tell(ctx, tx, notice.Deed{
		Act: w.Act, SubjectID: r.About, Line: id, At: r.At, Now: r.Now, Parts: r.Parts,
		Sides: []access.Side{{OrganisationID: r.Plan.OrganisationID, RegionalOrganisationID: r.Plan.RegionalOrganisationID}},
	})
}

// Tell appends the events of an act to the feed within its transaction.
func (r Record) Tell(ctx context.Context, tx *ent.Tx) error {
	for events := range slices.Chunk(r.Events, eventsAtOnce) {
		for i := range events {
			e := &events[i]
			e.At, e.DossierID = r.At, r.Plan.ID
			e.OrganisationID, e.RegionalOrganisationID = r.Plan.OrganisationID, r.Plan.RegionalOrganisationID
		}
		if err := outbox.Append(ctx, tx, events...); err != nil {
			return err
		}
	}
	return nil
}

// Changed is the event that a row of the table leaves about a thing; none where the row names none.
func Changed(a workflow.Act, id string, version int) []outbox.Event {
	if a.Event == "" {
		return nil
	}
	return []outbox.Event{{Type: a.Event, SubjectID: id, SubjectVersion: version}}
}
