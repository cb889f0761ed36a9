package scenario_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/penvoerder/penvoerder/internal/demo"
)

// employer is a person with an organisation of their own.
type employer struct {
	*visitor
	org, kvk, plan string
}

// in is the same employer in another test.
func (e *employer) in(t testing.TB) *employer {
	return &employer{e.visitor.in(t), e.org, e.kvk, e.plan}
}

// persona signs in as one of the demo logins.
func (p *program) persona(t testing.TB, login string) *visitor {
	t.Helper()
	v := p.visitor(t, login)
	v.do("signIn", object{"email": login + "@demo.example", "password": demo.Password}, "viewer { actingRole { role } }")
	return v
}

const password = "Ooievaar-op-het-dak-7"

var code = regexp.MustCompile(`(?m)^[A-Z2-7]{5}(-[A-Z2-7]{1,5})+`)

// newcomer makes an account with the code that comes by mail.
func (p *program) newcomer(t testing.TB, name string) *visitor {
	t.Helper()
	v := p.visitor(t, name)
	address := strings.ToLower(name) + "@werkgever.example"
	v.do("signUp", object{"name": name, "email": address, "password": password}, "isAccepted")
	v.do("confirmEmail", object{"code": code.FindString(p.letter(t, address))}, "viewer { person { email } }")
	return v
}

// letter waits for a letter to an address. It is sent beside the request that asks for it.
func (p *program) letter(t testing.TB, address string) string {
	t.Helper()
	var found []string
	happens(t, "a letter comes to "+address, func() bool {
		found = p.letters(t, address)
		return len(found) > 0
	})
	return found[0]
}

// letters are those to an address that the program has written, the oldest first.
func (p *program) letters(t testing.TB, address string) (found []string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(p.data, "mail", "*.eml"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(text), address) {
			found = append(found, strings.ReplaceAll(string(text), "\r", ""))
		}
	}
	return found
}

// employer signs up, with an account and an organisation in the region of the postcode.
func (p *program) employer(t testing.TB, name, kvk, postcode string) *employer {
	t.Helper()
	v := p.newcomer(t, name)
	org := v.do("createOrganisation", organisation(name, kvk, postcode), "organisation { id }")
	return &employer{visitor: v, org: org.text("organisation.id"), kvk: kvk}
}

func organisation(name, kvk, postcode string) object {
	return object{
		"name": "Praktijk " + name, "kvkNumber": kvk, "postcode": postcode, "fundingLaws": []string{"ZVW"},
		"isMedicalSpecialist": false, "isSubcontractorOnly": false,
	}
}

// planInput asks for money under each activity.
func planInput() object {
	return object{
		"scheme": "sozw-2026", "facts": []object{{"key": "employsStaff", "value": object{"boolean": true}}},
		"lines": []object{
			{"activity": "1A", "participants": 8, "requested": "20000.00"},
			{"activity": "1B", "participants": 2, "requested": "5000.00"},
			{"activity": "2", "participants": 10, "requested": "10000.00"},
		},
	}
}

// file makes a plan and hands it in.
func (e *employer) file() {
	e.t.Helper()
	made := e.do("createPlan", planInput(), "plan { id version }")
	e.plan = made.text("plan.id")
	e.do("submitPlan", object{"id": e.plan, "expectedVersion": made.number("plan.version")}, "isSubmitted")
}

// granted has the plan assessed by the project leader and granted as it was assessed.
func (e *employer) granted(leader, regioplus *visitor) {
	e.t.Helper()
	leader.in(e.t).verify(e)
	lines := leader.in(e.t).ask(`query($id: ID!) { node(id: $id) { ... on Plan { version lines { id participants requested } } } }`, object{"id": e.plan}).at("node")
	var assessed []object
	for i := range lines.list("lines") {
		l := lines.at(fmt.Sprintf("lines.%d", i))
		assessed = append(assessed, object{"lineID": l.text("id"), "participants": l.number("participants"), "amount": l.text("requested")})
	}
	leader.in(e.t).do("assessPlan", object{"id": e.plan, "expectedVersion": lines.number("version"), "verdict": "APPROVED", "lines": assessed}, "plan { state }")
	regioplus.in(e.t).do("enterGrant", object{
		"id": e.plan, "expectedVersion": e.version(e.plan),
		"amounts": []object{{"budget": "1", "amount": "25000.00"}, {"budget": "2", "amount": "10000.00"}},
	}, "plan { state }")
}

// verify has a project leader establish that the contacts of an employer speak for it, where nobody did before.
func (v *visitor) verify(e *employer) {
	v.t.Helper()
	contacts := v.ask(`query($id: ID!) { node(id: $id) { ... on Organisation { contacts { id version verifiedOn } } } }`, object{"id": e.org}).at("node")
	for i := range contacts.list("contacts") {
		if c := contacts.at(fmt.Sprintf("contacts.%d", i)); c.text("verifiedOn") == "" {
			v.do("verifyContact", object{"id": c.text("id"), "expectedVersion": c.number("version"), "how": "EXTRACT"}, "contact { verifiedOn }")
		}
	}
}

