package cases_test

import (
	"context"
	"fmt"
	"strings"
	"testing/fstest"

	"github.com/penvoerder/penvoerder/schemes"
	"github.com/penvoerder/penvoerder/schemes/cases"
	"github.com/penvoerder/penvoerder/schemes/toy"
)

// A golden case states what differs from what is given, and everything that is to be told. This one forgot a finding.
func ExampleCase_Check() {
	file := fstest.MapFile{Data: []byte(`given:
  registration: {activity: J, start: 2025-05-01, end: 2025-05-06, facts: {balls: {integer: 3}}, training: {list: jongleren, code: J1, title: Drie ballen}}
  participant: {targetGroup: CLOWN}
cases:
  - id: DAYS-TOO-FEW
    title: Six days
    want: {outcome: INELIGIBLE, amount: 0.00, cells: {BEWIJS: MISSING}}
`)}
	golden, err := cases.Read(fstest.MapFS{"cases/days.yaml": &file}, "cases", "toy")
	if err != nil {
		panic(err)
	}
	for _, c := range golden {
		answers, err := toy.Scheme.Judge(context.Background(), schemes.Batch{Overrides: c.Overrides, Questions: []schemes.Question{c.Question}})
		if err != nil {
			panic(err)
		}
		fmt.Println(strings.Join(c.Check(toy.Scheme.Manifest(), answers[0]), "\n"))
	}
	// Output:
	// cases/days.yaml:7: DAYS-TOO-FEW: findings (- wanted, + told):
	//   + BLOCKING TOY-ELIG-002 /end
}
