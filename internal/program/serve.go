package program

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
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

// run carries jobs out until ctx ends or the listener fails, then calls stop and lets jobs end.
func (p *Program) run(ctx context.Context, failed <-chan error, stop func()) error {
	if err := p.queue.Start(ctx); err != nil {
		return err
	}
	var err error
	select {
	case <-ctx.Done():
		p.log.Info("stopping")
	case err = <-failed:
	}
	stop()
	if errors.Is(err, http.ErrServerClosed) {
		err = nil
	}
	return errors.Join(err, p.queue.Stop(ctx))
}
