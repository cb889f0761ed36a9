package scenario_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"math/rand/v2"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/penvoerder/penvoerder/internal/command"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
)

// began is where the regulation clock of every scenario starts, unless it says otherwise: plans can be handed in.
const began = "2025-12-01T10:00+01:00"

// onEach tells a scenario on each database, in parallel; in a short run on one of them, drawn.
func onEach(t *testing.T, tell func(t *testing.T, database string)) {
	t.Helper()
	if testing.Short() {
		onOne(t, rand.Int64(), tell)
		return
	}
	for draw := range int64(2) {
		onOne(t, draw, tell)
	}
}

// onOne tells a scenario on the database that is drawn: SQLite by an even number. On PostgreSQL the server is the user that
// the operator's page advises, who can change no line of the audit.
func onOne(t *testing.T, draw int64, tell func(t *testing.T, database string)) {
	t.Helper()
	if draw%2 == 0 {
		t.Run("sqlite", func(t *testing.T) {
			t.Parallel()
			tell(t, "")
		})
		return
	}
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		tell(t, storetest.ServerDSN(t))
	})
}

// program is a running server.
type program struct {
	url, data, database string
	log                 *journal
	rows                *rows
	transport           http.RoundTripper // how visitors get there; nil for the way of everybody
}

// run starts the program within the test and stops it afterwards. A program that stops badly, or that says ERROR in its
// log, fails the test.
func run(t *testing.T, database string, flags ...string) *program {
	t.Helper()
	p := &program{data: t.TempDir(), database: database, log: &journal{}}
	ctx, stop := context.WithCancel(context.Background())
	out, in := io.Pipe()
	ended := make(chan int, 1)
	go func() {
		ended <- command.Run(ctx, p.arguments(flags), in, p.log)
		_ = in.Close() // ends who reads it
	}()
	t.Cleanup(func() {
		stop()
		if code := <-ended; code != 0 {
			t.Errorf("the program ended with %d:\n%s", code, p.log.tail())
		}
		for _, line := range p.log.errors() {
			t.Errorf("the program logged: %s", line)
		}
	})
	if p.url = announced(out); p.url == "" {
		t.Fatalf("the program did not start:\n%s", p.log.tail())
	}
	p.rows = openRows(t, p)
	return p
}

// arguments are those of a demonstration without dossiers, on a free port, that believes who says it is a proxy: each
// visitor comes from an address of its own. No scheme is given up for being slow: the machine may have other work.
func (p *program) arguments(flags []string) []string {
	args := []string{"serve", "--addr=127.0.0.1:0", "--demo=empty", "--data=" + p.data, "--trusted-proxy=127.0.0.0/8", "--log-level=info", "--plugin-start=5m", "--plugin-deadline=5m", "--password-memory=1"}
	if p.database != "" {
		args = append(args, "--database="+p.database)
	}
	if !slices.ContainsFunc(flags, func(f string) bool { return strings.HasPrefix(f, "--now") }) {
		args = append(args, "--now="+began)
	}
	return append(args, flags...)
}

var endpoint = regexp.MustCompile(`GraphQL\s+(https?://\S+)/graphql`)

// announced reads where the program says that it is, and keeps reading; empty when it ended without.
func announced(out io.Reader) string {
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if m := endpoint.FindStringSubmatch(lines.Text()); m != nil {
			go func() {
				for lines.Scan() { // the program must not wait for a reader
				}
			}()
			return m[1]
		}
	}
	return ""
}

// journal keeps what a program logs.
type journal struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (j *journal) Write(b []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.Write(b)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.String()
}

func (j *journal) tail() string {
	const most = 4000
	s := j.String()
	return s[max(0, len(s)-most):]
}

// errors are the lines of level ERROR, and those that are no log line at all.
func (j *journal) errors() []string {
	var found []string
	for line := range strings.Lines(j.String()) {
		var entry struct{ Level string }
		if err := json.Unmarshal([]byte(line), &entry); err != nil || entry.Level == "ERROR" {
			found = append(found, strings.TrimSpace(line))
		}
	}
	return found
}

// whole proves that the audit log of a program is whole, with its own command.
func whole(t testing.TB, p *program) {
	t.Helper()
	args := []string{"audit", "--data=" + p.data}
	if p.database != "" {
		args = append(args, "--database="+p.database)
	}
	var out, bad bytes.Buffer
	if code := command.Run(t.Context(), append(args, "verify"), &out, &bad); code != 0 || !strings.Contains(out.String(), " 0 breaks") {
		t.Errorf("audit verify: %d\n%s%s", code, out.String(), bad.String())
	}
}
