package calendar

import (
	"slices"
	"time"

	"github.com/penvoerder/penvoerder/internal/actor"
)

// Filter narrows a calendar; what is not stated narrows nothing.
type Filter struct {
	Start     *time.Time // first day; what is overdue or has no day is kept
	End       *time.Time // last day; what has no day is left out
	Schemes   []string
	Kinds     []Kind
	IsOverdue *bool
	IsMine    *bool // the viewer's role is to act
}

// wants reports whether a kind is asked for.
func (f Filter) wants(kinds ...Kind) bool {
	return f.Kinds == nil || slices.ContainsFunc(kinds, func(k Kind) bool { return slices.Contains(f.Kinds, k) })
}

func (f Filter) holds(e *Entry, role actor.Role) bool {
	day := e.Day()
	switch {
	case !f.wants(e.Kind),
		f.Schemes != nil && !slices.Contains(f.Schemes, e.Scheme),
		f.IsOverdue != nil && *f.IsOverdue != e.IsOverdue,
		f.IsMine != nil && *f.IsMine != (e.Role == role),
		f.Start != nil && !e.IsOverdue && day != nil && day.Before(*f.Start),
		f.End != nil && (day == nil || day.After(*f.End)):
		return false
	}
	return true
}
