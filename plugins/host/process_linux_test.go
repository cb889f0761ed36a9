package host_test

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/plugins/host"
)

// isAlive reports whether a process runs; one that waits for its parent does not.
func isAlive(pid string) bool {
	b, err := os.ReadFile("/proc/" + pid + "/stat")
	if err != nil {
		return false
	}
	_, rest, _ := strings.Cut(string(b), ") ")
	return !strings.HasPrefix(rest, "Z") && !strings.HasPrefix(rest, "X")
}

func TestPluginsDieWithAHostThatIsKilled(t *testing.T) {
	t.Parallel()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	h := exec.Command(exe, "host")
	h.Env = append(os.Environ(), "TMPDIR="+t.TempDir()) // the directories that a killed host leaves behind
	out, err := h.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := h.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.Process.Kill(); _ = h.Wait() })
	var pids []string
	for in := bufio.NewScanner(out); in.Scan() && in.Text() != "ready"; {
		pids = append(pids, in.Text())
	}
	if len(pids) != 3 {
		t.Fatalf("plugins are %q", pids)
	}
	for _, pid := range pids {
		if !isAlive(pid) {
			t.Fatalf("plugin %s is not running", pid)
		}
	}
	if err := h.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	happens(t, "an end of the plugins after that of their host", func() bool { return !slices.ContainsFunc(pids, isAlive) })
}

func TestCloseLeavesNothingBehind(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	p, err := tryStart(t, "good", func(c *host.Config) { c.Directory = dir })
	if err != nil {
		t.Fatal(err)
	}
	pid := fmt.Sprint(p.Health().PID)
	sockets, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(sockets) != 1 {
		t.Fatalf("%v, %v", sockets, err)
	}
	if info, err := os.Stat(sockets[0]); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("the socket's directory has mode %v, %v", info.Mode(), err)
	}
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	if isAlive(pid) {
		t.Error("the process runs on")
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "*")); len(left) != 0 {
		t.Errorf("%q stayed", left)
	}
}

func TestACrashIsMendedByOneRestart(t *testing.T) {
	t.Parallel()
	p := start(t, "good", nil)
	kill(t, p)
	recovers(t, p)
	if h := p.Health(); h.Restarts > 1 || !h.Up {
		t.Errorf("health is %+v", h)
	}
}

func TestExecutablesThatAreNotWhatWasInstalledAreRefused(t *testing.T) {
	t.Parallel()
	for name, spoil := range map[string]func(t *testing.T, path string) string{
		"changed": func(t *testing.T, path string) string {
			f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
			if err != nil {
				t.Fatal(err)
			}
			_, _ = f.WriteString("x")
			_ = f.Close()
			return path
		},
		"symbolic link": func(t *testing.T, path string) string {
			if err := os.Symlink(path, path+"-link"); err != nil {
				t.Fatal(err)
			}
			return path + "-link"
		},
		"writable by all":   func(_ *testing.T, path string) string { _ = os.Chmod(path, 0o777); return path },
		"writable by group": func(_ *testing.T, path string) string { _ = os.Chmod(path, 0o770); return path },
		"relative":          func(*testing.T, string) string { return "plugin" },
		"missing":           func(_ *testing.T, path string) string { return path + "-none" },
		"directory":         func(_ *testing.T, path string) string { return filepath.Dir(path) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := spoil(t, plugin(t))
			if p, err := tryStart(t, "good", func(c *host.Config) { c.Path = path }); err == nil {
				_ = p.Close()
				t.Fatal("it was started")
			}
		})
	}
}

func TestAnExecutableThatIsSwappedWhileItRunsIsNotStartedAgain(t *testing.T) {
	t.Parallel()
	path := plugin(t)
	p := start(t, "good", func(c *host.Config) { c.Path, c.CoolDown = path, time.Hour })
	if err := os.Rename(plugin(t), path+"-new"); err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(path+"-new", os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = f.WriteString("x")
	_ = f.Close()
	if err := os.Rename(path+"-new", path); err != nil {
		t.Fatal(err)
	}
	kill(t, p)
	opens(t, p, 0)
	_, err = p.Judge(t.Context(), good())
	wantFault(t, err, fault.CodeUnavailable, host.ReasonUnavailable)
}
