package graph

import (
	"context"

	"github.com/penvoerder/penvoerder/graph/model"
	"github.com/penvoerder/penvoerder/internal/entry"
	"github.com/penvoerder/penvoerder/internal/fault"
)

func (r queryResolver) Clock(context.Context) (*model.Clock, error) { return r.times(), nil }

func (r *root) times() *model.Clock {
	return &model.Clock{
		RegulationTime: entry.DateTimeOf(r.use.Clock.Regulation()), WallTime: entry.DateTimeOf(r.use.Clock.Wall()), IsDemo: r.use.IsDemo,
	}
}

func (r mutationResolver) DemoAdvanceClock(ctx context.Context, in model.DemoAdvanceClockInput) (*model.DemoAdvanceClockPayload, error) {
	out := &model.DemoAdvanceClockPayload{}
	var bad fault.Collector
	to := in.To.Parse(&bad, "input", "to")
	err := bad.Err()
	if err == nil {
		err = r.use.AdvanceClock(ctx, to)
	}
	if err != nil {
		return out, mendable(ctx, &out.UserErrors, err)
	}
	out.Clock = r.times()
	return out, nil
}
