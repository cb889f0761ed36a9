package registrations_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/registrations"
	"github.com/penvoerder/penvoerder/internal/registrations/entered"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
	"github.com/penvoerder/penvoerder/internal/typed"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

func hours(n string) func(*entered.AmendInput) {
	return retrain(func(c *question.CourseInput) { c.Hours = new(typed.Hours(n)) })
}

// The AMR approved eight hours. Nine cost nothing; a hundred are for the SSC, and cost no second round of the AMR.
func TestRealHoursAreForTheAssessorWhereTheCommitteeSawOthers(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		b := newBoard(t, s)
		id := b.approved()
		amended := func(n string, want ...string) {
			t.Helper()
			r, err := b.amend(id, hours(n))
			b.Must(err)
			if r.State != workflow.Ready || registrations.ContentState(r) != registrations.ContentApproved {
				t.Fatalf("%s hours: %s, content %s", n, r.State, registrations.ContentState(r))
			}
			if diff := cmp.Diff(want, b.Cells(id)); diff != "" {
				t.Fatalf("%s hours: %s", n, diff)
			}
		}
		amended("9", "LANG NOT_REQUIRED", "PROGRAMMA COMPLETE")
		amended("100", "LANG COMPLETE", "PROGRAMMA COMPLETE")
		amended("99.99", "LANG NOT_REQUIRED", "PROGRAMMA COMPLETE")
		amended("120", "LANG COMPLETE", "PROGRAMMA COMPLETE")

		if !b.Submit(id).IsSubmitted {
			t.Fatal("not submitted")
		}
		b.Review(id)
		for _, c := range b.CellRows(id) {
			if c.Column == "LANG" && (c.Judge != "SSC" || c.State != "IN_REVIEW") {
				t.Errorf("%+v", c)
			}
		}
		_, err := b.Registrations.Decide(b.AsAssessor(), registrations.DecideInput{RegistrationID: id, ExpectedVersion: b.Reload(id).Version, Verdict: "APPROVED"})
		if diff := cmp.Diff([]string{"whole: CELL LANG IN_REVIEW", "whole: CELL PROGRAMMA IN_REVIEW"}, b.refusal(err)); diff != "" {
			t.Error(diff)
		}
		b.Judge(id, "APPROVED", nil, "IN_REVIEW")
		if diff := cmp.Diff([]string{"LANG APPROVED", "PROGRAMMA APPROVED"}, b.Cells(id)); diff != "" {
			t.Error(diff)
		}
		if r := b.seen(id, true); len(r) != 1 || *r[0].ContentApproved.Course.Hours != "8.00" || *r[0].Training.Course.Hours != "120.00" {
			t.Errorf("the committee sees %+v", r)
		}
	})
}

// What the committee approves a second time is what later changes are held against.
func TestALaterApprovalIsWhatCounts(t *testing.T) {
	t.Parallel()
	b := newBoard(t, storetest.SQLite(t))
	id := b.approved()
	_, err := b.amend(id, retrain(func(c *question.CourseInput) { c.Title, c.Hours = "Anders", new(typed.Hours("100")) }))
	b.Must(err)
	if diff := cmp.Diff([]string{"LANG NOT_REQUIRED", "PROGRAMMA COMPLETE"}, b.Cells(id)); diff != "" {
		t.Error(diff)
	}
	b.ask(id)
	b.approve(id)
	_, err = b.amend(id, retrain(func(c *question.CourseInput) { c.Title, c.Hours = "Anders", new(typed.Hours("120")) }))
	b.Must(err)
	if diff := cmp.Diff([]string{"LANG NOT_REQUIRED", "PROGRAMMA COMPLETE"}, b.Cells(id)); diff != "" {
		t.Error(diff)
	}
}
