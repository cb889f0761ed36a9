package workflow

import (
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/fault"
)

// What can be done to a plan, in the order of the process.
var (
	CreatePlan = Act{
		Name: "createPlan", Subject: Plan, Verb: "create", Slot: Applicant,
		Asks: access.Add, Of: access.Plan, On: []access.Noun{access.Organisation},
		Ways: leads(Draft, New), Event: PlanChanged,
		Label: fault.Text{NL: "Plan beginnen", EN: "Begin the plan"},
	}
	AmendPlan = Act{
		Name: "amendPlan", Subject: Plan, Verb: "amend", Slot: Applicant, Asks: access.Amend, Of: access.Plan,
		Ways: stays(Draft, Submitted), Event: PlanChanged,
		Label: fault.Text{NL: "Plan wijzigen", EN: "Change the plan"},
	}
	SubmitPlan = Act{
		Name: "submitPlan", Subject: Plan, Verb: "submit", Slot: Applicant, Asks: access.Submit, Of: access.Plan,
		Ways:  leads(Submitted, Draft),
		Label: fault.Text{NL: "Plan indienen", EN: "Submit the plan"},
		Todos: []Todo{{In: Draft, Text: fault.Text{NL: "Dien het plan in", EN: "Submit the plan"}}},
		Term:  &Term{"assessment", Leader, fault.Text{NL: "Beoordeling van een activiteitenplan", EN: "Assessment of a plan"}},
		Tells: []Notice{{Applicant, AsReceipt}, {Leader, Digest}},
		News:  fault.Text{NL: "ingediend", EN: "submitted"},
	}
	ReturnPlan = Act{
		Name: "returnPlan", Subject: Plan, Verb: "return", Slot: Leader, Asks: access.Return, Of: access.Plan,
		Ways:  leads(Draft, Submitted),
		Label: fault.Text{NL: "Plan teruggeven", EN: "Return the plan"},
		Tells: []Notice{{Applicant, AtOnce}},
		News:  fault.Text{NL: "teruggegeven om aan te passen", EN: "returned to be changed"},
	}
	UnconfirmPlan = Act{
		Name: "unconfirmPlan", Subject: Plan, Verb: "unconfirm", Slot: Platform,
		Ways:  leads(Unconfirmed, Submitted, Assessed),
		Whole: fault.Text{NL: "Om bevestiging van het plan vragen", EN: "Ask for the confirmation of the plan"},
		Label: fault.Text{NL: "Plan geldt als concept tot het bevestigd is", EN: "The plan counts as a draft until it is confirmed"},
		Tells: []Notice{{Applicant, AtOnce}, {Leader, AtOnce}},
		News:  fault.Text{NL: "geldt als concept tot het bevestigd is", EN: "counts as a draft until it is confirmed"},
	}
	ConfirmPlan = Act{
		Name: "confirmPlan", Subject: Plan, Verb: "confirm", Slot: Leader, Asks: access.Confirm, Of: access.Plan,
		Ways:  leads(Submitted, Unconfirmed),
		Label: fault.Text{NL: "Plan bevestigen", EN: "Confirm the plan"},
		Todos: []Todo{{In: Unconfirmed, Text: fault.Text{NL: "Bevestig het plan", EN: "Confirm the plan"}}},
		Tells: []Notice{{Applicant, AtOnce}},
		News:  fault.Text{NL: "bevestigd, en daarmee ingediend", EN: "confirmed, and so submitted"},
	}
	WithdrawPlan = Act{
		Name: "withdrawPlan", Subject: Plan, Verb: "withdraw", Slot: Applicant, Asks: access.Withdraw, Of: access.Plan,
		Ways:  leads(Withdrawn, Draft, Unconfirmed, Submitted, Assessed),
		Label: fault.Text{NL: "Plan intrekken", EN: "Withdraw the plan"},
		Tells: []Notice{{Leader, Digest}, {Pen, Digest}},
		News:  fault.Text{NL: "ingetrokken", EN: "withdrawn"},
	}
	AssessPlan = Act{
		Name: "assessPlan", Subject: Plan, Verb: "assess", Slot: Leader, Asks: access.Assess, Of: access.Plan,
		Ways:  leads(Assessed, Submitted),
		Whole: fault.Text{NL: "Plan beoordelen", EN: "Assess the plan"},
		Label: fault.Text{NL: "Plan beoordelen", EN: "Assess the plan"},
		Todos: []Todo{{In: Submitted, Text: fault.Text{NL: "Beoordeel het plan", EN: "Assess the plan"}}},
		Tells: []Notice{{Applicant, AtOnce}, {Pen, Digest}},
		News:  fault.Text{NL: "beoordeeld door de projectleider", EN: "assessed by the project leader"},
	}
	RejectPlan = Act{
		Name: "assessPlan", Subject: Plan, Verb: "reject", Slot: Leader, Asks: access.Assess, Of: access.Plan,
		Ways:  leads(Rejected, Submitted),
		Label: fault.Text{NL: "Plan afwijzen", EN: "Reject the plan"},
		Tells: []Notice{{Applicant, AsDecision}},
		News:  fault.Text{NL: "afgewezen", EN: "rejected"},
	}
	EnterGrant = Act{
		Name: "enterGrant", Subject: Plan, Verb: "grant", Slot: Pen, Asks: access.Grant, Of: access.Plan,
		Ways: leads(Granted, Assessed, Granted), Event: GrantEntered,
		Label: fault.Text{NL: "Toekenning invoeren", EN: "Enter the grant"},
		Todos: []Todo{{In: Assessed, Text: fault.Text{NL: "Voer de toekenning in", EN: "Enter the grant"}}},
		Tells: []Notice{{Applicant, AsDecision}, {Leader, Digest}},
		News:  fault.Text{NL: "toekenning vastgelegd", EN: "grant entered"},
	}
	MoveToRelease = Act{
		Name: "moveToRelease", Subject: Plan, Verb: "move to a release", Slot: Pen, Asks: access.MoveRelease, Of: access.Plan,
		Ways: stays(Draft, Unconfirmed, Submitted, Assessed, Granted), Event: PlanMoved,
		Label: fault.Text{NL: "Dossier naar een andere versie van de regeling brengen", EN: "Move the dossier to another release of the scheme"},
		Tells: []Notice{{Applicant, AtOnce}, {Leader, Digest}},
		News:  fault.Text{NL: "overgebracht naar een andere versie van de regeling", EN: "moved to another release of the scheme"},
	}
	RejudgePlan = Act{
		Name: "judgeAgain", Subject: Plan, Verb: "rejudge", Slot: Platform,
		Ways:  stays(Draft, Unconfirmed, Submitted, Assessed, Granted),
		Whole: fault.Text{NL: "Opnieuw beoordelen door het systeem", EN: "Judge again by the platform"},
		Label: fault.Text{NL: "Plan opnieuw doorgerekend", EN: "Judge the plan again"},
	}
)

// planActs are the rows of plans, in the order of the process.
var planActs = []*Act{
	&CreatePlan, &AmendPlan, &SubmitPlan, &ReturnPlan, &UnconfirmPlan, &ConfirmPlan, &WithdrawPlan, &AssessPlan, &RejectPlan, &EnterGrant, &MoveToRelease, &RejudgePlan,
}
