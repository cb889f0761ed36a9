package projectfiles

import (
	"context"
	"fmt"
	"slices"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/matrix"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/schemes"
)

// locate leads from a place in the facts to a place in the input of the act.
type locate func(pointer []string) []string

// input is the place of a problem that the input does not name.
func input([]string) []string { return []string{"input"} }

// judge asks the scheme about the project file as the act makes it, and takes the answer over. What cannot be true
// whatever the regulation says is refused before it is asked, at its place in the input.
func (d *Desk) judge(ctx context.Context, f *projectFile, at locate) (*question.Judged, error) {
	q := f.question()
	var bad fault.Collector
	question.Faults(f.Manifest().Impossible(q), &bad, at)
	if err := bad.Err(); err != nil {
		return nil, err
	}
	answers, err := d.schemes.Judge(ctx, f.Release, []schemes.Question{q})
	if err != nil {
		return nil, fmt.Errorf("judge project file of %s: %w", f.Plan.ID, err)
	}
	return f.settle(q, answers[0]), nil
}

// question is what the scheme is asked about the project file as it stands. What its documents prove of the size of the
// organisation follows from the answer, and is no fact here.
func (f *projectFile) question() schemes.Question {
	return question.ProjectFile(f.Now, question.Organisation(f.Organisation, nil), f.Plan, f.Docs)
}

// settle takes an answer over: the cells that it fills, what is proved by them, and where the project file stands.
func (f *projectFile) settle(q schemes.Question, a schemes.Answer) *question.Judged {
	f.Settle(a, matrix.Frame{IsInReview: true, IsRestated: f.isRestated()})
	f.bindJudges()
	f.size(a.Whole.Cells)
	f.advance()
	return f.Judged(q, a)
}

// isRestated reports whether another person is said to sign than before.
func (f *projectFile) isRestated() bool {
	now, before := f.Plan.SignatoryName, f.was.signatory
	return (now == nil) != (before == nil) || now != nil && *now != *before
}

// bindJudges notes on the row of the plan who judges the cells that ask something, as the release says.
func (f *projectFile) bindJudges() {
	f.Plan.ProjectJudges = nil
	for _, role := range schemes.DocumentJudges(schemes.PerProject) {
		asks := func(c *ent.Cell) bool { return c.Judge == string(role) && c.State != matrix.NotRequired }
		if slices.ContainsFunc(f.Cells, asks) {
			f.Plan.ProjectJudges = append(f.Plan.ProjectJudges, string(role))
		}
	}
}
