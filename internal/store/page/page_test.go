package page_test

import (
	"cmp"
	"context"
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/employee"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/store/page"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
)

type employees = page.Order[*ent.Employee]

func id(e *ent.Employee) string { return e.ID }

var (
	byID      = employees{ID: id}
	byName    = employees{ID: id, Key: page.Text(employee.FieldName, func(e *ent.Employee) string { return e.Name })}
	byUpdate  = employees{ID: id, Key: page.Time(employee.FieldUpdatedAt, func(e *ent.Employee) time.Time { return e.UpdatedAt })}
	byVersion = employees{ID: id, Key: page.Integer(employee.FieldVersion, func(e *ent.Employee) int64 { return int64(e.Version) })}
	bySince   = employees{ID: id, Key: page.OptionalTime(employee.FieldEmployedSince, func(e *ent.Employee) *time.Time { return e.EmployedSince })}
	byOwnKey  = employees{ID: id, Key: page.OptionalText(employee.FieldExternalReference, func(e *ent.Employee) *string { return e.ExternalReference })}
)

// orders are every kind of key in both directions, each with the comparison that it stands for.
var orders = map[string]struct {
	order   employees
	compare func(a, b *ent.Employee) int
}{
	"id":      {byID, func(_, _ *ent.Employee) int { return 0 }},
	"name":    {byName, func(a, b *ent.Employee) int { return strings.Compare(a.Name, b.Name) }},
	"update":  {byUpdate, func(a, b *ent.Employee) int { return a.UpdatedAt.Compare(b.UpdatedAt) }},
	"version": {byVersion, func(a, b *ent.Employee) int { return cmp.Compare(a.Version, b.Version) }},
	"since":   {bySince, func(a, b *ent.Employee) int { return nullsLargest(a.EmployedSince, b.EmployedSince, time.Time.Compare) }},
	"own key": {byOwnKey, func(a, b *ent.Employee) int {
		return nullsLargest(a.ExternalReference, b.ExternalReference, strings.Compare)
	}},
}

func nullsLargest[T any](a, b *T, compare func(a, b T) int) int {
	switch {
	case a == nil && b == nil:
		return 0
	case a == nil:
		return 1
	case b == nil:
		return -1
	}
	return compare(*a, *b)
}

// fill adds 23 employees with ties and nulls in every column.
func fill(t *testing.T, s *store.Store) []*ent.Employee {
	t.Helper()
	ctx := actor.AsSystem(t.Context())
	day := time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC)
	err := s.Tx(ctx, func(tx *ent.Tx) error {
		err := tx.Organisation.Create().SetID("org_1").SetName("Zorg").SetKvkNumber("12345678").SetPostcode("9712AB").SetFundingLaws(nil).
			SetRegionID("rgn_1").SetRegionalOrganisationID("rgo_1").SetCreatedAt(day).SetUpdatedAt(day).Exec(ctx)
		if err != nil {
			return err
		}
		for i := range 23 {
			c := tx.Employee.Create().SetID(fmt.Sprintf("emp_%02d", i*7%23)).SetOrganisationID("org_1").SetRegionalOrganisationID("rgo_1").
				SetName(fmt.Sprintf("Name %d", i%4)).SetDateOfBirth(day).SetEmployment("EMPLOYED").SetVersion(1 + i%3).
				SetCreatedAt(day).SetUpdatedAt(day.Add(time.Duration(i%5) * time.Microsecond))
			if i%3 > 0 {
				c.SetEmployedSince(day.AddDate(0, 0, -i%6))
			}
			if i%2 > 0 {
				c.SetExternalReference(fmt.Sprintf("p%02d", i))
			}
			if err := c.Exec(ctx); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return s.Client().Employee.Query().AllX(ctx)
}

func names(nodes []*ent.Employee) []string {
	got := []string{}
	for _, e := range nodes {
		got = append(got, e.ID)
	}
	return got
}

func TestPagesInBothDirectionsMakeTheWholeList(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		all := fill(t, s)
		for name, c := range orders {
			for _, descending := range []bool{false, true} {
				order := c.order
				order.Descending = descending
				slices.SortFunc(all, func(a, b *ent.Employee) int {
					by := cmp.Or(c.compare(a, b), strings.Compare(a.ID, b.ID))
					if descending {
						return -by
					}
					return by
				})
				for _, size := range []int{1, 2, 5, 22, 23, 24} {
					walk(t, s, fmt.Sprintf("by %s, descending %t, %d at a time", name, descending, size), order, size, names(all))
				}
			}
		}
	})
}

