package question

import (
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/schemes"
)

// ProjectFile returns the question about the project documents (projectdocumenten) of a plan.
func ProjectFile(asOf time.Time, o schemes.Organisation, p *ent.Plan, ds []*ent.Document) schemes.Question {
	out := &schemes.ProjectFile{Requested: schemes.Known(schemes.Amount(p.RequestedCents))}
	for _, d := range ds {
		facts := document(d)
		facts.SignatoryMatch = signatoryMatch(p, d)
		out.Documents = append(out.Documents, facts)
	}
	return schemes.Question{AsOf: schemes.At(asOf), Organisation: o, ProjectFile: out}
}
