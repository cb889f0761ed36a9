package scenario_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// teller tells a story in steps, each with everything that it left behind.
type teller struct {
	*program
	t            testing.TB
	org          string
	lines, feeds int
}

// step takes a step, after which exactly these audit lines and events are new. What it left to be judged again belongs to
// it, whoever comes to that first: the step itself or the platform's own round.
func (s *teller) step(what string, acts, events []string, take func()) {
	s.t.Helper()
	take()
	if s.org == "" {
		return
	}
	r := s.rows.in(s.t)
	r.quiet(s.org)
	all := r.texts(`SELECT act, result FROM audit_entries WHERE organisation_id = ? ORDER BY at, id`, s.org)
	if diff := cmp.Diff(acts, nilled(all[s.lines:])); diff != "" {
		s.t.Errorf("%s: audit lines (-want +got)\n%s", what, diff)
	}
	s.lines = len(all)
	got := r.events(s.org, s.feeds)
	s.feeds += len(got)
	slices.Sort(got)
	slices.Sort(events)
	if diff := cmp.Diff(strings.Join(events, "\n"), strings.Join(got, "\n")); diff != "" {
		s.t.Errorf("%s: events (-want +got)\n%s", what, diff)
	}
}

func nilled(s []string) []string {
	if len(s) == 0 {
		return nil
	}
	return slices.Clone(s)
}

// is compares what was answered with what was expected.
func is(t testing.TB, what string, want, got any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got)\n%s", what, diff)
	}
}

const judgement = ` judgement { outcome amount findings { code severity } } `

// TestAnEmployersYearFromPlanToPayment is the story of SO-Z&W: everything that happened is stated, and nothing else did.
func TestAnEmployersYearFromPlanToPayment(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, database string) {
		p := run(t, database)
		s := &teller{program: p, t: t}
		e := signUp(t, s)
		leader, regioplus := p.persona(t, "leader.utrechtzorg"), p.persona(t, "regioplus")
		granted(t, s, e, leader, regioplus)
		day, course := registered(t, s, e)
		s.step("the year is over", []string{"judgeAgain DONE"}, []string{"JUDGEMENT_CHANGED", "JUDGEMENT_CHANGED"}, func() {
			p.advance(t, "2027-01-11T10:00:00+01:00")
			p.rows.in(t).quiet(e.org)
		})
		repaired(t, s, e, p.persona(t, "ssc"), course)
		cutOff(t, s, e, p.persona(t, "ssc"), day)
		machines(t, s, e)
		whole(t, p)
	})
}

func signUp(t *testing.T, s *teller) *employer {
	v := s.persona(t, "employer")
	me := v.ask(`{ viewer { person { name email } actingRole { role } organisation { id } roles { role } language deadlines { code } } }`, nil)
	is(t, "who has no organisation yet", object{
		"person":     object{"name": "Evi Werkgever", "email": "employer@demo.example"},
		"actingRole": nil, "organisation": nil, "roles": []any{}, "language": "EN", "deadlines": []any{},
	}, as[object](me.at("viewer").value()))
	region := v.ask(`{ regionForPostcode(postcode: "3511 AB") { confidence region { province regionalOrganisation { name } } } }`, nil)
	is(t, "the region of a postcode", "HIGH Utrechtzorg", region.text("regionForPostcode.confidence")+" "+region.text("regionForPostcode.region.regionalOrganisation.name"))

	e := &employer{visitor: v}
	made := v.do("createOrganisation", organisation("De Linde", "12345678", "3511AB"), `organisation {
		id version name kvkNumber postcode fundingLaws isMedicalSpecialist isSubcontractorOnly group { topName } regionReason
		region { regionalOrganisation { name } } contacts { person { name } isSignatory endedOn } plans { id } registrationCounts { state } tokens { id } }`)
	e.org, s.org = made.text("organisation.id"), made.text("organisation.id")
	is(t, "the organisation", object{
		"id": e.org, "version": made.at("organisation.version").value(), "name": "Praktijk De Linde", "kvkNumber": "12345678", "postcode": "3511 AB",
		"fundingLaws": []any{"ZVW"}, "isMedicalSpecialist": false, "isSubcontractorOnly": false, "group": nil, "regionReason": nil,
		"region":   object{"regionalOrganisation": object{"name": "Utrechtzorg"}},
		"contacts": []any{object{"person": object{"name": "Evi Werkgever"}, "isSignatory": false, "endedOn": nil}},
		"plans":    []any{}, "registrationCounts": []any{}, "tokens": []any{},
	}, as[object](made.at("organisation").value()))
	s.step("sign up the organisation", []string{"createOrganisation DONE"}, []string{"ORGANISATION_CHANGED"}, func() {})
	is(t, "acting role", "EMPLOYER", v.ask(`{ viewer { actingRole { role } } }`, nil).text("viewer.actingRole.role"))
	return e
}

