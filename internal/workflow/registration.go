package workflow

import (
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/schemes"
)

// attachable are the states in which the employer adds participants and documents, which no judgement of content waits for.
var attachable = stays(Draft, AwaitingContent, ContentRejected, Ready, Repair)

// running are the states of a plan under which registrations are begun.
var running = []string{Draft, Submitted, Assessed, Granted}

// What the employer states of a registration.
var (
	CreateRegistration = Act{
		Name: "createRegistration", Subject: Registration, Verb: "create", Slot: Applicant,
		Asks: access.Add, Of: access.Registration, On: []access.Noun{access.Plan},
		Ways: leads(Draft, New), Under: running, Event: RegistrationChanged,
		Label: fault.Text{NL: "Registratie beginnen", EN: "Begin the registration"},
	}
	ImportRegistrations = Act{
		Name: "importRegistrations", Subject: Registration, Verb: "import", Slot: Applicant,
		Asks: access.Import, Of: access.Registration, On: []access.Noun{access.Plan},
		Ways: leads(Draft, New), Under: running, Event: RegistrationChanged,
		Label: fault.Text{NL: "Registraties inlezen", EN: "Import registrations"},
	}
	AddParticipants = Act{
		Name: "addParticipants", Subject: Registration, Verb: "add participants", Slot: Applicant,
		Asks: access.Add, Of: access.Participation, On: []access.Noun{access.Registration},
		Ways: attachable, Event: RegistrationChanged,
		Label: fault.Text{NL: "Deelnemers toevoegen", EN: "Add participants"},
		Todos: []Todo{{Draft, NobodyTakesPart, fault.Text{NL: "Voeg deelnemers toe", EN: "Add participants"}}},
	}
	AmendRegistration = Act{
		Name: "amendRegistration", Subject: Registration, Verb: "amend", Slot: Applicant, Asks: access.Amend, Of: access.Registration,
		Ways: stays(Draft, ContentRejected, Ready, Repair), Event: RegistrationChanged,
		Label: fault.Text{NL: "Registratie wijzigen", EN: "Change the registration"},
		Todos: []Todo{
			{Draft, FactsAreMissing, fault.Text{NL: "Vul de gegevens aan", EN: "Complete the facts"}},
			{Draft, RulesRefuse, fault.Text{NL: "Los de bevindingen op", EN: "Resolve the findings"}},
			{In: ContentRejected, Text: fault.Text{NL: "Pas de opleiding aan", EN: "Change the training"}},
		},
	}
	AmendParticipation = Act{
		Name: "amendParticipation", Subject: Registration, Verb: "amend participation", Slot: Applicant,
		Asks: access.Amend, Of: access.Participation, Ways: attachable, Event: RegistrationChanged,
		Label: fault.Text{NL: "Gegevens van een deelnemer wijzigen", EN: "Change what is stated about a participant"},
	}
	RemoveParticipation = Act{
		Name: "removeParticipation", Subject: Registration, Verb: "remove participation", Slot: Applicant,
		Asks: access.Remove, Of: access.Participation, On: []access.Noun{access.Participation, access.Registration},
		Ways: attachable, Event: RegistrationChanged,
		Label: fault.Text{NL: "Deelnemer verwijderen", EN: "Remove a participant"},
	}
)

// The judgement of the content of a training, where the scheme asks it before submission.
var (
	AskContent = Act{
		Name: "askContentJudgement", Subject: Registration, Verb: "ask content judgement", Slot: Applicant,
		Asks: access.AskContent, Of: access.Registration,
		Ways:  leads(AwaitingContent, Draft, ContentRejected, Repair), // a repair stays open while a changed training is judged
		Label: fault.Text{NL: "Opleiding ter beoordeling voorleggen", EN: "Ask for the content to be judged"},
		Todos: []Todo{
			{Draft, ContentIsOpen, askForContent}, {ContentRejected, ContentIsOpen, askForContent}, {Repair, ContentIsOpen, askForContent},
		},
		Term:  &Term{"content", ContentJudge, fault.Text{NL: "Oordeel over de inhoud van een opleiding", EN: "Judgement of the content of a training"}},
		Tells: []Notice{{ContentJudge, Digest}},
		News:  fault.Text{NL: "opleiding ter beoordeling voorgelegd", EN: "training put to be judged"},
	}
	WithdrawContentRequest = Act{
		Name: "withdrawContentRequest", Subject: Registration, Verb: "withdraw content request", Slot: Applicant,
		Asks: access.WithdrawContent, Of: access.Registration, Ways: leads(Draft, AwaitingContent),
		Label: fault.Text{NL: "Opleiding terugnemen", EN: "Take the training back"},
		Tells: []Notice{{ContentJudge, Digest}},
		News:  fault.Text{NL: "opleiding teruggenomen", EN: "training taken back"},
	}
	ApproveContent = Act{
		Name: "judgeContent", Subject: Registration, Verb: "approve content", Slot: ContentJudge,
		Asks: access.JudgeContent, Of: access.Registration, Ways: leads(Draft, AwaitingContent),
		Whole: fault.Text{NL: "Inhoud van de opleiding beoordelen", EN: "Judge the content of the training"},
		Label: fault.Text{NL: "Inhoud goedkeuren", EN: "Approve the content"},
		Todos: []Todo{{In: AwaitingContent, Text: fault.Text{NL: "Beoordeel de inhoud", EN: "Judge the content"}}},
		Tells: []Notice{{Applicant, AtOnce}},
		News:  fault.Text{NL: "inhoud van de opleiding goedgekeurd", EN: "content of the training approved"},
	}
	RejectContent = Act{
		Name: "judgeContent", Subject: Registration, Verb: "reject content", Slot: ContentJudge,
		Asks: access.JudgeContent, Of: access.Registration, Ways: leads(ContentRejected, AwaitingContent),
		Label: fault.Text{NL: "Inhoud afwijzen", EN: "Reject the content"},
		Tells: []Notice{{Applicant, AtOnce}},
		News:  fault.Text{NL: "inhoud van de opleiding afgewezen", EN: "content of the training rejected"},
	}
	askForContent = fault.Text{NL: "Leg de opleiding voor aan: " + JudgeHole, EN: "Put the training to: " + JudgeHole}
)

