package sectorplanplus

import "github.com/penvoerder/penvoerder/schemes"

// retention is the capability of a variant that asks for a report on keeping staff.
var retention = schemes.Retention{
	Applied: factRetentionApplied.Key,
	Source: also("BEH-GEN-02", cite(behoud, "Uitgangspunt behoud",
		"Wie op behoud aanvroeg, deelt zijn aanpak. Dat T4 variant 4 is, is een aanname.", "Who applied for retention shares its approach. That T4 is variant 4 is an assumption.")),
}

// The ways of sharing (menukaart).
const (
	methodSite          = "WEBSITE"
	methodFilm          = "FILM"
	methodPresentation  = "PRESENTATIE"
	methodPublication   = "PUBLICATIE"
	methodQuestionnaire = "VRAGENLIJST"
	methodOther         = "ANDERS"
)

func judgeRetention(r *schemes.Review, report schemes.RetentionReport) {
	r.Tell(ruleT4, schemes.Subject)
	applied := report.Plan.Boolean(factRetentionApplied)
	if has, ok := schemes.Need(r, applied); ok {
		r.Require(has, ruleNotApplied, applied)
	}
	r.Require(report.EarlierReports.Value() == 0, ruleOnce, report.EarlierReports)
	for _, q := range questions {
		answer := report.Facts.Text(q.fact)
		r.Require(isFilled(answer), q.rule, answer)
	}
	judgeReach(r, report)
	judgeMethod(r, report)
	judgeRegion(r, report)
	judgeCap(r, report)
}

// judgeReach needs the two numbers: people reached, and people kept.
func judgeReach(r *schemes.Review, report schemes.RetentionReport) {
	reached, kept := report.Facts.Integer(factReached), report.Facts.Integer(factKept)
	r.Require(reached.IsKnown(), ruleReached, reached)
	r.Require(kept.IsKnown(), ruleKept, kept)
	if reached.IsKnown() && kept.IsKnown() {
		r.Require(kept.Value() <= reached.Value(), ruleMoreKept, kept)
	}
}

// judgeMethod checks that the organisation may choose this way of sharing, and asks for the facts that belong to it.
func judgeMethod(r *schemes.Review, report schemes.RetentionReport) {
	method := report.Facts.Choice(factMethod)
	link, pages, consulted := report.Facts.Text(factLink), report.Facts.Integer(factPages), report.Facts.Date(factConsulted)
	switch chosen, _ := method.Get(); chosen {
	case "":
		r.Tell(ruleMethod, method)
	case methodSite:
		r.Require(isFilled(link), ruleLink, link)
	case methodPresentation:
		r.Tell(ruleFiveQuestions, method)
	case methodPublication:
		r.Require(pages.IsKnown(), rulePages, pages)
	case methodQuestionnaire:
		requested, ok := schemes.Need(r, report.Requested)
		most, covered := r.Parameter(questionnaireMaximum, r.AsOf().Day())
		if ok && covered {
			r.Require(requested.Number().Cmp(most) <= 0, ruleQuestionnaire.With("maximum", schemes.Cents(most)), method)
		}
	case methodOther:
		r.Require(consulted.IsKnown(), ruleConsulted, consulted)
	}
}

// judgeRegion expects the report in the region of the KvK address, unless the approach
// belongs to another region, for a reason.
func judgeRegion(r *schemes.Review, report schemes.RetentionReport) {
	region, chosen := schemes.Need(r, report.Region)
	home, known := report.HomeRegion.Get()
	elsewhere := chosen && known && region != home
	if !report.Facts.Boolean(factRegionSpecific).Value() {
		r.Require(!elsewhere, ruleHomeRegion, report.Region)
		return
	}
	reason := report.Facts.Text(factRegionReason)
	r.Require(isFilled(reason), ruleRegionReason, reason)
	r.Require(!elsewhere, ruleRegionSpecific, report.Region)
}

// judgeCap looks at the part of the realised subsidy that was for retention, where an
// operator has set a cap.
func judgeCap(r *schemes.Review, report schemes.RetentionReport) {
	part := report.Facts.Decimal(factRetentionPart)
	most, covered := r.Parameter(retentionCap, r.AsOf().Day())
	if part.IsKnown() && covered {
		r.Require(part.Value().Cmp(most) <= 0, ruleRetentionCap.With("maximum", most.Multiply(schemes.Whole(100))), part)
	}
}
