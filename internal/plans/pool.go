package plans

import (
	"slices"

	"github.com/penvoerder/penvoerder/schemes"
)

// A pool is what one cap fills: one budget, or those that shift by the same parameter.
type pool []*Budget

// pools puts budgets, in the order of m, that pay for each other together.
func pools(m *schemes.Manifest, budgets []Budget) []pool {
	var out []pool
	at := map[string]int{} // by parameter
	for i := range budgets {
		by := m.Budgets[i].Shift
		if where, known := at[by]; known && budgets[i].Shifts {
			out[where] = append(out[where], &budgets[i])
			continue
		}
		if budgets[i].Shifts {
			at[by] = len(out)
		}
		out = append(out, pool{&budgets[i]})
	}
	return out
}

// of is the budget of a pool with this code; nil where it is another's.
func (p pool) of(code string) *Budget {
	i := slices.IndexFunc(p, func(s *Budget) bool { return s.Code == code })
	if i < 0 {
		return nil
	}
	return p[i]
}

// fill pays approved registrations, in the order of decisions, out of the cap: what each budget may pay out, together.
func (p pool) fill(approved []approval) {
	limit, registered := int64(0), int64(0)
	for _, s := range p {
		limit += Cap(s.Requested, s.Granted)
		registered += s.Registered
	}
	amounts := make([]int64, len(approved))
	for i, a := range approved {
		amounts[i] = a.Amount
	}
	for i, paid := range Fill(limit, amounts) {
		s := p.of(approved[i].Budget)
		s.PayableOf[approved[i].ID] = paid
		s.Payable += paid
	}
	for _, s := range p {
		s.CutOff = s.Approved - s.Payable
		if s.Granted != nil {
			s.Free = new(max(0, limit-registered))
		}
	}
}

// approval is a registration that was approved, in the order of decisions.
type approval struct {
	PlanID   string
	ID       string
	Activity string
	Budget   string // known once it is paid
	Amount   int64
}
