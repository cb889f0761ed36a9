package catalog_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/auditentry"
	"github.com/penvoerder/penvoerder/ent/event"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/audit"
	"github.com/penvoerder/penvoerder/internal/catalog"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
	"github.com/penvoerder/penvoerder/plugins/host"
	"github.com/penvoerder/penvoerder/plugins/plugintest"
	"github.com/penvoerder/penvoerder/schemes"
)

// shelf is a plugin directory into which tests put the test binary as a plugin.
type shelf struct {
	t   *testing.T
	dir string
}

func newShelf(t *testing.T) shelf {
	dir := filepath.Join(t.TempDir(), "plugins")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	return shelf{t, dir}
}

// put installs a scheme in a version.
func (s shelf) put(slug, version string) {
	s.t.Helper()
	r := plugintest.Release(s.t, slug, slug, version)
	digest := sha256.Sum256([]byte(slug + version))
	s.entry(slug+"-"+version, r.Path, fmt.Sprintf(`{"slug": %q, "version": %q, "file": "plugin", "sha256": %q, "args": [%q, %q], "digest": %q}`,
		slug, version, hex.EncodeToString(r.Checksum[:]), slug, version, hex.EncodeToString(digest[:])))
}

// entry makes an entry of the directory: it is filled beside it and then renamed.
func (s shelf) entry(name, executable, lock string) {
	s.t.Helper()
	made := filepath.Join(s.dir, "."+name)
	if err := os.Mkdir(made, 0o700); err != nil {
		s.t.Fatal(err)
	}
	if executable != "" {
		s.link(executable, filepath.Join(made, "plugin"))
	}
	if err := os.WriteFile(filepath.Join(made, host.LockFile), []byte(lock), 0o600); err != nil {
		s.t.Fatal(err)
	}
	if err := os.Rename(made, filepath.Join(s.dir, name)); err != nil {
		s.t.Fatal(err)
	}
}

// link puts the test binary there, copied where it lies on another disk.
func (s shelf) link(from, to string) {
	s.t.Helper()
	if os.Link(from, to) == nil {
		return
	}
	in, err := os.Open(from)
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = in.Close() }()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE, 0o700)
	if err != nil {
		s.t.Fatal(err)
	}
	if _, err := io.Copy(out, in); err != nil {
		s.t.Fatal(err)
	}
	if err := out.Close(); err != nil {
		s.t.Fatal(err)
	}
}

func (s shelf) remove(slug, version string) {
	s.t.Helper()
	if err := os.RemoveAll(filepath.Join(s.dir, slug+"-"+version)); err != nil {
		s.t.Fatal(err)
	}
}

// serverOf starts a server's catalogue on a plugin directory.
func serverOf(t *testing.T, s *store.Store, c catalog.Config) *catalog.Catalog {
	t.Helper()
	c.Store, c.Plugin = s, host.Config{StartTimeout: 5 * time.Minute, Deadline: 5 * time.Minute}
	k, err := catalog.Start(system(t), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { closed(t, k) })
	return k
}

func refresh(t *testing.T, ks ...*catalog.Catalog) {
	t.Helper()
	for _, k := range ks {
		if err := k.Refresh(system(t)); err != nil {
			t.Fatal(err)
		}
	}
}

// acts are the lines in the log of a scheme, oldest first.
func acts(t *testing.T, s *store.Store, slug string) []string {
	t.Helper()
	lines, err := s.Client().AuditEntry.Query().Where(auditentry.DossierID(catalog.Chain(slug))).
		Order(ent.Asc(auditentry.FieldSequence)).All(system(t))
	if err != nil {
		t.Fatal(err)
	}
	out := make([]string, len(lines))
	for i, l := range lines {
		out[i] = l.Act
		if l.Reason != nil {
			out[i] += ": " + *l.Reason
		}
	}
	verdict, err := audit.Verify(system(t), s, catalog.Chain(slug))
	if err != nil || len(verdict.Breaks) > 0 {
		t.Errorf("the log of %s: %+v, %v", slug, verdict, err)
	}
	return out
}

func events(t *testing.T, s *store.Store, kind string) int {
	t.Helper()
	n, err := s.Client().Event.Query().Where(event.Type(kind)).Count(system(t))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func releaseOf(t *testing.T, s *store.Store, version string) *ent.SchemeRelease {
	t.Helper()
	rows, err := s.Client().SchemeRelease.Query().All(system(t))
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		if r.Semver == version {
			return r
		}
	}
	t.Fatalf("no release %s", version)
	return nil
}

