package transport_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/vektah/gqlparser/v2"

	"github.com/penvoerder/penvoerder/graph/transport"
)

// variables of the operations that need some.
var variables = map[string]string{
	"PlanPage":          `{"id":"pln_1"}`,
	"RegistrationPage":  `{"number":"R-2026-000001"}`,
	"AmountPanel":       `{"participation":"par_1"}`,
	"Judge":             `{"cells":{"registrationID":"reg_1","expectedVersion":1,"cells":[{"cellID":"cel_1","expectedVersion":1,"verdict":"APPROVED"}]}}`,
	"SchemeForm":        `{"slug":"sozw-2026","activity":"C"}`,
	"FindTraining":      `{"slug":"sozw-2026","activity":"1A","search":"verz"}`,
	"WouldThisDo":       `{"input":{"scheme":"sozw-2026","subject":{"plan":{"lines":[]}}}}`,
	"Releases":          `{"slug":"sozw-2026"}`,
	"PushEmployees":     `{"rows":[{"externalReference":"1","employee":{"name":"A","dateOfBirth":"1990-01-01","employment":"EMPLOYED"}}]}`,
	"PushRegistrations": `{"plan":"pln_1","dryRun":true,"rows":[{"externalReference":"1","activity":"C","training":{"course":{"title":"A"}},"participants":[{"employee":{"externalReference":"1"}}]}]}`,
	"Tickets":           `{"input":{"forID":"reg_1","files":[{"name":"a.pdf","size":1}]}}`,
	"Attach":            `{"input":{"ticketID":"upl_1","forID":"reg_1","expectedVersion":1,"kind":"LOONSTROOK_START"}}`,
}

func TestEveryPageFitsTheSchemaAndTheLimits(t *testing.T) {
	t.Parallel()
	s := schema(t)
	files, err := filepath.Glob("../testdata/pages/*.graphql")
	if err != nil || len(files) < 9 {
		t.Fatalf("%d pages: %v", len(files), err)
	}
	h, _ := server(t, employer, func(c *transport.Config) { c.Schema = resolves{schema: s, data: "{}"} })
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		doc, errs := gqlparser.LoadQueryWithRules(s, string(text), nil)
		if len(errs) > 0 {
			t.Errorf("%s: %v", name, errs)
			continue
		}
		for _, o := range doc.Operations {
			body := map[string]any{"query": string(text), "operationName": o.Name}
			if v, ok := variables[o.Name]; ok {
				body["variables"] = json.RawMessage(v)
			}
			request, err := json.Marshal(body)
			if err != nil {
				t.Fatal(err)
			}
			a := send(t, h, string(request))
			if len(a.Errors) > 0 {
				t.Errorf("%s %s: %s", filepath.Base(name), o.Name, a.text)
			}
			t.Logf("%s costs %d", o.Name, a.Extensions.Cost.Requested)
		}
	}
}
