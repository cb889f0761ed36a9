package command

import (
	"context"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/setting"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/demo"
)

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

// fillDemo makes demo data where there is none, and leaves the regulation clock at
// --now or now.
func (p *Program) fillDemo(ctx context.Context) error {
	empty, err := demo.IsEmpty(ctx, p.store)
	if err != nil || !empty || !p.settings.isDemo() {
		return err
	}
	desks := demo.Desks{
		Store: p.store, Clock: p.clock, Catalog: p.catalog, Identity: p.identity, Organisations: p.organisations,
		Plans: p.plans, Registrations: p.registrations, ProjectFiles: p.projectFiles, Documents: p.documents, Logger: p.log,
	}
	if p.settings.Demo == "empty" {
		return demo.Enrol(ctx, desks)
	}
	if err := demo.Fill(ctx, desks); err != nil {
		return err
	}
	to := time.Now()
	if !p.settings.Now.IsZero() {
		to = p.settings.Now
	}
	if to.Before(p.clock.Regulation()) {
		p.log.Warn("demo data goes further than --now: the regulation clock stays where the data ends", "regulationTime", p.clock.Regulation())
		return p.keepTime(ctx)
	}
	return p.advance(ctx, to)
}
