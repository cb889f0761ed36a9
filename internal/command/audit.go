package command

import (
	"context"
	"crypto/ed25519"
	"fmt"
	"os"
	"runtime/debug"
	"time"

	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/anchors"
	log "github.com/penvoerder/penvoerder/internal/audit"
	"github.com/penvoerder/penvoerder/internal/receipts"
	"github.com/penvoerder/penvoerder/internal/store"
)

type audit struct {
	Data     string `help:"Directory of the SQLite database." default:"var" type:"path" env:"PENVOERDER_DATA"`
	Database string `help:"postgres://… for PostgreSQL; empty for SQLite in the data directory." placeholder:"URL" env:"PENVOERDER_DATABASE"`

	Verify auditVerify `cmd:"" help:"Recompute every chain, and compare plans, registrations, decisions, amounts and receipts with what their lines say: exit status 0 when all holds, 1 when something does not, 2 when it could not be tried."`
}

type auditVerify struct {
	Dossier string `arg:"" optional:"" help:"Only the dossier of this plan, organisation or person, by id."`
	Anchors string `help:"Directory with anchors, from --anchor-dir of the server or a copy of it, that must fit what is stored." placeholder:"DIR"`
	Key     string `help:"File with the public key that must have signed the anchors, from /receipts/key of the server. Without it the key in the first anchor is taken, which vouches for nobody." placeholder:"FILE"`
	Listed  int    `help:"How many flaws are listed; all are counted." default:"1000"`
}

// verifyMemory is the soft limit of the process: it holds one dossier's statements and a page of lines.
const verifyMemory = 64 << 20

// Run proves the audit log, and what it answers for. It writes nothing.
func (v *auditVerify) Run(ctx context.Context, out *streams, a *audit) error {
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(verifyMemory)
	}
	s, err := store.Open(ctx, store.Config{DSN: a.Database, DataDir: a.Data, ReadOnly: true, Connections: 2})
	if err != nil {
		return exitError{exitUnproven, err}
	}
	defer func() { _ = s.Close() }() // it was only read
	ctx = actor.AsSystem(ctx)
	p := proving{out: out, listed: v.Listed, began: time.Now(), told: time.Now()}
	each := func(id string) error { return p.dossier(ctx, s, id) }
	if v.Dossier != "" {
		err = each(v.Dossier)
	} else {
		err = log.EachDossier(ctx, s, each)
	}
	if err == nil && v.Anchors != "" {
		err = p.anchors(ctx, s, v.Anchors, v.Key)
	}
	if err != nil {
		return exitError{exitUnproven, err}
	}
	return p.end()
}

// anchors compares the database with what left it.
func (p *proving) anchors(ctx context.Context, s *store.Store, dir, key string) error {
	v := anchors.Verifier{Store: s, Dir: dir, Found: func(flaw string) { p.found("%s\n", flaw) }, Past: func(anchors.Anchor) { p.anchored++; p.progress() }}
	if key != "" {
		own, err := readKey(key)
		if err != nil {
			return err
		}
		v.Keys = []ed25519.PublicKey{own}
	}
	var err error
	p.last, err = v.Verify(ctx)
	return err
}

// proving counts what a verification finds, and says it as it goes.
type proving struct {
	out         *streams
	listed      int
	began, told time.Time

	dossiers, lines, things, uncovered, breaks, anchored int

	last *anchors.Anchor // that can be read
}

func (p *proving) dossier(ctx context.Context, s *store.Store, id string) error {
	v, err := log.Verify(ctx, s, id)
	if err != nil {
		return err
	}
	p.dossiers, p.lines, p.things, p.uncovered = p.dossiers+1, p.lines+v.Lines, p.things+v.Covered, p.uncovered+v.Uncovered
	for _, b := range v.Breaks {
		p.found("%s: %s\n", id, b)
	}
	p.breaks += v.More
	p.progress()
	return nil
}

// progress says now and then how far the work is.
func (p *proving) progress() {
	if time.Since(p.told) < progressElsewhere {
		return
	}
	p.told = time.Now()
	_, _ = fmt.Fprintf(p.out.err, "%d dossiers, %d lines, %d anchors, %d flaws so far (%s)\n",
		p.dossiers, p.lines, p.anchored, p.breaks, time.Since(p.began).Round(time.Second)) // nobody may be reading
}

func (p *proving) found(format string, args ...any) {
	if p.breaks++; p.breaks <= p.listed {
		p.out.say(format, args...)
	}
}

func (p *proving) end() error {
	if p.breaks > p.listed {
		p.out.say("and %d more\n", p.breaks-p.listed)
	}
	p.out.say("%d dossiers, %d lines, %d breaks\n", p.dossiers, p.lines, p.breaks)
	p.out.say("%d plans, registrations and receipts are as their lines left them\n", p.things)
	if p.uncovered > 0 {
		p.out.say("%d are from before lines answered for them: the next act on their dossier covers them\n", p.uncovered)
	}
	if p.last != nil {
		p.out.say("%d anchors, the last of %s with %d lines, signed by key %s: what was written since is not anchored\n",
			p.anchored, p.last.At.Format(time.RFC3339), p.last.Lines, receipts.KeyID(p.last.Key))
	}
	if p.breaks > 0 {
		return exitError{exitFlawed, fmt.Errorf("what was decided does not stand as it was: %d breaks", p.breaks)}
	}
	return nil
}
