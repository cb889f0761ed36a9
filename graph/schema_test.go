package graph_test

import (
	"bytes"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/formatter"
)

var update = flag.Bool("update", false, "write the golden files anew")

func schema(t *testing.T) *ast.Schema {
	t.Helper()
	files, err := filepath.Glob("../schema/*.graphql")
	if err != nil || len(files) == 0 {
		t.Fatalf("no schema: %v", err)
	}
	var sources []*ast.Source
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		sources = append(sources, &ast.Source{Name: name, Input: string(text)})
	}
	s, err := gqlparser.LoadSchema(sources...)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestTheContractIsTheGoldenOne(t *testing.T) {
	t.Parallel()
	const golden = "testdata/schema.golden.graphql"
	var got bytes.Buffer
	formatter.NewFormatter(&got, formatter.WithIndent("  ")).FormatSchema(schema(t))
	if *update {
		if os.Getenv("CI") != "" {
			t.Fatal("golden files are not written in CI: a change of the contract is reviewed")
		}
		if err := os.WriteFile(golden, got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got.String(), "\n")); diff != "" {
		t.Errorf("the contract changed; if that is meant, run go test ./graph -run Contract -update:\n%s", diff)
	}
}

// own are the definitions of the platform, without those of the language.
func own(s *ast.Schema) []*ast.Definition {
	var out []*ast.Definition
	for _, d := range s.Types {
		if !d.BuiltIn {
			out = append(out, d)
		}
	}
	slices.SortFunc(out, func(a, b *ast.Definition) int { return strings.Compare(a.Name, b.Name) })
	return out
}

func TestEveryElementIsDescribed(t *testing.T) {
	t.Parallel()
	s := schema(t)
	isTold := func(where, description string) {
		if len(description) < 4 || strings.Trim(description[len(description)-1:], ".?\n") != "" {
			t.Errorf("%s is described as %q", where, description)
		}
	}
	for _, d := range own(s) {
		isTold(d.Name, d.Description)
		for _, v := range d.EnumValues {
			isTold(d.Name+"."+v.Name, v.Description)
		}
		for _, f := range d.Fields {
			if strings.HasPrefix(f.Name, "__") {
				continue
			}
			isTold(d.Name+"."+f.Name, f.Description)
			for _, a := range f.Arguments {
				isTold(d.Name+"."+f.Name+"("+a.Name+")", a.Description)
			}
		}
	}
	for name, d := range s.Directives {
		if d.Position.Src.BuiltIn {
			continue
		}
		isTold("@"+name, d.Description)
		for _, a := range d.Arguments {
			isTold("@"+name+"("+a.Name+")", a.Description)
		}
	}
}

func TestEveryPageIsAskedInOneWay(t *testing.T) {
	t.Parallel()
	s := schema(t)
	for _, d := range own(s) {
		for _, f := range d.Fields {
			isPage := strings.HasSuffix(f.Type.Name(), "Connection")
			first := f.Arguments.ForName("first")
			switch {
			case !isPage && first != nil:
				t.Errorf("%s.%s takes first and is no connection", d.Name, f.Name)
			case isPage && (first == nil || f.Arguments.ForName("after") == nil || first.Type.Name() != "Int" || first.DefaultValue != nil):
				t.Errorf("%s.%s cannot be paged, or its cost not be counted", d.Name, f.Name)
			}
			if isPage && f.Name != "events" && (f.Arguments.ForName("last") == nil || f.Arguments.ForName("before") == nil) {
				t.Errorf("%s.%s cannot be paged backwards", d.Name, f.Name)
			}
		}
	}
}

