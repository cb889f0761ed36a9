package identity

import (
	"context"
	"net/http"
	"sync"
	"time"
)

// visit is one request at the door: where it comes from, and the way back for its cookie.
type visit struct {
	source, device string
	cookieHash     string // of the session that the browser came with
	name           string
	write          func(*http.Cookie)

	mu    sync.Mutex
	tried bool
}

type visitKey struct{}

// visitIn returns the visit of the request; an empty one for work that has no browser.
func visitIn(ctx context.Context) *visit {
	if v, ok := ctx.Value(visitKey{}).(*visit); ok {
		return v
	}
	return &visit{write: func(*http.Cookie) {}}
}

func (v *visit) give(secret string, lives time.Duration) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.write(&http.Cookie{Value: secret, MaxAge: int(lives.Seconds())})
}

func (v *visit) take() {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.write(&http.Cookie{MaxAge: -1})
}
