package identity

import (
	"net/http"

	"github.com/penvoerder/penvoerder/internal/fault"
)

// TryFrom takes one try of the network address of a request, for a door beside ours that opens with a secret. Fault:
// TOO_MANY_ATTEMPTS.
func (d *Desk) TryFrom(r *http.Request) error {
	if wait, ok := d.sources.take(sourceKey(source(r, d.Proxies)), d.Clock.Wall()); !ok {
		return fault.RateLimited("TOO_MANY_ATTEMPTS", wait)
	}
	return nil
}
