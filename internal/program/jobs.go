package program

import (
	"context"
	"time"
)

// A job is done again and again while the server runs.
type job struct {
	name  string
	every time.Duration
	do    func(context.Context) error
}

// work does jobs, each in turn, until ctx ends. A job that fails is logged and done
// again at its next time.
func (p *Program) work(ctx context.Context) {
	due := map[string]time.Time{}
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		for _, j := range p.jobs() {
			if now := time.Now(); now.After(due[j.name]) {
				if err := j.do(ctx); err != nil && ctx.Err() == nil {
					p.log.Error("job failed", "job", j.name, "cause", err.Error())
				}
				due[j.name] = now.Add(j.every)
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// jobs lists the work that is done as time passes.
func (p *Program) jobs() []job {
	return []job{
		{"judge again", time.Minute, func(ctx context.Context) error { return p.judgeDue(ctx) }},
		{"recognise people", time.Hour, func(ctx context.Context) error { _, err := p.desks.Organisations.RecognisePeople(ctx); return err }},
		{"forget old answers", time.Hour, p.desks.Keeper.Sweep},
		{"end sessions and codes", time.Hour, func(ctx context.Context) error { return p.desks.Identity.Sweep(ctx) }},
		{"clear uploads that were never used", time.Hour, func(ctx context.Context) error { _, err := p.desks.Documents.Sweep(ctx); return err }},
	}
}