func granted(t *testing.T, s *teller, e *employer, leader, regioplus *visitor) {
	var made *answer
	s.step("make a plan", []string{"createPlan DONE"}, []string{"PLAN_CHANGED"}, func() {
		made = e.do("createPlan", planInput(), `plan { id version number state requested submittedAt lines { id activity { code } participants requested assessed } `+judgement+` }`)
	})
	e.plan = made.text("plan.id")
	is(t, "the plan, and what of it is guaranteed", "DRAFT 35000.00 ELIGIBLE 15000.00", strings.Join([]string{made.text("plan.state"), made.text("plan.requested"), made.text("plan.judgement.outcome"), made.text("plan.judgement.amount")}, " "))
	s.step("hand it in", []string{"submitPlan DONE"}, []string{"PLAN_STATE_CHANGED"}, func() {
		got := e.do("submitPlan", object{"id": e.plan, "expectedVersion": made.number("plan.version")}, `isSubmitted plan { state submittedAt } findings { severity }`)
		is(t, "handed in", "true SUBMITTED", got.text("isSubmitted")+" "+got.text("plan.state"))
	})
	s.advance(t, "2026-01-15T10:00:00+01:00")
	queue := leader.ask(`{ assessmentQueue(stage: PLAN, first: 10) { totalCount nodes { isResubmission openCells subject { ... on Plan { id version lines { id activity { code } participants requested } } } } } }`, nil).at("assessmentQueue")
	is(t, "the leader's queue", "1 "+e.plan, queue.text("totalCount")+" "+queue.text("nodes.0.subject.id"))
	plan := queue.at("nodes.0.subject")
	var lines []object
	for i, activity := range plan.each("lines", "activity.code") {
		l := plan.at(fmt.Sprintf("lines.%d", i))
		line := object{"lineID": l.text("id"), "participants": l.number("participants"), "amount": l.text("requested")}
		if activity == "1B" {
			line["amount"], line["reason"] = "4000.00", "Eén traject minder is realistisch."
		}
		lines = append(lines, line)
	}
	s.step("assess it", []string{"assessPlan DONE"}, []string{"PLAN_STATE_CHANGED", "JUDGEMENT_CHANGED"}, func() {
		got := leader.do("assessPlan", object{"id": e.plan, "expectedVersion": plan.number("version"), "verdict": "APPROVED", "lines": lines},
			`plan { state assessment { verdict by { name } } lines { assessed reductionReason } }`)
		is(t, "assessed", "ASSESSED APPROVED 20000.00,4000.00,10000.00", got.text("plan.state")+" "+got.text("plan.assessment.verdict")+" "+strings.Join(got.each("plan.lines", "assessed"), ","))
	})
	s.advance(t, "2026-03-02T10:00:00+01:00")
	s.step("know who speaks for it", []string{"verifyContact DONE"}, []string{"CONTACT_CHANGED"}, func() { leader.verify(e) })
	s.step("grant it", []string{"enterGrant DONE"}, []string{"GRANT_ENTERED", "PLAN_STATE_CHANGED"}, func() {
		got := regioplus.do("enterGrant", object{
			"id": e.plan, "expectedVersion": e.version(e.plan), "note": "Eerste toekenning.", "withdrawnPart": "Een deel van activiteit 1 gaat niet door.",
			"amounts": []object{{"budget": "1", "amount": "3500.00"}, {"budget": "2", "amount": "8000.00"}},
		}, `plan { state grant { note amounts { budget { code } amount } } }`)
		is(t, "granted", "GRANTED 1,2 3500.00,8000.00", got.text("plan.state")+" "+strings.Join(got.each("plan.grant.amounts", "budget.code"), ",")+" "+strings.Join(got.each("plan.grant.amounts", "amount"), ","))
	})
}

