package graph_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	gql "github.com/vektah/gqlparser/v2/ast"
)

// related are the ids in inputs of mutations that name another thing than the one that the act is done to.
var related = []string{
	"CreateOrganisationInput.regionID", "CreatePlanInput.regionID", "CreateRegistrationInput.planID", "ImportRegistrationsInput.planID",
	"AttachDocumentInput.ticketID", "ReplaceDocumentInput.ticketID", "AssignRegionInput.regionID", "MoveToReleaseInput.releaseID", "ActAsInput.roleID",
	"AssignRegistrationInput.assessorID",
	"ProposeAppointmentInput.regionalOrganisationID", "InviteContactInput.organisationID", "EndContactInput.successorID",
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
	olderCounts  = []string{"openCells", "participants", "assessedParticipants", "pinnedPlans", "pinnedRegistrations", "changed", "hidden", "judged", "decided"}
)

// noCounts are whole numbers that count nothing.
var noCounts = []string{"integer", "sequence", "size", "maximumSize", "year", "index", "number", "groupSize", "operands", "draw"}

var (
	isDay      = regexp.MustCompile(`^(start|end|possibleFrom)$|(Start|End|On)$`)
	isMoment   = regexp.MustCompile(`At$`)
	isQuestion = regexp.MustCompile(`^(is|has|needs)[A-Z]`)
	isCount    = regexp.MustCompile(`^count$|Count$|^version$|Version$`)
)

func TestNamesSayWhatTheyHold(t *testing.T) {
	t.Parallel()
	for _, d := range own(schema(t)) {
		for _, f := range d.Fields {
			if f.Directives.ForName("deprecated") != nil {
				continue
			}
			isRight := true
			switch f.Type.Name() {
			case "Date":
				isRight = isDay.MatchString(f.Name) || slices.Contains(olderDays, f.Name)
			case "DateTime":
				isRight = isMoment.MatchString(f.Name) || slices.Contains(olderMoments, f.Name)
			case "Int":
				isRight = isCount.MatchString(f.Name) || slices.Contains(slices.Concat(olderCounts, noCounts), f.Name)
			case "Boolean":
				isRight = isQuestion.MatchString(f.Name) || slices.Contains(olderAnswers, f.Name)
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