// walk reads forward to the end and back to the beginning.
func walk(t *testing.T, s *store.Store, what string, order employees, size int, want []string) {
	t.Helper()
	ctx := actor.AsSystem(t.Context())
	var forward, backward []string
	in := page.Input{First: &size, Total: true}
	for next := true; next; {
		p := read(ctx, t, s, in, order)
		if p.HasPreviousPage != (len(forward) > 0) || p.Total != len(want) {
			t.Fatalf("%s: after %d: previous %t, total %d", what, len(forward), p.HasPreviousPage, p.Total)
		}
		forward = append(forward, names(p.Nodes)...)
		next, in.After = p.HasNextPage, p.EndCursor()
	}
	in = page.Input{Last: &size}
	for previous := true; previous; {
		p := read(ctx, t, s, in, order)
		if p.HasNextPage != (len(backward) > 0) {
			t.Fatalf("%s: before %d: next %t", what, len(backward), p.HasNextPage)
		}
		backward = append(names(p.Nodes), backward...)
		previous, in.Before = p.HasPreviousPage, p.StartCursor()
	}
	if diff := gocmp.Diff(want, forward); diff != "" {
		t.Errorf("%s forward: %s", what, diff)
	}
	if diff := gocmp.Diff(want, backward); diff != "" {
		t.Errorf("%s backward: %s", what, diff)
	}
}

func read(ctx context.Context, t *testing.T, s *store.Store, in page.Input, order employees) *page.Page[*ent.Employee] {
	t.Helper()
	p, err := page.Read(ctx, s.Client().Employee.Query(), in, order)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestACursorWhoseEntryIsGoneStillHasItsPlace(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		fill(t, s)
		ctx := actor.AsSystem(t.Context())
		for name, c := range orders {
			size := 3
			first := read(ctx, t, s, page.Input{First: &size}, c.order)
			gone := first.Nodes[2]
			want := read(ctx, t, s, page.Input{First: &size, After: first.EndCursor()}, c.order)
			remove(t, s, gone)
			got := read(ctx, t, s, page.Input{First: &size, After: first.EndCursor()}, c.order)
			if diff := gocmp.Diff(names(want.Nodes), names(got.Nodes)); diff != "" || !got.HasPreviousPage || !got.HasNextPage {
				t.Errorf("by %s: %s, previous %t, next %t", name, diff, got.HasPreviousPage, got.HasNextPage)
			}
		}
	})
}

func TestNothingLiesBeforeAPageWhoseForerunnersAreGone(t *testing.T) {
	t.Parallel()
	s := storetest.SQLite(t)
	fill(t, s)
	ctx := actor.AsSystem(t.Context())
	one := 1
	first := read(ctx, t, s, page.Input{First: &one}, bySince)
	remove(t, s, first.Nodes[0])
	if p := read(ctx, t, s, page.Input{First: &one, After: first.EndCursor()}, bySince); p.HasPreviousPage {
		t.Error("there is a page before the first")
	}
}

func remove(t *testing.T, s *store.Store, e *ent.Employee) {
	t.Helper()
	ctx := actor.AsSystem(t.Context())
	if err := s.Tx(ctx, func(tx *ent.Tx) error { return tx.Employee.DeleteOne(e).Exec(ctx) }); err != nil {
		t.Fatal(err)
	}
}

func TestAPageKeepsFilterEdgesAndRows(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		fill(t, s)
		s.Restrict(func(_ context.Context, typ string) (store.Predicate, error) {
			if typ == "Organisation" {
				return store.None, nil
			}
			return store.All, nil
		})
		ctx := actor.With(t.Context(), actor.Actor{PersonID: "per_1"})
		size := 2
		q := s.Client().Employee.Query().Where(employee.Name("Name 1")).WithOrganisation()
		p, err := page.Read(ctx, q, page.Input{First: &size, Total: true}, byName)
		if err != nil {
			t.Fatal(err)
		}
		if p.Total != 6 || len(p.Nodes) != 2 || p.Nodes[0].Name != "Name 1" {
			t.Errorf("total %d, %v", p.Total, p.Nodes)
		}
		if _, err := p.Nodes[0].Edges.OrganisationOrErr(); !ent.IsNotFound(err) {
			t.Errorf("an edge out of sight was loaded, or none was asked: %v", err)
		}
		if n := q.CountX(ctx); n != 6 {
			t.Errorf("the query itself changed: %d", n)
		}
	})
}

