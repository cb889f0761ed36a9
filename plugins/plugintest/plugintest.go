// Package plugintest replays the golden cases of a scheme through a real plugin
// process. The test binary is its own plugin, so nothing is built by hand and the
// test cache stays truthful. It is of no use outside tests.
package plugintest

import (
	"crypto/sha256"
	"fmt"
	"io"
	"log/slog"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/penvoerder/penvoerder/plugins/host"
	"github.com/penvoerder/penvoerder/plugins/internal/wire"
	"github.com/penvoerder/penvoerder/schemes/schemetest"
)

// Main is the TestMain of a plugin: a child process serves, the parent tests. serve
// sees the arguments of the release in os.Args[1:].
func Main(m *testing.M, serve func()) {
	if os.Getenv(wire.Handshake.MagicCookieKey) != "" {
		serve()
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// Release is the running test binary as a plugin that serves the scheme of the
// given slug when started with args.
func Release(tb testing.TB, slug string, args ...string) host.Release {
	tb.Helper()
	exe, err := os.Executable()
	if err != nil {
		tb.Fatal(err)
	}
	sum, err := executable()
	if err != nil {
		tb.Fatal(err)
	}
	return host.Release{Slug: slug, Path: exe, Args: args, Checksum: sum}
}

// executable returns the checksum of the test binary.
var executable = sync.OnceValues(func() (sum [sha256.Size]byte, err error) {
	exe, err := os.Executable()
	if err != nil {
		return sum, err
	}
	f, err := os.Open(exe)
	if err != nil {
		return sum, err
	}
	defer func() { _ = f.Close() }()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return sum, err
	}
	return [sha256.Size]byte(h.Sum(nil)), nil
})

// Start starts the test binary as a plugin and closes it after the test.
func Start(tb testing.TB, slug string, args ...string) *host.Process {
	tb.Helper()
	return StartRelease(tb, Release(tb, slug, args...))
}

// StartRelease starts a release, such as one that was installed, and closes it after
// the test. The bounds leave room for a slow machine.
func StartRelease(tb testing.TB, r host.Release) *host.Process {
	tb.Helper()
	p, err := host.Start(tb.Context(), host.Config{
		Release: r, StartTimeout: 5 * time.Minute, Deadline: 5 * time.Minute,
		Logger: slog.New(slog.NewTextHandler(tb.Output(), &slog.HandlerOptions{Level: slog.LevelWarn})),
	})
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

// Run asks the golden cases in dir of the scheme behind a process, which must be slug.
func Run(t *testing.T, slug, dir string) {
	t.Helper()
	p := Start(t, "")
	if err := sameSlug(p.Manifest().Slug, slug); err != nil {
		t.Fatal(err)
	}
	schemetest.Run(t, p, dir)
}

// sameSlug says where the two names of one scheme are not the same.
func sameSlug(declared, tested string) error {
	if declared == tested {
		return nil
	}
	return fmt.Errorf("the manifest has the slug %q and this test asks for %q: write %[1]q in this test, or Slug: %[2]q in the manifest", declared, tested)
}
