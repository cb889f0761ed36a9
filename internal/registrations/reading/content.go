package reading

import (
	"encoding/json"
	"slices"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/matrix"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/question/fields"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/schemes"
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

// ApproveContent keeps the training of which the content is approved, as it is.
func (r *Registration) ApproveContent() {
	r.Row.ContentApproved = new(r.Row.Training)
}

// approved is the training as its content was approved; nothing while no approval stands.
func (r *Registration) approved() schemes.Training {
	if !IsContentApproved(r.Row) || r.Row.ContentApproved == nil {
		return schemes.Training{}
	}
	return question.Training(*r.Row.ContentApproved)
}

// isContentChanged reports whether something of the training was changed that leaves its approval standing.
func (r *Registration) isContentChanged() bool {
	return IsContentApproved(r.Row) && r.Row.ContentApproved != nil && !SameTrainingText(*r.Row.ContentApproved, r.Row.Training)
}

// SpendContent takes an approval of the content back where it is of other content than the registration had before. A
// rejection stands until it is asked again.
func (r *Registration) SpendContent(before *ent.Registration) {
	if IsContentApproved(r.Row) && !r.sameContent(before) {
		r.Row.ContentVerdict = nil
	}
}

// sameContent reports whether what the judge of content judges is as it was: all that is stated of the training but its
// hours, the size of its group and its teacher, of which the real ones are entered afterwards (webinar, sheet 25), and
// what describes a training that is on no list. Days, documents and who takes part are not judged.
func (r *Registration) sameContent(before *ent.Registration) bool {
	for _, d := range r.Manifest().Facts {
		if describes(d, r.Row.Training) && !equal(before.Facts[d.Key].Text, r.Row.Facts[d.Key].Text) {
			return false
		}
	}
	return SameTrainingText(content(before.Training), content(r.Row.Training))
}

// content is a training without what its judge does not judge.
func content(t fields.Training) fields.Training {
	if t.Course == nil {
		return t
	}
	c := *t.Course
	c.Hours, c.GroupSize, c.Teacher = nil, nil, nil
	t.Course = &c
	return t
}

func equal(a, b *string) bool { return a == nil && b == nil || a != nil && b != nil && *a == *b }

// SameTrainingText reports whether two trainings are stated alike, as they are stored.
func SameTrainingText(a, b fields.Training) bool {
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	return errX == nil && errY == nil && string(x) == string(y)
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
	row.ContentChanged = r.isContentChanged()
	up.SetContentChanged(row.ContentChanged)
	if row.ContentApproved != nil {
		up.SetContentApproved(row.ContentApproved)
	}
}
