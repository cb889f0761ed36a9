package replay_test

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/question/fields"
	"github.com/penvoerder/penvoerder/internal/reference"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/plugins/plugintest"
	"github.com/penvoerder/penvoerder/plugins/serve"
	"github.com/penvoerder/penvoerder/schemes"
)

// TestMain lets the test binary be every candidate: one that panics or ends does so on
// the question of thirteen hours.
func TestMain(m *testing.M) { plugintest.Main(m, func() { serve.Scheme(scheme(os.Args[1])) }) }

const slug = "hours"

var noon = time.Date(2026, time.February, 1, 12, 0, 0, 0, time.UTC)

var (
	source  = schemes.Citation{Work: "rules", Place: "1"}
	worth   = schemes.Line{Code: "HRS-AMT-001", Label: schemes.Same("Worth"), Unit: schemes.EUR, Source: source}
	tooMany = schemes.Rule{Code: "HRS-ELIG-001", Severity: schemes.Blocking, Message: schemes.Same("Too many hours"), Source: source}
	few     = schemes.Rule{Code: "HRS-ELIG-002", Severity: schemes.Notice, Message: schemes.Same("Few hours"), Source: source}
	proof   = schemes.Requirement{
		Code: "PROOF", Title: schemes.Same("Proof"), Scope: schemes.PerParticipation, Necessity: schemes.Required, Judge: schemes.RoleSSC, Source: source,
		Alternatives: []schemes.DocumentSet{{Kinds: []string{"DIPLOMA"}}},
	}
)

// scheme pays ten euros an hour under A and B. Of the other versions "2.0.0" pays twelve
// under B; "3.0.0" refuses more than forty hours, notices fewer than three and asks proof.
func scheme(version string) schemes.Scheme {
	rates := map[string]schemes.Parameter{"A": parameter("rate-a", "10"), "B": parameter("rate-b", "10")}
	if version == "2.0.0" {
		rates["B"] = parameter("rate-b", "12")
	}
	fails := version
	if version == "panics" || version == "ends" {
		version = "4.0.0"
	}
	return schemes.Define(schemes.Manifest{
		Slug: slug, Family: "test", Version: version, Title: schemes.Same("Hours"), Authority: "Test", PlanPer: schemes.PerGroup,
		Works: []schemes.Work{{ID: "rules", Title: "Rules"}}, Budgets: []schemes.Budget{{Code: "X", Title: schemes.Same("X")}},
		Activities:    []schemes.Activity{activity("A"), activity("B")},
		DocumentKinds: []schemes.DocumentKind{{Code: "DIPLOMA", Title: schemes.Same("Diploma"), Explanation: schemes.Same("A diploma"), Scope: schemes.PerParticipation}},
		Requirements:  []schemes.Requirement{proof},
		Parameters:    []schemes.Parameter{rates["A"], rates["B"], parameter("maximum", "10000")},
		Rules:         []schemes.Rule{tooMany, few}, Lines: []schemes.Line{worth},
	}, schemes.Rules{
		Participation: func(r *schemes.Review, _ schemes.Registration, p schemes.Participation) {
			hours := p.ContractHours.Value()
			if hours.Text() == "13" {
				fail(fails)
			}
			if version == "3.0.0" {
				r.Require(hours.Cmp(schemes.Whole(40)) <= 0, tooMany, p.ContractHours)
				r.Require(hours.Cmp(schemes.Whole(3)) >= 0, few, p.ContractHours)
			}
		},
		Amount: func(s *schemes.Sheet, reg schemes.Registration, p schemes.Participation) {
			each := s.Parameter(worth, rates[reg.Activity], schemes.On(2026, time.February, 1), nil)
			s.Round(worth, s.Multiply(worth, s.Fact(worth, p.ContractHours), each))
		},
		ParticipationDocuments: func(c *schemes.Checklist, _ schemes.Registration, _ schemes.Participation) {
			if version == "3.0.0" {
				c.Ask(proof, nil)
			}
		},
	})
}

func fail(how string) {
	switch how {
	case "panics":
		panic("thirteen")
	case "ends":
		os.Exit(3)
	}
}

func parameter(code, euros string) schemes.Parameter {
	return schemes.Parameter{
		Code: code, Title: schemes.Same(code), Unit: schemes.EUR,
		Values: []schemes.Value{{Text: euros, From: schemes.On(2026, time.January, 1), Source: source}},
	}
}

func activity(code string) schemes.Activity {
	return schemes.Activity{Code: code, Title: schemes.Same(code), Budget: "X", TrainingForm: schemes.CourseForm, Maximum: []string{"maximum"}}
}

