package transport_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/penvoerder/penvoerder/graph/transport"
	"github.com/penvoerder/penvoerder/internal/actor"
)

// A probe is a request that must be refused, quickly and for the right reason.
type probe struct {
	name string
	body string
	want string // reason
	who  actor.Actor
}

// atOnce is the time that a refusal may take on a busy machine. Each takes milliseconds; carrying out the request,
// such as 2^28 fields, would take longer by far.
const atOnce = 30 * time.Second

// mostSaidBack is how long a refusal may be: ten problems, each with the beginning of a name.
const mostSaidBack = 8 << 10

func TestAbuseIsRefused(t *testing.T) {
	t.Parallel()
	s := schema(t)
	probes := append(append(shapes(), costs()...), append(bodies(), append(valuesOdd(), acts()...)...)...)
	if len(probes) < 60 {
		t.Fatalf("%d probes are too few", len(probes))
	}
	for _, p := range probes {
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			if p.who.IsAnonymous() && !strings.HasPrefix(p.name, "anonymous") {
				p.who = employer
			}
			h, _ := server(t, p.who, func(c *transport.Config) {
				c.Schema = resolves{schema: s, data: `{"reached":true}`}
			})
			began := time.Now()
			a := send(t, h, p.body)
			if took := time.Since(began); took > atOnce {
				t.Errorf("took %s", took)
			}
			if a.reason() != p.want || strings.Contains(a.text, "reached") {
				t.Errorf("%d %.300s, want %s", a.status, a.text, p.want)
			}
			if len(a.text) > mostSaidBack {
				t.Errorf("%d bytes are said back: %.300s", len(a.text), a.text)
			}
			for _, leak := range []string{"Did you mean", "123456782", "goroutine", "panic"} {
				if strings.Contains(a.text, leak) {
					t.Errorf("%q in %.300s", leak, a.text)
				}
			}
		})
	}
}

func fanOut(n int) string {
	var b strings.Builder
	b.WriteString("{...f0}")
	for i := range n {
		fmt.Fprintf(&b, "fragment f%d on Query{...f%d ...f%d}", i, i+1, i+1)
	}
	fmt.Fprintf(&b, "fragment f%d on Query{viewer{person{id}}}", n)
	return b.String()
}

func aliased(n int, field string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "a%d:%s ", i, field)
	}
	return b.String()
}

const person = "{ viewer { person { id %s } } }"

