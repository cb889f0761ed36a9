package schemes

import (
	"strconv"
	"time"
)

// spoken writes the value of a hole as people read it: a day, a month or a moment in
// words, everything else as it is.
func spoken(value string) Text {
	if len(value) < len("2026-02") || value[4] != '-' {
		return Same(value)
	}
	if t, err := time.Parse(time.DateOnly, value); err == nil {
		return day(t)
	}
	if t, err := time.Parse("2006-01-02 15:04", value); err == nil { // Instant.Dutch
		d, at := day(t), t.Format("15:04")
		return Text{NL: d.NL + " om " + at + " uur", EN: d.EN + " at " + at}
	}
	if t, err := time.Parse("2006-01", value); err == nil {
		return month(t)
	}
	return Same(value)
}

func day(t time.Time) Text {
	m, n := month(t), strconv.Itoa(t.Day())
	return Text{NL: n + " " + m.NL, EN: n + " " + m.EN}
}

var months = [...]string{
	"januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december",
}

func month(t time.Time) Text {
	return Text{NL: months[t.Month()-1] + " " + strconv.Itoa(t.Year()), EN: t.Format("January 2006")}
}
