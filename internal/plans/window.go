package plans

import (
	"time"

	"github.com/penvoerder/penvoerder/internal/clock"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/schemes"
)

var windowClosed = fault.Text{
	NL: "De aanvraagperiode is gesloten; een ingediend plan kan niet meer worden gewijzigd.",
	EN: "The application window is closed; a plan that was submitted can no longer be changed.",
}

// isOpen reports whether plans can be filed now. A window that was not announced bounds nothing.
func isOpen(m *schemes.Manifest, now time.Time) bool {
	bounded := false
	for _, w := range m.Windows {
		if w.Kind != schemes.WindowApplication {
			continue
		}
		told, inside := within(w, now)
		if inside {
			return true
		}
		bounded = bounded || told
	}
	return !bounded
}

// within reports whether a window was announced, and if so whether now lies in it.
func within(w schemes.Window, now time.Time) (told, inside bool) {
	switch {
	case !w.OpensAt.IsZero() || !w.ClosesAt.IsZero():
		return true, w.ContainsMoment(schemes.At(now))
	case !w.OpensOn.IsZero() || !w.ClosesOn.IsZero():
		return true, w.ContainsDay(schemes.DateOf(now.In(clock.Amsterdam)))
	}
	return false, false
}
