package scenario_test

import (
	"slices"
	"strings"
	"testing"
)

// twice: who sends again gets the same, and nothing is doubled; who has no key does what can be done twice.
func twice(t *testing.T, w *town) {
	e := w.leeg.in(t)
	in := object{"employee": hired("Tweemaal", "twee")}
	first := e.visitor.under("twice-"+t.Name()).send(mutation("createEmployee", "employee { id version }"), object{"input": in})
	if first.text("data") != "" || first.at("createEmployee.employee.id").value() == nil {
		t.Fatalf("not made: %s", first.body)
	}
	w.rows.in(t).unchanged("the same once more", []string{e.org}, func() {
		again := e.visitor.under("twice-"+t.Name()).send(mutation("createEmployee", "employee { id version }"), object{"input": in})
		is(t, "the same answer, byte for byte", string(first.body), string(again.body))
		_, refusals := e.visitor.under("twice-"+t.Name()).try("createEmployee", object{"employee": hired("Iemand Anders", "ander")}, "employee { id version }")
		is(t, "another body", []string{"! CONFLICT IDEMPOTENCY_KEY_REUSED"}, refusals)
		_, refusals = e.try("createEmployee", in, "employee { id }")
		is(t, "without a key", []string{"CONFLICT EMPLOYEE_EXISTS input.employee"}, refusals)
		_, refusals = e.visitor.under("x y\u00e9").try("createEmployee", in, "employee { id }")
		is(t, "a key that is none", []string{"! INVALID IDEMPOTENCY_KEY_MALFORMED (2026-03-14/registrations/3)"}, refusals)
	})
	refused := e.visitor.under("refused-"+t.Name()).send(mutation("createEmployee", "employee { id }"), object{"input": in})
	is(t, "a refusal is kept too", string(refused.body), string(e.visitor.under("refused-"+t.Name()).send(mutation("createEmployee", "employee { id }"), object{"input": in}).body))
	other := daughter(t, w)
	_, refusals := other.under("twice-"+t.Name()).try("createEmployee", in, "employee { id }")
	is(t, "the same key of somebody else is another key", []string(nil), refusals)

	secret, _ := e.issue("READ", "WRITE_EMPLOYEES")
	m := w.machine(t, secret)
	_, refusals = m.under("-").try("createEmployee", in, "employee { id }")
	is(t, "a machine without a key", []string{"! INVALID IDEMPOTENCY_KEY_REQUIRED (2026-03-14/registrations/3)"}, refusals)
	racing(t, e)
}

// racing sends one request eight times at once: one is carried out, all hear the same or are asked to come back.
func racing(t *testing.T, e *employer) {
	in := object{"employee": hired("Gelijktijdig", "race")}
	answers := make(chan string, 8)
	var all []func()
	for range cap(answers) {
		all = append(all, func() {
			a := e.visitor.under("race-"+t.Name()).send(mutation("createEmployee", "employee { id }"), object{"input": in})
			if len(a.errors) > 0 {
				answers <- strings.Join(a.codes(), ",")
				return
			}
			answers <- string(a.body)
		})
	}
	together(t, all...)
	close(answers)
	heard := map[string]bool{}
	for a := range answers {
		heard[a] = true
	}
	for a := range heard {
		if !strings.Contains(a, `"id":"emp_`) && a != "CONFLICT IDEMPOTENCY_KEY_IN_USE" && !strings.HasPrefix(a, "UNAVAILABLE") {
			t.Errorf("one of eight at once heard %s", a)
		}
	}
	is(t, "carried out once", 1, len(e.ask(`{ viewer { organisation { employees(filter: {externalReferences: ["race"]}, first: 10) { nodes { id } } } } }`, nil).list("viewer.organisation.employees.nodes")))
}

// daughter states that it belongs to Kade's holding, which Kade never confirmed. It keeps nobody from a plan, Kade neither;
// by its own word it is not the top of its group, which is for the scheme to say.
func daughter(t *testing.T, w *town) *visitor {
	v := w.newcomer(t, "Dochter")
	in := organisation("Dochter", "10000008", "3511 AB")
	in["group"] = object{"topName": "Holding Kade", "topKvkNumber": "10000003"}
	v.do("createOrganisation", in, "organisation { id }")
	made := v.do("createPlan", planInput(), "plan { state judgement { outcome findings(atLeast: BLOCKING) { code } } }")
	is(t, "a plan of its own", "DRAFT INELIGIBLE", made.text("plan.state")+" "+made.text("plan.judgement.outcome"))
	is(t, "what blocks it", []string{"SOZW-DATE-008", "SOZW-PLAN-009"}, slices.Sorted(slices.Values(made.each("plan.judgement.findings", "code"))))
	return v
}