func shapes() []probe {
	r := strings.Repeat
	circle := "organisation{plans{"
	return []probe{
		{name: "deep, 40 000 levels", body: query(r("{a", 40000)), want: "SYNTAX"},
		{name: "deep and closed", body: query(r("{a", 900) + r("}", 900)), want: "LIMIT_EXCEEDED"},
		{name: "sixteen levels", body: query("{viewer{" + r(circle, 7) + "id" + r("}}", 7) + "}}"), want: "LIMIT_EXCEEDED"},
		{name: "deep in inline fragments", body: query("{viewer{" + r("...on Viewer{organisation{plans{organisation{tokens{organisation{", 3) + "id" + r("}}}}}}", 3) + "}}"), want: "LIMIT_EXCEEDED"},
		{name: "10 000 duplicate fields", body: query("{viewer{" + r("language ", 10000) + "}}"), want: "LIMIT_EXCEEDED"},
		{name: "1 900 duplicate fields", body: query("{viewer{" + r("language ", 1900) + "}}"), want: "LIMIT_EXCEEDED"},
		{name: "3 000 nested duplicates", body: query("{viewer{" + r("person{id} ", 3000) + "}}"), want: "LIMIT_EXCEEDED"},
		{name: "selections in a fragment", body: query("{...f} fragment f on Query{viewer{" + r("language ", 500) + "}}"), want: "LIMIT_EXCEEDED"},
		{name: "selections in an unused fragment", body: query("{__typename} fragment f on Viewer{" + r("language ", 500) + "}"), want: "LIMIT_EXCEEDED"},
		{name: "inline fragments in fragments", body: query("{...f} fragment f on Query{" + r("...on Query{viewer{language}}", 150) + "}"), want: "LIMIT_EXCEEDED"},
		{name: "empty inline fragments", body: query("{viewer{" + r("...{language}", 250) + "}}"), want: "LIMIT_EXCEEDED"},
		{name: "fan-out 2^22", body: query(fanOut(22)), want: "LIMIT_EXCEEDED"},
		{name: "fan-out 2^28", body: query(fanOut(28)), want: "LIMIT_EXCEEDED"},
		{name: "fan-out 2^100", body: query(fanOut(100)), want: "LIMIT_EXCEEDED"},
		{name: "a fragment that holds itself", body: query("{...f} fragment f on Query{...f}"), want: "NOT_IN_SCHEMA"},
		{name: "fragments in a circle", body: query("{...f} fragment f on Query{...g} fragment g on Query{viewer{...h}} fragment h on Viewer{language ...h}"), want: "NOT_IN_SCHEMA"},
		{name: "31 fragments", body: query("{__typename}" + r("fragment f on Query{__typename}", 31)), want: "LIMIT_EXCEEDED"},
		{name: "11 operations", body: query(r("query a{__typename} ", 11)), want: "LIMIT_EXCEEDED"},
		{name: "11 root fields", body: query("{" + aliased(11, "clock{isDemo}") + "}"), want: "LIMIT_EXCEEDED"},
		{name: "root fields in a fragment", body: query("{...f} fragment f on Query{" + aliased(11, "clock{isDemo}") + "}"), want: "LIMIT_EXCEEDED"},
		{name: "root fields in inline fragments", body: query("{" + r("...{clock{isDemo}}", 11) + "}"), want: "LIMIT_EXCEEDED"},
		{name: "31 aliases", body: query("{viewer{" + aliased(31, "language") + "}}"), want: "LIMIT_EXCEEDED"},
		{name: "aliases in a fragment used twice", body: query("{viewer{...f} b:viewer{...f}} fragment f on Viewer{" + aliased(16, "language") + "}"), want: "LIMIT_EXCEEDED"},
		{name: "31 known directives", body: query("{viewer{language" + r(" @include(if:true)", 31) + "}}"), want: "LIMIT_EXCEEDED"},
		{name: "31 unknown directives", body: query("{viewer{language" + r(" @aa", 31) + "}}"), want: "LIMIT_EXCEEDED"},
		{name: "directives on the operation", body: query("query q" + r(" @aa", 31) + "{viewer{language}}"), want: "LIMIT_EXCEEDED"},
		{name: "directives on spreads", body: query("{viewer{" + r("...@include(if:true){language}", 31) + "}}"), want: "LIMIT_EXCEEDED"},
		{name: "list literal 100 000 deep", body: query("{node(id:" + r("[", 100000) + r("]", 100000) + "){id}}"), want: "SYNTAX"},
		{name: "list literal 900 deep", body: query("{node(id:" + r("[", 900) + r("]", 900) + "){id}}"), want: "LIMIT_EXCEEDED"},
		{name: "object literal 200 deep", body: query("{evaluate(input:" + r("{a:", 200) + "1" + r("}", 200) + "){judgement{outcome}}}"), want: "LIMIT_EXCEEDED"},
		{name: "list literal of 2 000", body: query("{nodes(ids:[" + r(`"a" `, 2000) + "]){id}}"), want: "LIMIT_EXCEEDED"},
		{name: "default value 50 deep", body: query("query($a:[ID!]=" + r("[", 50) + r("]", 50) + "){nodes(ids:$a){id}}"), want: "LIMIT_EXCEEDED"},
		{name: "2 001 tokens", body: query("query(" + r("$a:Int ", 700) + "){__typename}"), want: "LIMIT_EXCEEDED"},
		{name: "three pairs of introspection", body: query("{" + aliased(3, "__schema{types{name}}") + "}"), want: "LIMIT_EXCEEDED"},
		{name: "a query that is called __schema", body: query("query __schema{viewer{" + r("language ", 500) + "}}"), want: "LIMIT_EXCEEDED"},
		{name: "a fragment that is called __schema", body: query("{...__schema} fragment __schema on Query{viewer{" + r(circle, 8) + "id" + r("}}", 8) + "}}"), want: "LIMIT_EXCEEDED"},
		{name: "a field that is called __schema", body: query("{__schema:viewer{" + r(circle, 8) + "id" + r("}}", 8) + "}}"), want: "LIMIT_EXCEEDED"},
		{name: "introspection beside data", body: query("{__schema{types{name}} viewer{" + r(circle, 7) + "id" + r("}}", 7) + "}}"), want: "LIMIT_EXCEEDED"},
		{name: "introspection in circles", body: query("{__schema{types{" + r("fields{type{", 5) + "name" + r("}}", 5) + "}}}"), want: "NOT_IN_SCHEMA"},
		{name: "introspection beyond its depth", body: query("{__schema{types{fields{type{" + r("ofType{", 30) + "name" + r("}", 30) + "}}}}}"), want: "LIMIT_EXCEEDED"},
	}
}

