package matrix

import "github.com/penvoerder/penvoerder/internal/question"

// AttachDocumentInput is an uploaded file and what it is.
type AttachDocumentInput struct {
	TicketID         string
	ForID            string // registration, or plan for its project file
	ExpectedVersion  int    // of the registration or the project file
	Kind             string
	ParticipationIDs []string
	ServesAll        bool
	Statement        *question.DocumentInput
}

// AmendDocumentInput is what changes about a document.
type AmendDocumentInput struct {
	ID               string
	ExpectedVersion  int
	Statement        *question.DocumentInput
	ParticipationIDs []string // anew; nil stays
}

// ReplaceDocumentInput is a new file for a document.
type ReplaceDocumentInput struct {
	ID              string
	ExpectedVersion int
	TicketID        string
	Statement       *question.DocumentInput
}

// RemoveDocumentInput names the document that goes.
type RemoveDocumentInput struct {
	ID              string
	ExpectedVersion int
}

// CompleteCellsInput says that no more documents will come for these cells, or takes it back.
type CompleteCellsInput struct {
	ForID           string // registration, or plan for its project file
	ExpectedVersion int
	Column          string
	CellIDs         []string // nil: the whole column
	IsComplete      bool
}

// JudgeCellsInput is what is said of cells of one registration or project file, 1-250 at once.
type JudgeCellsInput struct {
	ForID           string // registration, or plan for its project file
	ExpectedVersion int
	Cells           []CellVerdict
}