// A row is a registration of the world: hours per participation.
type row struct {
	organisation string // its region is the first or second of the reference
	activity     string
	hours        []int
	judgedAt     time.Time
	state        string // SUBMITTED where it is left out
	isUnderFile  bool   // it was judged under parameter file 4
}

// fill stores registrations, … with the answers of version 1.0.0, one of another scheme and one that was
// never judged.
func fill(t *testing.T, s *store.Store, rows ...row) {
	t.Helper()
	ctx := actor.AsSystem(t.Context())
	err := s.Tx(ctx, func(tx *ent.Tx) error {
		err := tx.SchemeRelease.Create().SetID("rel_1").SetSlug(slug).SetSemver("1.0.0").SetDigest("d").SetState("IN_FORCE").
			SetStateSince(noon).SetManifest([]byte("{}")).Exec(ctx)
		if err != nil {
			return err
		}
		err = tx.ParameterFile.Create().SetID("prm_4").SetSlug(slug).SetNumber(4).SetAuthor("Test").SetReason("Test").SetDigest("f").
			SetSignedBy("k").SetContent([]byte("x")).SetSignature([]byte("x")).SetAppliedAt(noon).Exec(ctx)
		if err != nil {
			return err
		}
		seen := map[string]bool{}
		for i, r := range rows {
			if !seen[r.organisation] {
				seen[r.organisation] = true
				if err := organisation(ctx, tx, r.organisation); err != nil {
					return err
				}
			}
			if err := registration(ctx, tx, i+1, r, slug, true); err != nil {
				return err
			}
		}
		if err := registration(ctx, tx, len(rows)+1, rows[0], "other", true); err != nil {
			return err
		}
		return registration(ctx, tx, len(rows)+2, rows[0], slug, false)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// organisation makes one in the first region, or in the second where its name ends in 2.
func organisation(ctx context.Context, tx *ent.Tx, name string) error {
	region := reference.Regions()[0]
	if strings.HasSuffix(name, "2") {
		region = reference.Regions()[1]
	}
	err := tx.Organisation.Create().SetID("org_" + name).SetName(name).SetKvkNumber(name).SetPostcode("3511AB").SetFundingLaws([]string{"WLZ"}).
		SetRegionID(region.ID).SetRegionalOrganisationID(region.OrganisationID).SetCreatedAt(noon).SetUpdatedAt(noon).Exec(ctx)
	if err != nil {
		return err
	}
	return tx.Plan.Create().SetID("pln_" + name).SetOrganisationID("org_" + name).SetRegionalOrganisationID(region.OrganisationID).SetNumber("P-" + name).
		SetScheme(slug).SetReleaseID("rel_1").SetState("SUBMITTED").SetCreatedAt(noon).SetUpdatedAt(noon).Exec(ctx)
}

func registration(ctx context.Context, tx *ent.Tx, number int, r row, of string, isJudged bool) error {
	id := fmt.Sprintf("reg_%05d", number)
	create := tx.Registration.Create().SetID(id).SetOrganisationID("org_" + r.organisation).SetRegionalOrganisationID("rgo").
		SetNumber(fmt.Sprintf("R-%d", number)).SetPlanID("pln_" + r.organisation).SetScheme(of).SetActivity(r.activity).SetState(cmp.Or(r.state, "SUBMITTED")).
		SetTrainingTitle("T").SetTraining(fields.Training{}).SetCreatedAt(noon).SetUpdatedAt(noon)
	if !isJudged {
		return create.Exec(ctx)
	}
	q := schemes.Question{AsOf: schemes.At(noon), Registration: &schemes.Registration{Activity: r.activity}}
	for i, hours := range r.hours {
		q.Registration.Participations = append(q.Registration.Participations, schemes.Participation{
			Key: fmt.Sprintf("par_%d_%d", number, i), ContractHours: schemes.Known(schemes.Whole(int64(hours))),
		})
	}
	answers, err := scheme("1.0.0").Judge(ctx, schemes.Batch{Questions: []schemes.Question{q}})
	if err != nil {
		return err
	}
	at := r.judgedAt
	if at.IsZero() {
		at = noon
	}
	j := question.Judged{Question: q, Answer: answers[0], ReleaseID: "rel_1", At: at}
	if r.isUnderFile {
		j.ParameterFileID = new("prm_4")
	}
	receipt, err := j.Receipt(question.Subject{
		Kind: question.SubjectRegistration, ID: id, PlanID: "pln_" + r.organisation, OrganisationID: "org_" + r.organisation, RegionalOrganisationID: "rgo",
	})
	if err != nil {
		return err
	}
	if receipt, err = question.Keep(ctx, tx, receipt); err != nil {
		return err
	}
	return create.SetEvaluationID(receipt.ID).Exec(ctx)
}
