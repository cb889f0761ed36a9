package scenario_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/penvoerder/penvoerder/internal/store/storetest"
)

// TestAnInstitutionBeginsWithNothing is what docs/operator.md promises: from an empty database, through two administrators
// whom the operator names, to a registration that is approved, in production, where time cannot be set. Everybody is there
// because somebody who may has asked them; every code comes by mail. Whom a group consists of decides who submits its plan,
// and the work of an assessor who leaves is finished by another.
func TestAnInstitutionBeginsWithNothing(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("builds a module")
	}
	p := build(t)
	is(t, "migrated", true, strings.Contains(p.operator(t, "migrate", "--database="+p.owner), "up to date"))
	storetest.Allow(t, p.owner)
	invited := []string{"anna@regieorgaan.example", "bas@regieorgaan.example"}
	for _, address := range invited {
		p.operator(t, "admin", "appoint", address, "--language=en")
	}
	slug, yesterday := regulation(t, filepath.Join(filepath.Dir(p.settings), "plugins"))
	p.serve(t)
	s := &institution{program: p.program, t: t, code: p.post.code, under: nascholing(slug, yesterday)}
	s.anna, s.bas = s.accepts("anna", invited[0]), s.accepts("bas", invited[1])
	s.tell()
	whole(t, &program{data: p.data, database: p.owner})
	for _, what := range []string{"confirmed", "submitted", "assessed by the project leader", "grant entered", "approved"} {
		p.post.isTold(t, "linde@werkgever.example", what)
	}
	p.post.isTold(t, "wilg@werkgever.example", "stated") // the tie of which it is the other side
	if left := p.post.unread(); len(left) > 0 {
		t.Errorf("letters that nobody expected: %q", left)
	}
}

// TestAnInstitutionUnderSOZW is the same story under SO-Z&W 2026, whose windows are opened by moving the clock of a
// demonstration that begins with logins alone.
func TestAnInstitutionUnderSOZW(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, database string) {
		p := run(t, database)
		s := &institution{program: p, t: t, code: p.nextCode(), under: sozw(p)}
		s.anna, s.bas = p.persona(t, "admin"), p.persona(t, "admin2")
		s.tell()
		whole(t, p)
	})
}

// institution is the story's platform, and who works there.
type institution struct {
	*program
	t                       *testing.T
	code                    func(t testing.TB, address string) string // of the oldest letter to an address that was not read yet
	under                   terms
	anna, bas               *visitor
	leader, regioplus       *visitor
	assessor, otherAssessor *visitor
}

// terms are what the story needs to know of a regulation.
type terms struct {
	plan     object
	notTop   string                          // the rule by which a plan is refused that is not of the top of its group
	granted  []object                        // amounts by budget
	training func(e *employer) object        // a registration that is entered once the plan is granted
	prove    func(e *employer, reg string)   // what it asks
	amount   string                          // what it is worth
	time     func(t testing.TB, what string) // moves the clock to where something can be done, where it can be moved
}

func (s *institution) tell() {
	s.staffed()
	linde, wilg := s.employers()
	s.grouped(linde, wilg)
	s.granted(linde)
	s.assessed(linde, s.registered(linde))
}

// nascholing is the regulation that the story's own maintainer makes: open today, and paying for what ended yesterday.
func nascholing(slug, yesterday string) terms {
	return terms{
		plan:   object{"scheme": slug, "lines": []object{{"activity": "A", "participants": 2, "requested": "1000.00"}}},
		notTop: "NASCHOLING-PLAN-001", granted: []object{{"budget": "A", "amount": "1000.00"}}, amount: "500.00",
		training: func(e *employer) object {
			return object{
				"planID": e.plan, "activity": "A", "start": yesterday, "end": yesterday, "participants": []object{someone("Wim Voorbeeld", "wim")},
				"training": object{"course": object{
					"title": "Leren tillen", "content": "Tillen", "hours": "8.00", "groupSize": 2, "teacher": "INTERNAL", "form": "CLASSROOM",
				}},
			}
		},
		prove: func(e *employer, reg string) {
			e.attach(reg, "BEWIJS", object{})
			e.complete(reg, "BEWIJS")
		},
		time: func(testing.TB, string) {},
	}
}

func sozw(p *program) terms {
	plan := planInput()
	plan["facts"] = append(as[[]object](plan["facts"]), object{"key": "groupHasHospital", "value": object{"boolean": false}})
	return terms{
		plan: plan, notTop: "SOZW-PLAN-009", amount: "131.94",
		granted:  []object{{"budget": "1", "amount": "25000.00"}, {"budget": "2", "amount": "10000.00"}},
		training: func(e *employer) object { return e.course("Samen beslissen", someone("Wim Voorbeeld", "wim")) },
		prove:    (*employer).ready,
		time: func(t testing.TB, what string) {
			t.Helper()
			p.advance(t, map[string]string{"assess": assessing, "grant": "2026-03-02T10:00:00+01:00", "account": "2026-05-18T10:00:00+02:00"}[what])
		},
	}
}

