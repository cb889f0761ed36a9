package host_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/penvoerder/penvoerder/plugins/host"
)

// An attacker who may write where the executable stands swaps it all the time for one that ends at once. Only the
// checked file must ever be started.
func TestAnExecutableThatIsSwappedBetweenItsCheckAndItsStartIsNotStarted(t *testing.T) {
	t.Parallel()
	other, err := exec.LookPath("true")
	if err != nil {
		t.Skip(err)
	}
	evil, err := os.ReadFile(other)
	if err != nil {
		t.Fatal(err)
	}
	good, dir := plugin(t), t.TempDir()
	path := filepath.Join(dir, "plugin")
	if err := os.WriteFile(filepath.Join(dir, "evil"), evil, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Link(good, path); err != nil {
		t.Fatal(err)
	}
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		for n := 0; ; n++ {
			select {
			case <-stop:
				return
			default:
			}
			from := []string{filepath.Join(dir, "evil"), good}[n%2]
			_ = os.Remove(path + "-next")
			if os.Link(from, path+"-next") == nil {
				_ = os.Rename(path+"-next", path)
			}
		}
	}()
	started := 0
	for range 40 {
		p, err := tryStart(t, "good", func(c *host.Config) { c.Path, c.Checksum = path, checksum(t, good) })
		switch {
		case err == nil:
			started++
			_ = p.Close()
		case !strings.Contains(err.Error(), "not the one that was installed") && !strings.Contains(err.Error(), "not a regular file"):
			t.Errorf("what was swapped in was started: %v", err)
		}
	}
	close(stop)
	<-stopped
	t.Logf("%d of 40 starts found the right file", started)
}

// The same for a script: its interpreter reads a copy of the checked files.
func TestAScriptThatIsSwappedAfterItsCheckIsNotRun(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	script, near := filepath.Join(dir, "script"), socketDir(t)
	shell, err := filepath.EvalSymlinks("/bin/sh")
	if err != nil {
		t.Fatal(err)
	}
	// It says in its own directory that it runs, waits, and prints the text that its interpreter would read by then.
	const checked = `PATH=/usr/bin:/bin; cd "$PLUGIN_UNIX_SOCKET_DIR"; : >runs; until [ -e swapped ]; do sleep 0.01; done; cat "$0" >seen; : >told; until [ -e heard ]; do sleep 0.01; done
`
	if err := os.WriteFile(script, []byte(checked), 0o600); err != nil {
		t.Fatal(err)
	}
	r := host.Release{
		Slug: "hostile", Path: script, Checksum: checksum(t, script),
		Interpreter: &host.Interpreter{Path: shell, Checksum: checksum(t, shell)},
	}
	ended := make(chan error, 1)
	go func() {
		p, err := tryStart(t, "", func(c *host.Config) { c.Release, c.Directory = r, near })
		if err == nil {
			err = errors.Join(errServed, p.Close())
		}
		ended <- err
	}()
	own := filepath.Dir(appears(t, filepath.Join(near, "*", "runs")))
	write(t, script, "swapped\n")
	write(t, filepath.Join(own, "swapped"), "")
	appears(t, filepath.Join(own, "told"))
	if b, err := os.ReadFile(filepath.Join(own, "seen")); err != nil || string(b) != checked {
		t.Errorf("%q was run, %v", b, err)
	}
	write(t, filepath.Join(own, "heard"), "")
	if err := <-ended; err == nil || errors.Is(err, errServed) {
		t.Errorf("a script that serves nothing was started: %v", err)
	}
}

var errServed = errors.New("it serves")

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// appears waits until a file of a pattern is there.
func appears(t *testing.T, pattern string) string {
	t.Helper()
	var found []string
	happens(t, "a file "+pattern, func() bool {
		var err error
		found, err = filepath.Glob(pattern)
		return err == nil && len(found) > 0
	})
	return found[0]
}
