package scenario_test

import (
	"slices"
	"strings"
	"testing"
)

// fourEyes: who was a contact of the organisation, or assessed nothing, does not decide on its dossier.
func fourEyes(t *testing.T, w *town) {
	both := w.newcomer(t, "Dubbel")
	both.do("createOrganisation", organisation("Dubbel", "10000007", "3511 AB"), "organisation { id }")
	me := both.ask(`{ viewer { person { id } roles { id role } } }`, nil)
	r := w.rows.in(t)
	// Dubbel becomes an assessor, as an administrator would have it, and a contact of Oog before that ended.
	r.exec(`INSERT INTO role_assignments (id, person_id, role, is_signatory, since, version) VALUES (?, ?, 'SSC', false, '2025-01-01', 1)`, "rol_01DUBBEL", me.text("viewer.person.id"))
	r.exec(`INSERT INTO role_assignments (id, person_id, role, organisation_id, is_signatory, since, until, version) VALUES (?, ?, 'EMPLOYER', ?, false, '2025-01-01', '2025-06-01', 1)`, "rol_01OOG", me.text("viewer.person.id"), w.oog.org)
	oog := w.oog.in(t)
	reg := oog.register(oog.course("Vier ogen", someone("Vier Ogen", "vier")))
	oog.ready(reg)
	oog.handIn(reg)
	_, refusals := both.try("actAs", object{"roleID": roleOf(both.ask(`{ viewer { roles { id role } } }`, nil), "SSC")}, "")
	is(t, "to act as an assessor", []string(nil), refusals)
	is(t, "to see what was handed in", reg, both.ask(`query($id: ID!) { node(id: $id) { id } }`, object{"id": reg}).text("node.id"))
	allowed := both.ask(`query($id: ID!) { node(id: $id) { viewerCan(action: REVIEW) { isAllowed reason } } }`, object{"id": reg})
	is(t, "viewerCan", "false FOUR_EYES_REQUIRED", allowed.text("node.viewerCan.isAllowed")+" "+allowed.text("node.viewerCan.reason"))
	reasons := " (" + strings.Join(both.ask(`{ scheme(slug: "sozw-2026") { inForce { manifest { reasonCodes { code } } } } }`, nil).each("scheme.inForce.manifest.reasonCodes", "code"), ", ") + ")"
	ssc, ssc2 := w.staff["ssc"].in(t), w.staff["ssc2"].in(t)
	step := func(what string, v *visitor, act string, input object, want ...string) {
		t.Helper()
		r.unchanged(what, []string{oog.org}, func() {
			_, got := v.try(act, input, "")
			is(t, what, want, got)
		})
	}
	step("review one's own", both, "startReview", object{"registrationID": reg, "expectedVersion": both.version(reg)}, "! FORBIDDEN FOUR_EYES_REQUIRED")
	step("judge without review", ssc, "judgeCells", ssc.judgements(reg, approved, every), "! FORBIDDEN NOT_ASSIGNED")
	step("decide without review", ssc, "decideRegistration", object{"registrationID": reg, "expectedVersion": ssc.version(reg), "verdict": "APPROVED"}, "! FORBIDDEN NOT_ASSIGNED")
	ssc.review(reg)
	step("judge one's own", both, "judgeCells", both.judgements(reg, approved, every), "! FORBIDDEN FOUR_EYES_REQUIRED")
	step("decide on one's own", both, "decideRegistration", object{"registrationID": reg, "expectedVersion": both.version(reg), "verdict": "APPROVED"}, "! FORBIDDEN FOUR_EYES_REQUIRED")
	step("judge what another reviews", ssc2, "judgeCells", ssc2.judgements(reg, approved, every), "! FORBIDDEN NOT_ASSIGNED")
	step("approve before judging", ssc, "decideRegistration", object{"registrationID": reg, "expectedVersion": ssc.version(reg), "verdict": "APPROVED"}, "CONFLICT CELLS_UNDECIDED input.verdict")
	step("reject without words", ssc, "decideRegistration", object{"registrationID": reg, "expectedVersion": ssc.version(reg), "verdict": "REJECTED"}, "INVALID REASON_REQUIRED input.note")
	step("repair without a term", ssc, "decideRegistration", object{"registrationID": reg, "expectedVersion": ssc.version(reg), "verdict": "REPAIR", "note": "x"}, "INVALID REPAIR_TERM_REQUIRED input.dueOn (> 2026-06-15)")
	step("reject a cell without a reason", ssc, "judgeCells", ssc.judgements(reg, object{"verdict": "REJECTED"}, every), "INVALID REASON_REQUIRED input.cells.0.reason"+reasons, "INVALID REASON_REQUIRED input.cells.1.reason"+reasons, "INVALID REASON_REQUIRED input.cells.2.reason"+reasons)
	step("judge what was judged meanwhile", ssc, "judgeCells", changed(ssc.judgements(reg, approved, every), "expectedVersion", 1), "CONFLICT STALE_VERSION input.expectedVersion")
	step("judge a cell that changed", ssc, "judgeCells", changed(ssc.judgements(reg, approved, every), "cells.1.expectedVersion", 999), "CONFLICT STALE_VERSION input.cells.1.expectedVersion")
	step("decide on what changed", ssc, "decideRegistration", object{"registrationID": reg, "expectedVersion": 1, "verdict": "APPROVED"}, "CONFLICT STALE_VERSION input.expectedVersion")
	step("change what is in review", oog.visitor, "amendRegistration", object{"id": reg, "expectedVersion": oog.version(reg), "start": "2026-05-12"}, "CONFLICT WRONG_STATE input.id")
	step("withdraw another's", w.leeg.in(t).visitor, "withdrawRegistration", object{"id": reg, "expectedVersion": 1}, "! NOT_FOUND REGISTRATION_NOT_FOUND")
}

