package scenario_test

import (
	"strings"
	"testing"

	"github.com/penvoerder/penvoerder/schemes/rulebook"
)

// TestTheCommitteeJudgesATraining is the part of the AMR in SectorplanPlus: what is asked of it under C, what it sees of it,
// and what comes of its word.
func TestTheCommitteeJudgesATraining(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, database string) {
		p := run(t, database)
		e := p.employer(t, "Haven", "10000021", "3511 AB")
		e.applied(p.persona(t, "leader.utrechtzorg"), p.persona(t, "regioplus"))
		s := &teller{program: p, t: t}
		s.step("before", nil, nil, func() {})
		s.org = e.org
		r := p.rows.in(t)
		s.lines, s.feeds = len(r.texts(`SELECT act FROM audit_entries WHERE organisation_id = ?`, e.org)), len(r.events(e.org, 0))

		amr := p.persona(t, "amr")
		reg := put(t, s, e, amr)
		looked(t, p, e, amr, reg)
		turnedDown(t, s, e, amr, reg)
		late(t, s, e, amr, reg)
		spent(t, s, e, amr, reg)
		whole(t, p)
	})
}

// applied has a plan of SectorplanPlus variant 4 granted, for training under C.
func (e *employer) applied(leader, regioplus *visitor) {
	e.t.Helper()
	made := e.do("createPlan", object{
		"scheme": "sectorplanplus-v4", "facts": []object{{"key": "employsStaff", "value": object{"boolean": true}}},
		"lines": []object{{"activity": "C", "participants": 10, "requested": "10000.00"}},
	}, "plan { id version }")
	e.plan = made.text("plan.id")
	submitted := e.do("submitPlan", object{"id": e.plan, "expectedVersion": made.number("plan.version")}, "isSubmitted findings { code severity }")
	is(e.t, "the plan is handed in", "true", submitted.text("isSubmitted"))
	line := leader.ask(`query($id: ID!) { node(id: $id) { ... on Plan { version lines { id } } } }`, object{"id": e.plan}).at("node")
	leader.do("assessPlan", object{
		"id": e.plan, "expectedVersion": line.number("version"), "verdict": "APPROVED",
		"lines": []object{{"lineID": line.text("lines.0.id"), "participants": 10, "amount": "10000.00"}},
	}, "plan { state }")
	leader.verify(e)
	regioplus.do("enterGrant", object{"id": e.plan, "expectedVersion": e.version(e.plan), "amounts": []object{
		{"budget": "A", "amount": "0.00"}, {"budget": "B", "amount": "0.00"}, {"budget": "C", "amount": "10000.00"},
	}}, "plan { state }")
}

// aloud is a training under C for a small group, whose note is for the committee and whose participant is not.
func (e *employer) aloud(hours any) object {
	member := hired("Naamkanarie Haven", "haven-1")
	return object{
		"planID": e.plan, "activity": "C", "start": "2025-12-08", "end": "2025-12-12", "externalReference": "Sleutelkanarie Haven",
		"facts":    []object{{"key": "groupNote", "value": object{"text": "Meer mensen heeft deze afdeling niet."}}},
		"training": object{"course": voorlezen(hours)},
		"participants": []object{{
			"employee": object{"new": member}, "statement": object{"targetGroup": "OPSCHOLING"},
		}},
	}
}

func voorlezen(hours any) object {
	return object{"title": "Voorlezen aan ouderen", "content": "Stemgebruik.", "hours": hours, "groupSize": 3, "teacher": "EXTERNAL", "provider": "De Vertelschool", "form": "CLASSROOM"}
}

const content = ` contentJudgement { state judge askedAt expectedOn isOverdue verdict note judgedAt judgedBy { id } } `

