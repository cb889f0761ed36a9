package moves_test

import (
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/auditentry"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/catalog"
	"github.com/penvoerder/penvoerder/internal/moves"
	"github.com/penvoerder/penvoerder/internal/plans"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
	"github.com/penvoerder/penvoerder/internal/testworld"
	"github.com/penvoerder/penvoerder/internal/workflow"
	"github.com/penvoerder/penvoerder/plugins/host"
	"github.com/penvoerder/penvoerder/plugins/plugintest"
	"github.com/penvoerder/penvoerder/plugins/serve"
	"github.com/penvoerder/penvoerder/schemes"
	"github.com/penvoerder/penvoerder/schemes/sozw"
)

// The test binary serves two releases of one scheme.
func TestMain(m *testing.M) {
	plugintest.Main(m, func() { serve.Scheme(releases()[os.Args[1]]) })
}

const (
	dayRate = "day-rate-24-hours-or-more"
	gone    = "LOONSTROOK_EIND" // no longer asked by the second release
)

// releases are SO-Z&W as it is, and one in which the day rate is an assumption of ten euros and one document less is
// asked.
func releases() map[string]schemes.Scheme {
	m := *sozw.Scheme.Manifest()
	m.Version = "2.0.0"
	m.Parameters = slices.Clone(m.Parameters)
	i := slices.IndexFunc(m.Parameters, func(p schemes.Parameter) bool { return p.Code == dayRate })
	assumed := m.Parameters[i].Values[0]
	assumed.Text, assumed.Assumption = "10", true
	m.Parameters[i].Values = []schemes.Value{assumed}
	m.Requirements = slices.DeleteFunc(slices.Clone(m.Requirements), func(r schemes.Requirement) bool { return r.Code == gone })
	return map[string]schemes.Scheme{
		sozw.Scheme.Manifest().Version: sozw.Scheme,
		"2.0.0":                        altered{manifest: &m, values: schemes.Overrides{dayRate: m.Parameters[i].Values}},
	}
}

// altered is SO-Z&W with other values.
type altered struct {
	manifest *schemes.Manifest
	values   schemes.Overrides
}

func (a altered) Manifest() *schemes.Manifest { return a.manifest }

func (a altered) Judge(ctx context.Context, b schemes.Batch) ([]schemes.Answer, error) {
	under := schemes.Overrides{dayRate: a.values[dayRate]}
	for code, values := range b.Overrides {
		under[code] = values
	}
	answers, err := sozw.Scheme.Judge(ctx, schemes.Batch{Overrides: under, Questions: b.Questions})
	for i := range answers {
		for j := range answers[i].Parts {
			p := &answers[i].Parts[j]
			p.Cells = slices.DeleteFunc(p.Cells, func(c schemes.Cell) bool { return c.Column == gone })
		}
	}
	return answers, err
}

// interrupted is a catalogue in which something happens while a scheme is being asked, once.
type interrupted struct {
	*catalog.Catalog
	during func()
}

func (i *interrupted) JudgeEach(ctx context.Context, r *catalog.Release, qs []schemes.Question) ([]schemes.Answer, error) {
	if during := i.during; during != nil {
		i.during = nil
		during()
	}
	return i.Catalog.JudgeEach(ctx, r, qs)
}

// moving is a world whose plan is pinned to the first of two releases, both of which run as processes.
type moving struct {
	*testworld.Dossier
	releases  *interrupted
	first     *catalog.Release
	second    *catalog.Release
	regioPlus func() context.Context
}

func newMoving(t *testing.T, s *store.Store) *moving {
	t.Helper()
	w := testworld.OpenDossier(t, s, sozw.Scheme, testworld.WhenAllOver)
	var found []host.Release
	for version := range releases() {
		r := plugintest.Release(t, w.Catalog.Current.Slug, version)
		r.Version, r.Digest = version, hex.EncodeToString([]byte(version))
		found = append(found, r)
	}
	k, err := catalog.Start(w.System(), catalog.Config{
		Store: s, Releases: found, Plugin: host.Config{StartTimeout: time.Minute, Deadline: time.Minute}, Now: w.Clock.Wall,
	})
	w.Must(err)
	t.Cleanup(func() { w.Must(k.Close()) })
	m := &moving{Dossier: w, releases: &interrupted{Catalog: k}, regioPlus: w.Person(actor.Actor{Role: actor.RegioPlus})}
	rows, err := s.Client().SchemeRelease.Query().All(w.System())
	w.Must(err)
	for _, row := range rows {
		r, _ := k.Release(row.ID)
		switch row.Semver {
		case "2.0.0":
			m.second = r
		case sozw.Scheme.Manifest().Version:
			if row.ID != w.Catalog.Current.ID {
				m.first = r
			}
		}
	}
	w.Must(s.Tx(w.System(), func(tx *ent.Tx) error { return tx.Plan.UpdateOneID(w.Plan).SetReleaseID(m.first.ID).Exec(w.System()) }))
	w.Desks = w.DesksOn(s, m.releases)
	return m
}

