package question

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/question/fields"
	"github.com/penvoerder/penvoerder/internal/typed"
	"github.com/penvoerder/penvoerder/schemes"
)

func TestEveryFactIsStatedOrThePlatforms(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		facts reflect.Type
		by    []teller
		own   []string // what the platform states itself
	}{
		{reflect.TypeFor[schemes.Training](), []teller{toldListed, toldCourse}, nil},
		{reflect.TypeFor[schemes.Participation](), []teller{toldParticipation}, []string{"employedSince", "employedUntil", "key", "others", "person"}},
		{reflect.TypeFor[schemes.Document](), []teller{toldDocument}, []string{"key", "kind", "serves", "signatoryMatch"}},
		{reflect.TypeFor[schemes.Signature](), []teller{telling[fields.Signature, schemes.Signature]()}, nil},
		{reflect.TypeFor[schemes.PeriodFact](), []teller{telling[fields.Period, schemes.PeriodFact]()}, nil},
	} {
		var untold []string
		for i := range tt.facts.NumField() {
			name := jsonName(tt.facts.Field(i))
			if name != "" && !slices.ContainsFunc(tt.by, func(by teller) bool { return by.tells(name) }) {
				untold = append(untold, name)
			}
		}
		slices.Sort(untold)
		if diff := cmp.Diff(tt.own, untold); diff != "" {
			t.Errorf("%s: a fact that is not stated in fields.go, or a statement that is taken for one of the platform (-want +got):\n%s", tt.facts, diff)
		}
	}
}

// tells reports whether a statement becomes the fact of this name.
func (t teller) tells(name string) bool {
	return slices.ContainsFunc(t, func(one told) bool { return one.name == name || one.spread.tells(name) })
}

func TestAStatementThatIsNoFactIsAnError(t *testing.T) {
	t.Parallel()
	type unknown struct {
		Weather *string `json:"weather"`
	}
	type mistyped struct {
		Hours *string `json:"hours"`
	}
	for says, s := range map[string]reflect.Type{
		"Weather is stated, and schemes.Training has no weather": reflect.TypeFor[unknown](),
		"nothing makes a schemes.Fact":                           reflect.TypeFor[mistyped](),
	} {
		if _, err := tellerOf(s, reflect.TypeFor[schemes.Training]()); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("want %q, got %v", says, err)
		}
	}
}

func TestWhatIsEnteredIsReadOnceAndStoredAsANumber(t *testing.T) {
	t.Parallel()
	var bad fault.Collector
	hours := typed.Hours("7.5")
	was := fields.Participation{Employment: new("INTERN"), OtherSubsidies: []string{"MDIEU"}, Start: new(typed.Date("2026-02-01"))}
	in := ParticipationInput{
		Participation: fields.Participation{
			ContractHours: &hours, EmployeeContribution: new(typed.Money("12")), OtherSubsidies: []string{}, Periods: []fields.Period{},
		},
		Cleared: []string{"start", "facts"},
	}
	want := fields.Participation{
		Employment: new("INTERN"), ContractHours: new(typed.Hours("7.50")), EmployeeContribution: new(typed.Money("12.00")), OtherSubsidies: []string{},
	}
	if diff := cmp.Diff(want, AmendParticipation(was, in, &bad)); diff != "" || bad.Err() != nil || hours != "7.5" {
		t.Error(diff, bad.Err(), hours)
	}
	AmendDocument(fields.Document{}, DocumentInput{Document: fields.Document{
		Period: &fields.Period{From: "2026-02-01", To: "soon"}, Signatures: []fields.Signature{{SignedOn: new(typed.Date("today"))}},
	}}, &bad, "input")
	AmendParticipation(was, ParticipationInput{Participation: fields.Participation{ContractHours: new(typed.Hours("many"))}}, &bad, "input")
	var places []string
	for _, f := range fault.All(bad.Err()) {
		places = append(places, strings.Join(f.Path, "."))
	}
	if diff := cmp.Diff([]string{"input.period.to", "input.signatures.0.signedOn", "input.contractHours"}, places); diff != "" {
		t.Error(diff)
	}
}

func TestAFactLeadsToWhereItIsEntered(t *testing.T) {
	t.Parallel()
	for fact, want := range map[string]string{"from": "period.from", "letterhead": "hasLetterhead", "issuedOn": "issuedOn", "kind": "kind"} {
		if got := strings.Join(StatedAs[fields.Document](fact), "."); got != want {
			t.Errorf("%s is entered as %s, want %s", fact, got, want)
		}
	}
}
