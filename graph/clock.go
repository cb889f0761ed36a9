package graph

import (
	"context"

	"github.com/penvoerder/penvoerder/graph/model"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/typed"
)

func (r queryResolver) Clock(context.Context) (*model.Clock, error) { return r.times(), nil }

func (r *root) times() *model.Clock {
	return &model.Clock{
		RegulationTime: typed.DateTimeOf(r.use.Clock.Regulation()), WallTime: typed.DateTimeOf(r.use.Clock.Wall()), IsDemo: r.use.IsDemo,
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
