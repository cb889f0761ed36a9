package intake

import (
	"context"
	"errors"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/matrix"
	"github.com/penvoerder/penvoerder/internal/procedure"
	"github.com/penvoerder/penvoerder/internal/registrations/entered"
	"github.com/penvoerder/penvoerder/internal/registrations/reading"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// keepRow writes one row, or says what it would come to. When something else was quicker, the row is looked at anew.
func (d *Desk) keepRow(ctx context.Context, b *batch, i int) error {
	r := &b.rows[i]
	reg := r.registration
	if r.isOvertaken {
		return d.again(ctx, b, i)
	}
	if reg == nil {
		return nil
	}
	if b.isDryRun {
		return b.suppose(i)
	}
	if r.judged == nil {
		return d.again(ctx, b, i)
	}
	err := d.writeRow(ctx, b, r)
	if errors.Is(err, procedure.ErrOvertaken) || fault.HasReason(err, reading.ReferenceTaken) {
		return d.again(ctx, b, i)
	}
	if err != nil {
		return b.refuse(i, err)
	}
	b.arrivals.stored(r.joining)
	row, err := d.registry.Fresh(ctx, reg.Row.ID)
	b.results[i].Registration = row
	b.results[i].judged(r, reg.Receipt, r.judged.Answer)
	return err
}

// writeRow writes what one row made or changed.
func (d *Desk) writeRow(ctx context.Context, b *batch, r *row) error {
	r.registration.Raise()
	r.registration.Below.Write = func(ctx context.Context, tx *ent.Tx) error { return d.saveRow(ctx, tx, b, r) }
	return d.registry.Write(ctx, r.registration, procedure.Writing{Act: workflow.ImportRegistrations, Ground: b.ground, Judged: r.judged})
}

// suppose says what a row would come to, without anything being stored.
func (b *batch) suppose(i int) error {
	r := &b.rows[i]
	receipt, err := r.judged.Receipt(r.registration.Subject())
	if err != nil {
		return err
	}
	if !r.registration.IsNew() {
		b.results[i].Registration = r.registration.Row
	}
	b.results[i].judged(r, receipt, r.judged.Answer)
	return nil
}

func (d *Desk) saveRow(ctx context.Context, tx *ent.Tx, b *batch, r *row) error {
	for _, p := range r.amended {
		if before, _ := r.registration.WasPart(p.ID); !matrix.SameStatement(before.Statement, p.Statement) {
			if err := entered.SaveStatement(ctx, tx, r.registration, p, before.Version); err != nil {
				return err
			}
		}
	}
	return d.clerk.Insert(ctx, tx, r.registration, b.arrivals.still(r.joining))
}

// again looks at one row anew, alone.
func (d *Desk) again(ctx context.Context, b *batch, i int) error {
	done, err := procedure.WhileStill(ctx, func() (Imported, error) {
		alone := &batch{home: b.home, ground: b.ground, rows: []row{{ImportRow: b.rows[i].ImportRow, path: b.rows[i].path}}, results: make([]Imported, 1)}
		err := d.prepare(ctx, alone)
		if alone.rows[0].isOvertaken {
			err = procedure.ErrOvertaken
		}
		if err == nil {
			err = d.judgeBatch(ctx, alone)
		}
		if err == nil && alone.rows[0].registration != nil {
			err = d.keepAlone(ctx, alone)
		}
		return alone.results[0], err
	})
	if err != nil {
		return b.refuse(i, err)
	}
	b.results[i] = done
	return nil
}

// keepAlone writes the only row of a batch; what moved again is for the caller.
func (d *Desk) keepAlone(ctx context.Context, b *batch) error {
	r := &b.rows[0]
	err := d.writeRow(ctx, b, r)
	if fault.HasReason(err, reading.ReferenceTaken) {
		return procedure.ErrOvertaken
	}
	if err != nil {
		return err
	}
	b.results[0].judged(r, r.registration.Receipt, r.judged.Answer)
	b.results[0].Registration, err = d.registry.Fresh(ctx, r.registration.Row.ID)
	return err
}
