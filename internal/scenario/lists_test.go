package scenario_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// list is a connection: where it stands, its arguments beside those of paging, and the ways in which it can be ordered.
type list struct {
	who    *visitor
	path   string // of the connection in the answer, each step a field
	args   string
	orders []string
	least  int    // entries, so that paging means something
	empty  string // a filter that nothing meets
	within string // a filter of what nobody else changes meanwhile, where the list holds more
}

// lists walk through every list, forwards and backwards, in each of its orders.
func lists(t *testing.T, w *town) {
	e := w.lijst.in(t)
	var rows []object
	for i := range 12 {
		rows = append(rows, object{"externalReference": fmt.Sprintf("L-%02d", i), "employee": changed(hired(fmt.Sprintf("Lid %c", 'M'-rune(i)), "x"), "employedSince", fmt.Sprintf("2020-01-%02d", 1+i%4))})
	}
	for i := range rows {
		delete(as[object](rows[i]["employee"]), "externalReference")
	}
	e.do("importEmployees", object{"rows": rows}, "counts { result count }")
	var reg string
	for i := range 7 {
		parts := []object{known("L-00")}
		if i == 0 {
			parts = nil
			for j := range 12 {
				parts = append(parts, known(fmt.Sprintf("L-%02d", j)))
			}
		}
		made := e.register(changed(e.course(fmt.Sprintf("Lijst %d", i), parts...), "start", fmt.Sprintf("2026-05-%02d", 1+i%3)))
		if i == 0 {
			reg = made
		}
		if i > 3 {
			e.ready(made)
			e.handIn(made)
		}
	}
	for i := range 4 {
		e.do("inviteContact", object{"organisationID": e.org, "email": fmt.Sprintf("lid%d@werkgever.example", i)}, "admission { state }")
	}
	for i := range 7 {
		e.do("stateTie", object{
			"holder": object{"registerNumber": e.kvk, "name": e.name}, "held": object{"registerNumber": fmt.Sprintf("4000000%d", i), "name": fmt.Sprintf("Dochter %d", i)},
			"kind": "VOTES", "share": object{"of": object{"partCount": 2, "wholeCount": 3}}, "start": "2020-01-01",
		}, "tie { id }")
	}
	ssc := w.staff["ssc"].in(t)
	for name, l := range map[string]list{
		"registrations":           {e.visitor, "registrations", "", []string{"NUMBER", "START", "SUBMITTED_AT", "UPDATED_AT"}, 7, `filter: {search: "bestaat niet"}`, ""},
		"registrations of a plan": {e.visitor, "node.registrations", "Plan " + e.plan, []string{"NUMBER", "START", "SUBMITTED_AT", "UPDATED_AT"}, 7, `filter: {states: [SETTLED]}`, ""},
		"participations":          {e.visitor, "node.participations", "Registration " + reg, nil, 12, `filter: {outcome: UNDETERMINED}`, ""},
		"employees":               {e.visitor, "node.employees", "Organisation " + e.org, []string{"NAME", "EMPLOYED_SINCE", "UPDATED_AT"}, 12, `filter: {search: "zzzz"}`, ""},
		"organisations":           {w.staff["vws"].in(t), "organisations", "", []string{"NAME", "CREATED_AT"}, 6, `filter: {search: "zzzz"}`, `filter: {isVerified: true}`},
		"ties":                    {e.visitor, "ties", "", nil, 7, `filter: {states: []}`, ""},
		"plans":                   {w.staff["vws"].in(t), "plans", "", []string{"NUMBER", "SUBMITTED_AT", "REQUESTED"}, 4, `filter: {search: "zzzz"}`, ""},
		"admissions":              {e.visitor, "admissions", "", []string{"CREATED_AT"}, 4, `filter: {states: [EXPIRED]}`, ""},
		"people in roles":         {w.staff["admin"].in(t), "roleAssignments", "", []string{"START"}, 10, `filter: {roles: [VWS], isHeld: false}`, `filter: {roles: [PROJECT_LEADER, SSC, AMR, VWS, REGIOPLUS, ADMINISTRATOR]}`},
		"the queue":               {ssc, "assessmentQueue", "stage: REGISTRATION", []string{"WAITING_SINCE", "EXPECTED_BY", "AMOUNT"}, 3, `filter: {activities: ["1B"]}`, `filter: {organisationID: "` + e.org + `"}`},
		"trainings":               {e.visitor, "scheme.inForce.manifest.trainings", "", nil, 100, `filter: {search: "zzzz"}`, ""},
		"the calendar":            {e.visitor, "calendar", "", nil, 5, `filter: {schemes: ["bestaat-niet"]}`, ""},
		"audit":                   {e.visitor, "node.audit", "Plan " + e.plan, nil, 10, `on: "reg_01JZZZZZZZZZZZZZZZZZZZZZZZ"`, ""},
	} {
		t.Run(name, func(t *testing.T) { l.turn(t) })
	}
	filters(t, w, e)
	boundless(t, w, e)
}

