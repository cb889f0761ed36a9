package demo

import (
	"context"
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
	"github.com/penvoerder/penvoerder/internal/typed"
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

// toDay moves the regulation clock to the morning of a day, unless it is there.
func (s *seeder) toDay(day string) error {
	t, err := time.ParseInLocation(time.DateOnly, day, clock.Amsterdam)
	if err != nil {
		return err
	}
	if t = t.Add(10 * time.Hour); !t.After(s.Clock.Regulation()) {
		return nil
	}
	return s.Clock.Advance(t)
}

func pointer[T any](v T) *T { return &v }

// given is a value that an input states.
func given[T any](v T) typed.Change[*T] { return typed.ChangeTo(&v) }
