package catalog_test

import (
	"context"
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/catalog"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
	"github.com/penvoerder/penvoerder/plugins/host"
	"github.com/penvoerder/penvoerder/plugins/plugintest"
	"github.com/penvoerder/penvoerder/plugins/serve"
	"github.com/penvoerder/penvoerder/schemes"
)

func TestMain(m *testing.M) {
	plugintest.Main(m, func() {
		if os.Args[2] != "broken" {
			serve.Scheme(scheme(os.Args[1], os.Args[2]))
		}
	})
}

// scheme judges plans: each receives the amount that it asks for, and a bonus where its slug begins with "assuming".
func scheme(slug, version string) schemes.Scheme {
	source := schemes.Citation{Work: "rules", Place: "1"}
	total := schemes.Line{Code: "TEST-AMT-001", Label: schemes.Same("Total"), Unit: schemes.EUR, Source: source}
	bonus := schemes.Parameter{
		Code: "bonus", Title: schemes.Same("Bonus"), Unit: schemes.EUR,
		Values: []schemes.Value{
			{Text: "5", From: schemes.On(2025, time.January, 1), To: schemes.On(2025, time.December, 31), Source: source},
			{Text: "10", From: schemes.On(2026, time.January, 1), To: schemes.On(2026, time.December, 31), Source: source, Assumption: true},
		},
	}
	return schemes.Define(schemes.Manifest{
		Slug: slug, Family: "test", Version: version, Title: schemes.Same("Test"), Authority: "Test", PlanPer: schemes.PerGroup,
		Works: []schemes.Work{{ID: "rules", Title: "Rules"}}, Budgets: []schemes.Budget{{Code: "B", Title: schemes.Same("B")}},
		Activities: []schemes.Activity{{
			Code: "A", Title: schemes.Same("A"), Budget: "B", TrainingForm: schemes.ListedForm, Maximum: []string{"maximum"},
		}},
		Parameters: []schemes.Parameter{{
			Code: "maximum", Title: schemes.Same("Maximum"), Unit: schemes.EUR,
			Values: []schemes.Value{{Text: "100", From: schemes.On(2026, time.January, 1), Source: source}},
		}, bonus},
		Lines: []schemes.Line{total},
	}, schemes.Rules{PlanAmount: func(s *schemes.Sheet, p schemes.Plan) {
		var terms []schemes.Term
		for _, l := range p.Lines {
			terms = append(terms, s.Fact(total, l.Requested))
		}
		if strings.HasPrefix(slug, "assuming") {
			terms = append(terms, s.Parameter(total, bonus, schemes.DateOf(s.AsOf().Time()), nil))
		}
		s.Add(total, terms...)
	}})
}

func plan(cents schemes.Amount) schemes.Question {
	return schemes.Question{AsOf: schemes.Moment("2026-02-01T09:00:00Z"), Plan: &schemes.Plan{Lines: []schemes.PlanLine{{
		Activity: "A", Requested: schemes.Known(cents),
	}}}}
}

// release is the test binary as the scheme of a slug in a version; "broken" does
// not start.
func release(t *testing.T, slug, version string) host.Release {
	r := plugintest.Release(t, slug, slug, version)
	r.Version, r.Digest = version, "digest of "+slug+" "+version
	return r
}

