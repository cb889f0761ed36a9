package host

import (
	"errors"
	"testing"
)

func TestWhatCannotBeCagedStartsOnlyWhereThatMayBe(t *testing.T) {
	t.Parallel()
	for required, want := range map[bool]string{true: "", false: "told started"} {
		got := ""
		c := cage{required: required, uncaged: func(error) { got += "told " }}
		err := c.begin(func() error { return errUncaged }, func() error { got += "started"; return nil })
		if got != want || errors.Is(err, errUncaged) != required {
			t.Errorf("required %t: %q, %v", required, got, err)
		}
	}
}
