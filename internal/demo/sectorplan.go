package demo

import (
	"cmp"
	"context"
	"fmt"
	"slices"
)

// sectorplan carries out the rounds, each step on its day, the earliest first.
func (s *seeder) sectorplan(ctx context.Context) error {
	type step struct {
		day string
		do  func(context.Context) error
	}
	var steps []step
	for i := range rounds {
		r := &running{round: rounds[i]}
		steps = append(steps,
			step{r.filed, func(ctx context.Context) error { return s.fileRound(ctx, r) }},
			step{r.granted, func(ctx context.Context) error { return s.grantRound(ctx, r) }},
			step{r.registered, func(ctx context.Context) error { return s.registerRound(ctx, r) }},
			step{r.accounted, func(ctx context.Context) error { return s.accountRound(ctx, r) }},
		)
	}
	slices.SortStableFunc(steps, func(a, b step) int { return cmp.Compare(a.day, b.day) })
	for _, one := range steps {
		if one.day == "" { // it does not come to that
			continue
		}
		if err := s.toDay(one.day); err != nil {
			return err
		}
		if err := one.do(ctx); err != nil {
			return fmt.Errorf("on %s: %w", one.day, err)
		}
	}
	return nil
}
