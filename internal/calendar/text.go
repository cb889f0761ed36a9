package calendar

import (
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"

	"github.com/penvoerder/penvoerder/internal/clock"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// Words of the feed.
var (
	name     = fault.Text{NL: "Penvoerder", EN: "Penvoerder"}
	overdue  = fault.Text{NL: "Te laat", EN: "Overdue"}
	expired  = fault.Text{NL: "De termijn liep tot en met ", EN: "The term ran until "}
	toDo     = fault.Text{NL: "U bent aan zet: ", EN: "It is your turn: "}
	toWait   = fault.Text{NL: "Een ander is aan zet: ", EN: "It is somebody else's turn: "}
	openness = map[Kind]fault.Text{WindowOpens: {NL: "opent", EN: "opens"}, WindowCloses: {NL: "sluit", EN: "closes"}}
)

const asDay = "02-01-2006"

// text writes a feed: CRLF, folded, and the same for as long as nothing of it changes on one day. What has no day is left out.
func (d *Desk) text(entries []mine, language string) string {
	today := d.Clock.Today()
	c := ics.NewCalendar()
	c.SetProductId("-//Penvoerder//Agenda//" + strings.ToUpper(language))
	c.SetMethod(ics.MethodPublish)
	c.SetXWRCalName(name.In(language))
	c.SetXWRTimezone(clock.Amsterdam.String())
	c.SetRefreshInterval("PT1H", ics.WithValue(string(ics.ValueDataTypeDuration)))
	c.SetXPublishedTTL("PT1H")
	for _, e := range entries {
		if e.At != nil {
			d.event(c.AddEvent(hashed(e.ID())[:32]+"@penvoerder"), e, today, language)
		}
	}
	return c.Serialize(ics.WithNewLineWindows)
}

// event is an entry as calendar programs show it. What is overdue is an event of today, every day anew: programs that
// subscribe to a calendar show events, and most of them no to-dos.
func (d *Desk) event(v *ics.VEvent, e mine, today time.Time, language string) {
	v.SetDtStampTime(today)
	v.SetSummary(summary(e, language))
	v.SetDescription(d.description(e, language))
	v.AddCategory(string(e.Kind))
	v.SetTimeTransparency(ics.TransparencyTransparent)
	switch on := e.Day(); {
	case e.IsOverdue:
		wholeDay(v, today)
	case e.At.Equal(clock.StartOf(*on)) || e.At.Equal(clock.EndOf(*on)):
		wholeDay(v, *on)
	default:
		v.SetStartAt(*e.At)
	}
}

func wholeDay(v *ics.VEvent, day time.Time) {
	v.SetAllDayStartAt(day)
	v.SetAllDayEndAt(day.AddDate(0, 0, 1))
}

func summary(e mine, language string) string {
	out := e.Title.In(language)
	if w, is := openness[e.Kind]; is {
		out += " " + w.In(language)
	}
	if e.Number() != "" {
		out = e.Number() + ": " + out
	}
	if e.IsOverdue {
		out = overdue.In(language) + ": " + out
	}
	return out
}

func (d *Desk) description(e mine, language string) string {
	var lines []string
	if r, found := d.Schemes.Release(e.Release); found {
		lines = append(lines, fault.Text(r.Manifest.Title).In(language))
	}
	if e.IsOverdue {
		lines = append(lines, expired.In(language)+e.Day().Format(asDay)+".")
	}
	if label, known := workflow.Label(e.Act); known {
		turn := toWait
		if e.isMine {
			turn = toDo
		}
		lines = append(lines, turn.In(language)+label.In(language))
	}
	return strings.Join(lines, "\n")
}
