package host_test

import (
	"encoding/json"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/plugins/host"
	"github.com/penvoerder/penvoerder/plugins/internal/hostile"
	"github.com/penvoerder/penvoerder/plugins/internal/wire"
)

// Of all that the host can do on its machine a plugin can do nothing: the same program, started beside it and not by it,
// can do everything.
func TestAPluginReachesNothingOfTheMachine(t *testing.T) {
	t.Parallel()
	free, caged := map[string]string{}, map[string]string{}
	read := func(text string, into map[string]string) {
		if err := json.Unmarshal([]byte(text), &into); err != nil {
			t.Fatalf("%v: %s", err, text)
		}
	}
	p, err := tryStart(t, "prisoner", func(c *host.Config) { c.Confined, c.Args = true, append(c.Args, reach(t)) })
	if err != nil && strings.Contains(err.Error(), "cannot confine") {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	read(p.Manifest().Authority, caged)
	if err := p.Close(); err != nil {
		t.Error(err)
	}
	beside := exec.CommandContext(t.Context(), release(t, "").Path, "free", reach(t))
	beside.Env = append(os.Environ(), wire.Handshake.MagicCookieKey+"="+wire.Handshake.MagicCookieValue)
	said, err := beside.Output()
	if err != nil {
		t.Fatal(err)
	}
	read(string(said), free)
	if raced { // to whom the directory of processes is open
		delete(free, environment)
		delete(caged, environment)
	}
	want, refused := map[string]string{}, map[string]string{}
	for way := range free {
		want[way], refused[way] = "allowed", "refused"
	}
	if diff := gocmp.Diff(want, free); diff != "" {
		t.Errorf("what is tried is not possible anyway (-want +got)\n%s", diff)
	}
	if diff := gocmp.Diff(refused, caged); diff != "" {
		t.Errorf("a plugin gets out (-want +got)\n%s", diff)
	}
}

const environment = "host's environment"

// reach makes the things a host has: a file, a directory, and a listener.
func reach(t *testing.T) string {
	t.Helper()
	dir := socketDir(t)
	r := hostile.Reach{File: filepath.Join(dir, "secret"), Dir: dir, Socket: filepath.Join(dir, "socket")}
	write(t, r.File, hostile.Canary)
	write(t, filepath.Join(dir, "kept"), "")
	r.TCP, r.UDP = listening(t, "tcp", "127.0.0.1:0"), listening(t, "udp", "127.0.0.1:0")
	listening(t, "unix", r.Socket)
	text, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// listening takes whatever comes until the test ends.
func listening(t *testing.T, network, address string) string {
	t.Helper()
	var lc net.ListenConfig
	if network == "udp" {
		c, err := lc.ListenPacket(t.Context(), network, address)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = c.Close() })
		return c.LocalAddr().String()
	}
	l, err := lc.Listen(t.Context(), network, address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			_, _ = io.Copy(io.Discard, c)
			_ = c.Close()
		}
	}()
	return l.Addr().String()
}
