package graph_test

import (
	"slices"
	"testing"

	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
)

const trySubmit = `mutation($i: SubmitRegistrationInput!) {submitRegistration(input: $i) {isSubmitted userErrors {reason ...on StateConflict {hindrances {
	kind message {text nl en} remedy {nl en} pointer cellState column {code} participation {id employee {name}} cell {id state} document {id}
	finding {code severity pointer}}}}}}`

type hindrance struct {
	Kind, Pointer, CellState string
	Message, Remedy          struct{ Text, NL, EN string }
	Column                   *struct{ Code string }
	Participation            *struct {
		ID       string
		Employee *struct{ Name string }
	}
	Cell    *struct{ ID, State string }
	Finding *struct{ Code, Severity, Pointer string }
}

func TestARefusalListsWhatHindersWithItsPlace(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		hindered := func(participants int) ([]hindrance, int64) {
			t.Helper()
			g := w.registrations(1, participants)[0]
			w.from++
			before := w.statements.Load()
			var got struct {
				SubmitRegistration struct {
					UserErrors []struct {
						Reason     string
						Hindrances []hindrance
					}
				}
			}
			w.read(w.employer(), trySubmit, map[string]any{"i": map[string]any{"id": g.ID, "expectedVersion": 1}}, &got)
			found := got.SubmitRegistration.UserErrors
			if len(found) != 1 || found[0].Reason != "CONTENT_NOT_APPROVED" {
				t.Fatalf("%+v", found)
			}
			return found[0].Hindrances, w.statements.Load() - before
		}
		all, few := hindered(2)
		at := func(is func(h hindrance) bool) bool { return slices.ContainsFunc(all, is) }
		for what, is := range map[string]func(h hindrance) bool{
			"the content": func(h hindrance) bool { return h.Kind == "CONTENT" && h.Pointer == "" },
			"a fact of the whole": func(h hindrance) bool {
				return h.Finding != nil && h.Participation == nil && h.Pointer == "/start" && h.Finding.Severity == "MISSING"
			},
			"a fact that all share": func(h hindrance) bool {
				return h.Pointer == "/training/hours" && h.Participation == nil && h.Message.NL == "Contacturen ontbreekt nog."
			},
			"a cell of the second of them": func(h hindrance) bool {
				return h.Kind == "CELL" && h.Pointer == "/participations/1" && h.Participation != nil && h.Participation.Employee != nil
			},
		} {
			if !at(is) {
				t.Errorf("%s is not in %+v", what, all)
			}
		}
		for _, h := range all {
			if h.Message.NL == "" || h.Message.EN == "" || h.Message.Text != h.Message.NL || (h.CellState != "") != (h.Column != nil) {
				t.Errorf("%+v", h)
			}
		}
		if more, many := hindered(20); many != few || len(more) <= len(all) {
			t.Errorf("%d statements for %d of 2 people, %d for %d of 20", few, len(all), many, len(more))
		}
	})
}