func registered(t *testing.T, s *teller, e *employer) (day, course string) {
	s.step("take an employee in", []string{"createEmployee DONE"}, []string{"EMPLOYEE_CHANGED"}, func() {
		e.do("createEmployee", object{"employee": hired("Noor Voorbeeld", "M-001")}, "employee { id }")
	})
	second := someone("Sam Verzonnen", "M-002")
	as[object](second["statement"])["hasRepaymentArrangement"] = true
	as[object](as[object](second["employee"])["new"])["contractHours"] = "20.00"
	var reg *answer
	s.step("register a training", []string{"createRegistration DONE", "createEmployee DONE"}, []string{"EMPLOYEE_CHANGED", "REGISTRATION_CHANGED", "JUDGEMENT_CHANGED"}, func() {
		reg = e.do("createRegistration", e.listed(known("M-001"), second), `registration { id number version state activity { code } participantCount `+judgement+`
			participations(first: 10) { totalCount nodes { id version employee { name } `+judgement+` } } }`)
	})
	day = reg.text("registration.id")
	is(t, "the registration", "DRAFT 1A 2", reg.text("registration.state")+" "+reg.text("registration.activity.code")+" "+reg.text("registration.participations.totalCount"))
	list := reg.at("registration.participations")
	is(t, "names", []string{"Noor Voorbeeld", "Sam Verzonnen"}, list.each("nodes", "employee.name"))
	is(t, "amounts by the day", []string{"ELIGIBLE", "INELIGIBLE"}, list.each("nodes", "judgement.outcome"))
	is(t, "334 days x 9.04", "3019.36", list.text("nodes.0.judgement.amount"))
	is(t, "what blocks", true, slices.Contains(list.each("nodes.1.judgement.findings", "code"), "SOZW-ELIG-019"))
	s.step("mend what was found", []string{"amendParticipation DONE"}, []string{"REGISTRATION_CHANGED", "JUDGEMENT_CHANGED"}, func() {
		got := e.do("amendParticipation", object{"id": list.text("nodes.1.id"), "expectedVersion": list.number("nodes.1.version"), "statement": object{"hasRepaymentArrangement": false}},
			`participation { judgement { outcome amount calculation { amount maximum steps { number operation unit value exact operands } } receipt { factsHash } } }`).at("participation.judgement")
		is(t, "334 days x 7.39", "ELIGIBLE 2468.26 2468.26", got.text("outcome")+" "+got.text("amount")+" "+got.text("calculation.amount"))
		steps := got.list("calculation.steps")
		is(t, "the last step is the amount", "2468.26", got.text(fmt.Sprintf("calculation.steps.%d.value", len(steps)-1)))
	})
	// Another registration of the same person is a fact of the first, which is judged again when it comes and when it goes,
	// and below when it is submitted and approved.
	s.step("register a higher training", []string{"createRegistration DONE", "judgeAgain DONE", "withdrawRegistration DONE", "judgeAgain DONE"}, []string{"REGISTRATION_CHANGED", "JUDGEMENT_CHANGED", "REGISTRATION_STATE_CHANGED"}, func() {
		in := e.listed(known("M-001"))
		in["activity"] = "1B"
		in["training"] = object{"listed": object{"list": "ad-posthbo", "title": firstOf(e, "ad-posthbo"), "route": "ASSOCIATE_DEGREE"}}
		got := e.do("createRegistration", in, `registration { id version state `+judgement+` }`)
		is(t, "a higher training", "DRAFT ELIGIBLE 3019.36", got.text("registration.state")+" "+got.text("registration.judgement.outcome")+" "+got.text("registration.judgement.amount"))
		out := e.do("withdrawRegistration", object{"id": got.text("registration.id"), "expectedVersion": got.number("registration.version"), "reason": "Gaat niet door."}, "registration { state }")
		is(t, "withdrawn", "WITHDRAWN", out.text("registration.state"))
	})
	s.step("register a course", []string{"createRegistration DONE", "judgeAgain DONE"}, []string{"REGISTRATION_CHANGED", "JUDGEMENT_CHANGED"}, func() {
		got := e.do("createRegistration", e.course("Samen beslissen in de praktijk", known("M-001")), `registration { id state `+judgement+` }`)
		course = got.text("registration.id")
		is(t, "8 hours, group of 12, external", "DRAFT ELIGIBLE 131.94", got.text("registration.state")+" "+got.text("registration.judgement.outcome")+" "+got.text("registration.judgement.amount"))
	})
	return day, course
}

