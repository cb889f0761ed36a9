package question

import (
	"slices"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/schemes"
)

// Organisation returns the facts of an organisation. Its size is what approved documents of the project file of its plan
// prove, and beside it what documents claim that nobody judged yet; p is nil where there is no plan. Where a plan has its
// place in a group, that one counts; else what the organisation states of itself.
func Organisation(o *ent.Organisation, p *ent.Plan) schemes.Organisation {
	facts := schemes.Organisation{
		FundingLaws:       schemes.Known(slices.Clone(o.FundingLaws)),
		MedicalSpecialist: schemes.Maybe(o.IsMedicalSpecialist),
		SubcontractorOnly: schemes.Maybe(o.IsSubcontractorOnly),
		GroupMember:       schemes.Known(o.GroupTopKvkNumber != nil),
	}
	if o.GroupTopKvkNumber != nil {
		facts.GroupTop = schemes.Known(*o.GroupTopKvkNumber == o.KvkNumber)
	}
	if p != nil && p.GroupMember != nil {
		facts.GroupMember, facts.GroupTop = schemes.Known(*p.GroupMember), schemes.Maybe(p.GroupTop)
	}
	if p != nil {
		facts.SizeClass, facts.SizeEvidence, facts.SizeAwaited = schemes.Maybe(p.SizeClass), schemes.Maybe(p.SizeEvidence), schemes.Maybe(p.SizeAwaited)
	}
	return facts
}
