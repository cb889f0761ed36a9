package notice_test

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/clock"
	"github.com/penvoerder/penvoerder/internal/jobs"
	"github.com/penvoerder/penvoerder/internal/mail"
	"github.com/penvoerder/penvoerder/internal/notice"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
	"github.com/penvoerder/penvoerder/internal/testworld"
	"github.com/penvoerder/penvoerder/internal/workflow"
	"github.com/penvoerder/penvoerder/schemes/sozw"
)

var isLong = flag.Bool("long", false, "kill thirty servers on each database, where a short run kills three")

func kills() int {
	if *isLong {
		return 30
	}
	return 3
}

// abandoned is how soon the letters of a killed server are taken over here.
const abandoned = 2 * time.Second

// TestMain serves as the server that is killed when it is started as one.
func TestMain(m *testing.M) {
	if address := os.Getenv("PENVOERDER_TEST_SMTP"); address != "" {
		if err := serve(address); err != nil {
			_, _ = fmt.Fprintln(os.Stderr, err) // the exit code says it too
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// serve sends letters until it is killed or its input ends.
func serve(address string) error {
	ctx := context.Background()
	s, err := store.Open(ctx, store.Config{DSN: os.Getenv("PENVOERDER_TEST_DSN"), DataDir: os.Getenv("PENVOERDER_TEST_DATA")})
	if err != nil {
		return err
	}
	if _, err := access.New(s); err != nil {
		return err
	}
	sender, err := through(address, os.Getenv("PENVOERDER_TEST_AUTHORITY"))
	if err != nil {
		return err
	}
	q, err := sending(s, sender)
	if err != nil {
		return err
	}
	if err := q.Start(ctx); err != nil {
		return err
	}
	_, _ = fmt.Println("serves") // who started it reads it
	_, err = io.ReadAll(os.Stdin)
	return errors.Join(err, q.Stop(ctx), s.Close())
}

// through sends to a mail server that an authority vouches for.
func through(address, authority string) (*mail.Sender, error) {
	trusted := x509.NewCertPool()
	if raw, err := os.ReadFile(authority); err != nil || !trusted.AppendCertsFromPEM(raw) {
		return nil, fmt.Errorf("no authority: %w", err)
	}
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	number, err := strconv.Atoi(port)
	if err != nil {
		return nil, err
	}
	return mail.NewSMTP(mail.SMTP{Host: host, Port: number, From: "p@penvoerder.example", TLS: &tls.Config{RootCAs: trusted, ServerName: host, MinVersion: tls.VersionTLS13}})
}

// sending is a queue whose letters leave by a mail server.
func sending(s *store.Store, by notice.Mail) (*jobs.Queue, error) {
	q, err := jobs.New(jobs.Config{Store: s, Poll: 10 * time.Millisecond, Abandoned: abandoned})
	if err != nil {
		return nil, err
	}
	d := notice.New(notice.Config{Store: s, Clock: clock.New(), Queue: q, Mail: by, Origin: testworld.Origin})
	return q, jobs.Handle(q, jobs.Kind{Within: abandoned}, d.Send)
}

// The server and the mail server cannot agree in one step: a letter that was given when its server is killed comes again, with
// the same Message-ID. So each person is told once of each act, by Message-ID, however often servers are killed.
func TestEachPersonIsToldOnceWhenServersAreKilled(t *testing.T) {
	t.Parallel()
	t.Run("sqlite", func(t *testing.T) {
		t.Parallel()
		data := t.TempDir()
		s, err := store.Open(t.Context(), store.Config{DataDir: data})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.Close() })
		if err := s.Migrate(t.Context()); err != nil {
			t.Fatal(err)
		}
		killing(t, s, "PENVOERDER_TEST_DATA="+data)
	})
	t.Run("postgres", func(t *testing.T) {
		t.Parallel()
		dsn := storetest.PostgresDSN(t)
		s, err := store.Open(t.Context(), store.Config{DSN: dsn})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.Close() })
		killing(t, s, "PENVOERDER_TEST_DSN="+dsn)
	})
}

const contacts = 5