// ask asks for a page, and returns its connection.
func (l list) ask(t testing.TB, args ...string) *answer {
	t.Helper()
	a := l.send(t, args...)
	if len(a.errors) > 0 {
		t.Fatalf("%v: %.600s", args, a.body)
	}
	return a.at(l.path)
}

func (l list) send(t testing.TB, args ...string) *answer {
	t.Helper()
	body := ` { totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { cursor node { id } } nodes { id } }`
	steps := strings.Split(l.path, ".")
	if typ, id, of := strings.Cut(l.args, " "); of && steps[0] == "node" {
		return l.who.in(t).send(fmt.Sprintf(`{ node(id: %q) { ... on %s { %s(%s)%s } } }`, id, typ, steps[1], strings.Join(args, ", "), body), nil)
	}
	if l.args != "" {
		args = append([]string{l.args}, args...)
	}
	query := steps[len(steps)-1] + "(" + strings.Join(args, ", ") + ")" + body
	for _, step := range slices.Backward(steps[:len(steps)-1]) {
		if step == "scheme" {
			step = `scheme(slug: "sozw-2026")`
		}
		query = step + " { " + query + " }"
	}
	return l.who.in(t).send("{ "+query+" }", nil)
}

// turn turns the pages of a list.
func (l list) turn(t *testing.T) {
	orders := []string{""}
	for _, by := range l.orders {
		orders = append(orders, "order: {by: "+by+", direction: ASCENDING}", "order: {by: "+by+", direction: DESCENDING}")
	}
	for _, order := range orders {
		with := l.with(order)
		size := strconv.Itoa(min(5, l.least-1))
		forwards, total := l.walk(t, with, "first: "+size, "after", "endCursor", "hasNextPage")
		if len(forwards) < l.least || slices.Contains(forwards, "") {
			t.Errorf("%s: %d entries, want at least %d", order, len(forwards), l.least)
		}
		seen := slices.Clone(forwards)
		slices.Sort(seen)
		if len(slices.Compact(seen)) != len(forwards) {
			t.Errorf("%s: pages overlap: %v", order, forwards)
		}
		is(t, order+": totalCount", len(forwards), total)
		backwards, _ := l.walk(t, with, "last: "+size, "before", "startCursor", "hasPreviousPage")
		is(t, order+": backwards", forwards, backwards)
		if l.least <= 7 {
			is(t, order+": in one page", forwards, l.ask(t, with("first: 100")...).each("nodes", "id"))
		}
		if strings.Contains(order, "DESCENDING") && !strings.Contains(order, "EXPECTED_BY") {
			up, _ := l.walk(t, l.with(strings.Replace(order, "DESCENDING", "ASCENDING", 1)), "first: 50", "after", "endCursor", "hasNextPage")
			slices.Reverse(up)
			if strings.Contains(order, "NUMBER") || strings.Contains(order, "NAME") { // without ties
				is(t, order+": the other way round", up, forwards)
			}
		}
	}
	nothing := l.ask(t, "first: 5", l.empty)
	is(t, "an empty list", "0 false false  ", strings.Join([]string{nothing.text("totalCount"), nothing.text("pageInfo.hasNextPage"), nothing.text("pageInfo.hasPreviousPage"), nothing.text("pageInfo.startCursor"), nothing.text("pageInfo.endCursor")}, " "))
	for args, want := range map[string]string{
		"": "INVALID PAGE_SIZE", "first: 101": "INVALID PAGE_SIZE", "first: 0": "INVALID PAGE_SIZE", "first: -1": "INVALID PAGE_SIZE",
		"first: 2, last: 2": "INVALID PAGE_SIZE", `first: 2, before: "x"`: "INVALID PAGE_AMBIGUOUS", `first: 2, after: "x"`: "INVALID CURSOR_MALFORMED",
	} {
		given := []string{args}
		if args == "" {
			given = []string{l.empty}
		}
		is(t, "with "+args, []string{want}, l.send(t, given...).codes())
	}
}

// with adds the order and the filter of the list to the arguments of a page.
func (l list) with(order string) func(args ...string) []string {
	return func(args ...string) []string {
		for _, more := range []string{order, l.within} {
			if more != "" {
				args = append(args, more)
			}
		}
		return args
	}
}

