package host_test

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/penvoerder/penvoerder/plugins/host"
	"github.com/penvoerder/penvoerder/schemes"
)

// build builds the made-up scheme toy as an executable of the given version and day
// rate, and installs it under its lock.
func build(t *testing.T, plugins, version, rate string) {
	t.Helper()
	half, dir := filepath.Join(plugins, ".toy-"+version), filepath.Join(plugins, "toy-"+version)
	if err := os.MkdirAll(half, 0o700); err != nil {
		t.Fatal(err)
	}
	exe := filepath.Join(half, "scheme-toy")
	out, err := exec.CommandContext(t.Context(), "go", "build", "-buildvcs=false", "-o", exe,
		"-ldflags", "-s -w -X main.version="+version+" -X main.rate="+rate, "../internal/toy").CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	b, err := os.ReadFile(exe)
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(b)
	lock := lockOf("toy", version, "scheme-toy", hex.EncodeToString(sum[:]))
	if err := os.WriteFile(filepath.Join(half, host.LockFile), []byte(lock), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(half, dir); err != nil {
		t.Fatal(err)
	}
}

// tenDays is a registration that is worth ten days at the rate.
func tenDays() schemes.Batch {
	return schemes.Batch{Questions: []schemes.Question{{
		AsOf: schemes.Moment("2025-05-20T12:00:00Z"),
		Registration: &schemes.Registration{
			Activity: "J", Start: schemes.Known(schemes.On(2025, time.May, 1)), End: schemes.Known(schemes.On(2025, time.May, 10)),
			Training: schemes.Training{List: schemes.Known("jongleren"), Code: schemes.Known("J1"), Title: schemes.Known("Drie ballen")},
			Facts:    schemes.NewExtras(map[string]schemes.ExtraValue{"balls": {Integer: new(int64(3))}}),
			Participations: []schemes.Participation{
				{Key: "par_a", TargetGroup: schemes.Known("CLOWN")},
			},
		},
	}}}
}

// Dossiers stay with the release they are pinned to: an executable each, the same
// slug, another version and digest, both asked at once.
func TestReleasesOfOneSchemeRunSideBySide(t *testing.T) {
	t.Parallel()
	plugins := filepath.Join(t.TempDir(), "plugins")
	build(t, plugins, "0.1.0", "")
	before := installed(t, plugins)
	old := serveRelease(t, before[0])
	wantAmount(t, old, 25_00)

	build(t, plugins, "0.2.0", "3.10") // while the first one serves
	both := installed(t, plugins)
	if len(both) != 2 || both[0].Slug != both[1].Slug || both[0].Digest == both[1].Digest || both[0].Version == both[1].Version {
		t.Fatalf("%+v", both)
	}
	next := serveRelease(t, both[1])
	for range 3 {
		wantAmount(t, old, 25_00)
		wantAmount(t, next, 31_00)
	}
	if old.Manifest().Version != "0.1.0" || next.Manifest().Version != "0.2.0" {
		t.Errorf("versions are %s and %s", old.Manifest().Version, next.Manifest().Version)
	}
	kill(t, old)
	wantAmount(t, next, 31_00)
	happens(t, "an answer of the old release after its restart", func() bool {
		_, err := old.Judge(t.Context(), tenDays())
		return err == nil
	})
	wantAmount(t, old, 25_00) // and not the next one's

	swapped := both[0]
	swapped.Path = both[1].Path
	if _, err := host.Start(t.Context(), host.Config{Release: swapped}); err == nil {
		t.Error("the executable of one release was started under the lock of the other")
	}
}

func serveRelease(t *testing.T, r host.Release) *host.Process {
	t.Helper()
	return start(t, "", func(c *host.Config) { c.Release = r })
}

func wantAmount(t *testing.T, p *host.Process, want schemes.Amount) {
	t.Helper()
	a := judge(t, p, tenDays())[0]
	if a.Failure != "" || a.Whole.Amount == nil || *a.Whole.Amount != want {
		t.Errorf("%s %s answers %+v, want %s", p.Manifest().Slug, p.Manifest().Version, a, want)
	}
}
