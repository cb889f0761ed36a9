package graph_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/internal/store/storetest"
)

func TestAPartOfADateOfBirthIsNoDate(t *testing.T) {
	t.Parallel()
	w := newWorld(t, storetest.SQLite(t))
	const query = "mutation($in: CreateEmployeeInput!) {createEmployee(input: $in) {employee {dateOfBirth born}}}"
	other := map[string]string{"born": "dateOfBirth", "dateOfBirth": "born"}
	for name, c := range map[string]struct{ field, given, want string }{
		"Ada": {"born", "1980-05", `{"createEmployee":{"employee":{"dateOfBirth":null,"born":"1980-05"}}}`},
		"Eva": {"born", "1980-05-17", `{"createEmployee":{"employee":{"dateOfBirth":"1980-05-17","born":"1980-05-17"}}}`},
		"Ida": {"dateOfBirth", "1980-05-17", `{"createEmployee":{"employee":{"dateOfBirth":"1980-05-17","born":"1980-05-17"}}}`},
	} {
		got := w.ask(w.employer(), query, map[string]any{"in": map[string]any{"employee": map[string]any{"name": name, "employment": "EMPLOYED", c.field: c.given, other[c.field]: nil}}})
		if diff := cmp.Diff(json.RawMessage(c.want), got.Data); diff != "" {
			t.Errorf("%s by %s: %s, %v", c.given, c.field, diff, got.Errors)
		}
	}
}
