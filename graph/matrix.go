package graph

import (
	"context"
	"slices"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/cell"
	"github.com/penvoerder/penvoerder/ent/registration"
	"github.com/penvoerder/penvoerder/graph/judgement"
	"github.com/penvoerder/penvoerder/graph/matrix"
	"github.com/penvoerder/penvoerder/graph/model"
	"github.com/penvoerder/penvoerder/graph/regulation"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/registrations"
	"github.com/penvoerder/penvoerder/internal/typed"
	"github.com/penvoerder/penvoerder/internal/workflow"
	"github.com/penvoerder/penvoerder/schemes"
)

// matrix lays out a registration; null for those who see neither participations nor cells of it.
func (r *root) matrix(ctx context.Context, g *ent.Registration) (*matrix.Matrix, error) {
	m, err := r.manifestOf(ctx, g.PlanID)
	if err != nil {
		return nil, err
	}
	cells, err := r.cellsOf(ctx, g.ID)
	if err != nil {
		return nil, err
	}
	participations, err := r.participationsOf(ctx, g.ID)
	isBlind := !r.use.Guard.Sees(ctx, access.Participation) // to how many take part
	if err != nil || len(cells) == 0 && len(participations) == 0 && (isBlind || g.ParticipantCount > 0) {
		return nil, err
	}
	recalled(ctx).nodes.put(g.ID, g)
	role := actor.From(ctx).Role
	out := matrix.New(columns(m, g.Activity), participations, cells, func(c *ent.Cell) bool { return cellWaits(role, g.State, c) })
	out.Legend = legendOf(actor.From(ctx).Language, legendCell)
	if !isBlind {
		out.Holds = holdsOf(actor.From(ctx).Language, g, typed.DateOf(r.use.Clock.Today()))
	}
	return out, nil
}

// waiting are the acts that a rule of a scheme can let wait, in the order of the process.
var waiting = []workflow.Act{workflow.SubmitRegistration, workflow.ApproveRegistration}

// holdsOf are the acts on a registration that wait on a day.
func holdsOf(language string, g *ent.Registration, today typed.Date) []*model.Hold {
	var out []*model.Hold
	for _, a := range waiting {
		if h, is := registrations.Waits(g, a, today); is {
			out = append(out, &model.Hold{Act: h.Act, PossibleFrom: h.First, Message: words(language, a.Held(h.First))})
		}
	}
	return out
}

// columns are those of the registration's own row, then those of its participations.
func columns(m *regulation.Manifest, activity string) []*model.MatrixColumn {
	codes := slices.Concat(m.Declared().Columns(activity, schemes.PerRegistration), m.Declared().Columns(activity, schemes.PerParticipation))
	return all(codes, func(code string) *model.MatrixColumn { return column(m, code) })
}

// column is a requirement, or what people judge without one.
func column(m *regulation.Manifest, code string) *model.MatrixColumn {
	if q := m.Requirement(code); q != nil {
		return &model.MatrixColumn{
			Code: code, Title: q.Title(), Requirement: q, Judge: q.Judge(), JudgeName: m.RoleTitle(q.Judge()), Reasons: q.Reasons(),
		}
	}
	c := m.ContentColumn(code)
	return &model.MatrixColumn{Code: code, Title: c.Title(), Judge: c.Judge(), JudgeName: m.RoleTitle(c.Judge()), Reasons: c.Reasons()}
}

func (r *root) cellsOf(ctx context.Context, registrationID string) ([]*ent.Cell, error) {
	return recalled(ctx).cells.get(registrationID, func() ([]*ent.Cell, error) {
		return r.db().Cell.Query().Where(cell.RegistrationID(registrationID)).All(ctx)
	})
}

// shownCell are the columns of a cell that says where it stands and no more.
var shownCell = []string{
	cell.FieldID, cell.FieldVersion, cell.FieldColumn, cell.FieldState, cell.FieldJudge, cell.FieldIsComplete, cell.FieldRegistrationID, cell.FieldParticipationID,
}

