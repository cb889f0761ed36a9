package ties

import (
	"cmp"
	"context"
	"fmt"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/tie"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/groups"
	"github.com/penvoerder/penvoerder/internal/typed"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// Why viewerCan refuses a confirmation that the policy allows.
const (
	reasonNotVerified  = "NOT_VERIFIED"
	reasonOwnStatement = "OWN_STATEMENT"
)

var (
	notVerified = fault.Text{
		NL: "Alleen een geverifieerde contactpersoon bevestigt een band. Vraag de projectleider om hem met het uittreksel te bevestigen.",
		EN: "Only a verified contact confirms a tie. Ask the project leader to confirm it by the extract.",
	}
	ownStatement = fault.Text{
		NL: "Wat uw organisatie zelf heeft gemeld, bevestigt de andere kant of de projectleider.",
		EN: "What your organisation itself stated is confirmed by the other side or the project leader.",
	}
	leadersStatement = fault.Text{
		NL: "Deze band is gemeld door een projectleider of RegioPlus. De projectleider bevestigt hem met het uittreksel.",
		EN: "This tie was stated by a project leader or RegioPlus. The project leader confirms it by the extract.",
	}
)

// Confirm lets a tie count from now on, or gives it the last day that was stated. By the other side through a verified
// contact, or by a leader who saw the extract. Faults: REQUIRED where a leader names no extract, DATE_IN_FUTURE, TIE_EXISTS,
// TIES_EXCEED_WHOLE, and FORBIDDEN with reason NOT_VERIFIED or OWN_STATEMENT.
func (d *Desk) Confirm(ctx context.Context, in ConfirmInput) (*ent.Tie, error) {
	o := d.order(workflow.ConfirmTie, in.ID, in.ExpectedVersion)
	o.Change = func(ctx context.Context, r *reading) error {
		if not, is, err := d.mayConfirm(ctx, r.was); !is || err != nil {
			return cmp.Or(err, error(fault.Forbidden(not.Reason, not.Message)))
		}
		var bad fault.Collector
		d.extract(ctx, r, in.ExtractOn, &bad)
		r.changes = true
		if r.was.State == workflow.Ending {
			r.tie.Until, r.tie.EndsOn, r.tie.EndStatedFor, r.tie.EndStatedBy = r.was.EndsOn, nil, nil, nil
			return bad.Err()
		}
		r.tie.ConfirmedAt, r.tie.ConfirmedBy = &r.now, new(actor.From(ctx).PersonID)
		r.lock = func(ctx context.Context, tx *ent.Tx) error { return lock(ctx, tx, r.was) }
		r.check = func(ctx context.Context, tx *ent.Tx) error { return fits(ctx, tx, r.tie) }
		return bad.Err()
	}
	return d.carry(ctx, o)
}

// extract reads which extract a leader saw; a contact needs none.
func (d *Desk) extract(ctx context.Context, r *reading, on *typed.Date, bad *fault.Collector) {
	path := []string{"input", "extractOn"}
	day := typed.Optional(on, bad, path...)
	switch isLeader := actor.From(ctx).Role != actor.Employer; {
	case on == nil && isLeader:
		bad.Add(fault.Required(path))
	case day != nil && day.After(d.clock.Today()):
		bad.Add(fault.Invalid(path, "DATE_IN_FUTURE", fault.Text{
			NL: "Het uittreksel heeft een datum in de toekomst. Vul de datum in die erop staat.", EN: "The date of the extract is in the future. Enter the date that it has.",
		}, "<= "+string(typed.DateOf(d.clock.Today()))))
	case day != nil && isLeader:
		r.tie.ExtractOn = day
	}
}

// mayConfirm says why a contact may not confirm a tie; a leader may by the policy.
func (d *Desk) mayConfirm(ctx context.Context, t *ent.Tie) (why access.Permission, is bool, err error) {
	who := actor.From(ctx)
	if who.Role != actor.Employer {
		return why, true, nil
	}
	by := t.StatedFor
	if t.State == workflow.Ending {
		by = t.EndStatedFor
	}
	switch {
	case by == nil:
		return access.Permission{Reason: reasonNotVerified, Message: leadersStatement}, false, nil
	case *by == who.OrganisationID:
		return access.Permission{Reason: reasonOwnStatement, Message: ownStatement}, false, nil
	}
	if is, err = d.isVerified(ctx, who); err != nil {
		return why, false, fmt.Errorf("look whether a contact is verified: %w", err)
	}
	return access.Permission{Reason: reasonNotVerified, Message: notVerified}, is, nil
}

// lock has whoever confirms another part of the same whole wait, in whatever state that part is: it is then read as the
// first of both left it.
func lock(ctx context.Context, tx *ent.Tx, t *ent.Tie) error {
	return tx.Tie.Update().Where(tie.Or(tie.ID(t.ID), sameWhole(t))).AddVersion(0).Exec(ctx)
}

// fits refuses a tie that was just confirmed beside others with which it would be the same twice, or more than the whole.
func fits(ctx context.Context, tx *ent.Tx, t *ent.Tie) error {
	system := actor.AsSystem(ctx)
	rows, err := tx.Tie.Query().Where(sameWhole(t), tie.StateIn(counting...)).All(system)
	if err != nil {
		return err
	}
	others := make([]groups.Tie, len(rows))
	for i, row := range rows {
		if row.HolderNumber == t.HolderNumber && overlap(t, row) {
			return exists(t)
		}
		others[i] = asTie(row)
	}
	if len(groups.Exceeds(asTie(t), others)) == 0 {
		return nil
	}
	return fault.Conflict([]string{"input", "id"}, "TIES_EXCEED_WHOLE", fault.Text{
		NL: "Met de al bevestigde banden erbij is dit op een dag meer dan het geheel. Laat eerst nakijken welke band niet klopt of al is geëindigd.",
		EN: "With the ties confirmed before, this is more than the whole on some day. First have it looked into which tie is not right, or has ended.",
	})
}
