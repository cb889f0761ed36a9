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

// strangers counts wrong passwords for addresses that have no account, so that they lock like any other and locking
// does not reveal which addresses have one. It is kept per process, by hash.
type strangers struct {
	attempts int
	lockFor  time.Duration

	mu  sync.Mutex
	all map[[sha256.Size]byte]*stranger
}

type stranger struct {
	failures    int
	lockedUntil time.Time
}

func newStrangers(attempts int, lockFor time.Duration) *strangers {
	return &strangers{attempts: attempts, lockFor: lockFor, all: map[[sha256.Size]byte]*stranger{}}
}

func (s *strangers) isLocked(email string, now time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	known := s.all[sha256.Sum256([]byte(email))]
	return known != nil && now.Before(known.lockedUntil)
}

func (s *strangers) fail(email string, now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	key := sha256.Sum256([]byte(email))
	known := s.all[key]
	if known == nil {
		if len(s.all) >= most {
			clear(s.all)
		}
		known = &stranger{}
		s.all[key] = known
	}
	known.failures++
	if known.failures >= s.attempts {
		known.failures, known.lockedUntil = 0, now.Add(s.lockFor)
	}
}

// addressKey names a mail address in a map without holding it.
func addressKey(email string) string {
	sum := sha256.Sum256([]byte(strings.ToLower(email)))
	return string(sum[:])
}
