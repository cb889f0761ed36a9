package scenario_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/penvoerder/penvoerder/schemes/rulebook"
)

// TestSectorplanPlusOverItsVariants is the story of SectorplanPlus: two variants of one employer, the mistakes that are
// made often, the committee, and what of another employer nobody but the assessor sees.
func TestSectorplanPlusOverItsVariants(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, database string) {
		p := run(t, database, "--now=2024-07-01T10:00+02:00")
		e := &spp{employer: p.employer(t, "Variant", "30000001", "3511 AB")}
		surcharges(t, e)
		regions(t, p, e)
		twiceOverVariants(t, e)
		p.advance(t, "2025-08-01T10:00:00+02:00") // the trainings are over, and their documents exist
		mistakes(t, e)
		matrixOfA(t, e)
		commission(t, p, e)
		p.advance(t, "2025-09-01T10:00:00+02:00") // the trainings are over
		elsewhere(t, p, e)
		awaited(t, p, e)
		whole(t, p)
	})
}

// spp is an employer with plans under two variants.
type spp struct {
	*employer
	three  string // plan under variant 3
	doctor string // registration under variant 3
}

func sppPlan(variant string, facts ...object) object {
	return object{
		"scheme": "sectorplanplus-" + variant, "facts": append([]object{{"key": "employsStaff", "value": object{"boolean": true}}}, facts...),
		"lines": []object{
			{"activity": "A", "participants": 4, "requested": "12000.00"},
			{"activity": "B", "participants": 1, "requested": "4000.00"},
			{"activity": "C", "participants": 9, "requested": "6000.00"},
		},
	}
}

func fact(key string, value bool) object {
	return object{"key": key, "value": object{"boolean": value}}
}

// nurse is someone of long service, with 32 hours, of a stated target group.
func nurse(name, reference string) object {
	in := hired(name, reference)
	in["employedSince"], in["contractHours"] = "2015-01-01", "32.00"
	return object{"employee": object{"new": in}, "statement": object{"targetGroup": "OPSCHOLING"}}
}

func again(reference string) object {
	return object{"employee": object{"externalReference": reference}, "statement": object{"targetGroup": "OPSCHOLING"}}
}

// school is a registration under A.
func school(plan, start, end string, participants ...object) object {
	return object{
		"planID": plan, "activity": "A", "start": start, "end": end, "participants": participants,
		"training": object{"listed": object{"list": "mbo", "code": "25655", "route": "BBL"}},
	}
}

// lesson is a registration under C: twelve hours for ten people by a trainer from outside.
func lesson(plan, title string, participants ...object) object {
	return object{
		"planID": plan, "activity": "C", "start": "2025-03-03", "end": "2025-03-17", "participants": participants,
		"training": object{"course": object{
			"title": title, "content": "Oefenen", "hours": "12.00", "groupSize": 10, "teacher": "EXTERNAL", "provider": "Opleider Voorbeeld", "form": "CLASSROOM",
		}},
	}
}

const judged = `query($id: ID!) { node(id: $id) { ... on Registration { number state version judgement { outcome amount findings { code aspect severity holds message { text } } }
	participations(first: 10) { nodes { id judgement { outcome amount findings { code aspect severity holds suggestion message { text } } calculation { steps { code aspect value } assumptions { code } } } } }
	matrix { rows { cells { column state findings { code aspect } } } } } } }`

func (e *employer) judged(id string) *answer {
	e.t.Helper()
	return e.ask(judged, object{"id": id}).at("node")
}

// told are the findings on the first participation, each as code, aspect and severity.
func (a *answer) told() []string {
	return findings(a.at("participations.nodes.0.judgement"))
}

