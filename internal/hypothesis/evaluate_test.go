package hypothesis_test

import (
	"encoding/json"
	"testing"

	"github.com/penvoerder/penvoerder/internal/testworld"
	"github.com/penvoerder/penvoerder/schemes"
	"github.com/penvoerder/penvoerder/schemes/sozw"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/hypothesis"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
	"github.com/penvoerder/penvoerder/internal/typed"
)

func TestEvaluateStoresNothing(t *testing.T) {
	t.Parallel()
	w := testworld.OpenDossier(t, storetest.SQLite(t), sozw.Scheme, testworld.WhenAllOver)
	in := hypothesis.EvaluateInput{Scheme: "sozw-2026", Subject: hypothesis.EvaluateSubjectInput{Registration: &hypothesis.EvaluateRegistrationInput{
		Activity: "1A", Training: testworld.Nurse(), Start: testworld.Date("2026-02-01"), End: testworld.Date("2026-12-31"),
		Participations: []hypothesis.EvaluateParticipationInput{{Key: "a", EmployedSince: testworld.Date("2020-01-01"), Statement: *testworld.Clean()}},
	}}}
	in.Subject.Registration.Participations[0].Statement.Employment = new("EMPLOYED")
	in.Subject.Registration.Participations[0].Statement.ContractHours = new(typed.Hours("32"))
	e, err := w.Hypotheses.Evaluate(w.AsEmployer(), in)
	w.Must(err)
	if e.Outcome != "ELIGIBLE" || *e.AmountCents != 3019_36 || e.PlanID != "" {
		t.Errorf("evaluated: %+v", e)
	}
	if n := w.Store.Client().Evaluation.Query().CountX(w.System()); n != 0 {
		t.Errorf("%d receipts were kept", n)
	}
	in.Subject.Registration.End = testworld.Date("2026-01-01")
	in.Subject.Registration.Documents = []hypothesis.EvaluateDocumentInput{{Kind: "POEM", Keys: []string{"b"}}}
	_, err = w.Hypotheses.Evaluate(w.AsEmployer(), in)
	if diff := cmp.Diff([]string{
		"INVALID END_BEFORE_START input.subject.registration.end",
		"INVALID DOCUMENT_KIND_UNKNOWN input.subject.registration.documents.0.kind",
		"INVALID PARTICIPATION_UNKNOWN input.subject.registration.documents.0.keys",
	}, testworld.Refused(err)); diff != "" {
		t.Error(diff)
	}
	in.Scheme = "wow"
	if _, err = w.Hypotheses.Evaluate(w.AsEmployer(), in); !fault.HasReason(err, "SCHEME_NOT_IN_FORCE") {
		t.Errorf("an unknown scheme: %v", err)
	}
}

func TestWhatIsNotStoredCanHaveBeenSubmitted(t *testing.T) {
	t.Parallel()
	w := testworld.OpenDossier(t, storetest.SQLite(t), sozw.Scheme, testworld.WhenAllOver)
	for _, at := range []*typed.DateTime{nil, new(typed.DateTime("2026-01-05T09:00:00+01:00"))} {
		e, err := w.Hypotheses.Evaluate(w.AsEmployer(), hypothesis.EvaluateInput{Scheme: "sozw-2026", Subject: hypothesis.EvaluateSubjectInput{
			Registration: &hypothesis.EvaluateRegistrationInput{
				Activity: "2", SubmittedAt: at, Training: testworld.Course(), Participations: []hypothesis.EvaluateParticipationInput{{Key: "a"}},
			},
		}})
		w.Must(err)
		var q schemes.Question
		w.Must(json.Unmarshal(e.Facts, &q)) // it is not stored
		if got, stated := q.Registration.SubmittedAt.Get(); stated != (at != nil) || stated && got != schemes.Moment("2026-01-05T09:00:00+01:00") {
			t.Errorf("submitted %v, stated %v", at, got)
		}
	}
}