// firstOf is the title of the first training of a list of the scheme.
func firstOf(e *employer, list string) string {
	return e.ask(`query($list: String!) { scheme(slug: "sozw-2026") { inForce { manifest { trainings(filter: {list: $list}, first: 1) { nodes { title } } } } } }`,
		object{"list": list}).text("scheme.inForce.manifest.trainings.nodes.0.title")
}

func repaired(t *testing.T, s *teller, e *employer, ssc *visitor, course string) {
	s.step("hand in too early", []string{"submitRegistration REFUSED"}, nil, func() {
		got := e.do("submitRegistration", object{"id": course, "expectedVersion": e.version(course)}, "isSubmitted registration { state } hindrances { column { code } cellState participation { id } }")
		is(t, "not handed in", "false DRAFT", got.text("isSubmitted")+" "+got.text("registration.state"))
		is(t, "what hinders", []string{"LOONSTROOK_START", "PRESTATIEVERKLARING"}, got.each("hindrances", "column.code"))
	})
	s.step("attach all that is asked",
		[]string{"createUploadTickets DONE", "attachDocument DONE", "createUploadTickets DONE", "attachDocument DONE", "completeCells DONE", "completeCells DONE"},
		[]string{"DOCUMENT_CHANGED", "JUDGEMENT_CHANGED", "CELL_STATE_CHANGED", "DOCUMENT_CHANGED", "JUDGEMENT_CHANGED", "CELL_STATE_CHANGED", "CELL_STATE_CHANGED", "CELL_STATE_CHANGED", "REGISTRATION_STATE_CHANGED"},
		func() { e.ready(course) })
	s.step("hand in", []string{"submitRegistration DONE", "judgeAgain DONE"}, []string{"REGISTRATION_STATE_CHANGED"}, func() { e.handIn(course) })
	queue := ssc.ask(`{ assessmentQueue(stage: REGISTRATION, first: 10) { totalCount nodes { assessor { id } openCells subject { ... on Registration { id } } } } }`, nil).at("assessmentQueue")
	is(t, "the queue of the SSC", "1 "+course+" 3", queue.text("totalCount")+" "+queue.text("nodes.0.subject.id")+" "+queue.text("nodes.0.openCells"))
	s.step("send it back", []string{"startReview DONE", "judgeCells DONE", "judgeCells DONE", "decideRegistration DONE"},
		[]string{"REGISTRATION_STATE_CHANGED", "CELL_STATE_CHANGED", "CELL_STATE_CHANGED", "CELL_STATE_CHANGED", "REGISTRATION_STATE_CHANGED"},
		func() { ssc.sendBack(course, "PRESTATIEVERKLARING") })
	got := e.ask(`query($id: ID!) { node(id: $id) { ... on Registration { state decisions { verdict note by { name } } nextSteps { action role }
		repair { note dueAt mendedCount cells { column state lastJudgement { note reason { code } by { name } } documents { id version } } } } } }`, object{"id": course}).at("node")
	is(t, "back to the employer", "REPAIR REPAIR Graag herstellen. Graag herstellen. 0", strings.Join([]string{got.text("state"), got.text("decisions.0.verdict"), got.text("decisions.0.note"), got.text("repair.note"), got.text("repair.mendedCount")}, " "))
	is(t, "an assessor has no name for employers", "", got.text("decisions.0.by.name")+got.text("repair.cells.0.lastJudgement.by.name"))
	is(t, "what is to be mended", "PRESTATIEVERKLARING DOCUMENT_NOT_SIGNED", got.text("repair.cells.0.column")+" "+got.text("repair.cells.0.lastJudgement.reason.code"))
	s.step("mend and hand in again", []string{"createUploadTickets DONE", "replaceDocument DONE", "completeCells DONE", "submitRegistration DONE"}, []string{"DOCUMENT_CHANGED", "CELL_STATE_CHANGED", "REGISTRATION_STATE_CHANGED"}, func() {
		ticket := e.uploaded(course, "signed.pdf")
		done := e.do("replaceDocument", object{
			"id": got.text("repair.cells.0.documents.0.id"), "expectedVersion": got.number("repair.cells.0.documents.0.version"), "ticketID": ticket,
			"statement": object{"issuedOn": "2026-05-12"},
		}, "document { history { name } } cells { state }")
		is(t, "the old file is kept", 1, len(done.list("document.history")))
		e.complete(course, "PRESTATIEVERKLARING")
		e.handIn(course)
	})
	var decided *answer
	s.step("approve it", []string{"startReview DONE", "judgeCells DONE", "decideRegistration DONE", "judgeAgain DONE"}, []string{"REGISTRATION_STATE_CHANGED", "CELL_STATE_CHANGED", "REGISTRATION_STATE_CHANGED"}, func() {
		ssc.review(course)
		ssc.do("judgeCells", ssc.judgements(course, approved, func(_, state string) bool { return state != "APPROVED" }), "cells { state }")
		decided = ssc.do("decideRegistration", object{"id": course, "expectedVersion": ssc.version(course), "verdict": "APPROVED"},
			"registration { state payable } decision { verdict amount by { name } receipt { id } } ledger { budget { code } approved payable cutOff }")
	})
	is(t, "approved", "APPROVED 131.94 131.94 2 131.94 131.94 0.00", strings.Join([]string{
		decided.text("registration.state"), decided.text("registration.payable"), decided.text("decision.amount"), decided.text("ledger.budget.code"),
		decided.text("ledger.approved"), decided.text("ledger.payable"), decided.text("ledger.cutOff"),
	}, " "))
}

