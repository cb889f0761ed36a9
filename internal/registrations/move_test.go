package registrations_test

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
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/catalog"
	"github.com/penvoerder/penvoerder/internal/moves"
	"github.com/penvoerder/penvoerder/internal/plans"
	"github.com/penvoerder/penvoerder/internal/rejudge"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
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
	*world
	catalog   *interrupted
	plans     *plans.Desk
	moves     *moves.Desk
	first     *catalog.Release
	second    *catalog.Release
	regioPlus func() context.Context
}

func newMoving(t *testing.T, s *store.Store) *moving {
	t.Helper()
	w := newWorld(t, s)
	var found []host.Release
	for version := range releases() {
		r := plugintest.Release(t, w.memory.release.Slug, version)
		r.Version, r.Digest = version, hex.EncodeToString([]byte(version))
		found = append(found, r)
	}
	k, err := catalog.Start(w.system(), catalog.Config{
		Store: s, Releases: found, Plugin: host.Config{StartTimeout: time.Minute, Deadline: time.Minute}, Now: w.clock.Wall,
	})
	w.must(err)
	t.Cleanup(func() { w.must(k.Close()) })
	m := &moving{world: w, catalog: &interrupted{Catalog: k}, regioPlus: w.person(actor.RegioPlus, "")}
	rows, err := s.Client().SchemeRelease.Query().All(w.system())
	w.must(err)
	for _, row := range rows {
		r, _ := k.Release(row.ID)
		switch row.Semver {
		case "2.0.0":
			m.second = r
		case sozw.Scheme.Manifest().Version:
			if row.ID != w.memory.release.ID {
				m.first = r
			}
		}
	}
	w.must(s.Tx(w.system(), func(tx *ent.Tx) error { return tx.Plan.UpdateOneID(w.plan).SetReleaseID(m.first.ID).Exec(w.system()) }))
	guard, err := access.New(s)
	w.must(err)
	w.open(m.catalog, guard)
	m.plans = plans.New(plans.Config{Store: s, Catalog: m.catalog, Guard: guard, Clock: w.clock})
	m.moves = moves.New(m.plans, w.below, w.project)
	w.rejudge = rejudge.New(rejudge.Config{Store: s, Schemes: m.catalog, Clock: w.clock, Plans: m.plans, Registrations: w.below})
	return m
}

func eachMoving(t *testing.T, body func(w *moving)) {
	t.Helper()
	storetest.Run(t, func(t *testing.T, s *store.Store) { body(newMoving(t, s)) })
}

func (w *moving) planRow() *ent.Plan {
	w.t.Helper()
	p, err := w.store.Client().Plan.Get(w.system(), w.plan)
	w.must(err)
	return p
}

func (w *moving) input() plans.MoveInput {
	return plans.MoveInput{PlanID: w.plan, ReleaseID: w.second.ID, ExpectedVersion: w.planRow().Version, Reason: "nieuw dagbedrag"}
}

func (w *moving) receipts() int {
	w.t.Helper()
	n, err := w.store.Client().Evaluation.Query().Count(w.system())
	w.must(err)
	return n
}

// approved is a registration that was decided.
func (w *moving) approved() *ent.Registration {
	w.t.Helper()
	r := w.create(w.byDay(newcomer("Bas", "b-1")))
	w.handIn(r.ID)
	w.submit(r.ID)
	w.review(r.ID)
	w.judge(r.ID, "APPROVED", nil, "IN_REVIEW")
	w.decide(r.ID, "APPROVED", nil, nil)
	return w.reload(r.ID)
}

// told are the subjects of a move as text.
func (w *moving) told(m *moves.Move) []string {
	w.t.Helper()
	var out []string
	for _, s := range m.Subjects {
		line := s.Kind + " " + s.State
		if s.IsDecided {
			line += " decided"
		}
		differs, err := s.Changes()
		w.must(err)
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
		byDay, byHour, decided := w.create(w.byDay(newcomer("Anna", "a-1"))), w.create(w.byHour(newcomer("Carl", "c-1"))), w.approved()
		before, events, acts := w.receipts(), len(w.events(0)), len(w.acts(0))
		m, err := w.moves.Preview(w.regioPlus(), w.plan, w.second.ID)
		w.must(err)
		want := []string{"PLAN GRANTED changes", "REGISTRATION APPROVED decided", "REGISTRATION DRAFT", "REGISTRATION DRAFT changes"}
		if diff := cmp.Diff(want, w.told(m)); diff != "" {
			w.t.Errorf("subjects (-want +got):\n%s", diff)
		}
		for _, s := range m.Subjects {
			switch s.ID {
			case byDay.ID: // 334 days, of which the rate goes from 9,04 to 10,00, both below the maximum
				if *s.Before.AmountCents != 301936 || *s.After.AmountCents != 330000 {
					w.t.Errorf("by day: from %d to %d", *s.Before.AmountCents, *s.After.AmountCents)
				}
			case byHour.ID:
				if *s.Before.AmountCents != *s.After.AmountCents {
					w.t.Errorf("by hour: from %d to %d", *s.Before.AmountCents, *s.After.AmountCents)
				}
			case decided.ID:
				if s.After != nil {
					w.t.Error("what is decided is judged")
				}
			}
		}
		if w.receipts() != before || len(w.events(0)) != events || len(w.acts(0)) != acts || w.planRow().ReleaseID != w.first.ID {
			w.t.Error("a preview stored something")
		}
	})
}

