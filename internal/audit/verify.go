package audit

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"strconv"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/auditentry"
	"github.com/penvoerder/penvoerder/ent/audithead"
)

// Flaw is an error at one place of a chain.
type Flaw string

// The flaws that Verify finds.
const (
	Edited    Flaw = "EDITED"    // the line no longer has the hash it was written with
	Removed   Flaw = "REMOVED"   // there is no line at this place
	Misplaced Flaw = "MISPLACED" // the line does not follow the one before it: inserted, moved, or its forerunner rewritten
	Overlong  Flaw = "OVERLONG"  // there is a line beyond the head, or no head at all
	Rewritten Flaw = "REWRITTEN" // the head does not carry the hash of the last line
)

// Break is a flaw at a place.
type Break struct {
	Sequence int
	Flaw     Flaw
}

// Verdict is the result of checking a chain. It is whole when there are no breaks; Head is then its proof.
type Verdict struct {
	DossierID string
	Lines     int
	Head      string
	Breaks    []Break
}

// page bounds how many lines are in memory at a time.
const page = 500

// Verify reads the chain of a dossier and computes every hash anew. Its caller must see the whole dossier; to anyone
// else, the lines out of sight are missing.
func Verify(ctx context.Context, client *ent.Client, dossierID string) (Verdict, error) {
	v := Verdict{DossierID: dossierID}
	for {
		lines, err := client.AuditEntry.Query().
			Where(auditentry.DossierID(dossierID), auditentry.SequenceGT(v.Lines)).
			Order(auditentry.BySequence()).Limit(page).All(ctx)
		if err != nil {
			return v, fmt.Errorf("read the log of %s: %w", dossierID, err)
		}
		for _, line := range lines {
			v.follow(line)
		}
		if len(lines) < page {
			break
		}
	}
	head, err := client.AuditHead.Get(ctx, dossierID)
	if err != nil && !ent.IsNotFound(err) {
		return v, fmt.Errorf("read the head of %s: %w", dossierID, err)
	}
	v.end(head)
	return v, nil
}

// follow takes the next line there is.
func (v *Verdict) follow(line *ent.AuditEntry) {
	for v.Lines+1 < line.Sequence {
		v.Lines++
		v.found(Removed)
	}
	v.Lines = line.Sequence
	if hash(line) != line.Hash {
		v.found(Edited)
	}
	if line.PreviousHash != v.Head && !v.isBroken(line.Sequence-1, Removed) {
		v.found(Misplaced)
	}
	v.Head = line.Hash
}

// end compares the last line with the head; nil where there is none.
func (v *Verdict) end(head *ent.AuditHead) {
	switch {
	case head == nil && v.Lines == 0:
	case head == nil || head.Sequence < v.Lines:
		v.found(Overlong)
	case head.Sequence > v.Lines:
		for v.Lines < head.Sequence {
			v.Lines++
			v.found(Removed)
		}
	case head.Hash != v.Head:
		v.found(Rewritten)
	}
}

func (v *Verdict) found(f Flaw) { v.Breaks = append(v.Breaks, Break{Sequence: v.Lines, Flaw: f}) }

func (v *Verdict) isBroken(sequence int, f Flaw) bool {
	return slices.Contains(v.Breaks, Break{Sequence: sequence, Flaw: f})
}

// Dossiers lists every dossier that has a head or a line, for verifying all of them.
func Dossiers(ctx context.Context, client *ent.Client) ([]string, error) {
	heads, err := client.AuditHead.Query().Order(audithead.ByID()).IDs(ctx)
	if err != nil {
		return nil, fmt.Errorf("list the heads: %w", err)
	}
	logs, err := client.AuditEntry.Query().Unique(true).Select(auditentry.FieldDossierID).Strings(ctx)
	if err != nil {
		return nil, fmt.Errorf("list the logs: %w", err)
	}
	all := slices.Concat(heads, logs)
	slices.Sort(all)
	return slices.Compact(all), nil
}

// hash is the SHA-256, in hexadecimal, of the line as a row of netstrings ("3:abc,"; "-," for what is not stated) in
// the order below; cause and number end the lines of judging again, and no other. The regional organisation is left out: it follows the organisation when that moves.
func hash(e *ent.AuditEntry) string {
	h := sha256.New()
	texts := []*string{
		&e.PreviousHash, &e.ID, &e.DossierID, text(strconv.Itoa(e.Sequence)), text(e.At.UTC().Format("2006-01-02T15:04:05.000000Z")), &e.Act,
		e.SubjectID, e.ActorPerson, e.ActorToken, e.Role, e.OnBehalfOf, e.Origin, e.Policy, e.EvaluationID, e.Reason, &e.Result,
		stated(e.OrganisationID), text(strconv.Itoa(len(e.Rules))),
	}
	for i := range e.Rules {
		texts = append(texts, &e.Rules[i])
	}
	if e.Cause != nil || e.Judged != nil {
		texts = append(texts, e.Cause, number(e.Judged))
	}
	for _, t := range texts {
		netstring(h, t)
	}
	return hex.EncodeToString(h.Sum(nil))
}

func text(s string) *string { return &s }

func number(n *int) *string {
	if n == nil {
		return nil
	}
	return text(strconv.Itoa(*n))
}

func netstring(w io.Writer, t *string) {
	if t == nil {
		_, _ = io.WriteString(w, "-,") // a hash never fails to be written to
		return
	}
	_, _ = io.WriteString(w, strconv.Itoa(len(*t))+":"+*t+",")
}
