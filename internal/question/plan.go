package question

import (
	"cmp"
	"slices"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/schemes"
)

// Plan returns the question about a plan as it stands in p and its loaded lines, which need not be stored yet. Others
// counts the other plans that were submitted and stand in the way of this one.
func Plan(asOf time.Time, o schemes.Organisation, p *ent.Plan, others int) schemes.Question {
	facts := &schemes.Plan{SubmittedAt: MomentFact(p.SubmittedAt), OtherPlans: schemes.Known(int64(others)), Facts: ExtraFacts(p.Facts)}
	for _, l := range Lines(p) {
		line := schemes.PlanLine{
			Activity:     l.Activity,
			Participants: schemes.Known(int64(l.Participants)),
			Requested:    schemes.Known(schemes.Amount(l.RequestedCents)),
		}
		if l.AssessedCents != nil {
			line.Assessed = schemes.Known(schemes.Amount(*l.AssessedCents))
		}
		facts.Lines = append(facts.Lines, line)
	}
	return schemes.Question{AsOf: schemes.At(asOf), Organisation: o, Plan: facts}
}

// Lines returns the loaded lines of a plan in their order.
func Lines(p *ent.Plan) []*ent.PlanLine {
	return slices.SortedFunc(slices.Values(p.Edges.Lines), func(a, b *ent.PlanLine) int {
		return cmp.Compare(a.Position, b.Position)
	})
}
