// Package serve runs a scheme as a plugin process.
//
// It knows nothing of any scheme and reads no configuration: the host that starts a plugin decides what it may use.
package serve

import (
	"log/slog"
	"os"
	"runtime/debug"
	"strconv"
	"time"

	"github.com/hashicorp/go-hclog"
	"github.com/hashicorp/go-plugin"
	"google.golang.org/grpc"

	"github.com/penvoerder/penvoerder/plugins/internal/wire"
	"github.com/penvoerder/penvoerder/schemes"
)

// Scheme serves s until the host hangs up or dies. It is the whole of a plugin's
// main. Logs go to standard error, which the host writes into its own log.
func Scheme(s schemes.Scheme) {
	slog.SetDefault(slog.New(slog.NewTextHandler(os.Stderr, nil)))
	go watchParent(parent())
	dieWithParent()
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400) // batches come and go; the host sets the ceiling in GOMEMLIMIT
	}
	plugin.Serve(&plugin.ServeConfig{
		HandshakeConfig:  wire.Handshake,
		VersionedPlugins: wire.Versions(s),
		GRPCServer:       newServer,
		Logger:           hclog.New(&hclog.LoggerOptions{Level: hclog.Error, Output: os.Stderr}),
	})
}

func newServer(opts []grpc.ServerOption) *grpc.Server {
	return grpc.NewServer(append(opts,
		grpc.MaxRecvMsgSize(wire.MaxMessage),
		grpc.MaxSendMsgSize(wire.MaxMessage),
		grpc.InitialWindowSize(wire.MaxMessage),
		grpc.InitialConnWindowSize(wire.MaxMessage),
	)...)
}

// parent returns the process id of the host, which may already be gone.
func parent() int {
	if pid, err := strconv.Atoi(os.Getenv(wire.ParentVariable)); err == nil {
		return pid
	}
	return os.Getppid()
}

// watchParent ends this process when its parent is no longer pid. Standard input
// says nothing about the host: go-plugin hands it on.
func watchParent(pid int) {
	for {
		if os.Getppid() != pid {
			os.Exit(1)
		}
		time.Sleep(250 * time.Millisecond)
	}
}
