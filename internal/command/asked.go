package command

import (
	"encoding/json"
	"io"
)

// asked are the flags that say how a scheme is started.
type asked struct {
	Plugins string   `help:"Directory with installed schemes in which a slug is looked up, instead of among the built-in ones." placeholder:"DIR" type:"path"`
	Arg     []string `help:"An argument with which an executable is started; repeat." placeholder:"WORD" sep:"none"`
}

// malformed is the exit code of a command that was given what it cannot read.
const malformed = 2

func writeIndented(to io.Writer, v any) error {
	e := json.NewEncoder(to)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

func or(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}
