package schemetest

import (
	"slices"
	"time"

	"pgregory.net/rapid"

	"github.com/penvoerder/penvoerder/schemes"
)

// windows asks about a moment just outside each window that was announced: the answer must say so. A window of assessment
// is the platform's to enforce; of accounting and of subsidy, golden cases show what they do.
func (k *kit) windows(t rapid.TB) {
	for _, w := range k.manifest.Windows {
		switch w.Kind {
		case schemes.WindowApplication:
			k.bounds(t, w, k.submitted)
		case schemes.WindowTrainingStart:
			k.bounds(t, w, func(o schemes.Instant) []schemes.Question { return k.started(w, o) })
		}
	}
}

// bounds holds that what lies outside a window is told of in every case, at both ends that it has.
func (k *kit) bounds(t rapid.TB, w schemes.Window, ask func(on schemes.Instant) []schemes.Question) {
	t.Helper()
	for end, edge := range edges(w) {
		within, beyond := ask(edge.within), ask(edge.beyond)
		if len(within) == 0 {
			t.Errorf("window %s: no case asks about what it bounds", w.Code)
			return
		}
		inside, outside := k.judge(t, nil, within...), k.judge(t, nil, beyond...)
		isUsed := false
		for i := range inside {
			known := rulesIn(inside[i])
			isUsed = isUsed || slices.ContainsFunc(rulesIn(outside[i]), func(rule string) bool { return !slices.Contains(known, rule) })
		}
		if !isUsed {
			t.Errorf("window %s %s, and no rule says so: there is no finding that is not told within it too", w.Code, end)
		}
	}
}

// rulesIn are the rules of the scheme that an answer tells of. That no value of a parameter is set is no rule of a window.
func rulesIn(a schemes.Answer) (rules []string) {
	core := schemes.CoreRules()
	for _, p := range parts(a) {
		for _, f := range p.Findings {
			if !slices.ContainsFunc(core, func(r schemes.Rule) bool { return r.ID() == f.Rule }) {
				rules = append(rules, f.Rule)
			}
		}
	}
	return rules
}

// An edge is the last moment within a window and the first beyond it.
type edge struct{ within, beyond schemes.Instant }

// edges are those that a window has, by what happens there.
func edges(w schemes.Window) map[string]edge {
	all := map[string]edge{}
	second := func(i schemes.Instant, n int) schemes.Instant {
		return schemes.At(i.Time().Add(time.Duration(n) * time.Second))
	}
	if !w.OpensAt.IsZero() {
		all["opens at "+w.OpensAt.Dutch()] = edge{w.OpensAt, second(w.OpensAt, -1)}
	}
	if !w.ClosesAt.IsZero() {
		all["closes at "+w.ClosesAt.Dutch()] = edge{w.ClosesAt, second(w.ClosesAt, 1)}
	}
	noon := func(d schemes.Date) schemes.Instant { return schemes.At(d.Time().Add(12 * time.Hour)) }
	if !w.OpensOn.IsZero() {
		all["opens on "+w.OpensOn.String()] = edge{noon(w.OpensOn), noon(w.OpensOn.AddDays(-1))}
	}
	if !w.ClosesOn.IsZero() {
		all["closes on "+w.ClosesOn.String()] = edge{noon(w.ClosesOn), noon(w.ClosesOn.AddDays(1))}
	}
	return all
}

// submitted are the plans of the cases, submitted at a moment and judged then.
func (k *kit) submitted(at schemes.Instant) (all []schemes.Question) {
	for _, c := range k.cases {
		if q := c.Question; q.Plan != nil {
			p := *q.Plan
			p.SubmittedAt, q.AsOf, q.Plan = schemes.Known(at), at, &p
			all = append(all, q)
		}
	}
	return all
}

// started are the registrations of the cases under an activity that names the window, starting on a day.
func (k *kit) started(w schemes.Window, at schemes.Instant) (all []schemes.Question) {
	for _, c := range k.cases {
		q := c.Question
		if q.Registration == nil || c.Overrides != nil || !k.names(q.Registration.Activity, w.Code) {
			continue
		}
		r := *q.Registration
		r.Start, r.End = schemes.Known(at.Day()), schemes.Known(at.Day().AddDays(60)) // of one length on both sides
		q.Registration = &r
		all = append(all, q)
	}
	return all
}

// names reports whether an activity names a window as one that bounds it.
func (k *kit) names(activity, window string) bool {
	a, _ := k.manifest.Activity(activity)
	for _, w := range a.Windows {
		if w == window {
			return true
		}
	}
	return false
}
