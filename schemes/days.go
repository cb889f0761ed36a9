package schemes

import "slices"

// DayLines are the lines on which a [Sheet] counts the days of a training that is done in parts.
type DayLines struct {
	PartFrom, PartTo Line // begin and end of a part, as stated
	From, To         Line // what of it counts
	Days             Line // the days of a part, or of the whole
	Again            Line // the days of a part that an earlier part has too
	All              Line // the sum
}

// DaysOf counts the calendar days from first to last on which one of periods runs, each day once, however the periods
// overlap; every day where there are no periods.
func (s *Sheet) DaysOf(l DayLines, periods []PeriodFact, first, last Term) Term {
	if len(periods) == 0 {
		return s.Days(l.Days, first, last)
	}
	parts := make([]Term, len(periods))
	var reached Term // the latest end so far
	for i, part := range inOrder(periods) {
		from := s.Max(l.From, s.Fact(l.PartFrom, part.From), first)
		to := s.Min(l.To, s.Fact(l.PartTo, part.To), last)
		parts[i] = s.Days(l.Days, from, to)
		if i == 0 {
			reached = to
			continue
		}
		if s.Value(from).Cmp(s.Value(reached)) <= 0 {
			again := s.Days(l.Again, from, s.Min(l.To, to, reached))
			parts[i] = s.Subtract(l.Days, parts[i], again)
		}
		if s.Value(to).Cmp(s.Value(reached)) > 0 {
			reached = to
		}
	}
	return s.Add(l.All, parts...)
}

// inOrder returns periods by their begin.
func inOrder(periods []PeriodFact) []PeriodFact {
	out := slices.Clone(periods)
	slices.SortStableFunc(out, func(a, b PeriodFact) int { return a.From.value.Compare(b.From.value) })
	return out
}

// Union returns the days of periods as the fewest periods that have them all, in order of time. Empty and open periods
// have no days.
func Union(periods ...Period) []Period {
	in := slices.DeleteFunc(slices.Clone(periods), func(p Period) bool { return p.From.IsZero() || p.To.Before(p.From) })
	slices.SortFunc(in, func(a, b Period) int { return a.From.Compare(b.From) })
	var out []Period
	for _, p := range in {
		last := len(out) - 1
		if last < 0 || p.From.After(out[last].To.AddDays(1)) {
			out = append(out, p)
			continue
		}
		if p.To.After(out[last].To) {
			out[last].To = p.To
		}
	}
	return out
}

// Days returns the calendar days of p, both ends included; zero where it ends before it begins.
func (p Period) Days() int {
	days, _ := p.To.Number().Subtract(p.From.Number()).Int()
	return max(0, days+1)
}

// LastDay returns the last day of all parts that lies within a period; false where none does. An end that a part leaves
// open is that of the period. No parts are one that is open at both ends.
func LastDay(within Period, parts ...PeriodFact) (last Date, ok bool) {
	if len(parts) == 0 {
		parts = []PeriodFact{{}}
	}
	for _, part := range parts {
		from, to := Latest(within.From, part.From), Earliest(within.To, part.To)
		if !to.Before(from) && to.After(last) {
			last = to
		}
	}
	return last, !last.IsZero()
}
