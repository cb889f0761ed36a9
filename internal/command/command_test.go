package command_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/command"
	"github.com/penvoerder/penvoerder/internal/jobs"
	"github.com/penvoerder/penvoerder/internal/store"
)

func run(t *testing.T, args ...string) (code int, out, errs string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code = command.Run(t.Context(), args, &stdout, &stderr)
	return code, stdout.String(), stderr.String()
}

func TestEveryCommandHelps(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"--help"}, {"serve", "--help"}, {"plugin", "--help"}, {"migrate", "--help"}, {"audit", "--help"}, {"audit", "verify", "--help"}, {"admin", "appoint", "--help"}, {"admin", "withdraw", "--help"}, {"jobs", "list", "--help"}, {"jobs", "retry", "--help"}, {"verify", "--help"}, {"scheme", "replay", "--help"}} {
		code, out, _ := run(t, args...)
		if code != 0 || !strings.Contains(out, "Usage: penvoerder") {
			t.Errorf("penvoerder %s: exit %d, %q", strings.Join(args, " "), code, out)
		}
	}
}

func TestSettingsThatContradictAreRefused(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		args []string
		want string
	}{
		{"cheap passwords of people", []string{"--demo=off", "--password-memory=45"}, "--password-memory must be at least 46 (MiB)"},
		{"passwords that cost nothing", []string{"--password-memory=0"}, "--password-memory must be 1 to 1024"},
		{"real time cannot be set", []string{"--demo=off", "--now", "2025-12-01T10:00+01:00"}, "--now works in demo mode only"},
		{"a database of another kind", []string{"--database", "mysql://x"}, "postgres://"},
		{"plugins by a relative path", []string{"--plugins", "plugins"}, "absolute directory"},
		{"a scheme that has to be there before it starts", []string{"--plugin-start=-1s"}, "cannot be negative"},
		{"an origin with a path", []string{"--origin", "https://portal.example/app"}, "not an origin"},
		{"demo data in production", []string{"--production"}, "refuses demo data"},
		{"production on SQLite", []string{"--production", "--demo=off"}, "wants PostgreSQL"},
		{"production without TLS to the database", []string{"--production", "--demo=off", "--database", "postgres://db.example/p"}, "sslmode=verify-full"},
		{"production with a made-up secret", []string{"--production", "--demo=off"}, "--secret of 32 characters"},
		{"one address for all visitors", []string{"--public-url=https://penvoerder.example"}, "--trusted-proxy"},
		{"measurements for every visitor in production", []string{"--production", "--demo=off"}, "--admin-addr"},
		{"an unknown flag", []string{"--adr", "x"}, "See `penvoerder --help`."},
		{"an unknown command", []string{"server"}, "server"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			code, _, errs := run(t, c.args...)
			if code != 2 || !strings.Contains(errs, c.want) {
				t.Errorf("exit %d, want 2; said %q, want %q in it", code, errs, c.want)
			}
		})
	}
}

func TestSettingsFileRefusesWhatIsNoSetting(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "settings.yaml")
	if err := os.WriteFile(file, []byte("adress: 127.0.0.1:1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	code, _, errs := run(t, "serve", "--config", file)
	if code != 2 || !strings.Contains(errs, `"adress" is not a setting`) {
		t.Errorf("exit %d, said %q", code, errs)
	}
}

// The settings file that the operator's page shows for production is one that the server takes, with a secret beside it.
func TestTheSettingsThatTheOperatorsPageShowsAreTaken(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../docs/operator.md")
	if err != nil {
		t.Fatal(err)
	}
	_, sample, _ := strings.Cut(string(page), "```yaml\nproduction: true\n")
	sample, _, _ = strings.Cut(sample, "```")
	file := filepath.Join(t.TempDir(), "settings.yaml")
	if err := os.WriteFile(file, []byte("production: true\n"+sample), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel() // nothing is started
	var stdout, stderr bytes.Buffer
	free := "127.0.0.1:0" // whoever tests may have a server running at the addresses of the page
	args := []string{"serve", "--config", file, "--addr", free, "--admin-addr", free, "--data", t.TempDir(), "--secret", strings.Repeat("s", 32)}
	code := command.Run(ctx, args, &stdout, &stderr)
	if said := stderr.String(); code == 2 || !strings.Contains(said, "database") {
		t.Errorf("exit %d, said %q", code, said)
	}
}

func TestMigrateThenVerifyAnEmptyLog(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if code, _, errs := run(t, "migrate", "--check", "--data", dir); code != 1 || !strings.Contains(errs, "pending") {
		t.Errorf("check before migrating: exit %d, said %q", code, errs)
	}
	if code, out, errs := run(t, "migrate", "--data", dir); code != 0 || !strings.Contains(out, "up to date") {
		t.Fatalf("migrate: exit %d, said %q %q", code, out, errs)
	}
	if code, out, errs := run(t, "audit", "verify", "--data", dir); code != 0 || !strings.Contains(out, "0 breaks") {
		t.Errorf("verify: exit %d, said %q %q", code, out, errs)
	}
}

func TestJobsAreListedAndTriedAgain(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	if code, _, errs := run(t, "migrate", "--data", data); code != 0 {
		t.Fatal(errs)
	}
	if code, out, errs := run(t, "jobs", "--data", data, "list"); code != 0 || out != "Every job is done.\n" {
		t.Errorf("exit %d, %q, %q", code, out, errs)
	}
	fail(t, data, "the mail server is away")
	code, out, errs := run(t, "jobs", "--data", data, "list")
	if code != 0 || !strings.Contains(out, "1 discarded  tell") || !strings.Contains(out, "1 tell, discarded since ") || !strings.Contains(out, "the mail server is away") {
		t.Errorf("exit %d, %q, %q", code, out, errs)
	}
	if code, out, errs := run(t, "jobs", "--data", data, "retry", "7", "1"); code != 1 || out != "Job 1 is tried again.\n" || !strings.Contains(errs, "there is no job 7") {
		t.Errorf("exit %d, %q, %q", code, out, errs)
	}
	if _, out, _ := run(t, "jobs", "--data", data, "list"); !strings.Contains(out, "1 available  tell") {
		t.Errorf("%q", out)
	}
}

// fail enqueues a job that is given up for the cause.
func fail(t *testing.T, data, cause string) {
	t.Helper()
	ctx := actor.AsSystem(t.Context())
	s, err := store.Open(ctx, store.Config{DataDir: data})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	q, err := jobs.New(jobs.Config{Store: s, Poll: 10 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	failed := make(chan struct{})
	if err := jobs.Handle(q, jobs.Kind{Attempts: 1}, func(context.Context, tell) error { defer close(failed); return errors.New(cause) }); err != nil {
		t.Fatal(err)
	}
	if err := s.Tx(ctx, func(tx *ent.Tx) error { return q.Insert(ctx, tx, tell{}) }); err != nil {
		t.Fatal(err)
	}
	if err := q.Start(ctx); err != nil {
		t.Fatal(err)
	}
	<-failed
	if err := q.Stop(ctx); err != nil {
		t.Fatal(err)
	}
}

type tell struct{}

// Kind names the work.
func (tell) Kind() string { return "tell" }
