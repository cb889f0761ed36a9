package audit_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/auditentry"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/audit"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
)

const dossier = "pln_1"

var at = time.Date(2026, 2, 1, 12, 0, 0, 123456789, time.UTC)

func line(act string) audit.Line {
	return audit.Line{DossierID: dossier, OrganisationID: "org_1", At: at, Act: act, SubjectID: "reg_1"}
}

func write(ctx context.Context, s *store.Store, lines ...audit.Line) error {
	return s.Tx(ctx, func(tx *ent.Tx) error {
		for _, l := range lines {
			if err := audit.Append(ctx, tx, l); err != nil {
				return err
			}
		}
		return nil
	})
}

func mustWrite(t *testing.T, s *store.Store, acts ...string) {
	t.Helper()
	for _, act := range acts {
		if err := write(actor.AsSystem(t.Context()), s, line(act)); err != nil {
			t.Fatal(err)
		}
	}
}

func verify(t *testing.T, s *store.Store) audit.Verdict {
	t.Helper()
	v, err := audit.Verify(actor.AsSystem(t.Context()), s, dossier)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestALineSaysWhoAskedAndIsChained(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		ctx := actor.With(t.Context(), actor.Actor{PersonID: "per_1", Role: actor.SSC, Origin: "192.0.2.0"})
		refused := line("decideRegistration")
		refused.Result, refused.Policy, refused.Reason, refused.Rules = audit.Refused, "ssc decide any", "four eyes", []string{"SOZW-ELIG-015"}
		if err := write(ctx, s, line("startReview"), refused); err != nil {
			t.Fatal(err)
		}
		lines := s.Client().AuditEntry.Query().Order(auditentry.BySequence()).AllX(actor.AsSystem(t.Context()))
		if len(lines) != 2 {
			t.Fatalf("%d lines", len(lines))
		}
		first, second := lines[0], lines[1]
		if first.Sequence != 1 || second.Sequence != 2 || first.PreviousHash != "" || second.PreviousHash != first.Hash {
			t.Errorf("not a chain: %v, %v", first, second)
		}
		if *first.ActorPerson != "per_1" || *first.Role != "SSC" || *first.Origin != "192.0.2.0" || first.ActorToken != nil || first.Result != "DONE" {
			t.Errorf("first line: %v", first)
		}
		if second.Result != "REFUSED" || *second.Policy != "ssc decide any" || *second.Reason != "four eyes" || !cmp.Equal(second.Rules, []string{"SOZW-ELIG-015"}) {
			t.Errorf("second line: %v", second)
		}
		if diff := cmp.Diff(audit.Verdict{DossierID: dossier, Lines: 2, Head: second.Hash}, verify(t, s)); diff != "" {
			t.Error(diff)
		}
	})
}

func TestADossierWithoutLinesIsWhole(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		if diff := cmp.Diff(audit.Verdict{DossierID: dossier}, verify(t, s)); diff != "" {
			t.Error(diff)
		}
	})
}

func TestALineRolledBackLeavesNoGap(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		mustWrite(t, s, "createPlan")
		ctx := actor.AsSystem(t.Context())
		refusal := errors.New("no")
		err := s.Tx(ctx, func(tx *ent.Tx) error {
			if err := audit.Append(ctx, tx, line("amendPlan")); err != nil {
				return err
			}
			return refusal
		})
		if !errors.Is(err, refusal) {
			t.Fatal(err)
		}
		mustWrite(t, s, "submitPlan")
		if v := verify(t, s); v.Lines != 2 || len(v.Breaks) != 0 {
			t.Errorf("%+v", v)
		}
	})
}