func costs() []probe {
	const page = "PAGE_SIZE"
	return []probe{
		{name: "first of -1", body: query("{plans(first:-1){totalCount}}"), want: page},
		{name: "first of 0", body: query("{plans(first:0){totalCount}}"), want: page},
		{name: "first of 101", body: query("{plans(first:101){totalCount}}"), want: page},
		{name: "first of 2147483647", body: query("{plans(first:2147483647){totalCount}}"), want: page},
		{name: "first of 99999999999", body: query("{plans(first:99999999999){totalCount}}"), want: "VARIABLE"},
		{name: "neither first nor last", body: query("{plans{totalCount}}"), want: page},
		{name: "both first and last", body: query("{plans(first:1,last:1){totalCount}}"), want: page},
		{name: "first of null", body: query("{plans(first:null){totalCount}}"), want: page},
		{name: "first from a variable", body: `{"query":"query($n:Int){plans(first:$n){totalCount}}","variables":{"n":500}}`, want: page},
		{name: "first from a variable that is not given", body: `{"query":"query($n:Int){plans(first:$n){totalCount}}"}`, want: page},
		{name: "pages within pages", body: query("{plans(first:100){nodes{registrations(first:100){nodes{participations(first:100){nodes{id}}}}}}}"), want: "LIMIT_EXCEEDED"},
		{name: "pages within pages in fragments", body: query("{plans(first:100){...a}} fragment a on PlanConnection{nodes{registrations(first:100){...b}}} fragment b on RegistrationConnection{nodes{participations(first:100){nodes{id}}}}"), want: "LIMIT_EXCEEDED"},
		{name: "circular plain lists", body: query("{viewer{organisation{plans{organisation{plans{organisation{plans{organisation{plans{organisation{plans{organisation{id}}}}}}}}}}}}}"), want: "LIMIT_EXCEEDED"},
		{name: "circles through the manifest", body: query("{schemes{inForce{manifest{" + strings.Repeat("activities{budget{", 5) + "code" + strings.Repeat("}}", 5) + "}}}}"), want: "LIMIT_EXCEEDED"},
		{name: "nodes times a page", body: query("{nodes(ids:[" + strings.Repeat(`"a" `, 100) + "]){...on Plan{registrations(first:100){nodes{nextSteps{action}}}}}}"), want: "LIMIT_EXCEEDED"},
		{name: "101 ids", body: query("{nodes(ids:[" + strings.Repeat(`"a" `, 101) + "]){id}}"), want: "LIMIT_EXCEEDED"},
		{name: "one dear field under aliases", body: query("{viewer{organisation{" + aliased(25, `employees(first:100){nodes{participations{judgement{findings{code}}}}}`) + "}}}"), want: "LIMIT_EXCEEDED"},
	}
}

