package identity

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"sync"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/audit"
	"github.com/penvoerder/penvoerder/internal/clock"
	"github.com/penvoerder/penvoerder/internal/mail"
	"github.com/penvoerder/penvoerder/internal/store"
)

// Mail gets a letter to a person. It may take its time: it is called beside the request.
type Mail interface {
	Send(ctx context.Context, m mail.Message) error
}

// Config holds the keys, limits and times of a Desk. Times and limits of zero take the defaults beside them.
type Config struct {
	Store *store.Store
	Guard *access.Guard
	Clock *clock.Clock
	Mail  Mail
	Log   *slog.Logger // nil for none

	// Unspoken has what a contact submitted wait for somebody to stand by it, within the transaction that ends the contact:
	// nobody had established that it speaks for its organisation. Nil where there is nothing to submit.
	Unspoken func(ctx context.Context, tx *ent.Tx, contact *ent.RoleAssignment, ground access.Ground, reason string) error

	Origin         string         // where browsers reach the platform, for letters; empty where it is not known
	Secure         bool           // people come over TLS: the cookie is bound to host and TLS
	TrustedOrigins []string       // front ends on other origins, scheme://host[:port]
	Proxies        []netip.Prefix // whose X-Forwarded-For is believed

	Hashing  Hashing
	Idle     time.Duration // a session ends when not used for so long; 15 minutes
	Absolute time.Duration // and in any case after; 12 hours
	Attempts int           // wrong passwords until an account is locked; 10
	LockFor  time.Duration // for so long; 15 minutes
	// Pace hides how much work an answer about an address took: it is held until a multiple of it. 250 ms; negative for
	// none.
	Pace time.Duration
	// PerSource is how many tries one network address has at once; they come back one every two seconds. 30
	PerSource int
	// AddressKey is by which addresses without an account are named; the same on every server.
	AddressKey []byte
}

// Desk keeps accounts, sessions and tokens. It is safe for concurrent use.
type Desk struct {
	Config
	hasher  *hasher
	origins *http.CrossOriginProtection
	sources *limits // tries by network address
	letters *limits // letters by mail address
	sending sync.WaitGroup
}

const (
	secondsPerTry    = 2 * time.Second
	lettersAtOnce    = 3
	timePerLetter    = 10 * time.Minute
	sendingTakes     = 30 * time.Second
	defaultPerSource = 30
)

// New checks the configuration and makes a Desk.
func New(c Config) (*Desk, error) {
	if c.Store == nil || c.Guard == nil || c.Clock == nil || c.Mail == nil {
		return nil, errors.New("identity: store, guard, clock and mail are needed")
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	c.Idle = cmp.Or(c.Idle, 15*time.Minute)
	c.Absolute = cmp.Or(c.Absolute, 12*time.Hour)
	c.Attempts = cmp.Or(c.Attempts, 10)
	c.LockFor = cmp.Or(c.LockFor, 15*time.Minute)
	c.Pace = cmp.Or(c.Pace, 250*time.Millisecond)
	c.PerSource = cmp.Or(c.PerSource, defaultPerSource)
	h, err := newHasher(c.Hashing)
	if err != nil {
		return nil, err
	}
	d := &Desk{
		Config: c, hasher: h, origins: http.NewCrossOriginProtection(),
		sources: newLimits(secondsPerTry, c.PerSource), letters: newLimits(timePerLetter, lettersAtOnce),
	}
	for _, o := range c.TrustedOrigins {
		if err := d.origins.AddTrustedOrigin(o); err != nil {
			return nil, fmt.Errorf("identity: trusted origin: %w", err)
		}
	}
	return d, nil
}

// Wait returns when the letters under way are sent.
func (d *Desk) Wait() { d.sending.Wait() }

// send sends a letter once the request's transaction is committed. A failed letter is logged without its recipient;
// the person can ask again.
func (d *Desk) send(ctx context.Context, m mail.Message) {
	store.AfterCommit(ctx, func(ctx context.Context) {
		d.sending.Go(func() {
			ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), sendingTakes)
			defer cancel()
			if err := d.Mail.Send(ctx, m); err != nil {
				d.Log.ErrorContext(ctx, "a letter was not sent", "err", err)
			}
		})
	})
}

// hold waits until a multiple of the pace since began, so that the time taken reveals nothing.
func (d *Desk) hold(ctx context.Context, began time.Time) {
	if d.Pace <= 0 {
		return
	}
	rest := d.Pace - time.Since(began)%d.Pace
	select {
	case <-ctx.Done():
	case <-time.After(rest):
	}
}

// record writes the line of an act in the log of a person. The actor comes from the context: nobody is known while an
// address is only claimed.
func (d *Desk) record(ctx context.Context, tx *ent.Tx, personID string, line audit.Line) error {
	line.DossierID, line.At = personID, d.Clock.Wall()
	if line.SubjectID == "" {
		line.SubjectID = personID
	}
	return audit.Append(ctx, tx, line)
}
