package main

import (
	"bytes"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/penvoerder/penvoerder/internal/store/storetest/cluster"
)

// TestMain lets the measured servers be this binary, as they are the bench's own when it runs for real.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && isChild(os.Args[1]) {
		exit(serveAsChild(os.Args[1:]))
	}
	os.Exit(m.Run())
}

// tiny is a run in which nothing is measured well and everything is done once.
func tiny() settings {
	return settings{
		Database: os.Getenv("PENVOERDER_TEST_POSTGRES"), Organisations: 4, Registrations: 700, Rounds: 1, Seconds: 0.05,
		Concurrency: []int{2}, Batches: []int{1, 50}, Crashes: 1, Judged: 100, People: 2, Statements: true, Timeout: 30 * time.Minute,
	}
}

func TestTheWholeRunsWithTinyNumbers(t *testing.T) {
	t.Parallel()
	s := tiny()
	s.Profile = t.TempDir()
	var out bytes.Buffer
	err := run(t.Context(), s, &report{out: &out})
	if errors.Is(err, cluster.ErrNoBinaries) && os.Getenv("PENVOERDER_REQUIRE_POSTGRES") == "" {
		t.Skip("there is no PostgreSQL on this machine")
	}
	if err != nil {
		t.Fatalf("%v\n%s", err, out.String())
	}
	for _, want := range []string{"the same JSON values for 4 organisations", "What PostgreSQL is asked", "ratio of CPU", "page 1", "answered again after", "Penvoerder, in process", "with a new database", "Replay of 700 stored registrations", "importRegistrations: 2 people"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the report says nothing of %q:\n%s", want, out.String())
		}
	}
}

func TestDifferencesAreNamedByPlace(t *testing.T) {
	t.Parallel()
	a := map[string]any{"rows": []any{map[string]any{"id": "x", "n": 1.0}, map[string]any{"id": "y", "n": 2.0}}}
	b := map[string]any{"rows": []any{map[string]any{"id": "x", "n": 1.0}, map[string]any{"id": "y", "n": 3.0}}}
	if got, want := difference("", a, b), ".rows[1].n: 2 against 3"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestAProcessMayBeCalledAnything(t *testing.T) {
	t.Parallel()
	p, ok := parseProcess("12 (a) b (c)) S 7 12 12 0 -1 4194304 1 2 3 4 100 20 3 4 20 0 1 0 5")
	if want := (process{name: "a) b (c)", parent: 7, cpu: 1270 * time.Millisecond}); !ok || p != want {
		t.Errorf("%+v, want %+v", p, want)
	}
	if _, ok := parseProcess("12 (short) S"); ok {
		t.Error("a line that is cut off was read")
	}
}

func TestMadeUpDataIsTheSameEveryTime(t *testing.T) {
	t.Parallel()
	one, other := newMadeUp(1), newMadeUp(1)
	for range 100 {
		if a, b := one.id("reg")+one.person(), other.id("reg")+other.person(); a != b {
			t.Fatalf("%s, then %s", a, b)
		}
	}
}