func bodies() []probe {
	r := strings.Repeat
	return []probe{
		{name: "an array of requests", body: "[" + query("{__typename}") + "," + query("{__typename}") + "]", want: "BODY"},
		{name: "no JSON, with a number in it", body: `{"query":"123456782`, want: "BODY"},
		{name: "two objects", body: query("{__typename}") + query("{__typename}"), want: "BODY"},
		{name: "50 MB", body: `{"query":"` + r(" ", 50<<20) + `"}`, want: "BODY"},
		{name: "257 KiB", body: `{"query":"` + r(" ", 257<<10) + `"}`, want: "BODY"},
		{name: "variables 100 000 deep", body: `{"query":"{__typename}","variables":{"a":` + r("[", 100000) + r("]", 100000) + "}}", want: "BODY"},
		{name: "extensions 500 deep", body: `{"query":"{__typename}","extensions":` + r(`{"a":`, 500) + "1" + r("}", 500) + "}", want: "BODY"},
		{name: "a query that is a number", body: `{"query":1}`, want: "BODY"},
		{name: "a query that is an object", body: `{"query":{"a":"123456782"}}`, want: "BODY"},
		{name: "no query", body: `{"operationName":"a"}`, want: "BODY"},
		{name: "variables that are a list", body: `{"query":"{__typename}","variables":[1]}`, want: "BODY"},
		{name: "an operation name that is a list", body: `{"query":"{__typename}","operationName":["a"]}`, want: "BODY"},
		{name: "null", body: "null", want: "BODY"},
		{name: "empty", body: "", want: "BODY"},
		{name: "an empty query", body: query(""), want: "SYNTAX"},
		{name: "comments alone", body: query(r("#\n", 60000)), want: "LIMIT_EXCEEDED"},
		{name: "an operation that is not there", body: `{"query":"query a{__typename} query b{__typename}","operationName":"c"}`, want: "OPERATION"},
		{name: "two operations without a name", body: query("query a{__typename} query b{__typename}"), want: "OPERATION"},
		{name: "an unknown field", body: query(fmt.Sprintf(person, "nam")), want: "NOT_IN_SCHEMA"},
		{name: "an unknown argument", body: query("{plans(fist:1){totalCount}}"), want: "NOT_IN_SCHEMA"},
		{name: "an unknown type", body: query("{...on Querry{clock{isDemo}}}"), want: "NOT_IN_SCHEMA"},
		{name: "an unknown field of 60 000 characters", body: query("{" + r("a", 60000) + "}"), want: "NOT_IN_SCHEMA"},
		{name: "an unknown argument of 60 000 characters", body: query("{plans(" + r("a", 60000) + ":1){totalCount}}"), want: "NOT_IN_SCHEMA"},
		{name: "an unknown type of 60 000 characters", body: query("query($x:" + r("A", 60000) + "){clock{isDemo}}"), want: "NOT_IN_SCHEMA"},
		{name: "an unknown fragment of 60 000 characters", body: query("{..." + r("A", 60000) + "}"), want: "NOT_IN_SCHEMA"},
		{name: "an unknown directive of 60 000 characters", body: query("{clock{isDemo @" + r("a", 60000) + "}}"), want: "NOT_IN_SCHEMA"},
		{name: "an operation of 60 000 characters that is not there", body: `{"query":"query a{__typename}","operationName":"` + r("a", 60000) + `"}`, want: "OPERATION"},
		{name: "an enum value of 60 000 characters", body: query("{legend(of:" + r("P", 60000) + "){value}}"), want: "NOT_IN_SCHEMA"},
		{name: "an unknown enum value", body: query("{legend(of:PLANN){value}}"), want: "NOT_IN_SCHEMA"},
		{name: "an unknown field of an input", body: query(`mutation{signIn(input:{emale:"a",password:"b"}){userErrors{code}}}`), want: "NOT_IN_SCHEMA"},
		{name: "a value of the wrong type is not repeated", body: query(`{legend(of:"123456782"){value}}`), want: "NOT_IN_SCHEMA"},
		{name: "a subscription", body: query("subscription{a}"), want: "NOT_IN_SCHEMA"},
	}
}