// findings are those that hold nothing: what has to happen first is told elsewhere.
func findings(a *answer) []string {
	out := []string{}
	for i, code := range a.each("findings", "code") {
		if holds, _ := a.at(fmt.Sprintf("findings.%d.holds", i)).value().([]any); len(holds) > 0 {
			continue
		}
		if aspect := a.text(fmt.Sprintf("findings.%d.aspect", i)); aspect != "" {
			code += "/" + aspect
		}
		if severity := a.text(fmt.Sprintf("findings.%d.severity", i)); severity != "" {
			code += " " + severity
		}
		out = append(out, code)
	}
	slices.Sort(out)
	return out
}

// cell tells the state of the first cell of a column, and what was found in it.
func (a *answer) cell(column string) []string { return a.cellOf(0, column) }

// cellOf is cell for a later row that has the column, counted from 0.
func (a *answer) cellOf(nth int, column string) []string {
	for row := range a.list("matrix.rows") {
		cells := fmt.Sprintf("matrix.rows.%d.cells", row)
		for i, c := range a.each(cells, "column") {
			if c != column {
				continue
			}
			if nth--; nth < 0 {
				at := a.at(fmt.Sprintf("%s.%d", cells, i))
				return append([]string{at.text("state")}, findings(at)...)
			}
		}
	}
	return nil
}

// surcharges: an attribute of the plan decides the amount, is explained, and judges again what rests on it.
func surcharges(t *testing.T, e *spp) {
	made := e.do("createPlan", sppPlan("v3", fact("tazSurcharge", true)), "plan { id version region { province } }")
	e.three = made.text("plan.id")
	is(t, "the region of a plan", "Utrecht", made.text("plan.region.province"))
	e.doctor = e.register(school(e.three, "2023-09-01", "2024-07-31", nurse("Zoë Jansen", "S-1")))
	amount := func(what, want, code string) {
		t.Helper()
		got := e.judged(e.doctor)
		is(t, what, "ELIGIBLE "+want, got.text("judgement.outcome")+" "+got.text("judgement.amount"))
		steps := got.at("participations.nodes.0.judgement.calculation")
		if !slices.Contains(steps.each("steps", "value"), code) || len(steps.list("assumptions")) == 0 {
			t.Errorf("%s: the explanation lacks the rate of %s, or what is assumed: %s", what, code, steps.body)
		}
	}
	amount("335 days with the TAZ surcharge", "2522.55", "7.53")
	amend := func(facts ...object) {
		e.do("amendPlan", object{"id": e.three, "expectedVersion": e.version(e.three), "facts": facts}, "plan { version }")
	}
	amend(fact("tazSurcharge", false))
	amount("without it", "2063.60", "6.16")
	amend(fact("tazSurcharge", true), fact("iowSurcharge", true))
	amount("with both surcharges", "3668.25", "10.95")
	amend(object{"key": "iowSurcharge", "value": nil})
	amount("with the first again", "2522.55", "7.53")
	is(t, "nobody amended the registration", 1, e.version(e.doctor))

	registration := school("", "2023-09-01", "2024-07-31")
	delete(registration, "planID")
	delete(registration, "participants")
	registration["participations"] = []object{{"key": "p1", "employedSince": "2015-01-01", "statement": object{"targetGroup": "OPSCHOLING", "contractHours": "32.00", "employment": "EMPLOYED"}}}
	registration["planFacts"] = []object{fact("tazSurcharge", true)}
	supposed := e.ask(`query($i: EvaluateInput!) { evaluate(input: $i) { judgement { amount } } }`, object{"i": object{"scheme": "sectorplanplus-v3", "subject": object{"registration": registration}}})
	is(t, "the same, before anything exists", "2522.55", supposed.text("evaluate.judgement.amount"))
	registration["planFacts"] = []object{{"key": "tazSurcharge", "value": object{"text": "ja"}}}
	bad := e.send(`query($i: EvaluateInput!) { evaluate(input: $i) { judgement { amount } } }`, object{"i": object{"scheme": "sectorplanplus-v3", "subject": object{"registration": registration}}})
	is(t, "a fact of the plan of another type", "input.subject.registration.planFacts.0.value", strings.Join(bad.errors[0].Extensions.InputPath, "."))
}

