package replay

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/penvoerder/penvoerder/internal/reference"
	"github.com/penvoerder/penvoerder/schemes"
)

// counting is a report that grows with organisations, rules and requirements, and not with registrations.
type counting struct {
	head          Report // the part that is complete while counting
	began         time.Time
	listed        int
	origins       map[rest]int
	organisations map[string]schemes.Amount // the gain of each
	regions       map[string]*Tally
	activities    map[string]*Tally
	outcomes      map[move]int
	cells         map[move]int
	rules         map[string]*RuleChange
}

type move struct{ of, from, to string }

func newCounting(c Config) *counting {
	return &counting{
		head:  Report{Scheme: c.Slug, Candidate: c.Candidate.Manifest().Version, Parameters: c.Parameters, Largest: []Difference{}, Failures: []Failure{}},
		began: time.Now(), listed: c.Listed,
		origins: map[rest]int{}, organisations: map[string]schemes.Amount{},
		regions: map[string]*Tally{}, activities: map[string]*Tally{},
		outcomes: map[move]int{}, cells: map[move]int{}, rules: map[string]*RuleChange{},
	}
}

// add counts a batch; answers are to its questions, in order.
func (c *counting) add(b *batch, answers []schemes.Answer) {
	for i := range b.files {
		f := &b.files[i]
		if f.unread != "" {
			c.fail(f, f.unread)
			continue
		}
		after := answers[0]
		answers = answers[1:]
		if after.Failure != "" {
			c.fail(f, after.Failure)
			continue
		}
		c.compare(f, after)
	}
}

func (c *counting) fail(f *file, why string) {
	c.head.Failed++
	if len(c.head.Failures) < c.listed {
		c.head.Failures = append(c.head.Failures, Failure{Number: f.number, Reason: why})
	}
}

// compare counts one registration.
func (c *counting) compare(f *file, after schemes.Answer) {
	c.origins[f.rests]++
	was, is := worth(f.before.Whole.Amount), worth(after.Whole.Amount)
	moved := c.moves(f.before, after)
	comes, goes := c.ruleChanges(f.before, after)
	paid := c.participations(f.before, after)
	isSame := was == is && !moved && !paid && len(comes)+len(goes) == 0
	c.head.Total.add(was, is, isSame)
	if f.isDecided {
		c.head.Decided.add(was, is, isSame)
	}
	tally(c.regions, f.region).add(was, is, isSame)
	tally(c.activities, f.activity).add(was, is, isSame)
	c.organisations[f.organisation] += is - was
	if was != is {
		c.list(Difference{
			Number: f.number, Activity: f.activity, Region: f.region, Before: f.before.Whole.Amount, After: after.Whole.Amount,
			Difference: is - was, Comes: comes, Goes: goes,
		})
	}
}

func worth(a *schemes.Amount) schemes.Amount {
	if a == nil {
		return 0
	}
	return *a
}

func tally(in map[string]*Tally, key string) *Tally {
	if in[key] == nil {
		in[key] = &Tally{}
	}
	return in[key]
}

// list keeps the largest differences, the earliest number first among equals.
func (c *counting) list(d Difference) {
	at, _ := slices.BinarySearchFunc(c.head.Largest, d, func(a, b Difference) int {
		return cmp.Or(cmp.Compare(size(b), size(a)), cmp.Compare(a.Number, b.Number))
	})
	if at == c.listed {
		return
	}
	if len(c.head.Largest) == c.listed {
		c.head.Largest = c.head.Largest[:c.listed-1]
	}
	c.head.Largest = slices.Insert(c.head.Largest, at, d)
}

func size(d Difference) schemes.Amount { return max(d.Difference, -d.Difference) }

// moves counts which outcomes and cells go from one state to another.
func (c *counting) moves(before, after schemes.Answer) bool {
	moved := c.move(c.outcomes, "REGISTRATION", string(before.Whole.Outcome), string(after.Whole.Outcome))
	moved = c.cellMoves(before.Whole, after.Whole) || moved
	was := byKey(before.Parts)
	for _, p := range after.Parts {
		old := was[p.Key]
		moved = c.move(c.outcomes, "PARTICIPATION", string(old.Outcome), string(p.Outcome)) || moved
		moved = c.cellMoves(old, p) || moved
	}
	return moved
}