func valuesOdd() []probe {
	registration := func(by string) string {
		return `{"query":"query($by:RegistrationKey!){registration(by:$by){id}}","variables":{"by":` + by + `}}`
	}
	return []probe{
		{name: "a oneOf with two keys", body: registration(`{"id":"a","number":"b"}`), want: "VARIABLE"},
		{name: "a oneOf with no key", body: registration(`{}`), want: "VARIABLE"},
		{name: "a oneOf with null", body: registration(`{"id":null}`), want: "VARIABLE"},
		{name: "a oneOf with one key and a null", body: registration(`{"id":"a","number":null}`), want: "VARIABLE"},
		{name: "a oneOf literal with two keys", body: query(`{registration(by:{id:"a",number:"b"}){id}}`), want: "NOT_IN_SCHEMA"},
		{name: "a key of 60 000 characters", body: registration(`{"` + strings.Repeat("a", 60000) + `":1}`), want: "VARIABLE"},
		{name: "a key of 60 000 characters with spaces", body: registration(`{"` + strings.Repeat("é ", 30000) + `":1}`), want: "VARIABLE"},
		{name: "an unknown key", body: registration(`{"organisationID":"org_1"}`), want: "VARIABLE"},
		{name: "an enum value in small letters", body: `{"query":"query($of:LegendSubject!){legend(of:$of){value}}","variables":{"of":"plan"}}`, want: "VARIABLE"},
		{name: "an Int as text", body: `{"query":"query($n:Int){plans(first:$n){totalCount}}","variables":{"n":"5"}}`, want: "VARIABLE"},
		{name: "an Int with a point", body: `{"query":"query($n:Int){plans(first:$n){totalCount}}","variables":{"n":5.0}}`, want: "VARIABLE"},
		{name: "an Int beyond 32 bits", body: `{"query":"query($n:Int){plans(first:$n){totalCount}}","variables":{"n":4294967297}}`, want: "VARIABLE"},
		{name: "money as a number", body: `{"query":"mutation($l:[PlanLineInput!]!){createPlan(input:{scheme:\"a\",lines:$l}){userErrors{code}}}","variables":{"l":[{"activity":"C","participants":1,"requested":100}]}}`, want: "VARIABLE"},
		{name: "money as a literal number", body: query(`mutation{createPlan(input:{scheme:"a",lines:[{activity:"C",participants:1,requested:100.10}]}){userErrors{code}}}`), want: "VARIABLE"},
		{name: "NUL in a variable", body: registration(`{"number":"R\u0000"}`), want: "VARIABLE"},
		{name: "a list where a text is asked", body: registration(`{"number":["a"]}`), want: "VARIABLE"},
		{name: "null where something is asked", body: registration(`null`), want: "VARIABLE"},
		{name: "a required variable that is lacking", body: `{"query":"query($by:RegistrationKey!){registration(by:$by){id}}"}`, want: "VARIABLE"},
	}
}

func acts() []probe {
	sign := `signIn(input:{email:"a@b.nl",password:"x"}){userErrors{code}}`
	return []probe{
		{name: "a hundred attempts to sign in", body: query("mutation{" + aliased(100, sign) + "}"), want: "LIMIT_EXCEEDED"},
		{name: "two attempts to sign in", body: query("mutation{" + aliased(2, sign) + "}"), want: "ONE_MUTATION"},
		{name: "two acts in a fragment", body: query("mutation{...f} fragment f on Mutation{" + aliased(2, sign) + "}"), want: "ONE_MUTATION"},
		{name: "two acts of which one is left out", body: query("mutation{a:" + sign + " b:signOut(input:{})@skip(if:true){userErrors{code}}}"), want: "ONE_MUTATION"},
		{name: "anonymous introspection", body: query("{__schema{types{name}}}"), want: "NO_INTROSPECTION"},
		{name: "anonymous introspection in a fragment", body: query(`{...f} fragment f on Query{a:__type(name:"Plan"){name}}`), want: "NO_INTROSPECTION"},
		{name: "anonymous reading", body: query("{plans(first:1){totalCount}}"), want: "SIGN_IN"},
		{name: "anonymous reading beside what is open", body: query("{clock{isDemo} ...f} fragment f on Query{node(id:\"a\"){id}}"), want: "SIGN_IN"},
		{name: "anonymous writing", body: query("mutation{withdrawPlan(input:{id:\"a\",expectedVersion:1}){userErrors{code}}}"), want: "SIGN_IN"},
		{name: "the clock outside a demonstration", body: query(`mutation{demoAdvanceClock(input:{to:"2026-01-01T00:00:00Z"}){userErrors{code}}}`), want: "DEMO_ONLY"},
	}
}

