package scenario_test

import (
	"fmt"
	"slices"
	"testing"
)

// asking are those who ask about a dossier, by what they are to it: the columns of the table, in their order. A blank
// parts the employers' side from those who judge, and both from machines.
var asking = []string{
	"contact, verified", "contact, unverified", "former contact", "contact at the other end of a tie", "contact of another organisation", "person without a role",
	"person proposed as assessor", "nobody",
	"",
	"leader of its region", "leader of its region, once its contact", "leader of another region", "SSC, the assessor on record", "SSC, a colleague", "SSC, once its contact",
	"AMR", "VWS", "RegioPlus", "RegioPlus, once its contact", "administrator",
	"",
	"token READ", "token READ_PERSONAL_DATA", "token WRITE_EMPLOYEES", "token WRITE_REGISTRATIONS", "token WRITE_DOCUMENTS", "token SUBMIT", "token of every scope",
	"token of every scope of another organisation",
}

// surround has everybody who asks about the dossier.
func (b *book) surround(t *testing.T, w *agreement, logins map[string]*visitor, other *book, leader, otherLeader string) {
	b.rows = w.rows.in(t)
	b.who = map[string]*visitor{
		"contact, verified": b.visitor, "contact of another organisation": other.visitor, "nobody": w.visitor(t, "anonymous"),
		"leader of its region": logins[leader], "leader of another region": logins[otherLeader], "SSC, the assessor on record": logins["ssc"], "SSC, a colleague": logins["ssc2"],
		"AMR": logins["amr"], "VWS": logins["vws"], "RegioPlus": logins["regioplus"], "administrator": logins["admin"],
	}
	come := func(as string) *visitor {
		b.who[as] = w.newcomer(t, fmt.Sprintf("Ander%d", visitors.Add(1)))
		return b.who[as]
	}
	come("person without a role")
	logins["admin"].do("proposeAppointment", object{"email": come("person proposed as assessor").address(), "role": "SSC"}, "appointment { state }")
	come("contact, unverified").holds(b.rows, role{name: "EMPLOYER", organisation: b.org})
	come("former contact").holds(b.rows, role{name: "EMPLOYER", organisation: b.org, isOver: true})
	region := b.rows.texts(`SELECT regional_organisation_id FROM organisations WHERE id = ?`, b.org)[0]
	for as, now := range map[string]role{
		"leader of its region, once its contact": {name: "PROJECT_LEADER", region: region}, "SSC, once its contact": {name: "SSC"}, "RegioPlus, once its contact": {name: "REGIOPLUS"},
	} {
		v := come(as)
		v.holds(b.rows, role{name: "EMPLOYER", organisation: b.org, isOver: true})
		v.holds(b.rows, now)
	}
	b.tied(t, w)
	for _, scope := range scopes {
		secret, _ := b.issue(scope)
		b.who["token "+scope] = w.machine(t, secret)
	}
	secret, _ := b.issue(scopes...)
	b.who["token of every scope"] = w.machine(t, secret)
	secret, _ = other.issue(scopes...)
	b.who["token of every scope of another organisation"] = w.machine(t, secret)
	b.elsewhere = []string{"contact at the other end of a tie", "contact of another organisation", "token of every scope of another organisation"}
	for name, v := range b.who {
		is := *v // somebody may be two things to two dossiers
		is.name = name
		b.who[name] = &is
		if !slices.Contains(asking, name) {
			t.Errorf("%q has no column", name)
		}
	}
}

// tied has a member of the group of which the employer is the top, and both say so.
func (b *book) tied(t *testing.T, w *agreement) {
	number := fmt.Sprintf("2%07d", visitors.Add(1))
	member := w.employer(t, "Dochter"+number, number, "3511 AB")
	tie := b.do("stateTie", object{
		"holder": object{"registerNumber": b.kvk, "name": "Praktijk " + b.visitor.name}, "held": object{"registerNumber": number, "name": "Praktijk " + member.name},
		"kind": "CAPITAL", "share": object{"percent": "60"}, "start": "2024-01-01",
	}, "tie { id version }").at("tie")
	b.rows.exec(`UPDATE role_assignments SET verified_on = since WHERE organisation_id = ?`, member.org)
	member.do("confirmTie", object{"id": tie.text("id"), "expectedVersion": tie.number("version")}, "tie { state }")
	b.who["contact at the other end of a tie"] = member.visitor
}

// role is what a person holds, or held.
type role struct {
	name, organisation, region string
	isOver                     bool
}

// holds gives a person a role, as an administrator or a colleague would have it, and has them act in it.
func (v *visitor) holds(r *rows, is role) {
	v.t.Helper()
	id := fmt.Sprintf("rol_01PROEF%d", visitors.Add(1))
	text := func(s string) any {
		if s == "" {
			return nil
		}
		return s
	}
	until := any(nil)
	if is.isOver {
		until = "2025-06-01"
	}
	r.exec(`INSERT INTO role_assignments (id, person_id, role, organisation_id, regional_organisation_id, is_signatory, is_primary, since, until, version)
		VALUES (?, ?, ?, ?, ?, false, false, '2025-01-01', ?, 1)`,
		id, v.ask(`{ viewer { person { id } } }`, nil).text("viewer.person.id"), is.name, text(is.organisation), text(is.region), until)
	if !is.isOver {
		v.do("actAs", object{"roleID": id}, "viewer { actingRole { role } }")
	}
}

// address is where a person signs in.
func (v *visitor) address() string {
	return v.ask(`{ viewer { person { email } } }`, nil).text("viewer.person.email")
}
