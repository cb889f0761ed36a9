package host

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
	"syscall"
)

// attributes put the child in a group of its own, so that it is killed with all
// that it starts, and let the kernel kill it when the host dies.
func attributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}

// executablePath names the opened file itself, so that what is started is what was
// hashed, whatever stands at path by then. A script is started by its path: its
// interpreter opens it anew, and the checksum holds for what stood there just before.
func executablePath(f *os.File, path string) string {
	magic := make([]byte, 2)
	if _, err := f.ReadAt(magic, 0); err != nil || string(magic) == "#!" {
		return path
	}
	return fmt.Sprintf("/proc/self/fd/%d", f.Fd())
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
