package question

import (
	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// Moved is one subject of a dossier under two releases.
type Moved struct {
	Kind      string // one of the Subject constants
	ID        string // of the plan for a plan and its project file
	Number    string
	State     string
	IsDecided bool            // keeps its decision, its amount and its receipt
	Before    *ent.Evaluation // nil before the first judgement
	After     *ent.Evaluation // not stored; nil for what is decided
}

// Counts reports whether a registration counts: not when it was withdrawn or rejected.
func (m Moved) Counts() bool { return m.State != workflow.Withdrawn && m.State != workflow.Rejected }

// Changes reports whether the subject is judged otherwise.
func (m Moved) Changes() (bool, error) {
	if m.IsDecided || m.After == nil {
		return false, nil
	}
	if m.Before == nil {
		return true, nil
	}
	return Differ(m.Before, m.After)
}
