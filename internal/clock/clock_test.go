package clock_test

import (
	"testing"
	"time"

	"github.com/penvoerder/penvoerder/internal/clock"
	"github.com/penvoerder/penvoerder/internal/fault"
)

var december = time.Date(2025, 12, 1, 9, 0, 0, 0, time.UTC)

func wall() time.Time { return time.Date(2026, 11, 22, 5, 0, 0, 123456789, time.UTC) }

func TestRegulationTimeIsTheWallsUnlessSaidOtherwise(t *testing.T) {
	t.Parallel()
	c := clock.New()
	if d := c.Regulation().Sub(c.Wall()); d < -time.Second || d > time.Second {
		t.Errorf("they differ by %s", d)
	}
	if err := c.Advance(time.Now().Add(time.Hour)); !fault.Is(err, fault.CodeForbidden) || !fault.HasReason(err, "DEMO_ONLY") {
		t.Errorf("Advance = %v", err)
	}
}

func TestADemonstrationRunsOnFromItsOwnDay(t *testing.T) {
	t.Parallel()
	c := clock.Demo(december)
	if d := c.Regulation().Sub(december); d < -time.Millisecond || d > time.Minute {
		t.Errorf("it begins %s off", d)
	}
	later := december.AddDate(0, 1, 0)
	if err := c.Advance(later); err != nil {
		t.Fatal(err)
	}
	if d := c.Regulation().Sub(later); d < -time.Millisecond || d > time.Minute {
		t.Errorf("after the move it is %s off", d)
	}
	if d := time.Since(c.Wall()); d > time.Minute {
		t.Errorf("the wall moved along: %s", d)
	}
}

func TestAStillClockStandsUntilMoved(t *testing.T) {
	t.Parallel()
	c := clock.Still(december, wall)
	if !c.Regulation().Equal(december) {
		t.Error(c.Regulation())
	}
	if got := c.Wall(); got.Nanosecond() != 123456000 {
		t.Errorf("the wall is finer than a database keeps: %s", got)
	}
	if err := c.Advance(december.Add(time.Second)); err != nil || !c.Regulation().Equal(december.Add(time.Second)) {
		t.Errorf("%v, %s", err, c.Regulation())
	}
	if err := c.Advance(december); !fault.HasReason(err, "CLOCK_RUNS_FORWARD_ONLY") {
		t.Errorf("it ran backwards: %v", err)
	}
}

func TestTodayBeginsAtMidnightInAmsterdam(t *testing.T) {
	t.Parallel()
	for instant, want := range map[string]string{
		"2025-12-31T22:59:59Z": "2025-12-31", "2025-12-31T23:00:00Z": "2026-01-01", // winter
		"2026-06-30T21:59:59Z": "2026-06-30", "2026-06-30T22:00:00Z": "2026-07-01", // summer
	} {
		at, err := time.Parse(time.RFC3339, instant)
		if err != nil {
			t.Fatal(err)
		}
		today := clock.Still(at, wall).Today()
		if got := today.Format(time.DateOnly); got != want || today.Location() != time.UTC {
			t.Errorf("at %s today is %s, want %s", instant, today, want)
		}
	}
}
