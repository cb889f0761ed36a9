package host

import "time"

// tolerated failures in a row are met by a restart that waits this long; one more
// opens the circuit.
var backOff = []time.Duration{0, 50 * time.Millisecond, 250 * time.Millisecond, time.Second}

// A breaker decides how long to wait before a restart. Failures count until none
// came for the quiet time, so that one question that kills a plugin again and again
// between good ones opens the circuit too.
type breaker struct {
	coolDown, quiet time.Duration
	failures        int
	last            time.Time
}

// failed counts a failure at now and returns how long to wait.
func (b *breaker) failed(now time.Time) time.Duration {
	if now.Sub(b.last) > b.quiet+b.wait() {
		b.failures = 0
	}
	b.failures++
	b.last = now
	return b.wait()
}

// trip makes the next failure, at now or soon after, open the circuit.
func (b *breaker) trip(now time.Time) {
	b.failures, b.last = max(b.failures, len(backOff)), now
}

func (b *breaker) wait() time.Duration {
	switch {
	case b.failures == 0:
		return 0
	case !b.isOpen():
		return backOff[b.failures-1]
	}
	return b.coolDown << min(b.failures-len(backOff)-1, 5)
}

// isOpen reports whether there are more failures than a back-off can solve.
func (b *breaker) isOpen() bool { return b.failures > len(backOff) }
