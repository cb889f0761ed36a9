package scenario_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/penvoerder/penvoerder/internal/workflow"
)

// TestTheDemoHoldsRegistrationsOfEveryScheme: whoever starts the program finds each regulation at work.
func TestTheDemoHoldsRegistrationsOfEveryScheme(t *testing.T) {
	t.Parallel()
	p := run(t, "", "--demo=full", "--now=2026-07-01T10:00+02:00")
	states := map[string][]string{}
	for _, login := range []string{"employer", "employer2"} {
		all := p.persona(t, login).ask(`{ registrations(first: 100) { nodes { state plan { release { scheme { slug } } } } } }`, nil).at("registrations")
		slugs := all.each("nodes", "plan.release.scheme.slug")
		for i, state := range all.each("nodes", "state") {
			states[slugs[i]] = append(states[slugs[i]], state)
		}
	}
	got := map[string]string{}
	for slug, of := range states {
		slices.Sort(of)
		got[slug] = strings.Join(slices.Compact(of), " ")
	}
	is(t, "what the employers have", map[string]string{
		"sozw-2026":         "APPROVED DRAFT IN_REVIEW READY REJECTED REPAIR SUBMITTED WITHDRAWN",
		"sectorplanplus-v1": "APPROVED SUBMITTED",
		"sectorplanplus-v2": "APPROVED IN_REVIEW",
		"sectorplanplus-v3": "APPROVED REPAIR",
		"sectorplanplus-v4": "APPROVED AWAITING_CONTENT CONTENT_REJECTED DRAFT READY REJECTED SUBMITTED",
	}, got)
	files := p.persona(t, "employer").ask(`{ plans(first: 20) { nodes { release { scheme { slug } } projectFile { state sizeClass repair { cells { column } } } } } }`, nil).at("plans")
	stand := map[string]string{}
	for i, slug := range files.each("nodes", "release.scheme.slug") {
		f := files.at(fmt.Sprintf("nodes.%d.projectFile", i))
		stand[slug] = strings.TrimSpace(strings.Join([]string{stand[slug], f.text("state"), f.text("sizeClass"), f.text("repair.cells.0.column")}, " "))
	}
	is(t, "project files", map[string]string{
		"sozw-2026": "REPAIR  KVK_UITTREKSEL", "sectorplanplus-v1": "APPROVED", "sectorplanplus-v2": "OPEN", "sectorplanplus-v4": "IN_REVIEW SMALL OPEN",
	}, stand)
	is(t, "project files that wait for the SSC", "1", p.persona(t, "ssc").ask(`{ assessmentQueue(stage: PROJECT_FILE, first: 10) { totalCount } }`, nil).text("assessmentQueue.totalCount"))
	matches := p.persona(t, "ssc").ask(`{ registrations(filter: {search: "Samenwerken in de wijk"}, first: 10) { nodes { possibleMatches { isSameTraining } } } }`, nil)
	is(t, "possible matches", []string{"true", "true"}, matches.each("registrations.nodes", "possibleMatches.0.isSameTraining"))
	is(t, "what waits for the committee", "1", p.persona(t, "amr").ask(`{ assessmentQueue(stage: CONTENT, first: 10) { totalCount } }`, nil).text("assessmentQueue.totalCount"))
	is(t, "what waits in another region", []string{"SUBMITTED"}, p.persona(t, "leader.wzw").ask(`{ plans(first: 10) { nodes { state } } }`, nil).each("plans.nodes", "state"))
	for _, act := range openRows(t, p).texts(`SELECT DISTINCT act FROM audit_entries`) {
		if _, ok := workflow.Label(act); !ok {
			t.Errorf("the audit holds %s, for which the table of acts has no words", act)
		}
	}
	whole(t, p)
}