// put registers a training without its hours, hears that it is not complete, and puts it to the committee when it is.
func put(t *testing.T, s *teller, e *employer, amr *visitor) string {
	rulebook.Tries(t, "SPP-FLOW-010", "SPP-FLOW-018")
	var reg string
	s.step("register", []string{"createRegistration DONE", "createEmployee DONE"}, []string{"EMPLOYEE_CHANGED", "JUDGEMENT_CHANGED", "REGISTRATION_CHANGED"}, func() {
		reg = e.register(e.aloud(nil))
	})
	s.step("submit before it was judged", nil, nil, func() {
		_, refusals := e.try("submitRegistration", object{"id": reg, "expectedVersion": 1}, "isSubmitted")
		is(t, "submitted before it was judged", []string{"CONFLICT CONTENT_NOT_APPROVED input.id"}, refusals)
	})
	s.step("ask without hours", []string{"askContentJudgement REFUSED"}, nil, func() {
		asked := e.do("askContentJudgement", object{"id": reg, "expectedVersion": 1}, "isAsked registration { state "+content+"} hindrances { kind pointer message { nl } }")
		is(t, "asked without hours", "false DRAFT NOT_ASKED", asked.text("isAsked")+" "+asked.text("registration.state")+" "+asked.text("registration.contentJudgement.state"))
		is(t, "what is missing", "/training/hours", strings.Join(asked.each("hindrances", "pointer"), " "))
	})
	is(t, "the committee sees nothing yet", "0", amr.ask(`{ registrations(first: 1) { totalCount } }`, nil).text("registrations.totalCount"))
	s.step("complete the training", []string{"amendRegistration DONE"}, []string{"JUDGEMENT_CHANGED", "REGISTRATION_CHANGED"}, func() {
		e.do("amendRegistration", object{"id": reg, "expectedVersion": 1, "training": object{"course": voorlezen("8.00")}}, "registration { version }")
	})
	s.step("ask", []string{"askContentJudgement DONE"}, []string{"REGISTRATION_STATE_CHANGED"}, func() {
		asked := e.do("askContentJudgement", object{"id": reg, "expectedVersion": 2}, "isAsked registration { state viewerCan(action: WITHDRAW_CONTENT) { isAllowed } "+content+"}")
		is(t, "asked", "true AWAITING_CONTENT true", asked.text("isAsked")+" "+asked.text("registration.state")+" "+asked.text("registration.viewerCan.isAllowed"))
		is(t, "where it stands", "WAITING AMR 2025-12-22 false", strings.Join([]string{
			asked.text("registration.contentJudgement.state"), asked.text("registration.contentJudgement.judge"), asked.text("registration.contentJudgement.expectedOn"), asked.text("registration.contentJudgement.isOverdue"),
		}, " "))
	})
	_, refusals := e.try("amendRegistration", object{"id": reg, "expectedVersion": 3, "training": object{"course": voorlezen("9.00")}}, "registration { version }")
	is(t, "changed while it waits", []string{"CONFLICT WRONG_STATE input.id"}, refusals)
	return reg
}

// looked asks everything of a registration as the committee: it hears of the training, and of nobody.
func looked(t *testing.T, p *program, e *employer, amr *visitor, reg string) {
	queue := amr.ask(`{ assessmentQueue(stage: CONTENT, first: 10, filter: { activities: ["C"] }) { totalCount nodes { id stage expectedBy openCells isResubmission subject { ... on Registration { id number } } viewerCan(action: JUDGE_CONTENT) { isAllowed } } } }`, nil).at("assessmentQueue")
	is(t, "the queue", "1 CONTENT 2025-12-22T22:59:59Z "+reg+" true", strings.Join([]string{
		queue.text("totalCount"), queue.text("nodes.0.stage"), queue.text("nodes.0.expectedBy"), queue.text("nodes.0.subject.id"), queue.text("nodes.0.viewerCan.isAllowed"),
	}, " "))
	c := e.introspect()
	heard := string(amr.ask(`query($id: ID!) { node(id: $id) { ... on Registration { start end training { ... on Course { title content provider hours groupSize teacher form } } } } }`, object{"id": reg}).body)
	for typ, ids := range map[string][]string{"Registration": {reg}, "AssessmentTask": {"tsk_" + reg}} {
		c.crawl(t, amr, typ, ids, func(a *answer) { heard += string(a.body) })
	}
	for _, wanted := range []string{"Voorlezen aan ouderen", "Stemgebruik.", "De Vertelschool", "Meer mensen heeft deze afdeling niet."} {
		if !strings.Contains(heard, wanted) {
			t.Errorf("the committee does not read %q", wanted)
		}
	}
	r := p.rows.in(t)
	secret := append(r.texts(`SELECT number FROM plans WHERE organisation_id = ?`, e.org), r.texts(`SELECT id FROM participations WHERE organisation_id = ?`, e.org)...)
	for _, word := range append(secret, "Naamkanarie", "Sleutelkanarie", "Praktijk Haven", e.org, e.plan, "haven@werkgever", "haven-1") {
		if strings.Contains(heard, word) {
			t.Errorf("the committee reads %q", word)
		}
	}
	for name, input := range map[string]object{
		"submitRegistration":     {"id": reg, "expectedVersion": 3},
		"amendRegistration":      {"id": reg, "expectedVersion": 3},
		"withdrawContentRequest": {"id": reg, "expectedVersion": 3},
		"decideRegistration":     {"registrationID": reg, "expectedVersion": 3, "verdict": "APPROVED"},
	} {
		if _, refusals := amr.try(name, input, ""); len(refusals) != 1 || refusals[0] != "! FORBIDDEN ROLE" {
			t.Errorf("the committee may %s: %v", name, refusals)
		}
	}
}

// turnedDown says no with words, which the employer reads without the name behind them.
func turnedDown(t *testing.T, s *teller, e *employer, amr *visitor, reg string) {
	s.step("reject without words", nil, nil, func() {
		_, refusals := amr.try("judgeContent", object{"registrationID": reg, "expectedVersion": 3, "verdict": "REJECTED"}, "registration { id }")
		is(t, "without words", []string{"INVALID REASON_REQUIRED input.note"}, refusals)
	})
	s.step("reject", []string{"judgeContent DONE"}, []string{"REGISTRATION_STATE_CHANGED"}, func() {
		got := amr.do("judgeContent", object{"registrationID": reg, "expectedVersion": 3, "verdict": "REJECTED", "note": "Voorlezen is geen scholing."}, "registration { state }")
		is(t, "rejected", "CONTENT_REJECTED", got.text("registration.state"))
	})
	seen := e.ask(`query($id: ID!) { node(id: $id) { ... on Registration { `+content+` nextSteps { action role } } } }`, object{"id": reg}).at("node")
	is(t, "what the employer reads", "REJECTED REJECTED Voorlezen is geen scholing. ", strings.Join([]string{
		seen.text("contentJudgement.state"), seen.text("contentJudgement.verdict"), seen.text("contentJudgement.note"), seen.text("contentJudgement.judgedBy.id"),
	}, " "))
	is(t, "what comes next", "AMEND ASK_CONTENT", strings.Join(seen.each("nextSteps", "action"), " "))
}

