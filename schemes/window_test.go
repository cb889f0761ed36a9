package schemes_test

import (
	"strings"
	"testing"

	"github.com/penvoerder/penvoerder/schemes"
	"github.com/penvoerder/penvoerder/schemes/toy"
)

func TestAWindowThatContradictsItselfIsRefused(t *testing.T) {
	t.Parallel()
	for says, change := range map[string]func(w []schemes.Window){
		"window APPLY closes at 2025-03-31T23:59:59Z, before it opens at":  func(w []schemes.Window) { w[0].ClosesAt = schemes.Moment("2025-03-31T23:59:59Z") },
		"window START closes on 2025-04-30, before it opens on 2025-05-01": func(w []schemes.Window) { w[1].ClosesOn = schemes.On(2025, 4, 30) },
		"window START is told both in moments and in days":                 func(w []schemes.Window) { w[1].ClosesAt = schemes.Moment("2026-03-31T23:59:59Z") },
		"window APPLY is declared twice":                                   func(w []schemes.Window) { w[1].Code = "APPLY" },
	} {
		m := *toy.Scheme.Manifest()
		m.Windows = append([]schemes.Window(nil), m.Windows...)
		change(m.Windows)
		if err := m.Validate(); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("want %q, got %v", says, err)
		}
	}
}
