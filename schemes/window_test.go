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
		"window APPLY closes at 2025-03-31T23:59:59Z, before it opens at":                                                         func(w []schemes.Window) { w[0].ClosesAt = schemes.Moment("2025-03-31T23:59:59Z") },
		"window START closes on 2025-04-30, before it opens on 2025-05-01":                                                        func(w []schemes.Window) { w[1].ClosesOn = schemes.On(2025, 4, 30) },
		"window START is told both in moments and in days":                                                                        func(w []schemes.Window) { w[1].ClosesAt = schemes.Moment("2026-03-31T23:59:59Z") },
		"window APPLY is declared twice":                                                                                          func(w []schemes.Window) { w[1].Code = "APPLY" },
		"window START is guarded by rule TOY-DATE-009, which the scheme does not declare":                                         guardedBy(1, "TOY-DATE-009"),
		"window START is guarded by rule CORE-PARAMETER-UNCOVERED, which the scheme does not declare":                             guardedBy(1, "CORE-PARAMETER-UNCOVERED"),
		"window START is guarded by TOY-DATE-002 twice":                                                                           guardedBy(1, "TOY-DATE-002", "TOY-DATE-002"),
		`window START is guarded by NOBODY and by others: ["TOY-DATE-002" "NOBODY"]`:                                              guardedBy(1, "TOY-DATE-002", schemes.Nobody),
		"window START of kind TRAINING_START is guarded by PLATFORM, which guards ASSESSMENT alone: name the rule of the scheme":  guardedBy(1, schemes.Platform),
		"window ACCOUNTING of kind ACCOUNTING is guarded by PLATFORM, which guards ASSESSMENT alone: name the rule of the scheme": guardedBy(2, schemes.Platform),
		"window ASSESS of kind ASSESSMENT is guarded by TOY-DATE-001: PLATFORM guards it":                                         guardedBy(3, "TOY-DATE-001"),
		"window ASSESS of kind ASSESSMENT is guarded by NOBODY: PLATFORM guards it":                                               guardedBy(3, schemes.Nobody),
	} {
		m := *toy.Scheme.Manifest()
		m.Windows = append([]schemes.Window(nil), m.Windows...)
		change(m.Windows)
		if err := m.Validate(); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("want %q, got %v", says, err)
		}
	}
}

func guardedBy(i int, by ...string) func([]schemes.Window) {
	return func(w []schemes.Window) { w[i].GuardedBy = by }
}

// TestAReleaseOfBeforeSaysNothingOfItsGuards: a plugin that was built yesterday is served today.
func TestAReleaseOfBeforeSaysNothingOfItsGuards(t *testing.T) {
	t.Parallel()
	m := *toy.Scheme.Manifest()
	m.Windows = append([]schemes.Window(nil), m.Windows...)
	for i := range m.Windows {
		m.Windows[i].GuardedBy = nil
	}
	if err := m.Validate(); err != nil {
		t.Error(err)
	}
}
