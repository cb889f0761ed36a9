package scenario_test

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/schemes/rulebook"
)

// enforced are the rules of the rulebook that the platform enforces for every scheme, each tried over the API. What the
// roles may do of them is tried by partsOfTheRoles.
func enforced(t *testing.T, w *town) {
	for name, try := range map[string]func(t *testing.T, w *town){
		"the appendices are shown to everybody":            appendices,
		"a legend has words for every state":               legends,
		"what is demanded is explained":                    demandsExplained,
		"no budget is shown before it is known":            budgetIsOpen,
		"a region helps its own organisations":             support,
		"a registration has a number that stays":           numbers,
		"who was entered is found again":                   foundAgain,
		"a rejection has its reason, and waits":            rejections,
		"theme and goal are judged before all is approved": themeAndGoal,
		"other subsidies are stated by the employer":       otherSubsidies,
	} {
		t.Run(name, func(t *testing.T) { try(t, w) })
	}
}

// appendices: the regions, the lists of trainings and the themes are shown to whoever asks, whole.
func appendices(t *testing.T, w *town) {
	rulebook.Tries(t, "SOZW-DEF-010", "SOZW-UI-003", "SOZW-ROLE-004")
	anybody := w.visitor(t, "anybody")
	a := anybody.ask(`{ regions { province regionalOrganisation { name email } }
		scheme(slug: "sozw-2026") { inForce { manifest { themes { code goals { code } } trainings(first: 1) { totalCount } } } }
		regionForPostcode(postcode: "9711 CD") { region { regionalOrganisation { name email } } } }`, nil)
	names := a.each("regions", "regionalOrganisation.name")
	is(t, "rows of appendix 1", 15, len(names))
	slices.Sort(names)
	is(t, "regional organisations", 12, len(slices.Compact(names)))
	manifest := a.at("scheme.inForce.manifest")
	is(t, "trainings of appendix 2", 60+43+25+16, manifest.number("trainings.totalCount"))
	goals := 0
	for i := range manifest.list("themes") {
		goals += len(manifest.list(fmt.Sprintf("themes.%d.goals", i)))
	}
	is(t, "themes of appendix 3, and their goals", []int{6, 18}, []int{len(manifest.list("themes")), goals})
	helps := a.at("regionForPostcode.region.regionalOrganisation")
	is(t, "whom to ask in Groningen", "ZorgpleinNoord sozw@zorgpleinnoord.nl", helps.text("name")+" "+helps.text("email"))
}

// legends: every state of a cell and of a registration has a label and an explanation in both languages.
func legends(t *testing.T, w *town) {
	rulebook.Tries(t, "SPP-UI-008", "SPP-UI-014")
	for set, enum := range map[string]string{"CELL": "CellState", "REGISTRATION": "RegistrationState"} {
		a := w.visitor(t, "anybody").ask(fmt.Sprintf(`{ legend(of: %s) { value label { nl en } explanation { nl en } } __type(name: %q) { enumValues { name } } }`, set, enum), nil)
		want, got := a.each("__type.enumValues", "name"), a.each("legend", "value")
		slices.Sort(want)
		slices.Sort(got)
		is(t, "the states of "+enum, want, got)
		for _, text := range []string{"label.nl", "label.en", "explanation.nl", "explanation.en"} {
			if slices.Contains(a.each("legend", text), "") {
				t.Errorf("a state of %s has no %s", enum, text)
			}
		}
	}
}

