package scenario_test

import (
	"strings"
	"testing"
)

// TestAPlanGoesNoFurtherThanTheRegulationAllows takes one plan along every act that the regulation, a window or the
// guaranteed part stops: each says why, and what would be right.
func TestAPlanGoesNoFurtherThanTheRegulationAllows(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, database string) {
		p := run(t, database)
		leader, regioplus := p.persona(t, "leader.utrechtzorg"), p.persona(t, "regioplus")
		e, late := p.employer(t, "Linde", "10000001", "3511 AB"), p.employer(t, "Laat", "10000002", "3511 AB")
		late.file()
		statedGroup(t, p)
		confirmedGroup(t, p, leader)
		submittedWhole(t, e)
		handedBack(t, e, leader)
		p.advance(t, assessing)
		assessedInTime(t, e, leader)
		leader.verify(e)
		grantedWhole(t, e, regioplus)
		p.advance(t, "2026-02-14T10:00:00+01:00")
		assessedLate(t, late, leader)
		whole(t, p)
	})
}

// statedGroup: who names Linde the top of its group, which Linde never confirmed, has a draft, and keeps Linde from nothing.
// By its own word it is not the top of its group, which is for the scheme to say.
func statedGroup(t *testing.T, p *program) {
	v := p.newcomer(t, "Dochter")
	v.do("createOrganisation", inGroupOf(organisation("Dochter", "10000008", "3511 AB"), "10000001"), "organisation { id }")
	made := v.do("createPlan", planInput(), "plan { state judgement { outcome findings(atLeast: BLOCKING) { code } } }").at("plan")
	is(t, "a plan of its own", "DRAFT INELIGIBLE", made.text("state")+" "+made.text("judgement.outcome"))
	is(t, "what blocks it", []string{"SOZW-PLAN-009"}, made.each("judgement.findings", "code"))
}

// confirmedGroup: what a holding has of an organisation counts once the leader saw the extract, and the refusal says who is
// at the top.
func confirmedGroup(t *testing.T, p *program, leader *visitor) {
	e := p.employer(t, "Onder", "10000012", "3511 AB")
	tie := e.do("stateTie", object{
		"holder": object{"registerNumber": "70000001", "name": "Holding"}, "held": object{"registerNumber": e.kvk, "name": "Onder"},
		"kind": "CAPITAL", "share": object{"of": object{"partCount": 501, "wholeCount": 1000}}, "start": "2020-01-01",
	}, "tie { id version state share { percent } viewerCan(action: CONFIRM) { why } }").at("tie")
	is(t, "a tie that was stated", "STATED 50.1 OWN_STATEMENT", tie.text("state")+" "+tie.text("share.percent")+" "+tie.text("viewerCan.why"))
	e.plan = e.do("createPlan", planInput(), "plan { id judgement { outcome } }").text("plan.id")
	leader = leader.in(t)
	is(t, "waits for the leader", []string{tie.text("id")}, leader.ask(`{ ties(filter: {states: [STATED, ENDING]}, first: 10) { nodes { id } } }`, nil).each("ties.nodes", "id"))
	leader.do("confirmTie", object{"id": tie.text("id"), "expectedVersion": 1, "extractOn": "2025-11-24"}, "tie { state }")
	got := e.do("submitPlan", object{"id": e.plan, "expectedVersion": 1}, "isSubmitted group { code isContradicted top { name registerNumber } message { en } steps { text { en } } }"+whyNot)
	is(t, "below a holding", "false DRAFT BLOCKING /organisation/groupTop Have the parent organisation submit the plan. MISSING /facts/groupHasHospital Fill in the fact.", said(got, "isSubmitted"))
	is(t, "who is at the top", "NOT_TOP false Holding 70000001", strings.Join([]string{got.text("group.code"), got.text("group.isContradicted"), got.text("group.top.0.name"), got.text("group.top.0.registerNumber")}, " "))
	is(t, "and why", "Holding decides over Praktijk Onder: it has 50.1% of the capital.", got.text("group.steps.0.text.en"))
}

const whyNot = ` plan { state requested judgement { outcome } } findings { code severity pointer remedy { text } }`

