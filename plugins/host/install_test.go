package host_test

import (
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/penvoerder/penvoerder/plugins/host"
)

// put writes a plugin directory with one release.
func put(t *testing.T, lock string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "plugins")
	sub := filepath.Join(dir, "hostile-1")
	if err := os.MkdirAll(sub, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(sub, host.LockFile), []byte(lock), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

func lockOf(slug, version, file, sum string) string {
	return fmt.Sprintf(`{"slug": %q, "version": %q, "file": %q, "sha256": %q}`, slug, version, file, sum)
}

func TestAnInstalledReleaseStartsUnderItsLock(t *testing.T) {
	t.Parallel()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	sum := checksum(t, exe)
	digest := hex.EncodeToString(sum[:])
	dir := put(t, lockOf("hostile", "1.0.0", "plugin", digest))
	if err := os.Rename(plugin(t), filepath.Join(dir, "hostile-1", "plugin")); err != nil {
		t.Fatal(err)
	}
	releases, err := host.Installed(dir)
	if err != nil || len(releases) != 1 || releases[0].Digest != digest {
		t.Fatalf("%+v, %v", releases, err)
	}
	p := start(t, "good", func(c *host.Config) { c.Release = releases[0]; c.Args = []string{"good"} })
	judge(t, p, good())
	releases[0].Version = "1.0.1"
	if _, err := tryStart(t, "good", func(c *host.Config) { c.Release = releases[0]; c.Args = []string{"good"} }); err == nil {
		t.Error("a release of another version than the lock says was started")
	}
}

// An old server serves what was built into it, under the digest it had there.
func TestAReleaseThatWasBuiltInIsInstalledUnderItsOldDigest(t *testing.T) {
	t.Parallel()
	sum, old := strings.Repeat("0f", 32), strings.Repeat("ab", 32)
	dir := put(t, `{"slug": "hostile", "version": "1.0.0", "file": "penvoerder", "args": ["plugin", "hostile"], "sha256": "`+sum+`", "digest": "`+old+`"}`)
	releases, err := host.Installed(dir)
	if err != nil || len(releases) != 1 || releases[0].Digest != old || len(releases[0].Args) != 2 {
		t.Errorf("%+v, %v", releases, err)
	}
}

func TestLocksThatPinNothingAreRefused(t *testing.T) {
	t.Parallel()
	sum := strings.Repeat("0f", 32)
	for name, lock := range map[string]string{
		"no slug":          lockOf("", "1.0.0", "plugin", sum),
		"no version":       lockOf("hostile", "", "plugin", sum),
		"no file":          lockOf("hostile", "1.0.0", "", sum),
		"file elsewhere":   lockOf("hostile", "1.0.0", "../plugin", sum),
		"absolute file":    lockOf("hostile", "1.0.0", "/bin/true", sum),
		"short checksum":   lockOf("hostile", "1.0.0", "plugin", sum[2:]),
		"capital checksum": lockOf("hostile", "1.0.0", "plugin", strings.ToUpper(sum)),
		"unknown field":    `{"slug": "hostile", "version": "1.0.0", "file": "plugin", "sha256": "` + sum + `", "env": ["x"]}`,
		"short digest":     `{"slug": "hostile", "version": "1.0.0", "file": "plugin", "sha256": "` + sum + `", "digest": "00"}`,
		"no JSON":          "slug: hostile",
	} {
		if releases, err := host.Installed(put(t, lock)); err == nil {
			t.Errorf("%s: %+v", name, releases)
		}
	}
}

func TestDirectoriesThatOthersCanWriteAreRefused(t *testing.T) {
	t.Parallel()
	sum := strings.Repeat("0f", 32)
	for name, spoil := range map[string]func(dir string) (string, error){
		"directory":    func(dir string) (string, error) { return dir, os.Chmod(dir, 0o777) },
		"subdirectory": func(dir string) (string, error) { return dir, os.Chmod(filepath.Join(dir, "hostile-1"), 0o770) },
		"lock": func(dir string) (string, error) {
			return dir, os.Chmod(filepath.Join(dir, "hostile-1", host.LockFile), 0o666)
		},
		"symbolic link": func(dir string) (string, error) { return dir + "-link", os.Symlink(dir, dir+"-link") },
		"relative":      func(string) (string, error) { return "plugins", nil },
		"missing":       func(dir string) (string, error) { return dir + "-none", nil },
	} {
		dir, err := spoil(put(t, lockOf("hostile", "1.0.0", "plugin", sum)))
		if err != nil {
			t.Fatal(err)
		}
		if releases, err := host.Installed(dir); err == nil {
			t.Errorf("%s: %+v", name, releases)
		}
	}
	if releases, err := host.Installed(""); err != nil || len(releases) != 0 {
		t.Errorf("no directory: %+v, %v", releases, err)
	}
}
