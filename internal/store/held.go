package store

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"entgo.io/ent/dialect"
	entsql "entgo.io/ent/dialect/sql"

	"github.com/penvoerder/penvoerder/ent"
)

// Held keeps the first transaction of a request open until the request's answer is known, so that the answer is
// stored together with its act. Reads in the request's context go through that transaction and see its writes.
type Held struct {
	store *Store

	mu     sync.Mutex
	tx     *heldTx
	broken bool // a transaction that joined was rolled back
	done   bool
	after  []func(context.Context)
}

type heldKey struct{}

// Hold returns a context whose first transaction stays open after Tx returns, and
// the handle that ends it. The caller calls Finish or Abandon in every case.
func (s *Store) Hold(ctx context.Context) (context.Context, *Held) {
	h := &Held{store: s}
	return context.WithValue(ctx, heldKey{}, h), h
}

// Release returns a context in which transactions end by themselves again: for
// acts of many parts, each of which stands alone.
func Release(ctx context.Context) context.Context {
	return context.WithValue(ctx, heldKey{}, (*Held)(nil))
}

func heldIn(ctx context.Context) *Held {
	h, _ := ctx.Value(heldKey{}).(*Held)
	return h
}

// IsOpen reports whether a transaction waits for Finish.
func (h *Held) IsOpen() bool { return h.open() != nil }

// isOver reports whether there is nothing to hold, or no longer.
func (h *Held) isOver() bool {
	if h == nil {
		return true
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.done
}

// InTransaction reports whether the request holds an open transaction: no scheme
// may be asked then.
func InTransaction(ctx context.Context) bool { return heldIn(ctx).open() != nil }

func (h *Held) open() *heldTx {
	if h == nil {
		return nil
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.done {
		return nil
	}
	return h.tx
}

// Finish carries out write in the held transaction and commits, or does both in a
// transaction of its own where none is held.
func (h *Held) Finish(ctx context.Context, write func(tx *ent.Tx) error) error {
	if h.open() == nil {
		return h.store.Tx(Release(ctx), write)
	}
	if err := h.store.Tx(ctx, write); err != nil {
		return errors.Join(err, h.Abandon())
	}
	if h.broken {
		return errors.Join(errors.New("a part of the act was rolled back"), h.Abandon())
	}
	if err := h.end((*heldTx).commit); err != nil {
		return Fault(fmt.Errorf("commit transaction: %w", err))
	}
	for _, f := range h.after {
		f(Release(ctx))
	}
	return nil
}

// Abandon rolls the held transaction back, if there is one.
func (h *Held) Abandon() error { return h.end((*heldTx).rollback) }

func (h *Held) end(how func(*heldTx) error) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.done || h.tx == nil {
		h.done = true
		return nil
	}
	h.done = true
	return how(h.tx)
}

// AfterCommit calls f once the writes of ctx are committed: now, or when the held transaction is finished. f may ask
// a scheme and write for itself.
func AfterCommit(ctx context.Context, f func(context.Context)) {
	h := heldIn(ctx)
	if h.open() == nil {
		f(ctx)
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.after = append(h.after, f)
}

// router sends the statements of a request to the transaction that it holds, if any.
type router struct{ dialect.Driver }

// Query reads in the held transaction where there is one.
func (r *router) Query(ctx context.Context, query string, args, v any) error {
	if tx := heldIn(ctx).open(); tx != nil {
		return tx.Query(ctx, query, args, v)
	}
	return r.Driver.Query(ctx, query, args, v)
}

// Exec writes in the held transaction where there is one.
func (r *router) Exec(ctx context.Context, query string, args, v any) error {
	if tx := heldIn(ctx).open(); tx != nil {
		return tx.Exec(ctx, query, args, v)
	}
	return r.Driver.Exec(ctx, query, args, v)
}

// Tx begins a transaction; within a request that holds one it begins that one, or joins it.
func (r *router) Tx(ctx context.Context) (dialect.Tx, error) {
	h := heldIn(ctx)
	if h.isOver() {
		return r.Driver.Tx(ctx)
	}
	if tx := h.open(); tx != nil {
		return &joined{heldTx: tx, held: h}, nil
	}
	tx, err := r.Driver.Tx(ctx)
	if err != nil {
		return nil, err
	}
	first := &heldTx{Tx: tx}
	return &joined{heldTx: first, held: h, first: true}, nil
}

// joined is a transaction within a held one: committing it keeps it open.
type joined struct {
	*heldTx
	held  *Held
	first bool
}

// Commit leaves the held transaction open.
func (j *joined) Commit() error {
	if j.first {
		j.held.mu.Lock()
		defer j.held.mu.Unlock()
		j.held.tx = j.heldTx
	}
	return nil
}

// Rollback undoes the held transaction when this part began it; a later part that
// fails spoils the whole.
func (j *joined) Rollback() error {
	if j.first {
		return j.rollback()
	}
	j.held.mu.Lock()
	defer j.held.mu.Unlock()
	j.held.broken = true
	return nil
}

// heldTx is a transaction that several goroutines of one request read from: one
// statement at a time, until its rows are closed.
type heldTx struct {
	dialect.Tx
	mu sync.Mutex
}

func (t *heldTx) commit() error   { return t.Tx.Commit() }
func (t *heldTx) rollback() error { return t.Tx.Rollback() }

// Query runs alone until the rows are closed.
func (t *heldTx) Query(ctx context.Context, query string, args, v any) error {
	t.mu.Lock()
	if err := t.Tx.Query(ctx, query, args, v); err != nil {
		t.mu.Unlock()
		return err
	}
	rows, ok := v.(*entsql.Rows)
	if !ok {
		t.mu.Unlock()
		return nil
	}
	rows.ColumnScanner = &closing{ColumnScanner: rows.ColumnScanner, release: sync.OnceFunc(t.mu.Unlock)}
	return nil
}

// Exec runs alone.
func (t *heldTx) Exec(ctx context.Context, query string, args, v any) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.Tx.Exec(ctx, query, args, v)
}

// closing reports when rows are closed.
type closing struct {
	entsql.ColumnScanner
	release func()
}

// Close closes the rows and lets the next statement run.
func (c *closing) Close() error {
	defer c.release()
	return c.ColumnScanner.Close()
}
