package documents

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"time"

	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/clock"
	"github.com/penvoerder/penvoerder/internal/store"
)

const (
	// DefaultMaximumSize is the most bytes of a file unless the configuration says otherwise.
	DefaultMaximumSize = 20 << 20

	ticketLife  = 15 * time.Minute // to upload
	attachLife  = 24 * time.Hour   // from the ticket until a document is made of it
	addressLife = 5 * time.Minute
	keyBytes    = 32
	mostLooks   = 2 // files that are looked at at the same time
)

// Scanner looks for malware in a file before it is kept. An error keeps the file out: the door fails closed.
type Scanner interface {
	Scan(ctx context.Context, content io.Reader) (clean bool, err error)
}

// Config holds the dependencies and bounds of a Desk.
type Config struct {
	Store *store.Store
	Guard *access.Guard
	Clock *clock.Clock
	Blobs *Blobs

	Key         []byte // signs addresses; 32 bytes or more, the same on every replica
	Origin      string // before /uploads and /files, without a slash at the end: https://penvoerder.example
	MaximumSize int64  // of one file; DefaultMaximumSize when zero
	SpoolDir    string // where an upload lies while it is looked at; the system's own when empty
	Scanner     Scanner
	Logger      *slog.Logger // may be nil
}

// Desk takes files in and hands them out. It is safe for concurrent use.
type Desk struct {
	Config
	looking chan struct{} // a place per file that is looked at
	coming  places
}

// New returns a desk. A key that is too short is refused.
func New(c Config) (*Desk, error) {
	if len(c.Key) < keyBytes {
		return nil, errors.New("the key that signs addresses of files has less than 32 bytes")
	}
	if c.MaximumSize == 0 {
		c.MaximumSize = DefaultMaximumSize
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	return &Desk{Config: c, looking: make(chan struct{}, mostLooks)}, nil
}
