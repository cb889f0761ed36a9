package main

import (
	"context"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
)

// tap stands between a server and PostgreSQL and counts what is asked, by the wire protocol: whatever the driver calls
// it, an Execute or a simple Query is a statement, and a Sync or a simple Query is a wait for an answer.
type tap struct {
	dsn    string
	target func(context.Context) (net.Conn, error)
	dir    string
	l      net.Listener

	mu     sync.Mutex
	counts counts
}

type counts struct {
	statements, waits int
	texts             []string // of what was parsed or simply asked
}

// errTapped means that the address cannot be listened in on.
var errTapped = errors.New("only a PostgreSQL behind a socket, or without TLS, can be listened in on")

// startTap listens on a socket of its own.
func startTap(ctx context.Context, dsn string) (*tap, error) {
	u, err := url.Parse(dsn)
	if err != nil {
		return nil, err
	}
	q := u.Query()
	t := &tap{}
	switch dir := q.Get("host"); {
	case strings.HasPrefix(dir, "/"):
		t.target = dialer("unix", filepath.Join(dir, ".s.PGSQL.5432"))
	case q.Get("sslmode") == "disable":
		t.target = dialer("tcp", net.JoinHostPort(u.Hostname(), or(u.Port(), "5432")))
	default:
		return nil, errTapped
	}
	if t.dir, err = os.MkdirTemp("", "tap"); err != nil {
		return nil, err
	}
	var lc net.ListenConfig
	if t.l, err = lc.Listen(ctx, "unix", filepath.Join(t.dir, ".s.PGSQL.5432")); err != nil {
		return nil, errors.Join(err, os.RemoveAll(t.dir))
	}
	q.Set("host", t.dir)
	u.Host, u.RawQuery = "", q.Encode()
	t.dsn = u.String()
	go t.accept(ctx)
	return t, nil
}

func dialer(network, address string) func(context.Context) (net.Conn, error) {
	return func(ctx context.Context) (net.Conn, error) {
		var d net.Dialer
		return d.DialContext(ctx, network, address)
	}
}

func or(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

func (t *tap) stop() error { return errors.Join(t.l.Close(), os.RemoveAll(t.dir)) }

// take returns what was counted since the last time.
func (t *tap) take() counts {
	t.mu.Lock()
	defer t.mu.Unlock()
	c := t.counts
	t.counts = counts{}
	return c
}

func (t *tap) accept(ctx context.Context) {
	for {
		client, err := t.l.Accept()
		if err != nil {
			return // stopped
		}
		go t.connect(ctx, client)
	}
}

func (t *tap) connect(ctx context.Context, client net.Conn) {
	defer func() { _ = client.Close() }() // both sides end together
	server, err := t.target(ctx)
	if err != nil {
		return // the client sees a closed connection
	}
	defer func() { _ = server.Close() }()
	go func() {
		_, _ = io.Copy(client, server) // ends when either side closes
		_ = client.Close()
	}()
	_ = t.pass(client, server) // ends when either side closes
}

// pass hands on what the client says, message by message. The first one has no type.
func (t *tap) pass(client io.Reader, server io.Writer) error {
	const head = 5
	kind := 0
	for {
		buf := make([]byte, head)
		if _, err := io.ReadFull(client, buf[kind^1:]); err != nil {
			return err
		}
		length := int(binary.BigEndian.Uint32(buf[1:])) - 4
		body := make([]byte, length)
		if _, err := io.ReadFull(client, body); err != nil {
			return err
		}
		if kind == 1 {
			t.count(buf[0], body)
		}
		if _, err := server.Write(append(buf[kind^1:], body...)); err != nil {
			return err
		}
		kind = 1
	}
}

func (t *tap) count(kind byte, body []byte) {
	t.mu.Lock()
	defer t.mu.Unlock()
	switch kind {
	case 'Q': // Query: text
		t.counts.statements++
		t.counts.waits++
		t.counts.texts = append(t.counts.texts, text(body))
	case 'P': // Parse: name, text
		_, query, _ := strings.Cut(string(body), "\x00")
		t.counts.texts = append(t.counts.texts, text([]byte(query)))
	case 'E': // Execute
		t.counts.statements++
	case 'S': // Sync
		t.counts.waits++
	}
}

func text(b []byte) string {
	s, _, _ := strings.Cut(string(b), "\x00")
	return s
}