// demandsExplained: each rule says what is wrong and where that stands, each document what it must meet, in the API and on the
// page of the scheme.
func demandsExplained(t *testing.T, w *town) {
	rulebook.Tries(t, "SPP-META-006", "SPP-UI-003", "SPP-UI-004", "SPP-UI-005")
	anybody := w.visitor(t, "anybody")
	for _, slug := range anybody.ask(`{ schemes { slug } }`, nil).each("schemes", "slug") {
		m := anybody.ask(`query($s: String!) { scheme(slug: $s) { inForce { manifest {
			rules { code message { nl en } citation { place } } requirements { title { nl } activities { code } alternatives { kinds { code } } checks { code message { nl } } } } } } }`, object{"s": slug}).at("scheme.inForce.manifest")
		_, _, page := anybody.get(w.url + "/schemes/" + slug + ".md")
		for i, code := range m.each("rules", "code") {
			r := m.at(fmt.Sprintf("rules.%d", i))
			ofThePlatform := strings.HasPrefix(code, "CORE-")
			if r.text("message.nl") == "" || r.text("message.en") == "" || r.text("citation.place") == "" && !ofThePlatform {
				t.Errorf("%s: %s is not explained: %v", slug, code, r.value())
			}
			if !ofThePlatform && !strings.Contains(string(page), code) {
				t.Errorf("%s: the page lacks %s", slug, code)
			}
		}
		for i, title := range m.each("requirements", "title.nl") {
			of := m.at(fmt.Sprintf("requirements.%d", i))
			if len(of.list("alternatives")) == 0 || len(of.list("checks")) == 0 || slices.Contains(of.each("checks", "message.nl"), "") {
				t.Errorf("%s: it is not said what %q must meet: %v", slug, title, of.value())
			}
			if !strings.Contains(string(page), title) {
				t.Errorf("%s: the page lacks %q", slug, title)
			}
		}
	}
}

// budgetIsOpen: what the programme expects the national budget to be is shown nowhere as what it is.
func budgetIsOpen(t *testing.T, w *town) {
	rulebook.Tries(t, "SOZW-AMT-002")
	expected := regexp.MustCompile(`(?i)48[., ]?000[., ]?000|48 (miljoen|million|mln)`)
	anybody := w.visitor(t, "anybody")
	for _, page := range []string{"/schemes/sozw-2026.md", "/schemes/sozw-2026.md?language=en"} { // all that the manifest says
		status, _, text := anybody.get(w.url + page)
		if found := expected.Find(text); status != http.StatusOK || found != nil {
			t.Errorf("%s (%d) says %q", page, status, found)
		}
	}
	manifest := anybody.ask(`{ scheme(slug: "sozw-2026") { inForce { manifest { budgets { title { nl en } } deadlines { title { nl en } } parameters { title { nl en } values { value } } readings { question { nl en } answer { nl en } } } } } }`, nil)
	if found := expected.Find(manifest.body); found != nil {
		t.Errorf("the manifest says %q", found)
	}
}

// support: who helps in a region sees what an organisation there is doing from its draft on, and whom to call; who helps
// elsewhere sees none of it.
func support(t *testing.T, w *town) {
	rulebook.Tries(t, "SOZW-ROLE-003", "SOZW-ROLE-001")
	e := w.regel.in(t)
	draft := e.register(e.course("Om bij te helpen", someone("Regel Hulp", "regel-hulp")))
	const seen = `query($id: ID!) { node(id: $id) { ... on Plan { id organisation { name contacts { person { name } } } } ... on Registration { id state judgement { outcome } } } }`
	for _, id := range []string{e.plan, draft} {
		if a := w.staff["leader.utrechtzorg"].in(t).ask(seen, object{"id": id}); a.text("node.id") != id {
			t.Errorf("who helps here does not see %s", id)
		}
		if a := w.staff["leader.zorgpleinnoord"].in(t).ask(seen, object{"id": id}); a.at("node").value() != nil {
			t.Errorf("who helps elsewhere sees %s", a.body)
		}
	}
	contact := w.staff["leader.utrechtzorg"].in(t).ask(seen, object{"id": e.plan}).text("node.organisation.contacts.0.person.name")
	is(t, "whom to call", "Regel", contact)
}

