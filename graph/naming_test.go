package graph_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	gql "github.com/vektah/gqlparser/v2/ast"

	"github.com/penvoerder/penvoerder/internal/store/storetest"
)

// related are the ids in inputs of mutations that name another thing than the one that the act is done to.
var related = []string{
	"CreateOrganisationInput.regionID", "CreatePlanInput.regionID", "CreateRegistrationInput.planID", "ImportRegistrationsInput.planID",
	"AttachDocumentInput.ticketID", "ReplaceDocumentInput.ticketID", "AssignRegionInput.regionID", "MoveToReleaseInput.releaseID", "ActAsInput.roleID",
}

func TestEveryMutationNamesItsTargetID(t *testing.T) {
	t.Parallel()
	s := schema(t)
	for _, m := range s.Mutation.Fields {
		in := s.Types[m.Arguments[0].Type.Name()]
		for _, f := range in.Fields {
			where := in.Name + "." + f.Name
			if f.Type.Elem != nil || f.Type.Name() != "ID" || f.Name == "id" || slices.Contains(related, where) {
				continue
			}
			if f.Directives.ForName("deprecated") == nil || replacing(in, f.Name) != "id" {
				t.Errorf("%s names a target, or a related thing that is not listed", where)
			}
		}
	}
}

// replacing is the new name of a field of an input; empty where there is none.
func replacing(in *gql.Definition, old string) string {
	for _, f := range in.Fields {
		if oldName(f) == old {
			return f.Name
		}
	}
	return ""
}

func oldName(f *gql.FieldDefinition) string {
	if d := f.Directives.ForName("replaces"); d != nil {
		return d.Arguments.ForName("name").Value.Raw
	}
	return ""
}

func TestOldNamesOfInputsAreDeprecatedForTheNewOne(t *testing.T) {
	t.Parallel()
	for _, d := range own(schema(t)) {
		if d.Kind != gql.InputObject {
			continue
		}
		for _, f := range d.Fields {
			if why := f.Directives.ForName("deprecated"); why != nil {
				if text := why.Arguments.ForName("reason").Value.Raw; text != "Use `"+replacing(d, f.Name)+"`." {
					t.Errorf("%s.%s is deprecated with %q, and %q replaces it", d.Name, f.Name, text, replacing(d, f.Name))
				}
			}
			if old := d.Fields.ForName(oldName(f)); oldName(f) != "" &&
				(old == nil || old.Directives.ForName("deprecated") == nil || old.Type.NonNull || f.Type.NonNull || old.Type.Name() != f.Type.Name()) {
				t.Errorf("%s.%s replaces a name that cannot be used in its place", d.Name, f.Name)
			}
		}
	}
}

func TestWhatIsDeprecatedSaysWhatToUse(t *testing.T) {
	t.Parallel()
	told := regexp.MustCompile("^Use `?[A-Za-z_]+`?[.,:]")
	check := func(where string, directives gql.DirectiveList) {
		if d := directives.ForName("deprecated"); d != nil && (d.Arguments.ForName("reason") == nil || !told.MatchString(d.Arguments.ForName("reason").Value.Raw)) {
			t.Errorf("%s does not say what to use", where)
		}
	}
	for _, d := range own(schema(t)) {
		for _, f := range d.Fields {
			check(d.Name+"."+f.Name, f.Directives)
		}
		for _, v := range d.EnumValues {
			check(d.Name+"."+v.Name, v.Directives)
		}
	}
}

// Names that were given before there was a rule. The list only gets shorter.
var (
	olderDays    = []string{"dateOfBirth", "date", "dated"}
	olderMoments = []string{"at", "to", "asOf", "waitingSince", "expectedBy", "changedSince", "stateSince", "validUntil", "regulationTime", "wallTime"}
	olderAnswers = []string{"boolean", "servesAll", "shifts", "stoppedEarly"}
)

func TestNamesSayWhatTheyHold(t *testing.T) {
	t.Parallel()
	day := regexp.MustCompile(`^(start|end)$|(Start|End|On)$`)
	moment := regexp.MustCompile(`At$`)
	question := regexp.MustCompile(`^(is|has|needs)[A-Z]`)
	for _, d := range own(schema(t)) {
		for _, f := range d.Fields {
			if f.Directives.ForName("deprecated") != nil {
				continue
			}
			isRight := true
			switch f.Type.Name() {
			case "Date":
				isRight = day.MatchString(f.Name) || slices.Contains(olderDays, f.Name)
			case "DateTime":
				isRight = moment.MatchString(f.Name) || slices.Contains(olderMoments, f.Name)
			case "Boolean":
				isRight = question.MatchString(f.Name) || slices.Contains(olderAnswers, f.Name)
			}
			if !isRight {
				t.Errorf("%s.%s is a %s by another name than the rule gives it", d.Name, f.Name, f.Type.Name())
			}
		}
	}
}

