package store_test

import (
	"context"
	"reflect"
	"strings"
	"testing"

	"entgo.io/ent/dialect/sql"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/employee"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
)

// ownRows is the rule of these tests: one's own organisation, of two types.
func ownRows(ctx context.Context, typ string) (store.Predicate, error) {
	column := map[string]string{"Organisation": "id", "Employee": "organisation_id"}[typ]
	if column == "" {
		return nil, nil
	}
	own := actor.From(ctx).OrganisationID
	return func(s *sql.Selector) { s.Where(sql.EQ(s.C(column), own)) }, nil
}

// twoOrganisations have two employees each; the context is that of somebody of the first.
func twoOrganisations(t *testing.T, s *store.Store) (context.Context, *ent.Organisation) {
	t.Helper()
	own, other := oneOrganisation(t, s, "11111111"), oneOrganisation(t, s, "22222222")
	err := s.Tx(system(t), func(tx *ent.Tx) error {
		return tx.Employee.CreateBulk(
			newEmployee(tx, own, "Anna"), newEmployee(tx, own, "Bram"), newEmployee(tx, other, "Chris"), newEmployee(tx, other, "Dirk"),
		).Exec(system(t))
	})
	if err != nil {
		t.Fatal(err)
	}
	s.Restrict(ownRows)
	return actor.With(t.Context(), actor.Actor{PersonID: "per_1", Role: actor.Employer, OrganisationID: own.ID}), own
}

func TestEveryWayOfReadingIsUnderTheRule(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		ctx, own := twoOrganisations(t, s)
		c := s.Client()
		foreign := c.Employee.Query().Where(employee.Name("Chris")).OnlyX(system(t))
		if n := c.Employee.Query().CountX(ctx); n != 2 {
			t.Errorf("Count: %d", n)
		}
		if n := len(c.Employee.Query().AllX(ctx)); n != 2 {
			t.Errorf("All: %d", n)
		}
		if n := len(c.Employee.Query().IDsX(ctx)); n != 2 {
			t.Errorf("IDs: %d", n)
		}
		if c.Employee.Query().Where(employee.ID(foreign.ID)).ExistX(ctx) {
			t.Error("Exist sees another's")
		}
		if e := c.Employee.Query().Order(employee.ByName(sql.OrderDesc())).FirstX(ctx); e.Name != "Bram" {
			t.Errorf("First: %s", e.Name)
		}
		if _, err := c.Employee.Get(ctx, foreign.ID); !ent.IsNotFound(err) {
			t.Errorf("Get: %v", err)
		}
		if names := c.Employee.Query().Select(employee.FieldName).StringsX(ctx); len(names) != 2 {
			t.Errorf("Select: %v", names)
		}
		if groups := c.Employee.Query().GroupBy(employee.FieldOrganisationID).StringsX(ctx); len(groups) != 1 || groups[0] != own.ID {
			t.Errorf("GroupBy: %v", groups)
		}
		if n := c.Employee.Query().Aggregate(ent.Count()).IntX(ctx); n != 2 {
			t.Errorf("Aggregate: %d", n)
		}
		if n := c.Organisation.Query().QueryRoles().CountX(system(t)); n != 0 {
			t.Errorf("traversal: %d", n)
		}
	})
}

func TestEdgesAreUnderTheRuleToo(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		ctx, own := twoOrganisations(t, s)
		foreign := s.Client().Employee.Query().Where(employee.OrganisationIDNEQ(own.ID)).FirstX(system(t))
		// An employee that came by another way does not open its organisation.
		if n := foreign.QueryOrganisation().CountX(ctx); n != 0 {
			t.Errorf("a traversal from a node sees %d", n)
		}
		if n := s.Client().Organisation.Query().CountX(ctx); n != 1 {
			t.Errorf("%d organisations", n)
		}
		s.Restrict(func(ctx context.Context, typ string) (store.Predicate, error) {
			if typ == "Employee" {
				return store.All, nil
			}
			return ownRows(ctx, typ)
		})
		visible := 0
		for _, e := range s.Client().Employee.Query().WithOrganisation().AllX(ctx) {
			if e.Edges.Organisation != nil {
				visible++
			}
		}
		if visible != 2 {
			t.Errorf("%d of four employees show an organisation, want the two of one's own", visible)
		}
	})
}

