package host_test

import (
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/plugins/host"
)

// A checksum that no file has, for releases that are listed and never started.
var someSum = strings.Repeat("0f", 32)

// put writes a plugin directory with one release: its lock and a file "plugin".
func put(t *testing.T, lock string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "plugins")
	add(t, dir, "hostile-1", lock)
	return dir
}

// add writes one more release to a plugin directory.
func add(t *testing.T, dir, entry, lock string) {
	t.Helper()
	sub := filepath.Join(dir, entry)
	if err := os.MkdirAll(sub, 0o700); err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{host.LockFile: lock, "plugin": "plugin"} {
		if err := os.WriteFile(filepath.Join(sub, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func lockOf(slug, version, file, sum string) string {
	return fmt.Sprintf(`{"slug": %q, "version": %q, "file": %q, "sha256": %q}`, slug, version, file, sum)
}

// installed lists a directory of which nothing is broken.
func installed(t *testing.T, dir string) []host.Release {
	t.Helper()
	releases, broken, err := host.Installed(dir)
	if err != nil || len(broken) > 0 {
		t.Fatalf("%v, %v", broken, err)
	}
	return releases
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
	releases := installed(t, dir)
	if len(releases) != 1 || releases[0].Digest != digest {
		t.Fatalf("%+v", releases)
	}
	p := start(t, "good", func(c *host.Config) { c.Release = releases[0]; c.Args = []string{"good"} })
	judge(t, p, good())
	releases[0].Version = "1.0.1"
	if _, err := tryStart(t, "good", func(c *host.Config) { c.Release = releases[0]; c.Args = []string{"good"} }); err == nil {
		t.Error("a release of another version than the lock says was started")
	}
}

// An old server serves the schemes that were built into it, under the digest they had there.
func TestAReleaseThatWasBuiltInIsInstalledUnderItsOldDigest(t *testing.T) {
	t.Parallel()
	old := strings.Repeat("ab", 32)
	dir := put(t, `{"slug": "hostile", "version": "1.0.0", "file": "plugin", "args": ["plugin", "hostile"], "sha256": "`+someSum+`", "digest": "`+old+`"}`)
	if releases := installed(t, dir); len(releases) != 1 || releases[0].Digest != old || len(releases[0].Args) != 2 {
		t.Errorf("%+v", releases)
	}
}

func TestABrokenEntryKeepsNothingElseFromBeingListed(t *testing.T) {
	t.Parallel()
	dir := put(t, lockOf("hostile", "1.0.0", "plugin", someSum))
	add(t, dir, "broken-a", "slug: hostile")
	add(t, dir, "broken-b", lockOf("hostile", "1.0.1", "missing", someSum))
	add(t, dir, "later-version", lockOf("hostile", "1.1.0", "plugin", someSum))
	add(t, dir, "same-again", lockOf("hostile", "1.1.0", "plugin", someSum))
	add(t, dir, "same-version-other-digest", lockOf("hostile", "1.1.0", "plugin", strings.Repeat("ab", 32)))
	add(t, dir, ".half-copied", "")
	if err := os.WriteFile(filepath.Join(dir, "README"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	releases, broken, err := host.Installed(dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range releases {
		got = append(got, filepath.Base(filepath.Dir(r.Path))+" "+r.Version)
	}
	for _, b := range broken {
		got = append(got, "broken: "+b.Entry)
	}
	want := []string{
		"hostile-1 1.0.0", "later-version 1.1.0", "same-version-other-digest 1.1.0", "broken: broken-a", "broken: broken-b", "broken: same-again",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("listed (-want +got):\n%s", diff)
	}
	again, brokenAgain, err := host.Installed(dir)
	if err != nil || len(again) != len(releases) || fmt.Sprint(brokenAgain) != fmt.Sprint(broken) {
		t.Errorf("another look at the same directory says %v, %v, %v; said %v", again, brokenAgain, err, broken)
	}
}

// A file of a terabyte would take minutes to hash.
func TestListingReadsNoExecutable(t *testing.T) {
	t.Parallel()
	dir := put(t, lockOf("hostile", "1.0.0", "plugin", someSum))
	if err := os.Truncate(filepath.Join(dir, "hostile-1", "plugin"), 1<<40); err != nil {
		t.Skip("this file system holds no sparse files")
	}
	begin := time.Now()
	installed(t, dir)
	if took := time.Since(begin); took > 5*time.Second {
		t.Errorf("it took %s", took)
	}
}

func TestLocksThatPinNothingAreRefused(t *testing.T) {
	t.Parallel()
	script := func(rest string) string {
		return `{"slug": "hostile", "version": "1.0.0", "file": "plugin", "sha256": "` + someSum + `", ` + rest + `}`
	}
	exe, err := filepath.EvalSymlinks("/bin/sh")
	if err != nil {
		t.Fatal(err)
	}
	for name, lock := range map[string]string{
		"no slug":                       lockOf("", "1.0.0", "plugin", someSum),
		"no version":                    lockOf("hostile", "", "plugin", someSum),
		"no file":                       lockOf("hostile", "1.0.0", "", someSum),
		"file elsewhere":                lockOf("hostile", "1.0.0", "../plugin", someSum),
		"absolute file":                 lockOf("hostile", "1.0.0", "/bin/true", someSum),
		"missing file":                  lockOf("hostile", "1.0.0", "plugin2", someSum),
		"lock as its own file":          lockOf("hostile", "1.0.0", host.LockFile, someSum),
		"short checksum":                lockOf("hostile", "1.0.0", "plugin", someSum[2:]),
		"capital checksum":              lockOf("hostile", "1.0.0", "plugin", strings.ToUpper(someSum)),
		"unknown field":                 script(`"env": ["x"]`),
		"short digest":                  script(`"digest": "00"`),
		"no JSON":                       "slug: hostile",
		"empty":                         "",
		"too long":                      script(`"args": ["` + strings.Repeat("x", 70_000) + `"]`),
		"files without an interpreter":  script(`"files": {"plugin": "` + someSum + `"}`),
		"interpreter without checksum":  script(`"interpreter": {"path": "` + exe + `"}`),
		"interpreter without path":      script(`"interpreter": {"sha256": "` + someSum + `"}`),
		"interpreter by a relative way": script(`"interpreter": {"path": "sh", "sha256": "` + someSum + `"}`),
		"interpreter that is missing":   script(`"interpreter": {"path": "/nowhere/sh", "sha256": "` + someSum + `"}`),
		"script among its own files":    script(`"interpreter": {"path": "` + exe + `", "sha256": "` + someSum + `"}, "files": {"plugin": "` + someSum + `"}`),
		"missing file of a script":      script(`"interpreter": {"path": "` + exe + `", "sha256": "` + someSum + `"}, "files": {"plugin2": "` + someSum + `"}`),
		"file of a script elsewhere":    script(`"interpreter": {"path": "` + exe + `", "sha256": "` + someSum + `"}, "files": {"../x": "` + someSum + `"}`),
	} {
		if releases, broken, err := host.Installed(put(t, lock)); err != nil || len(releases) != 0 || len(broken) != 1 || broken[0].Entry != "hostile-1" {
			t.Errorf("%s: %+v, %v, %v", name, releases, broken, err)
		}
	}
}

func TestDirectoriesThatOthersCanWriteAreRefused(t *testing.T) {
	t.Parallel()
	for name, spoil := range map[string]func(dir string) (string, error){
		"directory":     func(dir string) (string, error) { return dir, os.Chmod(dir, 0o777) },
		"symbolic link": func(dir string) (string, error) { return dir + "-link", os.Symlink(dir, dir+"-link") },
		"relative":      func(string) (string, error) { return "plugins", nil },
		"missing":       func(dir string) (string, error) { return dir + "-none", nil },
	} {
		dir, err := spoil(put(t, lockOf("hostile", "1.0.0", "plugin", someSum)))
		if err != nil {
			t.Fatal(err)
		}
		if releases, _, err := host.Installed(dir); err == nil {
			t.Errorf("%s: %+v", name, releases)
		}
	}
	for name, spoil := range map[string]func(sub string) error{
		"subdirectory": func(sub string) error { return os.Chmod(sub, 0o770) },
		"lock":         func(sub string) error { return os.Chmod(filepath.Join(sub, host.LockFile), 0o666) },
		"file":         func(sub string) error { return os.Chmod(filepath.Join(sub, "plugin"), 0o666) },
	} {
		dir := put(t, lockOf("hostile", "1.0.0", "plugin", someSum))
		if err := spoil(filepath.Join(dir, "hostile-1")); err != nil {
			t.Fatal(err)
		}
		if releases, broken, err := host.Installed(dir); err != nil || len(broken) != 1 {
			t.Errorf("%s: %+v, %v, %v", name, releases, broken, err)
		}
	}
	if releases := installed(t, ""); len(releases) != 0 {
		t.Errorf("no directory: %+v", releases)
	}
}
