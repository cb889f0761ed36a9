package scenario_test

import (
	"encoding/json"
	"slices"
	"testing"
)

// TestAPlanIsHandedInWithinItsWindow: to the second, by a question about facts that are not stored; and around the
// closing, by plans that are.
func TestAPlanIsHandedInWithinItsWindow(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, database string) {
		p := run(t, database, "--now=2025-11-24T08:30+01:00")
		e, late := p.employer(t, "Vroeg", "20000001", "3511 AB"), p.employer(t, "Laat", "20000002", "9711 CD")
		for asOf, want := range map[string][]string{
			"2025-11-24T08:59:59+01:00": {"SOZW-DATE-008 NOTICE"}, "2025-11-24T09:00:00+01:00": nil,
			"2025-12-19T18:00:00+01:00": nil, "2025-12-19T18:00:01+01:00": {"SOZW-DATE-008 BLOCKING"}, "2025-12-19T17:00:00Z": nil,
		} {
			in := planInput()
			scheme := in["scheme"]
			delete(in, "scheme")
			a := e.ask(`query($i: EvaluateInput!) { evaluate(input: $i) { judgement { findings { code severity } } } }`, object{"i": object{"scheme": scheme, "asOf": asOf, "subject": object{"plan": in}}}).at("evaluate.judgement")
			is(t, asOf, want, ofWindow(a))
		}

		e.plan = e.do("createPlan", planInput(), "plan { id }").text("plan.id")
		late.plan = late.do("createPlan", planInput(), "plan { id }").text("plan.id")
		s := &teller{program: p, t: t, org: e.org, lines: 2, feeds: 2}
		hand := func(who *employer) *answer {
			return who.do("submitPlan", object{"id": who.plan, "expectedVersion": who.version(who.plan)}, "isSubmitted plan { state } findings { code severity }")
		}
		s.step("before it opens", []string{"submitPlan REFUSED"}, nil, func() {
			got := hand(e)
			is(t, "too early", []string{"false", "DRAFT", "SOZW-DATE-008 BLOCKING"}, append([]string{got.text("isSubmitted"), got.text("plan.state")}, ofWindow(got)...))
		})
		s.step("the window opens", []string{"judgeAgain DONE"}, []string{"JUDGEMENT_CHANGED"}, func() { p.advance(t, "2025-11-24T09:00:00+01:00") })
		p.advance(t, "2025-12-19T17:40:00+01:00") // the clock runs on, and the machine may be slow
		s.step("the last minutes", []string{"submitPlan DONE"}, []string{"PLAN_STATE_CHANGED"}, func() {
			is(t, "in time", "true", hand(e).text("isSubmitted"))
		})
		p.advance(t, "2025-12-19T18:00:01+01:00")
		s = &teller{program: p, t: t, org: late.org, lines: 2, feeds: 4}
		s.step("a second too late, after it opened and closed", []string{"judgeAgain DONE", "judgeAgain DONE", "submitPlan REFUSED"}, nil, func() {
			got := hand(late)
			is(t, "too late", []string{"false", "DRAFT", "SOZW-DATE-008 BLOCKING"}, append([]string{got.text("isSubmitted"), got.text("plan.state")}, ofWindow(got)...))
		})
		log := e.ask(`query($id: ID!) { node(id: $id) { ... on Plan { audit(last: 4) { nodes { act rejudged { cause count } } } } } }`, object{"id": e.plan})
		told := slices.DeleteFunc(log.list("node.audit.nodes"), func(line any) bool {
			entry, _ := line.(object)
			return entry["rejudged"] == nil
		})
		is(t, "why it was judged again", []any{object{"act": "judgeAgain", "rejudged": object{"cause": "TERM", "count": json.Number("1")}}}, told)
		after := e.ask(`query($id: ID!) { node(id: $id) { ... on Plan { state judgement { outcome } } } }`, object{"id": e.plan})
		is(t, "what was in time stays judged so", "SUBMITTED ELIGIBLE", after.text("node.state")+" "+after.text("node.judgement.outcome"))
		whole(t, p)
	})
}

// ofWindow are the findings about the window of a judgement or payload, with their severities.
func ofWindow(a *answer) []string {
	var out []string
	for i, code := range a.each("findings", "code") {
		if code == "SOZW-DATE-008" {
			out = append(out, code+" "+a.each("findings", "severity")[i])
		}
	}
	return out
}