func TestAPluginThatIsInstalledWhileTheServerRunsIsServed(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		shelf := newShelf(t)
		k := serverOf(t, s, catalog.Config{Directory: shelf.dir})
		if len(k.Schemes()) != 0 {
			t.Fatal("something is installed")
		}
		shelf.put("wow", "1.0.0")
		refresh(t, k)
		first := inForce(t, k, "wow")
		if _, err := k.Judge(t.Context(), first, []schemes.Question{plan(1)}); err != nil {
			t.Fatal(err)
		}

		shelf.put("wow", "1.1.0")
		refresh(t, k, k)
		next, _ := k.Release(releaseOf(t, s, "1.1.0").ID)
		if next.State != catalog.StateInstalled || inForce(t, k, "wow").ID != first.ID || !k.Answers(next.ID) || !k.IsInstalled(next.ID) {
			t.Errorf("the next release is %s, %s is in force", next.State, inForce(t, k, "wow").Version)
		}
		if _, err := k.Judge(t.Context(), next, []schemes.Question{plan(1)}); err != nil {
			t.Errorf("two releases do not answer side by side: %v", err)
		}
		if diff := cmp.Diff([]string{"installRelease", "installRelease"}, acts(t, s, "wow")); diff != "" {
			t.Errorf("log (-want +got):\n%s", diff)
		}
		if n := events(t, s, catalog.EventRelease); n != 2 {
			t.Errorf("%d events", n)
		}
	})
}

func TestAServerFindsWhatIsInstalledByItself(t *testing.T) {
	t.Parallel()
	s := storetest.SQLite(t)
	shelf := newShelf(t)
	k := serverOf(t, s, catalog.Config{Directory: shelf.dir, Poll: 10 * time.Millisecond})
	shelf.put("wow", "1.0.0")
	soon(t, func() bool { return k.Available("wow") })
}

// soon waits until something holds.
func soon(t *testing.T, holds func() bool) {
	t.Helper()
	limit, tick := time.After(5*time.Minute), time.NewTicker(5*time.Millisecond)
	defer tick.Stop()
	for !holds() {
		select {
		case <-limit:
			t.Fatal("it does not happen")
		case <-tick.C:
		}
	}
}

func TestWhatVanishesIsNoLongerOfferedAndStillAnswersForItsDossiers(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		shelf := newShelf(t)
		shelf.put("wow", "1.0.0")
		k := serverOf(t, s, catalog.Config{Directory: shelf.dir})
		pinned := inForce(t, k, "wow")
		shelf.remove("wow", "1.0.0")
		refresh(t, k)
		if _, ok := k.InForce("wow"); ok || len(k.Schemes()) > 0 || k.IsInstalled(pinned.ID) {
			t.Error("new dossiers can still get it")
		}
		if known, ok := k.Known("wow"); !ok || known.ID != pinned.ID {
			t.Error("dossiers can no longer show their scheme")
		}
		if _, err := k.Judge(t.Context(), pinned, []schemes.Question{plan(1)}); err != nil {
			t.Errorf("dossiers that are pinned to it have to wait: %v", err)
		}
		shelf.put("wow", "1.0.0")
		refresh(t, k)
		if inForce(t, k, "wow").ID != pinned.ID {
			t.Error("it did not come back")
		}
	})
}

// A log collects the lines that were logged.
type logged struct {
	mu sync.Mutex
	bytes.Buffer
}

func (l *logged) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.Buffer.Write(p)
}

func (l *logged) count(word string) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return strings.Count(l.String(), word)
}

func TestABrokenPluginIsToldOnceAndKeepsNothingElseFromWorking(t *testing.T) {
	t.Parallel()
	s := storetest.SQLite(t)
	shelf := newShelf(t)
	log := &logged{}
	k := serverOf(t, s, catalog.Config{Directory: shelf.dir, Logger: slog.New(slog.NewTextHandler(log, nil))})
	shelf.entry("bad", "", "{")
	shelf.put("wow", "1.0.0")
	refresh(t, k, k, k)
	if !k.Available("wow") {
		t.Error("the good one does not run")
	}
	if n := log.count("an installed plugin is broken: bad"); n != 1 {
		t.Errorf("it was told %d times:\n%s", n, log)
	}
}

func TestServersFollowEachOther(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		shelf := newShelf(t)
		shelf.put("wow", "1.0.0")
		shelf.put("wow", "2.0.0")
		one, two := serverOf(t, s, catalog.Config{Directory: shelf.dir}), serverOf(t, s, catalog.Config{Directory: shelf.dir})
		other := releaseOf(t, s, "2.0.0")
		if other.State == catalog.StateInForce {
			other = releaseOf(t, s, "1.0.0")
		}
		if err := one.PutInForce(system(t), other.ID); err != nil {
			t.Fatal(err)
		}
		if inForce(t, two, "wow").ID == other.ID {
			t.Fatal("the other server cannot know yet")
		}
		refresh(t, two)
		if got := inForce(t, two, "wow"); got.ID != other.ID || got.State != catalog.StateInForce {
			t.Errorf("the other server has %s %s in force", got.Version, got.State)
		}
	})
}

