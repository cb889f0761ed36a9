package program

import (
	"context"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/setting"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/clock"
	"github.com/penvoerder/penvoerder/internal/demo"
)

func (p *Program) setClock(ctx context.Context) error {
	if !p.settings.IsDemo() {
		p.clock = clock.New()
		return nil
	}
	begin, err := p.demoBegin(ctx)
	if err != nil {
		return err
	}
	p.clock = clock.Demo(begin)
	return nil
}

// regulationTime is the setting in which a demo remembers where its regulation
// clock stood when it was last moved, as the distance from wall time.
const regulationTime = "demo regulation clock"

// demoBegin says where the regulation clock of a demo starts: where it stood, at
// --now, or now. A full demo that is yet to be made starts where its story does.
func (p *Program) demoBegin(ctx context.Context) (time.Time, error) {
	ctx = actor.AsSystem(ctx)
	empty, err := demo.IsEmpty(ctx, p.store)
	switch {
	case err != nil:
		return time.Time{}, err
	case empty && p.settings.Demo == "full":
		return demo.Begin, nil
	case !p.settings.Now.IsZero():
		return p.settings.Now, nil
	}
	kept, err := p.store.Client().Setting.Get(ctx, regulationTime)
	if ent.IsNotFound(err) {
		return time.Now(), nil
	}
	if err != nil {
		return time.Time{}, err
	}
	ahead, err := time.ParseDuration(kept.Value)
	return time.Now().Add(ahead), err
}

// keepTime remembers where the regulation clock of a demo stands.
func (p *Program) keepTime(ctx context.Context) error {
	ctx = actor.AsSystem(ctx)
	ahead := p.clock.Regulation().Sub(p.clock.Wall()).String()
	return p.store.Tx(ctx, func(tx *ent.Tx) error {
		n, err := tx.Setting.Update().Where(setting.ID(regulationTime)).SetValue(ahead).Save(ctx)
		if err != nil || n > 0 {
			return err
		}
		return tx.Setting.Create().SetID(regulationTime).SetValue(ahead).Exec(ctx)
	})
}

// judgeDue makes the judgements again that are due.
func (p *Program) judgeDue(ctx context.Context) error {
	_, err := p.desks.Rejudge.Round(ctx)
	return err
}

// advance moves the regulation clock, makes the judgements again that this overtook, and tells of what is due.
func (p *Program) advance(ctx context.Context, to time.Time) error {
	if err := p.clock.Advance(to); err != nil {
		return err
	}
	if err := p.keepTime(ctx); err != nil {
		return err
	}
	if err := p.judgeDue(ctx); err != nil {
		return err
	}
	return p.queue.Do(ctx, remind) // and not beside the round of this server, of which one would find the rows there
}