// late asks again and waits until the day has passed: it shows, and nothing happens.
func late(t *testing.T, s *teller, e *employer, amr *visitor, reg string) {
	rulebook.Tries(t, "SPP-FLOW-011")
	s.step("change and ask again", []string{"amendRegistration DONE", "askContentJudgement DONE"}, []string{"REGISTRATION_CHANGED", "REGISTRATION_STATE_CHANGED"}, func() {
		course := voorlezen("8.00")
		course["title"] = "Gespreksvoering met ouderen"
		e.do("amendRegistration", object{"id": reg, "expectedVersion": 4, "training": object{"course": course}}, "registration { version }")
		e.do("askContentJudgement", object{"id": reg, "expectedVersion": 5}, "isAsked")
	})
	s.advance(t, "2025-12-23T00:30:00+01:00")
	seen := amr.ask(`{ assessmentQueue(stage: CONTENT, first: 10, filter: { isOverdue: true }) { nodes { isResubmission subject { ... on Registration { state `+content+` } } } } viewer { deadlines { code role on { id } } } }`, nil)
	is(t, "late", "true AWAITING_CONTENT true", seen.text("assessmentQueue.nodes.0.isResubmission")+" "+seen.text("assessmentQueue.nodes.0.subject.state")+" "+seen.text("assessmentQueue.nodes.0.subject.contentJudgement.isOverdue"))
	is(t, "what is due", "content AMR "+reg, seen.text("viewer.deadlines.0.code")+" "+seen.text("viewer.deadlines.0.role")+" "+seen.text("viewer.deadlines.0.on.id"))
	is(t, "of the dossier", "content", strings.Join(e.ask(`query($id: ID!) { node(id: $id) { ... on Plan { deadlines { code } } } }`, object{"id": e.plan}).each("node.deadlines", "code")[:1], ""))
}

// spent approves, after which only the documents are lacking; other hours leave that as it is, and the committee sees them.
// Another training has to be judged anew.
func spent(t *testing.T, s *teller, e *employer, amr *visitor, reg string) {
	rulebook.Tries(t, "SPP-FLOW-018")
	r := s.rows.in(t)
	s.lines, s.feeds = len(r.texts(`SELECT act FROM audit_entries WHERE organisation_id = ?`, e.org)), len(r.events(e.org, 0)) // what time changed is told elsewhere
	s.step("approve", []string{"judgeContent DONE"}, []string{"REGISTRATION_STATE_CHANGED"}, func() {
		amr.do("judgeContent", object{"registrationID": reg, "expectedVersion": 6, "verdict": "APPROVED"}, "registration { state "+content+" }")
	})
	got := e.do("submitRegistration", object{"id": reg, "expectedVersion": 7}, "isSubmitted registration { state }")
	is(t, "without documents", "false DRAFT", got.text("isSubmitted")+" "+got.text("registration.state"))
	course := voorlezen("16.00")
	course["title"] = "Gespreksvoering met ouderen"
	e.do("amendRegistration", object{"id": reg, "expectedVersion": 7, "training": object{"course": course}}, "registration { version }")
	got = e.do("submitRegistration", object{"id": reg, "expectedVersion": 8}, "isSubmitted registration { state }")
	is(t, "with its real hours", "false DRAFT", got.text("isSubmitted")+" "+got.text("registration.state"))
	list := amr.ask(`{ registrations(first: 5, filter: {isContentChanged: true}) { nodes { training { ... on Course { hours } } contentJudgement { isChanged approvedTraining { ... on Course { hours } } } } } }`, nil).at("registrations.nodes.0")
	is(t, "the committee sees them", "true 16.00 of 8.00", list.text("contentJudgement.isChanged")+" "+list.text("training.hours")+" of "+list.text("contentJudgement.approvedTraining.hours"))

	e.do("amendRegistration", object{"id": reg, "expectedVersion": 8, "training": object{"course": voorlezen("16.00")}}, "registration { version }")
	_, refusals := e.try("submitRegistration", object{"id": reg, "expectedVersion": 9}, "isSubmitted")
	is(t, "another training", []string{"CONFLICT CONTENT_NOT_APPROVED input.id"}, refusals)
	seen := e.ask(`query($id: ID!) { node(id: $id) { ... on Registration { `+content+` } } }`, object{"id": reg})
	is(t, "spent", "SPENT ", seen.text("node.contentJudgement.state")+" "+seen.text("node.contentJudgement.verdict"))
}
