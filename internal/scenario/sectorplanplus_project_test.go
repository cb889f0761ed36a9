package scenario_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

const projectFile = `query($id: ID!) { node(id: $id) { ... on Plan { projectFile { version state sizeClass sizeAwaited repair { dueOn note cells { column } }
	nextSteps { action role dueOn } cells { id version column state lastJudgement { reason { code } note } } } deadlines { code role on { id } } } } }`

// projectDocuments: an accountant's figures give a size once the SSC has approved them, and nothing while they wait.
func projectDocuments(t *testing.T, p *program, e *spp, reg string) {
	ssc := p.persona(t, "ssc2") // who reviews registrations under the plan judges none of its project documents
	stands := func(v *visitor) string {
		f := v.ask(projectFile, object{"id": e.plan}).at("node.projectFile")
		return strings.Join(append([]string{f.text("state"), f.text("sizeClass"), f.text("sizeAwaited")}, f.each("nextSteps", "role")...), " ")
	}
	judge := func(verdict object) {
		t.Helper()
		f := ssc.ask(projectFile, object{"id": e.plan}).at("node.projectFile")
		i := slices.Index(f.each("cells", "column"), "OMVANG")
		cell := object{"cellID": f.text(fmt.Sprintf("cells.%d.id", i)), "expectedVersion": f.number(fmt.Sprintf("cells.%d.version", i))}
		for k, v := range verdict {
			cell[k] = v
		}
		ssc.do("judgeCells", object{"id": e.plan, "expectedVersion": f.number("version"), "cells": []object{cell}}, "projectFile { state } cells { state }")
	}
	amount := func() string { return e.judged(reg).text("judgement.amount") }

	e.attach(e.plan, "JAARREKENING", object{"year": 2023, "sizeClass": "SMALL"})
	is(t, "accounts that nobody judged give no size", "211.54", amount())
	e.complete(e.plan, "OMVANG")
	is(t, "they wait for the SSC", "IN_REVIEW  SMALL EMPLOYER SSC", stands(e.visitor))
	const queue = `{ assessmentQueue(stage: PROJECT_FILE, first: 5) { totalCount nodes { id stage openCells isResubmission worstSeverity subject { ... on Plan { id } } viewerCan(action: JUDGE_CELLS) { isAllowed } } } }`
	waiting := ssc.ask(queue, nil).at("assessmentQueue")
	is(t, "in its queue", "1 tsk_project_"+e.plan+" PROJECT_FILE 1 false "+e.plan+" true", strings.Join([]string{
		waiting.text("totalCount"), waiting.text("nodes.0.id"), waiting.text("nodes.0.stage"), waiting.text("nodes.0.openCells"), waiting.text("nodes.0.isResubmission"),
		waiting.text("nodes.0.subject.id"), waiting.text("nodes.0.viewerCan.isAllowed"),
	}, " "))
	is(t, "and in no other's", "0", p.persona(t, "regioplus").ask(queue, nil).text("assessmentQueue.totalCount"))

	_, refusals := ssc.try("askProjectRepair", object{"id": e.plan, "expectedVersion": e.home(e.plan), "note": "x", "dueOn": "2099-12-31"}, "repair { id }")
	is(t, "repair of what was not rejected", []string{"CONFLICT NOTHING_REJECTED input.id"}, refusals)
	codes := ssc.ask(projectReasons, object{"id": e.plan}).each("node.projectFile.columns.2.reasons", "code")
	judge(object{"verdict": "REJECTED", "reason": codes[0], "note": "De handtekening ontbreekt."})
	is(t, "rejected, and still with the SSC", "IN_REVIEW   EMPLOYER SSC", stands(ssc))
	asked := ssc.do("askProjectRepair", object{"id": e.plan, "expectedVersion": e.home(e.plan), "note": "Graag getekend.", "dueOn": "2025-08-31"}, "projectFile { state } repair { dueOn }")
	is(t, "asked to be repaired", "REPAIR 2025-08-31", asked.text("projectFile.state")+" "+asked.text("repair.dueOn"))
	is(t, "the employer's turn", "REPAIR   EMPLOYER EMPLOYER", stands(e.visitor))
	own := e.ask(projectFile, object{"id": e.plan}).at("node")
	i := slices.Index(own.each("deadlines", "code"), "project repair")
	is(t, "with a term, a reason and words", "EMPLOYER "+e.plan+" Graag getekend. OMVANG", strings.Join([]string{
		own.text(fmt.Sprintf("deadlines.%d.role", i)), own.text(fmt.Sprintf("deadlines.%d.on.id", i)), own.text("projectFile.repair.note"), own.text("projectFile.repair.cells.0.column"),
	}, " "))
	e.attach(e.plan, "JAARREKENING", object{"year": 2023, "sizeClass": "SMALL"})
	is(t, "repaired, and in the queue again", "IN_REVIEW  SMALL EMPLOYER SSC", stands(e.visitor))
	is(t, "as one that came back", "true", ssc.ask(queue, nil).text("assessmentQueue.nodes.0.isResubmission"))
	judge(approved)
	is(t, "a small organisation by its accounts", "296.16", amount())
	e.attach(e.plan, "JAARREKENING", object{"year": 2023, "sizeClass": "MEDIUM"})
	is(t, "another document spends the approval", "211.54", amount())
	judge(approved)
	is(t, "a medium-sized one by the latest", "253.85", amount())
}