// killing kills servers in the middle of letters, at each point, and has another send what is left.
func killing(t *testing.T, s *store.Store, where string) {
	t.Helper()
	w := &world{Dossier: testworld.OpenDossier(t, s, sozw.Scheme, testworld.WhenAllOver)}
	w.leader, w.pen = w.AsStranger, w.AsStranger
	for range contacts - 2 { // the employer and the insider are two
		w.Person(actor.Actor{Role: actor.Employer, OrganisationID: w.Organ})
	}
	box := openPostbox(t)
	points := []string{named, given, taken}
	for i := range kills() {
		reached := box.waitAt(points[i%len(points)], 1+i%(contacts-1))
		w.acts(i)
		server := start(t, box, where)
		select {
		case <-reached:
		case <-time.After(time.Minute):
			t.Fatal("no letter came")
		}
		if err := server.Process.Kill(); err != nil {
			t.Error(err)
		}
		_ = server.Wait() // it was killed
		box.release()
		if _, err := s.Writer().ExecContext(t.Context(), `DELETE FROM river_leader`); err != nil { // as fifteen seconds would
			t.Fatal(err)
		}
	}
	w.finish(box)
	w.toldOnce(box)
}

// acts tells every contact of an act.
func (w *world) acts(n int) {
	w.T.Helper()
	deed := notice.Deed{
		Act: workflow.ReturnPlan, SubjectID: w.Plan, Line: strconv.Itoa(n), At: w.Wall(), Now: w.Clock.Regulation(),
		Sides: []access.Side{{OrganisationID: w.Organ, RegionalOrganisationID: testworld.RegionalOrganisation}},
	}
	w.Must(w.Store.Tx(w.System(), func(tx *ent.Tx) error { return w.Notices.Tell(w.System(), tx, deed) }))
}

// start starts a server.
func start(t *testing.T, box *postbox, where string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	server := exec.CommandContext(t.Context(), self)
	server.Env = append(os.Environ(), "PENVOERDER_TEST_SMTP="+box.address, "PENVOERDER_TEST_AUTHORITY="+box.authority, where)
	server.Stderr = os.Stderr
	in, err := server.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = in.Close() })
	out, err := server.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReader(out).ReadString('\n'); err != nil || line != "serves\n" {
		t.Fatalf("%q, %v", line, err)
	}
	return server
}

// finish has a last server send what is left, once what was under way is old enough to be taken over. What was tried often need not wait
// for its turn.
func (w *world) finish(box *postbox) {
	w.T.Helper()
	w.until("old enough to be taken over", w.isAbandoned)
	sender, err := through(box.address, box.authority)
	w.Must(err)
	q, err := sending(w.Store, sender)
	w.Must(err)
	w.Must(q.Start(w.T.Context()))
	defer func() { w.Must(q.Stop(w.T.Context())) }()
	w.until("all letters have left", func() bool {
		stuck, err := q.Stuck(w.T.Context())
		w.Must(err)
		for _, j := range stuck {
			w.Must(q.Retry(w.T.Context(), j.ID))
		}
		return len(w.unsent().IDs) == 0
	})
}

// isAbandoned reports whether every job under way began too long ago for its server to be there.
func (w *world) isAbandoned() bool {
	w.T.Helper()
	all, err := w.Store.Writer().QueryContext(w.T.Context(), `SELECT attempted_at FROM river_job WHERE state = 'running'`)
	w.Must(err)
	defer func() { _ = all.Close() }() // Err reports the same error
	for all.Next() {
		var at time.Time
		w.Must(all.Scan(&at))
		if time.Since(at) < 2*abandoned {
			return false
		}
	}
	w.Must(all.Err())
	return true
}

func (w *world) until(what string, holds func() bool) {
	w.T.Helper()
	for patience := time.After(2 * time.Minute); !holds(); {
		select {
		case <-patience:
			w.T.Fatal("in vain: " + what)
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// toldOnce compares what came with what was to be told.
func (w *world) toldOnce(box *postbox) {
	w.T.Helper()
	rows, _ := w.rows()
	box.mu.Lock()
	defer box.mu.Unlock()
	again := 0
	for _, r := range rows {
		came := box.took[r.ID]
		if len(came) == 0 {
			w.T.Errorf("%s is lost", r.ID)
			continue
		}
		again += len(came) - 1
		if p := w.Store.Client().Person.GetX(w.System(), r.PersonID); slices.ContainsFunc(came, func(to string) bool { return to != p.Email }) {
			w.T.Errorf("%s came to %v, and is for %s", r.ID, came, p.Email)
		}
	}
	if len(rows) != kills()*contacts || len(box.took) != len(rows) {
		w.T.Errorf("%d were to be told, %d letters came, of %d acts to %d people", len(rows), len(box.took), kills(), contacts)
	}
	if again > kills() {
		w.T.Errorf("%d letters came again, after %d kills", again, kills())
	}
	w.T.Logf("%d letters, %d of them again", len(rows), again)
}