func cutOff(t *testing.T, s *teller, e *employer, ssc *visitor, day string) {
	var lines, events []string
	for range 4 { // documents, for two participants
		lines = append(lines, "createUploadTickets DONE", "attachDocument DONE")
		events = append(events, "DOCUMENT_CHANGED", "JUDGEMENT_CHANGED", "CELL_STATE_CHANGED", "CELL_STATE_CHANGED")
	}
	for range 4 { // columns
		lines = append(lines, "completeCells DONE")
		events = append(events, "CELL_STATE_CHANGED", "CELL_STATE_CHANGED")
	}
	lines = append(lines, "submitRegistration DONE", "startReview DONE", "judgeCells DONE", "decideRegistration DONE")
	events = append(events, slices.Repeat([]string{"REGISTRATION_STATE_CHANGED"}, 4)...) // ready, handed in, in review, approved
	events = append(events, slices.Repeat([]string{"CELL_STATE_CHANGED"}, 8)...)         // judged
	s.step("account for the training", lines, events, func() {
		e.attach(day, "LEERWERKOVEREENKOMST", object{"period": object{"start": "2026-02-01", "end": "2027-08-30"}})
		e.attach(day, "LOONSTROOK_START", object{"month": "2026-02"})
		e.attach(day, "LOONSTROOK_EIND", object{"month": "2026-12"})
		e.attach(day, "DEELNAMEBEWIJS", object{"issuedOn": "2027-01-05"})
		e.complete(day, "LEERWERKOVEREENKOMST", "LOONSTROOK_START", "LOONSTROOK_EIND", "PRESTATIEBEWIJS")
		e.handIn(day)
		ssc.approve(day)
	})
	got := e.ask(`query($id: ID!) { node(id: $id) { ... on Plan { ledger { budget { code } requested granted registered submitted approved payable cutOff free activities { activity { code } participants } } } } }`, object{"id": e.plan}).at("node")
	is(t, "the ledger: payable is at most what was granted", []any{
		object{
			"budget": object{"code": "1"}, "requested": "24000.00", "granted": "3500.00", "registered": "5487.62", "submitted": "0.00", "approved": "5487.62",
			"payable": "3500.00", "cutOff": "1987.62", "free": "0.00",
			"activities": []any{object{"activity": object{"code": "1A"}, "participants": got.at("ledger.0.activities.0.participants").value()}, object{"activity": object{"code": "1B"}, "participants": got.at("ledger.0.activities.1.participants").value()}},
		},
		object{
			"budget": object{"code": "2"}, "requested": "10000.00", "granted": "8000.00", "registered": "131.94", "submitted": "0.00", "approved": "131.94",
			"payable": "131.94", "cutOff": "0.00", "free": "7868.06",
			"activities": []any{object{"activity": object{"code": "2"}, "participants": got.at("ledger.1.activities.0.participants").value()}},
		},
	}, got.list("ledger"))
	s.step("ask what is not stored", nil, nil, func() {
		in := e.listed()
		delete(in, "planID")
		in["participants"] = nil
		delete(in, "participants")
		in["training"] = object{"listed": object{"list": "mbo", "code": "23178", "title": "Apothekersassistent", "route": "DERDE_LEERWEG"}}
		in["participations"] = []object{{"key": "a", "employmentStart": "2026-01-01", "statement": object{"contractHours": "36.00", "employment": "EMPLOYED", "employeeContribution": "0.00", "hasRepaymentArrangement": false, "otherSubsidies": []string{}}}}
		got := e.ask(`query($i: EvaluateInput!) { evaluate(input: $i) { judgement { outcome findings { code } } participations { key judgement { outcome } requirements { state requirement { code } } } } }`,
			object{"i": object{"scheme": "sozw-2026", "subject": object{"registration": in}}}).at("evaluate")
		is(t, "a route that is not printed", "INELIGIBLE true a", got.text("judgement.outcome")+" "+fmt.Sprint(slices.Contains(got.each("judgement.findings", "code"), "SOZW-DATA-010"))+" "+got.text("participations.0.key"))
	})
}