func TestADossierMovesAsAWholeAndWhatIsDecidedStays(t *testing.T) {
	t.Parallel()
	eachMoving(t, func(w *moving) {
		open, decided := w.create(w.byDay(newcomer("Anna", "a-1"))), w.approved()
		cells, version, acts, events := w.cells(decided.ID), w.planRow().Version, len(w.acts(0)), len(w.events(0))
		m, err := w.moves.MoveToRelease(w.regioPlus(), w.input())
		w.must(err)

		p := w.planRow()
		if m.Plan.ReleaseID != w.second.ID || p.ReleaseID != w.second.ID || p.Version != version+1 || p.State != workflow.Granted || p.MovedAt == nil {
			w.t.Errorf("the plan is %+v", p)
		}
		after := w.reload(open.ID)
		e, err := w.store.Client().Evaluation.Get(w.system(), *after.EvaluationID)
		w.must(err)
		if e.ReleaseID != w.second.ID || *after.AmountCents != 330000 || *w.parts(open.ID)[0].AmountCents != 330000 || after.Version != open.Version {
			w.t.Errorf("the registration is worth %d under %s, in version %d", *after.AmountCents, e.ReleaseID, after.Version)
		}
		if !slices.Contains(w.cells(open.ID), gone+" NOT_REQUIRED") {
			w.t.Errorf("a document that is no longer asked: %v", w.cells(open.ID))
		}
		still := w.reload(decided.ID)
		if *still.AmountCents != *decided.AmountCents || *still.EvaluationID != *decided.EvaluationID || still.State != workflow.Approved {
			w.t.Errorf("what was decided is now %+v", still)
		}
		if diff := cmp.Diff(cells, w.cells(decided.ID)); diff != "" {
			w.t.Errorf("cells of what was decided (-before +after):\n%s", diff)
		}
		if diff := cmp.Diff([]string{"moveToRelease DONE", "moveToRelease DONE"}, w.acts(acts)); diff != "" {
			w.t.Errorf("log (-want +got):\n%s", diff)
		}
		got := w.events(events)
		slices.Sort(got)
		if diff := cmp.Diff([]string{"JUDGEMENT_CHANGED", "JUDGEMENT_CHANGED", "PLAN_MOVED"}, got); diff != "" {
			w.t.Errorf("events (-want +got):\n%s", diff)
		}
		lines, err := w.store.Client().AuditEntry.Query().
			Where(auditentry.Act("moveToRelease"), auditentry.SubjectID(w.plan), auditentry.Reason("nieuw dagbedrag")).All(w.employer())
		if err != nil || len(lines) != 1 || !strings.Contains(*lines[0].Policy, "MOVE_RELEASE") || lines[0].EvaluationID == nil {
			w.t.Errorf("the employer reads %+v, %v", lines, err)
		}

		next := w.create(w.byDay(newcomer("Dirk", "d-1"))) // a later act asks the other release
		e, err = w.store.Client().Evaluation.Get(w.system(), *next.EvaluationID)
		w.must(err)
		if e.ReleaseID != w.second.ID || *next.AmountCents != 330000 {
			w.t.Errorf("a new registration is judged under %s", e.ReleaseID)
		}
	})
}

