package dossier

import (
	"slices"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/schemes"
)

// Organisation returns the facts of an organisation. Its size class is the one that the latest of the project
// documents states; documents that were removed, or that state none, are passed over.
func Organisation(o *ent.Organisation, project []*ent.Document) schemes.Organisation {
	facts := schemes.Organisation{
		FundingLaws:       schemes.Known(slices.Clone(o.FundingLaws)),
		MedicalSpecialist: schemes.Maybe(o.IsMedicalSpecialist),
		SubcontractorOnly: schemes.Maybe(o.IsSubcontractorOnly),
		GroupMember:       schemes.Known(o.GroupTopKvkNumber != nil),
	}
	if o.GroupTopKvkNumber != nil {
		facts.GroupTop = schemes.Known(*o.GroupTopKvkNumber == o.KvkNumber)
	}
	if d := sizeEvidence(project); d != nil {
		facts.SizeClass = schemes.Maybe(d.Statement.SizeClass)
		facts.SizeEvidence = schemes.Known(d.Kind)
	}
	return facts
}

// sizeEvidence returns the latest project document that states a size class; nil when none does.
func sizeEvidence(project []*ent.Document) *ent.Document {
	var latest *ent.Document
	for _, d := range project {
		if d.RegistrationID != nil || d.RemovedAt != nil || d.Statement.SizeClass == nil {
			continue
		}
		if latest == nil || d.ID > latest.ID { // ids sort by time
			latest = d
		}
	}
	return latest
}