func (r *root) primeCells(ctx context.Context, registrations []string, what selection) error {
	q := r.db().Cell.Query().Where(cell.RegistrationIDIn(registrations...))
	if what.within("id", "version", "column", "state", "needsMe", "isComplete") {
		q.Select(shownCell...)
	}
	all, err := q.All(ctx)
	if err != nil {
		return err
	}
	of := map[string][]*ent.Cell{}
	for _, c := range all {
		of[c.RegistrationID] = append(of[c.RegistrationID], c)
	}
	for _, id := range registrations {
		recalled(ctx).cells.put(id, of[id])
	}
	return nil
}

func (r matrixCellResolver) NeedsMe(ctx context.Context, c *ent.Cell) (bool, error) {
	role := actor.From(ctx).Role
	if c.RegistrationID == "" {
		n, err := r.node(ctx, c.PlanID)
		p, ok := n.(*ent.Plan)
		return ok && projectCellWaits(role, p, c), err
	}
	n, err := r.node(ctx, c.RegistrationID)
	g, ok := n.(*ent.Registration)
	return ok && cellWaits(role, g.State, c), err
}

const mostDocuments = 20

// Documents are those that count for the cell, latest first.
func (r matrixCellResolver) Documents(ctx context.Context, c *ent.Cell) ([]*ent.Document, error) {
	answer, err := r.answer(ctx, c)
	if err != nil || answer == nil || len(answer.Documents()) == 0 {
		return []*ent.Document{}, err
	}
	known, err := r.documentsOf(ctx, c.PlanID, c.RegistrationID)
	out := []*ent.Document{}
	for _, key := range answer.Documents() {
		if d := known[key]; d != nil && len(out) < mostDocuments {
			out = append(out, d)
		}
	}
	slices.SortFunc(out, func(a, b *ent.Document) int { return b.CreatedAt.Compare(a.CreatedAt) })
	return out, err
}

func (r matrixCellResolver) Findings(ctx context.Context, c *ent.Cell) ([]*judgement.Finding, error) {
	answer, err := r.answer(ctx, c)
	if err != nil || answer == nil {
		return []*judgement.Finding{}, err
	}
	return answer.Findings(), nil
}

func (r matrixCellResolver) LastJudgement(ctx context.Context, c *ent.Cell) (*model.CellJudgement, error) {
	if c.Verdict == nil || c.JudgedAt == nil {
		return nil, nil
	}
	out := &model.CellJudgement{Verdict: *c.Verdict, Note: r.noteOn(ctx, c), At: typed.DateTimeOf(*c.JudgedAt)}
	if c.Reason != nil {
		m, err := r.manifestOf(ctx, c.PlanID)
		if err != nil {
			return nil, err
		}
		out.Reason = m.Reason(*c.Reason)
	}
	var err error
	out.By, err = r.personByID(ctx, c.JudgedBy)
	return out, err
}

func (r matrixCellResolver) ViewerCan(ctx context.Context, c *ent.Cell, action string) (*model.Permission, error) {
	return r.can(ctx, action, c), nil
}

// answer is what the machine last said of a cell; nil where it said nothing.
func (r *root) answer(ctx context.Context, c *ent.Cell) (*judgement.Cell, error) {
	receipt, err := r.receiptOf(ctx, c)
	if err != nil || receipt == nil {
		return nil, err
	}
	part := receipt.Whole()
	if c.ParticipationID != nil {
		part = receipt.Part(*c.ParticipationID)
	}
	if part == nil {
		return nil, nil
	}
	return part.Cell(c.Column), nil
}

// receiptOf is the receipt of the registration or project file that a cell belongs to.
func (r *root) receiptOf(ctx context.Context, c *ent.Cell) (*judgement.Receipt, error) {
	if c.RegistrationID == "" {
		return r.projectReceipt(ctx, c.PlanID)
	}
	n, err := r.node(ctx, c.RegistrationID)
	g, ok := n.(*ent.Registration)
	if err != nil || !ok {
		return nil, err
	}
	return r.receipt(ctx, g.EvaluationID)
}

// ofPlan narrows to the registrations of a plan.
var ofPlan = registration.PlanID
