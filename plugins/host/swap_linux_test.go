package host_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/penvoerder/penvoerder/plugins/host"
)

// An attacker who may write where the executable stands swaps it all the time for one
// that leaves a mark. Whatever is started in between must be what was checked.
func TestAnExecutableThatIsSwappedBetweenItsCheckAndItsStartIsNotStarted(t *testing.T) {
	t.Parallel()
	touch, err := exec.LookPath("touch")
	if err != nil {
		t.Skip(err)
	}
	evil, err := os.ReadFile(touch)
	if err != nil {
		t.Fatal(err)
	}
	good, dir := plugin(t), t.TempDir()
	path, mark := filepath.Join(dir, "plugin"), filepath.Join(dir, "mark")
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
		p, err := tryStart(t, mark, func(c *host.Config) { c.Path, c.Checksum = path, checksum(t, good) })
		if err == nil {
			started++
			_ = p.Close()
		}
	}
	close(stop)
	<-stopped
	if _, err := os.Stat(mark); err == nil {
		t.Error("what was swapped in was started")
	}
	t.Logf("%d of 40 starts found the right file", started)
}

// The same for a script: what its interpreter reads is a copy of what was checked.
func TestAScriptThatIsSwappedAfterItsCheckIsNotRun(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	script, seen := filepath.Join(dir, "script"), filepath.Join(dir, "seen")
	shell, err := filepath.EvalSymlinks("/bin/sh")
	if err != nil {
		t.Fatal(err)
	}
	// It swaps itself where it stands, then tells what its interpreter would read now.
	checked := "PATH=/usr/bin:/bin; echo swapped >" + script + "; cat $0 >" + seen + "\n"
	if err := os.WriteFile(script, []byte(checked), 0o600); err != nil {
		t.Fatal(err)
	}
	r := host.Release{
		Slug: "hostile", Path: script, Checksum: checksum(t, script),
		Interpreter: &host.Interpreter{Path: shell, Checksum: checksum(t, shell)},
	}
	for range 2 { // the second finds what the first has left
		if p, err := tryStart(t, "", func(c *host.Config) { c.Release = r }); err == nil {
			_ = p.Close()
			t.Fatal("a script that serves nothing was started")
		}
	}
	if b, err := os.ReadFile(seen); err != nil || string(b) != checked {
		t.Errorf("%q was run, %v", b, err)
	}
	if b, err := os.ReadFile(script); err != nil || string(b) != "swapped\n" {
		t.Errorf("the script holds %q, %v: nothing was swapped", b, err)
	}
}
