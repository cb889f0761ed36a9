package hostile

import (
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// Reach lists things of a host that a plugin tries to get at.
type Reach struct {
	File   string // that the host can read
	Dir    string // in which it can write
	TCP    string // addresses on which it listens
	UDP    string
	Socket string
}

// Escapes tries to get out of the cage, and reports for each way whether it was refused.
func Escapes(asked string) (map[string]string, error) {
	var r Reach
	if err := json.Unmarshal([]byte(asked), &r); err != nil {
		return nil, err
	}
	told := map[string]string{}
	for way, try := range r.ways() {
		told[way] = "allowed"
		if err := try(); errors.Is(err, os.ErrPermission) {
			told[way] = "refused"
		} else if err != nil {
			told[way] = err.Error()
		}
	}
	return told, nil
}

func (r Reach) ways() map[string]func() error {
	host := os.Getppid()
	return map[string]func() error{
		"read a file":        func() error { _, err := os.ReadFile(r.File); return err },
		"list a directory":   func() error { _, err := os.ReadDir(r.Dir); return err },
		"write a file":       func() error { return os.WriteFile(filepath.Join(r.Dir, "written"), nil, 0o600) },
		"truncate a file":    func() error { return os.Truncate(r.File, 1) },
		"remove a file":      func() error { return os.Remove(filepath.Join(r.Dir, "kept")) },
		"connect by TCP":     func() error { return connect("tcp", r.TCP) },
		"send by UDP":        func() error { return connect("udp", r.UDP) },
		"connect a socket":   func() error { return connect("unix", r.Socket) },
		"listen by TCP":      func() error { return listenOn("tcp", "127.0.0.1:0") },
		"host's environment": func() error { _, err := os.ReadFile(fmt.Sprintf("/proc/%d/environ", host)); return err },
		"signal the host":    func() error { return syscall.Kill(host, 0) },
		"read memory":        func() error { _, err := unix.ProcessVMReadv(os.Getpid(), nil, nil, 0); return err },
		"leave a namespace":  func() error { return unix.Unshare(0) },
	}
}

func connect(network, address string) error {
	c, err := net.Dial(network, address) //nolint:noctx // it fails, or ends, at once
	if err != nil {
		return err
	}
	_, err = c.Write([]byte(Canary))
	return errors.Join(err, c.Close())
}

func listenOn(network, address string) error {
	l, err := net.Listen(network, address) //nolint:noctx // it fails, or ends, at once
	if err != nil {
		return err
	}
	return l.Close()
}

// prisoner reports in its manifest which things it could reach.
func prisoner() string {
	told, err := Escapes(strings.Join(os.Args[2:], " "))
	if err != nil {
		return err.Error()
	}
	text, err := json.Marshal(told)
	if err != nil {
		return err.Error()
	}
	return string(text)
}
