package access

import (
	"slices"
	"strings"
)

// Noun is an object of the policy: a kind of thing.
type Noun string

// The nouns.
const (
	Organisation    Noun = "organisation"
	Contact         Noun = "contact" // a role held by a person
	Person          Noun = "person"
	Account         Noun = "account" // the address with which a person signs in
	Session         Noun = "session"
	CalendarAddress Noun = "calendar_address" // at which calendar programs read the calendar of a person
	Token           Noun = "token"
	Employee        Noun = "employee"
	Plan            Noun = "plan"
	Registration    Noun = "registration"
	Participation   Noun = "participation"
	Cell            Noun = "cell"
	Document        Noun = "document"
	File            Noun = "file"
	Upload          Noun = "upload"
	Receipt         Noun = "receipt"
	Decision        Noun = "decision"
	Repair          Noun = "repair"
	Audit           Noun = "audit"
	Event           Noun = "event"
	Evaluation      Noun = "evaluation" // a question about facts that are not stored
	SchemeRelease   Noun = "scheme_release"
	ProjectFile     Noun = "project_file" // the documents about a plan as a whole, as their judges have to do with them
	Appointment     Noun = "appointment"  // a role that somebody is asked to take, or holds and may lose
	Admission       Noun = "admission"    // a person on the way to become a contact of an organisation
	Tie             Noun = "tie"          // between two organisations
	Match           Noun = "match"        // that somebody seems to take part at another organisation too
)

// Nouns lists every noun.
func Nouns() []Noun {
	return []Noun{
		Organisation, Contact, Person, Account, Session, CalendarAddress, Token, Employee, Plan, Registration, Participation, Cell,
		Document, File, Upload, Receipt, Decision, Repair, Audit, Event, Evaluation, SchemeRelease, ProjectFile, Appointment, Admission, Tie, Match,
	}
}

// Action is a verb of the policy: those of the API's enum, and three that are not asked by name.
type Action string

// The actions.
const (
	Read             Action = "READ"     // see the row
	Evaluate         Action = "EVALUATE" // ask a scheme, store nothing
	ReadPersonalData Action = "READ_PERSONAL_DATA"
	Amend            Action = "AMEND"
	End              Action = "END"
	Add              Action = "ADD"
	Remove           Action = "REMOVE"
	Submit           Action = "SUBMIT"
	Withdraw         Action = "WITHDRAW"
	AssignRegion     Action = "ASSIGN_REGION"
	Return           Action = "RETURN"
	Assess           Action = "ASSESS"
	Grant            Action = "GRANT"
	MoveRelease      Action = "MOVE_RELEASE"
	PutInForce       Action = "PUT_IN_FORCE"
	AttachDocument   Action = "ATTACH_DOCUMENT"
	AskContent       Action = "ASK_CONTENT"
	WithdrawContent  Action = "WITHDRAW_CONTENT"
	JudgeContent     Action = "JUDGE_CONTENT"
	Review           Action = "REVIEW"
	Claim            Action = "CLAIM"
	Release          Action = "RELEASE"
	Assign           Action = "ASSIGN"
	TakeOver         Action = "TAKE_OVER"
	JudgeCells       Action = "JUDGE_CELLS"
	AskRepair        Action = "ASK_REPAIR"
	Decide           Action = "DECIDE"
	Confirm          Action = "CONFIRM" // as the second of two, or as the other side of a tie
	Accept           Action = "ACCEPT"  // take up the role that one is asked for
	Invite           Action = "INVITE"  // ask somebody to become a contact
	Verify           Action = "VERIFY"  // establish that a contact speaks for its organisation
	IssueToken       Action = "ISSUE_TOKEN"
	Import           Action = "IMPORT"
	ReadAudit        Action = "READ_AUDIT"
	Export           Action = "EXPORT"
	StateTie         Action = "STATE_TIE"
	Rebut            Action = "REBUT"
	Annul            Action = "ANNUL"
)

// Actions lists every action.
func Actions() []Action {
	return []Action{
		Read, Evaluate, ReadPersonalData, Amend, End, Add, Remove, Submit, Withdraw, AssignRegion, Return, Assess, Grant,
		MoveRelease, PutInForce, AttachDocument, AskContent, WithdrawContent, JudgeContent, Review, Claim, Release, Assign, TakeOver, JudgeCells, AskRepair, Decide, Confirm, Accept, Invite, Verify, IssueToken,
		Import, ReadAudit, Export, StateTie, Rebut, Annul,
	}
}

// makes reports whether the verb stands at the noun that comes into being, so that there is no row to be visible yet.
func (a Action) makes() bool {
	return slices.Contains([]Action{Evaluate, Add, Accept, Import, IssueToken, StateTie}, a)
}

// Word says to which rows a line applies. The set is closed.
type Word string

// The words.
const (
	Any             Word = "any"
	OwnOrganisation Word = "own_organisation"
	OwnRegion       Word = "own_region"
	Submitted       Word = "submitted"
	ContentJudge    Word = "content_judge"
	CellJudge       Word = "cell_judge"
	OwnPerson       Word = "own_person"
)

func words() []Word {
	return []Word{Any, OwnOrganisation, OwnRegion, Submitted, ContentJudge, CellJudge, OwnPerson}
}

// or joins the words of a line that covers the rows of each.
const or = "|"

// parts are the words of which a line's word is made: one, or several of which one is enough.
func (w Word) parts() []Word {
	names := strings.Split(string(w), or)
	parts := make([]Word, len(names))
	for i, name := range names {
		parts[i] = Word(name)
	}
	return parts
}

// isKnown reports whether every part is a word of the set.
func (w Word) isKnown() bool {
	return !slices.ContainsFunc(w.parts(), func(part Word) bool { return !slices.Contains(words(), part) })
}

// Condition is what a line asks of the person beside the role. The set is closed.
type Condition string

// The conditions.
const (
	Outsider Condition = "outsider"  // neither is nor was of the organisation
	FourEyes Condition = "four_eyes" // as Outsider, and judged no other part of the dossier
	Assigned Condition = "assigned"  // the assessor on record
	Named    Condition = "named"     // acts in the role that the scheme names
	Another  Condition = "another"   // is not whom it is about
	Second   Condition = "second"    // took no earlier step
	Verified Condition = "verified"  // is known to speak for the organisation
)

func conditions() []Condition {
	return []Condition{Outsider, FourEyes, Assigned, Named, Another, Second, Verified}
}

// Scopes lists what a partner token may do, in the words of the API.
func Scopes() []string {
	return []string{"READ", "READ_PERSONAL_DATA", "WRITE_EMPLOYEES", "WRITE_REGISTRATIONS", "WRITE_DOCUMENTS", "SUBMIT"}
}