// numbers: twelve registrations that are made at once have twelve numbers, by which their employer finds them and nobody
// can name them otherwise.
func numbers(t *testing.T, w *town) {
	rulebook.Tries(t, "SPP-FLOW-003")
	e := w.regel.in(t)
	const many = 12
	found := make([]string, many)
	var all []func()
	for i := range many {
		all = append(all, func() {
			found[i] = e.do("createRegistration", e.course(fmt.Sprintf("Nummer %d", i)), "registration { number }").text("registration.number")
		})
	}
	together(t, all...)
	form := regexp.MustCompile(`^R-\d{4}-\d{6}$`)
	for _, number := range found {
		if !form.MatchString(number) || e.byNumber(number) == "" {
			t.Errorf("%q is no number by which a registration is found", number)
		}
		if a := w.oost.in(t).ask(`query($n: String!) { registration(by: {number: $n}) { id } }`, object{"n": number}); a.at("registration").value() != nil {
			t.Errorf("another employer finds %s", number)
		}
	}
	slices.Sort(found)
	is(t, "numbers", many, len(slices.Compact(found)))
	_, refusals := e.try("amendRegistration", object{"id": e.byNumber(found[0]), "expectedVersion": 1, "number": found[1]}, "registration { number }")
	is(t, "a number of one's own", []string{"! INVALID VARIABLE input"}, refusals)
}

// foundAgain: an employee who was entered for one registration is found and chosen for the next, and entered once.
func foundAgain(t *testing.T, w *town) {
	rulebook.Tries(t, "SPP-FLOW-004")
	e := w.regel.in(t)
	const employee = `query($id: ID!) { node(id: $id) { ... on Registration { participations(first: 2) { nodes { employee { id } } } } } }`
	one := e.ask(employee, object{"id": e.register(e.course("Eerst", someone("Regel Terug", "regel-terug")))}).each("node.participations.nodes", "employee.id")
	two := e.ask(employee, object{"id": e.register(e.course("Daarna", known("regel-terug")))}).each("node.participations.nodes", "employee.id")
	is(t, "the same employee", one, two)
	list := e.ask(`query($id: ID!) { node(id: $id) { ... on Organisation { employees(first: 5, filter: { search: "Regel Terug" }) { nodes { id } } } } }`, object{"id": e.org})
	is(t, "found by name, once", one, list.each("node.employees.nodes", "id"))
	before := w.oost.in(t)
	_, refusals := before.try("createRegistration", before.course("Elders", object{"employee": object{"id": one[0]}, "statement": clean()}), "registration { id }")
	if len(refusals) != 1 || !strings.Contains(refusals[0], "EMPLOYEE_UNKNOWN") {
		t.Errorf("another employer chooses the employee: %v", refusals)
	}
}