func start(t *testing.T, s *store.Store, releases ...host.Release) *catalog.Catalog {
	t.Helper()
	k, err := catalog.Start(system(t), catalog.Config{
		Store: s, Releases: releases, Plugin: host.Config{StartTimeout: 5 * time.Minute, Deadline: 5 * time.Minute},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { closed(t, k) })
	return k
}

func system(t *testing.T) context.Context { return actor.AsSystem(t.Context()) }

func closed(t *testing.T, k *catalog.Catalog) {
	t.Helper()
	if err := k.Close(); err != nil {
		t.Error(err)
	}
}

func inForce(t *testing.T, k *catalog.Catalog, slug string) *catalog.Release {
	t.Helper()
	r, ok := k.InForce(slug)
	if !ok {
		t.Fatalf("no release of %s is in force", slug)
	}
	return r
}

func wantReason(t *testing.T, err error, code fault.Code, reason string) {
	t.Helper()
	if !fault.Is(err, code) || !fault.HasReason(err, reason) {
		t.Errorf("error is %v, want %s %s", err, code, reason)
	}
}

func TestTheFirstReleaseOfASlugIsInForceAndAnswers(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		k := start(t, s, release(t, "one", "1.0.0"), release(t, "two", "3.1.4"))
		var got []string
		for _, r := range k.Schemes() {
			got = append(got, r.Slug+" "+r.Version+" "+r.State)
		}
		if diff := cmp.Diff([]string{"one 1.0.0 IN_FORCE", "two 3.1.4 IN_FORCE"}, got); diff != "" {
			t.Errorf("schemes (-want +got):\n%s", diff)
		}
		answers, err := k.Judge(t.Context(), inForce(t, k, "two"), []schemes.Question{plan(1), plan(25_00)})
		if err != nil || len(answers) != 2 || *answers[1].Whole.Amount != 25_00 {
			t.Errorf("answers are %+v, %v", answers, err)
		}
		if !k.Available("one") || k.Available("three") {
			t.Error("the wrong schemes are available")
		}
		for _, h := range k.Health() {
			if h.Err() != nil {
				t.Error(h.Err())
			}
		}
	})
}

func TestAReleaseKeepsItsIDAndManifestOverARestart(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		k := start(t, s, release(t, "one", "1.0.0"))
		before := inForce(t, k, "one")
		closed(t, k)
		after := inForce(t, start(t, s, release(t, "one", "1.0.0")), "one")
		if before.ID != after.ID || before.ParametersHash() != after.ParametersHash() {
			t.Error("the release is another after a restart")
		}
		want, _ := json.Marshal(scheme("one", "1.0.0").Manifest())
		got, _ := json.Marshal(after.Manifest)
		if diff := cmp.Diff(string(want), string(got)); diff != "" {
			t.Errorf("manifest (-want +got):\n%s", diff)
		}
	})
}

func TestANewReleaseWaitsUntilItIsPutInForceAndOldDossiersStay(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		k := start(t, s, release(t, "one", "1.0.0"))
		old := inForce(t, k, "one")
		closed(t, k)
		k = start(t, s, release(t, "one", "1.0.0"), release(t, "one", "2.0.0"))
		if inForce(t, k, "one").ID != old.ID {
			t.Fatal("a new release was put in force by itself")
		}
		var next string
		write(t, s, func(ctx context.Context, tx *ent.Tx) error {
			rows, err := tx.SchemeRelease.Query().All(ctx)
			for _, r := range rows {
				if r.Semver == "2.0.0" {
					next = r.ID
				}
			}
			return err
		})
		if err := k.PutInForce(system(t), next); err != nil {
			t.Fatal(err)
		}
		if got := inForce(t, k, "one"); got.Version != "2.0.0" {
			t.Errorf("%s is in force", got.Version)
		}
		if r, _ := k.Release(old.ID); r == nil || r.State != catalog.StateSuperseded {
			t.Errorf("the old release is %+v", r)
		}
		if _, err := k.Judge(t.Context(), old, []schemes.Question{plan(1)}); err != nil {
			t.Errorf("dossiers under the old release have to wait: %v", err)
		}
		wantReason(t, k.PutInForce(system(t), "rel_none"), fault.CodeNotFound, "RELEASE_NOT_FOUND")
	})
}

func write(t *testing.T, s *store.Store, f func(context.Context, *ent.Tx) error) {
	t.Helper()
	ctx := system(t)
	if err := s.Tx(ctx, func(tx *ent.Tx) error { return f(ctx, tx) }); err != nil {
		t.Fatal(err)
	}
}