// Whoever asks about one act can ask about several, everywhere.
func TestWhereOneActIsAskedSeveralAre(t *testing.T) {
	t.Parallel()
	found := 0
	for _, d := range own(schema(t)) {
		one, several := d.Fields.ForName("viewerCan"), d.Fields.ForName("viewerCanEach")
		if one == nil && several == nil {
			continue
		}
		found++
		if one == nil || several == nil || one.Type.String() != "Permission!" || several.Type.String() != "[Permission!]!" || several.Arguments[0].Type.String() != "[Action!]!" {
			t.Errorf("%s has viewerCan %v and viewerCanEach %v", d.Name, one, several)
		}
	}
	if found == 0 {
		t.Error("nothing has viewerCan")
	}
}

func TestEveryMutationHasOneInputAndAPayloadOfItsOwn(t *testing.T) {
	t.Parallel()
	s := schema(t)
	for _, f := range s.Mutation.Fields {
		name := strings.ToUpper(f.Name[:1]) + f.Name[1:]
		if len(f.Arguments) != 1 || f.Arguments[0].Name != "input" || f.Arguments[0].Type.String() != name+"Input!" {
			t.Errorf("%s does not take one input of its own", f.Name)
		}
		payload := s.Types[f.Type.Name()]
		if f.Type.String() != name+"Payload!" || !slices.Contains(payload.Interfaces, "Payload") {
			t.Errorf("%s does not answer a payload of its own", f.Name)
		}
		for _, p := range payload.Fields {
			if p.Name != "userErrors" && p.Type.NonNull {
				t.Errorf("%s.%s cannot be left out beside user errors", payload.Name, p.Name)
			}
		}
		if in := s.Types[name+"Input"]; in.Fields.ForName("id") != nil && in.Fields.ForName("expectedVersion") == nil && !slices.Contains(unversioned, in.Name) {
			t.Errorf("%s does not say which version was seen", in.Name)
		}
	}
}

// unversioned inputs name a thing that they do not change: files are to come for it, or that has no version.
var unversioned = []string{"CreateUploadTicketsInput", "RevokeCalendarAddressInput", "SignOutInput"}

func TestInputsHoldNothingThatTheServerDecides(t *testing.T) {
	t.Parallel()
	decided := []string{"organisationID", "role", "state", "version", "createdAt", "updatedAt", "number", "outcome", "evaluationID", "regionalOrganisationID"}
	for _, d := range own(schema(t)) {
		if d.Kind != ast.InputObject || strings.HasSuffix(d.Name, "Filter") || d.Name == "AssignRegionInput" || d.Name == "ProposeAppointmentInput" || d.Name == "InviteContactInput" || d.Name == "RegistrationKey" {
			continue
		}
		for _, f := range d.Fields {
			if slices.Contains(decided, f.Name) {
				t.Errorf("%s.%s is not the caller's to say", d.Name, f.Name)
			}
		}
	}
}

func TestNoNumberIsAFloat(t *testing.T) {
	t.Parallel()
	for _, d := range own(schema(t)) {
		for _, f := range d.Fields {
			if f.Type.Name() == "Float" {
				t.Errorf("%s.%s is a Float", d.Name, f.Name)
			}
		}
	}
}

func TestEveryReasonThatIsPromisedCanBeGiven(t *testing.T) {
	t.Parallel()
	var code strings.Builder
	for _, dir := range []string{"../internal", "../schemes", "."} {
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if d != nil && d.IsDir() && (d.Name() == "generated" || d.Name() == "model") {
				return fs.SkipDir // they hold the promises themselves
			}
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			text, err := os.ReadFile(path)
			code.Write(text)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	s := schema(t)
	var fields ast.FieldList
	for _, d := range own(s) {
		if d.Kind == ast.Object {
			fields = append(fields, d.Fields...)
		}
	}
	for _, f := range fields {
		raises := f.Directives.ForName("raises")
		if raises == nil {
			continue
		}
		for _, reason := range raises.Arguments.ForName("reasons").Value.Children {
			if !strings.Contains(code.String(), `"`+reason.Value.Raw+`"`) {
				t.Errorf("%s promises %s, which nothing gives", f.Name, reason.Value.Raw)
			}
		}
	}
}
