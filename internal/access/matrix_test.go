package access

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/policies"
)

const golden = "../../policies/matrix.golden"

var update = flag.Bool("update", false, "write the golden matrix anew; refused in CI")

// asker is a column of the matrix.
type asker struct {
	name string
	is   actor.Actor
}

// askers are everybody the policy can tell apart: nobody, each role, each scope alone.
func askers() []asker {
	all := []asker{{"nobody", actor.Actor{}}, {"NONE", actor.Actor{PersonID: "per_1"}}}
	for _, r := range actor.Roles() {
		all = append(all, asker{string(r), actor.Actor{PersonID: "per_1", Role: r}})
	}
	for _, s := range Scopes() {
		all = append(all, asker{"scope:" + s, actor.Actor{TokenID: "tok_1", Role: actor.Employer, Scopes: []string{s}}})
	}
	return all
}

// guardOf reads a policy; it has no store and decides verbs only.
func guardOf(t *testing.T, policyText string) *Guard {
	t.Helper()
	p, err := readPolicy(policies.Model, policyText)
	if err != nil {
		t.Fatal(err)
	}
	return &Guard{policy: p}
}

// matrix renders every decision: a block per noun, a line per action, the words of each asker that may.
func matrix(t *testing.T, g *Guard) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("What the policy comes to: role x action x object, with the words that narrow it. Who is not named may not.\n")
	b.WriteString("Expectations, kept apart from policy.csv: a change here is a change of who may do what, and is reviewed as such.\n")
	for _, n := range Nouns() {
		fmt.Fprintf(&b, "\n%s\n", n)
		for _, act := range Actions() {
			if !g.policy.names(n, act) {
				continue
			}
			if row := matrixRow(t, g, n, act); row != "" {
				fmt.Fprintf(&b, "  %s\n%s", act, row)
			}
		}
	}
	return b.String()
}

func matrixRow(t *testing.T, g *Guard, n Noun, act Action) string {
	t.Helper()
	var b strings.Builder
	for _, who := range askers() {
		if told := decided(t, g, who.is, n, act); told != "" {
			fmt.Fprintf(&b, "    %-27s %s\n", who.name, told)
		}
	}
	return b.String()
}

// decided is what one may do, in words; empty when nothing.
func decided(t *testing.T, g *Guard, who actor.Actor, n Noun, act Action) string {
	t.Helper()
	d, err := g.decide(who, n, act)
	if err != nil {
		t.Fatal(err)
	}
	var told []string
	for _, r := range d {
		if w := r.told(); !slices.Contains(told, w) {
			told = append(told, w)
		}
	}
	return strings.Join(told, " or ")
}

// touched are the askers whom a line of the subject concerns most plainly.
func touched(s subject) []asker {
	name := strings.TrimPrefix(string(s), "role:")
	switch s {
	case everybody:
		name = "nobody"
	case account:
		name = "NONE"
	}
	return slices.DeleteFunc(askers(), func(a asker) bool {
		isToken := s == role(actor.Employer) && a.is.TokenID != ""
		return a.name != name && !isToken
	})
}

// told is the rule in words: the word, and the conditions of all its lines.
func (r rule) told() string {
	told := string(r.narrowest())
	for _, l := range r {
		for _, c := range l.conditions {
			told += " " + string(c)
		}
	}
	return told
}

func TestTheMatrixIsAsExpected(t *testing.T) {
	t.Parallel()
	got := matrix(t, guardOf(t, policies.Policy))
	if *update {
		if os.Getenv("CI") != "" {
			t.Fatal("golden files are written on a desk, not in CI")
		}
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); d != "" {
		t.Errorf("the policy no longer comes to policies/matrix.golden (-golden +policy):\n%s", d)
	}
}

func TestEveryLineOfThePolicyChangesACell(t *testing.T) {
	t.Parallel()
	whole := guardOf(t, policies.Policy)
	lines := strings.Split(policies.Policy, "\n")
	tried := 0
	for i, l := range lines {
		if !strings.HasPrefix(l, "p,") {
			continue
		}
		tried++
		without := strings.Join(slices.Delete(slices.Clone(lines), i, i+1), "\n")
		is, err := parseLines(l)
		if err != nil {
			t.Fatal(err)
		}
		less := guardOf(t, without)
		changes := slices.ContainsFunc(touched(is[0].subject), func(who asker) bool { // the whole takes minutes
			return decided(t, less, who.is, is[0].noun, is[0].action) != decided(t, whole, who.is, is[0].noun, is[0].action)
		})
		if !changes {
			t.Errorf("nothing changes without %q: it decides nothing, or the matrix does not look", l)
		}
	}
	if tried < 100 {
		t.Errorf("only %d lines were tried", tried)
	}
}

func TestWhatNoLineNamesIsNobodys(t *testing.T) {
	t.Parallel()
	g := guardOf(t, policies.Policy)
	for _, n := range Nouns() {
		for _, act := range Actions() {
			if g.policy.names(n, act) {
				continue
			}
			if l, ok, err := g.policy.decide(role(actor.Employer), n, act); ok || err != nil {
				t.Errorf("%s %s is decided by %q, %v", act, n, l, err)
			}
		}
	}
}