func TestManyWritersMakeOneChain(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		const writers, each = 6, 5
		ctx := actor.AsSystem(t.Context())
		var wg sync.WaitGroup
		for w := range writers {
			wg.Go(func() {
				for i := range each {
					if err := write(ctx, s, line(fmt.Sprintf("act%d-%d", w, i))); err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		if v := verify(t, s); v.Lines != writers*each || len(v.Breaks) != 0 {
			t.Errorf("%+v", v)
		}
	})
}

// tampering changes a chain of five behind the log's back.
var tampering = map[string]struct {
	with func(ctx context.Context, tx *ent.Tx, lines []*ent.AuditEntry) error
	want []audit.Break
}{
	"a line is edited": {
		func(ctx context.Context, tx *ent.Tx, lines []*ent.AuditEntry) error {
			lines[2].Act = "somethingElse"
			return rewrite(ctx, tx, lines[2])
		},
		[]audit.Break{{Sequence: 3, Flaw: audit.Edited}},
	},
	"a line is edited and hashed anew": {
		func(ctx context.Context, tx *ent.Tx, lines []*ent.AuditEntry) error {
			lines[2].Hash = lines[1].Hash
			return rewrite(ctx, tx, lines[2])
		},
		[]audit.Break{{Sequence: 3, Flaw: audit.Edited}, {Sequence: 4, Flaw: audit.Misplaced}},
	},
	"the moment is moved by a microsecond": {
		func(ctx context.Context, tx *ent.Tx, lines []*ent.AuditEntry) error {
			lines[0].At = lines[0].At.Add(time.Microsecond)
			return rewrite(ctx, tx, lines[0])
		},
		[]audit.Break{{Sequence: 1, Flaw: audit.Edited}},
	},
	"a reason is taken out": {
		func(ctx context.Context, tx *ent.Tx, lines []*ent.AuditEntry) error {
			lines[1].SubjectID = nil
			return rewrite(ctx, tx, lines[1])
		},
		[]audit.Break{{Sequence: 2, Flaw: audit.Edited}},
	},
	"what was judged again is added": {
		func(ctx context.Context, tx *ent.Tx, lines []*ent.AuditEntry) error {
			lines[3].Judged = new(1)
			return rewrite(ctx, tx, lines[3])
		},
		[]audit.Break{{Sequence: 4, Flaw: audit.Edited}},
	},
	"a line is removed": {
		func(ctx context.Context, tx *ent.Tx, lines []*ent.AuditEntry) error {
			return tx.AuditEntry.DeleteOne(lines[2]).Exec(ctx)
		},
		[]audit.Break{{Sequence: 3, Through: 3, Flaw: audit.Removed}},
	},
	"the last lines are removed": {
		func(ctx context.Context, tx *ent.Tx, lines []*ent.AuditEntry) error {
			return errors.Join(tx.AuditEntry.DeleteOne(lines[3]).Exec(ctx), tx.AuditEntry.DeleteOne(lines[4]).Exec(ctx))
		},
		[]audit.Break{{Sequence: 4, Through: 5, Flaw: audit.Removed}},
	},
	"every line is removed": {
		func(ctx context.Context, tx *ent.Tx, _ []*ent.AuditEntry) error {
			_, err := tx.AuditEntry.Delete().Exec(ctx)
			return err
		},
		[]audit.Break{{Sequence: 1, Through: 5, Flaw: audit.Removed}},
	},
	"two lines change places": {
		func(ctx context.Context, tx *ent.Tx, lines []*ent.AuditEntry) error {
			lines[2].Sequence, lines[3].Sequence = 4, 3
			if err := tx.AuditEntry.DeleteOne(lines[3]).Exec(ctx); err != nil {
				return err
			}
			return errors.Join(rewrite(ctx, tx, lines[2]), create(tx, lines[3]).Exec(ctx))
		},
		[]audit.Break{{Sequence: 3, Flaw: audit.Edited}, {Sequence: 3, Flaw: audit.Misplaced}, {Sequence: 4, Flaw: audit.Edited}, {Sequence: 4, Flaw: audit.Misplaced}, {Sequence: 5, Flaw: audit.Misplaced}},
	},
	"a line is inserted at the end": {
		func(ctx context.Context, tx *ent.Tx, lines []*ent.AuditEntry) error {
			extra := *lines[4]
			extra.ID, extra.Sequence, extra.PreviousHash = "aud_extra", 6, lines[4].Hash
			return create(tx, &extra).Exec(ctx)
		},
		[]audit.Break{{Sequence: 6, Flaw: audit.Edited}, {Sequence: 6, Flaw: audit.Overlong}},
	},
	"a line is inserted three milliards further on": { // which must not take memory
		func(ctx context.Context, tx *ent.Tx, lines []*ent.AuditEntry) error {
			extra := *lines[4]
			extra.ID, extra.Sequence = "aud_extra", 3_000_000_000
			return create(tx, &extra).Exec(ctx)
		},
		[]audit.Break{{Sequence: 6, Through: 2_999_999_999, Flaw: audit.Removed}, {Sequence: 3_000_000_000, Flaw: audit.Edited}, {Sequence: 3_000_000_000, Flaw: audit.Overlong}},
	},
	"the head is moved three milliards further on": {
		func(ctx context.Context, tx *ent.Tx, _ []*ent.AuditEntry) error {
			return tx.AuditHead.UpdateOneID(dossier).SetSequence(3_000_000_000).Exec(ctx)
		},
		[]audit.Break{{Sequence: 6, Through: 3_000_000_000, Flaw: audit.Removed}},
	},
	"the head is lost": {
		func(ctx context.Context, tx *ent.Tx, _ []*ent.AuditEntry) error {
			_, err := tx.AuditHead.Delete().Exec(ctx)
			return err
		},
		[]audit.Break{{Sequence: 5, Flaw: audit.Overlong}},
	},
	"the head is rewritten": {
		func(ctx context.Context, tx *ent.Tx, lines []*ent.AuditEntry) error {
			return tx.AuditHead.UpdateOneID(dossier).SetHash(lines[0].Hash).Exec(ctx)
		},
		[]audit.Break{{Sequence: 5, Flaw: audit.Rewritten}},
	},
}

func TestTamperingShows(t *testing.T) {
	t.Parallel()
	for name, c := range tampering {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			storetest.Run(t, func(t *testing.T, s *store.Store) {
				mustWrite(t, s, "createPlan", "amendPlan", "submitPlan", "assessPlan", "enterGrant")
				ctx := actor.AsSystem(t.Context())
				lines := s.Client().AuditEntry.Query().Order(auditentry.BySequence()).AllX(ctx)
				if err := s.Tx(ctx, func(tx *ent.Tx) error { return errors.Join(storetest.WithAllRights(s, tx), c.with(ctx, tx, lines)) }); err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(c.want, verify(t, s).Breaks, cmpopts.IgnoreFields(audit.Break{}, "Since")); diff != "" {
					t.Error(diff)
				}
			})
		})
	}
}

