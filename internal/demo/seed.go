package demo

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/catalog"
	"github.com/penvoerder/penvoerder/internal/clock"
	"github.com/penvoerder/penvoerder/internal/documents"
	"github.com/penvoerder/penvoerder/internal/identity"
	"github.com/penvoerder/penvoerder/internal/organisations"
	"github.com/penvoerder/penvoerder/internal/plans"
	"github.com/penvoerder/penvoerder/internal/projectfiles"
	"github.com/penvoerder/penvoerder/internal/registrations"
	"github.com/penvoerder/penvoerder/internal/store"
)

// Desks are the desks that the demo uses.
type Desks struct {
	Store         *store.Store
	Clock         *clock.Clock
	Catalog       *catalog.Catalog
	Identity      *identity.Desk
	Organisations *organisations.Desk
	Plans         *plans.Desk
	Registrations *registrations.Desk
	ProjectFiles  *projectfiles.Desk
	Documents     *documents.Desk
	Logger        *slog.Logger
}

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
	for _, p := range Personas() {
		if err := s.enrol(ctx, p); err != nil {
			return nil, err
		}
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

// seeder remembers the rows that it made.
type seeder struct {
	Desks
	people  map[string]string // person by address
	orgs    []*ent.Organisation
	staffOf [][]*ent.Employee // by practice
	plan    *ent.Plan         // of SO-Z&W, under which registrations are made
}

// as returns a context in which the persona acts, in its latest role.
func (s *seeder) as(ctx context.Context, email string) (context.Context, error) {
	system := actor.AsSystem(ctx)
	person, err := s.Store.Client().Person.Get(system, s.people[email])
	if err != nil {
		return nil, fmt.Errorf("persona %s: %w", email, err)
	}
	role, err := person.QueryRoles().First(system)
	if ent.IsNotFound(err) {
		return actor.With(ctx, actor.Actor{PersonID: person.ID}), nil
	}
	if err != nil {
		return nil, err
	}
	a, err := s.Identity.ActorOf(system, role.ID)
	if err != nil {
		return nil, err
	}
	return actor.With(ctx, a), nil
}

// to moves the regulation clock.
func (s *seeder) to(year int, month time.Month, day int) error {
	return s.Clock.Advance(time.Date(year, month, day, 10, 0, 0, 0, clock.Amsterdam))
}

func pointer[T any](v T) *T { return &v }
