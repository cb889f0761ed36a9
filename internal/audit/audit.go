// Package audit keeps the log of each dossier: who did which act, on which ground, when, from where. Lines are only
// added, in the transaction of the act that they record, and each carries the hash of the one before, so that
// editing, removing, inserting or moving a line is discovered. A line also carries digests of the plan, registrations and
// receipts that its act left, so that whatever is changed beside the log is discovered too.
//
// It decides nothing and reads nothing back for the desks; package access says who may read a log.
package audit

import (
	"context"
	"fmt"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/audithead"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/ids"
)

// Result is how an act ended.
type Result string

// The results of an act.
const (
	Done    Result = "DONE"
	Refused Result = "REFUSED"
)

// Line is one act. The actor, its role and its origin come from the context. Empty texts mean none.
type Line struct {
	DossierID      string    // the plan; the organisation or person where there is none
	OrganisationID string    // whose dossier it is
	At             time.Time // wall time
	Act            string    // name of the mutation or access: submitRegistration
	SubjectID      string    // the thing it was done to
	OnBehalfOf     string    // organisation, where it is not the actor's own
	Policy         string    // the policy line that allowed or refused it
	EvaluationID   string    // the receipt it rested on
	Rules          []string  // rules that decided, by code
	Reason         string    // as given
	Cause          string    // of judging again; see package rejudge
	Judged         int       // how many judgements were made again
	Result         Result    // Done unless said otherwise
	Covers         []string  // plans, registrations and receipts that the act wrote, by id; the line comes after those writes
}

// Append adds a line to the end of its dossier's chain. Two transactions that write to one dossier wait for each
// other here; the very first line of a dossier may make Tx carry its work out again.
func Append(ctx context.Context, tx *ent.Tx, line Line) error {
	_, err := Enter(ctx, tx, line)
	return err
}

// Enter is Append, and says which line it became: one for each act, whatever it is done to.
func Enter(ctx context.Context, tx *ent.Tx, line Line) (id string, err error) {
	head, err := advance(ctx, tx, line.DossierID)
	if err != nil {
		return "", fmt.Errorf("lock the log of %s: %w", line.DossierID, err)
	}
	e := entry(actor.From(ctx), line)
	e.Sequence, e.PreviousHash = head.Sequence, head.Hash
	if e.Covers, err = covers(ctx, tx, head, line); err != nil {
		return "", fmt.Errorf("cover what %s left of %s: %w", line.Act, line.DossierID, err)
	}
	e.Hash = hashOf(e)
	if err := insert(tx, e).Exec(ctx); err != nil {
		return "", fmt.Errorf("write line %d of %s: %w", e.Sequence, line.DossierID, err)
	}
	if err := tx.AuditHead.Update().Where(audithead.ID(head.ID)).SetHash(e.Hash).SetIsCovered(head.IsCovered).Exec(ctx); err != nil {
		return "", fmt.Errorf("move the head of %s: %w", line.DossierID, err)
	}
	return e.ID, nil
}

// covers returns the digests of what the act wrote. The first line that covers anything covers the whole dossier, unless it is
// the first of all: what was there before is answered for from then on.
func covers(ctx context.Context, tx *ent.Tx, head *ent.AuditHead, line Line) (map[string]string, error) {
	if len(line.Covers) == 0 {
		return nil, nil
	}
	which, isFirst := line.Covers, !head.IsCovered && head.Sequence > 1
	if isFirst {
		all, err := held(ctx, tx, line.DossierID)
		if err != nil {
			return nil, err
		}
		which = all
	}
	found, err := cover(ctx, tx, which)
	if isFirst && err == nil {
		found[whole] = ""
	}
	head.IsCovered = true
	return found, err
}

// advance takes the next place in the chain and locks it until the transaction ends. The hash it
// returns is still that of the line before.
func advance(ctx context.Context, tx *ent.Tx, dossierID string) (*ent.AuditHead, error) {
	// By count: an update by id that meets no row would still find one that is committed a moment later, unlocked.
	n, err := tx.AuditHead.Update().Where(audithead.ID(dossierID)).AddSequence(1).Save(ctx)
	if err != nil {
		return nil, err
	}
	if n == 0 {
		return tx.AuditHead.Create().SetID(dossierID).SetSequence(1).SetHash("").Save(ctx)
	}
	return tx.AuditHead.Get(actor.AsSystem(ctx), dossierID) // no actor reads heads
}

func entry(who actor.Actor, line Line) *ent.AuditEntry {
	if line.Result == "" {
		line.Result = Done
	}
	return &ent.AuditEntry{
		ID:             ids.New(ids.AuditEntry),
		OrganisationID: line.OrganisationID,
		DossierID:      line.DossierID,
		At:             line.At.UTC().Truncate(time.Microsecond), // the precision that both databases keep
		Act:            line.Act,
		SubjectID:      stated(line.SubjectID),
		ActorPerson:    stated(who.PersonID),
		ActorToken:     stated(who.TokenID),
		Role:           stated(string(who.Role)),
		OnBehalfOf:     stated(line.OnBehalfOf),
		Origin:         stated(who.Origin),
		Policy:         stated(line.Policy),
		EvaluationID:   stated(line.EvaluationID),
		Rules:          line.Rules,
		Reason:         stated(line.Reason),
		Cause:          stated(line.Cause),
		Judged:         counted(line.Judged),
		Result:         string(line.Result),
	}
}

func stated(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

func counted(n int) *int {
	if n == 0 {
		return nil
	}
	return &n
}

func insert(tx *ent.Tx, e *ent.AuditEntry) *ent.AuditEntryCreate {
	c := tx.AuditEntry.Create().SetID(e.ID).SetDossierID(e.DossierID).SetSequence(e.Sequence).SetAt(e.At).SetAct(e.Act).
		SetNillableSubjectID(e.SubjectID).SetNillableActorPerson(e.ActorPerson).SetNillableActorToken(e.ActorToken).
		SetNillableRole(e.Role).SetNillableOnBehalfOf(e.OnBehalfOf).SetNillableOrigin(e.Origin).SetNillablePolicy(e.Policy).
		SetNillableEvaluationID(e.EvaluationID).SetRules(e.Rules).SetNillableReason(e.Reason).SetNillableCause(e.Cause).SetNillableJudged(e.Judged).SetResult(e.Result).
		SetPreviousHash(e.PreviousHash).SetHash(e.Hash)
	if len(e.Covers) > 0 {
		c.SetCovers(e.Covers)
	}
	if e.OrganisationID != "" {
		c.SetOrganisationID(e.OrganisationID)
	}
	return c
}