func TestTheStandardIntrospectionQueryIsWithinItsBudget(t *testing.T) {
	t.Parallel()
	h, _ := server(t, actor.Actor{}, func(c *transport.Config) { c.IsDemo = true })
	if a := send(t, h, query(introspection)); len(a.Errors) > 0 || a.status != http.StatusOK {
		t.Errorf("%d %s", a.status, a.text)
	}
}

// introspection is the query of GraphiQL and code generators (graphql-js 16, getIntrospectionQuery with every
// option).
const introspection = `query IntrospectionQuery { __schema { description queryType { name kind } mutationType { name kind } subscriptionType { name kind }
 types { ...FullType } directives { name description isRepeatable locations args(includeDeprecated: true) { ...InputValue } } } }
fragment FullType on __Type { kind name description specifiedByURL isOneOf
 fields(includeDeprecated: true) { name description args(includeDeprecated: true) { ...InputValue } type { ...TypeRef } isDeprecated deprecationReason }
 inputFields(includeDeprecated: true) { ...InputValue } interfaces { ...TypeRef } enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason } possibleTypes { ...TypeRef } }
fragment InputValue on __InputValue { name description type { ...TypeRef } defaultValue isDeprecated deprecationReason }
fragment TypeRef on __Type { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } } } } } } }`

func TestAMultipartFormReachesNothing(t *testing.T) {
	t.Parallel()
	h, _ := server(t, employer, nil)
	body := "--x\r\nContent-Disposition: form-data; name=\"operations\"\r\n\r\n" + query("{__typename}") + "\r\n--x--"
	r := httptest.NewRequest(http.MethodPost, "/graphql", strings.NewReader(body))
	r.Header.Set("Content-Type", "multipart/form-data; boundary=x")
	r.Header.Set("Origin", "https://elsewhere.example")
	if a := receive(t, h, r); a.status != http.StatusUnsupportedMediaType {
		t.Errorf("%d %s", a.status, a.text)
	}
}

func TestARefusedValueSaysWhichValuesAreRight(t *testing.T) {
	t.Parallel()
	variable := func(declared, of, value string) string {
		return `{"query":"query($v:` + declared + `){` + of + `}","variables":{"v":` + value + `}}`
	}
	for _, c := range []struct{ body, nl, en string }{
		{
			variable("LegendSubject!", "legend(of:$v){value}", `"plan"`),
			"Deze waarde bestaat niet; kies uit PLAN, ", "There is no such value; choose from PLAN, ",
		},
		{
			variable("Int", "plans(first:$v){totalCount}", `"5"`),
			"Vul hier een geheel getal zonder punt of aanhalingstekens in.", "Give a whole number without a point or quotation marks here.",
		},
		{
			variable("RegistrationKey!", "registration(by:$v){id}", `{"number":7}`),
			"Vul hier tekst tussen aanhalingstekens in.", "Give text between quotation marks here.",
		},
		{
			variable("RegistrationKey!", "registration(by:$v){id}", `{"organisationID":"org_1"}`),
			"Hier staat een veld dat niet bestaat; kies uit id, number", "There is a field here that does not exist; choose from id, number",
		},
		{
			variable("RegistrationKey!", "registration(by:$v){id}", `null`),
			"Vul hier een waarde in; null kan hier niet.", "Give a value here; null is not allowed.",
		},
	} {
		h, _ := server(t, employer, nil)
		for language, want := range map[string]string{"nl": c.nl, "en": c.en} {
			if a := send(t, h, c.body, "Accept-Language", language); len(a.Errors) != 1 || !strings.HasPrefix(a.Errors[0].Message, want) {
				t.Errorf("%s in %s: %.400s", c.body, language, a.text)
			}
		}
	}
}
