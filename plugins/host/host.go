// Package host runs scheme plugins as child processes and presents each of them as
// an ordinary [schemes.Scheme].
//
// A plugin is not trusted. The host starts only the file whose checksum it was
// given, hands it no environment and no secret, bounds its time, memory, messages
// and log, and recomputes every answer before it passes it on. Whatever a plugin
// does ends in a fault or in the failure of one answer, never in a wrong amount and
// never in the end of the host. What dossiers mean is not its business.
package host

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/penvoerder/penvoerder/plugins/internal/wire"
	"github.com/penvoerder/penvoerder/schemes"
)

// A Release is a plugin that can be started.
type Release struct {
	Slug     string            // of the scheme it must describe: a plugin does not choose its name; empty for any, where nothing is pinned
	Version  string            // that it must describe; empty for any
	Digest   string            // the digest that dossiers are pinned to, hexadecimal SHA-256
	Path     string            // of the executable or script, absolute
	Args     []string          // of the command, without its name
	Checksum [sha256.Size]byte // of the file at Path, checked at each start; none of [Self]

	Interpreter *Interpreter // that runs Path; nil for an executable
}

// An Interpreter runs a plugin that is a script. It is pinned like one that is an executable: the interpreter, the
// script and all the files that the script reads are checked at each start, and exactly those are started.
type Interpreter struct {
	Path     string            // absolute, no symbolic link
	Args     []string          // that come before the script
	Checksum [sha256.Size]byte // of the file at Path
	Files    []File            // other files that the script reads, beside it
}

// A File is pinned by its checksum.
type File struct {
	Path     string // absolute
	Checksum [sha256.Size]byte
}

// paths are the files that the release is made of.
func (r Release) paths() []string {
	out := []string{r.Path}
	if i := r.Interpreter; i != nil {
		out = append(out, i.Path)
		for _, f := range i.Files {
			out = append(out, f.Path)
		}
	}
	return out
}

// A Config says which release to start and within which bounds. A bound of zero is its default.
type Config struct {
	Release

	Deadline     time.Duration // of one call, after which the process is killed; 10 s
	StartTimeout time.Duration // from start to manifest; 5 s
	MaxMessage   int           // bytes of one message, at most 16 MiB, which is the default
	MemoryLimit  int64         // bytes resident, Linux only; 512 MiB
	Calls        int           // at once; 8
	CoolDown     time.Duration // of an open circuit, doubling up to 32 times; 10 s
	Quiet        time.Duration // without failure that makes the host forget earlier ones; 1 min
	Repeat       int           // the first call of each start and one in this many after it are made twice; 64
	Confined     bool          // whether a plugin that this system cannot confine is refused; confined it is where possible
	Directory    string        // for the directory of the socket; the system's for temporary files
	Logger       *slog.Logger  // of the host; the output of the plugin arrives here too
}

// named is the scheme for people: by its slug, or by its executable that has yet to say whose it is.
func (c Config) named() string {
	if c.Slug == "" {
		return filepath.Base(c.Path)
	}
	return "scheme " + c.Slug
}

func (c Config) withDefaults() Config {
	c.Deadline = cmp.Or(c.Deadline, 10*time.Second)
	c.StartTimeout = cmp.Or(c.StartTimeout, 5*time.Second)
	c.MaxMessage = min(cmp.Or(c.MaxMessage, wire.MaxMessage), wire.MaxMessage)
	c.MemoryLimit = cmp.Or(c.MemoryLimit, 512<<20)
	c.Calls = cmp.Or(c.Calls, 8)
	c.CoolDown = cmp.Or(c.CoolDown, 10*time.Second)
	c.Quiet = cmp.Or(c.Quiet, time.Minute)
	c.Repeat = cmp.Or(c.Repeat, 64)
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	return c
}

// A Process is a plugin that is kept running. It is safe for concurrent use.
type Process struct {
	config   Config
	log      *slog.Logger
	dir      string // holds the socket, for this user only
	manifest *schemes.Manifest
	identity [sha256.Size]byte // of the manifest; a restart that changes it is refused
	slots    chan struct{}
	requests requestIDs

	stop    context.CancelFunc // ends the supervision
	stopped chan struct{}

	mu       sync.Mutex
	live     *instance // nil while down
	breaker  breaker
	restarts int
	retryAt  time.Time
	doubts   int     // calls in a row of which nothing could be believed
	sample   *sample // that every start must answer alike; nil while there is none
}

var _ schemes.Scheme = (*Process)(nil)

// Start starts the plugin, reads its manifest and keeps it running until Close.
// ctx bounds the first start only.
func Start(ctx context.Context, c Config) (*Process, error) {
	c = c.withDefaults()
	dir, err := os.MkdirTemp(c.Directory, "penvoerder-")
	if err != nil {
		return nil, fmt.Errorf("start %s: %w", c.named(), err)
	}
	p := &Process{
		config: c, dir: dir, slots: make(chan struct{}, c.Calls), requests: newRequestIDs(), stopped: make(chan struct{}),
		log:     c.Logger.With("scheme", c.Slug),
		breaker: breaker{coolDown: c.CoolDown, quiet: c.Quiet},
	}
	first, m, err := p.launch(ctx)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("start %s: %w", c.named(), err), os.RemoveAll(dir))
	}
	p.manifest, p.identity, p.live = m, identify(m), first
	supervised, stop := context.WithCancel(context.WithoutCancel(ctx))
	p.stop = stop
	go p.supervise(supervised, first)
	p.log.Info("scheme started", "version", m.Version, "digest", c.Digest, "pid", first.pid())
	return p, nil
}

// identify returns a text that differs between manifests.
func identify(m *schemes.Manifest) [sha256.Size]byte {
	b, err := json.Marshal(m)
	if err != nil {
		return [sha256.Size]byte{}
	}
	return sha256.Sum256(b)
}

// Manifest implements [schemes.Scheme]: the manifest of the first start.
func (p *Process) Manifest() *schemes.Manifest { return p.manifest }

// Health is how a process is doing.
type Health struct {
	Up       bool
	Open     bool      // the circuit: no restart before RetryAt
	RetryAt  time.Time // zero while up
	Restarts int       // since Start
	PID      int       // 0 while down
}

// Health reports how the process is doing now.
func (p *Process) Health() Health {
	p.mu.Lock()
	defer p.mu.Unlock()
	h := Health{Up: p.live != nil, Restarts: p.restarts}
	if p.live != nil {
		h.PID = p.live.pid()
		return h
	}
	h.Open, h.RetryAt = p.breaker.isOpen(), p.retryAt
	return h
}

// Close kills the process and waits until it is gone. Calls on their way end as
// unavailable.
func (p *Process) Close() error {
	p.stop()
	<-p.stopped
	return os.RemoveAll(p.dir)
}