func TestEveryDossierIsListedAlsoWithoutHeadOrLines(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		mustWrite(t, s, "createPlan", "amendPlan")
		ctx := actor.AsSystem(t.Context())
		err := s.Tx(ctx, func(tx *ent.Tx) error {
			orphan := line("createPlan")
			orphan.DossierID = "pln_0"
			return errors.Join(
				storetest.WithAllRights(s, tx),
				audit.Append(ctx, tx, orphan),
				tx.AuditHead.DeleteOneID("pln_0").Exec(ctx),
				tx.AuditHead.Create().SetID("pln_2").SetSequence(1).SetHash("").Exec(ctx),
			)
		})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		err = audit.EachDossier(ctx, s, func(id string) error { got = append(got, id); return nil })
		if diff := cmp.Diff([]string{"pln_0", "pln_1", "pln_2"}, got); diff != "" || err != nil {
			t.Error(diff, err)
		}
	})
}

func rewrite(ctx context.Context, tx *ent.Tx, e *ent.AuditEntry) error {
	if err := tx.AuditEntry.DeleteOneID(e.ID).Exec(ctx); err != nil {
		return err
	}
	return create(tx, e).Exec(ctx)
}

func create(tx *ent.Tx, e *ent.AuditEntry) *ent.AuditEntryCreate {
	return tx.AuditEntry.Create().SetID(e.ID).SetDossierID(e.DossierID).SetSequence(e.Sequence).SetAt(e.At).SetAct(e.Act).
		SetNillableSubjectID(e.SubjectID).SetOrganisationID(e.OrganisationID).
		SetNillableCause(e.Cause).SetNillableJudged(e.Judged).SetResult(e.Result).SetPreviousHash(e.PreviousHash).SetHash(e.Hash)
}
