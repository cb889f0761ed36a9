package host

import (
	"context"
	"time"
)

// supervise keeps the process running until ctx ends: one goroutine, so that there
// is never more than one restart on its way.
func (p *Process) supervise(ctx context.Context, live *instance) {
	defer close(p.stopped)
	for {
		select {
		case <-ctx.Done():
			p.down(0)
			live.end()
			return
		case <-live.gone:
		}
		live.end()
		if live = p.restart(ctx); live == nil {
			return
		}
	}
}

// restart tries until a process is up; nil when ctx ended first.
func (p *Process) restart(ctx context.Context) *instance {
	for {
		p.mu.Lock()
		wait := p.breaker.failed(time.Now())
		open := p.breaker.isOpen()
		p.mu.Unlock()
		p.down(wait)
		if open {
			p.log.Error("scheme keeps failing, circuit open", "wait", wait)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(wait):
		}
		next, m, err := p.launch(ctx)
		if err == nil {
			if err = p.resume(ctx, next, m); err != nil {
				next.kill("not what it was")
				next.end()
			}
		}
		if err != nil {
			p.log.Error("scheme does not start", "cause", bounded(err.Error()))
			continue
		}
		p.mu.Lock()
		p.live, p.retryAt = next, time.Time{}
		p.restarts++
		p.mu.Unlock()
		p.log.Info("scheme started again", "pid", next.pid())
		return next
	}
}

// down says that there is no process to ask.
func (p *Process) down(wait time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.live, p.retryAt = nil, time.Now().Add(wait)
}