// roleOf is the id of the viewer's role of a kind.
func roleOf(a *answer, role string) string {
	i := slices.Index(a.each("viewer.roles", "role"), role)
	if i < 0 {
		a.t.Fatalf("no role %s in %s", role, a.body)
	}
	return a.each("viewer.roles", "id")[i]
}

// dismissed: a role that ended, a session that ended and a token that was revoked are gone at the next request.
func dismissed(t *testing.T, w *town) {
	e := w.employer(t, "Weg", "10000010", "3511 AB")
	secret, id := e.issue("READ")
	m := w.machine(t, secret)
	const who = `{ viewer { person { id } token { id } organisation { id } actingRole { role } } organisations(first: 1) { totalCount } }`
	is(t, "a machine says who it is", "  "+e.org, strings.Join([]string{m.ask(who, nil).text("viewer.person.id"), m.ask(who, nil).text("viewer.actingRole.id"), m.ask(who, nil).text("viewer.organisation.id")}, " "))
	e.do("revokePartnerToken", object{"id": id, "expectedVersion": 1}, "token { revokedAt }")
	is(t, "revoked", []string{"UNAUTHENTICATED TOKEN_REVOKED"}, m.send(who, nil).codes())

	second := w.visitor(t, "second session")
	second.do("signIn", object{"email": "weg@werkgever.example", "password": password}, "viewer { actingRole { role } }")
	is(t, "a second session", e.org, second.ask(who, nil).text("viewer.organisation.id"))
	for _, c := range second.cookies() {
		is(t, "the cookie is named", "penvoerder", c.Name)
	}
	sessions := e.ask(`{ viewer { sessions { id isCurrent } } }`, nil)
	other := sessions.each("viewer.sessions", "id")[slices.Index(sessions.each("viewer.sessions", "isCurrent"), "false")]
	e.do("signOut", object{"sessionID": other}, "sessions { id }")
	is(t, "signed out elsewhere", []string{"UNAUTHENTICATED SIGN_IN"}, second.send(`{ organisations(first: 1) { totalCount } }`, nil).codes())

	w.rows.in(t).exec(`UPDATE role_assignments SET until = '2026-06-01' WHERE organisation_id = ?`, e.org)
	after := e.ask(who, nil)
	is(t, "dismissed", " 0", after.text("viewer.organisation.id")+" "+after.text("organisations.totalCount"))
	_, refusals := e.try("createEmployee", object{"employee": hired("Na Ontslag", "na")}, "")
	is(t, "and does nothing any more", []string{"! FORBIDDEN ROLE"}, refusals)
	e.do("signOut", object{}, "sessions { id }")
	is(t, "signed out", nil, e.ask(`{ viewer { language } }`, nil).at("viewer").value())
}
