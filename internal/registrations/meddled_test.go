package registrations_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/catalog"
	"github.com/penvoerder/penvoerder/internal/dossier"
	"github.com/penvoerder/penvoerder/internal/entry"
	"github.com/penvoerder/penvoerder/internal/matrix"
	"github.com/penvoerder/penvoerder/internal/registrations/entered"
	"github.com/penvoerder/penvoerder/internal/workflow"
	"github.com/penvoerder/penvoerder/schemes"
)

// meddled is a scheme at which something happens while it is asked, once.
type meddled struct {
	*memory
	during func()
}

func (m *meddled) Judge(ctx context.Context, r *catalog.Release, qs []schemes.Question) ([]schemes.Answer, error) {
	if during := m.during; during != nil {
		m.during = nil
		during()
	}
	return m.memory.Judge(ctx, r, qs)
}

// A registration that is begun or changed while a size is approved rests on that size: who looked for what is open did not
// see it yet, or judged it before its facts were written.
func TestARegistrationThatIsWrittenWhileASizeIsApproved(t *testing.T) {
	t.Parallel()
	eachProject(t, func(w *project) {
		guard, err := access.New(w.store)
		w.must(err)
		scheme := &meddled{memory: w.memory}
		w.open(scheme, guard)
		approve := func() {
			w.must(w.say(w.assessor, "OMVANG", matrix.VerdictApproved))
			w.round()
		}
		w.hand("JAARREKENING", accounts("SMALL"))
		w.report("OMVANG")
		list, title := "mbo", "Mbo-Verpleegkunde"
		scheme.during = approve
		r := w.create(entered.CreateInput{
			PlanID: w.plan, Activity: "A", Training: dossier.TrainingInput{Listed: &dossier.ListedTrainingInput{List: &list, Title: &title, Route: new("BBL")}},
			Start: date("2025-01-13"), End: date("2025-02-13"), Participants: []entered.ParticipantInput{newcomer("Ada", "e1")},
		})
		if got := w.question(r.ID).Organisation.SizeClass.Value(); got != "SMALL" {
			w.t.Errorf("begun meanwhile: judged by %q", got)
		}
		w.hand("JAARREKENING", accounts("MEDIUM"))
		w.round()
		scheme.during = approve
		_, err = w.desk.Amend(w.employer(), entered.AmendInput{ID: r.ID, ExpectedVersion: w.reload(r.ID).Version, End: some(entry.Date("2025-02-14"))})
		w.must(err)
		if got := w.question(r.ID).Organisation.SizeClass.Value(); got != "MEDIUM" {
			w.t.Errorf("changed meanwhile: judged by %q", got)
		}
	})
}

// A verdict falls on the file that was seen: one that is replaced while the scheme is asked about the verdict is judged anew,
// and of the verdict nothing is written.
func TestAProjectDocumentThatIsReplacedWhileItIsJudged(t *testing.T) {
	t.Parallel()
	for _, verdict := range []string{matrix.VerdictApproved, matrix.VerdictRejected} {
		eachProject(t, func(w *project) {
			guard, err := access.New(w.store)
			w.must(err)
			scheme := &meddled{memory: w.memory}
			w.open(scheme, guard)
			doc := w.hand("JAARREKENING", accounts("SMALL"))
			w.report("OMVANG")
			ticket := w.upload(w.employer(), w.plan, "beter")
			acts, events := len(w.acts(0)), len(w.events(0))
			scheme.during = func() {
				_, err := w.project.ReplaceDocument(w.employer(), matrix.ReplaceDocumentInput{ID: doc.ID, ExpectedVersion: doc.Version, TicketID: ticket})
				w.must(err)
			}
			if err := w.say(w.assessor, "OMVANG", verdict); !isStale(err) {
				w.t.Errorf("%s: a verdict on the file of before: %v", verdict, err)
			}
			w.expect(verdict+" of the file of before", "IN_REVIEW MISSING MISSING IN_REVIEW - SMALL")
			if diff := cmp.Diff([]string{workflow.ReplaceProjectDocument.Name + " DONE"}, w.acts(acts)); diff != "" {
				w.t.Errorf("%s: %s", verdict, diff)
			}
			if diff := cmp.Diff([]string{workflow.DocumentChanged}, w.events(events)); diff != "" {
				w.t.Errorf("%s: %s", verdict, diff)
			}
			if c := w.cell("OMVANG"); c.Reason != nil {
				w.t.Errorf("%s: a reason is left: %v", verdict, *c.Reason)
			}
		})
	}
}
