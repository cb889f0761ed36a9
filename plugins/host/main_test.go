package host_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/plugins/host"
	"github.com/penvoerder/penvoerder/plugins/internal/hostile"
	"github.com/penvoerder/penvoerder/plugins/internal/wire"
	"github.com/penvoerder/penvoerder/schemes"
)

// TestMain makes the test binary its own plugin, and its own host for the test that
// kills one.
func TestMain(m *testing.M) {
	if os.Getenv(wire.Handshake.MagicCookieKey) != "" {
		hostile.Main(os.Args[1])
		os.Exit(0)
	}
	if len(os.Args) > 1 && os.Args[1] == "host" {
		hostUntilKilled()
	}
	if err := os.Setenv("PENVOERDER_DATABASE", hostile.Canary); err != nil {
		panic(err)
	}
	os.Exit(m.Run())
}

// release is this test binary as a plugin in the given mode.
func release(tb testing.TB, mode string) host.Release {
	tb.Helper()
	exe, err := os.Executable()
	if err != nil {
		tb.Fatal(err)
	}
	return host.Release{Slug: "hostile", Version: "1.0.0", Path: exe, Args: []string{mode}, Checksum: checksum(tb, exe)}
}

var (
	sumsMu sync.Mutex
	sums   = map[string][sha256.Size]byte{}
)

func checksum(tb testing.TB, path string) [sha256.Size]byte {
	tb.Helper()
	sumsMu.Lock()
	defer sumsMu.Unlock()
	if sum, ok := sums[path]; ok {
		return sum
	}
	f, err := os.Open(path)
	if err != nil {
		tb.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		tb.Fatal(err)
	}
	sum := [sha256.Size]byte(h.Sum(nil))
	sums[path] = sum
	return sum
}

// patience keeps a test from waiting for ever; nothing comes near it.
const patience = 5 * time.Minute

// start starts a plugin in the given mode and closes it after the test.
func start(tb testing.TB, mode string, change func(*host.Config)) *host.Process {
	tb.Helper()
	p, err := tryStart(tb, mode, change)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := p.Close(); err != nil {
			tb.Error(err)
		}
	})
	return p
}

func tryStart(tb testing.TB, mode string, change func(*host.Config)) (*host.Process, error) {
	tb.Helper()
	c := host.Config{Release: release(tb, mode), Deadline: patience, StartTimeout: patience, Quiet: time.Hour} // failures add up, however slow the machine
	if change != nil {
		change(&c)
	}
	return host.Start(context.Background(), c)
}

func kill(t *testing.T, p *host.Process) {
	t.Helper()
	process, err := os.FindProcess(p.Health().PID)
	if err != nil {
		t.Fatal(err)
	}
	if err := process.Kill(); err != nil {
		t.Fatal(err)
	}
}

// plugin copies the test binary, so that it can be spoilt.
func plugin(t *testing.T) string {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(exe)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "plugin")
	if err := os.WriteFile(path, b, 0o700); err != nil {
		t.Fatal(err)
	}
	return path
}

// good and bad are a question that is answered well and one that makes a plugin
// misbehave.
func good() schemes.Batch { return schemes.Batch{Questions: hostile.Questions(40)[39:]} }

func bad() schemes.Batch {
	b := good()
	b.Questions[0].Registration.Activity = hostile.Trigger
	return b
}

func judge(tb testing.TB, s schemes.Scheme, b schemes.Batch) []schemes.Answer {
	tb.Helper()
	a, err := s.Judge(context.Background(), b)
	if err != nil {
		tb.Fatal(err)
	}
	return a
}

// recovers waits until the process answers again.
func recovers(tb testing.TB, p *host.Process) {
	tb.Helper()
	happens(tb, "an answer after the failure", func() bool {
		_, err := p.Judge(context.Background(), good())
		return err == nil
	})
}

// happens waits until something holds that a process brings about by itself.
func happens(tb testing.TB, what string, holds func() bool) {
	tb.Helper()
	limit, tick := time.After(patience), time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for !holds() {
		select {
		case <-limit:
			tb.Fatalf("within %s there was not %s", patience, what)
		case <-tick.C:
		}
	}
}

// wantFault requires a fault that shows nothing of the plugin.
func wantFault(t *testing.T, err error, code fault.Code, reason string) {
	t.Helper()
	if !fault.Is(err, code) || !fault.HasReason(err, reason) {
		t.Fatalf("error is %v, want %s %s", err, code, reason)
	}
	for e := err; e != nil; e = errors.Unwrap(e) {
		if bytes.Contains([]byte(e.Error()), []byte(hostile.Canary)) {
			t.Fatalf("the error tells a secret: %v", e)
		}
	}
}

// A logBook keeps the lines that are logged.
type logBook struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *logBook) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(b)
}

func (l *logBook) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

func (l *logBook) logger() *slog.Logger { return slog.New(slog.NewTextHandler(l, nil)) }

// hostUntilKilled is a host that never closes its plugins. It prints their ids.
func hostUntilKilled() {
	exe, err := os.Executable()
	if err != nil {
		panic(err)
	}
	b, err := os.ReadFile(exe)
	if err != nil {
		panic(err)
	}
	sum := sha256.Sum256(b)
	for _, mode := range []string{"good", "hang", "stopped"} {
		p, err := host.Start(context.Background(), host.Config{
			Release: host.Release{Slug: "hostile", Path: exe, Args: []string{mode}, Checksum: sum}, Deadline: time.Hour, StartTimeout: patience,
		})
		if err != nil {
			panic(err)
		}
		if mode != "good" {
			go func() { _, _ = p.Judge(context.Background(), bad()) }()
		}
		fmt.Println(p.Health().PID)
	}
	fmt.Println("ready")
	select {}
}
