package anchors_test

import (
	"context"
	"crypto/ed25519"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/anchors"
	"github.com/penvoerder/penvoerder/internal/audit"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
)

var noon = time.Date(2026, 2, 1, 12, 0, 0, 0, time.UTC)

// yard is a database with a directory of anchors.
type yard struct {
	t     *testing.T
	store *store.Store
	dir   string
	key   ed25519.PrivateKey
	now   time.Time
}

func newYard(t *testing.T, s *store.Store) *yard {
	t.Helper()
	return &yard{t, s, t.TempDir(), newKey(t), noon}
}

func newKey(t *testing.T) ed25519.PrivateKey {
	t.Helper()
	_, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// act writes lines in the logs of dossiers.
func (y *yard) act(dossiers ...string) {
	y.t.Helper()
	ctx := actor.AsSystem(y.t.Context())
	err := y.store.Tx(ctx, func(tx *ent.Tx) error {
		for _, d := range dossiers {
			if err := audit.Append(ctx, tx, audit.Line{DossierID: d, At: y.now, Act: "signIn"}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		y.t.Fatal(err)
	}
}

func (y *yard) write() error {
	return anchors.Writer{Store: y.store, Dir: y.dir, Key: y.key, Wall: func() time.Time { return y.now }}.Write(y.t.Context())
}

// days writes an anchor on each of some days, each after an act.
func (y *yard) days(n int) {
	y.t.Helper()
	for i := range n {
		y.act("per_1", fmt.Sprintf("org_%d", i))
		if err := y.write(); err != nil {
			y.t.Fatal(err)
		}
		y.now = y.now.AddDate(0, 0, 1)
	}
}

func (y *yard) flaws(keys ...ed25519.PublicKey) []string {
	y.t.Helper()
	flaws := []string{}
	_, err := anchors.Verifier{Store: y.store, Dir: y.dir, Keys: keys, Found: func(f string) { flaws = append(flaws, f) }}.Verify(y.t.Context())
	if err != nil {
		y.t.Fatal(err)
	}
	return flaws
}

func (y *yard) expect(keys []ed25519.PublicKey, want ...string) {
	y.t.Helper()
	got := y.flaws(keys...)
	if len(got) != len(want) {
		y.t.Fatalf("%d flaws, want %d:\n%s", len(got), len(want), strings.Join(got, "\n"))
	}
	for i := range want {
		if !strings.Contains(got[i], want[i]) {
			y.t.Errorf("flaw %q, want %q", got[i], want[i])
		}
	}
}

func (y *yard) file(day string) string { return filepath.Join(y.dir, day+".anchor") }

func (y *yard) edit(day, from, to string) {
	y.t.Helper()
	text, err := os.ReadFile(y.file(day))
	if err != nil || !strings.Contains(string(text), from) {
		y.t.Fatal(err, string(text))
	}
	y.put(day, strings.Replace(string(text), from, to, 1))
}

func (y *yard) put(day, text string) {
	y.t.Helper()
	_ = os.Remove(y.file(day)) // it is not for writing
	if err := os.WriteFile(y.file(day), []byte(text), 0o600); err != nil {
		y.t.Fatal(err)
	}
}

func TestADayHasOneAnchorThatIsNeverOverwritten(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		y := newYard(t, s)
		y.days(3)
		y.expect(nil)
		y.now = y.now.AddDate(0, 0, -1)
		before, err := os.ReadFile(y.file("2026-02-03"))
		if err != nil {
			t.Fatal(err)
		}
		y.act("per_1")
		if err := y.write(); err != nil {
			t.Fatal(err)
		}
		after, _ := os.ReadFile(y.file("2026-02-03")) // compared below
		if diff := cmp.Diff(string(before), string(after)); diff != "" {
			t.Error(diff)
		}
		entries, _ := os.ReadDir(y.dir) // counted below
		if len(entries) != 3 {
			t.Errorf("%d files", len(entries))
		}
		lines := strings.Split(string(before), "\n")
		heads := slices.DeleteFunc(slices.Clone(lines), func(l string) bool { return !strings.HasPrefix(l, "head ") })
		if len(heads) != 4 || !strings.HasPrefix(heads[3], "head per_1 3 ") || lines[1] != "number 3" || lines[2] != "at 2026-02-03T12:00:00Z" {
			t.Errorf("%s", before)
		}
		info, err := os.Stat(y.file("2026-02-03"))
		if err != nil || info.Mode().Perm() != 0o444 {
			t.Error(info.Mode(), err)
		}
	})
}

func TestWhatIsWrongWithAnAnchorIsSaid(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		do   func(y *yard)
		keys func(y *yard) []ed25519.PublicKey
		want []string
	}{
		"a head that was edited": {
			func(y *yard) { y.edit("2026-02-02", "head per_1 2 ", "head per_1 1 ") }, nil,
			[]string{"2026-02-02.anchor: was changed after it was signed", "line 1 of per_1 was another", "2026-02-03.anchor: names another anchor before it"},
		},
		"one that is missing": {
			func(y *yard) { _ = os.Remove(y.file("2026-02-02")) }, nil, // looked for below
			[]string{"2026-02-03.anchor: has number 3 and comes after number 1"},
		},
		"older ones that lie elsewhere": {func(y *yard) { _ = os.Remove(y.file("2026-02-01")) }, nil, nil},
		"one that was cut off": {
			func(y *yard) {
				y.put("2026-02-02", "penvoerder-anchor/1\nnumber 2\nat 2026-02-02T12:00:00Z\nprevious x\nhead per_1 1 a\n")
			}, nil,
			[]string{"2026-02-02.anchor: this is no anchor"},
		},
		"something else":       {func(y *yard) { y.put("2026-02-02", "hello") }, nil, []string{"2026-02-02.anchor: this is no anchor"}},
		"a file of other name": {func(y *yard) { y.put("notes", "hello") }, nil, nil},
		"another key": {
			nil, func(y *yard) []ed25519.PublicKey {
				other, _, err := ed25519.GenerateKey(nil)
				if err != nil {
					y.t.Fatal(err)
				}
				return []ed25519.PublicKey{other}
			},
			[]string{"02-01.anchor: was signed by another key", "02-02.anchor: was signed by another key", "02-03.anchor: was signed by another key"},
		},
		"the name of another day": {
			func(y *yard) { _ = os.Rename(y.file("2026-02-03"), y.file("2026-02-04")) }, nil,
			[]string{"2026-02-04.anchor: says that it was made at 2026-02-03"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			y := newYard(t, storetest.SQLite(t))
			y.days(3)
			if c.do != nil {
				c.do(y)
			}
			var keys []ed25519.PublicKey
			if c.keys != nil {
				keys = c.keys(y)
			}
			y.expect(keys, c.want...)
		})
	}
}

// An old database and the directories beside it, restored together, are found by the copy elsewhere.
func TestADatabaseThatWasPutBackIsFound(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		y := newYard(t, s)
		y.days(3)
		y.store = storetest.SQLite(t)
		if s.IsPostgres() {
			y.store = storetest.Postgres(t)
		}
		y.act("per_1", "org_0") // the database of the first day, as far as its lines go
		if flaws := y.flaws(); !slices.ContainsFunc(flaws, func(f string) bool {
			return strings.Contains(f, "2026-02-03.anchor: per_1 had 3 lines on 2026-02-03T12:00:00Z, and line 3 is missing now")
		}) {
			t.Errorf("%q", flaws)
		}
	})
}

