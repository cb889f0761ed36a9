package graph_test

import (
	"testing"

	"github.com/penvoerder/penvoerder/internal/store/storetest"
)

func TestASearchThatIsTooShortIsToldHowLongItHasToBe(t *testing.T) {
	t.Parallel()
	w := newWorld(t, storetest.SQLite(t))
	for query, want := range map[string]string{
		`{registrations(first: 1, filter: {search: "Ba"}) {totalCount}}`:                    "Zoek op ten minste 3 tekens.",
		`{plans(first: 1, filter: {search: "C"}) {totalCount}}`:                             "Zoek op ten minste 3 tekens.",
		`{viewer {organisation {employees(first: 1, filter: {search: "C"}) {totalCount}}}}`: "Zoek op ten minste 2 tekens.",
	} {
		if got := w.ask(w.employer(), query, nil); len(got.Errors) != 1 || got.Errors[0].Message != want {
			t.Errorf("%s: %+v", query, got.Errors)
		}
	}
}
