package schemes

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// A Claim is a participation in another registration that shares a cap with the one asked about and stands before it: of
// the same employer under the same scheme, submitted, in review, in repair, approved or settled. The platform states
// them where the manifest declares caps, and only those of the same people where no cap is per employer.
type Claim struct {
	Number      string  `json:"number"` // R-number
	SubmittedAt Instant `json:"submittedAt"`
	Person      string  `json:"person"` // key that is the same for the same person at this employer, and says nothing else
	Year        int64   `json:"year"`   // in which its training starts
	Activity    string  `json:"activity"`
	Amount      Amount  `json:"amount"` // before caps
}

// Stands reports whether a registration that was first submitted at a moment stands before another one: by that moment,
// then by number. What is not submitted stands behind all that is.
func Stands(at Instant, number string, before Instant, other string) bool {
	if before.IsZero() {
		return !at.IsZero()
	}
	return !at.IsZero() && cmp.Or(at.Compare(before), strings.Compare(number, other)) < 0
}

// A purse is a cap of one holder over one term.
type purse struct {
	cap    *Cap
	holder string // a person; empty for the employer
	year   int64  // 0 for the whole scheme
}

// A sweep spends caps, claim by claim. The smallest room counts where several caps concern a claim, and only what is
// payable uses any of them. What comes of it follows from the claims alone.
type sweep struct {
	m      *Manifest
	values *values
	used   map[purse]Amount
}

// sweepOf returns a sweep that has spent what stands before reg; nil where nothing is shared.
func (m *Manifest) sweepOf(v *values, reg *Registration) *sweep {
	if len(m.Caps) == 0 {
		return nil
	}
	w := &sweep{m: m, values: v, used: map[purse]Amount{}}
	before := slices.Clone(reg.Earlier)
	slices.SortStableFunc(before, func(a, b Claim) int {
		return cmp.Or(a.SubmittedAt.Compare(b.SubmittedAt), strings.Compare(a.Number, b.Number))
	})
	for _, c := range before {
		w.spend(c)
	}
	return w
}

// claim is what a participation in reg lays claim to.
func (r *Registration) claim(p *Participation, amount Amount) Claim {
	c := Claim{Person: p.Person, Activity: r.Activity, Amount: amount}
	if c.Person == "" {
		c.Person = "/" + p.Key // of whom nobody says who it is: nobody else
	}
	if start, ok := r.Start.Get(); ok {
		c.Year = int64(start.Year)
	}
	return c
}

// purses are those that a claim draws on, in the order of the manifest.
func (w *sweep) purses(c Claim) []purse {
	var all []purse
	for i := range w.m.Caps {
		one := &w.m.Caps[i]
		if !applies(one.Activities, c.Activity) {
			continue
		}
		p := purse{cap: one}
		if one.Per == PerPerson {
			p.holder = c.Person
		}
		if one.Each == EachYear {
			p.year = c.Year
		}
		all = append(all, p)
	}
	return all
}

// limit returns the parameter that bounds a purse and the day of its value.
func (w *sweep) limit(p purse) (Parameter, Date) {
	limit, _ := w.m.Parameter(p.cap.Limit)
	if p.cap.Each == EachYear {
		return limit, On(int(p.year), 1, 1)
	}
	in := w.values.overrides.of(limit)
	if len(in) == 0 {
		return limit, Date{}
	}
	return limit, in[0].From
}

// room is what is left in a purse; false where no limit is set.
func (w *sweep) room(p purse) (Amount, bool) {
	n, _, ok := w.values.lookup(w.limit(p))
	cents, whole := n.whole()
	return Amount(cents) - w.used[p], ok && whole
}

// spend returns what is payable of a claim, and uses that much of every cap that concerns it.
func (w *sweep) spend(c Claim) Amount {
	payable, from := max(0, c.Amount), w.purses(c)
	for _, p := range from {
		if left, ok := w.room(p); ok {
			payable = min(payable, max(0, left))
		}
	}
	for _, p := range from {
		w.used[p] += payable
	}
	return payable
}