func eachMoving(t *testing.T, body func(w *moving)) {
	t.Helper()
	storetest.Run(t, func(t *testing.T, s *store.Store) { body(newMoving(t, s)) })
}

func (w *moving) input() plans.MoveInput {
	return plans.MoveInput{PlanID: w.Plan, ReleaseID: w.second.ID, ExpectedVersion: w.PlanRow().Version, Reason: "nieuw dagbedrag"}
}

func (w *moving) receipts() int {
	w.T.Helper()
	n, err := w.Store.Client().Evaluation.Query().Count(w.System())
	w.Must(err)
	return n
}

// approved is a registration that was decided.
func (w *moving) approved() *ent.Registration {
	w.T.Helper()
	r := w.Create(w.ByDay(testworld.Newcomer("Bas", "b-1")))
	w.HandIn(r.ID)
	w.Submit(r.ID)
	w.Review(r.ID)
	w.Judge(r.ID, "APPROVED", nil, "IN_REVIEW")
	w.Decide(r.ID, "APPROVED", nil, nil)
	return w.Reload(r.ID)
}

// told are the subjects of a move as text.
func (w *moving) told(m *moves.Move) []string {
	w.T.Helper()
	var out []string
	for _, s := range m.Subjects {
		line := s.Kind + " " + s.State
		if s.IsDecided {
			line += " decided"
		}
		differs, err := s.Changes()
		w.Must(err)
		if differs {
			line += " changes"
		}
		out = append(out, line)
	}
	slices.Sort(out)
	return out
}

func TestAPreviewTellsWhatAMoveChangesAndStoresNothing(t *testing.T) {
	t.Parallel()
	eachMoving(t, func(w *moving) {
		byDay, byHour, decided := w.Create(w.ByDay(testworld.Newcomer("Anna", "a-1"))), w.Create(w.ByHour(testworld.Newcomer("Carl", "c-1"))), w.approved()
		before, events, acts := w.receipts(), len(w.Events(0)), len(w.Acts(0))
		m, err := w.Moves.Preview(w.regioPlus(), w.Plan, w.second.ID)
		w.Must(err)
		want := []string{"PLAN GRANTED changes", "REGISTRATION APPROVED decided", "REGISTRATION DRAFT", "REGISTRATION DRAFT changes"}
		if diff := cmp.Diff(want, w.told(m)); diff != "" {
			w.T.Errorf("subjects (-want +got):\n%s", diff)
		}
		for _, s := range m.Subjects {
			switch s.ID {
			case byDay.ID: // 334 days, of which the rate goes from 9,04 to 10,00, both below the maximum
				if *s.Before.AmountCents != 301936 || *s.After.AmountCents != 330000 {
					w.T.Errorf("by day: from %d to %d", *s.Before.AmountCents, *s.After.AmountCents)
				}
			case byHour.ID:
				if *s.Before.AmountCents != *s.After.AmountCents {
					w.T.Errorf("by hour: from %d to %d", *s.Before.AmountCents, *s.After.AmountCents)
				}
			case decided.ID:
				if s.After != nil {
					w.T.Error("what is decided is judged")
				}
			}
		}
		if w.receipts() != before || len(w.Events(0)) != events || len(w.Acts(0)) != acts || w.PlanRow().ReleaseID != w.first.ID {
			w.T.Error("a preview stored something")
		}
	})
}

