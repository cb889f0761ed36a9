package sectorplanplus

import (
	"slices"

	"github.com/penvoerder/penvoerder/schemes"
)

// A content is an item that a learning agreement must state, and under which activities.
type content struct {
	schemes.Choice
	rule       schemes.Rule
	activities []string
}

var agreementContents = []content{
	contentOf("TRAINING", "SPP-DOC-POK-02", "", "de opleiding", "the training", byDay...),
	contentOf("CREBO", "SPP-DOC-POK-03", "", "het crebonummer", "the crebo number", activityA),
	contentOf("START", "SPP-DOC-POK-04", "", "de startdatum", "the start date", byDay...),
	contentOf("END", "SPP-DOC-POK-04", "end", "de einddatum", "the end date", byDay...),
	contentOf("SIZE", "SPP-DOC-POK-05", "", "de omvang van de praktijkvorming", "the size of the practical training", byDay...),
	contentOf("PARTIES", "SPP-DOC-POK-06", "", "student, leerbedrijf en school", "student, employer and school", byDay...),
}

func contentOf(code string, rule schemes.Code, aspect, nl, en string, activities ...string) content {
	return content{
		Choice: schemes.Choice{Code: code, Label: text(nl, en)}, activities: activities,
		rule: schemes.Rule{
			Code: rule, Aspect: aspect, Severity: schemes.Blocking,
			Message: text("Op de leerwerkovereenkomst ontbreekt: "+nl+".", "The learning agreement does not state "+en+"."),
			Remedy:  text("Lever een overeenkomst aan waarop dit staat.", "Upload an agreement that states it."),
			Source:  sheet(agreementPlace, "De overeenkomst noemt "+nl+".", "The agreement states "+en+"."),
		},
	}
}

// strayKinds are agreements that count under another activity only.
var strayKinds = map[string][]string{activityA: {kindStudy, kindEnrolment}}

// The parties that sign a learning agreement.
var parties = []string{"PARTICIPANT", "EMPLOYER", "INSTITUTE"}

// judgeAgreements judges the learning agreements, or the documents that replace one under B.
func (v *regulation) judgeAgreements(c *schemes.Checklist, reg schemes.Registration, p schemes.Participation, docs []schemes.Document) {
	judgeLegible(c, docs)
	has := func(kind string) bool {
		return slices.ContainsFunc(docs, func(d schemes.Document) bool { return d.Kind == kind })
	}
	for _, d := range docs {
		switch d.Kind {
		case kindAgreement:
			v.judgeAgreement(c, reg, p, d)
		case kindStudy:
			c.Require(has(kindEnrolment) || has(kindAgreement), ruleBothParts, d)
		case kindEnrolment:
			c.Require(has(kindStudy) || has(kindAgreement), ruleBothParts, d)
		}
	}
}

func (v *regulation) judgeAgreement(c *schemes.Checklist, reg schemes.Registration, p schemes.Participation, d schemes.Document) {
	contents, ok := schemes.Need(c.Review, d.Contents)
	if ok && !speaksOfTraining(contents) {
		c.Tell(ruleEmploymentContract, d.Contents)
		return
	}
	for _, want := range agreementContents {
		asked := ok && slices.Contains(want.activities, reg.Activity)
		c.Require(!asked || slices.Contains(contents, want.Code), want.rule, d.Contents)
	}
	for _, party := range parties {
		signed := slices.ContainsFunc(d.Signatures, func(s schemes.Signature) bool { return s.Signer == party })
		c.Require(signed, ruleThreeParties.With("signer", schemes.SignerName(party)), d)
	}
	judgeTraceable(c, d)
	v.judgeAgreedDates(c, reg, p, d)
}

// speaksOfTraining reports whether an agreement states anything that an employment
// contract does not.
func speaksOfTraining(contents []string) bool {
	return slices.ContainsFunc([]string{"TRAINING", "CREBO", "SIZE"}, func(code string) bool { return slices.Contains(contents, code) })
}

// judgeAgreedDates holds the dates of the registration against those agreed. The end
// may be that of the agreement, or the last day of the variant.
func (v *regulation) judgeAgreedDates(c *schemes.Checklist, reg schemes.Registration, p schemes.Participation, d schemes.Document) {
	start, end := span(reg, p)
	agreedFrom, okFrom := d.From.Get()
	agreedTo, okTo := d.To.Get()
	c.Require(!okFrom || !start.IsKnown() || agreedFrom == start.Value(), ruleDatesDiffer, d.From)
	if okTo && end.IsKnown() {
		last := v.terms[reg.Activity].period.ClosesOn
		fits := agreedTo == end.Value() || (end.Value() == last && agreedTo.After(last))
		c.Require(fits, ruleDatesDiffer.With("last", last), d.To)
	}
}
