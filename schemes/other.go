package schemes

// An Other is another registration of the same person at the same organisation that was not withdrawn or rejected. The
// platform states them in the order of their first submission, then of their number; drafts come last.
type Other struct {
	Number       string        `json:"number"` // R-number
	Scheme       string        `json:"scheme"`
	Activity     string        `json:"activity"`
	SameTraining bool          `json:"sameTraining,omitempty"`
	State        Standing      `json:"state,omitempty"`
	SubmittedAt  Fact[Instant] `json:"submittedAt,omitzero"` // moment of the first submission; open for a draft
	Start        Fact[Date]    `json:"start,omitzero"`       // first day of its training
	Amount       Fact[Amount]  `json:"amount,omitzero" nl:"Bedrag" en:"Amount"`
}

// A Standing says how far another registration has come. Steps between these change nothing for a scheme.
type Standing string

// The standings.
const (
	StandsDraft     Standing = "DRAFT"     // not submitted
	StandsSubmitted Standing = "SUBMITTED" // also while it is in review or in repair
	StandsApproved  Standing = "APPROVED"  // also once it is settled
)
