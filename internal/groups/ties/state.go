package ties

import (
	"context"
	"fmt"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/organisation"
	"github.com/penvoerder/penvoerder/ent/predicate"
	"github.com/penvoerder/penvoerder/ent/tie"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/procedure"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// mostOpen is how many statements of one organisation can wait for confirmation. No source names a bound (an assumption):
// it keeps one account from filling the lists of the leaders.
const mostOpen = 100

// State enters a tie, which counts for nothing until it is confirmed. An employer states those of its own organisation.
// Faults: NUMBER_MALFORMED, TIE_TO_ONESELF, NOT_ONES_OWN_TIE, TIE_EXISTS, TOO_MANY_TIES, BODY_NOT_ASKED, SHARE_OUT_OF_RANGE,
// SHARE_OF_MEMBERS, END_BEFORE_START.
func (d *Desk) State(ctx context.Context, in StateInput) (*ent.Tie, error) {
	var bad fault.Collector
	t := stated(in, &bad)
	who := actor.From(ctx)
	if err := d.place(ctx, t, who, &bad); err != nil {
		return nil, err
	}

	ground, err := d.guard.Permit(ctx, access.StateTie, d.about(t, who))
	if err != nil {
		return nil, err
	}
	if err := bad.Err(); err != nil {
		return nil, err
	}
	t.StatedBy, t.CreatedAt = who.PersonID, d.clock.Wall()
	var saved *ent.Tie
	err = d.store.Tx(ctx, func(tx *ent.Tx) (err error) {
		if err = d.isNew(ctx, tx, t); err != nil {
			return err
		}
		if saved, err = insert(ctx, tx, t); err != nil {
			return err
		}
		return d.record(ctx, tx, saved, procedure.Writing{Act: workflow.StateTie, Ground: ground}, t.CreatedAt)
	})
	if err != nil {
		return nil, fmt.Errorf("state tie: %w", err)
	}
	return saved.Unwrap(), nil
}

// place finds out which sides have an account. An employer acts for one of both.
func (d *Desk) place(ctx context.Context, t *ent.Tie, who actor.Actor, bad *fault.Collector) error {
	found, err := d.store.Client().Organisation.Query().
		Where(organisation.KvkNumberIn(t.HolderNumber, t.HeldNumber)).All(actor.AsSystem(ctx))
	if err != nil {
		return fmt.Errorf("look up the sides of a tie: %w", err)
	}
	for _, o := range found {
		isOwn := who.OrganisationID == o.ID
		if isOwn {
			t.StatedFor = &o.ID
		}
		if o.KvkNumber == t.HolderNumber {
			t.HolderID, t.HolderRegionalOrganisationID = &o.ID, &o.RegionalOrganisationID
			t.HolderName = known(isOwn, o, t.HolderName)
		}
		if o.KvkNumber == t.HeldNumber {
			t.HeldID, t.HeldRegionalOrganisationID = &o.ID, &o.RegionalOrganisationID
			t.HeldName = known(isOwn, o, t.HeldName)
		}
	}
	if who.Role == actor.ProjectLeader && who.RegionalOrganisationID != "" {
		t.StatedRegionalOrganisationID = &who.RegionalOrganisationID
	}
	isOutside := who.Role == actor.Employer && t.StatedFor == nil ||
		who.Role == actor.ProjectLeader && len(found) > 0 && !isAmong(found, who.RegionalOrganisationID)
	if isOutside && bad.Len() == 0 {
		bad.Add(fault.Invalid(question.At(pathInput, "holder", "registerNumber"), "NOT_ONES_OWN_TIE", fault.Text{
			NL: "Geen van beide is uw organisatie, of een organisatie in uw regio. Vul aan een van beide kanten het nummer daarvan in.",
			EN: "Neither is your organisation, or an organisation in your region. Enter the number of one on either side.",
		}, ""))
	}
	return nil
}

// known is the name of an organisation that states a tie of its own; of others the name that was entered stands, so that
// nobody learns here who has an account.
func known(isOwn bool, o *ent.Organisation, entered string) string {
	if isOwn {
		return o.Name
	}
	return entered
}

func isAmong(found []*ent.Organisation, regionalOrganisationID string) bool {
	for _, o := range found {
		if o.RegionalOrganisationID == regionalOrganisationID {
			return true
		}
	}
	return false
}

// about is the tie as the policy sees it before it is there. Whether it is the caller's own to state is said as a fault
// of the input, by place: who could state ties at all is the question here.
func (d *Desk) about(t *ent.Tie, who actor.Actor) access.Object {
	o := access.OfTie(t)
	o.Sides = append(o.Sides, access.Side{RegionalOrganisationID: who.RegionalOrganisationID})
	if who.Role == actor.Employer {
		o.Sides = append(o.Sides, access.Side{OrganisationID: who.OrganisationID})
	}
	return o
}

// isNew refuses what is stated already, as far as the caller can see, and more than can wait.
func (d *Desk) isNew(ctx context.Context, tx *ent.Tx, t *ent.Tie) error {
	if err := d.store.Lock(ctx, tx, t.HeldNumber); err != nil {
		return fmt.Errorf("state a tie: %w", err)
	}
	same, err := tx.Tie.Query().
		Where(tie.StateIn(append([]string{workflow.Stated}, counting...)...), sameWhole(t), tie.HolderNumber(t.HolderNumber)).All(ctx)
	if err != nil {
		return fmt.Errorf("look for the same tie: %w", err)
	}
	for _, other := range same {
		if overlap(t, other) {
			return exists(other.Unwrap())
		}
	}
	if t.StatedFor == nil {
		return nil
	}
	if err := d.store.Lock(ctx, tx, *t.StatedFor); err != nil {
		return fmt.Errorf("state a tie: %w", err)
	}
	open, err := tx.Tie.Query().Where(tie.State(workflow.Stated), tie.StatedFor(*t.StatedFor)).Count(ctx)
	if err != nil {
		return fmt.Errorf("count ties: %w", err)
	}
	if open >= mostOpen {
		return fault.Conflict(question.At(pathInput, "held", "registerNumber"), "TOO_MANY_TIES", fault.Text{
			NL: fmt.Sprintf("Er wachten al %d gemelde banden van uw organisatie op bevestiging. Trek er in die niet kloppen, of wacht op de bevestiging.", mostOpen),
			EN: fmt.Sprintf("%d ties that your organisation stated wait for confirmation already. Withdraw those that are not right, or wait for the confirmation.", mostOpen),
		})
	}
	return nil
}

func exists(other *ent.Tie) error {
	f := fault.Conflict(question.At(pathInput, "held", "registerNumber"), "TIE_EXISTS", fault.Text{
		NL: "Deze band is voor (een deel van) deze dagen al gemeld. Werk in die band verder, of meld eerst de laatste dag ervan.",
		EN: "This tie has been stated already for (some of) these days. Continue with that tie, or state its last day first.",
	})
	f.Current, f.CurrentVersion = other, other.Version
	return f
}

// sameWhole keeps the ties that are a part of the same.
func sameWhole(t *ent.Tie) predicate.Tie {
	body := tie.BodyIsNil()
	if t.Body != nil {
		body = tie.Body(*t.Body)
	}
	return tie.And(tie.IDNEQ(t.ID), tie.HeldNumber(t.HeldNumber), tie.Kind(t.Kind), body)
}

func overlap(a, b *ent.Tie) bool {
	return !isBefore(a.Until, b.Since) && !isBefore(b.Until, a.Since)
}

func isBefore(last *time.Time, first time.Time) bool { return last != nil && last.Before(first) }

func insert(ctx context.Context, tx *ent.Tx, t *ent.Tie) (*ent.Tie, error) {
	return tx.Tie.Create().SetID(t.ID).SetState(t.State).
		SetHolderNumber(t.HolderNumber).SetHolderName(t.HolderName).SetHeldNumber(t.HeldNumber).SetHeldName(t.HeldName).
		SetNillableHolderID(t.HolderID).SetNillableHolderRegionalOrganisationID(t.HolderRegionalOrganisationID).
		SetNillableHeldID(t.HeldID).SetNillableHeldRegionalOrganisationID(t.HeldRegionalOrganisationID).
		SetNillableStatedRegionalOrganisationID(t.StatedRegionalOrganisationID).
		SetKind(t.Kind).SetNillableBody(t.Body).SetPart(t.Part).SetWhole(t.Whole).SetSince(t.Since).SetNillableUntil(t.Until).
		SetStatedBy(t.StatedBy).SetNillableStatedFor(t.StatedFor).SetCreatedAt(t.CreatedAt).SetUpdatedAt(t.CreatedAt).Save(ctx)
}