// rejections: a cell is rejected with a reason, which the employer reads; then the registration is among those that wait
// for the employer, and one that was submitted is not, until the whole overview is asked.
func rejections(t *testing.T, w *town) {
	rulebook.Tries(t, "SPP-UI-013", "SPP-UI-015", "SPP-UI-016")
	e, ssc := w.regel.in(t), w.staff["ssc"].in(t)
	back, waiting := e.register(e.course("Terug", someone("Regel Af", "regel-af"))), e.register(e.course("Ingediend", known("regel-af")))
	for _, reg := range []string{back, waiting} {
		e.ready(reg)
		e.handIn(reg)
	}
	ssc.review(back)
	_, refusals := ssc.try("judgeCells", ssc.judgements(back, object{"verdict": "REJECTED"}, func(c, _ string) bool { return c == "LOONSTROOK_START" }), "cells { state }")
	if len(refusals) != 1 || !strings.HasPrefix(refusals[0], "INVALID REASON_REQUIRED input.cells.0.reason") {
		t.Errorf("rejected without a reason: %v", refusals)
	}
	ssc.do("judgeCells", ssc.judgements(back, rejected, func(c, _ string) bool { return c == "LOONSTROOK_START" }), "cells { state }")
	ssc.do("judgeCells", ssc.judgements(back, approved, func(c, _ string) bool { return c != "LOONSTROOK_START" }), "cells { state }")
	ssc.do("decideRegistration", object{"registrationID": back, "expectedVersion": ssc.version(back), "verdict": "REPAIR", "note": "Graag herstellen.", "repairBy": "2027-12-31"}, "registration { state }")

	row := e.ask(`query($id: ID!) { node(id: $id) { ... on Registration { matrix { rows { cells { column state lastJudgement { reason { code label { nl } } note } } } } } } }`, object{"id": back})
	var read []string
	for i := range row.list("node.matrix.rows") {
		at := row.at(fmt.Sprintf("node.matrix.rows.%d", i))
		for j, column := range at.each("cells", "column") {
			if cell := at.at(fmt.Sprintf("cells.%d", j)); column == "LOONSTROOK_START" && cell.text("state") == "REJECTED" {
				read = append(read, cell.text("lastJudgement.reason.code"), cell.text("lastJudgement.note"))
				if cell.text("lastJudgement.reason.label.nl") == "" {
					t.Error("the reason has no words")
				}
			}
		}
	}
	is(t, "why it was rejected", []string{"DOCUMENT_NOT_SIGNED", "De handtekening van de docent ontbreekt."}, read)

	overview := func(filter string) []string {
		return e.ask(`{ registrations(first: 100`+filter+`) { nodes { id } } }`, nil).each("registrations.nodes", "id")
	}
	needsMe, whole := overview(`, filter: { needsMe: true }`), overview("")
	is(t, "rejected and submitted, among those that wait for the employer", []bool{true, false}, []bool{slices.Contains(needsMe, back), slices.Contains(needsMe, waiting)})
	is(t, "rejected and submitted, in the whole overview", []bool{true, true}, []bool{slices.Contains(whole, back), slices.Contains(whole, waiting)})
}

// themeAndGoal: under activity 2 the SSC judges for RegioPlus whether a training fits its theme and goal; nothing is
// approved before, and nobody else judges it.
func themeAndGoal(t *testing.T, w *town) {
	rulebook.Tries(t, "SOZW-ROLE-005", "SOZW-THEME-002")
	e, ssc := w.regel.in(t), w.staff["ssc"].in(t)
	reg := e.register(e.course("Past bij het thema", someone("Regel Thema", "regel-thema")))
	e.ready(reg)
	e.handIn(reg)
	ssc.review(reg)
	ofTheme := func(column, _ string) bool { return column == "THEMA_DOEL" }
	ssc.do("judgeCells", ssc.judgements(reg, approved, func(c, s string) bool { return !ofTheme(c, s) }), "cells { state }")
	approve := func() []string {
		_, refusals := ssc.try("decideRegistration", object{"registrationID": reg, "expectedVersion": ssc.version(reg), "verdict": "APPROVED"}, "decision { amount }")
		return refusals
	}
	is(t, "approved before theme and goal were judged", []string{"CONFLICT CELLS_UNDECIDED input.verdict"}, approve())
	theme := ssc.judgements(reg, approved, ofTheme)
	for name, v := range map[string]*visitor{"the employer": e.visitor, "the leader": w.staff["leader.utrechtzorg"].in(t), "RegioPlus": w.staff["regioplus"].in(t)} {
		_, refusals := v.try("judgeCells", theme, "cells { state }")
		is(t, name+" judges theme and goal", []string{"! FORBIDDEN ROLE"}, refusals)
	}
	ssc.do("judgeCells", theme, "cells { state }")
	is(t, "approved once they were", []string(nil), approve())
}

