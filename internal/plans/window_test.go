package plans_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/internal/plans"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
	"github.com/penvoerder/penvoerder/internal/testworld"
	"github.com/penvoerder/penvoerder/schemes"
	"github.com/penvoerder/penvoerder/schemes/rulebook"
)

// assessing adds the window in which plans are assessed: that of SO-Z&W.
func assessing(m *schemes.Manifest) {
	m.Windows = append(m.Windows, schemes.Window{
		Code: "beoordeling", Kind: schemes.WindowAssessment, Title: schemes.Same("beoordeling"),
		Source:  schemes.Citation{Work: "proef", Place: "1", Rule: "PROEF-ASSESS"},
		OpensOn: schemes.On(2025, 12, 22), ClosesOn: schemes.On(2026, 2, 13),
	})
}

func (w *world) atMoment(moment string) {
	w.T.Helper()
	t, err := time.Parse(time.RFC3339, moment)
	testworld.Must(w.T, t, err)
	w.At(t)
}

// Both verdicts have the window: refused before it with the day from which they are possible, and after it with a reason
// alone. Days begin in Amsterdam.
func TestAssessingHasItsWindow(t *testing.T) {
	t.Parallel()
	rulebook.Tries(t, "SOZW-DATE-004", "SOZW-DATE-009")
	const early, inTime, late = "CONFLICT HELD", "", "INVALID REASON_REQUIRED"
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s, schemes.PerGroup, assessing)
		for moment, want := range map[string]string{
			"2025-12-01T10:00:00+01:00": early, // plans can still be submitted
			"2025-12-21T23:59:59+01:00": early,
			"2025-12-22T00:00:00+01:00": inTime,
			"2026-02-13T23:59:59+01:00": inTime,
			"2026-02-14T00:00:00+01:00": late,
		} {
			for _, verdict := range []string{plans.Approved, plans.Rejected} {
				w.At(inside)
				p := w.submitted(w.Organisation())
				in := w.approval(p)
				in.Verdict, in.Note = verdict, new("gezien")
				w.happened()

				w.atMoment(moment)
				can := w.Plans.Can(w.Leader(here), "ASSESS", p)
				if can.Allowed != (want != early) || want == early && (*can.PossibleFrom != "2025-12-22" || !strings.Contains(can.Message.NL, "22 december 2025")) {
					t.Errorf("%s at %s: can %+v", verdict, moment, can)
				}
				got, err := w.Plans.Assess(w.Leader(here), in)
				if want == early && !strings.Contains(strings.Join(texts(err), ""), "22 december 2025") {
					t.Errorf("%s at %s does not say from when: %v", verdict, moment, texts(err))
				}
				if want == late {
					if diff := cmp.Diff([]string{"REASON_REQUIRED at [input lateReason]"}, testworld.Faults(err)); diff != "" {
						t.Errorf("%s at %s: %s", verdict, moment, diff)
					}
					in.LateReason = new("de projectleider was ziek")
					got, err = w.Plans.Assess(w.Leader(here), in)
				}
				if want == early {
					if short(err) != early || w.reload(p).State != "SUBMITTED" {
						t.Errorf("%s at %s: %v", verdict, moment, err)
					}
					w.expect()
					continue
				}
				assessed := w.done(got, err)
				if (assessed.LateReason != nil) != (want == late) {
					t.Errorf("%s at %s: late because %v", verdict, moment, assessed.LateReason)
				}
				if l := w.happened(); strings.Contains(l[0], "for [PROEF-ASSESS]: gezien\nde projectleider was ziek") != (want == late) {
					t.Errorf("%s at %s: the log says %v", verdict, moment, l)
				}
			}
		}
	})
}

func TestAWindowThatWasNotAnnouncedHoldsNoAssessment(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s, schemes.PerGroup, func(m *schemes.Manifest) {
			m.Windows = append(m.Windows, schemes.Window{Code: "beoordeling", Kind: schemes.WindowAssessment, Title: schemes.Same("beoordeling"), Source: proof})
		})
		if p := w.assessed(w.Organisation()); p.LateReason != nil || p.State != "ASSESSED" {
			t.Errorf("assessed %+v", p)
		}
	})
}

func TestAPlanIsReturnedWhilePlansCanBeSubmitted(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s, schemes.PerGroup, assessing)
		o := w.Organisation()
		p := w.submitted(o)
		w.happened()
		in := plans.ReturnInput{ID: p.ID, ExpectedVersion: p.Version, Reason: " "}
		_, err := w.Plans.Return(w.Leader(here), in)
		if diff := cmp.Diff([]string{"REASON_REQUIRED at [input reason]"}, testworld.Faults(err)); diff != "" {
			t.Error(diff)
		}
		in.Reason = "activiteit 2 ontbreekt"
		p, err = w.Plans.Return(w.Leader(here), in)
		testworld.Must(t, p, err)
		if p.State != "DRAFT" || p.SubmittedAt != nil || *p.ReturnReason != in.Reason || *p.ReturnedBy != "per_leader" || p.AssessmentVerdict != nil || p.ActiveKey == nil {
			t.Errorf("returned %+v", p)
		}
		w.expect("returnPlan DONE by PROJECT_LEADER on a receipt: activiteit 2 ontbreekt", "PLAN_STATE_CHANGED v3")

		p = w.done(w.Plans.Submit(w.employer(o), plans.SubmitInput{ID: p.ID, ExpectedVersion: p.Version}))
		w.happened()
		w.At(window.ClosesAt.Time().Add(time.Second))
		in.ExpectedVersion = p.Version
		if _, err := w.Plans.Return(w.Leader(here), in); short(err) != "CONFLICT WRONG_STATE" {
			t.Errorf("returned when its applicant can submit no more: %v", err)
		}
		if can := w.Plans.Can(w.Leader(here), "RETURN", p); can.Allowed || can.Reason != "NOT_IN_THIS_STATE" {
			t.Errorf("can %+v", can)
		}
		w.expect()
	})
}

// While the window is open everything can be changed, after it facts that touch no amount.
func TestASubmittedPlanIsAmendedInFactsAloneOnceTheWindowHasClosed(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s, schemes.PerGroup)
		o := w.Organisation()
		p := w.submitted(o)
		p = w.done(w.Plans.Amend(w.employer(o), plans.AmendInput{ID: p.ID, ExpectedVersion: 2, Lines: lines()[:1]}))
		w.happened()

		w.At(window.ClosesAt.Time().Add(time.Second))
		_, err := w.Plans.Amend(w.employer(o), plans.AmendInput{ID: p.ID, ExpectedVersion: 3, Lines: lines()[:1]})
		if diff := cmp.Diff([]string{"WRONG_STATE at [input id]"}, testworld.Faults(err)); diff != "" {
			t.Error(diff)
		}
		w.expect()
		fact := func(text string) plans.AmendInput {
			return plans.AmendInput{ID: p.ID, ExpectedVersion: p.Version, Facts: []question.FactInput{{Key: "motive", Value: &question.FactValueInput{Text: &text}}}}
		}
		if p = w.done(w.Plans.Amend(w.employer(o), fact("nodig"))); *p.Facts["motive"].Text != "nodig" {
			t.Errorf("amended %+v", p)
		}
		w.happened()
		if _, err := w.Plans.Amend(w.employer(o), fact("bescheiden")); short(err) != "CONFLICT WRONG_STATE" {
			t.Errorf("a fact that touches the amount: %v", err)
		}
		w.expect()
		if can := w.Plans.Can(w.employer(o), "AMEND", p); !can.Allowed {
			t.Errorf("can %+v", can)
		}
	})
}