const versionOf = `query($id: ID!) { node(id: $id) {
	... on Organisation { version } ... on Plan { version } ... on Registration { version } ... on Employee { version }
	... on Participation { version } ... on Document { version } ... on MatrixCell { version } } }`

// home is the version that documents of a registration or a plan go by: for a plan, that of its project file.
func (e *employer) home(forID string) int {
	e.t.Helper()
	if strings.HasPrefix(forID, "reg_") {
		return e.version(forID)
	}
	return e.ask(`query($id: ID!) { node(id: $id) { ... on Plan { projectFile { version } } } }`, object{"id": forID}).number("node.projectFile.version")
}

// version is the present version of a thing.
func (v *visitor) version(id string) int {
	v.t.Helper()
	return v.ask(versionOf, object{"id": id}).number("node.version")
}

// clean is a statement of which nothing stands in the way of a subsidy.
func clean() object {
	return object{"employeeContribution": "0.00", "hasRepaymentArrangement": false, "otherSubsidies": []string{}}
}

// hired is a new employee with a key of the employer's own.
func hired(name, reference string) object {
	return object{
		"name": name, "dateOfBirth": "1996-05-04", "employment": "EMPLOYED", "employedSince": "2024-03-01", "contractHours": "28.00",
		"externalReference": reference, "distinction": "locatie West",
	}
}

// someone is a participant who is new.
func someone(name, reference string) object {
	return object{"employee": object{"new": hired(name, reference)}, "statement": clean()}
}

// known is a participant who was taken in before.
func known(reference string) object {
	return object{"employee": object{"externalReference": reference}, "statement": clean()}
}

// course is a registration under activity 2: eight hours, a group of twelve, an external teacher, 131.94 each.
func (e *employer) course(title string, participants ...object) object {
	return object{
		"planID": e.plan, "activity": "2", "start": "2026-05-11", "end": "2026-05-11", "participants": participants,
		"training": object{"course": object{
			"title": title, "content": "Gespreksvoering", "theme": "3", "goal": "3.2", "hours": "8.00",
			"groupSize": 12, "teacher": "EXTERNAL", "provider": "Opleider Voorbeeld", "form": "CLASSROOM",
		}},
	}
}

// listed is a registration under activity 1A: a whole year and more, by the day.
func (e *employer) listed(participants ...object) object {
	return object{
		"planID": e.plan, "activity": "1A", "start": "2026-02-01", "end": "2027-08-30", "participants": participants,
		"training": object{"listed": object{"list": "mbo", "code": "25473", "title": "Doktersassistent", "route": "BBL"}},
	}
}

// register makes a registration, and returns its id.
func (e *employer) register(input object) string {
	e.t.Helper()
	return e.do("createRegistration", input, "registration { id }").text("registration.id")
}

// pdf is a small file; the note makes it another one.
func pdf(note string) []byte {
	body := "%PDF-1.4\n% " + note + "\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n" +
		"3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>\nendobj\n"
	return fmt.Appendf(nil, "%sxref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", body, len(body))
}

// ticket asks for a place to upload a file to: its id and its address.
func (e *employer) ticket(forID, name string, size int) (id, url string) {
	e.t.Helper()
	made := e.do("createUploadTickets", object{"forID": forID, "files": []object{{"name": name, "size": size}}}, "tickets { id url }")
	return made.text("tickets.0.id"), made.text("tickets.0.url")
}

// uploaded is a ticket whose file has come.
func (e *employer) uploaded(forID, name string) string {
	e.t.Helper()
	content := pdf(name)
	id, url := e.ticket(forID, name, len(content))
	if status, reason := e.put(url, content); status != 201 {
		e.t.Fatalf("upload of %s: %d %s", name, status, reason)
	}
	return id
}

// attach uploads a document that serves everybody in a registration, or a plan.
func (e *employer) attach(forID, kind string, statement object) {
	e.t.Helper()
	in := object{"ticketID": e.uploaded(forID, strings.ToLower(kind)+"-"+e.name+".pdf"), "forID": forID, "expectedVersion": e.home(forID), "kind": kind, "statement": statement}
	if strings.HasPrefix(forID, "reg_") {
		in["servesAll"] = true
	}
	e.do("attachDocument", in, "document { id version } cells { id column state }")
}

// complete says that no more will come for a column.
func (e *employer) complete(forID string, columns ...string) {
	e.t.Helper()
	for _, c := range columns {
		e.do("completeCells", object{"forID": forID, "expectedVersion": e.home(forID), "column": c}, "cells { state }")
	}
}

