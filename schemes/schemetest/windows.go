package schemetest

import (
	"slices"
	"time"

	"pgregory.net/rapid"

	"github.com/penvoerder/penvoerder/schemes"
)

// windows asks the cases again on both sides of each end of a window that was announced. Outside it one of its rules is
// told in every answer, inside it none is, and no rule is named in vain. What the platform guards is proved there.
func (k *kit) windows(t rapid.TB) {
	for _, w := range k.manifest.Windows {
		switch {
		case !w.IsAnnounced() || slices.Equal(w.GuardedBy, []string{schemes.Platform}) || slices.Equal(w.GuardedBy, []string{schemes.Nobody}):
		case len(w.GuardedBy) == 0:
			t.Errorf("window %s says nothing of who guards it: name the rules that are told outside it, %s (kind %s alone), or %s where it informs only",
				w.Code, schemes.Platform, schemes.WindowAssessment, schemes.Nobody)
		default:
			k.guarded(t, w)
		}
	}
}

// guarded holds that a window is guarded by the rules that it names, at each end that it has.
func (k *kit) guarded(t rapid.TB, w schemes.Window) {
	t.Helper()
	vain := slices.Clone(w.GuardedBy)
	for _, e := range edges(w) {
		for _, rule := range k.tellsOf(t, w, e) {
			vain = slices.DeleteFunc(vain, func(v string) bool { return v == rule })
		}
	}
	for _, rule := range vain {
		t.Errorf("window %s names rule %s, which is told at neither of its ends", w.Code, rule)
	}
}

// tellsOf asks on both sides of an end, and returns the rules that were told outside. The first answer that is wrong says enough.
func (k *kit) tellsOf(t rapid.TB, w schemes.Window, e edge) (rules []string) {
	t.Helper()
	within, beyond := k.asked(w, e, e.within), k.asked(w, e, e.beyond)
	if len(within) == 0 {
		t.Errorf("window %s: no case asks about what it bounds", w.Code)
		return nil
	}
	inside, outside := k.judge(t, nil, within...), k.judge(t, nil, beyond...)
	for i := range inside {
		if len(toldOf(inside[i], malformed)) > 0 {
			continue // no function of the scheme was asked
		}
		if told := toldOf(inside[i], w.GuardedBy); len(told) > 0 {
			t.Errorf("window %s %s, and %q is told within it too of %s", w.Code, e.says, told, text(within[i]))
			return rules
		}
		told := toldOf(outside[i], w.GuardedBy)
		if len(told) == 0 {
			t.Errorf("window %s %s, and none of %q is told just outside it of %s", w.Code, e.says, w.GuardedBy, text(beyond[i]))
			return rules
		}
		rules = append(rules, told...)
		if w.Kind == schemes.WindowSubsidyPeriod && isPaidMore(inside[i], outside[i]) {
			t.Errorf("window %s %s, and a day outside it is paid of %s", w.Code, e.says, text(beyond[i]))
			return rules
		}
	}
	return rules
}

var malformed = []string{schemes.RuleMalformed.ID()}

// isPaidMore reports whether anybody gets more outside a period than within it.
func isPaidMore(inside, outside schemes.Answer) bool {
	for i := range inside.Parts {
		less, more := inside.Parts[i].Amount, outside.Parts[i].Amount
		if less != nil && more != nil && *more > *less {
			return true
		}
	}
	return false
}

// toldOf are those of the rules that an answer tells.
func toldOf(a schemes.Answer, rules []string) (told []string) {
	for _, f := range findingsOf(a) {
		if slices.Contains(rules, f.Rule) && !slices.Contains(told, f.Rule) {
			told = append(told, f.Rule)
		}
	}
	return told
}

// An edge is an end of a window: the last moment within it and the first beyond.
type edge struct {
	says           string
	opens          bool
	within, beyond schemes.Instant
}

// edges are those that a window has. A day begins and ends at midnight in Amsterdam.
func edges(w schemes.Window) (all []edge) {
	add := func(says string, opens bool, within schemes.Instant) {
		step := time.Second
		if opens {
			step = -step
		}
		all = append(all, edge{says, opens, within, schemes.At(within.Time().Add(step))})
	}
	if !w.OpensAt.IsZero() {
		add("opens at "+w.OpensAt.Dutch(), true, w.OpensAt)
	}
	if !w.ClosesAt.IsZero() {
		add("closes at "+w.ClosesAt.Dutch(), false, w.ClosesAt)
	}
	if !w.OpensOn.IsZero() {
		add("opens on "+w.OpensOn.String(), true, w.OpensOn.Midnight())
	}
	if !w.ClosesOn.IsZero() {
		add("closes on "+w.ClosesOn.String(), false, schemes.At(w.ClosesOn.AddDays(1).Midnight().Time().Add(-time.Second)))
	}
	return all
}

// asked are the questions of the cases about what a window bounds, with its edge in them.
func (k *kit) asked(w schemes.Window, e edge, at schemes.Instant) (all []schemes.Question) {
	for _, c := range k.cases {
		if c.Overrides != nil {
			continue // they may move the window
		}
		q, r := c.Question, c.Question.Registration
		switch {
		case w.Kind == schemes.WindowApplication && q.Plan != nil:
			all = append(all, submitted(q, at))
		case w.Kind == schemes.WindowAccounting && r != nil:
			all = append(all, accounted(q, at, schemes.Fact[schemes.Instant]{}), accounted(q, at, schemes.Known(at)))
		case w.Kind == schemes.WindowTrainingStart && r != nil && k.names(r.Activity, w.Code):
			all = append(all, running(q, at.Day(), at.Day().AddDays(60))) // of one length on both sides
		case w.Kind == schemes.WindowSubsidyPeriod && r != nil && k.names(r.Activity, w.Code) && e.opens:
			all = append(all, running(q, at.Day(), w.OpensOn.AddDays(60)))
		case w.Kind == schemes.WindowSubsidyPeriod && r != nil && k.names(r.Activity, w.Code):
			all = append(all, running(q, w.ClosesOn.AddDays(-60), at.Day()))
		}
	}
	return all
}

// submitted is a plan that is submitted at a moment and judged then.
func submitted(q schemes.Question, at schemes.Instant) schemes.Question {
	p := *q.Plan
	p.SubmittedAt = schemes.Known(at)
	q.AsOf, q.Plan = at, &p
	return q
}

// accounted is a registration that is judged at a moment: a draft, or submitted then.
func accounted(q schemes.Question, at schemes.Instant, submitted schemes.Fact[schemes.Instant]) schemes.Question {
	r := *q.Registration
	r.SubmittedAt = submitted
	q.AsOf, q.Registration = at, &r
	return q
}

// running is a registration whose training runs from a day until a day, for all who take part.
func running(q schemes.Question, from, until schemes.Date) schemes.Question {
	r := *q.Registration
	r.Start, r.End = schemes.Known(from), schemes.Known(until)
	r.Participations = slices.Clone(r.Participations)
	for i := range r.Participations {
		p := &r.Participations[i]
		p.Start, p.End, p.Periods = schemes.Fact[schemes.Date]{}, schemes.Fact[schemes.Date]{}, nil
	}
	q.Registration = &r
	return q
}

// names reports whether an activity names a window as one that bounds it.
func (k *kit) names(activity, window string) bool {
	a, _ := k.manifest.Activity(activity)
	return slices.Contains(a.Windows, window)
}
