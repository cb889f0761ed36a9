package projectfiles

import (
	"slices"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/matrix"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// advance moves the project file to where its cells stand. A repair ends when nothing of what was rejected is left to the
// employer.
func (f *projectFile) advance() {
	act := workflow.ReopenProjectFile
	switch {
	case f.some(func(c *ent.Cell) bool { return c.State == matrix.InReview || isUnanswered(c, f.repair) }):
		act = workflow.OfferProjectFile
	case f.isInRepair():
		act = workflow.AwaitProjectRepair
	case f.some(func(c *ent.Cell) bool { return c.State == matrix.Approved }) && !f.some(isOpen):
		act = workflow.ConcludeProjectFile
	}
	state, _ := f.Stands()
	if to, ok := act.Next(state); ok {
		f.Enter(to)
	}
	state, _ = f.Stands()
	switch {
	case state != workflow.InReview:
		f.Plan.ProjectWaitingSince = nil
	case f.Plan.ProjectWaitingSince == nil:
		f.Plan.ProjectWaitingSince = &f.Now
	}
}

func (f *projectFile) some(is func(*ent.Cell) bool) bool { return slices.ContainsFunc(f.Cells, is) }

// isOpen reports whether a cell asks something that was not approved.
func isOpen(c *ent.Cell) bool { return c.State != matrix.Approved && c.State != matrix.NotRequired }

// isUnanswered reports whether a cell was rejected and the employer was not asked to repair it since.
func isUnanswered(c *ent.Cell, open *ent.Repair) bool {
	return c.State == matrix.Rejected && (open == nil || c.JudgedAt != nil && c.JudgedAt.After(open.OpenedAt))
}

// isInRepair reports whether a repair is open of which something is left to the employer.
func (f *projectFile) isInRepair() bool { return f.repair != nil && f.some(IsToRepair) }

// IsToRepair reports whether a cell was rejected and is with the employer since.
func IsToRepair(c *ent.Cell) bool {
	return c.Verdict != nil && *c.Verdict == matrix.VerdictRejected && c.State != matrix.NotRequired && c.State != matrix.InReview && c.State != matrix.Approved
}
