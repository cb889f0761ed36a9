package matrix

import "github.com/penvoerder/penvoerder/schemes"

// The states of a cell: the four of the scheme, and three that follow from what people do.
const (
	NotRequired = string(schemes.CellNotRequired)
	Missing     = string(schemes.CellMissing)
	Incomplete  = string(schemes.CellIncomplete)
	Complete    = string(schemes.CellComplete)
	InReview    = "IN_REVIEW"
	Rejected    = "REJECTED"
	Approved    = "APPROVED"
)

// The kinds of cell: a requirement is met with documents, a judgement is made by people alone.
const (
	KindRequirement = "REQUIREMENT"
	KindJudgement   = "JUDGEMENT"
)

// The verdicts of people on cells. What was approved or rejected has that state, too.
const (
	VerdictApproved  = Approved
	VerdictRejected  = Rejected
	VerdictUndecided = "UNDECIDED"
)
