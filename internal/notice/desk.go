package notice

import (
	"context"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/clock"
	"github.com/penvoerder/penvoerder/internal/jobs"
	"github.com/penvoerder/penvoerder/internal/mail"
	"github.com/penvoerder/penvoerder/internal/store"
)

// Mail takes letters to their addressees.
type Mail interface {
	// Send delivers a letter, or fails so that it can be sent again. Error: *mail.Refused for good.
	Send(ctx context.Context, m mail.Message) error
}

// Queue keeps what is done once a transaction is committed.
type Queue interface {
	Insert(ctx context.Context, tx *ent.Tx, args jobs.Args) error
}

// Config says what a Desk works with.
type Config struct {
	Store  *store.Store
	Clock  *clock.Clock
	Queue  Queue
	Mail   Mail
	Origin string // under which browsers reach the server
}

// Desk tells people. It is safe for concurrent use.
type Desk struct{ Config }

// New makes a Desk.
func New(c Config) *Desk { return &Desk{c} }
