package command

import (
	"fmt"
	"io"
)

// An exitError ends a command with another code than 1.
type exitError struct {
	code int
	error
}

func (e exitError) Unwrap() error { return e.error }

// streams are where a command writes for people.
type streams struct{ out, err io.Writer }

// say writes for people; when they are gone, the work goes on.
func (s *streams) say(format string, args ...any) { _, _ = fmt.Fprintf(s.out, format, args...) }