func TestADossierMovesAsAWholeAndWhatIsDecidedStays(t *testing.T) {
	t.Parallel()
	eachMoving(t, func(w *moving) {
		open, decided := w.Create(w.ByDay(testworld.Newcomer("Anna", "a-1"))), w.approved()
		cells, version, acts, events := w.Cells(decided.ID), w.PlanRow().Version, len(w.Acts(0)), len(w.Events(0))
		m, err := w.Moves.MoveToRelease(w.regioPlus(), w.input())
		w.Must(err)

		p := w.PlanRow()
		if m.Plan.ReleaseID != w.second.ID || p.ReleaseID != w.second.ID || p.Version != version+1 || p.State != workflow.Granted || p.MovedAt == nil {
			w.T.Errorf("the plan is %+v", p)
		}
		after := w.Reload(open.ID)
		e, err := w.Store.Client().Evaluation.Get(w.System(), *after.EvaluationID)
		w.Must(err)
		if e.ReleaseID != w.second.ID || *after.AmountCents != 330000 || *w.Parts(open.ID)[0].AmountCents != 330000 || after.Version != open.Version {
			w.T.Errorf("the registration is worth %d under %s, in version %d", *after.AmountCents, e.ReleaseID, after.Version)
		}
		if !slices.Contains(w.Cells(open.ID), gone+" NOT_REQUIRED") {
			w.T.Errorf("a document that is no longer asked: %v", w.Cells(open.ID))
		}
		still := w.Reload(decided.ID)
		if *still.AmountCents != *decided.AmountCents || *still.EvaluationID != *decided.EvaluationID || still.State != workflow.Approved {
			w.T.Errorf("what was decided is now %+v", still)
		}
		if diff := cmp.Diff(cells, w.Cells(decided.ID)); diff != "" {
			w.T.Errorf("cells of what was decided (-before +after):\n%s", diff)
		}
		if diff := cmp.Diff([]string{"moveToRelease DONE", "moveToRelease DONE"}, w.Acts(acts)); diff != "" {
			w.T.Errorf("log (-want +got):\n%s", diff)
		}
		got := w.Events(events)
		slices.Sort(got)
		if diff := cmp.Diff([]string{"JUDGEMENT_CHANGED", "JUDGEMENT_CHANGED", "PLAN_MOVED"}, got); diff != "" {
			w.T.Errorf("events (-want +got):\n%s", diff)
		}
		lines, err := w.Store.Client().AuditEntry.Query().
			Where(auditentry.Act("moveToRelease"), auditentry.SubjectID(w.Plan), auditentry.Reason("nieuw dagbedrag")).All(w.AsEmployer())
		if err != nil || len(lines) != 1 || !strings.Contains(*lines[0].Policy, "MOVE_RELEASE") || lines[0].EvaluationID == nil {
			w.T.Errorf("the employer reads %+v, %v", lines, err)
		}

		next := w.Create(w.ByDay(testworld.Newcomer("Dirk", "d-1"))) // a later act asks the other release
		e, err = w.Store.Client().Evaluation.Get(w.System(), *next.EvaluationID)
		w.Must(err)
		if e.ReleaseID != w.second.ID || *next.AmountCents != 330000 {
			w.T.Errorf("a new registration is judged under %s", e.ReleaseID)
		}
	})
}

func TestAMoveRestsOnWhatIsThereWhenItIsStored(t *testing.T) {
	t.Parallel()
	eachMoving(t, func(w *moving) {
		old := w.Create(w.ByDay(testworld.Newcomer("Anna", "a-1")))
		var fresh *ent.Registration
		w.releases.during = func() { fresh = w.Create(w.ByDay(testworld.Newcomer("Eva", "e-1"))) }
		_, err := w.Moves.MoveToRelease(w.regioPlus(), w.input())
		w.Must(err)
		for _, r := range []*ent.Registration{old, fresh} {
			e, err := w.Store.Client().Evaluation.Get(w.System(), *w.Reload(r.ID).EvaluationID)
			w.Must(err)
			if e.ReleaseID != w.second.ID {
				w.T.Errorf("%s is still judged by the first release", r.Number)
			}
		}
	})
}

func TestWhoMayNotMoveADossierAndWhitherItCannotGo(t *testing.T) {
	t.Parallel()
	eachMoving(t, func(w *moving) {
		in := w.input()
		try := func(ctx context.Context, change func(*plans.MoveInput)) []string {
			in := in
			change(&in)
			_, err := w.Moves.MoveToRelease(ctx, in)
			return testworld.Refused(err)
		}
		same := func(*plans.MoveInput) {}
		for _, c := range []struct {
			got  []string
			want string
		}{
			{try(w.AsEmployer(), same), "FORBIDDEN ROLE"},
			{try(w.AsAssessor(), same), "FORBIDDEN ROLE"},
			{try(w.AsStranger(), same), "NOT_FOUND PLAN_NOT_FOUND"},
			{try(w.regioPlus(), func(in *plans.MoveInput) { in.ExpectedVersion++ }), "CONFLICT STALE_VERSION input.expectedVersion"},
			{try(w.regioPlus(), func(in *plans.MoveInput) { in.Reason = " " }), "INVALID REASON_REQUIRED input.reason"},
			{try(w.regioPlus(), func(in *plans.MoveInput) { in.ReleaseID = "rel_none" }), "INVALID NOT_FOUND input.releaseID"},
			{try(w.regioPlus(), func(in *plans.MoveInput) { in.ReleaseID = w.first.ID }), "CONFLICT ALREADY_PINNED input.releaseID"},
			{try(w.regioPlus(), func(in *plans.MoveInput) { in.ReleaseID = w.Catalog.Current.ID }), "CONFLICT RELEASE_NOT_INSTALLED input.releaseID"},
		} {
			if diff := cmp.Diff([]string{c.want}, c.got); diff != "" {
				w.T.Errorf("(-want +got):\n%s", diff)
			}
		}
		w.Must(w.Store.Tx(w.System(), func(tx *ent.Tx) error {
			return tx.Plan.UpdateOneID(w.Plan).SetState(workflow.Withdrawn).Exec(w.System())
		}))
		if diff := cmp.Diff([]string{"CONFLICT WRONG_STATE input.planID"}, try(w.regioPlus(), same)); diff != "" {
			w.T.Errorf("(-want +got):\n%s", diff)
		}
	})
}

