// Package testworld is the world in which the desks are tried: a database, a catalogue whose schemes are judged in this
// process, a clock that stands until it is moved, every desk wired as the server wires it (package desks), and people in
// every role. A [Dossier] is a world in which an employer has a granted plan, with the verbs of its story.
//
// It is for tests alone, which the test of the architecture holds everybody to. What one package alone needs, such as a
// scheme of its own, stays there.
package testworld

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/audit"
	"github.com/penvoerder/penvoerder/internal/catalog"
	"github.com/penvoerder/penvoerder/internal/clock"
	"github.com/penvoerder/penvoerder/internal/desks"
	"github.com/penvoerder/penvoerder/internal/documents"
	"github.com/penvoerder/penvoerder/internal/identity"
	"github.com/penvoerder/penvoerder/internal/jobs"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/schemes"
)

// Origin is where browsers would reach the server.
const Origin = "https://penvoerder.example"

// World is every desk at work.
type World struct {
	*desks.Desks
	T       *testing.T
	Store   *store.Store
	Catalog *Catalog
	Clock   *clock.Clock
	Post    *Post
	Queue   *jobs.Queue // in which letters wait; see Deliver
	Blobs   string      // the directory of what is uploaded

	start         time.Time        // of the wall
	later         atomic.Int64     // how far the wall has come, in nanoseconds
	files         documents.Config // where they are kept
	uploads       http.Handler
	organisations int
	audited       int // lines and events that News has told
	evented       int
	isByHand      bool // rows were written by Write
}

// Open opens the desks on a database, with one release of a scheme in force. The clock of the regulation stands at now;
// the wall stands there too, unless it is given.
func Open(t *testing.T, s *store.Store, scheme schemes.Scheme, now time.Time, wall ...time.Time) *World {
	t.Helper()
	dir := t.TempDir()
	blobs, err := documents.OpenDirectory(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = blobs.Close() })
	w := &World{T: t, Store: s, Catalog: newCatalog(scheme), Post: &Post{}, Blobs: dir, start: append(wall, now)[0], files: documents.Config{Blobs: blobs}}
	w.Queue = w.queue()
	w.Keep(w.Catalog.Current)
	w.At(now)
	t.Cleanup(w.whole)
	return w
}

// whole holds at the end of every test: the lines of each dossier answer for all that it holds.
func (w *World) whole() {
	if w.isByHand {
		return
	}
	ctx := context.WithoutCancel(w.System())
	err := audit.EachDossier(ctx, w.Store, func(id string) error {
		v, err := audit.Verify(ctx, w.Store, id)
		for _, b := range v.Breaks {
			if v.Lines == 0 {
				break // a plan with which the world begins, and to which nothing happened
			}
			w.T.Errorf("the log of %s: %s", id, b)
		}
		return err
	})
	if err != nil {
		w.T.Error(err)
	}
}

// At opens the desks at another moment of the regulation.
func (w *World) At(now time.Time) {
	w.T.Helper()
	w.Clock = clock.Still(now, w.Wall)
	w.Desks = w.DesksOn(w.Store, w.Catalog)
	mux := http.NewServeMux()
	mux.Handle("/uploads/{ticket}", w.Documents.Uploads())
	w.uploads = mux
}

// DesksOn are other desks at the same moment, as another server has them: on a store and with a catalogue of its own.
func (w *World) DesksOn(s *store.Store, c desks.Catalog) *desks.Desks {
	w.T.Helper()
	d, err := desks.Open(desks.Config{
		Store: s, Catalog: c, Clock: w.Clock, Logger: slog.New(slog.DiscardHandler), Key: bytes.Repeat([]byte{7}, 32), Origin: Origin, Queue: w.Queue,
		Identity:  identity.Config{Mail: w.Post, Hashing: identity.CheapHashing, Pace: -1},
		Documents: w.files,
	})
	w.Must(err)
	return d
}

// Wall is the time of the wall.
func (w *World) Wall() time.Time { return w.start.Add(time.Duration(w.later.Load())) }

// Pass lets the wall go on.
func (w *World) Pass(d time.Duration) { w.later.Add(int64(d)) }

// Advance lets the regulation go on, and says until when.
func (w *World) Advance(d time.Duration) time.Time {
	w.T.Helper()
	to := w.Clock.Regulation().Add(d)
	w.Must(w.Clock.Advance(to))
	return to
}

// Must fails the test on an error.
func (w *World) Must(err error) {
	w.T.Helper()
	if err != nil {
		w.T.Fatal(err)
	}
}

// System is a context in which the platform itself acts.
func (w *World) System() context.Context { return actor.AsSystem(w.T.Context()) }

// Write writes rows behind the desks' backs: the log of the dossier no longer answers for what it holds, and is not held to
// it at the end.
func (w *World) Write(fn func(ctx context.Context, tx *ent.Tx) error) {
	w.T.Helper()
	w.isByHand = true
	w.write(fn)
}

// write writes what the world begins with.
func (w *World) write(fn func(ctx context.Context, tx *ent.Tx) error) {
	w.T.Helper()
	w.Must(w.Store.Tx(w.System(), func(tx *ent.Tx) error { return fn(w.System(), tx) }))
}

// Keep stores the row of a release.
func (w *World) Keep(r *catalog.Release) {
	w.T.Helper()
	w.write(func(ctx context.Context, tx *ent.Tx) error {
		return tx.SchemeRelease.Create().SetID(r.ID).SetSlug(r.Slug).SetSemver(r.Version).SetDigest(r.Digest).
			SetState(r.State).SetStateSince(w.Wall()).SetManifest([]byte("{}")).Exec(ctx)
	})
}

// Round judges again what is due, and says how many were.
func (w *World) Round() int {
	w.T.Helper()
	n, err := w.Rejudge.Round(w.T.Context())
	w.Must(err)
	return n
}

// AtOnce carries acts out together and returns their errors.
func AtOnce(acts ...func() error) []error {
	errs := make([]error, len(acts))
	var ready, done sync.WaitGroup
	ready.Add(len(acts))
	for i, act := range acts {
		done.Go(func() {
			ready.Done()
			ready.Wait()
			errs[i] = act()
		})
	}
	done.Wait()
	return errs
}

// Must is v, unless there is an error, which fails the test.
func Must[T any](t *testing.T, v T, err error) T {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return v
}
