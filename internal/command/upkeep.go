package command

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"time"

	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/plugins/builtin"
)

type plugin struct {
	Slug string `arg:"" help:"Slug of the scheme, such as sozw-2026."`
}

// Run serves one built-in scheme to the server that started it.
func (p *plugin) Run() error { return builtin.Serve(p.Slug) }

type migrate struct {
	Data     string        `help:"Directory of the SQLite database." default:"var" type:"path" env:"PENVOERDER_DATA"`
	Database string        `help:"postgres://… for PostgreSQL; empty for SQLite in the data directory." placeholder:"URL" env:"PENVOERDER_DATABASE"`
	Timeout  time.Duration `help:"Give up after this long." default:"10m"`
	Check    bool          `help:"Only say what is pending; exit status 1 when anything is."`
	LogLevel slog.Level    `help:"Least level that is logged." default:"info" env:"PENVOERDER_LOG_LEVEL"`
}

// Run brings the database up to date, or says what it lacks.
func (m *migrate) Run(ctx context.Context, out *streams) error {
	ctx, cancel := context.WithTimeout(ctx, m.Timeout)
	defer cancel()
	if err := os.MkdirAll(m.Data, 0o700); err != nil && m.Database == "" {
		return err
	}
	s, err := store.Open(ctx, store.Config{DSN: m.Database, DataDir: m.Data})
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }() // nothing is written after the migration
	pending, err := s.Pending(ctx)
	if err != nil {
		return err
	}
	if m.Check && pending > 0 {
		return fmt.Errorf("%d migrations are pending", pending)
	}
	if err := s.Migrate(ctx); err != nil {
		return err
	}
	out.say("The database is up to date; %d migrations were applied.\n", pending)
	return nil
}
