package workflow

import "github.com/penvoerder/penvoerder/internal/fault"

// The states, as they are stored and as the API names them.
const (
	Draft           = "DRAFT"
	AwaitingContent = "AWAITING_CONTENT"
	ContentRejected = "CONTENT_REJECTED"
	Ready           = "READY"
	Unconfirmed     = "UNCONFIRMED"
	Submitted       = "SUBMITTED"
	Assessed        = "ASSESSED"
	Granted         = "GRANTED"
	InReview        = "IN_REVIEW"
	AwaitingSecond  = "AWAITING_SECOND"
	Repair          = "REPAIR"
	Approved        = "APPROVED"
	Rejected        = "REJECTED"
	Settled         = "SETTLED"
	Withdrawn       = "WITHDRAWN"

	Open   = "OPEN"
	Closed = "CLOSED"

	Proposed = "PROPOSED"
	Invited  = "INVITED"
	Accepted = "ACCEPTED"
	Expired  = "EXPIRED"

	Requested = "REQUESTED"

	Stated    = "STATED"
	Confirmed = "CONFIRMED"
	Ending    = "ENDING"
	Rebutted  = "REBUTTED"
	Annulled  = "ANNULLED"
	Lapsed    = "LAPSED"
)

// New is where a subject comes from: the state before its first.
const New = ""

// Tone is the colour in which a state is shown.
type Tone string

// The tones.
const (
	Neutral     Tone = "NEUTRAL"
	Informative Tone = "INFORMATIVE"
	Positive    Tone = "POSITIVE"
	Attention   Tone = "ATTENTION"
	Negative    Tone = "NEGATIVE"
)

// State is a state of a subject in the words of the legend.
type State struct {
	Subject     Subject
	Name        string
	Turn        Slot // whose turn it is; empty where nobody is waited for
	IsFinal     bool // decided or ended: what was judged stands, whatever release or parameter file comes in force
	Tone        Tone
	Label       fault.Text
	Explanation fault.Text
}

