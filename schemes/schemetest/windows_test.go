package schemetest

import (
	"slices"
	"strings"
	"testing"

	"github.com/penvoerder/penvoerder/schemes"
	"github.com/penvoerder/penvoerder/schemes/sozw"
	"github.com/penvoerder/penvoerder/schemes/toy"
)

// TestTheKitFindsAWindowThatNobodyGuards takes away what guards a window, or puts something in its place.
func TestTheKitFindsAWindowThatNobodyGuards(t *testing.T) {
	t.Parallel()
	for says, s := range map[string]schemes.Scheme{
		`window APPLY opens at 2025-04-01 09:00, and none of ["TOY-DATE-001"]`:                 altered{toy.Scheme, silent("TOY-DATE-001")},
		`window START closes on 2026-04-30, and none of ["TOY-DATE-002"]`:                      altered{toy.Scheme, silent("TOY-DATE-002")},
		`window ACCOUNTING closes at 2027-03-31 17:00, and none of ["TOY-DATE-003"]`:           altered{toy.Scheme, silent("TOY-DATE-003")},
		`window START opens on 2025-05-01, and ["TOY-DATE-002"] is told within it too`:         altered{toy.Scheme, always("TOY-DATE-002")},
		"window START says nothing of who guards it":                                           guarding(nil),
		"window START names rule TOY-ELIG-001, which is told at neither of its ends":           guarding([]string{"TOY-DATE-002", "TOY-ELIG-001"}),
		`window START closes on 2026-05-01, and ["TOY-DATE-002"] is told within it too`:        changing("START", func(w *schemes.Window) { w.ClosesOn = schemes.On(2026, 5, 1) }),
		`window ACCOUNTING closes at 2027-03-31 17:01, and ["TOY-DATE-003"] is told within it`: changing("ACCOUNTING", func(w *schemes.Window) { w.ClosesAt = schemes.Moment("2027-03-31T17:01:00+02:00") }),
		"window START: no case asks about what it bounds":                                      unnamed(),
	} {
		wants(t, told(t, s, (*kit).windows), says)
	}
	for name, s := range map[string]schemes.Scheme{
		"toy as it is":                       toy.Scheme,
		"a window that says it only informs": guarding([]string{schemes.Nobody}),
	} {
		if got := told(t, s, (*kit).windows); len(got) > 0 {
			t.Errorf("%s is refused: %q", name, got)
		}
	}
}

// TestTheKitFindsASubsidyPeriodThatPaysMore has days outside the period of SO-Z&W paid, or passed over in silence.
func TestTheKitFindsASubsidyPeriodThatPaysMore(t *testing.T) {
	t.Parallel()
	paysMore := func(b schemes.Batch, i int, a *schemes.Answer) {
		if r := b.Questions[i].Registration; r == nil || !r.End.Value().After(schemes.On(2026, 12, 31)) {
			return
		}
		for n := range a.Parts {
			if a.Parts[n].Amount != nil {
				a.Parts[n].Amount = amountOf(*a.Parts[n].Amount + 1)
			}
		}
	}
	for says, s := range map[string]schemes.Scheme{
		"window PERIOD closes on 2026-12-31, and a day outside it is paid":     altered{sozw.Scheme, paysMore},
		`window PERIOD closes on 2026-12-31, and none of ["SOZW-DATE-011" "`:   altered{sozw.Scheme, silent("SOZW-ELIG-017")},
		`window PERIOD opens on 2026-01-01, and none of ["SOZW-DATE-011" "`:    altered{sozw.Scheme, silent("SOZW-DATE-011")},
		`window ACCOUNTING opens on 2026-01-05, and none of ["SOZW-DATE-006"]`: altered{sozw.Scheme, silent("SOZW-DATE-006")},
	} {
		wants(t, toldOver(t, "../sozw/cases", s, (*kit).windows), says)
	}
}

func wants(t *testing.T, got []string, says string) {
	t.Helper()
	if !slices.ContainsFunc(got, func(failure string) bool { return strings.Contains(failure, says) }) {
		t.Errorf("want %q, got %q", says, got)
	}
}

// silent takes the findings of a rule away.
func silent(rule string) func(schemes.Batch, int, *schemes.Answer) {
	of := func(f schemes.Finding) bool { return f.Rule == rule }
	return func(_ schemes.Batch, _ int, a *schemes.Answer) {
		a.Whole.Findings = slices.DeleteFunc(slices.Clone(a.Whole.Findings), of)
		for i := range a.Parts {
			a.Parts[i].Findings = slices.DeleteFunc(slices.Clone(a.Parts[i].Findings), of)
		}
	}
}

// always adds a finding of a rule.
func always(rule string) func(schemes.Batch, int, *schemes.Answer) {
	return func(_ schemes.Batch, _ int, a *schemes.Answer) {
		a.Whole.Findings = append(slices.Clone(a.Whole.Findings), schemes.Finding{Rule: rule})
	}
}

// guarding is toy with others to guard its window START.
func guarding(by []string) schemes.Scheme {
	return changing("START", func(w *schemes.Window) { w.GuardedBy = by })
}

// changing is toy with a window declared otherwise, and the rules left as they are.
func changing(code string, change func(*schemes.Window)) schemes.Scheme {
	m := *toy.Scheme.Manifest()
	m.Windows = slices.Clone(m.Windows)
	change(&m.Windows[slices.IndexFunc(m.Windows, func(w schemes.Window) bool { return w.Code == code })])
	return declaring{toy.Scheme, m}
}

// unnamed is toy without an activity that names a window.
func unnamed() schemes.Scheme {
	m := *toy.Scheme.Manifest()
	m.Activities = slices.Clone(m.Activities)
	for i := range m.Activities {
		m.Activities[i].Windows = nil
	}
	return declaring{toy.Scheme, m}
}
