package scenario_test

import (
	"encoding/base64"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/penvoerder/penvoerder/schema"
)

// sight asks everything of two organisations as everybody, and compares what each saw with the tables: which things, which
// personal fields, and which words that were planted.
func sight(t *testing.T, w *town) {
	who := w.principals(t)
	things, m := w.things(t)
	c := w.linde.in(t).introspect()
	for _, typ := range c.nodes() {
		if len(things[typ]) == 0 {
			t.Errorf("the town has no %s: nothing would be proven", typ)
		}
	}
	o := &observer{t: t, marks: m, others: map[string]string{}, isNode: map[string]bool{}, seen: map[string]map[string]string{}, personal: map[string]map[string]string{}, canaries: map[string]map[string]string{}, fields: personalFields(t)}
	for _, typ := range c.nodes() {
		o.isNode[typ] = true
	}
	for _, f := range o.fields {
		o.personal[f] = map[string]string{}
	}
	o.me = map[string]string{}
	for name, v := range who {
		o.me[name] = v.send(`{ viewer { person { id } } }`, nil).text("viewer.person.id")
		for typ, ids := range things {
			o.note(o.seen, typ, name, "")
			if name == "revoked" || name == "expired" {
				a := v.send(`query($ids: [ID!]!) { nodes(ids: $ids) { id } }`, object{"ids": ids[:1]})
				is(t, name, 401, a.status)
				continue
			}
			for chunk := range slices.Chunk(ids, 100) {
				c.crawl(t, v, typ, chunk, func(a *answer) { o.hear(name, a) })
			}
		}
	}
	o.later(w)
	readTable(t, "sight.txt").check(t, o.seen)
	readTable(t, "personal.txt").check(t, o.personal)
	readTable(t, "canaries.txt").check(t, o.canaries)
	roots(t, w, who, c, m)
	probes(t, w)
}

// personalFields are the fields that the schema marks as personal data, as Type.field.
func personalFields(t *testing.T) []string {
	t.Helper()
	parsed, bad := gqlparser.LoadSchema(&ast.Source{Name: "schema.graphql", Input: schema.Text()})
	if bad != nil {
		t.Fatal(bad)
	}
	var out []string
	for _, typ := range parsed.Types {
		for _, f := range typ.Fields {
			if f.Directives.ForName("personal") != nil {
				out = append(out, typ.Name+"."+f.Name)
			}
		}
	}
	slices.Sort(out)
	return out
}

// observer writes down what everybody saw, as the marks of it.
type observer struct {
	t                        testing.TB
	marks                    marks
	fields                   []string
	isNode                   map[string]bool
	me                       map[string]string // the person behind each
	others                   map[string]string // ids that are in no marks, with type and who saw it
	seen, personal, canaries map[string]map[string]string
}

func (o *observer) note(in map[string]map[string]string, row, who, mark string) {
	if in[row] == nil {
		in[row] = map[string]string{}
	}
	if !strings.Contains(in[row][who], mark) {
		both := strings.Split(in[row][who]+mark, "")
		slices.Sort(both)
		in[row][who] = strings.Join(both, "")
	}
}

var canary = regexp.MustCompile(`([A-Z][a-z]+kanarie) (Linde|Oost)|(linde|oost)(@werkgever)`)

// hear takes an answer in.
func (o *observer) hear(who string, a *answer) {
	o.walk(who, a.data, "")
	for _, found := range canary.FindAllStringSubmatch(string(a.body)+o.cursors(a), -1) {
		word, whose := found[1]+found[4], strings.ToUpper((found[2] + found[3])[:1])
		o.note(o.canaries, strings.TrimPrefix(word, "@"), who, whose)
	}
	for _, e := range a.errors {
		if e.Extensions.Code == "INTERNAL" || e.Extensions.Code == "UNAVAILABLE" {
			o.t.Errorf("%s: %s at %v: %.300s", who, e.Extensions.Code, e.Path, e.Message)
		}
	}
}

var isCursor = regexp.MustCompile(`Cursor": ?"([A-Za-z0-9_-]+)"`)

// cursors are the cursors of an answer, read: whatever a list is ordered by stands in them.
func (o *observer) cursors(a *answer) string {
	var all strings.Builder
	for _, found := range isCursor.FindAllStringSubmatch(string(a.body), -1) {
		text, err := base64.RawURLEncoding.DecodeString(found[1])
		if err != nil {
			o.t.Errorf("a cursor that cannot be read: %s", found[1])
		}
		all.Write(text)
	}
	return all.String()
}