// nextCode reads the letters in the directory of a demonstration, each once.
func (p *program) nextCode() func(t testing.TB, address string) string {
	read := map[string]int{}
	return func(t testing.TB, address string) string {
		t.Helper()
		var found string
		happens(t, "another code comes to "+address, func() bool {
			all := p.letters(t, address)
			if len(all) <= read[address] {
				return false
			}
			found = code.FindString(all[read[address]])
			read[address]++
			return found != ""
		})
		return found
	}
}

// regulation makes one that is open today, as a maintainer would: with the scaffold, as a module of its own. It installs it,
// and returns its slug and yesterday, the last day of a training that it pays for.
func regulation(t *testing.T, plugins string) (slug, yesterday string) {
	t.Helper()
	amsterdam, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Fatal(err)
	}
	day := time.Now().In(amsterdam).AddDate(0, 0, -1)
	module := filepath.Join(t.TempDir(), "nascholing")
	kit(t, "new", "--module=example.org/nascholing", "--title=Nascholing", "--platform=../..", module)
	source := filepath.Join(module, "nascholing")
	more, err := os.ReadFile("testdata/nascholing/group.go")
	if err != nil {
		t.Fatal(err)
	}
	written(t, filepath.Join(source, "group.go"), more)
	// The example of the scaffold is about 2027, and a day on each side of it.
	dated := strings.NewReplacer("2026-", strconv.Itoa(day.Year()-1)+"-", "2027", strconv.Itoa(day.Year()), "2028-", strconv.Itoa(day.Year()+1)+"-")
	for file, edits := range map[string][]string{
		"doc.go":      {"Rules{", "Rules{\n\tPlan: judgePlan,"},
		"manifest.go": {"schemes.PerOrganisation", "schemes.PerGroup", "ruleEmployed}", "ruleEmployed, ruleTop}"},
		"words.go":    nil,

		"cases/nascholing.yaml": nil,
	} {
		path := filepath.Join(source, file)
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		written(t, path, []byte(dated.Replace(strings.NewReplacer(edits...).Replace(string(text)))))
	}
	kit(t, "install", "--plugins="+plugins, module)
	return "nascholing", day.Format(time.DateOnly)
}

// arrives is somebody who signs up with an address, over TLS.
func (s *institution) arrives(name, address string) *visitor {
	v := s.visitor(s.t, name)
	v.do("signUp", object{"name": strings.ToUpper(name[:1]) + name[1:] + " Verzonnen", "email": address, "password": password}, "isAccepted")
	v.do("confirmEmail", object{"code": s.code(s.t, address)}, "viewer { person { email } }")
	return v
}

// accepts is somebody who was invited to a role by mail, and takes it up.
func (s *institution) accepts(name, address string) *visitor {
	s.t.Helper()
	invitation := s.code(s.t, address)
	v := s.arrives(name, address)
	v.do("acceptAppointment", object{"code": invitation}, "viewer { actingRole { role } }")
	return v
}

// staffed appoints everybody: what one administrator proposes, the other confirms.
func (s *institution) staffed() {
	regional := ""
	regions := s.anna.ask(`{ regions { regionalOrganisation { id name } } }`, nil)
	for i := range regions.list("regions") {
		if of := regions.at(fmt.Sprintf("regions.%d.regionalOrganisation", i)); of.text("name") == "Utrechtzorg" {
			regional = of.text("id")
		}
	}
	appointed := func(name, role string) *visitor {
		s.t.Helper()
		address := name + "@regieorgaan.example"
		in := object{"email": address, "role": role}
		if role == "PROJECT_LEADER" {
			in["regionalOrganisationID"] = regional
		}
		made := s.anna.do("proposeAppointment", in, "appointment { id version state }").at("appointment")
		if made.text("state") == "PROPOSED" {
			if _, refusals := s.anna.try("confirmAppointment", object{"id": made.text("id"), "expectedVersion": made.number("version")}, ""); len(refusals) == 0 {
				s.t.Errorf("who proposed %s for %s confirmed it too", name, role)
			}
			s.bas.do("confirmAppointment", object{"id": made.text("id"), "expectedVersion": made.number("version")}, "appointment { state }")
		}
		v := s.accepts(name, address)
		is(s.t, name, role, v.ask(`{ viewer { actingRole { role } } }`, nil).text("viewer.actingRole.role"))
		return v
	}
	s.leader, s.regioplus = appointed("loes", "PROJECT_LEADER"), appointed("rik", "REGIOPLUS")
	s.assessor, s.otherAssessor = appointed("saar", "SSC"), appointed("stan", "SSC")
	for name, role := range map[string]string{"amir": "AMR", "vera": "VWS"} {
		appointed(name, role)
	}
}

