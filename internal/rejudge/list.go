package rejudge

import (
	"cmp"
	"slices"
	"time"

	"github.com/penvoerder/penvoerder/internal/question"
)

// wanted is one subject to be judged again, and the marks that ask it.
type wanted struct {
	kind   string // a subject of package dossier
	id     string
	planID string
	cause  Cause // the first of several
	isOver bool  // time or a parameter file overtook the judgement, and nothing else asks it
	marks  []int
}

// worklist has the subjects that a round found to be due, each once.
type worklist struct {
	all   []*wanted
	byID  map[string]*wanted
	marks []int        // that were read
	kept  map[int]bool // of which something stays due
}

func newWorklist() *worklist { return &worklist{byID: map[string]*wanted{}, kept: map[int]bool{}} }

func (w *worklist) add(kind, id, planID string, cause Cause, marks ...int) {
	one := w.byID[id]
	if one == nil {
		one = &wanted{kind: kind, id: id, planID: planID, cause: cause, isOver: true}
		w.byID[id], w.all = one, append(w.all, one)
	}
	one.isOver = one.isOver && (cause == Term || cause == Parameters)
	one.marks = append(one.marks, marks...)
}

// fail leaves the marks of a subject.
func (w *worklist) fail(id string) {
	for _, m := range w.byID[id].marks {
		w.kept[m] = true
	}
}

// of returns the subjects of a kind, those of one dossier and cause together.
func (w *worklist) of(kind string) []*wanted {
	var some []*wanted
	for _, one := range w.all {
		if one.kind == kind {
			some = append(some, one)
		}
	}
	slices.SortFunc(some, func(a, b *wanted) int {
		return cmp.Or(cmp.Compare(a.planID, b.planID), cmp.Compare(a.cause, b.cause), cmp.Compare(a.id, b.id))
	})
	return some
}

// settled are the marks of which nothing stays due.
func (w *worklist) settled() []int {
	return slices.DeleteFunc(slices.Clone(w.marks), func(m int) bool { return w.kept[m] })
}

// holds reports whether the last judgement of a subject still holds at a moment of regulation time: time has not overtaken
// it, and it rests on the same facts, release and parameters. A scheme is a function of these. What was over when the list
// was made may have been judged by another round since.
func (w *worklist) holds(s Subject, now time.Time) (bool, error) {
	a := s.Asks()
	isAlways := a.IsAlways && !w.byID[s.About().ID].isOver
	if isAlways || a.Before == nil || a.Until != nil && !now.Before(*a.Until) {
		return false, nil
	}
	return question.Judged{
		Question: a.Question, ReleaseID: a.Release.ID, ParametersHash: a.Release.ParametersHash(), ParameterFileID: a.Release.ParameterFileID(),
	}.RestsOn(a.Before)
}