// walk goes through an answer. What has no id of its own belongs to what it stands in.
func (o *observer) walk(who string, at any, mark string) {
	switch at := at.(type) {
	case []any:
		for _, e := range at {
			o.walk(who, e, mark)
		}
	case object:
		typ, _ := at["__typename"].(string)
		if id, ok := at["id"].(string); ok {
			var known bool
			if mark, known = o.marks[id]; mark == "S" && id == o.me[who] {
				mark = "m"
			}
			if !known {
				if mark = "x"; slices.Contains(narrow, who) && o.isNode[typ] && !isPublic[typ] {
					o.others[who+" "+id] = typ
				}
			}
			if known {
				o.note(o.seen, typ, who, mark)
			}
		}
		if list, isPage := at["nodes"].([]any); isPage && at["totalCount"] != nil && slices.Contains(narrow, who) {
			if total := (&answer{t: o.t, data: at}).number("totalCount"); len(list) < 20 && total != len(list) && typ != "TrainingConnection" {
				o.t.Errorf("%s counts %d of %d in %s", who, total, len(list), typ)
			}
		}
		for field, value := range at {
			if value != nil && slices.Contains(o.fields, typ+"."+field) && mark != "x" {
				o.note(o.personal, typ+"."+field, who, mark)
			}
			o.walk(who, value, mark)
		}
	}
}

// later looks at what came into being while everybody looked: audit lines of reading, for one.
func (o *observer) later(w *town) {
	_, now := w.things(o.t)
	for seen, typ := range o.others {
		who, id, _ := strings.Cut(seen, " ")
		mark, known := now[id]
		if !known {
			o.t.Errorf("%s saw %s %s, which is nobody's of the two", who, typ, id)
		}
		o.note(o.seen, typ, who, mark)
	}
}

// narrow are those who see one organisation or none at all.
var narrow = append([]string{"linde", "oost", "anonymous", "newcomer", "amr", "reader"}, scopes...)

// isPublic are types of which everybody sees everything.
var isPublic = map[string]bool{"Region": true, "RegionalOrganisation": true, "ListedTraining": true, "Scheme": true, "SchemeRelease": true, "Session": true, "RoleAssignment": true}

