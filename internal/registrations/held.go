package registrations

import (
	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/question/fields"
	"github.com/penvoerder/penvoerder/internal/typed"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// Waits returns what holds an act on a registration on a day, by its last judgement; false where nothing does. What time
// alone ends is over from the first moment of its day, whether the registration was judged since or not.
func Waits(r *ent.Registration, a workflow.Act, today typed.Date) (fields.Hold, bool) {
	for _, h := range r.Holds {
		if h.Act == string(a.Waits) && h.Holds(today) {
			return h, true
		}
	}
	return fields.Hold{}, false
}

// held says that an act waits; false where it does not.
func (d *Desk) held(r *ent.Registration, a workflow.Act) (access.Permission, bool) {
	h, is := Waits(r, a, typed.DateOf(d.clock.Today()))
	return access.Permission{Reason: fault.ReasonHeld, Message: a.Held(h.First), PossibleFrom: h.First}, is
}
