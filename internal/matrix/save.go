package matrix

import (
	"context"
	"slices"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/cell"
	"github.com/penvoerder/penvoerder/ent/predicate"
	"github.com/penvoerder/penvoerder/internal/procedure"
	"github.com/penvoerder/penvoerder/internal/store"
)

const rowsAtOnce = 1000 // of one statement, which can have some thirty thousand parameters

// Compare finds out within the transaction of an act whether another verdict on a cell, or another cell, came in
// between: then it returns procedure.ErrOvertaken.
func (m *Matrix) Compare(ctx context.Context, tx *ent.Tx) error {
	which := []predicate.Cell{cell.PlanID(m.Plan.ID), cell.RegistrationIDIsNil()}
	if m.registrationID != "" {
		which = []predicate.Cell{cell.RegistrationID(m.registrationID)}
	}
	rows, err := tx.Cell.Query().Where(which...).Select(cell.FieldID, cell.FieldVersion).All(ctx)
	if err != nil {
		return err
	}
	if len(rows) != len(m.wasCells) {
		return procedure.ErrOvertaken
	}
	for _, row := range rows {
		if m.wasCells[row.ID].Version != row.Version {
			return procedure.ErrOvertaken
		}
	}
	return nil
}

// Save writes cells that changed: new ones together, and those that change alike together.
func (m *Matrix) Save(ctx context.Context, tx *ent.Tx, cells []*ent.Cell) error {
	var fresh []*ent.CellCreate
	alike := map[change][]*ent.Cell{}
	for _, c := range cells {
		before, known := m.wasCells[c.ID]
		if !known {
			fresh = append(fresh, m.insert(tx, c))
			continue
		}
		alike[changeOf(&before, c)] = append(alike[changeOf(&before, c)], c)
	}
	for batch := range slices.Chunk(fresh, rowsAtOnce) {
		if err := tx.Cell.CreateBulk(batch...).Exec(ctx); err != nil {
			return err
		}
	}
	for same, of := range alike {
		if err := m.saveAlike(ctx, tx, same, of); err != nil {
			return err
		}
	}
	return nil
}

// change is what becomes of a cell; cells that got another verdict are apart.
type change struct {
	state      string
	isComplete bool
	judge      string
	judged     string // id of a cell with another verdict
}

func changeOf(before, now *ent.Cell) change {
	c := change{state: now.State, isComplete: now.IsComplete, judge: now.Judge}
	if !sameVerdict(before, now) {
		c.judged = now.ID
	}
	return c
}

func (m *Matrix) saveAlike(ctx context.Context, tx *ent.Tx, c change, of []*ent.Cell) error {
	for batch := range slices.Chunk(of, rowsAtOnce) {
		which := make([]string, len(batch))
		for i, one := range batch {
			which[i] = one.ID
		}
		up := tx.Cell.Update().Where(cell.IDIn(which...)).AddVersion(1).SetUpdatedAt(m.At).
			SetState(c.state).SetIsComplete(c.isComplete).SetJudge(c.judge)
		if c.judged != "" {
			one := batch[0]
			store.Put(one.Verdict, up.SetVerdict, up.ClearVerdict)
			store.Put(one.Reason, up.SetReason, up.ClearReason)
			store.Put(one.Note, up.SetNote, up.ClearNote)
			store.Put(one.JudgedAt, up.SetJudgedAt, up.ClearJudgedAt)
			store.Put(one.JudgedBy, up.SetJudgedBy, up.ClearJudgedBy)
		}
		if err := up.Exec(ctx); err != nil {
			return err
		}
	}
	for _, one := range of {
		one.Version = m.wasCells[one.ID].Version + 1 // also when the transaction is carried out anew
	}
	return nil
}

func (m *Matrix) insert(tx *ent.Tx, c *ent.Cell) *ent.CellCreate {
	create := tx.Cell.Create().SetID(c.ID).SetVersion(c.Version).SetUpdatedAt(m.At).SetPlanID(c.PlanID).
		SetNillableParticipationID(c.ParticipationID).SetColumn(c.Column).SetKind(c.Kind).SetJudge(c.Judge).SetState(c.State).SetIsComplete(c.IsComplete).
		SetOrganisationID(c.OrganisationID).SetRegionalOrganisationID(c.RegionalOrganisationID)
	if c.RegistrationID != "" {
		create.SetRegistrationID(c.RegistrationID)
	}
	return create
}