const projectReasons = `query($id: ID!) { node(id: $id) { ... on Plan { projectFile { columns { code reasons { code } } } } } }`

// awaited: while a proof of size is not judged nobody approves what depends on it; once it is, the amount is another, and
// whoever decides has to see it.
func awaited(t *testing.T, p *program, e *spp) {
	ssc := p.persona(t, "ssc")
	reg := e.course4(t, p, "Werken in een kleine organisatie", again("S-7"))
	ssc.review(reg)
	ssc.do("judgeCells", ssc.judgements(reg, approved, every), "cells { state }")
	seen := ssc.version(reg)
	e.attach(e.plan, "JAARREKENING", object{"year": 2023, "sizeClass": "SMALL"})
	p.rows.in(t).quiet(e.org)
	if now := ssc.version(reg); now <= seen {
		t.Errorf("the amount changed under review, and version %d is still %d", seen, now)
	}
	_, refusals := ssc.try("decideRegistration", object{"registrationID": reg, "expectedVersion": seen, "verdict": "APPROVED"}, "decision { amount }")
	is(t, "a decision on what was seen before", []string{"CONFLICT STALE_VERSION input.expectedVersion"}, refusals)
	decide := func() []string {
		_, refusals := ssc.try("decideRegistration", object{"registrationID": reg, "expectedVersion": ssc.version(reg), "verdict": "APPROVED"}, "decision { amount }")
		return refusals
	}
	is(t, "approval waits for the proof", []string{"CONFLICT HELD input.verdict"}, decide())
	const held = `query($id: ID!) { node(id: $id) { ... on Registration { participations(first: 1) { nodes { judgement { amount findings { code aspect message { text } } } } } } } }`
	forecast := e.ask(held, object{"id": reg}).at("node.participations.nodes.0.judgement")
	i := slices.Index(forecast.each("findings", "aspect"), "awaited")
	if text := forecast.text(fmt.Sprintf("findings.%d.message.text", i)); forecast.text("amount") != "211.54" || !strings.Contains(text, "€211.54") || !strings.Contains(text, "€296.16") {
		t.Errorf("the forecast of %s does not show both amounts: %s", forecast.text("amount"), text)
	}
	other := p.persona(t, "ssc2")
	project := other.ask(projectFile, object{"id": e.plan}).at("node.projectFile")
	i = slices.Index(project.each("cells", "column"), "OMVANG")
	other.do("judgeCells", object{"id": e.plan, "expectedVersion": project.number("version"), "cells": []object{
		{"cellID": project.text(fmt.Sprintf("cells.%d.id", i)), "expectedVersion": project.number(fmt.Sprintf("cells.%d.version", i)), "verdict": "APPROVED"},
	}}, "cells { state }")
	p.rows.in(t).quiet(e.org)
	is(t, "approved, once the proof is", []string(nil), decide())
	is(t, "for the amount that it proves", "APPROVED 296.16", e.judged(reg).text("state")+" "+e.judged(reg).text("judgement.amount"))
}
