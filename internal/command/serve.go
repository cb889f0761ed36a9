package command

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"runtime/debug"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/penvoerder/penvoerder/internal/demo"
)

type serve struct{ Settings }

// Memory of the server process. A request leaves much garbage and little that
// lasts: collecting at four times the live heap instead of two halves the work of
// the collector, and the limit keeps a burst from growing without end. GOGC and
// GOMEMLIMIT in the environment win.
const (
	collectAt   = 400
	memoryLimit = 512 << 20
)

func tuneMemory() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(collectAt)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(memoryLimit)
	}
}

// Run serves until ctx ends, then stops in order: no new requests, those in flight
// end, jobs end, schemes end, the database closes.
func (s *serve) Run(ctx context.Context, out *streams) (err error) {
	tuneMemory()
	log := newLogger(out.err, s.LogLevel)
	ln, err := listen(ctx, s.Addr)
	if err != nil {
		return err
	}
	front := &front{}
	front.to(starting())
	srv := newServer(front, log)
	failed := make(chan error, 1)
	go func() { failed <- srv.Serve(ln) }()
	defer func() { err = errors.Join(err, drain(ctx, srv, s.ShutdownPeriod)) }()

	p, err := Open(ctx, s.Settings, s.public(ln), log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.Close()) }()
	if err := p.fillDemo(ctx); err != nil {
		return fmt.Errorf("demo data (remove %s to begin anew): %w", s.Data, err)
	}
	front.to(p.handler())
	s.announce(out, s.public(ln))
	return p.run(ctx, failed, func() {
		front.to(starting()) // not ready any more
		_ = drain(ctx, srv, s.ShutdownPeriod)
	})
}

// run works until ctx ends or the listener fails, then calls stop and waits.
func (p *Program) run(ctx context.Context, failed <-chan error, stop func()) error {
	jobs, cancel := context.WithCancel(ctx)
	var working sync.WaitGroup
	working.Go(func() { p.work(jobs) })
	var err error
	select {
	case <-ctx.Done():
		p.log.Info("stopping")
	case err = <-failed:
	}
	stop()
	cancel()
	working.Wait()
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

// public is the address under which browsers reach the server.
func (s *Settings) public(ln net.Listener) string {
	if s.PublicURL != "" {
		return strings.TrimSuffix(s.PublicURL, "/")
	}
	return "http://" + ln.Addr().String()
}

// announce tells people where to go; logs are for machines.
func (s *serve) announce(out *streams, url string) {
	out.say("\nPenvoerder is ready.\n  GraphiQL  %s/\n  GraphQL   %s/graphql\n  Schema    %s/schema.graphql\n", url, url, url)
	if !s.isDemo() {
		return
	}
	out.say("\nDemo data: everybody and everything is made up. Password of every login: %s\n", demo.Password)
	_ = demo.PrintLogins(out.out) // the terminal is gone
	out.say("\n")
}

// front hands requests to the handler of the moment.
type front struct{ handler atomic.Pointer[http.Handler] }

func (f *front) to(h http.Handler) { f.handler.Store(&h) }

func (f *front) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	(*f.handler.Load()).ServeHTTP(w, r)
}

// starting answers while the program is not ready: it lives, and asks to come back.
func starting() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /livez", alive)
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "1")
		writeJSON(w, http.StatusServiceUnavailable, map[string]string{"server": "starting or stopping"})
	})
	return secured(mux)
}

func alive(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, http.StatusOK, map[string]string{"server": "alive"})
}

type plugin struct {
	Slug string `arg:"" help:"Slug of the scheme, such as sozw-2026."`
}

type migrate struct {
	Data     string        `help:"Directory of the SQLite database." default:"var" type:"path" env:"PENVOERDER_DATA"`
	Database string        `help:"postgres://… for PostgreSQL; empty for SQLite in the data directory." placeholder:"URL" env:"PENVOERDER_DATABASE"`
	Timeout  time.Duration `help:"Give up after this long." default:"10m"`
	Check    bool          `help:"Only say what is pending; exit status 1 when anything is."`
	LogLevel slog.Level    `help:"Least level that is logged." default:"info" env:"PENVOERDER_LOG_LEVEL"`
}

type audit struct {
	Data     string `help:"Directory of the SQLite database." default:"var" type:"path" env:"PENVOERDER_DATA"`
	Database string `help:"postgres://… for PostgreSQL; empty for SQLite in the data directory." placeholder:"URL" env:"PENVOERDER_DATABASE"`

	Verify auditVerify `cmd:"" help:"Recompute every chain and tell where one does not hold."`
}

type auditVerify struct {
	Dossier string `arg:"" optional:"" help:"Only the chain of this dossier, by id."`
}
