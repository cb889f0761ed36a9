package groups

import (
	"errors"
	"math/big"
	"slices"
	"time"
)

// Most is how many ties one graph can have. The work grows with the ties times the organisations: with so many it takes
// a few seconds at worst, and no group of undertakings comes near.
const Most = 2000

// ErrTooMany is returned for a graph of more than Most ties.
var ErrTooMany = errors.New("more ties than one group can have")

// Graph is the ties that count on one day.
type Graph struct {
	keys   []string       // organisations
	at     map[string]int // their places in keys
	blocs  []bloc
	holds  [][]place // by holder: the parts that it has
	heldBy [][]int   // by organisation: who has a part of it that matters
}

// bloc is all that is held of one whole, in units of a common denominator: no fraction is rounded.
type bloc struct {
	held  int
	whole *big.Int
	parts []part
}

type part struct {
	holder int
	units  *big.Int
	tie    Tie
}

// place is where a part is found: its bloc, and its number there.
type place struct{ bloc, part int }

// On builds the graph of the ties that hold on a day, by what is known on another: what is confirmed later does not count.
func On(day, known time.Time, ties []Tie) (*Graph, error) {
	if len(ties) > Most {
		return nil, ErrTooMany
	}
	var wholes []whole
	held := map[whole][]Tie{}
	for _, t := range ties {
		if !t.counts(day, known) {
			continue
		}
		if held[t.whole()] == nil {
			wholes = append(wholes, t.whole())
		}
		held[t.whole()] = append(held[t.whole()], t)
	}
	g := &Graph{at: map[string]int{}}
	for _, w := range wholes {
		if b := g.blocOf(w, held[w]); b.isMajority(b.sum()) { // what all together do not reach, nobody does
			g.add(b)
		}
	}
	return g, nil
}

func (g *Graph) blocOf(w whole, ties []Tie) bloc {
	b := bloc{held: g.place(w.of), whole: big.NewInt(1)}
	for _, t := range ties {
		b.whole = leastCommon(b.whole, big.NewInt(t.Whole))
	}
	for _, t := range ties {
		units := new(big.Int).Mul(big.NewInt(t.Part), new(big.Int).Quo(b.whole, big.NewInt(t.Whole)))
		b.parts = append(b.parts, part{g.place(t.From), units, t})
	}
	return b
}

func (g *Graph) add(b bloc) {
	for i, p := range b.parts {
		g.holds[p.holder] = append(g.holds[p.holder], place{len(g.blocs), i})
		g.heldBy[b.held] = append(g.heldBy[b.held], p.holder)
	}
	g.blocs = append(g.blocs, b)
}

// place returns the place of an organisation, and gives it one where it has none.
func (g *Graph) place(key string) int {
	n, ok := g.at[key]
	if !ok {
		n = len(g.keys)
		g.at[key], g.keys = n, append(g.keys, key)
		g.holds, g.heldBy = append(g.holds, nil), append(g.heldBy, nil)
	}
	return n
}

func (b bloc) sum() *big.Int {
	sum := new(big.Int)
	for _, p := range b.parts {
		sum.Add(sum, p.units)
	}
	return sum
}

// isMajority reports whether so many units are more than half of the whole; half is not.
func (b bloc) isMajority(units *big.Int) bool {
	return new(big.Int).Lsh(units, 1).Cmp(b.whole) > 0
}

func leastCommon(a, b *big.Int) *big.Int {
	return new(big.Int).Mul(a, new(big.Int).Quo(b, new(big.Int).GCD(nil, nil, a, b)))
}

// reach is over whom an organisation decides, and by which bloc each of them was won.
type reach struct {
	from  int
	order []int       // from itself first, then in the order in which they were won
	via   map[int]int // bloc by organisation
}

func (r *reach) has(n int) bool {
	_, ok := r.via[n]
	return ok
}

// reach computes over whom an organisation decides: those of which it holds, together with all over which it decides
// already, more than half of one whole.
func (g *Graph) reach(from int) *reach {
	r := &reach{from: from, order: []int{from}, via: map[int]int{}}
	sums := map[int]*big.Int{}
	for i := 0; i < len(r.order); i++ {
		for _, at := range g.holds[r.order[i]] {
			b := g.blocs[at.bloc]
			if b.held == from || r.has(b.held) {
				continue
			}
			if sums[at.bloc] == nil {
				sums[at.bloc] = new(big.Int)
			}
			if b.isMajority(sums[at.bloc].Add(sums[at.bloc], b.parts[at.part].units)) {
				r.via[b.held] = at.bloc
				r.order = append(r.order, b.held)
			}
		}
	}
	return r
}

// upstream lists who holds anything of an organisation, or of such a holder, that can matter; not the organisation itself.
func (g *Graph) upstream(of int) []int {
	seen := map[int]bool{of: true}
	found := []int{of}
	for i := 0; i < len(found); i++ {
		for _, holder := range g.heldBy[found[i]] {
			if !seen[holder] {
				seen[holder] = true
				found = append(found, holder)
			}
		}
	}
	return slices.Clone(found[1:])
}