func TestAnEmptyListIsAPage(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		size := 10
		p := read(actor.AsSystem(t.Context()), t, s, page.Input{Last: &size, Total: true}, bySince)
		if len(p.Nodes) != 0 || p.HasNextPage || p.HasPreviousPage || p.StartCursor() != nil || p.EndCursor() != nil || p.Total != 0 {
			t.Errorf("%+v", p)
		}
	})
}

func TestAPageNeedsOneSizeAndItsOwnCursor(t *testing.T) {
	t.Parallel()
	s := storetest.SQLite(t)
	none, one, hundred, more, cursor := 0, 1, 100, 101, "x"
	for _, c := range []struct {
		in           page.Input
		reason, path string
	}{
		{page.Input{}, "PAGE_SIZE_REQUIRED", "first"},
		{page.Input{First: &none}, "PAGE_SIZE_OUT_OF_RANGE", "first"},
		{page.Input{First: &more}, "PAGE_SIZE_OUT_OF_RANGE", "first"},
		{page.Input{Last: &none}, "PAGE_SIZE_OUT_OF_RANGE", "last"},
		{page.Input{First: &one, Last: &one}, "PAGE_AMBIGUOUS", "first"},
		{page.Input{First: &one, Before: &cursor}, "PAGE_AMBIGUOUS", "first"},
		{page.Input{Last: &one, After: &cursor}, "PAGE_AMBIGUOUS", "first"},
		{page.Input{First: &hundred, After: &cursor}, "CURSOR_MALFORMED", "after"},
		{page.Input{Last: &hundred, Before: &cursor}, "CURSOR_MALFORMED", "before"},
	} {
		_, err := page.Read(actor.AsSystem(t.Context()), s.Client().Employee.Query(), c.in, byName)
		if !fault.Is(err, fault.CodeInvalid) || !fault.HasReason(err, c.reason) || fault.All(err)[0].Path[0] != c.path {
			t.Errorf("%+v: %v, want %s at %s", c.in, err, c.reason, c.path)
		}
	}
}

func TestHostileCursorsAreRefused(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		fill(t, s)
		ctx := actor.AsSystem(t.Context())
		one := 1
		descending := byName
		descending.Descending = true
		foreign := read(ctx, t, s, page.Input{First: &one}, descending).EndCursor()
		hostile := []string{*foreign, *foreign + "\n", strings.Repeat("A", 100_000), "eyJ", "=", "%00"}
		for _, raw := range []string{
			``, `null`, `[]`, `{}`, `{"o":"name"}`, `{"o":"name","v":"a"}`, `{"o":"name","v":null,"i":"emp_01"}`, `{"o":"name","v":1,"i":"emp_01"}`,
			`{"o":"name","v":"a","i":"' OR 1=1 --"}`, `{"o":"name","v":"a","i":"\u0000"}`, `{"o":"name","v":"\u0000","i":"emp_01"}`,
			`{"o":"name","v":"a","i":"emp_01","x":1}`, `{"o":"name","v":"a","i":"emp_01"}{}`, `{"o":"employed_since","v":"a","i":"emp_01"}`,
		} {
			hostile = append(hostile, base64.RawURLEncoding.EncodeToString([]byte(raw)))
		}
		for _, c := range hostile {
			if _, err := page.Read(ctx, s.Client().Employee.Query(), page.Input{First: &one, After: &c}, byName); !fault.HasReason(err, "CURSOR_MALFORMED") {
				t.Errorf("%.60s is taken: %v", c, err)
			}
		}
		for order, raw := range map[*employees]string{
			&byVersion: `{"o":"version","v":"1.5","i":"emp_01"}`, &bySince: `{"o":"employed_since","v":"yesterday","i":"emp_01"}`,
			&byID: `{"o":"","v":"a","i":"emp_01"}`, &byUpdate: `{"o":"updated_at","v":"0000-01-01T00:00:00Z","i":"emp_01"}`,
		} {
			c := base64.RawURLEncoding.EncodeToString([]byte(raw))
			if _, err := page.Read(ctx, s.Client().Employee.Query(), page.Input{First: &one, After: &c}, *order); !fault.HasReason(err, "CURSOR_MALFORMED") {
				t.Errorf("%s is taken: %v", raw, err)
			}
		}
	})
}