// importInput are three registrations by the keys of the employer's system; the last has a day that does not exist.
func (e *employer) importInput() object {
	var rows []object
	for i, start := range []string{"2026-06-01", "2026-06-02", "2026-02-29"} {
		row := e.course("Palliatieve zorg thuis", known("M-001"))
		delete(row, "planID")
		row["start"], row["end"], row["externalReference"] = start, fmt.Sprintf("2026-06-0%d", i+1), fmt.Sprintf("HR-%d", i)
		rows = append(rows, row)
	}
	return object{"planID": e.plan, "rows": rows}
}

const imported = `counts { result count } results { index externalReference result registration { number externalReference } judgement { outcome amount } userErrors { code reason path }
	participations { index pointer participation { id } judgement { outcome findings { code pointer } } requirements { state } }
	hindrances { kind message { nl en } remedy { nl en } possibleFrom finding { code severity } pointer participation { id } column { code } cellState cell { id state } document { id } } }`

func machines(t *testing.T, s *teller, e *employer) {
	var secret string
	s.step("make a token", []string{"createPartnerToken DONE"}, nil, func() {
		secret, _ = e.issue("READ", "READ_PERSONAL_DATA", "WRITE_EMPLOYEES", "WRITE_REGISTRATIONS")
	})
	m := s.machine(t, secret)
	dry := e.importInput()
	dry["isDryRun"] = true
	s.step("try an import", nil, nil, func() {
		got := m.under("story-0").do("importRegistrations", dry, imported)
		is(t, "what would happen", []string{"CREATED", "CREATED", "REFUSED"}, got.each("results", "result"))
		is(t, "what is wrong with the last", []any{object{"code": "INVALID", "reason": "MALFORMED", "path": []any{"input", "rows", "2", "start"}}}, got.list("results.2.userErrors"))
		is(t, "who would take part", []any{"0", "/participations/0", nil}, []any{got.text("results.0.participations.0.index"), got.text("results.0.participations.0.pointer"), got.at("results.0.participations.0.participation").value()})
		is(t, "what would hinder", []string{"CELL", "CELL"}, got.each("results.0.hindrances", "kind"))
	})
	var first, again *answer
	// The rows name one person twice: the second is judged beside the first, and the first again by the next round.
	s.step("import", []string{"importRegistrations DONE", "importRegistrations DONE", "judgeAgain DONE"},
		[]string{"REGISTRATION_CHANGED", "JUDGEMENT_CHANGED", "REGISTRATION_CHANGED", "JUDGEMENT_CHANGED", "JUDGEMENT_CHANGED"}, func() {
			first = m.under("story-1").do("importRegistrations", e.importInput(), imported)
			s.rows.in(t).quiet(e.org)
		})
	s.step("import once more", nil, nil, func() { again = m.under("story-1").do("importRegistrations", e.importInput(), imported) })
	is(t, "the same answer to the same key", string(first.body), string(again.body))
	s.step("import under another key", nil, nil, func() {
		got := m.under("story-2").do("importRegistrations", e.importInput(), imported)
		is(t, "nothing is doubled", []string{"UNCHANGED", "UNCHANGED", "REFUSED"}, got.each("results", "result"))
	})
	s.step("another body under the same key", nil, nil, func() {
		_, refusals := m.under("story-1").try("importRegistrations", dry, imported)
		is(t, "a key for another body", []string{"! CONFLICT IDEMPOTENCY_KEY_REUSED"}, refusals)
	})
	is(t, "the feed holds all that happened", s.rows.in(t).events(e.org, 0), follow(m))
}

// follow reads the whole feed, three at a time, and returns the types; nothing may come twice.
func follow(m *visitor) []string {
	m.t.Helper()
	m.p.rows.in(m.t).settle()
	var types []string
	seen := map[string]bool{}
	var after any
	for {
		page := m.ask(`query($after: String) { events(first: 3, after: $after) { pageInfo { hasNextPage endCursor } nodes { id type } } }`, object{"after": after}).at("events")
		for i, id := range page.each("nodes", "id") {
			if seen[id] {
				m.t.Errorf("event %s came twice", id)
			}
			seen[id] = true
			types = append(types, page.each("nodes", "type")[i])
		}
		if page.text("pageInfo.hasNextPage") != "true" {
			return types
		}
		after = page.text("pageInfo.endCursor")
	}
}
