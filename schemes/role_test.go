package schemes_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/schemes"
)

// judgedBy is a content judgement that a test spoils.
func judgedBy(by schemes.Role) []schemes.ContentJudgement {
	return []schemes.ContentJudgement{{Code: "FUN", Title: schemes.Same("fun"), Activities: []string{"A"}, Judge: by, Source: testPlace}}
}

func TestASlotTakesTheRolesThatItAllows(t *testing.T) {
	t.Parallel()
	slots := map[string]struct {
		place   string
		allowed []schemes.Role
		name    func(*schemes.Manifest, schemes.Role)
	}{
		"the content of an activity": {
			"activity A: content judge",
			[]schemes.Role{"SSC", "AMR", "PROJECT_LEADER", "REGIOPLUS"},
			func(m *schemes.Manifest, r schemes.Role) { m.Activities[0].ContentJudge = r },
		},
		"a column without documents": {
			"judgement FUN: judge",
			[]schemes.Role{"SSC", "AMR", "PROJECT_LEADER", "REGIOPLUS"},
			func(m *schemes.Manifest, r schemes.Role) { m.Judgements = judgedBy(r) },
		},
		"documents of a participation": {
			"requirement SLIP: judge",
			[]schemes.Role{"SSC"},
			func(m *schemes.Manifest, r schemes.Role) { m.Requirements[0].Judge = r },
		},
		"documents of a registration": {
			"requirement SLIP: judge",
			[]schemes.Role{"SSC"},
			func(m *schemes.Manifest, r schemes.Role) {
				m.Requirements[0].Scope, m.Requirements[0].Judge = schemes.PerRegistration, r
			},
		},
		"documents of the project": {
			"requirement SLIP: judge",
			[]schemes.Role{"SSC", "PROJECT_LEADER", "REGIOPLUS"},
			func(m *schemes.Manifest, r schemes.Role) {
				m.Requirements[0].Scope, m.Requirements[0].Judge = schemes.PerProject, r
			},
		},
		"a deadline": {
			"deadline D: role", schemes.Roles(),
			func(m *schemes.Manifest, r schemes.Role) {
				m.Deadlines = []schemes.Deadline{{Code: "D", Title: schemes.Same("d"), Role: r, Source: testPlace}}
			},
		},
		"a name of its own": {
			"role names: role", schemes.Roles(),
			func(m *schemes.Manifest, r schemes.Role) {
				m.Roles = []schemes.RoleName{{Role: r, Title: schemes.Same("x")}}
			},
		},
	}
	for name, slot := range slots {
		for _, r := range append(schemes.Roles(), "RVO", "ADMINISTRATOR", "amr") {
			m := testManifest()
			copyManifest(t, &m)
			slot.name(&m, r)
			err := m.Validate()
			if slices.Contains(slot.allowed, r) {
				if err != nil {
					t.Errorf("%s by %s: %v", name, r, err)
				}
				continue
			}
			why := " is no role: want "
			if slices.Contains(schemes.Roles(), r) {
				why = " is not allowed here: want "
			}
			if want := slot.place + ` "` + string(r) + `"` + why; err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s by %s: wanted %q, got %v", name, r, want, err)
			}
		}
	}
}

func TestARefusedRoleIsToldWhatWouldBeRight(t *testing.T) {
	t.Parallel()
	for want, spoil := range map[string]func(*schemes.Manifest){
		`requirement SLIP: judge "AMR" is not allowed here: want SSC`:                                  func(m *schemes.Manifest) { m.Requirements[0].Judge = "AMR" },
		`judgement FUN: judge "RVO" is no role: want SSC, AMR, PROJECT_LEADER or REGIOPLUS`:            func(m *schemes.Manifest) { m.Judgements = judgedBy("RVO") },
		`judgement FUN: judge "" is missing: want SSC, AMR, PROJECT_LEADER or REGIOPLUS`:               func(m *schemes.Manifest) { m.Judgements = judgedBy("") },
		`activity A: content judge "VWS" is not allowed here: want SSC, AMR, PROJECT_LEADER or REGIOP`: func(m *schemes.Manifest) { m.Activities[0].ContentJudge = "VWS" },
		`role names: AMR is named twice`: func(m *schemes.Manifest) {
			m.Roles = []schemes.RoleName{{Role: "AMR", Title: schemes.Same("a")}, {Role: "AMR", Title: schemes.Same("b")}}
		},
		`role names: AMR lacks a title`:                                  func(m *schemes.Manifest) { m.Roles = []schemes.RoleName{{Role: "AMR", Title: schemes.Text{NL: "a"}}} },
		`requirement SLIP: reason "NOPE" is not one of the reason codes`: func(m *schemes.Manifest) { m.Requirements[0].Reasons = []string{"NOPE"} },
		`judgement FUN: reason DULL is given twice`: func(m *schemes.Manifest) {
			m.ReasonCodes = []schemes.Choice{{Code: "DULL", Label: schemes.Same("dull")}}
			m.Judgements = judgedBy("AMR")
			m.Judgements[0].Reasons = []string{"DULL", "DULL"}
		},
	} {
		m := testManifest()
		copyManifest(t, &m)
		spoil(&m)
		if err := m.Validate(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("wanted %q, got %v", want, err)
		}
	}
}

func TestASchemeMayCallARoleByANameOfItsOwn(t *testing.T) {
	t.Parallel()
	m := testManifest()
	for _, r := range schemes.Roles() {
		if title := m.RoleTitle(r); title.NL == "" || title.EN == "" {
			t.Errorf("%s has no name", r)
		}
	}
	own := schemes.Text{NL: "commissie", EN: "committee"}
	m.Roles = []schemes.RoleName{{Role: schemes.RoleAMR, Title: own}}
	if diff := cmp.Diff([]schemes.Text{own, schemes.Same("SSC"), {}}, []schemes.Text{m.RoleTitle("AMR"), m.RoleTitle("SSC"), m.RoleTitle("RVO")}); diff != "" {
		t.Error(diff)
	}
}

func TestAColumnHasTheReasonsThatItNames(t *testing.T) {
	t.Parallel()
	m := testManifest()
	m.ReasonCodes = []schemes.Choice{{Code: "DULL"}, {Code: "LATE"}, {Code: "OTHER"}}
	m.Judgements = judgedBy("AMR")
	m.Judgements[0].Reasons = []string{"OTHER", "DULL"}
	codes := func(column string) []string {
		var out []string
		for _, c := range m.Reasons(column) {
			out = append(out, c.Code)
		}
		return out
	}
	got := map[string][]string{"FUN": codes("FUN"), "SLIP": codes("SLIP")}
	if diff := cmp.Diff(map[string][]string{"FUN": {"DULL", "OTHER"}, "SLIP": {"DULL", "LATE", "OTHER"}}, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]schemes.Role{"SSC", "AMR"}, m.CellJudges("A")); diff != "" {
		t.Error(diff)
	}
}