// otherSubsidies: what else is received for a participant is stated by the employer and by nobody for it; nothing is
// submitted while that is not stated, nor with what may not be received beside this subsidy.
func otherSubsidies(t *testing.T, w *town) {
	rulebook.Tries(t, "SOZW-STACK-007")
	e := w.regel.in(t)
	who := someone("Regel Stapel", "regel-stapel")
	stated := as[object](who["statement"])
	delete(stated, "otherSubsidies")
	reg := e.register(e.course("Stapelen", who))
	e.ready(reg)
	part := e.ask(`query($id: ID!) { node(id: $id) { ... on Registration { participations(first: 1) { nodes { id } } } } }`, object{"id": reg}).text("node.participations.nodes.0.id")
	submitted := func() string {
		return e.do("submitRegistration", object{"id": reg, "expectedVersion": e.version(reg)}, "isSubmitted").text("isSubmitted")
	}
	amend := func(v *visitor, subsidies ...string) []string {
		_, refusals := v.try("amendParticipation", object{"id": part, "expectedVersion": e.version(part), "statement": object{"otherSubsidies": append([]string{}, subsidies...)}}, "participation { id }")
		return refusals
	}
	is(t, "submitted with nothing stated", "false", submitted())
	is(t, "stated by who helps", []string{"! FORBIDDEN ROLE"}, amend(w.staff["leader.utrechtzorg"].in(t), "OTHER"))
	is(t, "stated by the assessor", []string{"! NOT_FOUND PARTICIPATION_NOT_FOUND"}, amend(w.staff["ssc"].in(t), "OTHER"))
	is(t, "stated by the employer", []string(nil), amend(e.visitor, "MDIEU"))
	is(t, "submitted with one that may not go together", "false", submitted())
	is(t, "taken back", []string(nil), amend(e.visitor))
	is(t, "submitted with none", "true", submitted())
}

// partsOfTheRoles: of the people who try an act on what is Linde's, those whom the rulebook names can do it, and nobody
// else. It reads what acts has observed.
func partsOfTheRoles(t *testing.T, observed map[string]map[string]string) {
	rulebook.Tries(t,
		"SOZW-ROLE-001", "SPP-ROLE-005", // the ministry grants through RegioPlus and its members: it decides on nothing here
		"SOZW-ROLE-002", "SPP-ROLE-006", // RegioPlus holds the pen
		"SOZW-ROLE-003", "SOZW-PLAN-007", // the regional organisation of the seat handles a plan
		"SPP-ROLE-007", "SPP-ROLE-008", // the SSC assesses registrations, the AMR content
		"SOZW-UI-001", "SOZW-UI-002", "SOZW-FAQ-001", "SPP-UI-001", // who has an account and an organisation files, and accounts with that account
	)
	for who, acts := range map[string][]string{
		"regioplus":                    {"enterGrant", "putReleaseInForce", "moveToRelease"},
		"leader.utrechtzorg":           {"assessPlan"},
		"leader.utrechtzorg regioplus": {"assignRegion"},
		"ssc":                          {"startReview", "judgeCells", "decideRegistration"},
		"amr":                          {"judgeContent"},
		"linde oost":                   {"createPlan"}, // each for itself
		"linde":                        {"submitPlan", "createRegistration", "attachDocument", "completeCells", "submitRegistration"},
	} {
		for _, act := range acts {
			var can []string
			for name, heard := range observed[act] {
				if heard == "yes" && !slices.Contains(append(scopes, "reader"), name) { // tokens are Linde's
					can = append(can, name)
				}
			}
			slices.Sort(can)
			if diff := cmp.Diff(strings.Fields(who), can); diff != "" {
				t.Errorf("%s can be done by others than the rulebook names (-want +got)\n%s", act, diff)
			}
		}
	}
	own := []string{"acceptAdmission", "acceptAppointment", "actAs", "askToJoin", "confirmEmail", "createCalendarAddress", "demoAdvanceClock", "requestPasswordReset", "resetPassword", "revokeCalendarAddress", "signIn", "signOut", "signUp"}
	for act, heard := range observed {
		if heard["vws"] == "yes" && !slices.Contains(own, act) {
			t.Errorf("the ministry can %s", act)
		}
	}
}
