package host

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"time"
)

// attributes put the child in a group of its own, so that it is killed with all
// that it starts, and let the kernel kill it when the host dies.
func attributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}

// executablePath names the opened file itself, so that the started file is the hashed one, whatever stands at path by
// then. A script would be opened anew, by an interpreter that nobody checked: it is installed together with one
// instead.
func executablePath(f *os.File, _ string) (string, error) {
	magic := make([]byte, 2)
	if _, err := f.ReadAt(magic, 0); err != nil || string(magic) == "#!" {
		return "", errInterpreted
	}
	return fmt.Sprintf("/proc/self/fd/%d", f.Fd()), nil
}

func killGroup(p *os.Process) { _ = syscall.Kill(-p.Pid, syscall.SIGKILL) }

// resident returns the bytes of memory that the process holds; 0 where unknown.
func resident(pid int) int64 {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", pid))
	if err != nil {
		return 0
	}
	fields := bytes.Fields(b)
	if len(fields) < 2 {
		return 0
	}
	pages, err := strconv.ParseInt(string(fields[1]), 10, 64)
	if err != nil {
		return 0
	}
	return pages * int64(os.Getpagesize())
}

// hasChildren reports whether the process has started another that still runs.
func hasChildren(pid int) bool {
	lists, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid))
	if err != nil {
		return false
	}
	for _, list := range lists {
		if b, err := os.ReadFile(list); err == nil && len(bytes.TrimSpace(b)) > 0 {
			return true
		}
	}
	return false
}

// killStrays kills the processes whose environment names dir: those that a plugin started and hid from its group. It
// looks until there are none, but not for ever.
func killStrays(dir string) {
	for range 20 {
		pids := strays(dir)
		if len(pids) == 0 {
			return
		}
		for _, pid := range pids {
			_ = syscall.Kill(pid, syscall.SIGKILL)
		}
		time.Sleep(5 * time.Millisecond)
	}
}

func strays(dir string) (pids []int) {
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return nil
	}
	for _, e := range entries {
		pid, err := strconv.Atoi(e.Name())
		if err != nil || pid == os.Getpid() {
			continue
		}
		if b, err := os.ReadFile(filepath.Join("/proc", e.Name(), "environ")); err == nil && bytes.Contains(b, []byte("="+dir+"\x00")) {
			pids = append(pids, pid)
		}
	}
	return pids
}
