package plans

import (
	"time"

	"github.com/penvoerder/penvoerder/internal/clock"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/typed"
	"github.com/penvoerder/penvoerder/schemes"
)

// isOpen reports whether plans can be filed now. A window that was not announced bounds nothing.
func isOpen(m *schemes.Manifest, now time.Time) bool {
	bounded := false
	for _, w := range m.Windows {
		if w.Kind != schemes.WindowApplication || !w.IsAnnounced() {
			continue
		}
		if !isBefore(now, w) && !isPast(now, w) {
			return true
		}
		bounded = true
	}
	return !bounded
}

// assessment returns the window in which plans are assessed; false where none was announced, so that nothing is held.
func assessment(m *schemes.Manifest) (schemes.Window, bool) {
	for _, w := range m.Windows {
		if w.Kind == schemes.WindowAssessment && w.IsAnnounced() {
			return w, true
		}
	}
	return schemes.Window{}, false
}

// isBefore reports whether a window still has to open. Days begin in Amsterdam.
func isBefore(now time.Time, w schemes.Window) bool {
	if w.OpensOn.IsZero() {
		return schemes.At(now).Before(w.OpensAt)
	}
	return today(now).Before(w.OpensOn)
}

// isPast reports whether a window has closed.
func isPast(now time.Time, w schemes.Window) bool {
	if w.ClosesOn.IsZero() {
		return !w.ClosesAt.IsZero() && schemes.At(now).After(w.ClosesAt)
	}
	return today(now).After(w.ClosesOn)
}

func today(now time.Time) schemes.Date { return schemes.DateOf(now.In(clock.Amsterdam)) }

// firstDay is the first day of a window, as a permission names it.
func firstDay(w schemes.Window) *typed.Date {
	day := w.OpensOn
	if day.IsZero() {
		day = w.OpensAt.Day()
	}
	return new(typed.Date(day.String()))
}

// closing is when a window closes, as people write it.
func closing(w schemes.Window) fault.Text {
	if w.ClosesOn.IsZero() {
		return fault.Text(schemes.Spoken(schemes.DateUnit, w.ClosesAt.Dutch()))
	}
	return fault.Text(schemes.Spoken(schemes.DateUnit, w.ClosesOn.String()))
}

// linesClosed says why the lines of a submitted plan stay as they are.
var linesClosed = fault.Text{
	NL: "De aanvraagperiode is gesloten: de regels van een ingediend plan kunnen niet meer worden gewijzigd. De projectleider kan ze in overleg verlagen.",
	EN: "The application window is closed: the lines of a plan that was submitted can no longer be changed. The project leader may lower them in consultation.",
}

// amountClosed says why a fact stays as it is.
var amountClosed = fault.Text{
	NL: "De aanvraagperiode is gesloten: een gegeven dat het bedrag van het plan verandert, kan niet meer worden gewijzigd.",
	EN: "The application window is closed: a fact that changes the amount of the plan can no longer be changed.",
}

// returnClosed says why a plan is not handed back any more.
var returnClosed = fault.Text{
	NL: "De aanvraagperiode is gesloten: het plan kan niet meer worden teruggegeven, want de aanvrager kan het niet opnieuw indienen.",
	EN: "The application window is closed: the plan can no longer be returned, since its applicant cannot submit it again.",
}

// lateReasonAsked asks why a plan is assessed only now.
func lateReasonAsked(w schemes.Window) fault.Text {
	until := closing(w)
	return fault.Text{
		NL: "Plannen werden beoordeeld tot en met " + until.NL + ". Geef de reden waarom u dit plan daarna beoordeelt.",
		EN: "Plans were assessed until " + until.EN + ". State why you assess this plan after it.",
	}
}
