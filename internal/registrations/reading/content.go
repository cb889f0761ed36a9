package reading

import (
	"slices"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/matrix"
	"github.com/penvoerder/penvoerder/internal/store"
)

// IsContentJudged reports whether the content was approved, or is judged by nobody.
func (r *Registration) IsContentJudged() bool {
	activity, _ := r.Manifest().Activity(r.Row.Activity)
	return activity.ContentJudge == "" || IsContentApproved(r.Row)
}

// IsContentApproved reports whether an approval of the content stands.
func IsContentApproved(row *ent.Registration) bool {
	return row.ContentVerdict != nil && *row.ContentVerdict == matrix.VerdictApproved
}

// SpendContent takes an approval of the content back because the training is no longer the one that was approved. A
// rejection stands until it is asked again.
func (r *Registration) SpendContent() {
	if IsContentApproved(r.Row) {
		r.Row.ContentVerdict = nil
	}
}

// bindSlots notes who judges what of the registration, as the release says to which its plan is pinned, once its cells
// were settled: the policy and the queues look at the row. Whose cells ask nothing has nothing to judge.
func (r *Registration) bindSlots() {
	r.Row.ContentJudge, r.Row.CellJudges = nil, nil
	if activity, _ := r.Manifest().Activity(r.Row.Activity); activity.ContentJudge != "" {
		r.Row.ContentJudge = new(string(activity.ContentJudge))
	}
	for _, judge := range r.Manifest().CellJudges(r.Row.Activity) {
		asks := func(c *ent.Cell) bool { return c.Judge == string(judge) && c.State != matrix.NotRequired }
		if slices.ContainsFunc(r.Cells, asks) {
			r.Row.CellJudges = append(r.Row.CellJudges, string(judge))
		}
	}
}

// saveContent writes who judges, and what is known of the judgement of content.
func (r *Registration) saveContent(up *ent.RegistrationUpdate) {
	row := r.Row
	store.Put(row.ContentJudge, up.SetContentJudge, up.ClearContentJudge)
	up.SetCellJudges(row.CellJudges)
	store.Put(row.ContentAskedAt, up.SetContentAskedAt, up.ClearContentAskedAt)
	store.Put(row.ContentExpectedOn, up.SetContentExpectedOn, up.ClearContentExpectedOn)
	store.Put(row.ContentVerdict, up.SetContentVerdict, up.ClearContentVerdict)
	store.Put(row.ContentNote, up.SetContentNote, up.ClearContentNote)
	store.Put(row.ContentJudgedAt, up.SetContentJudgedAt, up.ClearContentJudgedAt)
	store.Put(row.ContentJudgedBy, up.SetContentJudgedBy, up.ClearContentJudgedBy)
}
