package schemes_test

import (
	"testing"

	"github.com/penvoerder/penvoerder/schemes"
)

// Both parameters are off until a file says otherwise, and a day that no value covers needs a second assessor.
func TestASecondAssessorIsAskedByParameters(t *testing.T) {
	t.Parallel()
	day := schemes.On(2026, 6, 1)
	declared := &schemes.Manifest{Parameters: schemes.SecondAssessor(schemes.On(2026, 1, 1), schemes.Citation{})}
	file := schemes.Overrides{
		schemes.SecondFrom:  {{Text: "2500.00", From: schemes.On(2026, 6, 1)}},
		schemes.SecondShare: {{Text: "2.5", From: schemes.On(2026, 6, 1)}},
	}
	for name, test := range map[string]struct {
		demand           schemes.SecondDemand
		amount           schemes.Amount
		draw             int
		byAmount, byDraw bool
	}{
		"not declared":        {(&schemes.Manifest{}).SecondDemand(nil, day), schemes.Euros(1_000_000), 0, false, false},
		"off":                 {declared.SecondDemand(nil, day), schemes.Euros(1_000_000), 0, false, false},
		"the threshold":       {declared.SecondDemand(file, day), schemes.Euros(2500), 250, true, false},
		"a cent below":        {declared.SecondDemand(file, day), schemes.Euros(2500) - 1, 249, false, true},
		"before the file":     {declared.SecondDemand(file, day.AddDays(-1)), 0, schemes.Draws - 1, true, true},
		"before all its days": {declared.SecondDemand(nil, schemes.On(2025, 12, 31)), 0, 0, true, true},
	} {
		if byAmount, byDraw := test.demand.ByAmount(test.amount), test.demand.ByDraw(test.draw); byAmount != test.byAmount || byDraw != test.byDraw {
			t.Errorf("%s: by amount %t, by draw %t", name, byAmount, byDraw)
		}
	}
}
