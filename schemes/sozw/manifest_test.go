package sozw_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/schemes"
	"github.com/penvoerder/penvoerder/schemes/sozw"
)

func TestActivity1HasOneBudget(t *testing.T) {
	t.Parallel()
	got := map[string]string{}
	for _, a := range sozw.Scheme.Manifest().Activities {
		got[a.Code] = a.Budget
	}
	if diff := cmp.Diff(map[string]string{"1A": "1", "1B": "1", "2": "2"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestColumnsOfTheMatrix(t *testing.T) {
	t.Parallel()
	m := sozw.Scheme.Manifest()
	byDay := []string{"LEERWERKOVEREENKOMST", "LOONSTROOK_START", "LOONSTROOK_EIND", "PRESTATIEBEWIJS"}
	for activity, want := range map[string][]string{"1A": byDay, "1B": byDay, "2": {"LOONSTROOK_START", "PRESTATIEVERKLARING"}} {
		if diff := cmp.Diff(want, m.Columns(activity, schemes.PerParticipation)); diff != "" {
			t.Errorf("activity %s: %s", activity, diff)
		}
	}
	if diff := cmp.Diff([]string{"THEMA_DOEL"}, m.Columns("2", schemes.PerRegistration)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"KVK_UITTREKSEL", "PROJECTOVEREENKOMST"}, m.Columns("", schemes.PerProject)); diff != "" {
		t.Error(diff)
	}
}

func TestWhatIsNotAnnouncedBlocksNothing(t *testing.T) {
	t.Parallel()
	announced := map[string]bool{"CONSOLIDATION": true, "GRANT": true, "PROJECT-DOCUMENTS": false, "ACCOUNTING-CLOSE": false}
	for _, d := range sozw.Scheme.Manifest().Deadlines {
		if want, known := announced[d.Code]; !known || d.At.IsZero() == want {
			t.Errorf("deadline %s is %s", d.Code, d.At)
		}
	}
	if w, _ := sozw.Scheme.Manifest().Window("ACCOUNTING"); !w.ClosesOn.IsZero() || w.OpensOn != schemes.On(2026, 1, 5) {
		t.Errorf("accounting runs from %s to %s", w.OpensOn, w.ClosesOn)
	}
}

func TestTheFormOf1BAsksThePracticeComponent(t *testing.T) {
	t.Parallel()
	properties := func(activity string) map[string]json.RawMessage {
		var form struct{ Properties map[string]json.RawMessage }
		if err := json.Unmarshal(sozw.Scheme.Manifest().Form(schemes.AboutRegistration, activity), &form); err != nil {
			t.Fatal(err)
		}
		return form.Properties
	}
	if _, asked := properties("1B")["practiceComponent"]; !asked {
		t.Error("1B does not ask it")
	}
	if _, asked := properties("1A")["practiceComponent"]; asked {
		t.Error("1A asks it")
	}
}