// walk goes from page to page until there are no more, in the direction of the words, and returns the ids in the order of
// the list.
func (l list) walk(t testing.TB, with func(...string) []string, size, from, cursor, more string) (ids []string, total int) {
	t.Helper()
	args := []string{size}
	for range 60 {
		page := l.ask(t, with(args...)...)
		got := page.each("nodes", "id")
		is(t, "edges and nodes are the same", page.each("edges", "node.id"), got)
		if n := len(got); n > 0 {
			is(t, "the cursors of the page", page.text("pageInfo.startCursor")+page.text("pageInfo.endCursor"), page.text("edges.0.cursor")+page.text("edges."+strconv.Itoa(n-1)+".cursor"))
		}
		if from == "after" {
			ids = append(ids, got...)
		} else {
			ids = append(got, ids...)
		}
		if page.text("pageInfo."+more) != "true" {
			return ids, page.number("totalCount")
		}
		args = []string{size, fmt.Sprintf("%s: %q", from, page.text("pageInfo."+cursor))}
	}
	t.Fatal("the pages never end")
	return nil, 0
}

// filters keep what they say, and counts agree with lists.
func filters(t *testing.T, w *town, e *employer) {
	count := func(v *visitor, field, filter string) string {
		return v.ask(`{ `+field+`(first: 1, filter: {`+filter+`}) { totalCount } }`, nil).text(field + ".totalCount")
	}
	for filter, want := range map[string]string{
		`states: [DRAFT]`: "4", `states: [SUBMITTED]`: "3", `states: []`: "0", `activities: ["2"]`: "7", `activities: ["1A"]`: "0", `schemes: ["sozw-2026"]`: "7", `schemes: ["x"]`: "0",
		`planID: "` + e.plan + `"`: "7", `outcome: ELIGIBLE`: "7", `search: "Lijst 3"`: "1", `changedSince: "2099-01-01T00:00:00Z"`: "0", `changedSince: "2020-01-01T00:00:00Z"`: "7",
	} {
		is(t, "registrations "+filter, want, count(e.visitor, "registrations", filter))
	}
	for filter, want := range map[string]string{`states: [STATED, ENDING]`: "7", `states: [CONFIRMED]`: "0", `search: "Dochter 3"`: "1", `search: "40000005"`: "1", `organisationID: "` + e.org + `"`: "7", `organisationID: "` + w.linde.org + `"`: "0"} {
		is(t, "ties "+filter, want, count(e.visitor, "ties", filter))
	}
	counts := e.ask(`{ registrationCounts { state count } }`, nil)
	is(t, "counts agree with the list", []string{"DRAFT 4", "SUBMITTED 3"}, sortedPairs(counts, "registrationCounts", "state", "count"))
	employees := func(filter string) string {
		return e.ask(`{ viewer { organisation { employees(first: 1, filter: {`+filter+`}) { totalCount } } } }`, nil).text("viewer.organisation.employees.totalCount")
	}
	for filter, want := range map[string]string{`search: "Lid"`: "12", `search: "lid m"`: "1", `externalReferences: ["L-03", "L-04", "nee"]`: "2", `employedOn: "2020-01-01"`: "3", `employedOn: "2019-01-01"`: "0"} {
		is(t, "employees "+filter, want, employees(filter))
	}
	vws := w.staff["vws"].in(t)
	is(t, "organisations by name", "1", count(vws, "organisations", `search: "Praktijk Lijst"`))
	is(t, "organisations by KvK number", "1", count(vws, "organisations", `search: "10000004"`))
	is(t, "a search of two characters", []string{"INVALID SEARCH_TOO_SHORT"}, vws.send(`{ organisations(first: 1, filter: {search: "Pr"}) { totalCount } }`, nil).codes())
	is(t, "plans by state", "0", count(vws, "plans", `states: [WITHDRAWN]`))
}

func sortedPairs(a *answer, list, one, two string) []string {
	var out []string
	for i, v := range a.each(list, one) {
		out = append(out, v+" "+a.each(list, two)[i])
	}
	slices.Sort(out)
	return out
}

// boundless: the feed pages forwards only, and a list is never asked for whole.
func boundless(t *testing.T, w *town, e *employer) {
	w.rows.in(t).settle()
	is(t, "the feed holds everything, in order", w.rows.in(t).events(e.org, 0), follow(e.visitor))
	is(t, "only these", "EMPLOYEE_CHANGED", e.ask(`{ events(first: 1, types: [EMPLOYEE_CHANGED]) { nodes { type } } }`, nil).text("events.nodes.0.type"))
	is(t, "101 events", []string{"INVALID PAGE_SIZE"}, e.send(`{ events(first: 101) { nodes { id } } }`, nil).codes())
	is(t, "a cursor that is none", []string{"INVALID CURSOR_MALFORMED"}, e.send(`{ events(first: 1, after: "x") { nodes { id } } }`, nil).codes())
	hundred := make([]string, 101)
	for i := range hundred {
		hundred[i] = fmt.Sprintf("reg_%d", i)
	}
	if got := e.send(`query($ids: [ID!]!) { nodes(ids: $ids) { id } }`, object{"ids": hundred}).codes(); len(got) != 1 || !strings.HasPrefix(got[0], "INVALID") {
		t.Errorf("101 nodes: %v", got)
	}
}
