package host

import (
	"testing"
	"time"
)

func TestABreakerBacksOffOpensAndForgets(t *testing.T) {
	t.Parallel()
	b := breaker{coolDown: 10 * time.Second, quiet: time.Minute}
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for i, want := range []time.Duration{
		0, 50 * time.Millisecond, 250 * time.Millisecond, time.Second,
		10 * time.Second, 20 * time.Second, 40 * time.Second, 80 * time.Second, 160 * time.Second, 320 * time.Second, 320 * time.Second,
	} {
		now = now.Add(b.wait()).Add(30 * time.Second)
		if got := b.failed(now); got != want {
			t.Errorf("failure %d waits %s, want %s", i+1, got, want)
		}
		if b.isOpen() != (i >= 4) {
			t.Errorf("after failure %d the circuit is open: %v", i+1, b.isOpen())
		}
	}
	if got := b.failed(now.Add(b.wait()).Add(61 * time.Second)); got != 0 || b.isOpen() {
		t.Errorf("after a quiet time a failure waits %s", got)
	}
}

func TestABreakerThatIsTrippedOpensAtTheNextFailure(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for before := range 8 {
		b := breaker{coolDown: 10 * time.Second, quiet: time.Minute}
		for range before {
			b.failed(now)
		}
		open := b.isOpen()
		b.trip(now)
		if b.isOpen() != open {
			t.Errorf("after %d failures the circuit is open before it fails", before)
		}
		if b.failed(now); !b.isOpen() {
			t.Errorf("after %d failures and a trip the circuit is closed", before)
		}
	}
}
