package registrations

import (
	"context"
	"reflect"
	"slices"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/cell"
	"github.com/penvoerder/penvoerder/ent/employee"
	"github.com/penvoerder/penvoerder/ent/evaluation"
	"github.com/penvoerder/penvoerder/ent/organisation"
	"github.com/penvoerder/penvoerder/ent/participation"
	"github.com/penvoerder/penvoerder/ent/plan"
	"github.com/penvoerder/penvoerder/internal/dossier"
	"github.com/penvoerder/penvoerder/internal/procedure"
	"github.com/penvoerder/penvoerder/internal/rejudge"
)

const rowsAtOnce = 1000 // of one statement, which can have some thirty thousand parameters

// compareReceipt finds out whether the project file was judged in between.
func (f *file) compareReceipt(ctx context.Context, tx *ent.Tx) error {
	last, err := tx.Evaluation.Query().
		Where(evaluation.SubjectID(f.plan.ID), evaluation.Subject(dossier.SubjectProjectFile)).
		Order(evaluation.ByID(descending)).FirstID(ctx)
	if ent.IsNotFound(err) {
		last, err = "", nil
	}
	if err != nil {
		return err
	}
	if f.before == nil && last != "" || f.before != nil && last != f.before.ID {
		return procedure.ErrOvertaken
	}
	return nil
}

// compareAround finds out whether the plan, the organisation or an employee changed since their facts were read: then
// the judgement is of something else. What changes from here on marks it as due, and who judges it again waits for the
// row that is locked.
func (f *file) compareAround(ctx context.Context, tx *ent.Tx) error {
	same, err := f.sameOrganisation(ctx, tx)
	if err == nil && same {
		same, err = f.samePlan(ctx, tx)
	}
	if err == nil && same {
		same, err = f.sameEmployees(ctx, tx)
	}
	if err == nil && !same {
		err = procedure.ErrOvertaken
	}
	return err
}

// sameOrganisation finds out whether the organisation is as it was read. A new registration locks it, as it does its plan:
// who looks for what rests on it would not see the row yet.
func (f *file) sameOrganisation(ctx context.Context, tx *ent.Tx) (bool, error) {
	o := f.organisation
	if !f.isNew() {
		return tx.Organisation.Query().Where(organisation.ID(o.ID), organisation.Version(o.Version)).Exist(ctx)
	}
	n, err := tx.Organisation.Update().Where(organisation.ID(o.ID), organisation.Version(o.Version)).SetVersion(o.Version).Save(ctx)
	return n == 1, err
}

// samePlan finds out whether the plan is as it was read. A new registration locks it: there is no row yet at which a
// move of the plan to another release could meet it.
func (f *file) samePlan(ctx context.Context, tx *ent.Tx) (bool, error) {
	if !f.isNew() {
		return tx.Plan.Query().Where(plan.ID(f.plan.ID), plan.Version(f.plan.Version)).Exist(ctx)
	}
	n, err := tx.Plan.Update().Where(plan.ID(f.plan.ID), plan.Version(f.plan.Version)).SetVersion(f.plan.Version).Save(ctx)
	return n == 1, err
}

// hasOtherSize reports whether an act on the project file changed what is known of the organisation's size.
func (f *file) hasOtherSize() bool {
	return f.reg == nil && !reflect.DeepEqual(dossier.Organisation(f.organisation, f.docs), f.was.organisation)
}

// markSize has every open registration of the plan judged again where a project document changes the size of the
// organisation.
func (f *file) markSize(ctx context.Context, tx *ent.Tx) error {
	if !f.hasOtherSize() {
		return nil
	}
	return rejudge.MarkDue(ctx, tx, f.now, rejudge.ProjectFile, rejudge.OfDossier(f.plan))
}

// sameEmployees finds out whether the employees are as they were read. Those who join are locked, for the same reason.
func (f *file) sameEmployees(ctx context.Context, tx *ent.Tx) (bool, error) {
	read := make(map[string]int, len(f.parts))
	var joining []string
	for _, p := range f.parts {
		if p.Edges.Employee == nil {
			continue
		}
		read[p.EmployeeID] = p.Edges.Employee.Version
		if _, known := f.was.parts[p.ID]; !known {
			joining = append(joining, p.EmployeeID)
		}
	}
	if len(joining) > 0 {
		if err := tx.Employee.Update().Where(employee.IDIn(joining...)).AddVersion(0).Exec(ctx); err != nil {
			return false, err
		}
	}
	rows, err := tx.Employee.Query().Where(employee.IDIn(keys(read)...)).Select(employee.FieldID, employee.FieldVersion).All(ctx)
	for _, row := range rows {
		if read[row.ID] != row.Version {
			return false, err
		}
	}
	return true, err
}

