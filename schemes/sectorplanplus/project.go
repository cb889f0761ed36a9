package sectorplanplus

import (
	"slices"

	"github.com/penvoerder/penvoerder/schemes"
)

const projectPlace = "sheet 34, projectdocumenten"

func (v *regulation) projectDocuments(c *schemes.Checklist, f schemes.ProjectFile) {
	c.Ask(projectAgreement, func(docs []schemes.Document) {
		judgeLegible(c, docs)
		for _, d := range docs {
			requireTick(c, d, ruleDirectorName)
			requireDirector(c, d, ruleDirectorUnsigned)
			judgeSignatory(c, d)
		}
	})
	c.Ask(v.extractRequirement(), func(docs []schemes.Document) {
		judgeLegible(c, docs)
		for _, d := range docs {
			requireTick(c, d, ruleSignatory)
		}
		v.judgeAge(c, f, docs)
	})
	v.judgeSizeProof(c, f)
}

// requireDirector requires that a director signed d.
func requireDirector(c *schemes.Checklist, d schemes.Document, rule schemes.Rule) {
	signed := slices.ContainsFunc(d.Signatures, func(s schemes.Signature) bool { return s.Signer == "DIRECTOR" })
	c.Require(signed, rule, d)
}

// requireTick requires that it was ticked off on d that the signatory is on it.
func requireTick(c *schemes.Checklist, d schemes.Document, rule schemes.Rule) {
	if contents, ok := schemes.Need(c.Review, d.Contents); ok {
		c.Require(slices.Contains(contents, contentSignatory), rule, d.Contents)
	}
}

// judgeSignatory requires that who signed the agreement is the director who is stated to sign, as far as both names are
// stated. Initials that fit are for the judge to look at.
func judgeSignatory(c *schemes.Checklist, d schemes.Document) {
	switch d.SignatoryMatch.Value() {
	case schemes.SignatoryOther:
		c.Tell(ruleSignatoryOther, d)
	case schemes.SignatoryInitials:
		c.Tell(ruleSignatoryInitials, d)
	}
}

// judgeAge requires that extracts are fresh enough, as the row of the variant says:
// since a day, or at most some months old.
func (v *regulation) judgeAge(c *schemes.Checklist, f schemes.ProjectFile, extracts []schemes.Document) {
	if v.extract == (extract{}) {
		for _, d := range extracts {
			c.Tell(ruleExtractUnknown, d)
		}
		return
	}
	oldest, covered := v.oldestExtract(c, f, extracts)
	for _, d := range extracts {
		if issued, stated := schemes.Need(c.Review, d.IssuedOn); stated && covered {
			c.Require(!issued.Before(oldest), v.extractRule().With("oldest", oldest), d.IssuedOn)
		}
	}
}

// oldestExtract is the first day of which an extract may be.
func (v *regulation) oldestExtract(c *schemes.Checklist, f schemes.ProjectFile, extracts []schemes.Document) (schemes.Date, bool) {
	if !v.extract.since.IsZero() {
		return c.Date(v.extractSince, f.AsOf.Day())
	}
	term, covered := c.Parameter(v.extractMonths, f.AsOf.Day())
	months, _ := term.Int()
	return monthsBack(c, f, extracts, months), covered
}

// monthsBack counts months back from the signing of the project agreement, or from the
// moment of judgement while nobody has signed.
func monthsBack(c *schemes.Checklist, f schemes.ProjectFile, extracts []schemes.Document, months int) schemes.Date {
	for _, d := range f.Documents {
		for _, s := range d.Signatures {
			if day, ok := s.SignedOn.Get(); ok && d.Kind == kindProject && s.Signer == "DIRECTOR" {
				return day.AddMonths(-months)
			}
		}
	}
	for _, d := range extracts {
		c.ChangesAt(d.IssuedOn.Value().AddMonths(months).AddDays(1).Midnight())
	}
	return f.AsOf.Day().AddMonths(-months)
}

// judgeSizeProof asks for a proof of size where the organisation says that it is small or medium-sized, and judges
// the documents that were submitted for it.
func (v *regulation) judgeSizeProof(c *schemes.Checklist, f schemes.ProjectFile) {
	isProof := func(d schemes.Document) bool { return slices.Contains(sizeKinds, d.Kind) }
	class := f.Organisation.SizeClass.Value()
	if class != "SMALL" && class != "MEDIUM" && !slices.ContainsFunc(f.Documents, isProof) {
		return
	}
	c.Ask(v.sizeRequirement(), func(docs []schemes.Document) {
		judgeLegible(c, docs)
		for _, d := range docs {
			if d.Kind == kindAccounts {
				v.judgeAccounts(c, d)
				continue
			}
			requireDirector(c, d, ruleDirectorsUnsigned)
			if stated, ok := schemes.Need(c.Review, d.SizeClass); ok {
				c.Require(stated == "SMALL" || stated == "MEDIUM", ruleDirectorsLarge, d.SizeClass)
			}
		}
	})
}

func (v *regulation) judgeAccounts(c *schemes.Checklist, d schemes.Document) {
	schemes.Need(c.Review, d.SizeClass)
	year, stated := schemes.Need(c.Review, d.Year)
	want, covered := c.Parameter(v.accountsYear, c.AsOf().Day())
	if stated && covered {
		c.Require(want.Cmp(schemes.Whole(year)) == 0, v.accountsRule().With("year", want), d.Year)
	}
}
