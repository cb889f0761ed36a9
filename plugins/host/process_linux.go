package host

import (
	"bytes"
	"errors"
	"fmt"
	"io"
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

// A view is what can be seen of a process from outside, kept open, for it is looked at often.
type view struct {
	tasks string   // directory of its threads
	statm *os.File // nil where it cannot be read
	text  [128]byte
}

func observe(pid int) *view {
	proc := fmt.Sprintf("/proc/%d", pid)
	statm, err := os.Open(filepath.Join(proc, "statm"))
	if err != nil {
		statm = nil
	}
	return &view{tasks: filepath.Join(proc, "task"), statm: statm}
}

func (v *view) close() {
	if v.statm != nil {
		_ = v.statm.Close() // nothing was written
	}
}

// resident returns the bytes of memory that the process holds; 0 where unknown.
func (v *view) resident() int64 {
	if v.statm == nil {
		return 0
	}
	n, err := v.statm.ReadAt(v.text[:], 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return 0
	}
	fields := bytes.Fields(v.text[:n])
	if len(fields) < 2 {
		return 0
	}
	pages, err := strconv.ParseInt(string(fields[1]), 10, 64)
	if err != nil {
		return 0
	}
	return pages * int64(os.Getpagesize())
}

// hasChildren reports whether a thread of the process has started another process that still runs.
func (v *view) hasChildren() bool {
	threads, err := os.ReadDir(v.tasks)
	if err != nil {
		return false
	}
	for _, thread := range threads {
		if b, err := os.ReadFile(filepath.Join(v.tasks, thread.Name(), "children")); err == nil && len(bytes.TrimSpace(b)) > 0 {
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
