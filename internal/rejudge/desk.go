package rejudge

import (
	"log/slog"

	"github.com/penvoerder/penvoerder/internal/clock"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/store"
)

// Config has the parts with which the desk works. Logger may be nil.
type Config struct {
	Store         *store.Store
	Schemes       Schemes
	Clock         *clock.Clock
	Plans         Loader
	Registrations Loader
	Logger        *slog.Logger
}

// Desk is safe for concurrent use.
type Desk struct {
	store    *store.Store
	schemes  Schemes
	clock    *clock.Clock
	loaders  map[string]Loader // by subject of package dossier
	replaced replaced
	logger   *slog.Logger
}

// New opens the desk.
func New(c Config) *Desk {
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	return &Desk{
		store: c.Store, schemes: c.Schemes, clock: c.Clock, logger: c.Logger,
		loaders: map[string]Loader{question.SubjectPlan: c.Plans, question.SubjectRegistration: c.Registrations},
	}
}
