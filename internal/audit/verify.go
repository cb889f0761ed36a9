package audit

import (
	"context"
	"fmt"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/auditentry"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/internal/store"
)

// Flaw is an error at one place of a chain, or in what its lines answer for.
type Flaw string

// The flaws that Verify finds.
const (
	Edited    Flaw = "EDITED"    // the line no longer has the hash it was written with
	Removed   Flaw = "REMOVED"   // there is no line at these places
	Misplaced Flaw = "MISPLACED" // the line does not follow the one before it: inserted, moved, or its forerunner rewritten
	Overlong  Flaw = "OVERLONG"  // there is a line beyond the head, or no head at all
	Rewritten Flaw = "REWRITTEN" // the head does not carry the hash of the last line

	Changed    Flaw = "CHANGED"    // a plan, registration or receipt is not as the line left it
	Lost       Flaw = "LOST"       // a plan, registration or receipt that the line left is gone
	Unrecorded Flaw = "UNRECORDED" // a plan, registration or receipt that no line answers for
)

// Break is a flaw at a place.
type Break struct {
	Sequence int // of the line, or the first of the places that are empty; 0 where no line is to blame
	Through  int // the last of the places that are empty; else 0
	Flaw     Flaw
	Subject  string    // id of what is not as a line left it
	Since    time.Time // the last moment at which the log says that it was right; zero where it says nothing
}

// Verdict is the result of checking a dossier. It is whole when there are no breaks; Head is then its proof.
type Verdict struct {
	DossierID string
	Lines     int
	Head      string
	Breaks    []Break
	More      int // breaks beyond those that are kept
	Covered   int // things that lines answer for, and that are as they were left
	Uncovered int // things of before lines answered for anything
}

// page bounds how many lines are in memory at a time, and mostBreaks how many breaks of one dossier.
const (
	page       = 500
	mostBreaks = 1000
)

// Verify reads the chain of a dossier, computes every hash anew, and compares what the lines left with what is stored, all
// as it was at one moment.
func Verify(ctx context.Context, s *store.Store, dossierID string) (Verdict, error) {
	v := &verifier{Verdict: Verdict{DossierID: dossierID}, left: map[string]statement{}, receipts: map[string]bool{}}
	err := s.Snapshot(ctx, func(tx *ent.Tx) error { return v.verify(ctx, tx) })
	return v.Verdict, err
}

// verifier goes along a chain.
type verifier struct {
	Verdict
	last     time.Time            // moment of the line before
	isWhole  bool                 // lines answer for all that the dossier holds
	left     map[string]statement // plans and registrations, as the last line about each left them
	receipts map[string]bool      // that lines answer for
}

func (v *verifier) verify(ctx context.Context, tx *ent.Tx) error {
	for {
		lines, err := v.read(ctx, tx)
		if err != nil {
			return fmt.Errorf("read the log of %s: %w", v.DossierID, err)
		}
		for _, line := range lines {
			v.follow(line)
		}
		if err := v.compareReceipts(ctx, tx, lines); err != nil {
			return err
		}
		if len(lines) < page {
			break
		}
	}
	head, err := tx.AuditHead.Get(ctx, v.DossierID)
	if err != nil && !ent.IsNotFound(err) {
		return fmt.Errorf("read the head of %s: %w", v.DossierID, err)
	}
	v.end(head)
	return v.compare(ctx, tx)
}

// read returns the next lines. Where one cannot be read, because what it holds is of no form that a line has, it comes with
// nothing but its place and its hash, which then is not that of what it holds.
func (v *verifier) read(ctx context.Context, tx *ent.Tx) ([]*ent.AuditEntry, error) {
	next := tx.AuditEntry.Query().
		Where(auditentry.DossierID(v.DossierID), auditentry.SequenceGT(v.Lines)).Order(auditentry.BySequence()).Limit(page)
	lines, err := next.Clone().All(ctx)
	if err == nil {
		return lines, nil
	}
	lines, worse := next.Clone().Select(auditentry.FieldSequence, auditentry.FieldHash, auditentry.FieldPreviousHash).All(ctx)
	if worse != nil {
		return nil, err
	}
	for i, line := range lines {
		if whole, err := tx.AuditEntry.Get(ctx, line.ID); err == nil {
			lines[i] = whole
		}
	}
	return lines, ctx.Err()
}

// follow takes the next line there is.
func (v *verifier) follow(line *ent.AuditEntry) {
	isAfterGap := v.Lines+1 < line.Sequence
	if isAfterGap {
		v.found(Break{Sequence: v.Lines + 1, Through: line.Sequence - 1, Flaw: Removed, Since: v.last})
	}
	v.Lines = line.Sequence
	if hashOf(line) != line.Hash {
		v.found(Break{Sequence: line.Sequence, Flaw: Edited, Since: line.At})
	}
	if line.PreviousHash != v.Head && !isAfterGap {
		v.found(Break{Sequence: line.Sequence, Flaw: Misplaced, Since: v.last})
	}
	v.Head, v.last = line.Hash, line.At
	v.state(line)
}

// end compares the last line with the head; nil where there is none.
func (v *verifier) end(head *ent.AuditHead) {
	switch {
	case head == nil && v.Lines == 0:
	case head == nil || head.Sequence < v.Lines:
		v.found(Break{Sequence: v.Lines, Flaw: Overlong, Since: v.last})
	case head.Sequence > v.Lines:
		v.found(Break{Sequence: v.Lines + 1, Through: head.Sequence, Flaw: Removed, Since: v.last})
		v.Lines = head.Sequence
	case head.Hash != v.Head:
		v.found(Break{Sequence: v.Lines, Flaw: Rewritten, Since: v.last})
	}
}

func (v *verifier) found(b Break) {
	if len(v.Breaks) == mostBreaks {
		v.More++
		return
	}
	v.Breaks = append(v.Breaks, b)
}

// statement is what a line says of a thing.
type statement struct {
	sequence int
	at       time.Time
	digest   string
}

// state takes over what a line says of plans and registrations; see compareReceipts for the rest.
func (v *verifier) state(line *ent.AuditEntry) {
	if _, is := line.Covers[whole]; is || line.Sequence == 1 && len(line.Covers) > 0 {
		v.isWhole = true
	}
	for id, digest := range line.Covers {
		if id != whole && ids.Prefix(id) != ids.Evaluation {
			v.left[id] = statement{line.Sequence, line.At, digest}
		}
	}
}
