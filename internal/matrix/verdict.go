package matrix

import (
	"errors"
	"slices"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/typed"
	"github.com/penvoerder/penvoerder/schemes"
)

const (
	mostVerdicts = 250 // in one request
	longestNote  = 2000
)

// CellVerdict is what an assessor says of one cell.
type CellVerdict struct {
	CellID          string
	ExpectedVersion int
	Verdict         string // APPROVED, REJECTED or UNDECIDED
	Reason          *string
	Note            *string
}

// Judge puts verdicts on cells, if every one can be given, and returns the ids of the cells in that order. Whether the
// caller may judge a cell is asked of may, whose refusal ends the act. Faults at the cell: CELL_UNKNOWN,
// CELL_NOT_REPORTED, CELL_INCOMPLETE, REASON_REQUIRED, REASON_UNKNOWN, STALE_VERSION; else TOO_MANY_CELLS.
func (m *Matrix) Judge(verdicts []CellVerdict, by string, may func(c *ent.Cell) error) ([]string, error) {
	var bad fault.Collector
	if len(verdicts) < 1 || len(verdicts) > mostVerdicts {
		bad.Add(fault.Invalid([]string{"input", "cells"}, "TOO_MANY_CELLS", fault.Text{
			NL: "Beoordeel 1 tot 250 cellen tegelijk.", EN: "Judge 1 to 250 cells at once.",
		}, "1-250"))
		return nil, bad.Err()
	}
	which := make([]string, len(verdicts))
	for i, v := range verdicts {
		at := InCells(i)
		j := slices.IndexFunc(m.Cells, func(c *ent.Cell) bool { return c.ID == v.CellID })
		if j < 0 || m.Cells[j].State == NotRequired || slices.Contains(which, v.CellID) {
			bad.Add(fault.Invalid(question.At(at, "cellID"), "CELL_UNKNOWN", fault.Text{
				NL: "Deze cel hoort er niet bij, vraagt niets of staat er twee keer in.",
				EN: "This cell does not belong here, asks nothing or is given twice.",
			}, ""))
			continue
		}
		c := m.Cells[j]
		which[i] = c.ID
		if err := may(c); err != nil {
			return nil, err
		}
		if c.Version != v.ExpectedVersion {
			bad.Add(fault.Stale(question.At(at, "expectedVersion"), c, c.Version))
			continue
		}
		if err := m.unjudgeable(c, v, at); err != nil {
			bad.Add(err)
			continue
		}
		m.judge(c, v, by, &bad, at)
	}
	return which, bad.Err()
}

// InCells is the place of a verdict in the input.
func InCells(i int) []string { return []string{"input", "cells", index(i)} }

// NameJudge adds to a refusal that is about the role whom the scheme names for a cell.
func (m *Matrix) NameJudge(err error, c *ent.Cell) error {
	if refused, ok := errors.AsType[*fault.Error](err); !ok || refused.Reason != "ROLE" {
		return err
	}
	judge := m.Manifest().RoleTitle(schemes.Role(c.Judge))
	return fault.Forbidden("ROLE", fault.Text{
		NL: "Beoordelaar van deze kolom: " + judge.NL + ".", EN: "Judge of this column: " + judge.EN + ".",
	})
}

// IsReported reports whether a cell of a project file is or was put to its judge: the employer has said that it is
// complete, and did not take that back since.
func IsReported(c *ent.Cell) bool {
	return slices.Contains([]string{InReview, Rejected, Approved}, c.State)
}

// unjudgeable says why a cell cannot have a verdict as it is; nil where it can.
func (m *Matrix) unjudgeable(c *ent.Cell, v CellVerdict, at []string) *fault.Error {
	switch {
	case m.registrationID == "" && !IsReported(c):
		return fault.Conflict(question.At(at, "cellID"), "CELL_NOT_REPORTED", NotReported)
	case v.Verdict == VerdictApproved && (c.State == Missing || c.State == Incomplete):
		return Unapprovable(at)
	}
	return nil
}

// NotReported says that a cell of a project file does not wait for its judge yet.
var NotReported = fault.Text{
	NL: "Deze cel is nog niet compleet gemeld door de werkgever en wordt daarom nog niet beoordeeld.",
	EN: "The employer has not reported this cell as complete yet, so it is not judged yet.",
}

// Unapprovable refuses the approval of a cell, at its place in the input, that the scheme does not find complete.
func Unapprovable(at []string) *fault.Error {
	return fault.Conflict(question.At(at, "verdict"), "CELL_INCOMPLETE", fault.Text{
		NL: "Volgens de regeling klopt hier nog iets niet; zie de bevindingen bij de cel. Keur de cel af met een reden, of wacht tot de werkgever haar heeft aangevuld.",
		EN: "By the regulation something is still wrong here; see the findings of the cell. Reject the cell with a reason, or wait until the employer has completed it.",
	})
}

func (m *Matrix) judge(c *ent.Cell, v CellVerdict, by string, bad *fault.Collector, at []string) {
	c.Note = typed.Text(v.Note, longestNote, bad, question.At(at, "note")...)
	c.Verdict, c.Reason, c.JudgedAt, c.JudgedBy = &v.Verdict, nil, &m.Now, &by
	switch v.Verdict {
	case VerdictUndecided:
		c.Verdict, c.Note, c.JudgedAt, c.JudgedBy = nil, nil, nil, nil
		c.State = InReview
	case VerdictRejected:
		c.Reason = reason(m.Manifest().Reasons(c.Column), v.Reason, c.Note, bad, question.At(at, "reason"))
		c.State = Rejected
	case VerdictApproved:
		c.State = Approved
	}
}

// reason reads why a cell is rejected: one of the codes of its column, or a note where the scheme has no codes.
func reason(codes []schemes.Choice, code, note *string, bad *fault.Collector, at []string) *string {
	switch {
	case code == nil && (len(codes) > 0 || note == nil):
		bad.Add(fault.Invalid(at, "REASON_REQUIRED", fault.Text{
			NL: "Geef de reden van afkeuring.", EN: "Give the reason of the rejection.",
		}, typed.Codes(codes)))
	case code != nil && !slices.ContainsFunc(codes, func(c schemes.Choice) bool { return c.Code == *code }):
		bad.Add(fault.Invalid(at, "REASON_UNKNOWN", fault.Text{
			NL: "Deze kolom kan niet om deze reden worden afgekeurd.", EN: "This column cannot be rejected for this reason.",
		}, typed.Codes(codes)))
	}
	return code
}