func TestATransactionReadsUnderTheRule(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		ctx, _ := twoOrganisations(t, s)
		err := s.Tx(ctx, func(tx *ent.Tx) error {
			if n := tx.Employee.Query().CountX(ctx); n != 2 {
				t.Errorf("%d employees", n)
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	})
}

// everyType calls Count on a query of each type of the data model.
func everyType(ctx context.Context, t *testing.T, s *store.Store, check func(typ string, n int, err error)) {
	t.Helper()
	c := reflect.ValueOf(s.Client()).Elem()
	types := 0
	for i := range c.NumField() {
		typ, isClient := strings.CutSuffix(c.Type().Field(i).Type.String(), "Client")
		if !isClient || !c.Type().Field(i).IsExported() {
			continue
		}
		types++
		out := c.Field(i).MethodByName("Query").Call(nil)[0].MethodByName("Count").Call([]reflect.Value{reflect.ValueOf(ctx)})
		err, _ := out[1].Interface().(error)
		check(strings.TrimPrefix(typ, "*ent."), int(out[0].Int()), err)
	}
	if types < 25 {
		t.Fatalf("only %d types were found", types)
	}
}

func TestATypeWithoutRuleIsRefused(t *testing.T) {
	t.Parallel()
	s := storetest.SQLite(t)
	ctx, _ := twoOrganisations(t, s)
	everyType(ctx, t, s, func(typ string, _ int, err error) {
		hasRule := typ == "Organisation" || typ == "Employee"
		if (err == nil) != hasRule || err != nil && !fault.HasReason(err, "NO_ROW_RULE") {
			t.Errorf("%s: %v", typ, err)
		}
	})
}

func TestBeforeARuleIsSetOnlyThePlatformReads(t *testing.T) {
	t.Parallel()
	s := storetest.SQLite(t)
	everyType(actor.With(t.Context(), actor.Actor{PersonID: "per_1", Role: actor.Administrator}), t, s, func(typ string, _ int, err error) {
		if !fault.HasReason(err, "NO_ROW_RULE") {
			t.Errorf("%s is read: %v", typ, err)
		}
	})
	everyType(system(t), t, s, func(typ string, _ int, err error) {
		if err != nil {
			t.Errorf("%s: %v", typ, err)
		}
	})
}

func TestNobodySeesNothingWhateverTheRule(t *testing.T) {
	t.Parallel()
	storetest.Run(t, func(t *testing.T, s *store.Store) {
		twoOrganisations(t, s)
		s.Restrict(func(context.Context, string) (store.Predicate, error) { return store.All, nil })
		err := s.Tx(system(t), func(tx *ent.Tx) error {
			return newRelease(tx).Exec(system(t))
		})
		if err != nil {
			t.Fatal(err)
		}
		everyType(t.Context(), t, s, func(typ string, n int, err error) {
			if isPublished := typ == "SchemeRelease"; err != nil || isPublished != (n == 1) {
				t.Errorf("%s: %d rows, %v", typ, n, err)
			}
		})
		if n := s.Client().Employee.Query().CountX(actor.With(t.Context(), actor.Actor{TokenID: "tok_1"})); n != 4 {
			t.Errorf("a token under a rule that allows all sees %d", n)
		}
	})
}

func TestARuleThatFailsFailsTheQuery(t *testing.T) {
	t.Parallel()
	s := storetest.SQLite(t)
	refusal := fault.Forbidden("NO_ROLE", fault.Text{NL: "Geen rol.", EN: "No role."})
	s.Restrict(func(context.Context, string) (store.Predicate, error) { return store.All, refusal })
	_, err := s.Client().Plan.Query().All(actor.With(t.Context(), actor.Actor{PersonID: "per_1"}))
	if !fault.HasReason(err, "NO_ROLE") {
		t.Errorf("%v", err)
	}
}
