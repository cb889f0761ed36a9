package identity

import (
	"crypto/sha256"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// most is how many keys are remembered; an attacker with more addresses than this pushes out the idle ones first.
const most = 50_000

// limits gives each key a bucket of tries that fills up again with time.
type limits struct {
	every rate.Limit
	burst int

	mu      sync.Mutex
	buckets map[string]*rate.Limiter
}

func newLimits(every time.Duration, burst int) *limits {
	return &limits{every: rate.Every(every), burst: burst, buckets: map[string]*rate.Limiter{}}
}

// take takes one try of the key, or says how long to wait for one.
func (l *limits) take(key string, now time.Time) (wait time.Duration, ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	b := l.buckets[key]
	if b == nil {
		l.makeRoom(now)
		b = rate.NewLimiter(l.every, l.burst)
		l.buckets[key] = b
	}
	r := b.ReserveN(now, 1)
	wait = r.DelayFrom(now)
	if wait == 0 {
		return 0, true
	}
	r.CancelAt(now)
	return wait, false
}

// makeRoom forgets full buckets, which say nothing, and when all say something one of them.
func (l *limits) makeRoom(now time.Time) {
	if len(l.buckets) < most {
		return
	}
	for key, b := range l.buckets {
		if b.TokensAt(now) >= float64(l.burst) {
			delete(l.buckets, key)
		}
	}
	for key := range l.buckets {
		if len(l.buckets) < most {
			return
		}
		delete(l.buckets, key)
	}
}

// addressKey names a mail address in a map without holding it.
func addressKey(email string) string {
	sum := sha256.Sum256([]byte(strings.ToLower(email)))
	return string(sum[:])
}