// submittedWhole: a plan is submitted when nothing is missing, and stays so when it is amended.
func submittedWhole(t *testing.T, e *employer) {
	in := planInput()
	in["facts"] = []object{}
	e.plan = e.do("createPlan", in, "plan { id }").text("plan.id")
	got := e.do("submitPlan", object{"id": e.plan, "expectedVersion": 1}, "isSubmitted"+whyNot)
	is(t, "without a fact", "false DRAFT MISSING /facts/employsStaff Fill in the fact.", said(got, "isSubmitted"))
	e.do("amendPlan", object{"id": e.plan, "expectedVersion": 1, "facts": planInput()["facts"]}, "plan { version }")
	is(t, "with it", "true", e.do("submitPlan", object{"id": e.plan, "expectedVersion": 2}, "isSubmitted").text("isSubmitted"))

	most := []object{{"activity": "1A", "participants": 1000, "requested": "3000000.01"}}
	got = e.do("amendPlan", object{"id": e.plan, "expectedVersion": 3, "lines": most}, "isAmended"+whyNot)
	is(t, "a cent above the maximum", "false SUBMITTED BLOCKING  Lower the amounts applied for.", said(got, "isAmended"))
	is(t, "it stays as it was", "35000.00 ELIGIBLE 3", got.text("plan.requested")+" "+got.text("plan.judgement.outcome")+" "+e.ask(versionOf, object{"id": e.plan}).text("node.version"))
}

// said is whether an act was done, the state of the plan, and the finding that is gravest, with its place and remedy.
func said(a *answer, done string) string {
	words := []string{a.text(done), a.text("plan.state")}
	for i, severity := range a.each("findings", "severity") {
		if severity == "MISSING" || severity == "BLOCKING" {
			words = append(words, severity, a.each("findings", "pointer")[i], a.each("findings", "remedy.text")[i])
		}
	}
	return strings.Join(words, " ")
}

// handedBack: while plans are filed a leader may hand one back, and not assess it.
func handedBack(t *testing.T, e *employer, leader *visitor) {
	const may = `query($id: ID!) { node(id: $id) { ... on Plan { viewerCanEach(actions: [ASSESS, RETURN]) { isAllowed why possibleFrom message { text } } } } }`
	can := leader.ask(may, object{"id": e.plan}).at("node")
	is(t, "may assess, may return", []string{"false", "true"}, can.each("viewerCanEach", "isAllowed"))
	is(t, "from when", "HELD 2025-12-22 You can assess the plan from 22 December 2025.", can.text("viewerCanEach.0.why")+" "+can.text("viewerCanEach.0.possibleFrom")+" "+can.text("viewerCanEach.0.message.text"))
	_, refusals := leader.try("assessPlan", object{"id": e.plan, "expectedVersion": 3, "verdict": "REJECTED", "note": "Nee.", "lines": []object{}}, "")
	is(t, "assessed too early", []string{"CONFLICT HELD input.id"}, refusals)
	_, refusals = leader.try("returnPlan", object{"id": e.plan, "expectedVersion": 3, "reason": " "}, "")
	is(t, "returned without a reason", []string{"INVALID REASON_REQUIRED input.reason"}, refusals)
	got := leader.do("returnPlan", object{"id": e.plan, "expectedVersion": 3, "reason": "Activiteit 1B ontbreekt."}, "plan { state submittedAt assessment { at } }")
	is(t, "returned", object{"state": "DRAFT", "submittedAt": nil, "assessment": nil}, as[object](got.at("plan").value()))
	seen := e.ask(`query($id: ID!) { node(id: $id) { ... on Plan { version returned { reason } } } }`, object{"id": e.plan}).at("node")
	is(t, "what its applicant reads", "Activiteit 1B ontbreekt.", seen.text("returned.reason"))
	is(t, "submitted again", "true", e.do("submitPlan", object{"id": e.plan, "expectedVersion": seen.number("version")}, "isSubmitted").text("isSubmitted"))
}