func regioPlus(t *testing.T) context.Context {
	return actor.With(t.Context(), actor.Actor{PersonID: "per_1", SessionID: "ses_1", Role: actor.RegioPlus})
}

func TestRegioPlusPutsAReleaseInForce(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		guard, err := access.New(s)
		if err != nil {
			t.Fatal(err)
		}
		shelf := newShelf(t)
		shelf.put("wow", "1.0.0")
		k := serverOf(t, s, catalog.Config{Directory: shelf.dir})
		shelf.put("wow", "2.0.0")
		shelf.put("wow", "3.0.0")
		refresh(t, k)
		desk := &catalog.Desk{Catalog: k, Guard: guard}
		row := releaseOf(t, s, "2.0.0")
		in := catalog.PutInForceInput{ReleaseID: row.ID, ExpectedVersion: row.Version, Note: new("na de proef")}

		_, err = desk.PutInForce(actor.With(t.Context(), actor.Actor{PersonID: "per_2", Role: actor.SSC}), in)
		wantReason(t, err, fault.CodeForbidden, "ROLE")
		_, err = desk.PutInForce(regioPlus(t), catalog.PutInForceInput{ReleaseID: "rel_none", ExpectedVersion: 1})
		wantReason(t, err, fault.CodeNotFound, "RELEASE_NOT_FOUND")

		forced, err := desk.PutInForce(regioPlus(t), in)
		if err != nil || forced.State != catalog.StateInForce || inForce(t, k, "wow").ID != row.ID {
			t.Fatalf("%+v, %v", forced, err)
		}
		_, err = desk.PutInForce(regioPlus(t), in)
		wantReason(t, err, fault.CodeConflict, fault.ReasonStaleVersion)
		in.ExpectedVersion = forced.Version
		_, err = desk.PutInForce(regioPlus(t), in)
		wantReason(t, err, fault.CodeConflict, "ALREADY_IN_FORCE")

		shelf.remove("wow", "3.0.0")
		refresh(t, k)
		gone := releaseOf(t, s, "3.0.0")
		_, err = desk.PutInForce(regioPlus(t), catalog.PutInForceInput{ReleaseID: gone.ID, ExpectedVersion: gone.Version})
		wantReason(t, err, fault.CodeConflict, "RELEASE_NOT_INSTALLED")

		want := []string{"installRelease", "installRelease", "installRelease", "supersedeRelease: na de proef", "putReleaseInForce: na de proef"}
		if diff := cmp.Diff(want, acts(t, s, "wow")); diff != "" {
			t.Errorf("log (-want +got):\n%s", diff)
		}
		if n := events(t, s, catalog.EventRelease); n != 5 {
			t.Errorf("%d events", n)
		}
	})
}

func TestASuccessionAtStartIsInTheLog(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		closed(t, start(t, s, release(t, "one", "1.0.0")))
		start(t, s, release(t, "one", "2.0.0"))
		why := ": release 1.0.0 (digest of one 1.0.0) is no longer installed"
		want := []string{"installRelease", "installRelease", "supersedeRelease" + why, "succeedRelease" + why}
		if diff := cmp.Diff(want, acts(t, s, "one")); diff != "" {
			t.Errorf("log (-want +got):\n%s", diff)
		}
	})
}

func TestAServerForgetsThePinOfAPlanThatAnotherServerMoved(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		k := start(t, s, release(t, "one", "1.0.0"))
		pinned := inForce(t, k, "one")
		now := time.Now()
		write(t, s, func(ctx context.Context, tx *ent.Tx) error {
			if err := tx.Organisation.Create().SetID("org_1").SetName("A").SetKvkNumber("12345678").SetPostcode("3511 AB").SetFundingLaws([]string{}).
				SetRegionID("rgn_1").SetRegionalOrganisationID("rgo_1").SetCreatedAt(now).SetUpdatedAt(now).Exec(ctx); err != nil {
				return err
			}
			for id, moved := range map[string]*time.Time{"pln_moved": &now, "pln_still": nil} {
				if err := tx.Plan.Create().SetID(id).SetNumber(id).SetScheme("one").SetReleaseID(pinned.ID).SetState("DRAFT").SetNillableMovedAt(moved).
					SetOrganisationID("org_1").SetRegionalOrganisationID("rgo_1").SetCreatedAt(now).SetUpdatedAt(now).Exec(ctx); err != nil {
					return err
				}
			}
			return nil
		})
		k.Remember("pln_moved", "rel_before")
		k.Remember("pln_still", pinned.ID)
		refresh(t, k)
		if _, ok := k.Pin("pln_moved"); ok {
			t.Error("the plan that moved is remembered under its old release")
		}
		if r, ok := k.Pin("pln_still"); !ok || r != pinned.ID {
			t.Error("a plan that did not move is forgotten")
		}
	})
}