// ready attaches all that a course asks.
func (e *employer) ready(registration string) {
	e.t.Helper()
	e.attach(registration, "LOONSTROOK_START", object{"month": "2026-05"})
	e.attach(registration, "PRESTATIEVERKLARING", object{"issuer": "Uitgeefkanarie " + e.name, "signatures": []object{{"signer": "TEACHER", "name": "Docentkanarie " + e.name, "signedOn": "2026-05-12"}}})
	e.complete(registration, "LOONSTROOK_START", "PRESTATIEVERKLARING")
}

// handIn hands a registration in, which must be accepted.
func (e *employer) handIn(registration string) {
	e.t.Helper()
	got := e.do("submitRegistration", object{"id": registration, "expectedVersion": e.version(registration)}, "isSubmitted findings { code severity message { text } }")
	if got.text("isSubmitted") != "true" {
		e.t.Fatalf("not handed in: %s", got.body)
	}
}

const cellsOf = `query($id: ID!) { node(id: $id) { ... on Registration { version state matrix { rows { cells { id version column state } } } } } }`

// judgements are judgements of the cells of a registration that want picks, with expected versions that are right.
func (v *visitor) judgements(registration string, verdict object, want func(column, state string) bool) object {
	v.t.Helper()
	node := v.ask(cellsOf, object{"id": registration}).at("node")
	var cells []object
	for i := range node.list("matrix.rows") {
		row := node.at(fmt.Sprintf("matrix.rows.%d", i))
		for j := range row.list("cells") {
			c := row.at(fmt.Sprintf("cells.%d", j))
			if state := c.text("state"); state != "NOT_REQUIRED" && want(c.text("column"), state) {
				one := object{"cellID": c.text("id"), "expectedVersion": c.number("version")}
				maps.Copy(one, verdict)
				cells = append(cells, one)
			}
		}
	}
	return object{"registrationID": registration, "expectedVersion": node.number("version"), "cells": cells}
}

// review takes a registration into review.
func (v *visitor) review(registration string) {
	v.t.Helper()
	v.do("startReview", object{"registrationID": registration, "expectedVersion": v.version(registration)}, "registration { state }")
}

var (
	approved = object{"verdict": "APPROVED"}
	rejected = object{"verdict": "REJECTED", "reason": "DOCUMENT_NOT_SIGNED", "note": "De handtekening van de docent ontbreekt."}
)

func every(string, string) bool { return true }

// approve takes a registration into review and approves all of it.
func (v *visitor) approve(registration string) {
	v.t.Helper()
	v.review(registration)
	v.accept(registration)
}

// accept approves all of a registration in review.
func (v *visitor) accept(registration string) {
	v.t.Helper()
	v.do("judgeCells", v.judgements(registration, approved, every), "cells { state }")
	v.do("decideRegistration", object{"registrationID": registration, "expectedVersion": v.version(registration), "verdict": "APPROVED"}, "decision { amount }")
}

// letGo takes a registration into review, lets go of it with a reason, and takes it again.
func (v *visitor) letGo(registration, reason string) {
	v.t.Helper()
	v.review(registration)
	v.do("releaseRegistration", object{"id": registration, "expectedVersion": v.version(registration), "reason": reason}, "registration { state }")
	v.do("claimRegistration", object{"id": registration, "expectedVersion": v.version(registration)}, "registration { state }")
}

// sendBack takes a registration into review and asks for repair of one column.
func (v *visitor) sendBack(registration, column string) {
	v.t.Helper()
	v.sendBackSaying(registration, column, rejected, "Graag herstellen.")
}

// sendBackSaying does so in words of its own.
func (v *visitor) sendBackSaying(registration, column string, rejected object, note string) {
	v.t.Helper()
	v.review(registration)
	v.do("judgeCells", v.judgements(registration, rejected, func(c, _ string) bool { return c == column }), "cells { state }")
	v.do("judgeCells", v.judgements(registration, approved, func(c, _ string) bool { return c != column }), "cells { state }")
	v.do("decideRegistration", object{
		"registrationID": registration, "expectedVersion": v.version(registration), "verdict": "REPAIR", "note": note, "repairBy": "2027-12-31",
	}, "registration { state }")
}

// assessing is a moment at which plans of SO-Z&W are assessed.
const assessing = "2026-01-15T10:00:00+01:00"

// advance moves the regulation clock of the program.
func (p *program) advance(t testing.TB, to string) {
	t.Helper()
	p.persona(t, "newcomer").do("demoAdvanceClock", object{"to": to}, "clock { regulationTime }")
}

// issue makes a partner token, and returns its secret and its id.
func (e *employer) issue(scopes ...string) (secret, id string) {
	e.t.Helper()
	made := e.do("createPartnerToken", object{
		"label": strings.Join(scopes, "+"), "scopes": scopes, "expiresAt": time.Now().Add(24 * time.Hour).UTC().Format(time.RFC3339),
	}, "secret token { id }")
	return made.text("secret"), made.text("token.id")
}
