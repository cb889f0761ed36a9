package receipts_test

import (
	"context"
	"crypto/ed25519"
	"encoding/json"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/catalog"
	"github.com/penvoerder/penvoerder/internal/clock"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/question/fields"
	"github.com/penvoerder/penvoerder/internal/receipts"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/plugins/plugintest"
	"github.com/penvoerder/penvoerder/plugins/serve"
	"github.com/penvoerder/penvoerder/schemes"
	"github.com/penvoerder/penvoerder/schemes/cases"
	"github.com/penvoerder/penvoerder/schemes/toy"
)

func TestMain(m *testing.M) { plugintest.Main(m, func() { serve.Scheme(played) }) }

// played is the toy scheme whose day rate is an assumption, so that an operator may
// replace it.
var played = guess{toy.Scheme}

type guess struct{ schemes.Scheme }

// rate is the parameter that is an assumption.
var rate = func() schemes.Parameter {
	for _, p := range toy.Scheme.Manifest().Parameters {
		if p.Unit == schemes.EURPerDay {
			p.Values = slices.Clone(p.Values)
			for i := range p.Values {
				p.Values[i].Assumption = true
			}
			return p
		}
	}
	panic("the toy scheme has no rate for a day")
}()

func (g guess) Manifest() *schemes.Manifest {
	m := *g.Scheme.Manifest()
	m.Parameters = slices.Clone(m.Parameters)
	for i, p := range m.Parameters {
		if p.Code == rate.Code {
			m.Parameters[i] = rate
		}
	}
	return &m
}

func (g guess) Judge(ctx context.Context, b schemes.Batch) ([]schemes.Answer, error) {
	o := schemes.Overrides{rate.Code: rate.Values}
	maps.Copy(o, b.Overrides)
	return g.Scheme.Judge(ctx, schemes.Batch{Overrides: o, Questions: b.Questions})
}

var (
	slug   = played.Manifest().Slug
	digest = strings.Repeat("d", 64)
	noon   = time.Date(2025, 4, 10, 12, 0, 0, 0, time.UTC)
	seed   = []byte(strings.Repeat("seed", 8))
	key    = ed25519.NewKeyFromSeed(seed)
	other  = ed25519.NewKeyFromSeed([]byte(strings.Repeat("dees", 8)))

	operator = ed25519.NewKeyFromSeed([]byte(strings.Repeat("oper", 8))) // signs parameter files
)

// A world has a plan and a registration under the toy scheme, of Linde in one region.
type world struct {
	store *store.Store
	desk  *receipts.Desk
}

