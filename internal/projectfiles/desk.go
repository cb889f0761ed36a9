package projectfiles

import (
	"context"

	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/catalog"
	"github.com/penvoerder/penvoerder/internal/clock"
	"github.com/penvoerder/penvoerder/internal/filing"
	"github.com/penvoerder/penvoerder/internal/matrix"
	"github.com/penvoerder/penvoerder/internal/notice"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/schemes"
)

// Schemes are asked about project files.
type Schemes interface {
	matrix.Releases
	// Judge answers every question, in order, or none.
	Judge(ctx context.Context, release *catalog.Release, questions []schemes.Question) ([]schemes.Answer, error)
	// JudgeEach is Judge where single answers may say that the scheme failed on them.
	JudgeEach(ctx context.Context, release *catalog.Release, questions []schemes.Question) ([]schemes.Answer, error)
}

// Config is what the desk works with.
type Config struct {
	Store   *store.Store
	Schemes Schemes
	Guard   *access.Guard
	Clock   *clock.Clock
	Notices *notice.Desk
	Uploads matrix.Uploads
}

// Desk is safe for concurrent use.
type Desk struct {
	store   *store.Store
	schemes Schemes
	guard   *access.Guard
	source  matrix.Source
	notices *notice.Desk

	*filing.Desk[*projectFile] // the acts on project documents
}

// New opens the desk; c needs all its fields.
func New(c Config) *Desk {
	d := &Desk{
		store: c.Store, schemes: c.Schemes, guard: c.Guard, notices: c.Notices,
		source: matrix.Source{Store: c.Store, Releases: c.Schemes, Clock: c.Clock},
	}
	d.Desk = d.filing(c)
	return d
}