func TestAnUpgradeTakesThePlaceOfAReleaseThatIsGone(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		k := start(t, s, release(t, "one", "1.0.0"))
		old := inForce(t, k, "one")
		closed(t, k)
		k = start(t, s, release(t, "one", "2.0.0"))
		if got := inForce(t, k, "one"); got.Version != "2.0.0" {
			t.Errorf("%s is in force", got.Version)
		}
		if r, ok := k.Release(old.ID); !ok || r.Manifest.Version != "1.0.0" {
			t.Error("what the old release declared is gone")
		}
		_, err := k.Judge(t.Context(), old, []schemes.Question{plan(1)})
		wantReason(t, err, fault.CodeUnavailable, catalog.ReasonNotInstalled)
	})
}

func TestAReleaseThatDoesNotStartKeepsNoOtherFromIt(t *testing.T) {
	t.Parallel()
	s := storetest.SQLite(t)
	k := start(t, s, release(t, "one", "1.0.0"), release(t, "two", "broken"))
	if !k.Available("one") || k.Available("two") {
		t.Error("the wrong schemes are available")
	}
	health := k.Health()
	if len(health) != 2 || health[0].Err() != nil || health[1].Err() == nil {
		t.Errorf("health is %+v", health)
	}
}

func TestASchemeIsNotAskedInsideATransaction(t *testing.T) {
	t.Parallel()
	s := storetest.SQLite(t)
	k := start(t, s, release(t, "one", "1.0.0"))
	one := inForce(t, k, "one")
	ctx, held := s.Hold(system(t))
	defer func() { _ = held.Abandon() }()
	if _, err := k.Judge(ctx, one, []schemes.Question{plan(1)}); err != nil {
		t.Fatalf("before the transaction: %v", err)
	}
	if err := s.Tx(ctx, func(*ent.Tx) error { return nil }); err != nil {
		t.Fatal(err)
	}
	_, err := k.Judge(ctx, one, []schemes.Question{plan(1)})
	wantReason(t, err, fault.CodeInternal, catalog.ReasonInTransaction)
}

func TestAFailureOfOneQuestionFailsJudgeAndNotJudgeEach(t *testing.T) {
	t.Parallel()
	s := storetest.SQLite(t)
	k := start(t, s, release(t, "one", "1.0.0"))
	one := inForce(t, k, "one")
	qs := []schemes.Question{plan(1), {}}
	_, err := k.Judge(t.Context(), one, qs)
	wantReason(t, err, fault.CodeInternal, catalog.ReasonFailed)
	answers, err := k.JudgeEach(t.Context(), one, qs)
	if err != nil || answers[0].Failure != "" || answers[1].Failure == "" {
		t.Errorf("answers are %+v, %v", answers, err)
	}
}

func TestLookups(t *testing.T) {
	t.Parallel()
	r := &catalog.Release{Manifest: scheme("one", "1.0.0").Manifest()}
	if rule, ok := r.Rule("CORE-FACT-MISSING"); !ok || rule.Severity != schemes.Missing {
		t.Errorf("core rule is %+v, %v", rule, ok)
	}
	if _, ok := r.Line("TEST-AMT-001"); !ok {
		t.Error("the line is not found")
	}
	if p, ok := r.Parameter("maximum"); !ok || p.Unit != schemes.EUR {
		t.Errorf("parameter is %+v, %v", p, ok)
	}
	if _, ok := r.Parameter("none"); ok {
		t.Error("an undeclared parameter is found")
	}
}

func TestHashesFollowTheFacts(t *testing.T) {
	t.Parallel()
	hash := func(q schemes.Question) string {
		h, err := catalog.FactsHash(q)
		if err != nil {
			t.Fatal(err)
		}
		return h
	}
	if one, again, two := hash(plan(1)), hash(plan(1)), hash(plan(2)); one != again || one == two {
		t.Error("hashes do not follow the facts")
	}
}
