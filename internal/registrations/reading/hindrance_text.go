package reading

import (
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/matrix"
	"github.com/penvoerder/penvoerder/internal/workflow"
	"github.com/penvoerder/penvoerder/schemes"
)

// Words says of a hindrance what is wrong, and what would put it right. Those of a finding are the rule's, with its holes
// filled; no remedy where nobody can.
func (h Hindrance) Words(r *Registration) (message, remedy fault.Text) {
	switch h.Kind {
	case HinderedByFinding, HinderedByHold:
		rule, _ := r.Manifest().Rule(h.Finding.Rule)
		return fault.Text(rule.Message.Fill(h.Finding.Params)), fault.Text(rule.Remedy.Fill(h.Finding.Params))
	case HinderedByParticipants:
		return nobodyYet, addSomebody
	case HinderedByContent:
		return ContentNotApproved, r.contentRemedy()
	}
	return h.ofCell(r, fault.Text(r.Manifest().ColumnTitle(h.Cell.Column)))
}

// ofCell says where a cell stands.
func (h Hindrance) ofCell(r *Registration, title fault.Text) (message, remedy fault.Text) {
	switch {
	case h.State == matrix.Rejected && h.Cell.Kind == matrix.KindJudgement:
		return after(title, rejected, r.reasonOf(h)), restate
	case h.State == matrix.Rejected:
		return after(title, rejected, r.reasonOf(h)), respond
	case h.State == matrix.Missing:
		return after(title, isMissing, fault.Text{}), attach
	case h.State == matrix.Incomplete && h.Machine == schemes.CellComplete:
		return after(title, notReported, fault.Text{}), report
	case h.State == matrix.Incomplete:
		return after(title, notWhole, fault.Text{}), attachRest
	}
	return after(title, notJudged, fault.Text{}), judgeCell
}

// reasonOf is the reason for which a cell was rejected, in the words of the scheme; nothing where it was a note alone.
func (r *Registration) reasonOf(h Hindrance) fault.Text {
	for _, c := range r.Manifest().Reasons(h.Cell.Column) {
		if h.Cell.Reason != nil && c.Code == *h.Cell.Reason {
			return fault.Text{NL: " Reden: " + c.Label.NL + ".", EN: " Reason: " + c.Label.EN + "."}
		}
	}
	return fault.Text{}
}

// contentRemedy names who judges the content: it is to be asked, or to be waited for.
func (r *Registration) contentRemedy() fault.Text {
	activity, _ := r.Manifest().Activity(r.Row.Activity)
	judge := r.Manifest().RoleTitle(activity.ContentJudge)
	if r.was.state == workflow.AwaitingContent {
		return fault.Text{NL: "Wacht op het oordeel van: " + judge.NL + ".", EN: "Wait for the judgement of: " + judge.EN + "."}
	}
	return fault.Text{NL: "Leg de opleiding voor aan: " + judge.NL + ".", EN: "Put the training to: " + judge.EN + "."}
}

func after(title, says, reason fault.Text) fault.Text {
	return fault.Text{NL: title.NL + says.NL + reason.NL, EN: title.EN + says.EN + reason.EN}
}

// ContentNotApproved says that the content has to be approved first.
var ContentNotApproved = fault.Text{
	NL: "Eerst moet de inhoud van de opleiding zijn goedgekeurd.", EN: "The content of the training has to be approved first.",
}

var (
	nobodyYet   = fault.Text{NL: "Er neemt nog niemand deel.", EN: "Nobody takes part yet."}
	addSomebody = fault.Text{NL: "Voeg een deelnemer toe.", EN: "Add a participant."}

	isMissing = fault.Text{NL: " ontbreekt nog.", EN: " is still missing."}
	attach    = fault.Text{NL: "Voeg het document toe en meld daarna dat er niets meer bij komt.", EN: "Attach the document, then report that no more will come."}

	notWhole   = fault.Text{NL: " is nog niet volledig: niet alle documenten zijn er.", EN: " is not whole yet: not every document is there."}
	attachRest = fault.Text{NL: "Voeg toe wat nog ontbreekt.", EN: "Attach what is still missing."}

	notReported = fault.Text{NL: " is nog niet compleet gemeld.", EN: " has not been reported as complete yet."}
	report      = fault.Text{NL: "Meld dat er geen documenten meer bij komen.", EN: "Report that no more documents will come."}

	rejected = fault.Text{NL: " is afgekeurd.", EN: " was rejected."}
	respond  = fault.Text{NL: "Vervang of verbeter het, of meld het opnieuw compleet als het zo klopt.", EN: "Replace or correct it, or report it as complete again if it is right as it is."}

	restate = fault.Text{NL: "Wijzig in de registratie wat is afgekeurd.", EN: "Change in the registration what was rejected."}

	notJudged = fault.Text{NL: " is nog niet beoordeeld.", EN: " has not been judged yet."}
	judgeCell = fault.Text{NL: "Beoordeel deze cel.", EN: "Judge this cell."}
)