// employers come by themselves: two practices, in one of which a colleague is invited. The leader looks the first contact of
// each up, and a colleague of who is known is known by that.
func (s *institution) employers() (linde, wilg *employer) {
	found := func(name, kvk string) *employer {
		v := s.arrives(name, name+"@werkgever.example")
		org := v.do("createOrganisation", organisation(name, kvk, "3511 AB"), "organisation { id contacts { id version verifiedOn } }").at("organisation")
		is(s.t, name+" is not known yet", "", org.text("contacts.0.verifiedOn"))
		s.leader.do("verifyContact", object{
			"id": org.text("contacts.0.id"), "expectedVersion": org.number("contacts.0.version"), "how": "EXTRACT", "note": "Uittreksel van vandaag.",
		}, "contact { verifiedOn }")
		return &employer{visitor: v, org: org.text("id"), kvk: kvk}
	}
	linde, wilg = found("linde", "12345678"), found("wilg", "87654321")
	linde.do("inviteContact", object{"organisationID": linde.org, "email": "noor@werkgever.example", "isSignatory": true}, "admission { state }")
	invitation := s.code(s.t, "noor@werkgever.example")
	noor := s.arrives("noor", "noor@werkgever.example")
	noor.do("acceptAdmission", object{"code": invitation}, "viewer { organisation { id } }")
	contacts := linde.ask(`query($id: ID!) { node(id: $id) { ... on Organisation { contacts { isSignatory verifiedHow } } } }`, object{"id": linde.org}).at("node")
	is(s.t, "the contacts of Linde", []string{"EXTRACT", "COLLEAGUE"}, contacts.each("contacts", "verifiedHow"))
	return linde, wilg
}

// grouped states that Linde decides over Wilg. Once Wilg has confirmed it, Wilg's plan is refused and Linde's taken.
func (s *institution) grouped(linde, wilg *employer) {
	tie := linde.do("stateTie", object{
		"holder": object{"registerNumber": linde.kvk, "name": "Praktijk linde"}, "held": object{"registerNumber": wilg.kvk, "name": "Praktijk wilg"},
		"kind": "CAPITAL", "share": object{"percent": "60"}, "start": "2024-01-01",
	}, "tie { id version state }").at("tie")
	wilg.do("confirmTie", object{"id": tie.text("id"), "expectedVersion": tie.number("version")}, "tie { state }")
	file := func(e *employer) *answer {
		made := e.do("createPlan", s.under.plan, "plan { id version }")
		e.plan = made.text("plan.id")
		return e.do("submitPlan", object{"id": e.plan, "expectedVersion": made.number("plan.version")}, "isSubmitted findings { code }")
	}
	refused := file(wilg)
	is(s.t, "the plan of who is not at the top", "false "+s.under.notTop, refused.text("isSubmitted")+" "+refused.text("findings.0.code"))
	is(s.t, "the plan of the top", "true", file(linde).text("isSubmitted"))
}

// granted assesses the plan as it was filed, and grants it.
func (s *institution) granted(e *employer) {
	s.under.time(s.t, "assess")
	plan := s.leader.ask(`query($id: ID!) { node(id: $id) { ... on Plan { version lines { id participants requested } } } }`, object{"id": e.plan}).at("node")
	var lines []object
	for i := range plan.list("lines") {
		l := plan.at(fmt.Sprintf("lines.%d", i))
		lines = append(lines, object{"lineID": l.text("id"), "participants": l.number("participants"), "amount": l.text("requested")})
	}
	s.leader.do("assessPlan", object{"id": e.plan, "expectedVersion": plan.number("version"), "verdict": "APPROVED", "lines": lines}, "plan { state }")
	s.under.time(s.t, "grant")
	s.regioplus.do("enterGrant", object{"id": e.plan, "expectedVersion": e.version(e.plan), "amounts": s.under.granted}, "plan { state }")
}

// registered hands a training in that has ended, with its proof.
func (s *institution) registered(e *employer) string {
	id := e.register(s.under.training(e))
	s.under.time(s.t, "account")
	s.under.prove(e, id)
	e.handIn(id)
	return id
}

// assessed begins with one assessor, whose role ends in the middle, and is finished by another.
func (s *institution) assessed(e *employer, registration string) {
	s.assessor.review(registration)
	half := s.assessor.judgements(registration, approved, every)
	held := s.anna.ask(`{ roleAssignments(filter: {roles: [SSC]}, first: 10) { nodes { id version person { email } } } }`, nil).at("roleAssignments")
	for i, address := range held.each("nodes", "person.email") {
		if address == "saar@regieorgaan.example" {
			of := held.at(fmt.Sprintf("nodes.%d", i))
			s.anna.do("endRole", object{"id": of.text("id"), "expectedVersion": of.number("version"), "reason": "Uit dienst."}, "roleAssignment { until }")
		}
	}
	_, refusals := s.assessor.try("judgeCells", half, "cells { state }")
	is(s.t, "who left judges on", []string{"! UNAUTHENTICATED SIGN_IN"}, refusals)
	s.otherAssessor.do("takeOverRegistration", object{
		"id": registration, "expectedVersion": s.otherAssessor.version(registration), "reason": "Saar is uit dienst.",
	}, "registration { state }")
	s.otherAssessor.accept(registration)
	got := e.ask(`query($id: ID!) { node(id: $id) { ... on Registration { state decisions { verdict amount } } } }`, object{"id": registration}).at("node")
	is(s.t, "the registration in the end", "APPROVED APPROVED "+s.under.amount, strings.Join([]string{got.text("state"), got.text("decisions.0.verdict"), got.text("decisions.0.amount")}, " "))
}
