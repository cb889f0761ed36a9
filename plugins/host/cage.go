package host

import (
	"errors"
	"os"
)

// A cage bounds the parts of the machine that a plugin can reach: its executable, the programs an interpreter was
// installed with, the system's libraries, and the directory of its socket. No other file, no network, no other
// process.
type cage struct {
	executable  *os.File
	interpreter string // its path; "" where there is none
	dir         string // of the socket
	required    bool   // a plugin that cannot be caged does not start
	uncaged     func(cause error)
}

// begin starts a plugin in the cage that lock closes, or outside of one where that may be.
func (c cage) begin(lock, start func() error) error {
	if err := lock(); err != nil {
		if c.required {
			return err
		}
		c.uncaged(err)
	}
	return start()
}

// errUncaged says that this system cannot keep a plugin to itself.
var errUncaged = errors.New("this system cannot confine a plugin")