func TestEveryPageSaysHowItIsRefused(t *testing.T) {
	t.Parallel()
	s := schema(t)
	for _, d := range own(s) {
		for _, f := range d.Fields {
			if d.Kind != gql.Object || !strings.HasSuffix(f.Type.Name(), "Connection") {
				continue
			}
			want := []string{"PAGE_SIZE", "CURSOR_MALFORMED"}
			if filter := f.Arguments.ForName("filter"); filter != nil && s.Types[filter.Type.Name()].Fields.ForName("search") != nil && f.Name != "trainings" {
				want = append(want, "SEARCH_TOO_SHORT")
			}
			var got []string
			if raises := f.Directives.ForName("raises"); raises != nil {
				for _, r := range raises.Arguments.ForName("reasons").Value.Children {
					got = append(got, r.Value.Raw)
				}
			}
			for _, reason := range want {
				if !slices.Contains(got, reason) {
					t.Errorf("%s.%s does not promise %s", d.Name, f.Name, reason)
				}
			}
		}
	}
}

// The reasons that permissions can hold are read from the code: texts of access.Permission and what its refusals list.
func TestAPermissionIsRefusedForAReasonThatTheSchemaLists(t *testing.T) {
	t.Parallel()
	var want []string
	for _, v := range schema(t).Types["PermissionReason"].EnumValues {
		want = append(want, v.Name)
	}
	given := map[string]bool{}
	dirs, err := filepath.Glob("../internal/*")
	if err != nil {
		t.Fatal(err)
	}
	for _, dir := range dirs {
		for _, reason := range permissionReasons(t, dir) {
			given[reason] = true
		}
	}
	var got []string
	for reason := range given {
		got = append(got, reason)
	}
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// permissionReasons are the reasons of the permissions that a package makes.
func permissionReasons(t *testing.T, dir string) []string {
	t.Helper()
	var files []*ast.File
	texts := map[string]string{}
	names, _ := filepath.Glob(filepath.Join(dir, "*.go"))
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, text, 0)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
		constants(f, texts)
	}
	var out []string
	for _, f := range files {
		ast.Inspect(f, func(n ast.Node) bool {
			lit, ok := n.(*ast.CompositeLit)
			if !ok || !strings.HasSuffix(fmt.Sprint(lit.Type), "Permission") && !isSelected(lit.Type, "Permission") {
				return true
			}
			for _, e := range lit.Elts {
				if kv, ok := e.(*ast.KeyValueExpr); ok && fmt.Sprint(kv.Key) == "Reason" {
					out = append(out, reasonsOf(t, kv.Value, texts)...)
				}
			}
			return true
		})
	}
	return out
}

func isSelected(e ast.Expr, name string) bool {
	s, ok := e.(*ast.SelectorExpr)
	return ok && s.Sel.Name == name
}

// reasonsOf reads one reason: a text, a constant, or the variable that runs through the refusals of access.
func reasonsOf(t *testing.T, e ast.Expr, texts map[string]string) []string {
	t.Helper()
	switch e := e.(type) {
	case *ast.BasicLit:
		text, _ := strconv.Unquote(e.Value)
		return []string{text}
	case *ast.Ident:
		if text, ok := texts[e.Name]; ok {
			return []string{text}
		}
		var all []string
		for name, text := range texts {
			if strings.HasPrefix(name, "reason") {
				all = append(all, text)
			}
		}
		if len(all) > 0 {
			return all
		}
	}
	t.Errorf("the reason of a permission cannot be read: %v", e)
	return nil
}

func constants(f *ast.File, into map[string]string) {
	for _, d := range f.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok || g.Tok != token.CONST {
			continue
		}
		for _, spec := range g.Specs {
			v := spec.(*ast.ValueSpec)
			for i, name := range v.Names {
				if i < len(v.Values) {
					if lit, ok := v.Values[i].(*ast.BasicLit); ok && lit.Kind == token.STRING {
						into[name.Name], _ = strconv.Unquote(lit.Value)
					}
				}
			}
		}
	}
}

// entered is an input of a type in which everything that has to be given is given, without what goes by two names.
func entered(s *gql.Schema, name string) map[string]any {
	out := map[string]any{}
	isOneOf := s.Types[name].Directives.ForName("oneOf") != nil
	for i, f := range s.Types[name].Fields {
		if (!f.Type.NonNull || f.DefaultValue != nil) && !(isOneOf && i == 0) {
			continue
		}
		var value any
		switch of := s.Types[f.Type.Name()]; {
		case of.Kind == gql.InputObject:
			value = entered(s, of.Name)
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
		variables := entered(s, in.Name)
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
	w.t.Helper()
	got := w.ask(w.employer(), query, map[string]any{"in": input})
	if text := string(got.Data); !strings.Contains(text, `"reason":"`+reason+`"`) ||
		!strings.Contains(text, `"path":["`+strings.ReplaceAll(path, " ", `","`)+`"]`) {
		w.t.Errorf("%s with %v: %s %v", query, input, text, got.Errors)
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
			variables := entered(s, in.Name)
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