func keys[V any](m map[string]V) []string {
	all := make([]string, 0, len(m))
	for k := range m {
		all = append(all, k)
	}
	slices.Sort(all)
	return all
}

// result is what the machine says of one participation.
type result struct {
	outcome   string
	amount    int64
	hasAmount bool
}

// saveOutcomes writes the results of participations that differ from what was read, those with equal results at once.
func (f *file) saveOutcomes(ctx context.Context, tx *ent.Tx) error {
	same := map[result][]string{}
	for _, p := range f.parts {
		before, known := f.was.parts[p.ID]
		if !known || p.Outcome == nil || equal(before.Outcome, p.Outcome) && equal(before.AmountCents, p.AmountCents) {
			continue
		}
		r := result{outcome: *p.Outcome}
		if p.AmountCents != nil {
			r.amount, r.hasAmount = *p.AmountCents, true
		}
		same[r] = append(same[r], p.ID)
	}
	for r, of := range same {
		up := tx.Participation.Update().Where(participation.IDIn(of...)).SetOutcome(r.outcome)
		if r.hasAmount {
			up.SetAmountCents(r.amount)
		} else {
			up.ClearAmountCents()
		}
		if err := up.Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}

// saveCells writes cells that changed: new ones together, and those that change alike together.
func (f *file) saveCells(ctx context.Context, tx *ent.Tx, cells []*ent.Cell) error {
	var fresh []*ent.CellCreate
	alike := map[change][]*ent.Cell{}
	for _, c := range cells {
		before, known := f.was.cells[c.ID]
		if !known {
			fresh = append(fresh, insertCell(tx, c, f))
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
		if err := same.save(ctx, tx, f, of); err != nil {
			return err
		}
	}
	return nil
}

// change is what becomes of a cell; cells on which a word was said are apart.
type change struct {
	state      string
	isComplete bool
	judge      string
	word       string // id of a cell with a new word
}

func changeOf(before, now *ent.Cell) change {
	c := change{state: now.State, isComplete: now.IsComplete, judge: now.Judge}
	if !sameWord(before, now) {
		c.word = now.ID
	}
	return c
}

func (c change) save(ctx context.Context, tx *ent.Tx, f *file, of []*ent.Cell) error {
	for batch := range slices.Chunk(of, rowsAtOnce) {
		which := make([]string, len(batch))
		for i, one := range batch {
			which[i] = one.ID
		}
		up := tx.Cell.Update().Where(cell.IDIn(which...)).AddVersion(1).SetUpdatedAt(f.at).
			SetState(c.state).SetIsComplete(c.isComplete).SetJudge(c.judge)
		if c.word != "" {
			one := batch[0]
			put(one.Verdict, up.SetVerdict, up.ClearVerdict)
			put(one.Reason, up.SetReason, up.ClearReason)
			put(one.Note, up.SetNote, up.ClearNote)
			put(one.JudgedAt, up.SetJudgedAt, up.ClearJudgedAt)
			put(one.JudgedBy, up.SetJudgedBy, up.ClearJudgedBy)
		}
		if err := up.Exec(ctx); err != nil {
			return err
		}
	}
	for _, one := range of {
		one.Version = f.was.cells[one.ID].Version + 1 // also when the transaction is carried out anew
	}
	return nil
}

func insertCell(tx *ent.Tx, c *ent.Cell, f *file) *ent.CellCreate {
	create := tx.Cell.Create().SetID(c.ID).SetVersion(c.Version).SetUpdatedAt(f.at).SetPlanID(c.PlanID).
		SetNillableParticipationID(c.ParticipationID).SetColumn(c.Column).SetKind(c.Kind).SetJudge(c.Judge).SetState(c.State).SetIsComplete(c.IsComplete).
		SetOrganisationID(c.OrganisationID).SetRegionalOrganisationID(c.RegionalOrganisationID)
	if c.RegistrationID != "" {
		create.SetRegistrationID(c.RegistrationID)
	}
	return create
}