// regions: one plan per labour-market region, seen by who helps there.
func regions(t *testing.T, p *program, e *spp) {
	e.plan = e.do("createPlan", sppPlan("v4"), "plan { id }").text("plan.id")
	_, refusals := e.try("createPlan", sppPlan("v4"), "plan { id }")
	is(t, "a second plan in one region", []string{"CONFLICT PLAN_EXISTS_IN_REGION input.regionID"}, refusals)
	there := sppPlan("v4")
	there["regionID"] = "rgn_nowhere"
	_, refusals = e.try("createPlan", there, "plan { id }")
	is(t, "a region that is none", []string{"INVALID REGION_UNKNOWN input.regionID"}, refusals)
	in := planInput()
	in["regionID"] = "rgn_utrecht-inclusief-gooi-vechtstreek"
	_, refusals = e.try("createPlan", in, "plan { id }")
	is(t, "a region where the scheme asks none", []string{"INVALID REGION_NOT_ASKED input.regionID"}, refusals)
	there["regionID"] = "rgn_gelderland-midden-zuid-en-west"
	made := e.do("createPlan", there, "plan { id version region { province } regionalOrganisation { name } }")
	is(t, "a plan in another region", "Gelderland WZW", made.text("plan.region.province")+" "+made.text("plan.regionalOrganisation.name"))
	plan := made.text("plan.id")
	draft := e.register(school(plan, "2024-09-02", "2025-07-31", nurse("Gerda Gelder", "S-9")))
	e.do("submitPlan", object{"id": plan, "expectedVersion": made.number("plan.version")}, "isSubmitted")
	wzw, utrecht := p.persona(t, "leader.wzw"), p.persona(t, "leader.utrechtzorg")
	const seen = `query($id: ID!) { node(id: $id) { ... on Plan { organisation { name contacts { person { name } } } registrations(first: 5) { nodes { id } } } } }`
	got := wzw.ask(seen, object{"id": plan})
	is(t, "who helps there sees it, and whom to call", "Praktijk Variant Variant "+draft, strings.Join([]string{
		got.text("node.organisation.name"), got.text("node.organisation.contacts.0.person.name"), got.text("node.registrations.nodes.0.id"),
	}, " "))
	is(t, "and nothing of the other region", nil, wzw.ask(seen, object{"id": e.plan}).at("node").value())
	is(t, "who helps at home does not see it", nil, utrecht.ask(seen, object{"id": plan}).at("node").value())
	utrecht.do("assignRegion", object{"organisationID": e.org, "expectedVersion": utrecht.version(e.org), "regionID": "rgn_flevoland", "reason": "Verhuisd."}, "organisation { id }")
	is(t, "when the organisation moves, that plan stays", plan, wzw.ask(`query($id: ID!) { node(id: $id) { id } }`, object{"id": plan}).text("node.id"))
	is(t, "with its registration", draft, wzw.ask(`query($id: ID!) { node(id: $id) { id } }`, object{"id": draft}).text("node.id"))
	flever := p.persona(t, "leader.flever")
	is(t, "and the other goes along", "Praktijk Variant", flever.ask(seen, object{"id": e.plan}).text("node.organisation.name"))
	flever.do("assignRegion", object{"organisationID": e.org, "expectedVersion": flever.version(e.org), "regionID": "rgn_utrecht-inclusief-gooi-vechtstreek", "reason": "Toch niet."}, "organisation { id }")
}

