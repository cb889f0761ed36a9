package audit

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"maps"
	"slices"
	"strconv"

	"github.com/penvoerder/penvoerder/ent"
)

// precise is how a moment is written: with the precision that both databases keep.
const precise = "2006-01-02T15:04:05.000000Z"

// hashOf is the SHA-256, in hexadecimal, of the line as a row of netstrings ("3:abc,"; "-," for what is not stated) in
// the order below. Cause and number end the lines of judging again, and no other; what a line covers, in the order of
// the ids, ends those that cover something.
func hashOf(e *ent.AuditEntry) string {
	h := sha256.New()
	texts := []*string{
		&e.PreviousHash, &e.ID, &e.DossierID, text(strconv.Itoa(e.Sequence)), text(e.At.UTC().Format(precise)), &e.Act,
		e.SubjectID, e.ActorPerson, e.ActorToken, e.Role, e.OnBehalfOf, e.Origin, e.Policy, e.EvaluationID, e.Reason, &e.Result,
		stated(e.OrganisationID), text(strconv.Itoa(len(e.Rules))),
	}
	for i := range e.Rules {
		texts = append(texts, &e.Rules[i])
	}
	if e.Cause != nil || e.Judged != nil {
		texts = append(texts, e.Cause, number(e.Judged))
	}
	if len(e.Covers) > 0 {
		texts = append(texts, text("covers"), text(strconv.Itoa(len(e.Covers))))
		for _, id := range slices.Sorted(maps.Keys(e.Covers)) {
			texts = append(texts, text(id), text(e.Covers[id]))
		}
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
