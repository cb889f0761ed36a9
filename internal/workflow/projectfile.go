package workflow

import (
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/fault"
)

// What can be done to the project file of a plan: the same acts as to the documents of a registration, while its plan runs.
var (
	AttachProjectDocument = Act{
		Name: "attachDocument", Subject: ProjectFile, Verb: "attach document", Slot: Applicant,
		Asks: access.AttachDocument, Of: access.Plan, Ways: stays(Open), Event: DocumentChanged,
		Label: fault.Text{NL: "Projectdocument toevoegen", EN: "Attach a project document"},
	}
	AmendProjectDocument = Act{
		Name: "amendDocument", Subject: ProjectFile, Verb: "amend document", Slot: Applicant,
		Asks: access.Amend, Of: access.Document, Ways: stays(Open), Event: DocumentChanged,
		Label: fault.Text{NL: "Gegevens van een projectdocument wijzigen", EN: "Change what is stated about a project document"},
	}
	ReplaceProjectDocument = Act{
		Name: "replaceDocument", Subject: ProjectFile, Verb: "replace document", Slot: Applicant,
		Asks: access.AttachDocument, Of: access.Document, Ways: stays(Open), Event: DocumentChanged,
		Label: fault.Text{NL: "Projectdocument vervangen", EN: "Replace a project document"},
	}
	RemoveProjectDocument = Act{
		Name: "removeDocument", Subject: ProjectFile, Verb: "remove document", Slot: Applicant,
		Asks: access.Remove, Of: access.Document, Ways: stays(Open), Event: DocumentChanged,
		Label: fault.Text{NL: "Projectdocument verwijderen", EN: "Remove a project document"},
	}
	CompleteProjectCells = Act{
		Name: "completeCells", Subject: ProjectFile, Verb: "complete cells", Slot: Applicant,
		Asks: access.AttachDocument, Of: access.Cell, Ways: stays(Open),
		Label: fault.Text{NL: "Projectdocumenten compleet melden", EN: "Report project documents as complete"},
	}
	AmendProjectFile = Act{
		Name: "amendProjectFile", Subject: ProjectFile, Verb: "amend", Slot: Applicant,
		Asks: access.AttachDocument, Of: access.Plan, Ways: stays(Open), Event: PlanChanged,
		Label: fault.Text{NL: "Ondertekenaar van de projectovereenkomst opgeven", EN: "State who signs the project agreement"},
	}
	RejudgeProjectFile = Act{
		Name: "judgeAgain", Subject: ProjectFile, Verb: "rejudge", Slot: Platform, Ways: stays(Open),
		Label: fault.Text{NL: "Projectdossier opnieuw doorgerekend", EN: "Judge the project file again"},
	}
)

// projectFileActs are the rows of project files.
var projectFileActs = []*Act{
	&AttachProjectDocument, &AmendProjectDocument, &ReplaceProjectDocument, &RemoveProjectDocument, &CompleteProjectCells,
	&AmendProjectFile, &RejudgeProjectFile,
}