// twiceOverVariants: the same person and training in a later variant; nobody is entered twice, however the name is written.
func twiceOverVariants(t *testing.T, e *spp) {
	first := e.judged(e.doctor)
	_, refusals := e.try("createRegistration", school(e.plan, "2024-09-02", "2025-07-31", nurse("ZOE  jansen", "S-2")), "registration { id }")
	is(t, "entered anew", []string{"CONFLICT EMPLOYEE_EXISTS input.participants.0.employee.new"}, refusals)
	later := e.register(school(e.plan, "2024-09-02", "2025-07-31", again("S-1")))
	got := e.judged(later)
	is(t, "in a later variant", []string{"SPP-ELIG-007 BLOCKING"}, got.told())
	is(t, "no amount", "INELIGIBLE 0.00", got.text("judgement.outcome")+" "+got.text("judgement.amount"))
	if message := got.text("participations.nodes.0.judgement.findings.0.message.text"); !strings.Contains(message, first.text("number")) {
		t.Errorf("the finding does not name %s: %s", first.text("number"), message)
	}
	is(t, "the earlier one is told, and keeps its amount", []string{"SPP-ELIG-007/later NOTICE"}, e.judged(e.doctor).told())
	is(t, "the earlier one's amount", "2522.55", e.judged(e.doctor).text("judgement.amount"))
	same := e.register(school(e.plan, "2024-09-02", "2025-07-31", again("S-1")))
	is(t, "twice in one variant as well", []string{"SPP-ELIG-007 BLOCKING", "SPP-ERR-05 BLOCKING"}, e.judged(same).told())
	is(t, "both of them", []string{"SPP-ELIG-007 BLOCKING", "SPP-ERR-05 BLOCKING"}, e.judged(later).told())
	_, refusals = e.try("addParticipants", object{"registrationID": same, "expectedVersion": e.version(same), "participants": []object{again("S-1")}}, "registration { id }")
	is(t, "the same person twice in one registration", []string{"INVALID ALREADY_PARTICIPATES input.participants.0.employee"}, refusals)
	e.do("withdrawRegistration", object{"id": same, "expectedVersion": e.version(same)}, "registration { state }")
	is(t, "one withdrawn", []string{"SPP-ELIG-007 BLOCKING"}, e.judged(later).told())
	e.do("withdrawRegistration", object{"id": later, "expectedVersion": e.version(later)}, "registration { state }")
	is(t, "both withdrawn", []string{}, e.judged(e.doctor).told())
}

// agreed is a learning agreement with all that it must hold.
func agreed(contents ...string) object {
	if contents == nil {
		contents = []string{"TRAINING", "CREBO", "START", "END", "SIZE", "PARTIES"}
	}
	return object{"period": object{"from": "2024-09-02", "to": "2025-07-31"}, "contents": contents, "signatures": []object{{"signer": "PARTICIPANT"}, {"signer": "EMPLOYER"}, {"signer": "INSTITUTE"}}}
}

