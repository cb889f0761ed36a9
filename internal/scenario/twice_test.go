package scenario_test

import (
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

// daughter is an organisation that states that it belongs to Kade's holding.
func daughter(t *testing.T, w *town) *visitor {
	v := w.newcomer(t, "Dochter")
	v.do("createOrganisation", inGroupOf(organisation("Dochter", "10000008", "3511 AB"), "10000003"), "organisation { id }")
	return v
}

// inGroupOf has an organisation state which one is the top of its group.
func inGroupOf(in object, top string) object {
	in["group"] = object{"topName": "Holding", "topKvkNumber": top}
	return in
}
