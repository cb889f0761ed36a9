package program

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
)

// Serve opens the program and serves until ctx ends, then stops in order: no new requests, those in flight
// end, jobs end, schemes end, the database closes. Once it is ready it calls announce with its address.
func Serve(ctx context.Context, s Settings, log *slog.Logger, announce func(url string)) (err error) {
	ln, err := listen(ctx, s.Addr)
	if err != nil {
		return err
	}
	front := &front{}
	front.to(starting())
	srv := newServer(front.of(&s), log)
	failed := make(chan error, 1)
	go func() { failed <- srv.Serve(ln) }()
	defer func() { err = errors.Join(err, drain(ctx, srv, s.ShutdownPeriod)) }()

	p, err := Open(ctx, s, s.public(ln), log)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.Close()) }()
	if err := p.fillDemo(ctx); err != nil {
		return fmt.Errorf("demo data (remove %s to begin anew): %w", s.Data, err)
	}
	front.to(p.handler())
	announce(s.public(ln))
	return p.run(ctx, failed, func() {
		front.to(starting()) // not ready any more
		_ = drain(ctx, srv, s.ShutdownPeriod)
	})
}

// run works until ctx ends or the listener fails, then calls stop and waits.
func (p *Program) run(ctx context.Context, failed <-chan error, stop func()) error {
	jobs, cancel := context.WithCancel(ctx)
	var working sync.WaitGroup
	working.Go(func() { p.work(jobs) })
	var err error
	select {
	case <-ctx.Done():
		p.log.Info("stopping")
	case err = <-failed:
	}
	stop()
	cancel()
	working.Wait()
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}
