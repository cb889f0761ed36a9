package workflow

import (
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/fault"
)

// kept are the states in which the employer adds project documents: they come one by one, and each cell is judged once it
// is complete, whatever else is still to come.
var kept = stays(Open, InReview, Repair, Approved)

// accounted are the states of a plan under which its project documents are judged, as its registrations are.
var accounted = []string{Granted}

// The documents of the project file of a plan: the same acts as to those of a registration, while the plan runs.
var (
	AttachProjectDocument = Act{
		Name: "attachDocument", Subject: ProjectFile, Verb: "attach document", Slot: Applicant,
		Asks: access.AttachDocument, Of: access.Plan, Ways: kept, Event: DocumentChanged,
		Label: fault.Text{NL: "Projectdocument toevoegen", EN: "Attach a project document"},
		Todos: []Todo{
			{In: Repair, Text: repairProject},
			{InReview, RepairIsOpen, repairProject},
			{Open, DocumentsAreMissing, attachProject},
			{InReview, DocumentsAreMissing, attachProject},
			{Repair, DocumentsAreMissing, attachProject},
		},
	}
	AmendProjectDocument = Act{
		Name: "amendDocument", Subject: ProjectFile, Verb: "amend document", Slot: Applicant,
		Asks: access.Amend, Of: access.Document, Ways: kept, Event: DocumentChanged,
		Label: fault.Text{NL: "Gegevens van een projectdocument wijzigen", EN: "Change what is stated about a project document"},
	}
	ReplaceProjectDocument = Act{
		Name: "replaceDocument", Subject: ProjectFile, Verb: "replace document", Slot: Applicant,
		Asks: access.AttachDocument, Of: access.Document, Ways: kept, Event: DocumentChanged,
		Label: fault.Text{NL: "Projectdocument vervangen", EN: "Replace a project document"},
	}
	RemoveProjectDocument = Act{
		Name: "removeDocument", Subject: ProjectFile, Verb: "remove document", Slot: Applicant,
		Asks: access.Remove, Of: access.Document, Ways: kept, Event: DocumentChanged,
		Label: fault.Text{NL: "Projectdocument verwijderen", EN: "Remove a project document"},
	}
	CompleteProjectCells = Act{
		Name: "completeCells", Subject: ProjectFile, Verb: "complete cells", Slot: Applicant,
		Asks: access.AttachDocument, Of: access.Cell, Ways: kept,
		Label: fault.Text{NL: "Projectdocumenten compleet melden", EN: "Report project documents as complete"},
		Todos: []Todo{{Open, CellsAreUnreported, reportProject}, {InReview, CellsAreUnreported, reportProject}, {Repair, CellsAreUnreported, reportProject}},
	}
	AmendProjectFile = Act{
		Name: "amendProjectFile", Subject: ProjectFile, Verb: "amend", Slot: Applicant,
		Asks: access.AttachDocument, Of: access.Plan, Ways: kept, Event: PlanChanged,
		Label: fault.Text{NL: "Ondertekenaar van de projectovereenkomst opgeven", EN: "State who signs the project agreement"},
	}
	attachProject = fault.Text{NL: "Lever de ontbrekende projectdocumenten aan", EN: "Attach the missing project documents"}
	reportProject = fault.Text{NL: "Maak de projectdocumenten compleet en meld ze compleet", EN: "Complete the project documents and report them as complete"}
	repairProject = fault.Text{NL: "Herstel wat is afgekeurd", EN: "Repair what was rejected"}
)

// The judgement of project documents, cell by cell (a reading, OQ-SPP-24).
var (
	JudgeProjectCells = Act{
		Name: "judgeCells", Subject: ProjectFile, Verb: "judge cells", Slot: CellJudge,
		Asks: access.JudgeCells, Of: access.ProjectFile, On: []access.Noun{access.Cell, access.Plan},
		Ways: kept, Under: accounted,
		Label: fault.Text{NL: "Projectdocumenten beoordelen", EN: "Judge the project documents"},
		Todos: []Todo{{InReview, CellsAreOpen, fault.Text{NL: "Beoordeel de projectdocumenten", EN: "Judge the project documents"}}},
		Tells: []Notice{{Applicant, Digest}},
		News:  fault.Text{NL: "projectdocumenten beoordeeld", EN: "project documents judged"},
	}
	AskProjectRepair = Act{
		Name: "askProjectRepair", Subject: ProjectFile, Verb: "ask repair", Slot: CellJudge,
		Asks: access.AskRepair, Of: access.ProjectFile, On: []access.Noun{access.Plan},
		Ways: leads(Repair, Open, InReview, Repair), Under: accounted,
		Label: fault.Text{NL: "Projectdocumenten terugsturen voor herstel", EN: "Return project documents for repair"},
		Todos: []Todo{{InReview, CellsAreRejected, fault.Text{NL: "Vraag om herstel van wat is afgekeurd", EN: "Ask for repair of what was rejected"}}},
		Term:  &Term{"project repair", Applicant, fault.Text{NL: "Herstel van projectdocumenten", EN: "Repair of project documents"}},
		Tells: []Notice{{Applicant, AtOnce}},
		News:  fault.Text{NL: "projectdocumenten teruggestuurd voor herstel", EN: "project documents returned for repair"},
	}
	OfferProjectFile = Act{
		Name: "offerProjectFile", Subject: ProjectFile, Verb: "offer", Slot: Platform, Unlogged: true,
		Ways:  leads(InReview, Open, Repair, Approved),
		Label: fault.Text{NL: "Projectdocumenten aan de beoordelaar voorleggen", EN: "Put project documents to their judge"},
	}
	ConcludeProjectFile = Act{
		Name: "concludeProjectFile", Subject: ProjectFile, Verb: "conclude", Slot: Platform, Unlogged: true,
		Ways:  leads(Approved, Open, InReview, Repair),
		Label: fault.Text{NL: "Alle projectdocumenten goedgekeurd", EN: "Find all project documents approved"},
	}
	AwaitProjectRepair = Act{
		Name: "awaitProjectRepair", Subject: ProjectFile, Verb: "await repair", Slot: Platform, Unlogged: true,
		Ways:  leads(Repair, Open, InReview, Approved),
		Label: fault.Text{NL: "Op herstel van projectdocumenten wachten", EN: "Wait for the repair of project documents"},
	}
	ReopenProjectFile = Act{
		Name: "reopenProjectFile", Subject: ProjectFile, Verb: "reopen", Slot: Platform, Unlogged: true,
		Ways:  leads(Open, InReview, Repair, Approved),
		Label: fault.Text{NL: "Op projectdocumenten wachten", EN: "Wait for project documents"},
	}
	RejudgeProjectFile = Act{
		Name: "judgeAgain", Subject: ProjectFile, Verb: "rejudge", Slot: Platform, Ways: kept,
		Label: fault.Text{NL: "Projectdossier opnieuw doorgerekend", EN: "Judge the project file again"},
	}
)

// projectFileActs are the rows of project files.
var projectFileActs = []*Act{
	&AttachProjectDocument, &AmendProjectDocument, &ReplaceProjectDocument, &RemoveProjectDocument, &CompleteProjectCells,
	&AmendProjectFile, &JudgeProjectCells, &AskProjectRepair, &OfferProjectFile, &ConcludeProjectFile, &AwaitProjectRepair,
	&ReopenProjectFile, &RejudgeProjectFile,
}
