package graph_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	gql "github.com/vektah/gqlparser/v2/ast"

	"github.com/penvoerder/penvoerder/internal/store/storetest"
)

// filled is an input of a type in which everything that has to be given is given, without what goes by two names.
func filled(s *gql.Schema, name string) map[string]any {
	out := map[string]any{}
	isOneOf := s.Types[name].Directives.ForName("oneOf") != nil
	for i, f := range s.Types[name].Fields {
		if (!f.Type.NonNull || f.DefaultValue != nil) && !(isOneOf && i == 0) {
			continue
		}
		var value any
		switch of := s.Types[f.Type.Name()]; {
		case of.Kind == gql.InputObject:
			value = filled(s, of.Name)
		case of.Kind == gql.Enum:
			value = of.EnumValues[0].Name
		case of.Name == "Int":
			value = 1
		case of.Name == "Boolean":
			value = true
		default:
			value = "x"
		}
		if f.Type.Elem != nil {
			value = []any{value}
		}
		out[f.Name] = value
	}
	return out
}

func TestEitherNameOfATargetIsDemandedOnce(t *testing.T) {
	t.Parallel()
	s := schema(t)
	w := newWorld(t, storetest.SQLite(t))
	asked := 0
	for _, m := range s.Mutation.Fields {
		in := s.Types[m.Arguments[0].Type.Name()]
		id := in.Fields.ForName("id")
		if id == nil || oldName(id) == "" {
			continue
		}
		asked++
		query := fmt.Sprintf("mutation($in: %s!) {%s(input: $in) {userErrors {reason path}}}", in.Name, m.Name)
		variables := filled(s, in.Name)
		if in.Name != "SignOutInput" { // ends the session at hand where none is named
			w.wantUserError(query, variables, "REQUIRED", "input id")
			variables["id"], variables[oldName(id)] = nil, nil
			w.wantUserError(query, variables, "REQUIRED", "input id")
		}
		variables["id"], variables[oldName(id)] = "reg_a", "reg_b"
		w.wantUserError(query, variables, "NAMED_TWICE", "input id")
	}
	if asked < 13 {
		t.Errorf("%d mutations have a target by two names", asked)
	}
}

// wantUserError asks for a mutation and wants this one error of it.
func (w *world) wantUserError(query string, input map[string]any, reason, path string) {
	w.T.Helper()
	got := w.ask(w.employer(), query, map[string]any{"in": input})
	if text := string(got.Data); !strings.Contains(text, `"reason":"`+reason+`"`) ||
		!strings.Contains(text, `"path":["`+strings.ReplaceAll(path, " ", `","`)+`"]`) {
		w.T.Errorf("%s with %v: %s %v", query, input, text, got.Errors)
	}
}

// elsewhere are the acts of desks that this world does not have.
var elsewhere = []string{"signOut", "createUploadTickets", "putReleaseInForce", "moveToRelease"}

func TestBothNamesOfATargetLeadToTheSameAct(t *testing.T) {
	t.Parallel()
	s := schema(t)
	w := newWorld(t, storetest.SQLite(t))
	for _, m := range s.Mutation.Fields {
		in := s.Types[m.Arguments[0].Type.Name()]
		id := in.Fields.ForName("id")
		if id == nil || oldName(id) == "" || slices.Contains(elsewhere, m.Name) {
			continue
		}
		query := fmt.Sprintf("mutation($in: %s!) {%s(input: $in) {userErrors {reason path}}}", in.Name, m.Name)
		named := func(name string) reply {
			variables := filled(s, in.Name)
			variables[name] = "reg_unknown"
			return w.ask(w.employer(), query, map[string]any{"in": variables})
		}
		now, before := named("id"), named(oldName(id))
		if len(now.Errors) == 0 && strings.Contains(string(now.Data), `"path":["input","id"]`) {
			t.Errorf("%s by id: %s", m.Name, now.Data)
		}
		if diff := cmp.Diff(now.Errors, before.Errors); diff != "" {
			t.Errorf("%s (-id +%s):\n%s", m.Name, oldName(id), diff)
		}
	}
}

func TestErrorsUseTheNameThatTheCallerUsed(t *testing.T) {
	t.Parallel()
	w := newWorld(t, storetest.SQLite(t))
	const query = "mutation($in: CreateEmployeeInput!) {createEmployee(input: $in) {userErrors {reason path}}}"
	for _, name := range []string{"employmentStart", "employedSince"} {
		w.wantUserError(query, map[string]any{"employee": map[string]any{
			"name": "Bo Voorbeeld", "dateOfBirth": "1990-01-01", "employment": "EMPLOYED", name: "1980-01-01",
		}}, "EMPLOYED_BEFORE_BIRTH", "input employee "+name)
	}
	w.wantUserError(query, map[string]any{"employee": map[string]any{
		"name": "Bo Voorbeeld", "dateOfBirth": "1990-01-01", "employment": "EMPLOYED", "employmentStart": "2020-01-01", "employedSince": "2021-01-01",
	}}, "NAMED_TWICE", "input employee employmentStart")
}

func TestANullUnderOneNameLeavesTheOther(t *testing.T) {
	t.Parallel()
	w := newWorld(t, storetest.SQLite(t))
	for given, left := range map[string]string{"employmentStart": "employedSince", "employedSince": "employmentStart"} {
		var got struct {
			CreateEmployee struct {
				Employee struct{ EmploymentStart, EmployedSince *string }
			}
		}
		w.read(w.employer(), "mutation($in: CreateEmployeeInput!) {createEmployee(input: $in) {employee {employmentStart employedSince}}}",
			map[string]any{"in": map[string]any{"employee": map[string]any{
				"name": "Bo " + given, "dateOfBirth": "1990-01-01", "employment": "EMPLOYED", given: "2020-01-01", left: nil,
			}}}, &got)
		if e := got.CreateEmployee.Employee; e.EmploymentStart == nil || e.EmployedSince == nil || *e.EmploymentStart != "2020-01-01" || *e.EmployedSince != "2020-01-01" {
			t.Errorf("%s beside a null: %+v", given, e)
		}
	}
}