// mistakes are those that are made often: each is told as soon as the facts show it, and gone when it is mended.
func mistakes(t *testing.T, e *spp) {
	early := e.register(school(e.plan, "2024-08-18", "2025-07-31", nurse("Vroege Vogel", "S-3")))
	is(t, "a start before the first day", []string{"SPP-DATE-V4-A/refined NOTICE", "SPP-ERR-01/A BLOCKING"}, findings(e.judged(early).at("judgement")))

	chosen := nurse("Doel Groep", "S-4")
	chosen["statement"] = object{"targetGroup": "NIEUWE_INSTROOM"}
	open := nurse("Open Keus", "S-5")
	delete(open, "statement")
	groups := e.judged(e.register(school(e.plan, "2024-09-02", "2025-07-31", chosen, open)))
	for i, want := range []string{"SPP-ELIG-004 WARNING OPSCHOLING", "SPP-FLOW-005 MISSING OPSCHOLING"} {
		part := groups.at(fmt.Sprintf("participations.nodes.%d.judgement", i))
		is(t, "a target group is suggested", want, strings.Join(append(findings(part), part.text("findings.0.suggestion")), " "))
	}
	stated := e.ask(`query($id: ID!) { node(id: $id) { ... on Registration { number participations(first: 2) { nodes { targetGroup { code } } } } } }`, object{"id": e.byNumber(groups.text("number"))})
	is(t, "and never filled in", []string{"NIEUWE_INSTROOM", ""}, stated.each("node.participations.nodes", "targetGroup.code"))

	reg := e.register(school(e.plan, "2024-09-02", "2025-07-31", nurse("Fout Goed", "S-6")))
	for _, m := range []struct {
		what, kind, column string
		wrong, right       object
		want               []string
	}{
		{"an employment contract", "LEERWERKOVEREENKOMST", "LEERWERKOVEREENKOMST", agreed("START", "END", "PARTIES"), agreed(), []string{"SPP-ERR-02"}},
		{"a payslip of another month", "LOONSTROOK_START", "LOONSTROOK_START", object{"month": "2024-08"}, object{"month": "2024-09"}, []string{"SPP-ERR-07/start"}},
		{"an end payslip of another month", "LOONSTROOK_EIND", "LOONSTROOK_EIND", object{"month": "2025-06"}, object{"month": "2025-07"}, []string{"SPP-ERR-07/end"}},
		{"a diploma that cannot be read", "DIPLOMA", "PRESTATIEBEWIJS", object{"issuedOn": "2025-07-10", "isLegible": false}, object{"isLegible": true}, []string{"SPP-ERR-03"}},
	} {
		e.mend(t, reg, m.what, m.kind, m.column, m.wrong, m.right, m.want)
	}
	e.complete(reg, "LEERWERKOVEREENKOMST", "LOONSTROOK_START", "LOONSTROOK_EIND", "PRESTATIEBEWIJS")
	got := e.judged(reg)
	is(t, "all in order: 333 days at 8.21", "READY ELIGIBLE 2733.93", strings.Join([]string{got.text("state"), got.text("judgement.outcome"), got.text("judgement.amount")}, " "))
}

// matrixOfA: for each participant the matrix says which documents are asked; each empty cell is filled by a file that was
// uploaded, for one participant or for all at once; and nothing is complete before the employer says so.
func matrixOfA(t *testing.T, e *spp) {
	rulebook.Tries(t, "SPP-FLOW-006", "SPP-FLOW-007", "SPP-FLOW-008", "SPP-FLOW-009", "SPP-FLOW-016", "SPP-FLOW-017")
	reg := e.register(school(e.plan, "2024-09-02", "2025-07-31", nurse("Cel Een", "S-21"), nurse("Cel Twee", "S-22")))
	for row := range 2 {
		for _, column := range []string{"LEERWERKOVEREENKOMST", "LOONSTROOK_START", "LOONSTROOK_EIND", "PRESTATIEBEWIJS"} {
			is(t, "asked of each", []string{"MISSING"}, e.judged(reg).cellOf(row, column)[:1])
		}
	}
	states := func(column string) []string {
		j := e.judged(reg)
		return []string{j.cellOf(0, column)[0], j.cellOf(1, column)[0]}
	}
	attach := func(ticket, kind string, statement object, serves ...string) []string {
		in := object{"ticketID": ticket, "forID": reg, "expectedVersion": e.home(reg), "kind": kind, "statement": statement}
		if in["servesAll"] = len(serves) == 0; len(serves) > 0 {
			in["participationIDs"] = serves
		}
		_, refusals := e.try("attachDocument", in, "document { id }")
		return refusals
	}
	first := e.judged(reg).text("participations.nodes.0.id")
	early, _ := e.ticket(reg, "pok.pdf", 500)
	is(t, "a document without its file", []string{"INVALID UPLOAD_MISSING input.ticketID"}, attach(early, "LEERWERKOVEREENKOMST", agreed(), first))
	is(t, "and the cell stays empty", []string{"MISSING", "MISSING"}, states("LEERWERKOVEREENKOMST"))
	is(t, "for one", []string(nil), attach(e.uploaded(reg, "pok-een.pdf"), "LEERWERKOVEREENKOMST", agreed(), first))
	is(t, "that cell is filled", []string{"INCOMPLETE", "MISSING"}, states("LEERWERKOVEREENKOMST"))
	for kind, statement := range map[string]object{
		"LEERWERKOVEREENKOMST": agreed(), "LOONSTROOK_START": {"month": "2024-09"}, "LOONSTROOK_EIND": {"month": "2025-07"}, "DIPLOMA": {"issuedOn": "2025-07-10"},
	} {
		is(t, "for all at once", []string(nil), attach(e.uploaded(reg, "allen-"+strings.ToLower(kind)+".pdf"), kind, statement))
	}
	for _, column := range []string{"LEERWERKOVEREENKOMST", "LOONSTROOK_START", "LOONSTROOK_EIND", "PRESTATIEBEWIJS"} {
		is(t, "not said to be complete: "+column, []string{"INCOMPLETE", "INCOMPLETE"}, states(column))
		is(t, "the registration waits", "DRAFT", e.judged(reg).text("state"))
		e.complete(reg, column)
		is(t, "complete for all: "+column, []string{"COMPLETE", "COMPLETE"}, states(column))
	}
	is(t, "all is complete", "READY", e.judged(reg).text("state"))
}

