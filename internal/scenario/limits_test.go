package scenario_test

import (
	"fmt"
	"strings"
	"testing"
)

// limited is an act that can be done so often, and what who asks more is told.
type limited struct {
	most      int
	act       string
	selection string
	input     func(i int) object
	refused   string
}

// What is counted before more is added keeps to its bound when many are asked for at once.
func TestALimitHoldsForManyAtOnce(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, database string) { limits(t, run(t, database)) })
}

func limits(t *testing.T, p *program) {
	e := p.employer(t, "Drang", "10000013", "3511 AB")
	plan := e.do("createPlan", planInput(), "plan { id }").text("plan.id")
	files := make([]object, 20)
	for i := range files {
		files[i] = object{"name": fmt.Sprintf("blad-%d.pdf", i), "size": 100}
	}
	for name, l := range map[string]limited{
		"partner tokens": {20, "createPartnerToken", "token { id }", func(i int) object {
			return object{"label": fmt.Sprintf("token %d", i), "scopes": []string{"READ"}, "expiresAt": soon()}
		}, "CONFLICT TOO_MANY_TOKENS input"},
		"calendar addresses": {10, "createCalendarAddress", "url", func(i int) object {
			return object{"label": fmt.Sprintf("agenda %d", i)}
		}, "CONFLICT TOO_MANY_ADDRESSES input"},
		"invitations": {20, "inviteContact", "admission { id }", func(i int) object {
			return object{"organisationID": e.org, "email": fmt.Sprintf("drang%d@werkgever.example", i)}
		}, "CONFLICT TOO_MANY_INVITATIONS input.email"},
		"ties that wait": {100, "stateTie", "tie { id }", func(i int) object {
			return object{
				"holder": object{"registerNumber": e.kvk, "name": "Praktijk Drang"}, "held": object{"registerNumber": fmt.Sprintf("5%07d", i), "name": "Dochter"},
				"kind": "VOTES", "share": object{"percent": "60"}, "start": "2020-01-01",
			}
		}, "CONFLICT TOO_MANY_TIES input.held.registerNumber"},
		"upload links, twenty at a time": {10, "createUploadTickets", "tickets { id }", func(int) object {
			return object{"forID": plan, "files": files}
		}, "! RATE_LIMITED TOO_MANY_UPLOADS"},
	} {
		t.Run(name, func(t *testing.T) { l.crowd(t, e) })
	}
}

// crowd leaves room for four, and then asks for ten at once.
func (l limited) crowd(t *testing.T, e *employer) {
	v := e.visitor.in(t)
	for i := range l.most - 4 {
		v.do(l.act, l.input(i), l.selection)
	}
	told := make(chan string, 10)
	var all []func()
	for i := range cap(told) {
		all = append(all, func() {
			_, refusals := v.try(l.act, l.input(l.most+i), l.selection)
			told <- strings.Join(refusals, ", ")
		})
	}
	together(t, all...)
	close(told)
	counted := map[string]int{}
	for refusals := range told {
		counted[refusals]++
	}
	is(t, "how many were made, and refused", map[string]int{"": 4, l.refused: 6}, counted)
}
