package scenario_test

import (
	"fmt"
	"strings"
	"testing"
)

// marks say whose things are, and whether they were handed in: L and l are Linde's, in Utrecht; O and o are Oost's, in
// Groningen; capitals were handed in, or belong to what was. S is of somebody of the staff, m of the person who asks,
// p of a person's own log.
type marks map[string]string

// principals are all kinds of those who ask. Tokens and roles are Linde's.
func (w *town) principals(t testing.TB) map[string]*visitor {
	t.Helper()
	linde := w.linde.in(t)
	all := map[string]*visitor{
		"linde": linde.visitor, "oost": w.oost.in(t).visitor, "anonymous": w.visitor(t, "anonymous"), "newcomer": w.newcomer(t, fmt.Sprintf("Nieuw%d", visitors.Add(1))),
	}
	for login, v := range w.staff {
		if login != "ssc2" && login != "admin2" {
			all[login] = v.in(t)
		}
	}
	for _, scope := range scopes {
		secret, _ := linde.issue(scope)
		all[scope] = w.machine(t, secret)
	}
	secret, _ := linde.issue("READ", "READ_PERSONAL_DATA")
	all["reader"] = w.machine(t, secret)
	secret, id := linde.issue("READ", "READ_PERSONAL_DATA")
	linde.do("revokePartnerToken", object{"id": id, "expectedVersion": 1}, "token { revokedAt }")
	all["revoked"] = w.machine(t, secret)
	secret, id = linde.issue("READ", "READ_PERSONAL_DATA")
	w.rows.in(t).exec(`UPDATE partner_tokens SET expires_at = created_at WHERE id = ?`, id)
	all["expired"] = w.machine(t, secret)
	for name, v := range all {
		v.name = name
	}
	return all
}

var scopes = []string{"READ", "READ_PERSONAL_DATA", "WRITE_EMPLOYEES", "WRITE_REGISTRATIONS", "WRITE_DOCUMENTS", "SUBMIT"}

// things are the ids of every type of two organisations, with their marks.
func (w *town) things(t testing.TB) (byType map[string][]string, m marks) {
	t.Helper()
	r := w.rows.in(t)
	byType, m = map[string][]string{}, marks{}
	add := func(typ, query string, args ...any) {
		for _, row := range r.texts(query, args...) {
			id, rest, _ := strings.Cut(row, " ")
			if typ == "AssessmentTask" {
				id = "tsk_" + id
			}
			mark := rest
			byType[typ] = append(byType[typ], id)
			m[id] = mark
		}
	}
	for _, e := range []struct {
		*employer
		upper, lower string
	}{{w.linde, "L", "l"}, {w.oost, "O", "o"}} {
		if e.employer == nil {
			continue
		}
		in := func(registration string) string {
			return ` CASE WHEN ` + registration + ` IN (SELECT id FROM registrations WHERE submitted_at IS NOT NULL) THEN '` + e.upper + `' ELSE '` + e.lower + `' END `
		}
		add("Organisation", `SELECT id, '`+e.upper+`' FROM organisations WHERE id = ?`, e.org)
		add("Contact", `SELECT id, '`+e.upper+`' FROM role_assignments WHERE organisation_id = ?`, e.org)
		add("Admission", `SELECT id, '`+e.upper+`' FROM admissions WHERE organisation_id = ?`, e.org)
		add("Person", `SELECT person_id, '`+e.upper+`' FROM role_assignments WHERE organisation_id = ?`, e.org)
		add("PartnerToken", `SELECT id, '`+e.upper+`' FROM partner_tokens WHERE organisation_id = ?`, e.org)
		add("Employee", `SELECT id, CASE WHEN external_reference = 'draft' THEN '`+e.lower+`' ELSE '`+e.upper+`' END FROM employees WHERE organisation_id = ?`, e.org)
		add("Tie", `SELECT id, '`+e.upper+`' FROM ties WHERE held_id = ?`, e.org)
		add("Plan", `SELECT id, '`+e.upper+`' FROM plans WHERE organisation_id = ?`, e.org)
		add("PlanLine", `SELECT id, '`+e.upper+`' FROM plan_lines WHERE plan_id = ?`, e.plan)
		add("Registration", `SELECT id, `+in("id")+` FROM registrations WHERE organisation_id = ?`, e.org)
		add("AssessmentTask", `SELECT id, `+in("id")+` FROM registrations WHERE state IN ('SUBMITTED', 'IN_REVIEW', 'AWAITING_SECOND', 'AWAITING_CONTENT') AND organisation_id = ?`, e.org)
		add("Participation", `SELECT id, `+in("registration_id")+` FROM participations WHERE organisation_id = ?`, e.org)
		add("MatrixCell", `SELECT id, CASE WHEN registration_id IS NULL THEN '`+e.upper+`' ELSE `+in("registration_id")+` END FROM cells WHERE organisation_id = ?`, e.org)
		add("Document", `SELECT id, CASE WHEN registration_id IS NULL THEN '`+e.upper+`' ELSE `+in("registration_id")+` END FROM documents WHERE organisation_id = ?`, e.org)
		add("Decision", `SELECT id, `+in("registration_id")+` FROM decisions WHERE organisation_id = ?`, e.org)
		add("Repair", `SELECT id, `+in("registration_id")+` FROM repairs WHERE organisation_id = ?`, e.org)
		add("Receipt", `SELECT id, CASE WHEN subject = 'REGISTRATION' THEN `+in("subject_id")+` ELSE '`+e.upper+`' END FROM evaluations WHERE organisation_id = ?`, e.org)
		add("AuditEntry", `SELECT id, CASE WHEN dossier_id LIKE 'pln_%' THEN '`+e.upper+`' ELSE '`+e.lower+`' END FROM audit_entries WHERE organisation_id = ?`, e.org)
		add("AuditEntry", `SELECT id, 'p' FROM audit_entries WHERE dossier_id IN (SELECT person_id FROM role_assignments WHERE organisation_id = ?)`, e.org)
		add("Event", `SELECT key, CASE WHEN subject_id LIKE 'pln_%' THEN '`+e.upper+`' ELSE `+in("subject_id")+` END FROM events WHERE organisation_id = ?`, e.org)
	}
	add("Person", `SELECT person_id, 'S' FROM role_assignments WHERE organisation_id IS NULL AND person_id NOT IN (SELECT person_id FROM role_assignments WHERE role = 'EMPLOYER')`)
	add("Appointment", `SELECT id, 'S' FROM appointments`)
	add("SchemeRelease", `SELECT id, '+' FROM scheme_releases`)
	for typ, ids := range map[string][]string{
		"Region": w.linde.in(t).ask(`{ regions { id } }`, nil).each("regions", "id")[:2], "Scheme": {"sch_sozw-2026"},
		"RegionalOrganisation": w.linde.in(t).ask(`{ regions { regionalOrganisation { id } } }`, nil).each("regions", "regionalOrganisation.id")[:2],
		"ListedTraining":       w.linde.in(t).ask(`{ scheme(slug: "sozw-2026") { inForce { manifest { trainings(first: 2) { nodes { id } } } } } }`, nil).each("scheme.inForce.manifest.trainings.nodes", "id"),
	} {
		for _, id := range ids {
			byType[typ] = append(byType[typ], id)
			m[id] = "+"
		}
	}
	return byType, m
}
