// Penvoerder is the open platform on which Dutch care-sector training subsidies
// run, from activity plan to payout. See README.md.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // Europe/Amsterdam, also where the system has no time zones

	"github.com/penvoerder/penvoerder/internal/command"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := command.Run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}