// mend hands a document in as it should not be, and puts it right.
func (e *spp) mend(t *testing.T, reg, what, kind, column string, wrong, right object, want []string) {
	t.Helper()
	attached := e.do("attachDocument", object{
		"ticketID": e.uploaded(reg, strings.ToLower(kind)+what+".pdf"), "forID": reg, "expectedVersion": e.home(reg), "kind": kind, "servesAll": true, "statement": wrong,
	}, "document { id version }")
	is(t, what, append([]string{"INCOMPLETE"}, want...), e.judged(reg).cell(column))
	e.do("amendDocument", object{"id": attached.text("document.id"), "expectedVersion": attached.number("document.version"), "statement": right}, "document { id }")
	is(t, what+", mended", []string{"INCOMPLETE"}, e.judged(reg).cell(column)) // until the employer says that no more will come
}

func (e *employer) byNumber(number string) string {
	e.t.Helper()
	return e.ask(`query($n: String!) { registration(by: {number: $n}) { id } }`, object{"n": number}).text("registration.id")
}

// commission: under C the committee speaks before the registration can be handed in, and the size of the organisation
// decides the share.
func commission(t *testing.T, p *program, e *spp) {
	rulebook.Tries(t, "SPP-FLOW-016", "SPP-FLOW-018")
	e.do("submitPlan", object{"id": e.plan, "expectedVersion": e.version(e.plan)}, "isSubmitted")
	e.grant(p.persona(t, "leader.utrechtzorg"), p.persona(t, "regioplus"), "A", "B", "C")
	reg := e.register(lesson(e.plan, "Samenwerken in de wijk", again("S-1")))
	large := e.judged(reg)
	is(t, "without proof of size half is paid", "211.54", large.text("judgement.amount"))
	projectDocuments(t, p, e, reg)

	_, refusals := e.try("submitRegistration", object{"id": reg, "expectedVersion": e.version(reg)}, "isSubmitted")
	is(t, "before the committee spoke", []string{"CONFLICT CONTENT_NOT_APPROVED input.id"}, refusals)
	e.approvedContent(t, p, reg)
	e.mend(t, reg, "signed before the end", "PRESTATIEVERKLARING", "PRESTATIEVERKLARING",
		statement("2025-03-16", "2025-04-15"), statement("2025-03-31", "2025-04-14"), []string{"SPP-DOC-PV-04/early", "SPP-DOC-PV-05/late"})
	e.attach(reg, "LOONSTROOK_START", object{"month": "2025-03"})
	is(t, "a payslip, and perhaps more", []string{"INCOMPLETE"}, e.judged(reg).cell("LOONSTROOK_START"))
	e.complete(reg, "LOONSTROOK_START")
	is(t, "no more payslips come", []string{"COMPLETE"}, e.judged(reg).cell("LOONSTROOK_START"))
	e.attach(reg, "DIPLOMA", object{"issuedOn": "2025-03-17"})
	is(t, "another document beside it", []string{"INCOMPLETE", "CORE-DOCUMENT-BESIDE"}, e.judged(reg).cell("PRESTATIEVERKLARING"))
}

