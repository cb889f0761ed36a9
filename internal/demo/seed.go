package demo

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/clock"
	"github.com/penvoerder/penvoerder/internal/store"
)

// Begin is where the regulation clock stands when a full demo is made: before the
// first round of SectorplanPlus.
var Begin = time.Date(2022, 8, 8, 9, 0, 0, 0, clock.Amsterdam)

// IsEmpty reports whether nobody has an account yet.
func IsEmpty(ctx context.Context, s *store.Store) (bool, error) {
	n, err := s.Client().Person.Query().Count(actor.AsSystem(ctx))
	return n == 0, err
}

// Enrol makes the personas, and opens the accounting that no source announced.
func Enrol(ctx context.Context, d Desks) error {
	_, err := enrol(actor.AsSystem(ctx), d)
	return err
}

func enrol(ctx context.Context, d Desks) (*seeder, error) {
	empty, err := IsEmpty(ctx, d.Store)
	if err != nil {
		return nil, err
	}
	if !empty {
		return nil, errors.New("demo data goes into an empty database only")
	}
	s := &seeder{Desks: d, people: map[string]string{}}
	if err := s.enrol(ctx, Personas()); err != nil {
		return nil, err
	}
	return s, s.openAccounting(ctx)
}

// Fill makes the personas and dossiers in every state. It starts with the
// regulation clock at Begin and leaves it in the summer of 2026; the caller moves
// it on.
func Fill(ctx context.Context, d Desks) error {
	s, err := enrol(actor.AsSystem(ctx), d)
	if err != nil {
		return err
	}
	for _, step := range []struct {
		what string
		do   func(context.Context) error
	}{
		{"organisations", s.organisations},
		{"SectorplanPlus", s.sectorplan},
		{"plans", s.plans},
		{"grants", s.grants},
		{"registrations", s.registrations},
	} {
		begun := time.Now()
		if err := step.do(ctx); err != nil {
			return fmt.Errorf("demo %s: %w", step.what, err)
		}
		d.Logger.Info("demo data made", "what", step.what, "took", time.Since(begun).Round(time.Millisecond))
	}
	return nil
}
