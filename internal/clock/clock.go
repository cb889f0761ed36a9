// Package clock has two times. Regulation time decides windows, terms and "today"; wall time dates sessions, tickets
// and the audit. They differ only where a demonstration plays on another day.
package clock

import (
	"sync"
	"time"
	_ "time/tzdata" // slim images carry no zones, and every window is shown in Amsterdam time

	"github.com/penvoerder/penvoerder/internal/fault"
)

// Amsterdam is the zone in which windows open and close and days begin.
var Amsterdam = mustLoad("Europe/Amsterdam")

// Clock gives both times, in UTC. It is safe for concurrent use.
type Clock struct {
	wall     func() time.Time
	movable  bool
	mu       sync.RWMutex
	ahead    time.Duration // regulation time minus wall time
	standing bool          // regulation time does not follow the wall
	at       time.Time     // where it stands
}

// New uses wall time for both; nobody can move it.
func New() *Clock { return &Clock{wall: time.Now} }

// Demo starts regulation time at the given instant; it runs on with the wall and can be moved forward.
func Demo(regulation time.Time) *Clock {
	return &Clock{wall: time.Now, movable: true, ahead: time.Until(regulation)}
}

// Still stands at the given regulation time until it is moved; wall gives the wall time. For tests.
func Still(regulation time.Time, wall func() time.Time) *Clock {
	return &Clock{wall: wall, movable: true, standing: true, at: regulation}
}

// Wall is the time on the wall, to the microsecond, the precision that both databases keep.
func (c *Clock) Wall() time.Time { return c.wall().UTC().Truncate(time.Microsecond) }

// Regulation is the time by which windows and terms are judged.
func (c *Clock) Regulation() time.Time {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.regulation()
}

func (c *Clock) regulation() time.Time {
	if c.standing {
		return c.at.UTC().Truncate(time.Microsecond)
	}
	return c.Wall().Add(c.ahead).Truncate(time.Microsecond)
}

// Today is the regulation's calendar date in Amsterdam, as midnight UTC, which is how dates are kept.
func (c *Clock) Today() time.Time { return DateOf(c.Regulation()) }

// Advance moves regulation time forward. Outside a demonstration it is FORBIDDEN with reason DEMO_ONLY;
// backwards is INVALID with reason CLOCK_RUNS_FORWARD_ONLY, without a path.
func (c *Clock) Advance(to time.Time) error {
	if !c.movable {
		return fault.Forbidden("DEMO_ONLY", fault.Text{NL: "Dit kan alleen in een demonstratie.", EN: "This is only possible in a demonstration."})
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.regulation()
	if !to.After(now) {
		return fault.Invalid(nil, "CLOCK_RUNS_FORWARD_ONLY", fault.Text{
			NL: "De klok kan alleen vooruit. Kies een later moment.", EN: "The clock can only move forward. Choose a later moment.",
		}, "> "+now.Format(time.RFC3339))
	}
	c.at, c.ahead = to, c.ahead+to.Sub(now)
	return nil
}

// DateOf is the calendar date of an instant in Amsterdam, as midnight UTC.
func DateOf(t time.Time) time.Time {
	y, m, d := t.In(Amsterdam).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// StartOf is the first moment of a calendar date in Amsterdam.
func StartOf(date time.Time) time.Time {
	return time.Date(date.Year(), date.Month(), date.Day(), 0, 0, 0, 0, Amsterdam).UTC()
}

// EndOf is the last second of a calendar date in Amsterdam.
func EndOf(date time.Time) time.Time { return StartOf(date.AddDate(0, 0, 1)).Add(-time.Second) }

func mustLoad(name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return zone
}
