package matrix

import (
	"slices"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/dossier"
	"github.com/penvoerder/penvoerder/internal/entry"
	"github.com/penvoerder/penvoerder/internal/fault"
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
// REASON_REQUIRED, REASON_UNKNOWN, STALE_VERSION; else TOO_MANY_CELLS.
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
		at := []string{"input", "cells", index(i)}
		j := slices.IndexFunc(m.Cells, func(c *ent.Cell) bool { return c.ID == v.CellID })
		if j < 0 || m.Cells[j].State == NotRequired || slices.Contains(which, v.CellID) {
			bad.Add(fault.Invalid(dossier.At(at, "cellID"), "CELL_UNKNOWN", fault.Text{
				NL: "Deze cel hoort niet bij de registratie, vraagt niets of staat er twee keer in.",
				EN: "This cell is not in the registration, asks nothing or is given twice.",
			}, ""))
			continue
		}
		c := m.Cells[j]
		which[i] = c.ID
		if err := may(c); err != nil {
			return nil, err
		}
		if c.Version != v.ExpectedVersion {
			bad.Add(fault.Stale(dossier.At(at, "expectedVersion"), c, c.Version))
			continue
		}
		m.judge(c, v, by, &bad, at)
	}
	return which, bad.Err()
}

func (m *Matrix) judge(c *ent.Cell, v CellVerdict, by string, bad *fault.Collector, at []string) {
	c.Note = entry.Text(v.Note, longestNote, bad, dossier.At(at, "note")...)
	c.Verdict, c.Reason, c.JudgedAt, c.JudgedBy = &v.Verdict, nil, &m.Now, &by
	switch v.Verdict {
	case VerdictUndecided:
		c.Verdict, c.Note, c.JudgedAt, c.JudgedBy = nil, nil, nil, nil
		c.State = InReview
	case VerdictRejected:
		c.Reason = reason(m.Manifest().Reasons(c.Column), v.Reason, c.Note, bad, dossier.At(at, "reason"))
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
		}, entry.Codes(codes)))
	case code != nil && !slices.ContainsFunc(codes, func(c schemes.Choice) bool { return c.Code == *code }):
		bad.Add(fault.Invalid(at, "REASON_UNKNOWN", fault.Text{
			NL: "Deze kolom kan niet om deze reden worden afgekeurd.", EN: "This column cannot be rejected for this reason.",
		}, entry.Codes(codes)))
	}
	return code
}
