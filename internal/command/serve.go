package command

import (
	"context"
	"os"
	"runtime/debug"

	"github.com/penvoerder/penvoerder/internal/demo"
	"github.com/penvoerder/penvoerder/internal/program"
)

type serve struct{ program.Settings }

// Memory of the server process. A request leaves much garbage and little that
// lasts: collecting at four times the live heap instead of two halves the work of
// the collector, and the limit keeps a burst from growing without end. GOGC and
// GOMEMLIMIT in the environment win.
const (
	collectAt   = 400
	memoryLimit = 512 << 20
)

func tuneMemory() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(collectAt)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(memoryLimit)
	}
}

// Run serves until ctx ends.
func (s *serve) Run(ctx context.Context, out *streams) error {
	tuneMemory()
	log := newLogger(out.err, s.LogLevel)
	return program.Serve(ctx, s.Settings, log, func(url string) { s.announce(out, url) })
}

// announce shows people where to go; logs are for machines.
func (s *serve) announce(out *streams, url string) {
	out.say("\nPenvoerder is ready.\n  GraphiQL  %s/\n  GraphQL   %s/graphql\n  Schema    %s/schema.graphql\n", url, url, url)
	if !s.IsDemo() {
		return
	}
	out.say("\nDemo data: everybody and everything is made up. Password of every login: %s\n", demo.Password)
	_ = demo.PrintLogins(out.out) // the terminal is gone
	out.say("\n")
}