func build(t *testing.T, s *store.Store) *world {
	t.Helper()
	guard, err := access.New(s)
	if err != nil {
		t.Fatal(err)
	}
	desk, err := receipts.New(receipts.Config{Store: s, Guard: guard, Clock: clock.New(), Key: key})
	if err != nil {
		t.Fatal(err)
	}
	manifest, err := json.Marshal(played.Manifest())
	if err != nil {
		t.Fatal(err)
	}
	ctx := actor.AsSystem(t.Context())
	err = s.Tx(ctx, func(tx *ent.Tx) error {
		for _, row := range []interface{ Exec(context.Context) error }{
			tx.SchemeRelease.Create().SetID("rel_1").SetSlug(slug).SetSemver(played.Manifest().Version).SetDigest(digest).
				SetState("IN_FORCE").SetStateSince(noon).SetManifest(manifest),
			tx.Organisation.Create().SetID("org_linde").SetName("Linde").SetKvkNumber("10000001").SetPostcode("3511AB").SetFundingLaws([]string{"WLZ"}).
				SetRegionID("rgn_a").SetRegionalOrganisationID("rgo_a").SetCreatedAt(noon).SetUpdatedAt(noon),
			tx.Plan.Create().SetID("pln_1").SetOrganisationID("org_linde").SetRegionalOrganisationID("rgo_a").SetNumber("P-1").SetScheme(slug).
				SetReleaseID("rel_1").SetState("SUBMITTED").SetSubmittedAt(noon).SetCreatedAt(noon).SetUpdatedAt(noon),
			tx.Registration.Create().SetID("reg_1").SetOrganisationID("org_linde").SetRegionalOrganisationID("rgo_a").SetNumber("R-1").
				SetPlanID("pln_1").SetScheme(slug).SetActivity("J").SetState("SUBMITTED").SetSubmittedAt(noon).SetTrainingTitle("T").
				SetTraining(fields.Training{}).SetCreatedAt(noon).SetUpdatedAt(noon),
			tx.Registration.Create().SetID("reg_2").SetOrganisationID("org_linde").SetRegionalOrganisationID("rgo_a").SetNumber("R-2").
				SetPlanID("pln_1").SetScheme(slug).SetActivity("J").SetState("DRAFT").SetTrainingTitle("T").
				SetTraining(fields.Training{}).SetCreatedAt(noon).SetUpdatedAt(noon),
		} {
			if err := row.Exec(ctx); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return &world{s, desk}
}

// keep stores the judgement of a question and returns the id of its receipt.
func (w *world) keep(t *testing.T, q schemes.Question, kind, subject string) string {
	t.Helper()
	return w.keepUnder(t, q, kind, subject, nil)
}

// keepUnder is keep under a parameter file.
func (w *world) keepUnder(t *testing.T, q schemes.Question, kind, subject string, file *ent.ParameterFile) string {
	t.Helper()
	parameters, err := catalog.ParametersOf(played.Manifest(), file)
	if err != nil {
		t.Fatal(err)
	}
	r := &catalog.Release{ID: "rel_1", Slug: slug, Manifest: played.Manifest(), Parameters: parameters}
	j := question.Judged{
		Question: q, Answer: judged(t, q, r.Overrides()), ReleaseID: r.ID, At: noon, ParametersHash: r.ParametersHash(), ParameterFileID: r.ParameterFileID(),
	}
	e, err := j.Receipt(question.Subject{Kind: kind, ID: subject, PlanID: "pln_1", OrganisationID: "org_linde", RegionalOrganisationID: "rgo_a"})
	if err != nil {
		t.Fatal(err)
	}
	ctx := actor.AsSystem(t.Context())
	if err := w.store.Tx(ctx, func(tx *ent.Tx) error { _, err := question.Keep(ctx, tx, e); return err }); err != nil {
		t.Fatal(err)
	}
	return e.ID
}

// golden is the question of a golden case of the toy scheme.
func golden(t *testing.T, id string) schemes.Question {
	t.Helper()
	all, err := cases.Load("../../schemes/toy/cases", slug)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range all {
		if c.ID == id {
			return c.Question
		}
	}
	t.Fatalf("the toy scheme has no case %s", id)
	return schemes.Question{}
}

// as returns a context in which this one asks.
func as(t *testing.T, a actor.Actor) context.Context {
	t.Helper()
	a.PersonID, a.Language = "per_x", "en"
	return actor.With(t.Context(), a)
}

var employer = actor.Actor{Role: actor.Employer, OrganisationID: "org_linde"}

// verifier asks the toy scheme, as a process, for receipts of its digest.
func verifier(t *testing.T) receipts.Verifier {
	t.Helper()
	process := plugintest.Start(t, slug)
	return receipts.Verifier{Open: func(_ context.Context, r receipts.Release) (schemes.Scheme, error) {
		if r.Slug != slug || r.Digest != digest {
			return nil, os.ErrNotExist
		}
		return process, nil
	}}
}

// judged returns the answer of the toy scheme under these parameters.
func judged(t *testing.T, q schemes.Question, o schemes.Overrides) schemes.Answer {
	t.Helper()
	answers, err := played.Judge(t.Context(), schemes.Batch{Overrides: o, Questions: []schemes.Question{q}})
	if err != nil {
		t.Fatal(err)
	}
	return answers[0]
}

func publicOf(k ed25519.PrivateKey) ed25519.PublicKey {
	public, _ := k.Public().(ed25519.PublicKey)
	return public
}