func TestNothingIsAddedToWhatCannotBeContinued(t *testing.T) {
	t.Parallel()
	y := newYard(t, storetest.SQLite(t))
	y.days(2)
	y.now = noon.AddDate(0, 0, -1)
	if err := y.write(); err == nil || !strings.Contains(err.Error(), "look at the clock") {
		t.Errorf("a clock that was set back: %v", err)
	}
	y.now = noon.AddDate(0, 0, 2)
	y.put("2026-02-02", "hello")
	if err := y.write(); err == nil || !strings.Contains(err.Error(), "this is no anchor") {
		t.Errorf("an anchor that cannot be read: %v", err)
	}
	entries, _ := os.ReadDir(y.dir) // counted below
	if len(entries) != 2 {
		t.Errorf("%d files", len(entries))
	}
	_, err := anchors.Verifier{Store: y.store, Dir: t.TempDir()}.Verify(context.Background())
	if err == nil || !strings.Contains(err.Error(), "holds no anchor") {
		t.Error(err)
	}
}

func TestTwoServersWriteOne(t *testing.T) {
	t.Parallel()
	y := newYard(t, storetest.SQLite(t))
	y.act("per_1")
	errs := make(chan error, 8)
	for range cap(errs) {
		go func() { errs <- y.write() }()
	}
	for range cap(errs) {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
	y.expect(nil)
	entries, _ := os.ReadDir(y.dir) // counted below
	if len(entries) != 1 {
		t.Errorf("%d files", len(entries))
	}
}