func TestAMoveRestsOnWhatIsThereWhenItIsStored(t *testing.T) {
	t.Parallel()
	eachMoving(t, func(w *moving) {
		old := w.create(w.byDay(newcomer("Anna", "a-1")))
		var fresh *ent.Registration
		w.catalog.during = func() { fresh = w.create(w.byDay(newcomer("Eva", "e-1"))) }
		_, err := w.moves.MoveToRelease(w.regioPlus(), w.input())
		w.must(err)
		for _, r := range []*ent.Registration{old, fresh} {
			e, err := w.store.Client().Evaluation.Get(w.system(), *w.reload(r.ID).EvaluationID)
			w.must(err)
			if e.ReleaseID != w.second.ID {
				w.t.Errorf("%s is still judged by the first release", r.Number)
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
			_, err := w.moves.MoveToRelease(ctx, in)
			return refused(err)
		}
		same := func(*plans.MoveInput) {}
		for _, c := range []struct {
			got  []string
			want string
		}{
			{try(w.employer(), same), "FORBIDDEN ROLE"},
			{try(w.assessor(), same), "FORBIDDEN ROLE"},
			{try(w.stranger(), same), "NOT_FOUND PLAN_NOT_FOUND"},
			{try(w.regioPlus(), func(in *plans.MoveInput) { in.ExpectedVersion++ }), "CONFLICT STALE_VERSION input.expectedVersion"},
			{try(w.regioPlus(), func(in *plans.MoveInput) { in.Reason = " " }), "INVALID REASON_REQUIRED input.reason"},
			{try(w.regioPlus(), func(in *plans.MoveInput) { in.ReleaseID = "rel_none" }), "INVALID NOT_FOUND input.releaseID"},
			{try(w.regioPlus(), func(in *plans.MoveInput) { in.ReleaseID = w.first.ID }), "CONFLICT ALREADY_PINNED input.releaseID"},
			{try(w.regioPlus(), func(in *plans.MoveInput) { in.ReleaseID = w.memory.release.ID }), "CONFLICT RELEASE_NOT_INSTALLED input.releaseID"},
		} {
			if diff := cmp.Diff([]string{c.want}, c.got); diff != "" {
				w.t.Errorf("(-want +got):\n%s", diff)
			}
		}
		w.must(w.store.Tx(w.system(), func(tx *ent.Tx) error {
			return tx.Plan.UpdateOneID(w.plan).SetState(workflow.Withdrawn).Exec(w.system())
		}))
		if diff := cmp.Diff([]string{"CONFLICT WRONG_STATE input.planID"}, try(w.regioPlus(), same)); diff != "" {
			w.t.Errorf("(-want +got):\n%s", diff)
		}
	})
}

func TestAParameterFileHasWhatIsOpenJudgedAgainAndNothingElse(t *testing.T) {
	t.Parallel()
	eachMoving(t, func(w *moving) {
		_, err := w.moves.MoveToRelease(w.regioPlus(), w.input())
		w.must(err)
		w.must(w.catalog.PutInForce(w.system(), w.second.ID))
		open, decided := w.create(w.byDay(newcomer("Anna", "a-1"))), w.approvedUnder()
		w.judgeDue()

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
		w.judgeDue()
		after := w.reload(open.ID)
		e, err := w.store.Client().Evaluation.Get(w.system(), *after.EvaluationID)
		w.must(err)
		if *after.AmountCents != 33400 || e.ParameterFileID == nil || *e.ParameterFileID != f.ID {
			w.t.Errorf("what is open is worth %d under file %v", *after.AmountCents, e.ParameterFileID)
		}
		release, _ := w.catalog.Release(w.second.ID)
		if e.ParametersHash != release.ParametersHash() {
			w.t.Error("the receipt has another hash")
		}
		p, err := w.store.Client().Evaluation.Get(w.system(), *w.planRow().EvaluationID)
		w.must(err)
		if p.ParameterFileID == nil {
			w.t.Error("the plan is not judged again")
		}
		if still := w.reload(decided.ID); *still.AmountCents != *decided.AmountCents || *still.EvaluationID != *decided.EvaluationID {
			w.t.Errorf("what was decided is now worth %d", *still.AmountCents)
		}
		if n := w.judgeDue(); n != 0 {
			w.t.Errorf("%d are judged once more", n)
		}
	})
}

// approvedUnder is a registration that was decided under the second release, which asks one document less.
func (w *moving) approvedUnder() *ent.Registration {
	w.t.Helper()
	r := w.create(w.byDay(newcomer("Bas", "b-1")))
	w.attach(r.ID, "LEERWERKOVEREENKOMST", nil)
	w.attach(r.ID, "LOONSTROOK_START", month("2026-02"))
	w.attach(r.ID, "DIPLOMA", nil)
	for _, column := range []string{"LEERWERKOVEREENKOMST", "LOONSTROOK_START", "PRESTATIEBEWIJS"} {
		w.complete(r.ID, column)
	}
	w.submit(r.ID)
	w.review(r.ID)
	w.judge(r.ID, "APPROVED", nil, "IN_REVIEW")
	w.decide(r.ID, "APPROVED", nil, nil)
	return w.reload(r.ID)
}

func (w *moving) judgeDue() int {
	w.t.Helper()
	return w.round()
}

// apply puts a parameter file in force and lets the server notice.
func (w *moving) apply(text string) *ent.ParameterFile {
	w.t.Helper()
	private, public, err := catalog.NewKey()
	w.must(err)
	secret, err := catalog.ReadPrivateKey(private)
	w.must(err)
	open, err := catalog.ReadPublicKey(public)
	w.must(err)
	applying := catalog.Applying{Store: w.store, Trusted: []ed25519.PublicKey{open}, Now: w.clock.Wall}
	f, _, err := applying.Apply(w.system(), catalog.SignedFile{Content: []byte(text), Signature: catalog.Sign(secret, []byte(text))})
	w.must(err)
	w.must(w.catalog.Refresh(w.system()))
	return f
}
