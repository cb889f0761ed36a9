package jobs_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"testing"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/setting"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/jobs"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
)

// The points at which a server of its own process is killed.
const (
	enqueued = "enqueued" // a job is committed, and not taken up
	taken    = "taken"    // a job is under way, and has written nothing
	written  = "written"  // what a job wrote is committed, and its server does not know
)

// killed is how soon a job of a killed server is taken over here.
const killed = time.Second

// TestMain serves as the server that is killed when it is started as one.
func TestMain(m *testing.M) {
	if at := os.Getenv("PENVOERDER_TEST_KILLED_AT"); at != "" {
		if err := serve(at, os.Getenv("PENVOERDER_TEST_DSN"), os.Getenv("PENVOERDER_TEST_DATA")); err != nil {
			_, _ = fmt.Fprintln(os.Stderr, err) // the exit code says it too
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// serve enqueues a job, or carries jobs out, says when it has come to the point, and waits to be killed there.
func serve(at, dsn, data string) error {
	ctx := actor.AsSystem(context.Background())
	s, err := store.Open(ctx, store.Config{DSN: dsn, DataDir: data})
	if err != nil {
		return err
	}
	wait := func(point string) {
		if point == at {
			_, _ = fmt.Println(point)   // the one who kills reads it
			_, _ = io.ReadAll(os.Stdin) // its end never comes
		}
	}
	q, err := counting(s, wait)
	if err != nil {
		return err
	}
	err = s.Tx(ctx, func(tx *ent.Tx) error { return q.Insert(ctx, tx, tell{"of " + at + strconv.Itoa(os.Getpid())}) })
	if err != nil {
		return err
	}
	wait(enqueued)
	if err := q.Start(ctx); err != nil {
		return err
	}
	_, err = io.ReadAll(os.Stdin)
	return err
}

// counting is a queue whose jobs count in the database how often each was carried out.
func counting(s *store.Store, wait func(string)) (*jobs.Queue, error) {
	q, err := jobs.New(jobs.Config{Store: s, Poll: 10 * time.Millisecond, Abandoned: killed})
	if err != nil {
		return nil, err
	}
	return q, jobs.Handle(q, jobs.Kind{Within: killed}, func(ctx context.Context, a tell) error {
		wait(taken)
		err := s.Tx(ctx, func(tx *ent.Tx) error {
			n, err := tx.Setting.Update().Where(setting.ID(a.ID)).SetValue("more than once").Save(ctx)
			if err == nil && n == 0 {
				err = tx.Setting.Create().SetID(a.ID).SetValue("once").Exec(ctx)
			}
			return errors.Join(err, jobs.Finish(ctx, tx))
		})
		wait(written)
		return err
	})
}

func TestNothingIsLostAndNothingIsDoneTwiceWhenServersAreKilled(t *testing.T) {
	t.Parallel()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		data := t.TempDir()
		s := open(t, store.Config{DataDir: data})
		if err := s.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		killing(t, s, "PENVOERDER_TEST_DATA="+data)
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		dsn := storetest.PostgresDSN(t)
		killing(t, open(t, store.Config{DSN: dsn}), "PENVOERDER_TEST_DSN="+dsn)
	})
}

func open(t *testing.T, c store.Config) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// killing kills a server at each point, twice, and wants another to do what is left.
func killing(t *testing.T, s *store.Store, where string) {
	t.Helper()
	points := []string{enqueued, taken, written, enqueued, taken, written}
	for _, point := range points {
		kill(t, point, where)
		expire(t, s)
	}
	until(t, "old enough to be taken over", func() bool {
		all, err := s.Writer().QueryContext(t.Context(), `SELECT attempted_at FROM river_job WHERE state = 'running'`)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = all.Close() }()
		for all.Next() {
			var at time.Time
			if err := all.Scan(&at); err != nil {
				t.Fatal(err)
			}
			if time.Since(at) < 2*killed {
				return false
			}
		}
		return all.Err() == nil
	})
	q, err := counting(s, func(string) {})
	if err != nil {
		t.Fatal(err)
	}
	start(t, q)
	var done []string
	for range points {
		done = append(done, "completed")
	}
	untilStates(t, q, "tell", done...)
	ctx := actor.AsSystem(t.Context())
	for _, row := range s.Client().Setting.Query().AllX(ctx) {
		if row.Value != "once" {
			t.Errorf("%s was done %s", row.ID, row.Value)
		}
	}
	if n := s.Client().Setting.Query().CountX(ctx); n != len(points) {
		t.Errorf("%d of %d jobs were done", n, len(points))
	}
}

// kill starts a server and kills it at the point.
func kill(t *testing.T, point, where string) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	server := exec.CommandContext(t.Context(), self)
	server.Env = append(os.Environ(), "PENVOERDER_TEST_KILLED_AT="+point, where)
	server.Stderr = os.Stderr
	in, err := server.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = in.Close() }()
	out, err := server.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil || line != point+"\n" {
		t.Errorf("at the point %s: %q, %v", point, line, err)
	}
	if err := server.Process.Kill(); err != nil {
		t.Error(err)
	}
	_ = server.Wait() // it was killed
}

// expire ends the lead of a server that was killed, as fifteen seconds would.
func expire(t *testing.T, s *store.Store) {
	t.Helper()
	if _, err := s.Writer().ExecContext(t.Context(), `DELETE FROM river_leader`); err != nil {
		t.Fatal(err)
	}
}
