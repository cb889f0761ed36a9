package workflow

// The events that acts leave in the feed.
const (
	ContactChanged           = "CONTACT_CHANGED"
	PlanChanged              = "PLAN_CHANGED"
	PlanStateChanged         = "PLAN_STATE_CHANGED"
	PlanMoved                = "PLAN_MOVED"
	GrantEntered             = "GRANT_ENTERED"
	RegistrationChanged      = "REGISTRATION_CHANGED"
	RegistrationStateChanged = "REGISTRATION_STATE_CHANGED"
	AssessorChanged          = "ASSESSOR_CHANGED"
	ProjectFileStateChanged  = "PROJECT_FILE_STATE_CHANGED"
	JudgementChanged         = "JUDGEMENT_CHANGED"
	DocumentChanged          = "DOCUMENT_CHANGED"
	CellStateChanged         = "CELL_STATE_CHANGED"
	TieChanged               = "TIE_CHANGED"
)
