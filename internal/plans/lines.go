package plans

import (
	"context"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/planline"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/typed"
	"github.com/penvoerder/penvoerder/schemes"
)

var pathLines = []string{"input", "lines"}

// LineInput plans one activity.
type LineInput struct {
	Activity     string
	Participants int
	Requested    typed.Money
}

func enteredLines(planID string, in []LineInput, bad *fault.Collector) []*ent.PlanLine {
	lines := make([]*ent.PlanLine, len(in))
	for i, l := range in {
		at := question.At(pathLines, index(i))
		lines[i] = &ent.PlanLine{
			ID: ids.New(ids.PlanLine), PlanID: planID, Activity: l.Activity, Position: i + 1,
			Participants: l.Participants, RequestedCents: cents(l.Requested, bad, question.At(at, "requested")),
		}
	}
	return lines
}

// activityTitle names the activity of a line as people know it.
func activityTitle(m *schemes.Manifest, code string) schemes.Text {
	if a, ok := m.Activity(code); ok {
		return a.Title
	}
	return schemes.Same(code)
}

// requested adds up the lines as filed.
func requested(lines []*ent.PlanLine) int64 {
	sum := int64(0)
	for _, l := range lines {
		sum += l.RequestedCents
	}
	return sum
}

// asAssessed returns what a line asks after assessment, or as filed while there was none.
func asAssessed(l *ent.PlanLine) int64 {
	if l.AssessedCents != nil {
		return *l.AssessedCents
	}
	return l.RequestedCents
}

func insertLines(ctx context.Context, tx *ent.Tx, p *ent.Plan) error {
	rows := make([]*ent.PlanLineCreate, len(p.Edges.Lines))
	for i, l := range p.Edges.Lines {
		rows[i] = tx.PlanLine.Create().SetID(l.ID).SetPlanID(p.ID).SetActivity(l.Activity).SetPosition(l.Position).
			SetParticipants(l.Participants).SetRequestedCents(l.RequestedCents)
	}
	return tx.PlanLine.CreateBulk(rows...).Exec(ctx)
}

func replaceLines(ctx context.Context, tx *ent.Tx, p *ent.Plan) error {
	if _, err := tx.PlanLine.Delete().Where(planline.PlanID(p.ID)).Exec(ctx); err != nil {
		return err
	}
	return insertLines(ctx, tx, p)
}

// requestedPerBudget adds up lines after assessment, for each budget of the scheme.
func requestedPerBudget(m *schemes.Manifest, lines []*ent.PlanLine) map[string]int64 {
	sums := make(map[string]int64, len(m.Budgets))
	for _, b := range m.Budgets {
		sums[b.Code] = 0
	}
	for _, l := range lines {
		if a, ok := m.Activity(l.Activity); ok {
			sums[a.Budget] += asAssessed(l)
		}
	}
	return sums
}
