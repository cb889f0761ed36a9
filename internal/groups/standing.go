package groups

import (
	"slices"
)

// Standing is the place of an organisation in its group on a day. Lists of organisations are sorted.
type Standing struct {
	Of      string
	Top     []string // itself where nobody decides over it; several are a ring that is top together, or contradict
	Ring    []string // those that decide over each other with it, itself included
	Above   []string // who decides over it and is not of its ring
	Members []string // over whom it decides and who are not of its ring

	IsContradicted bool   // two unrelated organisations are presumed to be its top
	Steps          []Step // by which the tops decide over it, or the ring over each other
}

// Step says that one organisation decides over another: by parts of one whole that it holds itself, or that those hold
// over whom it decides by earlier steps.
type Step struct {
	Decider, Over string
	Ties          []Tie
}

// IsAlone reports whether the organisation belongs to no group.
func (s Standing) IsAlone() bool { return len(s.Ring) == 1 && len(s.Above) == 0 && len(s.Members) == 0 }

// IsTop reports whether nobody outside its ring decides over the organisation.
func (s Standing) IsTop() bool { return len(s.Above) == 0 }

// Group lists all others whose plan concerns that of the organisation: who decides over it, and over whom it decides.
func (s Standing) Group() []string {
	others := slices.Concat(s.Above, s.Members)
	for _, r := range s.Ring {
		if r != s.Of {
			others = append(others, r)
		}
	}
	slices.Sort(others)
	return others
}

// Standing computes the place of an organisation. One that no tie names is its own top.
func (g *Graph) Standing(of string) Standing {
	y, known := g.at[of]
	if !known {
		return Standing{Of: of, Top: []string{of}, Ring: []string{of}}
	}
	mine := g.reach(y)
	above := map[int]*reach{}
	ring := []int{y}
	for _, x := range g.upstream(y) {
		r := g.reach(x)
		switch {
		case !r.has(y):
		case mine.has(x):
			ring = append(ring, x)
		default:
			above[x] = r
		}
	}
	s := Standing{Of: of, Ring: g.named(ring), Above: g.named(keys(above))}
	for _, n := range mine.order[1:] {
		if !slices.Contains(ring, n) {
			s.Members = append(s.Members, g.keys[n])
		}
	}
	slices.Sort(s.Members)
	g.crown(&s, y, mine, above, ring)
	return s
}

// crown finds the top, and the steps that lead from it.
func (g *Graph) crown(s *Standing, y int, mine *reach, above map[int]*reach, ring []int) {
	if len(above) == 0 {
		s.Top = s.Ring
		for _, other := range ring[1:] {
			s.Steps = append(s.Steps, g.steps(mine, other)...)
			s.Steps = append(s.Steps, g.steps(g.reach(other), y)...)
		}
		s.Steps = once(s.Steps)
		return
	}
	var tops []int
	for x, r := range above {
		if !slices.ContainsFunc(keys(above), func(z int) bool { return above[z].has(x) && !r.has(z) }) {
			tops = append(tops, x)
		}
	}
	s.Top = g.named(tops)
	for _, name := range s.Top {
		x := g.at[name]
		s.Steps = append(s.Steps, g.steps(above[x], y)...)
		s.IsContradicted = s.IsContradicted || x != g.at[s.Top[0]] && !above[x].has(g.at[s.Top[0]])
	}
	s.Steps = once(s.Steps)
}

// steps lists how an organisation came to decide over another: what it won on the way first.
func (g *Graph) steps(r *reach, over int) []Step {
	needed := map[int]bool{over: true}
	var back []Step
	for i := slices.Index(r.order, over); i > 0; i-- {
		n := r.order[i]
		if !needed[n] {
			continue
		}
		step := Step{Decider: g.keys[r.from], Over: g.keys[n]}
		for _, p := range g.blocs[r.via[n]].parts {
			if slices.Contains(r.order[:i], p.holder) {
				step.Ties = append(step.Ties, p.tie)
				needed[p.holder] = true
			}
		}
		back = append(back, step)
	}
	slices.Reverse(back)
	return back
}

func (g *Graph) named(places []int) []string {
	var names []string
	for _, n := range places {
		names = append(names, g.keys[n])
	}
	slices.Sort(names)
	return names
}

func keys(of map[int]*reach) []int {
	var all []int
	for n := range of {
		all = append(all, n)
	}
	return all
}

// once leaves out steps that were told before.
func once(steps []Step) []Step {
	type told struct{ decider, over string }
	seen := map[told]bool{}
	return slices.DeleteFunc(steps, func(s Step) bool {
		t := told{s.Decider, s.Over}
		before := seen[t]
		seen[t] = true
		return before
	})
}