func statement(participant, teacher string) object {
	return object{"hasLetterhead": true, "contents": []string{"PROVIDER"}, "signatures": []object{{"signer": "PARTICIPANT", "signedOn": participant}, {"signer": "TEACHER", "signedOn": teacher}}}
}

// grant has the plan assessed as filed, and a thousand granted for each budget.
func (e *employer) grant(leader, regioplus *visitor, budgets ...string) {
	e.t.Helper()
	leader.verify(e)
	lines := leader.ask(`query($id: ID!) { node(id: $id) { ... on Plan { version lines { id participants requested } } } }`, object{"id": e.plan}).at("node")
	var assessed, amounts []object
	for i := range lines.list("lines") {
		l := lines.at(fmt.Sprintf("lines.%d", i))
		assessed = append(assessed, object{"lineID": l.text("id"), "participants": l.number("participants"), "amount": l.text("requested")})
	}
	for _, b := range budgets {
		amounts = append(amounts, object{"budget": b, "amount": "1000.00"})
	}
	leader.do("assessPlan", object{"id": e.plan, "expectedVersion": lines.number("version"), "verdict": "APPROVED", "lines": assessed}, "plan { state }")
	regioplus.do("enterGrant", object{"id": e.plan, "expectedVersion": e.version(e.plan), "amounts": amounts}, "plan { state }")
}

// approvedContent has the committee approve the content of a registration.
func (e *employer) approvedContent(t *testing.T, p *program, reg string) {
	t.Helper()
	asked := e.do("askContentJudgement", object{"id": reg, "expectedVersion": e.version(reg)}, "isAsked registration { state }")
	is(t, "put to the committee", "true AWAITING_CONTENT", asked.text("isAsked")+" "+asked.text("registration.state"))
	amr := p.persona(t, "amr")
	amr.do("judgeContent", object{"registrationID": reg, "expectedVersion": amr.version(reg), "verdict": "APPROVED"}, "registration { state }")
}

// elsewhere: that somebody takes part at another employer as well is seen by the assessor and by nobody else.
func elsewhere(t *testing.T, p *program, e *spp) {
	mine := e.course4(t, p, "Gesprekken met naasten", nurse("André O'Neill", "S-7"))
	c := e.introspect()
	c.without("Plan", "audit") // to look at personal data is an act too
	p.rows.in(t).quiet(e.org)  // what its own acts left to be judged again
	before := everything(t, c, e)
	other := &spp{employer: p.employer(t, "Elders", "30000002", "9711 CD")}
	other.plan = other.do("createPlan", sppPlan("v4"), "plan { id }").text("plan.id")
	other.do("submitPlan", object{"id": other.plan, "expectedVersion": other.version(other.plan)}, "isSubmitted")
	other.grant(p.persona(t, "leader.zorgpleinnoord"), p.persona(t, "regioplus"), "A", "B", "C")
	theirs := other.course4(t, p, "gesprekken met  naasten", nurse("andre oneill", "X-1"))
	draft := other.register(lesson(other.plan, "Iets anders", again("X-1")))

	if diff := cmp.Diff(before, everything(t, c, e)); diff != "" {
		t.Errorf("an employer can tell that somebody works elsewhere:\n%s", diff)
	}
	const matches = `query($id: ID!) { node(id: $id) { ... on Registration { judgement { findings { code } } possibleMatches {
		isSameTraining participation { employee { name } } registration { number activity { code } organisation { name } plan { release { scheme { slug } } } } } } } }`
	ssc := p.persona(t, "ssc")
	got := ssc.ask(matches, object{"id": mine}).at("node")
	is(t, "the assessor sees a possible match, which is no finding", object{
		"judgement": object{"findings": []any{}},
		"possibleMatches": []any{object{
			"isSameTraining": true, "participation": object{"employee": object{"name": "André O'Neill"}},
			"registration": object{
				"number": other.judged(theirs).text("number"), "activity": object{"code": "C"}, "organisation": object{"name": "Praktijk Elders"},
				"plan": object{"release": object{"scheme": object{"slug": "sectorplanplus-v4"}}},
			},
		}},
	}, as[object](got.value()))
	is(t, "a draft is nobody's to see", nil, ssc.ask(matches, object{"id": draft}).at("node").value())
	for name, v := range map[string]*visitor{
		"the employer": e.visitor, "the other": other.visitor, "a project leader": p.persona(t, "leader.utrechtzorg"), "RegioPlus": p.persona(t, "regioplus"),
		"a machine": p.machine(t, first(e.issue("READ", "READ_PERSONAL_DATA"))),
	} {
		for _, id := range []string{mine, theirs} {
			if a := v.ask(matches, object{"id": id}).at("node"); a.at("possibleMatches").value() != nil {
				t.Errorf("%s sees a possible match: %s", name, a.body)
			}
		}
	}
	other.do("withdrawRegistration", object{"id": theirs, "expectedVersion": other.version(theirs)}, "registration { state }")
	is(t, "withdrawn, it is no match any more", []any{}, ssc.ask(matches, object{"id": mine}).at("node.possibleMatches").value())
}

