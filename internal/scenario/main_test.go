package scenario_test

import (
	"context"
	"flag"
	"os"
	"os/signal"
	"slices"
	"syscall"
	"testing"

	"github.com/penvoerder/penvoerder/internal/command"
)

// TestMain lets the test binary be the server and the schemes too: the program starts itself for its schemes, and a test
// that kills a server starts one as a process of its own.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && slices.Contains([]string{"plugin", "serve", "migrate", "admin"}, os.Args[1]) {
		ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
		code := command.Run(ctx, os.Args[1:], os.Stdout, os.Stderr)
		stop()
		os.Exit(code)
	}
	if err := os.Setenv("GOMEMLIMIT", "off"); err != nil { // many servers share this process: what a command allows itself is not for all of them
		panic(err)
	}
	if err := flag.Set("test.parallel", "4"); err != nil { // a scenario waits for disks and other processes half of its time; -parallel wins
		panic(err)
	}
	os.Exit(m.Run())
}
