package testworld

import (
	"context"
	"time"

	"github.com/penvoerder/penvoerder/ent/told"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/jobs"
	"github.com/penvoerder/penvoerder/internal/notice"
)

// queue is one that is started when letters are to be delivered.
func (w *World) queue() *jobs.Queue {
	q, err := jobs.New(jobs.Config{Store: w.Store, Poll: 5 * time.Millisecond, Drain: time.Second})
	w.Must(err)
	w.Must(jobs.Handle(q, notice.Sending, func(ctx context.Context, l notice.Letters) error { return w.Notices.Send(ctx, l) }))
	return q
}

// Deliver has the jobs carried out that were enqueued, and returns when none is left but what failed.
func (w *World) Deliver() {
	w.T.Helper()
	w.Must(w.Queue.Start(w.T.Context()))
	defer func() { w.Must(w.Queue.Stop(w.T.Context())) }()
	patience := time.After(time.Minute)
	for {
		waiting := 0
		counts, err := w.Queue.Counts(w.T.Context())
		w.Must(err)
		for _, c := range counts {
			if c.State == "available" || c.State == "running" {
				waiting += c.Jobs
			}
		}
		if waiting == 0 {
			return
		}
		select {
		case <-patience:
			w.T.Fatal("letters wait to be sent")
		case <-time.After(5 * time.Millisecond):
		}
	}
}

// ToldTo lists what somebody was or will be told, as "what, manner", in the order of the acts.
func (w *World) ToldTo(who func() context.Context) []string {
	w.T.Helper()
	rows, err := w.Store.Client().Told.Query().Where(told.PersonID(actor.From(who()).PersonID)).Order(told.ByID()).All(w.System())
	w.Must(err)
	var all []string
	for _, r := range rows {
		all = append(all, r.What+", "+r.Manner)
	}
	return all
}
