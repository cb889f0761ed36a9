package registrations

import (
	"context"
	"errors"
	"slices"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/dossier"
	"github.com/penvoerder/penvoerder/internal/entry"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/workflow"
	"github.com/penvoerder/penvoerder/schemes"
)

// StartReview takes a submitted registration into review; from then on its assessor is on record.
func (d *Desk) StartReview(ctx context.Context, in StartReviewInput) (*ent.Registration, error) {
	o := d.order(workflow.StartReview, in.RegistrationID, in.ExpectedVersion)
	o.Field, o.Judge = "registrationID", nil
	o.Change = func(ctx context.Context, f *file) error {
		f.reg.AssessorID, f.reg.ReviewStartedAt = new(who(ctx)), &f.at
		f.silent = true
		f.relabel()
		return nil
	}
	return d.carry(ctx, o)
}

// Judged is what came of judging cells.
type Judged struct {
	Registration *ent.Registration
	Cells        []*ent.Cell // in the order given
}

// JudgeCells says of cells that they are approved or rejected, or takes such a word back; all or none. Faults at the
// cell: CELL_UNKNOWN, REASON_REQUIRED, REASON_UNKNOWN, STALE_VERSION.
func (d *Desk) JudgeCells(ctx context.Context, in JudgeCellsInput) (*Judged, error) {
	var which []string
	o := d.order(workflow.JudgeCells, in.RegistrationID, in.ExpectedVersion)
	o.Field, o.Judge = "registrationID", nil
	o.Change = func(ctx context.Context, f *file) (err error) {
		which, err = d.say(ctx, f, in.Cells)
		return err
	}
	reg, err := d.carry(ctx, o)
	if err != nil {
		return nil, err
	}
	cells, err := d.cellsByID(ctx, which)
	slices.SortFunc(cells, func(a, b *ent.Cell) int { return slices.Index(which, a.ID) - slices.Index(which, b.ID) })
	return &Judged{Registration: reg, Cells: cells}, err
}

// say puts the assessor's words on cells, if every one can be said, and returns their ids in the order given.
func (d *Desk) say(ctx context.Context, f *file, words []CellJudgementInput) ([]string, error) {
	var bad fault.Collector
	if len(words) < 1 || len(words) > mostJudgements {
		bad.Add(fault.Invalid([]string{"input", "cells"}, "TOO_MANY_CELLS", fault.Text{
			NL: "Beoordeel 1 tot 250 cellen tegelijk.", EN: "Judge 1 to 250 cells at once.",
		}, "1-250"))
		return nil, bad.Err()
	}
	which := make([]string, len(words))
	for i, word := range words {
		at := []string{"input", "cells", index(i)}
		j := slices.IndexFunc(f.cells, func(c *ent.Cell) bool { return c.ID == word.CellID })
		if j < 0 || f.cells[j].State == cellNotRequired || slices.Contains(which, word.CellID) {
			bad.Add(fault.Invalid(dossier.At(at, "cellID"), "CELL_UNKNOWN", fault.Text{
				NL: "Deze cel hoort niet bij de registratie, vraagt niets of staat er twee keer in.",
				EN: "This cell is not in the registration, asks nothing or is given twice.",
			}, ""))
			continue
		}
		c := f.cells[j]
		which[i] = c.ID
		if err := d.mayJudge(ctx, f, c); err != nil {
			return nil, err
		}
		if c.Version != word.ExpectedVersion {
			bad.Add(fault.Stale(dossier.At(at, "expectedVersion"), c, c.Version))
			continue
		}
		f.sayOf(c, word, who(ctx), &bad, at)
	}
	return which, bad.Err()
}

// mayJudge holds a cell to the role that the scheme names for its column.
func (d *Desk) mayJudge(ctx context.Context, f *file, c *ent.Cell) error {
	_, err := d.guard.Permit(ctx, access.JudgeCells, access.OfCell(c, f.reg))
	if refused, ok := errors.AsType[*fault.Error](err); !ok || refused.Reason != "ROLE" {
		return err
	}
	judge := f.manifest().RoleTitle(schemes.Role(c.Judge))
	return fault.Forbidden("ROLE", fault.Text{
		NL: "Beoordelaar van deze kolom: " + judge.NL + ".", EN: "Judge of this column: " + judge.EN + ".",
	})
}

func (f *file) sayOf(c *ent.Cell, word CellJudgementInput, by string, bad *fault.Collector, at []string) {
	c.Note = entry.Text(word.Note, longestNote, bad, dossier.At(at, "note")...)
	c.Verdict, c.Reason, c.JudgedAt, c.JudgedBy = &word.Verdict, nil, &f.at, &by
	switch word.Verdict {
	case verdictUndecided:
		c.Verdict, c.Note, c.JudgedAt, c.JudgedBy = nil, nil, nil, nil
		c.State = cellInReview
	case verdictRejected:
		c.Reason = reason(f.manifest().Reasons(c.Column), word.Reason, c.Note, bad, dossier.At(at, "reason"))
		c.State = cellRejected
	case verdictApproved:
		c.State = cellApproved
	}
}

// reason reads why a cell is rejected: one of the codes of its column, or words where the scheme has no codes.
func reason(codes []schemes.Choice, code, words *string, bad *fault.Collector, at []string) *string {
	switch {
	case code == nil && (len(codes) > 0 || words == nil):
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
