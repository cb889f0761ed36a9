// Package workflow is the way of a dossier as one table of data: which verb leads a plan or a registration from
// which state to which. Nothing else assigns a state.
//
// It knows no database and decides no rights: who may do what stands in the policies, and the roles named here are
// words for the reader of the diagram in docs/workflow.md.
package workflow

// Subject is what moves through states.
type Subject string

// The subjects.
const (
	Plan         Subject = "plan"
	Registration Subject = "registration"
)

// The states, as they are stored and as the API names them. A plan knows Draft, Submitted, Assessed, Granted,
// Rejected and Withdrawn; a registration all but Assessed and Granted.
const (
	Draft       = "DRAFT"
	AwaitingContent = "AWAITING_CONTENT"
	ContentRejected = "CONTENT_REJECTED"
	Ready       = "READY"
	Submitted   = "SUBMITTED"
	Assessed    = "ASSESSED"
	Granted     = "GRANTED"
	InReview    = "IN_REVIEW"
	Repair      = "REPAIR"
	Approved    = "APPROVED"
	Rejected    = "REJECTED"
	Settled     = "SETTLED"
	Withdrawn   = "WITHDRAWN"
)

// Decided are the states of a registration that is decided: it keeps its decision and its amount, whatever release or
// parameter file comes in force.
func Decided() []string { return []string{Approved, Rejected, Settled, Withdrawn} }

// Verb is what is done to a subject.
type Verb string

// The verbs.
const (
	Create   Verb = "create"
	Amend    Verb = "amend"  // change what is stated
	Attach   Verb = "attach" // participants and documents, which no judgement of content waits for
	Submit   Verb = "submit"
	Withdraw Verb = "withdraw"

	Assess Verb = "assess" // of plans: as filed or lower
	Refuse Verb = "refuse" // of plans: they do not meet the demands
	Grant  Verb = "grant"
	Move   Verb = "move to a release"

	Complete        Verb = "complete" // the machine finds the employer's part complete
	Reopen          Verb = "reopen"   // the machine no longer does
	AskContent      Verb = "ask content judgement"
	WithdrawContent Verb = "withdraw content request"
	ApproveContent  Verb = "approve content"
	RejectContent   Verb = "reject content"
	StartReview     Verb = "start review"
	JudgeCells      Verb = "judge cells"
	Approve         Verb = "approve"
	AskRepair       Verb = "ask repair"
	Reject          Verb = "reject"
	Settle          Verb = "settle"
)

// New is where a subject comes from: the state before its first.
const New = ""

// Transition is one row: in state From, the verb leads to state To.
type Transition struct {
	Subject Subject
	From    string
	Verb    Verb
	To      string
	By      string // who does it, in words
}

const (
	employer      = "employer"
	projectLeader = "project leader"
	regioPlus     = "RegioPlus"
	amr           = "AMR"
	ssc           = "SSC"
	machine       = "machine"
)

var table = []Transition{
	{Plan, New, Create, Draft, employer},
	{Plan, Draft, Amend, Draft, employer},
	{Plan, Draft, Submit, Submitted, employer},
	{Plan, Draft, Withdraw, Withdrawn, employer},
	{Plan, Submitted, Amend, Submitted, employer},
	{Plan, Submitted, Withdraw, Withdrawn, employer},
	{Plan, Submitted, Assess, Assessed, projectLeader},
	{Plan, Submitted, Refuse, Rejected, projectLeader},
	{Plan, Assessed, Withdraw, Withdrawn, employer},
	{Plan, Assessed, Grant, Granted, regioPlus},
	{Plan, Granted, Grant, Granted, regioPlus},
	{Plan, Draft, Move, Draft, regioPlus},
	{Plan, Submitted, Move, Submitted, regioPlus},
	{Plan, Assessed, Move, Assessed, regioPlus},
	{Plan, Granted, Move, Granted, regioPlus},

	{Registration, New, Create, Draft, employer},
	{Registration, Draft, Amend, Draft, employer},
	{Registration, Draft, Attach, Draft, employer},
	{Registration, Draft, Complete, Ready, machine},
	{Registration, Draft, AskContent, AwaitingContent, employer},
	{Registration, Draft, Submit, Submitted, employer},
	{Registration, Draft, Withdraw, Withdrawn, employer},
	{Registration, AwaitingContent, Attach, AwaitingContent, employer},
	{Registration, AwaitingContent, WithdrawContent, Draft, employer},
	{Registration, AwaitingContent, ApproveContent, Draft, amr},
	{Registration, AwaitingContent, RejectContent, ContentRejected, amr},
	{Registration, AwaitingContent, Withdraw, Withdrawn, employer},
	{Registration, ContentRejected, Amend, ContentRejected, employer},
	{Registration, ContentRejected, Attach, ContentRejected, employer},
	{Registration, ContentRejected, AskContent, AwaitingContent, employer},
	{Registration, ContentRejected, Withdraw, Withdrawn, employer},
	{Registration, Ready, Amend, Ready, employer},
	{Registration, Ready, Attach, Ready, employer},
	{Registration, Ready, Reopen, Draft, machine},
	{Registration, Ready, Submit, Submitted, employer},
	{Registration, Ready, Withdraw, Withdrawn, employer},
	{Registration, Submitted, StartReview, InReview, ssc},
	{Registration, Submitted, Withdraw, Withdrawn, employer},
	{Registration, InReview, JudgeCells, InReview, ssc},
	{Registration, InReview, Approve, Approved, ssc},
	{Registration, InReview, AskRepair, Repair, ssc},
	{Registration, InReview, Reject, Rejected, ssc},
	{Registration, InReview, Withdraw, Withdrawn, employer},
	{Registration, Repair, Amend, Repair, employer},
	{Registration, Repair, Attach, Repair, employer},
	{Registration, Repair, AskContent, AwaitingContent, employer}, // a training that was changed; the repair stays open
	{Registration, Repair, Submit, Submitted, employer},
	{Registration, Repair, Withdraw, Withdrawn, employer},
	{Registration, Approved, Settle, Settled, regioPlus},
}

// Next returns the state to which the verb leads from state, and false where it cannot be done there.
func Next(s Subject, state string, v Verb) (string, bool) {
	for _, t := range table {
		if t.Subject == s && t.From == state && t.Verb == v {
			return t.To, true
		}
	}
	return "", false
}

// From returns the states in which the verb can be done, in the order of the process.
func From(s Subject, v Verb) []string {
	var states []string
	for _, t := range table {
		if t.Subject == s && t.Verb == v {
			states = append(states, t.From)
		}
	}
	return states
}

// formerly are names that states had, which clients may still filter by. They are stored and returned no more.
var formerly = map[string]string{"AWAITING_AMR": AwaitingContent, "AMR_REJECTED": ContentRejected}

// Current returns the states under the names that they have now.
func Current(states []string) []string {
	now := make([]string, len(states))
	for i, s := range states {
		now[i] = s
		if renamed, ok := formerly[s]; ok {
			now[i] = renamed
		}
	}
	return now
}

// Table returns a copy of every row.
func Table() []Transition { return append([]Transition(nil), table...) }