// roots asks every field of Query as everybody. A field that stands in no row of the table fails.
func roots(t *testing.T, w *town, who map[string]*visitor, c *catalogue, m marks) {
	t.Helper()
	ids := []string{}
	for id, mark := range m {
		if strings.HasPrefix(id, "reg_") && strings.ContainsAny(mark, "LlOo") {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	var keys strings.Builder
	for i, id := range ids {
		keys.WriteString(" r" + string(rune('a'+i)) + `: registration(by: {id: "` + id + `"}) { __typename id }`)
	}
	page := `(first: 100) { totalCount nodes { __typename id } }`
	queries := map[string]string{
		"node": `node(id: "` + w.linde.org + `") { __typename id }`, "nodes": `nodes(ids: ["` + w.linde.org + `", "` + w.oost.org + `"]) { __typename id }`,
		"viewer": `viewer { language }`, "legend": `legend(of: PLAN) { value }`, "regions": `regions { province }`, "clock": `clock { isDemo }`,
		"regionForPostcode": `regionForPostcode(postcode: "3511 AB") { confidence }`, "schemes": `schemes { slug }`, "scheme": `scheme(slug: "sozw-2026") { slug }`,
		"ties": "ties" + page, "groupStanding": `groupStanding(organisationID: "` + w.linde.org + `") { code }`,
		"organisations": "organisations" + page, "plans": "plans" + page, "registrations": "registrations" + page,
		"registration": keys.String(), "registrationCounts": `registrationCounts { state count }`,
		"assessmentQueue":  `plan: assessmentQueue(stage: PLAN, first: 100) { nodes { subject { __typename ... on Plan { id } } } } content: assessmentQueue(stage: CONTENT, first: 100) { nodes { subject { __typename ... on Registration { id } } } } assessmentQueue(stage: REGISTRATION, first: 100) { nodes { subject { __typename ... on Registration { id } } } }`,
		"assessmentCounts": `plan: assessmentCounts(stage: PLAN) { schemes { count } } assessmentCounts(stage: REGISTRATION) { count schemes { count } regions { count } assigned { count } assessors { count } resubmissionCount overdueCount }`, "planCounts": `planCounts { state count needsMeCount }`,
		"calendar":        `calendar(first: 100) { totalCount nodes { on { __typename ... on Node { id } } } }`,
		"appointments":    `appointments` + page,
		"admissions":      `admissions` + page,
		"roleAssignments": `roleAssignments` + page,
		"releases":        `releases` + page,
		"releaseMove":     `releaseMove(planID: "` + w.linde.plan + `", releaseID: "rel_01JZZZZZZZZZZZZZZZZZZZZZZZ") { changed }`,
		"events":          `events(first: 100) { nodes { __typename id } }`,
		"evaluate":        `evaluate(input: {scheme: "sozw-2026", organisation: {fundingLaws: [ZVW]}, subject: {plan: {lines: []}}}) { judgement { outcome } }`,
	}
	table := readTable(t, "roots.txt")
	observed := map[string]map[string]string{}
	w.rows.in(t).settle()
	for _, f := range c.types["Query"].Fields {
		query, ok := queries[f.Name]
		if !ok {
			t.Errorf("Query.%s is asked by nobody: add it here and to %s", f.Name, table.file)
			continue
		}
		observed[f.Name] = map[string]string{}
		for name, v := range who {
			observed[f.Name][name] = root(v.send("{ "+query+" }", nil), m)
		}
	}
	table.check(t, observed)
}

// root tells an answer in a word: the marks of what was seen, + for an answer in which nothing is marked, 0 for an empty
// one, and ! with the reason of a refusal.
func root(a *answer, m marks) string {
	if len(a.errors) > 0 {
		e := a.errors[0].Extensions
		return "!" + strings.TrimPrefix(e.Code+"/"+e.Reason, "UNAUTHENTICATED/")
	}
	seen := ""
	var walk func(at any)
	walk = func(at any) {
		switch at := at.(type) {
		case []any:
			for _, e := range at {
				walk(e)
			}
		case object:
			if id, ok := at["id"].(string); ok && strings.ContainsAny(m[id], "LlOo") && !strings.Contains(seen, m[id]) {
				seen += m[id]
			}
			for _, v := range at {
				walk(v)
			}
		}
	}
	walk(a.data)
	if seen != "" {
		letters := strings.Split(seen, "")
		slices.Sort(letters)
		return strings.Join(letters, "")
	}
	for _, v := range as[object](a.data) {
		if list, isList := v.([]any); v != nil && (!isList || slices.ContainsFunc(list, func(e any) bool { return e != nil })) {
			if page, isPage := v.(object); !isPage || page["nodes"] == nil || len(as[[]any](page["nodes"])) > 0 {
				return "+"
			}
		}
	}
	return "0"
}

// probes tries to see another organisation's things by filters, counts and cursors.
func probes(t *testing.T, w *town) {
	t.Helper()
	linde, oost := w.linde.in(t), w.oost.in(t)
	theirs := oost.ask(`{ registrations(first: 1) { nodes { id number } pageInfo { endCursor } } viewer { organisation { employees(first: 1) { nodes { id } pageInfo { endCursor } } } } }`, nil)
	for name, query := range map[string]string{
		"by plan":           `registrations(filter: {planID: "` + oost.plan + `"}, first: 10) { totalCount nodes { id } }`,
		"by employee":       `registrations(filter: {employeeID: "` + theirs.text("viewer.organisation.employees.nodes.0.id") + `"}, first: 10) { totalCount nodes { id } }`,
		"by words":          `registrations(filter: {search: "Wachtend Oost"}, first: 10) { totalCount nodes { id } }`,
		"by number":         `registrations(filter: {search: "` + theirs.text("registrations.nodes.0.number") + `"}, first: 10) { totalCount nodes { id } }`,
		"by name":           `organisations(filter: {search: "Praktijk Oost"}, first: 10) { totalCount nodes { id } }`,
		"by KvK number":     `organisations(filter: {search: "10000002"}, first: 10) { totalCount nodes { id } }`,
		"ties by name":      `ties(filter: {search: "Bandkanarie Oost"}, first: 10) { totalCount nodes { id } }`,
		"ties of theirs":    `ties(filter: {organisationID: "` + oost.org + `"}, first: 10) { totalCount nodes { id } }`,
		"plans by name":     `plans(filter: {search: "Praktijk Oost"}, first: 10) { totalCount nodes { id } }`,
		"employees by name": `viewer { organisation { employees(filter: {search: "Naamkanarie Oost"}, first: 10) { totalCount nodes { id } } } }`,
	} {
		a := linde.ask("{ "+query+" }", nil)
		field, _, _ := strings.Cut(query, "(")
		page := a.at(field)
		if strings.HasPrefix(query, "viewer") {
			page = a.at("viewer.organisation.employees")
		}
		is(t, name, "0 0", page.text("totalCount")+" "+string(rune('0'+len(page.list("nodes")))))
	}
	is(t, "counts of their plan", 0, len(linde.ask(`{ registrationCounts(filter: {planID: "`+oost.plan+`"}) { count } }`, nil).list("registrationCounts")))
	for _, by := range []string{`{id: "` + theirs.text("registrations.nodes.0.id") + `"}`, `{number: "` + theirs.text("registrations.nodes.0.number") + `"}`} {
		is(t, "by key "+by, nil, linde.ask(`{ registration(by: `+by+`) { id } }`, nil).at("registration").value())
	}
	after := linde.ask(`query($after: String) { registrations(first: 100, after: $after) { nodes { organisation { id } } } }`, object{"after": theirs.text("registrations.pageInfo.endCursor")})
	for _, id := range after.each("registrations.nodes", "organisation.id") {
		is(t, "after their cursor", linde.org, id)
	}
	draft := w.rows.in(t).texts(`SELECT id FROM registrations WHERE organisation_id = ? AND submitted_at IS NULL`, linde.org)[0]
	is(t, "a draft waits for nobody", nil, linde.ask(versionOf, object{"id": "tsk_" + draft}).at("node").value())
	absent, theirsID := linde.send(versionOf, object{"id": "reg_01JZZZZZZZZZZZZZZZZZZZZZZZ"}), linde.send(versionOf, object{"id": theirs.text("registrations.nodes.0.id")})
	is(t, "what is absent and what is not yours are told alike", string(absent.body), string(theirsID.body))
}
