//go:build !linux

package host

import (
	"os"
	"syscall"
)

// attributes asks nothing more of the child: it watches its parent by itself.
func attributes() *syscall.SysProcAttr { return nil }

func executablePath(_ *os.File, path string) (string, error) { return path, nil }

func killGroup(p *os.Process) { _ = p.Kill() }

// resident is unknown here.
func resident(int) int64 { return 0 }

// hasChildren is unknown here.
func hasChildren(int) bool { return false }

func killStrays(string) {}