func first(secret, _ string) string { return secret }

// course4 is a course under C that was handed in.
func (e *spp) course4(t *testing.T, p *program, title string, participant object) string {
	t.Helper()
	reg := e.register(lesson(e.plan, title, participant))
	e.approvedContent(t, p, reg)
	e.attach(reg, "LOONSTROOK_START", object{"month": "2025-03"})
	e.attach(reg, "PRESTATIEVERKLARING", statement("2025-03-18", "2025-03-18"))
	e.complete(reg, "LOONSTROOK_START", "PRESTATIEVERKLARING")
	e.handIn(reg)
	return reg
}

// without has a field not asked.
func (c *catalogue) without(typ, field string) {
	of := c.types[typ]
	of.Fields = slices.DeleteFunc(slices.Clone(of.Fields), func(f fieldInfo) bool { return f.Name == field })
	c.types[typ] = of
}

// signed are the parts of an answer that differ each time.
var signed = regexp.MustCompile(`"downloadURL":"[^"]*"|"lastUsedAt":"[^"]*"`)

// everything is all that an employer can ask of its own things, event feed and counts included.
func everything(t *testing.T, c *catalogue, e *spp) []string {
	t.Helper()
	r := e.p.rows.in(t)
	r.settle()
	var all []string
	for typ, query := range map[string]string{
		"Registration": `SELECT id FROM registrations WHERE organisation_id = ? ORDER BY id`, "Participation": `SELECT id FROM participations WHERE organisation_id = ? ORDER BY id`,
		"Employee": `SELECT id FROM employees WHERE organisation_id = ? ORDER BY id`, "Plan": `SELECT id FROM plans WHERE organisation_id = ? ORDER BY id`,
		"Organisation": `SELECT id FROM organisations WHERE id = ?`, "MatrixCell": `SELECT id FROM cells WHERE organisation_id = ? ORDER BY id`,
	} {
		for ids := range slices.Chunk(r.texts(query, e.org), 50) {
			c.crawl(t, e.visitor, typ, ids, func(a *answer) { all = append(all, typ+" "+signed.ReplaceAllString(string(a.body), "")) })
		}
	}
	all = append(all, string(e.ask(`{ registrationCounts { state count } events(first: 100) { nodes { type subjectID subjectVersion } } }`, nil).body))
	slices.Sort(all)
	return all
}
