package ties

import (
	"context"
	"fmt"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/tie"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/audit"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/notice"
	"github.com/penvoerder/penvoerder/internal/outbox"
	"github.com/penvoerder/penvoerder/internal/procedure"
	"github.com/penvoerder/penvoerder/internal/rejudge"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// reading is a tie as it was read and as an act makes it.
type reading struct {
	tie     *ent.Tie                                    // as the act makes it
	was     *ent.Tie                                    // as it was read
	at      time.Time                                   // on the wall
	now     time.Time                                   // in regulation time
	changes bool                                        // who decides over whom
	lock    func(ctx context.Context, tx *ent.Tx) error // what the act rests on, before it writes; may be nil
	check   func(ctx context.Context, tx *ent.Tx) error // refuses what has been written; may be nil
}

// Object is the tie as the policy sees it.
func (r *reading) Object() access.Object { return access.OfTie(r.was) }

// Stands returns the state of the tie, which is under no plan.
func (r *reading) Stands() (state, plan string) { return r.tie.State, "" }

// Enter takes the tie to a state.
func (r *reading) Enter(state string) { r.tie.State = state }

// Conflict refuses an act at a field of the input because of how the tie stands.
func (r *reading) Conflict(field, reason string, text fault.Text) *fault.Error {
	f := fault.Conflict([]string{"input", field}, reason, text)
	f.Current, f.CurrentVersion = r.was, r.was.Version
	return f
}

// write carries out an act in one transaction, provided that nobody changed the tie since it was read.
func (d *Desk) write(ctx context.Context, r *reading, w procedure.Writing) error {
	var saved *ent.Tie
	err := d.store.Tx(ctx, func(tx *ent.Tx) (err error) {
		if r.lock != nil {
			if err := r.lock(ctx, tx); err != nil {
				return err
			}
		}
		if saved, err = r.update(tx).Save(ctx); err != nil {
			return store.Stale(err, pathVersion...)
		}
		if r.check != nil {
			if err := r.check(ctx, tx); err != nil {
				return err
			}
		}
		if r.changes {
			if err := d.markDue(ctx, tx, r.was); err != nil {
				return err
			}
		}
		return d.record(ctx, tx, saved, w, r.at)
	})
	switch {
	case fault.HasReason(err, fault.ReasonStaleVersion):
		now, err := d.store.Client().Tie.Get(ctx, r.was.ID)
		if err != nil {
			return store.Missing(err, "TIE_NOT_FOUND")
		}
		return fault.Stale(pathVersion, now, now.Version)
	case err != nil:
		return fmt.Errorf("%s %s: %w", w.Act.Name, r.was.ID, err)
	}
	r.tie = saved.Unwrap()
	return nil
}

func (r *reading) update(tx *ent.Tx) *ent.TieUpdateOne {
	t := r.tie
	up := tx.Tie.UpdateOneID(t.ID).Where(tie.Version(r.was.Version)).AddVersion(1).SetUpdatedAt(r.at).SetState(t.State).
		SetNillableConfirmedAt(t.ConfirmedAt).SetNillableConfirmedBy(t.ConfirmedBy).SetNillableExtractOn(t.ExtractOn).
		SetNillableUntil(t.Until).SetNillableClosedAt(t.ClosedAt).SetNillableClosedBy(t.ClosedBy).SetNillableClosedReason(t.ClosedReason)
	store.Put(t.EndsOn, up.SetEndsOn, up.ClearEndsOn)
	store.Put(t.EndStatedFor, up.SetEndStatedFor, up.ClearEndStatedFor)
	store.Put(t.EndStatedBy, up.SetEndStatedBy, up.ClearEndStatedBy)
	return up
}

// record writes the line of an act on a tie, in the log of the organisation that is held or else of its holder, and an
// event for each of both. It tells those of it whom the table of acts names.
func (d *Desk) record(ctx context.Context, tx *ent.Tx, t *ent.Tie, w procedure.Writing, at time.Time) error {
	sides := sides(t)
	line := audit.Line{DossierID: t.ID, At: at, Act: w.Act.Name, SubjectID: t.ID, Policy: string(w.Ground), Reason: w.Reason, Result: audit.Done}
	event := outbox.Event{Type: workflow.TieChanged, At: at, SubjectID: t.ID, SubjectVersion: t.Version}
	if t.StatedRegionalOrganisationID != nil {
		event.RegionalOrganisationID = *t.StatedRegionalOrganisationID
	}
	events := []outbox.Event{event}
	if len(sides) > 0 {
		line.DossierID, line.OrganisationID = sides[0].OrganisationID, sides[0].OrganisationID
		events = nil
	}
	for _, s := range sides {
		event.OrganisationID, event.RegionalOrganisationID = s.OrganisationID, s.RegionalOrganisationID
		events = append(events, event)
	}
	id, err := audit.Enter(ctx, tx, line)
	if err != nil {
		return err
	}
	if err := outbox.Append(ctx, tx, events...); err != nil {
		return err
	}
	return d.notices.Tell(ctx, tx, notice.Deed{Act: w.Act, SubjectID: t.ID, Line: id, At: at, Now: d.clock.Regulation(), Sides: sides})
}

// sides are those of both that have an account, the one that is held first.
func sides(t *ent.Tie) []access.Side {
	var found []access.Side
	if t.HeldID != nil {
		found = append(found, access.Side{OrganisationID: *t.HeldID, RegionalOrganisationID: *t.HeldRegionalOrganisationID})
	}
	if t.HolderID != nil {
		found = append(found, access.Side{OrganisationID: *t.HolderID, RegionalOrganisationID: *t.HolderRegionalOrganisationID})
	}
	return found
}

// markDue has the plans judged again of all for whom a tie changes who decides.
func (d *Desk) markDue(ctx context.Context, tx *ent.Tx, t *ent.Tie) error {
	around, err := Around(actor.AsSystem(ctx), tx.Client(), t.HeldNumber)
	if err != nil {
		return err
	}
	var marks []rejudge.Mark
	for _, s := range sides(t) {
		marks = append(marks, rejudge.OfOrganisation(s.OrganisationID))
	}
	for _, id := range around.organisations() {
		marks = append(marks, rejudge.OfOrganisation(id))
	}
	return rejudge.MarkDue(ctx, tx, d.clock.Regulation(), rejudge.Group, marks...)
}