// JudgeHole stands in the words of a next step for the name that the scheme gives to the judge of content.
const JudgeHole = "{judge}"

// The documents of a registration.
var (
	AttachDocument = Act{
		Name: "attachDocument", Subject: Registration, Verb: "attach document", Slot: Applicant,
		Asks: access.AttachDocument, Of: access.Registration, Ways: attachable, Event: DocumentChanged,
		Whole: fault.Text{NL: "Document toevoegen", EN: "Attach a document"},
		Label: fault.Text{NL: "Document toevoegen", EN: "Attach a document"},
		Todos: []Todo{
			{In: Draft, Text: fault.Text{NL: "Lever de ontbrekende documenten aan", EN: "Attach the missing documents"}},
			{In: AwaitingContent, Text: fault.Text{NL: "Lever intussen de documenten aan", EN: "Attach the documents meanwhile"}},
			{In: Repair, Text: fault.Text{NL: "Herstel wat is afgekeurd", EN: "Repair what was rejected"}},
		},
	}
	AmendDocument = Act{
		Name: "amendDocument", Subject: Registration, Verb: "amend document", Slot: Applicant,
		Asks: access.Amend, Of: access.Document, Ways: attachable, Event: DocumentChanged,
		Whole: fault.Text{NL: "Gegevens van een document wijzigen", EN: "Change what is stated about a document"},
		Label: fault.Text{NL: "Gegevens van een document wijzigen", EN: "Change what is stated about a document"},
	}
	ReplaceDocument = Act{
		Name: "replaceDocument", Subject: Registration, Verb: "replace document", Slot: Applicant,
		Asks: access.AttachDocument, Of: access.Document, Ways: attachable, Event: DocumentChanged,
		Whole: fault.Text{NL: "Document vervangen", EN: "Replace a document"},
		Label: fault.Text{NL: "Document vervangen", EN: "Replace a document"},
	}
	RemoveDocument = Act{
		Name: "removeDocument", Subject: Registration, Verb: "remove document", Slot: Applicant,
		Asks: access.Remove, Of: access.Document, Ways: attachable, Event: DocumentChanged,
		Whole: fault.Text{NL: "Document verwijderen", EN: "Remove a document"},
		Label: fault.Text{NL: "Document verwijderen", EN: "Remove a document"},
	}
	CompleteCells = Act{
		Name: "completeCells", Subject: Registration, Verb: "complete cells", Slot: Applicant,
		Asks: access.AttachDocument, Of: access.Cell, Ways: attachable,
		Whole: fault.Text{NL: "Documenten compleet melden", EN: "Report documents as complete"},
		Label: fault.Text{NL: "Documenten compleet melden", EN: "Report documents as complete"},
	}
)