// assessedInTime: the calendar of the leader says until when; what became of the organisation meanwhile counts.
func assessedInTime(t *testing.T, e *employer, leader *visitor) {
	const calendar = `{ viewer { deadlines { code role at on { id } } } }`
	due := leader.ask(calendar, nil).at("viewer")
	is(t, "what is due", []string{"assessment", "assessment"}, due.each("deadlines", "code"))
	is(t, "until when", "PROJECT_LEADER 2026-02-13T22:59:59Z", due.text("deadlines.0.role")+" "+due.text("deadlines.0.at"))
	is(t, "of the dossier", true, strings.Contains(string(e.ask(`query($id: ID!) { node(id: $id) { ... on Plan { deadlines { code at } } } }`, object{"id": e.plan}).body), `"assessment"`))

	_, refusals := leader.try("returnPlan", object{"id": e.plan, "expectedVersion": e.version(e.plan), "reason": "Te laat."}, "")
	is(t, "returned when it cannot be submitted any more", []string{"CONFLICT WRONG_STATE input.id"}, refusals)
	hospital := func(is bool) {
		e.do("amendOrganisation", object{"id": e.org, "expectedVersion": e.version(e.org), "isMedicalSpecialist": is}, "organisation { id }")
	}
	hospital(true)
	got := leader.do("assessPlan", e.asFiled(), "isAssessed"+whyNot)
	is(t, "of a hospital", "false SUBMITTED BLOCKING /organisation/medicalSpecialist ", said(got, "isAssessed"))
	hospital(false)
	got = leader.do("assessPlan", e.asFiled(), "isAssessed plan { state assessment { isLate lateReason } }")
	is(t, "of a practice", object{"isAssessed": true, "plan": object{"state": "ASSESSED", "assessment": object{"isLate": false, "lateReason": nil}}}, as[object](without(got, "userErrors")))
	is(t, "done with", 1, len(leader.ask(calendar, nil).list("viewer.deadlines")))
}

// without is an answer less a field.
func without(a *answer, field string) any {
	out := object{}
	for k, v := range as[object](a.value()) {
		if k != field {
			out[k] = v
		}
	}
	return out
}

// asFiled approves the plan as it was filed.
func (e *employer) asFiled() object {
	e.t.Helper()
	plan := e.ask(`query($id: ID!) { node(id: $id) { ... on Plan { version lines { id participants requested } } } }`, object{"id": e.plan}).at("node")
	var lines []object
	for _, one := range plan.list("lines") {
		l := as[object](one)
		lines = append(lines, object{"lineID": l["id"], "participants": l["participants"], "amount": l["requested"]})
	}
	return object{"id": e.plan, "expectedVersion": plan.number("version"), "verdict": "APPROVED", "lines": lines}
}

// grantedWhole: the first 15.000 of the plan is granted whole, unless its applicant withdrew a part.
func grantedWhole(t *testing.T, e *employer, regioplus *visitor) {
	grant := func(one, two string) object {
		return object{"id": e.plan, "expectedVersion": e.version(e.plan), "amounts": []object{{"budget": "1", "amount": one}, {"budget": "2", "amount": two}}}
	}
	_, refusals := regioplus.try("enterGrant", grant("1.00", "0.00"), "")
	is(t, "a euro", []string{"INVALID GRANT_BELOW_GUARANTEE input.amounts (>= 15000.00)"}, refusals)
	got := regioplus.do("enterGrant", grant("10000.00", "5000.00"), "isGranted plan { state grant { withdrawnPart amounts { amount } } }")
	is(t, "the guaranteed part", "true GRANTED 10000.00,5000.00", got.text("isGranted")+" "+got.text("plan.state")+" "+strings.Join(got.each("plan.grant.amounts", "amount"), ","))
	is(t, "of the manifest", "15000", e.ask(`{ scheme(slug: "sozw-2026") { inForce { manifest { guarantee { values { value } } } } } }`, nil).text("scheme.inForce.manifest.guarantee.values.0.value"))
}

// assessedLate: what waits stays in the calendar, and needs a reason from then on.
func assessedLate(t *testing.T, e *employer, leader *visitor) {
	is(t, "still due", []string{e.plan}, leader.ask(`{ viewer { deadlines { on { id } } } }`, nil).at("viewer").each("deadlines", "on.id"))
	in := e.in(t).asFiled()
	_, refusals := leader.try("assessPlan", in, "")
	is(t, "late without a reason", []string{"INVALID REASON_REQUIRED input.lateReason"}, refusals)
	in["lateReason"] = "De raming moest worden nagerekend."
	got := leader.do("assessPlan", in, "plan { assessment { isLate lateReason } }")
	is(t, "marked", object{"isLate": true, "lateReason": "De raming moest worden nagerekend."}, as[object](got.at("plan.assessment").value()))
	log := leader.ask(`query($id: ID!) { node(id: $id) { ... on Plan { audit(first: 1) { nodes { did ground { reason rules } } } } } }`, object{"id": e.plan})
	is(t, "in the log", object{"did": "ASSESS_PLAN", "ground": object{"reason": "De raming moest worden nagerekend.", "rules": []any{"SOZW-DATE-009"}}},
		as[object](log.at("node.audit.nodes.0").value()))
}
