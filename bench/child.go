package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/pprof"
	"os"
	"os/exec"
	"runtime"
	"runtime/debug"
	"slices"
	"time"
)

// The measured servers are processes of their own, so that what they use can be told apart: this executable started
// again, with one of these words for argument.
const (
	apiChild         = "serve-api"
	sqlChild         = "serve-sql"
	judgeChild       = "judge" // an engine beside others: in this process, or with a plugin process
	judgePluginChild = "judge-plugin"
	replayChild      = "replay"
	pluginChild      = "plugin" // the word with which package builtin starts a scheme
)

func isChild(word string) bool {
	return slices.Contains([]string{apiChild, sqlChild, judgeChild, judgePluginChild, replayChild, pluginChild}, word)
}

// order is what a child is told, on its standard input, which stays open while it is wanted.
type order struct {
	DSN     string
	Data    string   // directory of the server; with no DSN its database is there
	Columns []string // of the matrix
}

// addresses are what a child answers.
type addresses struct{ Pages, Side string }

// child is a running server.
type child struct {
	addresses
	command *exec.Cmd
	life    io.Closer
}

// startChild starts this executable as one of the servers and waits until it listens.
func startChild(ctx context.Context, word string, o order) (*child, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	c := &child{command: exec.CommandContext(ctx, self, word)}
	c.command.Stderr = os.Stderr
	in, err := c.command.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := c.command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := c.command.Start(); err != nil {
		return nil, err
	}
	c.life = in
	if err := json.NewEncoder(in).Encode(o); err != nil {
		return nil, errors.Join(err, c.stop())
	}
	if err := json.NewDecoder(out).Decode(&c.addresses); err != nil {
		return nil, errors.Join(fmt.Errorf("%s does not start: %w", word, err), c.stop())
	}
	return c, nil
}

func (c *child) stop() error {
	return errors.Join(c.life.Close(), c.command.Wait())
}

func (c *child) processID() int { return c.command.Process.Pid }

// memory is what the runtime of a child has handed out so far.
type memory struct{ Mallocs, TotalAlloc, Sys uint64 }

func (c *child) memory(ctx context.Context) (memory, error) {
	var m memory
	body, err := c.side(ctx, "/memory")
	if err != nil {
		return m, err
	}
	return m, json.Unmarshal(body, &m)
}

// side asks the child something about itself.
func (c *child) side(ctx context.Context, path string) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.Side+path, http.NoBody)
	if err != nil {
		return nil, err
	}
	answer, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer func() { _ = answer.Body.Close() }() // it was read
	body, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s answers %s", path, answer.Status)
	}
	return body, err
}

// serveAsChild is the whole of a child process.
func serveAsChild(args []string) error {
	switch args[0] {
	case pluginChild:
		return servePlugin(args[1:])
	case replayChild:
		return serveReplay(args[1:])
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	collectLess()
	if args[0] == judgeChild || args[0] == judgePluginChild {
		return serveEngine(ctx, args[0], os.Stdin, os.Stdout)
	}
	in := bufio.NewReader(os.Stdin)
	line, err := in.ReadBytes('\n')
	if err != nil {
		return err
	}
	var o order
	if err := json.Unmarshal(line, &o); err != nil {
		return err
	}
	go func() {
		_, _ = io.Copy(io.Discard, in) // ends when the parent closes it, or ends
		cancel()
	}()
	serve := serveAPI
	if args[0] == sqlChild {
		serve = serveSQL
	}
	side, err := listen(ctx, sideHandler())
	if err != nil {
		return err
	}
	return serve(ctx, o, func(pages string) error {
		return json.NewEncoder(os.Stdout).Encode(addresses{Pages: pages, Side: side})
	})
}

// collectLess sets the collector as the server does for itself: the same for all sides.
func collectLess() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400)
	}
}

// listen serves a handler on a port of its own until ctx ends, and returns its address.
func listen(ctx context.Context, h http.Handler) (string, error) {
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	server := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second}
	context.AfterFunc(ctx, func() { _ = server.Close() })
	go func() { _ = server.Serve(l) }() // ends with the context
	return "http://" + l.Addr().String(), nil
}

func sideHandler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /memory", func(w http.ResponseWriter, _ *http.Request) {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		_ = json.NewEncoder(w).Encode(memory{m.Mallocs, m.TotalAlloc, m.Sys}) // who asked is gone
	})
	mux.HandleFunc("GET /debug/pprof/profile", pprof.Profile)
	mux.Handle("GET /debug/pprof/allocs", pprof.Handler("allocs"))
	return mux
}