func (c *counting) move(in map[move]int, of, from, to string) bool {
	if from != to {
		in[move{of, from, to}]++
	}
	return from != to
}

func (c *counting) cellMoves(before, after schemes.Part) bool {
	was, is := states(before.Cells), states(after.Cells)
	moved := false
	for column := range both(was, is) {
		from, to := cmp.Or(was[column], notRequired), cmp.Or(is[column], notRequired)
		moved = c.move(c.cells, column, from, to) || moved
	}
	return moved
}

const notRequired = string(schemes.CellNotRequired)

// states returns the state of each cell by column; an absent cell is not required.
func states(cells []schemes.Cell) map[string]string {
	out := make(map[string]string, len(cells))
	for _, cell := range cells {
		out[cell.Column] = string(cell.State)
	}
	return out
}

func both[V any](a, b map[string]V) map[string]V {
	out := maps.Clone(a)
	maps.Copy(out, b)
	return out
}

func byKey(parts []schemes.Part) map[string]schemes.Part {
	out := make(map[string]schemes.Part, len(parts))
	for _, p := range parts {
		out[p.Key] = p
	}
	return out
}

// participations counts who gains and loses within the registration; it reports whether anybody does.
func (c *counting) participations(before, after schemes.Answer) bool {
	was, changed := byKey(before.Parts), false
	for _, p := range after.Parts {
		difference := worth(p.Amount) - worth(was[p.Key].Amount)
		c.head.Participations.add(difference)
		changed = changed || difference != 0
	}
	return changed
}

// ruleChanges counts the rules that are reported now and were not, and the other way round.
func (c *counting) ruleChanges(before, after schemes.Answer) (comes, goes []string) {
	was, is := rules(before), rules(after)
	for _, rule := range keys(both(was, is)) {
		if was[rule] == is[rule] {
			continue
		}
		change := c.rules[rule]
		if change == nil {
			change = &RuleChange{Rule: rule}
			c.rules[rule] = change
		}
		if is[rule] {
			change.Comes++
			comes = append(comes, rule)
		} else {
			change.Goes++
			goes = append(goes, rule)
		}
	}
	return comes, goes
}

// rules returns the rules reported anywhere in an answer.
func rules(a schemes.Answer) map[string]bool {
	out := map[string]bool{}
	told := func(fs []schemes.Finding) {
		for _, f := range fs {
			out[f.Rule] = true
		}
	}
	for _, p := range append([]schemes.Part{a.Whole}, a.Parts...) {
		told(p.Findings)
		for _, cell := range p.Cells {
			told(cell.Findings)
		}
	}
	return out
}

func keys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// report returns the count so far.
func (c *counting) report() *Report {
	r := c.head
	for _, gain := range c.organisations {
		r.Organisations.add(gain)
	}
	r.Regions, r.Activities = groups(c.regions, regionName), groups(c.activities, nil)
	r.Outcomes, r.Cells = movesOf(c.outcomes), movesOf(c.cells)
	r.Rules = []RuleChange{}
	for _, rule := range keys(c.rules) {
		r.Rules = append(r.Rules, *c.rules[rule])
	}
	return &r
}

func groups(in map[string]*Tally, name func(string) string) []Group {
	out := make([]Group, 0, len(in))
	for _, key := range keys(in) {
		g := Group{Key: key, Tally: *in[key]}
		if name != nil {
			g.Name = name(key)
		}
		out = append(out, g)
	}
	return out
}

func regionName(id string) string {
	r, _ := reference.RegionByID(id)
	return strings.TrimSpace(r.Province + " " + r.Part)
}

func movesOf(in map[move]int) []Move {
	out := make([]Move, 0, len(in))
	for m, n := range in {
		out = append(out, Move{Of: m.of, From: m.from, To: m.to, Count: n})
	}
	slices.SortFunc(out, func(a, b Move) int {
		return cmp.Or(cmp.Compare(a.Of, b.Of), cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To))
	})
	return out
}