func TestAParameterFileHasWhatIsOpenJudgedAgainAndNothingElse(t *testing.T) {
	t.Parallel()
	eachMoving(t, func(w *moving) {
		_, err := w.Moves.MoveToRelease(w.regioPlus(), w.input())
		w.Must(err)
		w.Must(w.releases.PutInForce(w.System(), w.second.ID))
		open, decided := w.Create(w.ByDay(testworld.Newcomer("Anna", "a-1"))), w.approvedUnder()
		w.Round()

		f := w.apply(`scheme: sozw-2026
number: 1
author: RegioPlus
reason: besluit
parameters:
  - code: day-rate-24-hours-or-more
    unit: EUR_PER_DAY
    values:
      - {value: 1.00, validFrom: 2026-01-01, validTo: 2026-12-31, source: besluit}
`)
		w.Round()
		after := w.Reload(open.ID)
		e, err := w.Store.Client().Evaluation.Get(w.System(), *after.EvaluationID)
		w.Must(err)
		if *after.AmountCents != 33400 || e.ParameterFileID == nil || *e.ParameterFileID != f.ID {
			w.T.Errorf("what is open is worth %d under file %v", *after.AmountCents, e.ParameterFileID)
		}
		release, _ := w.releases.Release(w.second.ID)
		if e.ParametersHash != release.ParametersHash() {
			w.T.Error("the receipt has another hash")
		}
		p, err := w.Store.Client().Evaluation.Get(w.System(), *w.PlanRow().EvaluationID)
		w.Must(err)
		if p.ParameterFileID == nil {
			w.T.Error("the plan is not judged again")
		}
		if still := w.Reload(decided.ID); *still.AmountCents != *decided.AmountCents || *still.EvaluationID != *decided.EvaluationID {
			w.T.Errorf("what was decided is now worth %d", *still.AmountCents)
		}
		if n := w.Round(); n != 0 {
			w.T.Errorf("%d are judged once more", n)
		}
	})
}

// approvedUnder is a registration that was decided under the second release, which asks one document less.
func (w *moving) approvedUnder() *ent.Registration {
	w.T.Helper()
	r := w.Create(w.ByDay(testworld.Newcomer("Bas", "b-1")))
	w.Attach(r.ID, "LEERWERKOVEREENKOMST", nil)
	w.Attach(r.ID, "LOONSTROOK_START", testworld.Month("2026-02"))
	w.Attach(r.ID, "DIPLOMA", nil)
	for _, column := range []string{"LEERWERKOVEREENKOMST", "LOONSTROOK_START", "PRESTATIEBEWIJS"} {
		w.Complete(r.ID, column)
	}
	w.Submit(r.ID)
	w.Review(r.ID)
	w.Judge(r.ID, "APPROVED", nil, "IN_REVIEW")
	w.Decide(r.ID, "APPROVED", nil, nil)
	return w.Reload(r.ID)
}

// apply puts a parameter file in force and lets the server notice.
func (w *moving) apply(text string) *ent.ParameterFile {
	w.T.Helper()
	private, public, err := catalog.NewKey()
	w.Must(err)
	secret, err := catalog.ReadPrivateKey(private)
	w.Must(err)
	open, err := catalog.ReadPublicKey(public)
	w.Must(err)
	applying := catalog.Applying{Store: w.Store, Trusted: []ed25519.PublicKey{open}, Now: w.Clock.Wall}
	f, _, err := applying.Apply(w.System(), catalog.SignedFile{Content: []byte(text), Signature: catalog.Sign(secret, []byte(text))})
	w.Must(err)
	w.Must(w.releases.Refresh(w.System()))
	return f
}

func TestAMoveThatChangesAnAmountUnderReviewRaisesItsVersion(t *testing.T) {
	t.Parallel()
	eachMoving(t, func(w *moving) {
		r := w.Create(w.ByDay(testworld.Newcomer("Ada", "e1")))
		w.HandIn(r.ID)
		w.Submit(r.ID)
		w.Review(r.ID)
		seen := w.Reload(r.ID)
		_, err := w.Moves.MoveToRelease(w.regioPlus(), w.input())
		w.Must(err)
		now := w.Reload(r.ID)
		if *now.AmountCents == *seen.AmountCents || now.Version != seen.Version+1 {
			w.T.Errorf("%d in version %d, was %d in version %d", *now.AmountCents, now.Version, *seen.AmountCents, seen.Version)
		}
	})
}
