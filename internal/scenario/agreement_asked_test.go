package scenario_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// question is what is asked at a thing.
type question struct {
	kind   string
	id     string
	action access.Action
}

// targets are the things to which an act is done: each cell apart.
func (b *book) targets(a workflow.Act) []string {
	project := a.Subject == workflow.ProjectFile
	if a.Name == workflow.JudgeProjectCells.Name && project {
		return []string{b.projectCell}
	}
	switch a.Of {
	case access.Cell:
		if project {
			return []string{b.projectCell}
		}
		return b.cells
	case access.Document:
		if project {
			return []string{b.projectDocument}
		}
		return []string{b.document}
	case access.Participation:
		return []string{b.part}
	}
	if a.Subject == workflow.Registration && !begins(a) {
		return []string{b.reg}
	}
	return []string{b.plan}
}

// questions are those that viewerCan is asked about an act to a thing.
func (b *book) questions(a workflow.Act, target string) []question {
	nouns := a.On
	if nouns == nil {
		nouns = []access.Noun{a.Of}
	}
	var all []question
	for _, n := range nouns {
		switch n {
		case access.Organisation:
			all = append(all, question{string(n), b.org, a.Asks})
		case access.Plan:
			all = append(all, question{string(n), b.plan, a.Asks}, question{"task of the plan", "tsk_" + b.plan, a.Asks}, question{"task of the project file", "tsk_project_" + b.plan, a.Asks})
		case access.Registration:
			all = append(all, question{string(n), b.reg, a.Asks}, question{"task of the registration", "tsk_" + b.reg, a.Asks})
		default:
			all = append(all, question{string(n), target, a.Asks}, question{through + string(n), target, a.Asks})
		}
	}
	return all
}

// ask asks viewerCan at every thing where a row is asked. It returns why not: empty for what is allowed; what is not seen
// is not allowed, but for a task that does not wait for the viewer, which says nothing.
func (b *book) ask(v *visitor, rows []workflow.Act) map[question]string {
	var order []string
	at := map[string][]question{}
	can, inside := map[question]string{}, map[question]bool{}
	for _, a := range rows {
		for _, target := range b.targets(a) {
			for _, q := range b.questions(a, target) {
				if strings.HasPrefix(q.kind, through) {
					inside[q] = true
					continue
				}
				if at[q.id] == nil {
					order = append(order, q.id)
				}
				if !slices.Contains(at[q.id], q) {
					at[q.id] = append(at[q.id], q)
				}
			}
		}
	}
	for _, id := range order {
		b.askAt(v, id, at[id], can)
	}
	if len(inside) > 0 {
		b.askThrough(v, inside, can)
	}
	return can
}

// askAt asks what is asked at one thing.
func (b *book) askAt(v *visitor, id string, all []question, can map[question]string) {
	var text strings.Builder
	for i, q := range all {
		fmt.Fprintf(&text, " q%d: viewerCan(action: %s) { isAllowed reason }", i, q.action)
	}
	got := v.send(`query($id: ID!) { node(id: $id) {`+text.String()+` } }`, object{"id": id})
	if len(got.errors) > 0 && !slices.Equal(got.codes(), []string{"UNAUTHENTICATED SIGN_IN"}) {
		b.t.Fatalf("%s asked viewerCan and heard %.600s", v.name, got.body)
	}
	for i, q := range all {
		p := got.at(fmt.Sprintf("node.q%d", i))
		switch {
		case got.at("node").value() == nil && strings.HasPrefix(id, "tsk_"): // it does not wait for the viewer
		case got.at("node").value() == nil:
			can[q] = "not seen"
		case p.text("isAllowed") == "true":
			can[q] = ""
		default:
			can[q] = p.text("reason")
			if can[q] == "" {
				b.t.Errorf("%s is refused %s at the %s without a reason", v.name, q.action, q.kind)
			}
		}
	}
}

// through begins the kind of a thing that is reached through its dossier, and is loaded with it.
const through = "dossier's "

// askThrough asks at what lies below a registration and a project file, on the page of the dossier. What is not there is
// not asked.
func (b *book) askThrough(v *visitor, all map[question]bool, can map[question]string) {
	field := func(noun access.Noun) string {
		fields := map[string]bool{}
		for q := range all {
			if q.kind == through+string(noun) {
				fields[fmt.Sprintf(" %s: viewerCan(action: %s) { isAllowed reason }", q.action, q.action)] = true
			}
		}
		return " id " + strings.Join(slices.Sorted(maps.Keys(fields)), "")
	}
	cells := `cells {` + field(access.Cell) + ` documents {` + field(access.Document) + ` } }`
	for id, query := range map[string]string{
		b.reg:  `... on Registration { participations(first: 10) { nodes {` + field(access.Participation) + ` } } matrix { rows { ` + cells + ` } } }`,
		b.plan: `... on Plan { projectFile { ` + cells + ` } }`,
	} {
		got := v.send(`query($id: ID!) { node(id: $id) { `+query+` } }`, object{"id": id})
		if len(got.errors) > 0 && !slices.Equal(got.codes(), []string{"UNAUTHENTICATED SIGN_IN"}) {
			b.t.Fatalf("%s asked viewerCan and heard %.600s", v.name, got.body)
		}
		take(got.data, all, can)
	}
}

// take picks the answers of viewerCan out of the answer to a page.
func take(data any, all map[question]bool, can map[question]string) {
	switch at := data.(type) {
	case []any:
		for _, one := range at {
			take(one, all, can)
		}
	case object:
		for _, one := range at {
			take(one, all, can)
		}
		for q := range all {
			if p, ok := at[string(q.action)].(object); ok && at["id"] == q.id {
				can[q], _ = p["reason"].(string)
			}
		}
	}
}
