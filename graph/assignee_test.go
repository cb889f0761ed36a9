package graph_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/person"
	"github.com/penvoerder/penvoerder/ent/registration"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
)

type assignees struct {
	TotalCount int
	Nodes      []struct {
		Person      struct{ Name string }
		AbsenceEnd  *string
		ReviewCount int
	}
	PageInfo struct {
		EndCursor   string
		HasNextPage bool
	}
}

// told is who is on a page, with until when they are away and how much they have.
func (a *assignees) told() []string {
	if a == nil {
		return nil
	}
	var out []string
	for _, n := range a.Nodes {
		text := n.Person.Name + strings.Repeat("*", n.ReviewCount)
		if n.AbsenceEnd != nil {
			text += " until " + *n.AbsenceEnd
		}
		out = append(out, text)
	}
	return out
}

func TestWhoMayAssignSeesToWhom(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		d := newDesk(t, s)
		d.Write(func(ctx context.Context, tx *ent.Tx) error {
			for name, who := range map[string]actor.Actor{"Ank": d.me, "Bob": d.colleague, "Cor": d.absent} {
				if err := tx.Person.Update().Where(person.ID(who.PersonID)).SetName(name).Exec(ctx); err != nil {
					return err
				}
			}
			return nil
		})
		ask := func(who actor.Actor, number, after string) *assignees {
			t.Helper()
			var id string
			d.Write(func(ctx context.Context, tx *ent.Tx) (err error) {
				id, err = tx.Registration.Query().Where(registration.Number("R-2026-00000" + number)).OnlyID(ctx)
				return err
			})
			var got struct {
				Node struct{ Assignees *assignees }
			}
			d.read(who, `query($id: ID!, $after: String) {node(id: $id) {...on Registration {assignees(first: 2, after: $after) {totalCount nodes {person {name} absenceEnd reviewCount} pageInfo {endCursor hasNextPage}}}}}`,
				map[string]any{"id": id, "after": map[bool]any{true: nil, false: after}[after == ""]}, &got)
			return got.Node.Assignees
		}
		first := ask(d.me, "2", "")
		if first == nil || first.TotalCount != 3 || !first.PageInfo.HasNextPage {
			t.Fatalf("%+v", first)
		}
		if diff := cmp.Diff([]string{"Ank*", "Bob*", "Cor* until 2026-03-05"}, append(first.told(), ask(d.me, "2", first.PageInfo.EndCursor).told()...)); diff != "" {
			t.Error(diff)
		}
		who := staff()
		who["EMPLOYER"] = d.employer()
		delete(who, "SSC")
		for role, one := range who {
			if got := ask(one, "2", ""); got != nil {
				t.Errorf("%s sees %v", role, got.told())
			}
		}
		for number, sees := range map[string]bool{"3": true, "4": false, "5": true, "6": true, "7": false} { // mine, a colleague's, let go of, of who is away, decided
			if got := ask(d.me, number, ""); (got != nil) != sees {
				t.Errorf("%s: %v", number, got.told())
			}
		}
	})
}