// names reports whether a line names this, for any subject.
func (p *policy) names(n Noun, a Action) bool {
	return slices.ContainsFunc(p.lines, func(l line) bool { return l.noun == n && l.action == a })
}

func TestTheMinistryAndTheCommitteeReadNoPersonalData(t *testing.T) {
	t.Parallel()
	g := guardOf(t, policies.Policy)
	for _, r := range []actor.Role{actor.VWS, actor.AMR} {
		for _, n := range Nouns() {
			d, err := g.decide(actor.Actor{PersonID: "per_1", Role: r}, n, ReadPersonalData)
			if err != nil {
				t.Fatal(err)
			}
			for _, rule := range d {
				if rule.narrowest() != OwnPerson {
					t.Errorf("%s reads personal data of %s: %s", r, n, rule.ground())
				}
			}
		}
	}
}

func TestTheAdministratorHasNoDossiers(t *testing.T) {
	t.Parallel()
	g := guardOf(t, policies.Policy)
	people := []Noun{Person, Account, Contact, Appointment, Session, Audit, Evaluation, SchemeRelease}
	for _, n := range Nouns() {
		d, err := g.decide(actor.Actor{PersonID: "per_1", Role: actor.Administrator}, n, Read)
		if err != nil {
			t.Fatal(err)
		}
		own := len(d) == 1 && strings.HasPrefix(string(d[0].ground()), "p, account:PERSON, ") // as everybody has
		if len(d) > 0 && !slices.Contains(people, n) && !own {
			t.Errorf("an administrator sees %s: %s", n, d[0].ground())
		}
	}
}

func TestAnIdThatEqualsARoleIsNobody(t *testing.T) {
	t.Parallel()
	g := guardOf(t, policies.Policy)
	plain := actor.Actor{PersonID: "per_1"}
	for _, name := range []string{"role:SSC", "SSC", "role:EMPLOYER", "scope:SUBMIT", "account:PERSON"} {
		for _, who := range []actor.Actor{
			{PersonID: name},
			{PersonID: "per_1", Role: actor.Role("role:SSC")},
			{PersonID: "per_1", Role: actor.Role(name), SessionID: name},
			{TokenID: name, Role: actor.Role(name), Scopes: []string{name, "role:EMPLOYER"}},
		} {
			if who.Role == actor.SSC {
				continue // that is the role
			}
			sameAs(t, g, who, plain)
		}
	}
}

// sameAs asks everything of both: who is dressed up may do nothing that the plain one may not.
func sameAs(t *testing.T, g *Guard, dressed, plain actor.Actor) {
	t.Helper()
	for _, n := range Nouns() {
		for _, act := range Actions() {
			if !g.policy.names(n, act) {
				continue
			}
			got, err := g.decide(dressed, n, act)
			if err != nil {
				t.Fatal(err)
			}
			want, err := g.decide(plain, n, act)
			if err != nil {
				t.Fatal(err)
			}
			if len(got) > len(want) {
				t.Errorf("%+v may %s %s: %s", dressed, act, n, got[len(got)-1].ground())
			}
		}
	}
}

func TestAPolicyThatIsNotUnderstoodIsRefused(t *testing.T) {
	t.Parallel()
	good := "p, role:SSC, registration, DECIDE, submitted, four_eyes+assigned\n"
	if _, err := readPolicy(policies.Model, good); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"empty":                          "",
		"only comments":                  "# nothing\n\n",
		"a role nobody has":              "p, role:CHIEF, plan, READ, any, -",
		"an untyped subject":             "p, SSC, plan, READ, any, -",
		"an unknown noun":                "p, role:SSC, budget, READ, any, -",
		"an unknown action":              "p, role:SSC, plan, LOOK, any, -",
		"an unknown word":                "p, role:SSC, plan, READ, all, -",
		"an unknown condition":           "p, role:SSC, plan, ASSESS, any, two_eyes",
		"a word lacks":                   "p, role:SSC, plan, READ",
		"a word too many":                "p, role:SSC, plan, READ, any, -, allow",
		"a line that is cut off":         good + "p, role:SSC, \"plan",
		"decided twice":                  good + "p, role:SSC, registration, DECIDE, any, -",
		"rows by a word they know not":   "p, role:SSC, organisation, READ, submitted, -",
		"rows under a condition":         "p, role:SSC, plan, READ, any, assigned",
		"a scope of other rows":          "p, role:EMPLOYER, plan, READ, own_organisation, -\np, scope:READ, plan, READ, submitted, -",
		"something else than a p":        "g, role:SSC, role:VWS, READ, any, -",
		"rows of a noun without a table": "p, role:SSC, evaluation, READ, own_organisation, -",
	} {
		if _, err := readPolicy(policies.Model, text); err == nil {
			t.Errorf("%s: taken in", name)
		}
	}
}

func TestAPolicyWithoutItsModelIsRefused(t *testing.T) {
	t.Parallel()
	if _, err := readPolicy("", policies.Policy); err == nil {
		t.Error("taken in")
	}
}