var states = []State{
	{Plan, Draft, Applicant, false, Neutral, fault.Text{NL: "Concept", EN: "Draft"}, fault.Text{NL: "De werkgever vult de aanvraag in.", EN: "The employer is filling in the plan."}},
	{Plan, Unconfirmed, Leader, false, Attention, fault.Text{NL: "Te bevestigen", EN: "To be confirmed"}, fault.Text{NL: "Wie het plan indiende, spreekt niet meer voor de organisatie. Het geldt als concept tot een geverifieerde contactpersoon of de projectleider het bevestigt; het moment van indienen blijft staan.", EN: "Who submitted the plan no longer speaks for the organisation. It counts as a draft until a verified contact or the project leader confirms it; its moment of submission stands."}},
	{Plan, Submitted, Leader, false, Informative, fault.Text{NL: "Ingediend", EN: "Submitted"}, fault.Text{NL: "De projectleider beoordeelt de aanvraag.", EN: "The project leader assesses the plan."}},
	{Plan, Assessed, Pen, false, Informative, fault.Text{NL: "Beoordeeld", EN: "Assessed"}, fault.Text{NL: "RegioPlus kent toe.", EN: "RegioPlus decides on the grant."}},
	{Plan, Granted, "", false, Positive, fault.Text{NL: "Toegekend", EN: "Granted"}, fault.Text{NL: "De werkgever kan registraties indienen.", EN: "The employer can submit registrations."}},
	{Plan, Rejected, "", true, Negative, fault.Text{NL: "Afgewezen", EN: "Rejected"}, fault.Text{NL: "De aanvraag voldoet niet; er volgt niets meer.", EN: "The plan does not meet the demands; nothing follows."}},
	{Plan, Withdrawn, "", true, Neutral, fault.Text{NL: "Ingetrokken", EN: "Withdrawn"}, fault.Text{NL: "De werkgever heeft de aanvraag ingetrokken.", EN: "The employer withdrew the plan."}},

	{Registration, Draft, Applicant, false, Neutral, fault.Text{NL: "Concept", EN: "Draft"}, fault.Text{NL: "De werkgever vult de registratie aan.", EN: "The employer is completing the registration."}},
	{Registration, AwaitingContent, ContentJudge, false, Informative, fault.Text{NL: "Wacht op oordeel over de inhoud", EN: "Waits for the judgement of its content"}, fault.Text{NL: "De inhoud van de opleiding wordt beoordeeld.", EN: "The content of the training is being judged."}},
	{Registration, ContentRejected, Applicant, false, Negative, fault.Text{NL: "Inhoud afgewezen", EN: "Content rejected"}, fault.Text{NL: "De werkgever past de opleiding aan of trekt de registratie in.", EN: "The employer changes the training or withdraws."}},
	{Registration, Ready, Applicant, false, Attention, fault.Text{NL: "Compleet", EN: "Complete"}, fault.Text{NL: "De werkgever kan indienen.", EN: "The employer can submit."}},
	{Registration, Submitted, Assessor, false, Informative, fault.Text{NL: "Ingediend", EN: "Submitted"}, fault.Text{NL: "Wacht op het SSC.", EN: "Waits for the SSC."}},
	{Registration, InReview, Assessor, false, Informative, fault.Text{NL: "In behandeling", EN: "In review"}, fault.Text{NL: "Het SSC beoordeelt de registratie.", EN: "The SSC judges the registration."}},
	{Registration, AwaitingSecond, SecondAssessor, false, Informative, fault.Text{NL: "Wacht op tweede beoordeling", EN: "Waits for a second assessment"}, fault.Text{NL: "De eerste beoordelaar wil goedkeuren; een tweede bevestigt dat of stuurt terug.", EN: "The first assessor would approve; a second one confirms that or sends it back."}},
	{Registration, Repair, Applicant, false, Attention, fault.Text{NL: "Herstel", EN: "Repair"}, fault.Text{NL: "De werkgever herstelt wat is afgekeurd.", EN: "The employer repairs what was rejected."}},
	{Registration, Approved, "", true, Positive, fault.Text{NL: "Goedgekeurd", EN: "Approved"}, fault.Text{NL: "Het bedrag telt mee in de verantwoording.", EN: "The amount counts in the ledger."}},
	{Registration, Rejected, "", true, Negative, fault.Text{NL: "Afgewezen", EN: "Rejected"}, fault.Text{NL: "De registratie levert geen subsidie op.", EN: "The registration yields no subsidy."}},
	{Registration, Settled, "", true, Positive, fault.Text{NL: "Vastgesteld", EN: "Settled"}, fault.Text{NL: "Het bedrag staat vast.", EN: "The amount is final."}},
	{Registration, Withdrawn, "", true, Neutral, fault.Text{NL: "Ingetrokken", EN: "Withdrawn"}, fault.Text{NL: "De werkgever heeft de registratie ingetrokken.", EN: "The employer withdrew the registration."}},

	{ProjectFile, Open, Applicant, false, Neutral, fault.Text{NL: "Open", EN: "Open"}, fault.Text{NL: "De werkgever levert de projectdocumenten aan.", EN: "The employer attaches the project documents."}},
	{ProjectFile, InReview, CellJudge, false, Informative, fault.Text{NL: "Wacht op beoordeling", EN: "Waits to be judged"}, fault.Text{NL: "Een of meer projectdocumenten zijn compleet gemeld en worden na de toekenning beoordeeld.", EN: "One or more project documents were reported as complete and are judged once the grant is there."}},
	{ProjectFile, Repair, Applicant, false, Attention, fault.Text{NL: "Herstel", EN: "Repair"}, fault.Text{NL: "De werkgever herstelt wat is afgekeurd.", EN: "The employer repairs what was rejected."}},
	{ProjectFile, Approved, "", false, Positive, fault.Text{NL: "Goedgekeurd", EN: "Approved"}, fault.Text{NL: "Alle gevraagde projectdocumenten zijn goedgekeurd.", EN: "All project documents that are asked were approved."}},
	{ProjectFile, Closed, "", true, Neutral, fault.Text{NL: "Gesloten", EN: "Closed"}, fault.Text{NL: "Het plan is ingetrokken of afgewezen.", EN: "The plan was withdrawn or rejected."}},

	{Appointment, Proposed, Keeper, false, Attention, fault.Text{NL: "Voorgesteld", EN: "Proposed"}, fault.Text{NL: "Een tweede beheerder bevestigt; daarna gaat de uitnodiging uit.", EN: "A second administrator confirms; then the invitation leaves."}},
	{Appointment, Invited, Anybody, false, Informative, fault.Text{NL: "Uitgenodigd", EN: "Invited"}, fault.Text{NL: "De uitgenodigde neemt de rol aan met de code uit de brief.", EN: "The person who is invited takes the role with the code of the letter."}},
	{Appointment, Accepted, "", true, Positive, fault.Text{NL: "Aangenomen", EN: "Accepted"}, fault.Text{NL: "De rol is begonnen.", EN: "The role has begun."}},
	{Appointment, Withdrawn, "", true, Neutral, fault.Text{NL: "Ingetrokken", EN: "Withdrawn"}, fault.Text{NL: "Een beheerder heeft de uitnodiging ingetrokken.", EN: "An administrator took the invitation back."}},
	{Appointment, Expired, "", true, Neutral, fault.Text{NL: "Verlopen", EN: "Expired"}, fault.Text{NL: "Niemand antwoordde op tijd; een beheerder kan opnieuw voorstellen.", EN: "Nobody answered in time; an administrator can propose it again."}},

	{Admission, Requested, Applicant, false, Attention, fault.Text{NL: "Gevraagd", EN: "Requested"}, fault.Text{NL: "Een contactpersoon of de projectleider laat de aanvrager toe, of weigert.", EN: "A contact or the project leader admits who asks, or refuses."}},
	{Admission, Invited, Anybody, false, Informative, fault.Text{NL: "Uitgenodigd", EN: "Invited"}, fault.Text{NL: "De uitgenodigde wordt contactpersoon met de code uit de brief.", EN: "The person who is invited becomes a contact with the code of the letter."}},
	{Admission, Accepted, "", true, Positive, fault.Text{NL: "Toegelaten", EN: "Admitted"}, fault.Text{NL: "De persoon is contactpersoon van de organisatie.", EN: "The person is a contact of the organisation."}},
	{Admission, Rejected, "", true, Negative, fault.Text{NL: "Geweigerd", EN: "Refused"}, fault.Text{NL: "De aanvrager is niet toegelaten; de reden staat erbij.", EN: "Who asked was not admitted; the reason is given."}},
	{Admission, Withdrawn, "", true, Neutral, fault.Text{NL: "Ingetrokken", EN: "Withdrawn"}, fault.Text{NL: "De uitnodiging of het verzoek is teruggenomen.", EN: "The invitation or the request was taken back."}},
	{Admission, Expired, "", true, Neutral, fault.Text{NL: "Verlopen", EN: "Expired"}, fault.Text{NL: "Niemand antwoordde op tijd; het kan opnieuw.", EN: "Nobody answered in time; it can be done again."}},

	{Tie, Stated, Leader, false, Informative, fault.Text{NL: "Gemeld", EN: "Stated"}, fault.Text{NL: "De andere kant of de projectleider bevestigt de band; tot dan telt hij niet mee.", EN: "The other side or the project leader confirms the tie; until then it does not count."}},
	{Tie, Confirmed, "", false, Positive, fault.Text{NL: "Bevestigd", EN: "Confirmed"}, fault.Text{NL: "De band telt mee, van de eerste tot en met de laatste dag.", EN: "The tie counts, from its first day to its last."}},
	{Tie, Ending, Leader, false, Attention, fault.Text{NL: "Einde gemeld", EN: "End stated"}, fault.Text{NL: "De andere kant of de projectleider bevestigt de laatste dag; tot dan telt de band mee als voorheen.", EN: "The other side or the project leader confirms the last day; until then the tie counts as before."}},
	{Tie, Rebutted, "", false, Neutral, fault.Text{NL: "Vermoeden weerlegd", EN: "Presumption rebutted"}, fault.Text{NL: "De projectleider stelde vast dat uit deze band geen overheersende invloed volgt; hij telt niet mee.", EN: "The project leader settled that no dominant influence follows from this tie; it does not count."}},
	{Tie, Annulled, "", true, Negative, fault.Text{NL: "Nietig verklaard", EN: "Annulled"}, fault.Text{NL: "De band is er nooit geweest.", EN: "The tie never was."}},
	{Tie, Lapsed, "", true, Neutral, fault.Text{NL: "Vervallen", EN: "Lapsed"}, fault.Text{NL: "De melding is ingetrokken of geweigerd.", EN: "The statement was withdrawn or refused."}},
}