// Submission, review and decision.
var (
	Complete = Act{
		Name: "complete", Subject: Registration, Verb: "complete", Slot: Platform, Unlogged: true, Ways: leads(Ready, Draft),
		Label: fault.Text{NL: "Compleet bevonden", EN: "Find the registration complete"},
	}
	Reopen = Act{
		Name: "reopen", Subject: Registration, Verb: "reopen", Slot: Platform, Unlogged: true, Ways: leads(Draft, Ready),
		Label: fault.Text{NL: "Niet meer compleet bevonden", EN: "Find the registration incomplete"},
	}
	SubmitRegistration = Act{
		Name: "submitRegistration", Subject: Registration, Verb: "submit", Slot: Applicant, Asks: access.Submit, Of: access.Registration,
		Ways:  leads(Submitted, Draft, Ready, Repair),
		Under: []string{Granted},
		Waits: schemes.HoldsSubmission,
		Label: fault.Text{NL: "Registratie indienen", EN: "Submit the registration"},
		Todos: []Todo{
			{In: Ready, Text: fault.Text{NL: "Dien de registratie in", EN: "Submit the registration"}},
			{In: Repair, Text: fault.Text{NL: "Dien opnieuw in", EN: "Submit again"}},
		},
		Tells: []Notice{{Applicant, AsReceipt}, {Assessor, Digest}},
		News:  fault.Text{NL: "ingediend", EN: "submitted"},
	}
	WithdrawRegistration = Act{
		Name: "withdrawRegistration", Subject: Registration, Verb: "withdraw", Slot: Applicant, Asks: access.Withdraw, Of: access.Registration,
		Ways:  leads(Withdrawn, Draft, AwaitingContent, ContentRejected, Ready, Submitted, InReview, AwaitingSecond, Repair),
		Label: fault.Text{NL: "Registratie intrekken", EN: "Withdraw the registration"},
		Tells: []Notice{{Assessor, Digest}},
		News:  fault.Text{NL: "ingetrokken", EN: "withdrawn"},
	}
	StartReview = Act{
		Name: "startReview", Subject: Registration, Verb: "start review", Slot: Assessor, Asks: access.Review, Of: access.Registration,
		Ways:  leads(InReview, Submitted),
		Label: fault.Text{NL: "Registratie in behandeling nemen", EN: "Take the registration into review"},
		Todos: []Todo{{In: Submitted, Text: fault.Text{NL: "Neem in behandeling", EN: "Take into review"}}},
	}
	ClaimRegistration = Act{
		Name: "claimRegistration", Subject: Registration, Verb: "claim", Slot: Assessor, Asks: access.Claim, Of: access.Registration,
		Ways: leads(InReview, Submitted, InReview), Event: AssessorChanged,
		Label: fault.Text{NL: "Registratie op zich nemen", EN: "Claim the registration"},
		Tells: []Notice{{FormerAssessor, AtOnce}},
		News:  fault.Text{NL: "door een collega in behandeling genomen", EN: "taken into review by a colleague"},
	}
	ReleaseRegistration = Act{
		Name: "releaseRegistration", Subject: Registration, Verb: "release", Slot: Assessor, Asks: access.Release, Of: access.Registration,
		Ways: stays(InReview), Event: AssessorChanged,
		Label: fault.Text{NL: "Registratie loslaten", EN: "Release the registration"},
	}
	AssignRegistration = Act{
		Name: "assignRegistration", Subject: Registration, Verb: "assign", Slot: Assessor, Asks: access.Assign, Of: access.Registration,
		Ways: leads(InReview, Submitted, InReview), Event: AssessorChanged,
		Label: fault.Text{NL: "Registratie toewijzen", EN: "Assign the registration"},
		Tells: []Notice{{Assessor, AtOnce}, {FormerAssessor, AtOnce}},
		News:  fault.Text{NL: "aan een beoordelaar toegewezen", EN: "assigned to an assessor"},
	}
	TakeOverRegistration = Act{
		Name: "takeOverRegistration", Subject: Registration, Verb: "take over", Slot: Assessor, Asks: access.TakeOver, Of: access.Registration,
		Ways: stays(InReview), Event: AssessorChanged,
		Label: fault.Text{NL: "Registratie overnemen", EN: "Take over the registration"},
		Tells: []Notice{{FormerAssessor, AtOnce}},
		News:  fault.Text{NL: "door een collega overgenomen", EN: "taken over by a colleague"},
	}
	JudgeCells = Act{
		Name: "judgeCells", Subject: Registration, Verb: "judge cells", Slot: CellJudge,
		Asks: access.JudgeCells, Of: access.Cell, On: []access.Noun{access.Cell, access.Registration},
		Ways:  stays(InReview),
		Whole: fault.Text{NL: "Documenten beoordelen", EN: "Judge the documents"},
		Label: fault.Text{NL: "Documenten beoordelen", EN: "Judge the documents"},
		Todos: []Todo{{In: InReview, Text: fault.Text{NL: "Beoordeel de documenten", EN: "Judge the documents"}}},
	}
	ApproveRegistration = Act{
		Name: "decideRegistration", Subject: Registration, Verb: "approve", Slot: Assessor, Asks: access.Decide, Of: access.Registration,
		Ways:  leads(Approved, InReview),
		Waits: schemes.HoldsApproval,
		Whole: fault.Text{NL: "Besluiten over de registratie", EN: "Decide on the registration"},
		Label: fault.Text{NL: "Registratie goedkeuren", EN: "Approve the registration"},
		Todos: []Todo{{In: InReview, Text: fault.Text{NL: "Neem een besluit", EN: "Decide"}}},
		Tells: []Notice{{Applicant, AsDecision}},
		News:  fault.Text{NL: "goedgekeurd", EN: "approved"},
	}
	// ApproveAsFirst takes the place of ApproveRegistration where a second assessor is needed.
	ApproveAsFirst = Act{
		Name: "decideRegistration", Subject: Registration, Verb: "approve as the first", Slot: Assessor, Asks: access.Decide, Of: access.Registration,
		Ways:  leads(AwaitingSecond, InReview),
		Waits: schemes.HoldsApproval,
		Label: fault.Text{NL: "Goedkeuring aan een tweede beoordelaar voorleggen", EN: "Put the approval to a second assessor"},
	}
	ConfirmApproval = Act{
		Name: "confirmApproval", Subject: Registration, Verb: "confirm approval", Slot: SecondAssessor, Asks: access.Confirm, Of: access.Registration,
		Ways:  leads(Approved, AwaitingSecond),
		Waits: schemes.HoldsApproval,
		Label: fault.Text{NL: "Goedkeuring als tweede bevestigen", EN: "Confirm the approval as the second"},
		Todos: []Todo{{In: AwaitingSecond, Text: fault.Text{NL: "Bevestig de goedkeuring, of stuur terug", EN: "Confirm the approval, or send it back"}}},
		Tells: []Notice{{Applicant, AsDecision}, {Assessor, Digest}},
		News:  fault.Text{NL: "goedgekeurd", EN: "approved"},
	}
	ReturnApproval = Act{
		Name: "returnApproval", Subject: Registration, Verb: "return approval", Slot: SecondAssessor, Asks: access.Return, Of: access.Registration,
		Ways:  leads(InReview, AwaitingSecond),
		Label: fault.Text{NL: "Goedkeuring als tweede terugsturen", EN: "Send the approval back as the second"},
		Tells: []Notice{{Assessor, AtOnce}},
		News:  fault.Text{NL: "door de tweede beoordelaar teruggestuurd", EN: "sent back by the second assessor"},
	}
	AskRepair = Act{
		Name: "decideRegistration", Subject: Registration, Verb: "ask repair", Slot: Assessor, Asks: access.Decide, Of: access.Registration,
		Ways:  leads(Repair, InReview),
		Label: fault.Text{NL: "Registratie terugsturen voor herstel", EN: "Return the registration for repair"},
		Term:  &Term{"repair", Applicant, fault.Text{NL: "Herstel van een registratie", EN: "Repair of a registration"}},
		Tells: []Notice{{Applicant, AtOnce}},
		News:  fault.Text{NL: "teruggestuurd voor herstel", EN: "returned for repair"},
	}
	RejectRegistration = Act{
		Name: "decideRegistration", Subject: Registration, Verb: "reject", Slot: Assessor, Asks: access.Decide, Of: access.Registration,
		Ways:  leads(Rejected, InReview),
		Label: fault.Text{NL: "Registratie afwijzen", EN: "Reject the registration"},
		Tells: []Notice{{Applicant, AsDecision}},
		News:  fault.Text{NL: "afgewezen", EN: "rejected"},
	}
	RejudgeRegistration = Act{
		Name: "judgeAgain", Subject: Registration, Verb: "rejudge", Slot: Platform,
		Ways:  stays(Draft, AwaitingContent, ContentRejected, Ready, Submitted, InReview, AwaitingSecond, Repair),
		Label: fault.Text{NL: "Registratie opnieuw doorgerekend", EN: "Judge the registration again"},
	}
	settle = Act{
		Name: "settle", Subject: Registration, Verb: "settle", Slot: Pen, Unlogged: true, Ways: leads(Settled, Approved),
		Label: fault.Text{NL: "Registratie vaststellen", EN: "Settle the registration"},
	}
)

// registrationActs are the rows of registrations, in the order of the process.
var registrationActs = []*Act{
	&CreateRegistration, &ImportRegistrations, &AddParticipants, &AmendRegistration, &AmendParticipation, &RemoveParticipation,
	&AskContent, &WithdrawContentRequest, &ApproveContent, &RejectContent,
	&AttachDocument, &AmendDocument, &ReplaceDocument, &RemoveDocument, &CompleteCells,
	&Complete, &Reopen, &SubmitRegistration, &WithdrawRegistration,
	&StartReview, &ClaimRegistration, &ReleaseRegistration, &AssignRegistration, &TakeOverRegistration, &JudgeCells, &ApproveRegistration, &ApproveAsFirst, &AskRepair, &RejectRegistration,
	&ConfirmApproval, &ReturnApproval, &RejudgeRegistration, &settle,
}
