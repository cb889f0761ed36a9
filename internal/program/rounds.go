package program

import (
	"context"
	"time"

	"github.com/penvoerder/penvoerder/internal/anchors"
	"github.com/penvoerder/penvoerder/internal/jobs"
	"github.com/penvoerder/penvoerder/internal/notice"
)

// openQueue makes the queue of jobs; it is started when the server is ready.
func (p *Program) openQueue(context.Context) (err error) {
	p.queue, err = jobs.New(jobs.Config{Store: p.store, Logger: p.log.With("part", "jobs"), Drain: p.settings.ShutdownPeriod})
	if err != nil {
		return err
	}
	return p.metrics.registry.Register(p.queue)
}

// remind is the round that tells of terms; it is done after every advance of the clock, too.
const remind = "remind"

// openRounds says how what acts leave is carried out, and what is done again as time passes. What is due is asked of the database each time.
func (p *Program) openRounds(context.Context) error {
	if err := jobs.Handle(p.queue, notice.Sending, p.desks.Notices.Send); err != nil {
		return err
	}
	for _, r := range append([]jobs.Round{
		{Name: "judge-again", Every: time.Minute, Within: 30 * time.Minute, Do: p.judgeDue},
		// Also at start: the secret by which people are recognised may have been another.
		{Name: "recognise-people", Every: time.Hour, Within: 30 * time.Minute, Attempts: 3, IsDoneAtStart: true, Do: func(ctx context.Context) error {
			_, err := p.desks.Organisations.RecognisePeople(ctx)
			return err
		}},
		{Name: remind, Every: time.Minute, Within: 10 * time.Minute, Do: p.desks.Reminders.Round},
		{Name: "gather-digests", Every: 10 * time.Minute, Within: 10 * time.Minute, Do: p.desks.Notices.Gather},
		{Name: "forget-old-answers", Every: time.Hour, Attempts: 3, Do: p.desks.Keeper.Sweep},
		{Name: "end-sessions-and-codes", Every: time.Hour, Attempts: 3, Do: p.desks.Identity.Sweep},
		{Name: "clear-unused-uploads", Every: time.Hour, Within: 10 * time.Minute, Attempts: 3, Do: func(ctx context.Context) error {
			_, err := p.desks.Documents.Sweep(ctx)
			return err
		}},
		{Name: "clear-orphaned-files", Every: 24 * time.Hour, Within: time.Hour, Attempts: 3, Do: func(ctx context.Context) error {
			_, err := p.desks.Documents.SweepOrphans(ctx)
			return err
		}},
	}, p.anchoring()...) {
		if err := p.queue.Repeat(r); err != nil {
			return err
		}
	}
	return nil
}

// anchoring is the round that takes the heads of all dossiers out of the database; none without a directory.
func (p *Program) anchoring() []jobs.Round {
	if p.settings.AnchorDir == "" {
		return nil
	}
	w := anchors.Writer{Store: p.store, Dir: p.settings.AnchorDir, Key: p.desks.Receipts.Key, Wall: p.clock.Wall}
	return []jobs.Round{{Name: "anchor-heads", Every: time.Hour, Within: 30 * time.Minute, Attempts: 3, IsDoneAtStart: true, Do: w.Write}}
}