// formerly are names that states had, by which clients may still filter. They are neither stored nor returned any more.
var formerly = map[string]string{"AWAITING_AMR": AwaitingContent, "AMR_REJECTED": ContentRejected}

// Current returns the states under the names that they have now.
func Current(names []string) []string {
	now := make([]string, len(names))
	for i, s := range names {
		now[i] = s
		if renamed, ok := formerly[s]; ok {
			now[i] = renamed
		}
	}
	return now
}

// StateOf returns a state of a subject in the words of the legend.
func StateOf(s Subject, name string) (State, bool) {
	for _, st := range states {
		if st.Subject == s && st.Name == name {
			return st, true
		}
	}
	return State{}, false
}

// StatesOf returns the states of a subject, in the order of the process.
func StatesOf(s Subject) []State {
	return statesWhere(func(st State) bool { return st.Subject == s })
}

// Turns returns the names of the states of a subject in which it is the turn of a slot.
func Turns(s Subject, slot Slot) []string {
	return names(statesWhere(func(st State) bool { return st.Subject == s && st.Turn == slot }))
}

// Final returns the names of the states of a subject that is decided or ended.
func Final(s Subject) []string {
	return names(statesWhere(func(st State) bool { return st.Subject == s && st.IsFinal }))
}

func statesWhere(is func(State) bool) []State {
	var found []State
	for _, st := range states {
		if is(st) {
			found = append(found, st)
		}
	}
	return found
}

func names(of []State) []string {
	out := make([]string, len(of))
	for i, st := range of {
		out[i] = st.Name
	}
	return out
}

// OfProjectFile is the state of the project file of a plan: it ends with its plan, and is open before its first judgement.
func OfProjectFile(plan, own string) string {
	switch st, ok := StateOf(Plan, plan); {
	case ok && st.IsFinal:
		return Closed
	case own == "":
		return Open
	}
	return own
}
