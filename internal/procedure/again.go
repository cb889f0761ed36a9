package procedure

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"github.com/penvoerder/penvoerder/internal/fault"
)

// ErrOvertaken is what a write returns when something that it rests on was changed since it was read.
var ErrOvertaken = errors.New("changed since it was read")

const mostAttempts = 8

// WhileStill carries an act out again, from reading on, for as long as it is overtaken. Fault: UNAVAILABLE with reason
// BUSY.
func WhileStill[T any](ctx context.Context, act func() (T, error)) (T, error) {
	for attempt := 1; ; attempt++ {
		done, err := act()
		if !errors.Is(err, ErrOvertaken) {
			return done, err
		}
		var none T
		if attempt == mostAttempts {
			return none, fault.Unavailable("BUSY", err)
		}
		select {
		case <-ctx.Done():
			return none, ctx.Err()
		case <-time.After(rand.N(time.Duration(attempt) * 10 * time.Millisecond)): // apart, so that two do not meet again
		}
	}
}
