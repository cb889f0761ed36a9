package workflow

import "github.com/penvoerder/penvoerder/internal/fault"

// table is every row, in the order of the process.
var table = rows()

func rows() []*Act {
	all := []*Act{
		&CreatePlan, &AmendPlan, &SubmitPlan, &WithdrawPlan, &AssessPlan, &RejectPlan, &EnterGrant, &MoveToRelease, &RejudgePlan,

		&CreateRegistration, &ImportRegistrations, &AddParticipants, &AmendRegistration, &AmendParticipation, &RemoveParticipation,
		&AskContent, &WithdrawContentRequest, &ApproveContent, &RejectContent,
		&AttachDocument, &AmendDocument, &ReplaceDocument, &RemoveDocument, &CompleteCells,
		&Complete, &Reopen, &SubmitRegistration, &WithdrawRegistration,
		&StartReview, &JudgeCells, &ApproveRegistration, &AskRepair, &RejectRegistration, &RejudgeRegistration, &settle,

		&AttachProjectDocument, &AmendProjectDocument, &ReplaceProjectDocument, &RemoveProjectDocument, &CompleteProjectCells,
		&AmendProjectFile, &RejudgeProjectFile,
	}
	for i := range office {
		all = append(all, &office[i])
	}
	return all
}

// together are the words for acts of one name whose rows are its verdicts, or that are done to several subjects.
var together = map[string]fault.Text{
	AssessPlan.Name:          {NL: "Plan beoordelen", EN: "Assess the plan"},
	ApproveContent.Name:      {NL: "Inhoud van de opleiding beoordelen", EN: "Judge the content of the training"},
	ApproveRegistration.Name: {NL: "Besluiten over de registratie", EN: "Decide on the registration"},
	RejudgeRegistration.Name: {NL: "Opnieuw beoordelen door het systeem", EN: "Judge again by the platform"},
	AttachDocument.Name:      {NL: "Document toevoegen", EN: "Attach a document"},
	AmendDocument.Name:       {NL: "Gegevens van een document wijzigen", EN: "Change what is stated about a document"},
	ReplaceDocument.Name:     {NL: "Document vervangen", EN: "Replace a document"},
	RemoveDocument.Name:      {NL: "Document verwijderen", EN: "Remove a document"},
	CompleteCells.Name:       {NL: "Documenten compleet melden", EN: "Report documents as complete"},
}

// Names lists the names of the acts that leave a line in the audit, in the order of the process.
func Names() []string {
	var all []string
	seen := map[string]bool{}
	for _, a := range table {
		if !a.Unlogged && !seen[a.Name] {
			seen[a.Name] = true
			all = append(all, a.Name)
		}
	}
	return all
}

// Label returns the words for the acts of a name; false where the table has none.
func Label(name string) (fault.Text, bool) {
	if words, ok := together[name]; ok {
		return words, true
	}
	rows := Named(name)
	if len(rows) == 0 {
		return fault.Text{}, false
	}
	return rows[0].Label, true
}