// bound adds to the sheet what the caps leave of the amount that it came to. That amount is in whole cents by then, and so
// is all that was spent before: what is left is never rounded, and nothing is spent twice.
func (w *sweep) bound(s *Sheet, reg *Registration, p *Participation) (claimed *Amount) {
	if w == nil {
		return nil
	}
	claimed, err := s.result()
	if err != nil || claimed == nil {
		return nil // said by whoever asks for the result
	}
	payable := Term{len(s.steps) - 1}
	for _, from := range w.purses(reg.claim(p, *claimed)) {
		c := from.cap
		if c.Each == EachYear && !reg.Start.IsKnown() {
			s.leave(RuleMissing.at(reg.Start.Path()))
			return nil
		}
		limit, on := w.limit(from)
		most := s.Parameter(c.line(capLimit), limit, on, reg.Start)
		used := s.add(c.line(capUsed), Step{Op: OpUsed}, w.used[from].Number())
		payable = s.Min(c.line(capPayable), payable, s.Subtract(c.line(capRoom), most, used))
	}
	return claimed
}

// settle spends what a part is paid. Who gets nothing lays no claim.
func (w *sweep) settle(part *Part, reg *Registration, p *Participation) {
	switch {
	case w == nil:
	case part.Outcome == Ineligible:
		part.Claimed = new(Amount)
	case part.Amount == nil:
		part.Claimed = nil
	default:
		w.spend(reg.claim(p, *part.Claimed))
	}
}

// verifyCaps checks that the amounts of a follow from what stands before and from the amounts before caps.
func (m *Manifest) verifyCaps(q *Question, a *Answer, o Overrides) error {
	var w *sweep
	if q.Registration != nil {
		w = m.sweepOf(&values{overrides: o}, q.Registration)
	}
	if w == nil {
		return unclaimed(append([]Part{a.Whole}, a.Parts...))
	}
	if err := unclaimed([]Part{a.Whole}); err != nil {
		return err
	}
	for i := range a.Parts {
		if err := w.verify(q.Registration, &q.Registration.Participations[i], &a.Parts[i]); err != nil {
			return fmt.Errorf("part %s: %w", a.Parts[i].Key, err)
		}
	}
	return nil
}

// unclaimed refuses amounts before caps, and what was used of one, where no cap is shared.
func unclaimed(parts []Part) error {
	for _, p := range parts {
		used := slices.ContainsFunc(p.Steps, func(st Step) bool { return st.Op == OpUsed })
		if p.Claimed != nil || used {
			return fmt.Errorf("part %q: an amount before caps, where none is shared", p.Key)
		}
	}
	return nil
}

// verify checks one part, and spends what it is paid.
func (w *sweep) verify(reg *Registration, p *Participation, part *Part) error {
	if (part.Claimed == nil) != (part.Amount == nil) {
		return fmt.Errorf("amount %v and %v before caps: one of them is missing", part.Amount, part.Claimed)
	}
	if part.Claimed == nil {
		return nil
	}
	claim := reg.claim(p, *part.Claimed)
	for i, st := range part.Steps {
		if st.Op == OpUsed && !w.hasUsed(claim, st) {
			return fmt.Errorf("step %d: %s of %s was not used before", i+1, st.Value, st.Line)
		}
	}
	if payable := w.spend(claim); *part.Amount != payable {
		return fmt.Errorf("amount %s, the caps leave %s of %s", part.Amount, payable, part.Claimed)
	}
	return nil
}

// hasUsed reports whether a step says what was used of its cap.
func (w *sweep) hasUsed(c Claim, st Step) bool {
	return slices.ContainsFunc(w.purses(c), func(p purse) bool {
		return isKey(st.Line, p.cap.Code, capUsed) && w.used[p].Number().is(st.Value)
	})
}
