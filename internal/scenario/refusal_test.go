package scenario_test

import (
	"strings"
	"testing"
)

// a wrong input is an act with something wrong in it, and every refusal that it gets.
type wrong struct {
	act   string
	input object
	want  []string
}

// wrongInput tells, for what people and machines get wrong, where it is wrong and what would be right. Nothing is stored.
func wrongInput(t *testing.T, w *town) {
	e := w.kade.in(t)
	draft := e.register(e.course("Voor fouten", someone("Fout Één", "fout-1"), someone("Fout Twee", "fout-2")))
	part := e.ask(`query($id: ID!) { node(id: $id) { ... on Registration { participations(first: 1) { nodes { id version } } } } }`, object{"id": draft}).at("node.participations.nodes.0")
	with := changed
	course := func(at string, value any) object { return with(e.course("Fout", known("fout-1")), at, value) }
	listed := func(at string, value any) object { return with(e.listed(known("fout-1")), at, value) }
	statement := func(field string, value any) object {
		return object{"id": part.text("id"), "expectedVersion": part.number("version"), "statement": object{field: value}}
	}
	employee := func(field string, value any) object {
		return object{"employee": with(hired("Fout Drie", "fout-3"), field, value)}
	}
	plan := func(at string, value any) object { return with(planInput(), at, value) }
	newOrganisation := func(at string, value any) object { return with(organisation("Fout", "10000099", "3511 AB"), at, value) }
	nobody := w.newcomer(t, "Niemand")

	for name, c := range map[string]wrong{
		"a KvK number of seven digits":     {"createOrganisation", newOrganisation("kvkNumber", "1234567"), []string{"INVALID KVK_NUMBER_MALFORMED input.kvkNumber (12345678)"}},
		"a KvK number of letters":          {"createOrganisation", newOrganisation("kvkNumber", "1234567A"), []string{"INVALID KVK_NUMBER_MALFORMED input.kvkNumber (12345678)"}},
		"a KvK number that is taken":       {"createOrganisation", newOrganisation("kvkNumber", "10000003"), []string{"CONFLICT KVK_NUMBER_TAKEN input.kvkNumber"}},
		"a postcode without letters":       {"createOrganisation", newOrganisation("postcode", "3511"), []string{"INVALID POSTCODE_MALFORMED input.postcode (9712 AB)"}},
		"a region that is none":            {"createOrganisation", newOrganisation("regionID", "rgn_atlantis"), []string{"INVALID REGION_UNKNOWN input.regionID"}},
		"an organisation without a name":   {"createOrganisation", newOrganisation("name", " "), []string{"INVALID REQUIRED input.name"}},
		"29 February 2026":                 {"createRegistration", course("start", "2026-02-29"), []string{"INVALID MALFORMED input.start (2026-02-01)"}},
		"a day in the Dutch way":           {"createRegistration", course("start", "29-02-2026"), []string{"INVALID MALFORMED input.start (2026-02-01)"}},
		"an end before the start":          {"createRegistration", course("end", "2026-05-10"), []string{"INVALID END_BEFORE_START input.end (>= 2026-05-11)"}},
		"a group of nobody":                {"createRegistration", course("training.course.groupSize", 0), []string{"INVALID GROUP_SIZE_TOO_SMALL input.training.course.groupSize (>= 1)"}},
		"more participants than the group": {"createRegistration", with(course("training.course.groupSize", 1), "participants", []object{known("fout-1"), known("fout-2")}), []string{"INVALID GROUP_FULL input.training.course.groupSize (>= 2)"}},
		"a training that is not listed":    {"createRegistration", listed("training.listed.code", "99999"), []string{"INVALID TRAINING_UNKNOWN input.training.listed"}},
		"a theme that is none":             {"createRegistration", course("training.course.theme", "sterrenkunde"), []string{"INVALID VALUE_UNKNOWN input.training.course.theme (1, 2, 3, 4, 5, 6)"}},
		"an activity that is none":         {"createRegistration", course("activity", "9"), []string{"INVALID ACTIVITY_UNKNOWN input.activity (1A, 1B, 2)"}},
		"hours in words":                   {"createRegistration", course("training.course.hours", "acht"), []string{"INVALID MALFORMED input.training.course.hours (12.50)"}},
		"an employee who is not known":     {"createRegistration", course("participants.0", known("nobody")), []string{"INVALID EMPLOYEE_UNKNOWN input.participants.0.employee"}},
		"the same employee twice":          {"createRegistration", course("participants", []object{known("fout-1"), known("fout-1")}), []string{"INVALID ALREADY_PARTICIPATES input.participants.1.employee"}},
		"three things at once": {"createRegistration", with(with(course("start", "2026-02-29"), "training.course.hours", "acht"), "participants.0", known("nobody")), []string{
			"INVALID MALFORMED input.start (2026-02-01)", "INVALID MALFORMED input.training.course.hours (12.50)", "INVALID EMPLOYEE_UNKNOWN input.participants.0.employee",
		}},
		"an amount with three decimals":   {"amendParticipation", statement("employeeContribution", "10.005"), []string{"INVALID MALFORMED input.statement.employeeContribution (3019.36)"}},
		"an amount with a comma":          {"amendParticipation", statement("employeeContribution", "10,00"), []string{"INVALID MALFORMED input.statement.employeeContribution (3019.36)"}},
		"a participant who ends before":   {"amendParticipation", with(statement("end", "2026-01-01"), "statement.start", "2026-02-01"), []string{"INVALID END_BEFORE_START input.statement.end (>= 2026-02-01)"}},
		"a subsidy that is none":          {"amendParticipation", statement("otherSubsidies", []string{"LOTERIJ"}), []string{"INVALID VALUE_UNKNOWN input.statement.otherSubsidies.0 (STAGEFONDS_ZORG, PRAKTIJKLEREN, WOW, MDIEU, SLIM, OTHER)"}},
		"a target group that is none":     {"amendParticipation", statement("targetGroup", "IEDEREEN"), []string{"INVALID VALUE_UNKNOWN input.statement.targetGroup"}},
		"a fact that nobody asks":         {"amendParticipation", statement("facts", []object{{"key": "schoenmaat", "value": object{"integer": 42}}}), []string{"INVALID FACT_UNKNOWN input.statement.facts.0.key"}},
		"a text that is too long":         {"amendProjectFile", object{"planID": e.plan, "expectedVersion": 1, "signatoryName": strings.Repeat("x", 5000)}, []string{"INVALID TOO_LONG input.signatoryName (<= 200)"}},
		"a text with a NUL":               {"amendProjectFile", object{"planID": e.plan, "expectedVersion": 1, "signatoryName": "x\x00y"}, []string{"! INVALID VARIABLE input.signatoryName (String)"}},
		"more hours than a week has":      {"createEmployee", employee("contractHours", "200.00"), []string{"INVALID MORE_THAN_A_WEEK input.employee.contractHours (<= 168.00)"}},
		"a birth in the future":           {"createEmployee", employee("dateOfBirth", "2096-05-04"), []string{"INVALID DATE_IN_FUTURE input.employee.dateOfBirth (<= 2026-06-15)", "INVALID EMPLOYED_BEFORE_BIRTH input.employee.employedSince (> 2096-05-04)"}},
		"employed before birth":           {"createEmployee", employee("employedSince", "1990-01-01"), []string{"INVALID EMPLOYED_BEFORE_BIRTH input.employee.employedSince (> 1996-05-04)"}},
		"a key that is taken":             {"createEmployee", employee("externalReference", "fout-1"), []string{"CONFLICT EXTERNAL_REFERENCE_TAKEN input.employee.externalReference"}},
		"a person who is there":           {"createEmployee", object{"employee": hired("Fout Één", "fout-9")}, []string{"CONFLICT EMPLOYEE_EXISTS input.employee"}},
		"a person who may be there":       {"createEmployee", object{"employee": with(changed(hired("Fout Één", "fout-9"), "born", "1996-05"), "dateOfBirth", nil)}, []string{"CONFLICT EMPLOYEE_MAY_EXIST input.employee"}},
		"a second plan":                   {"createPlan", planInput(), []string{"CONFLICT PLAN_EXISTS input.scheme"}},
		"a scheme that is none":           {"createPlan", plan("scheme", "sozw-1999"), []string{"INVALID SCHEME_NOT_IN_FORCE input.scheme"}},
		"a negative amount":               {"amendPlan", object{"id": e.plan, "expectedVersion": e.version(e.plan), "lines": []object{{"activity": "2", "participants": 1, "requested": "-1.00"}}}, []string{"CONFLICT WRONG_STATE input.id"}},
		"a file of no bytes":              {"createUploadTickets", object{"forID": draft, "files": []object{{"name": "leeg.pdf", "size": 0}}}, []string{"INVALID FILE_EMPTY input.files.0.size (>= 1)"}},
		"a file that is too large":        {"createUploadTickets", object{"forID": draft, "files": []object{{"name": "groot.pdf", "size": 20971521}}}, []string{"INVALID FILE_TOO_LARGE input.files.0.size (<= 20971520)"}},
		"a word processor's file":         {"createUploadTickets", object{"forID": draft, "files": []object{{"name": "brief.docx", "size": 10}}}, []string{"INVALID FILE_TYPE_REFUSED input.files.0.name (PDF, JPEG)"}},
		"a ticket that is none":           {"attachDocument", object{"ticketID": "upl_01JZZZZZZZZZZZZZZZZZZZZZZZ", "forID": draft, "expectedVersion": e.version(draft), "kind": "LOONSTROOK_START", "servesAll": true}, []string{"! NOT_FOUND UPLOAD_TICKET_NOT_FOUND"}},
		"a token for ever":                {"createPartnerToken", object{"label": "x", "scopes": []string{"READ"}, "expiresAt": "2099-01-01T00:00:00Z"}, []string{"INVALID EXPIRY_TOO_FAR input.expiresAt (…)"}},
		"a token without scopes":          {"createPartnerToken", object{"label": "x", "scopes": []string{}, "expiresAt": soon()}, []string{"INVALID REQUIRED input.scopes"}},
		"no rows":                         {"importEmployees", object{"rows": []object{}}, []string{"INVALID TOO_MANY_ROWS input.rows (1-250)"}},
		"an empty rejection":              {"withdrawRegistration", object{"id": "reg_01", "expectedVersion": 1}, []string{"! NOT_FOUND REGISTRATION_NOT_FOUND"}},
		"a clock that runs back":          {"demoAdvanceClock", object{"to": "2025-01-01T00:00:00Z"}, []string{"INVALID CLOCK_RUNS_FORWARD_ONLY (…)"}},
		"a moment without zone":           {"demoAdvanceClock", object{"to": "2027-01-01"}, []string{"INVALID MALFORMED input.to (2025-12-19T18:00:00+01:00)"}},
		"a password of eleven characters": {"signUp", object{"name": "X", "email": "x@werkgever.example", "password": "elf-tekens!"}, []string{"INVALID PASSWORD_TOO_WEAK input.password (>= 12)"}},
		"an address that is none":         {"signUp", object{"name": "X", "email": "x@", "password": password}, []string{"INVALID EMAIL_MALFORMED input.email (naam@organisatie.nl)"}},
		"a code that is none":             {"confirmEmail", object{"code": "AAAAA-BBBBB"}, []string{"INVALID CODE_EXPIRED input.code"}},
		"a wrong password":                {"signIn", object{"email": "kade@werkgever.example", "password": "niet-dit-wachtwoord"}, []string{"INVALID CREDENTIALS_REFUSED input.password"}},
		"an address that nobody has":      {"signIn", object{"email": "wie@werkgever.example", "password": "niet-dit-wachtwoord"}, []string{"INVALID CREDENTIALS_REFUSED input.password"}},
	} {
		t.Run(name, func(t *testing.T) {
			who := e.visitor
			switch c.act {
			case "createOrganisation":
				who = nobody
			case "signUp", "signIn", "confirmEmail":
				who = w.visitor(t, "stranger")
			}
			if c.act == "amendParticipation" {
				c.input["expectedVersion"] = e.version(part.text("id"))
			}
			w.rows.in(t).unchanged(name, []string{e.org}, func() {
				_, got := who.in(t).try(c.act, c.input, "")
				if len(got) == 1 && strings.HasSuffix(c.want[0], " (…)") { // what is expected is a time
					before, _, _ := strings.Cut(got[0], " (")
					got[0] = before + " (…)"
				}
				is(t, "refused", c.want, got)
			})
		})
	}
	malformed(t, w, e)
}

// malformed is what is refused before anything is carried out, since it is no value of its type.
func malformed(t *testing.T, w *town, e *employer) {
	for name, c := range map[string]wrong{
		"a float for money":            {"createPlan", changed(planInput(), "lines.0.requested", 20000.5), []string{"! INVALID VARIABLE input.lines.0.requested (Money!)"}},
		"a whole number for money":     {"createPlan", changed(planInput(), "lines.0.requested", 20000), []string{"! INVALID VARIABLE input.lines.0.requested (Money!)"}},
		"a text for a number":          {"createPlan", changed(planInput(), "lines.0.participants", "8"), []string{"! INVALID VARIABLE input.lines.0.participants (Int!)"}},
		"a half participant":           {"createPlan", changed(planInput(), "lines.0.participants", 1.5), []string{"! INVALID VARIABLE input.lines.0.participants (Int!)"}},
		"a field that is not there":    {"createPlan", changed(planInput(), "organisationID", "org_1"), []string{"! INVALID VARIABLE input"}},
		"an enum value that is none":   {"createEmployee", object{"employee": changed(hired("X", "x"), "employment", "BOSS")}, []string{"! INVALID VARIABLE input.employee.employment (Employment!)"}},
		"two of a choice":              {"createRegistration", changed(e.course("X"), "training.listed", object{"code": "25473"}), []string{"! INVALID VARIABLE input.training"}},
		"none of a choice":             {"createRegistration", changed(e.course("X"), "training", object{}), []string{"! INVALID VARIABLE input.training"}},
		"a required field left out":    {"createEmployee", object{"employee": object{"name": "X"}}, []string{"! INVALID VARIABLE input.employee.employment"}},
		"a number as text of a number": {"submitPlan", object{"id": e.plan, "expectedVersion": 99999999999}, []string{"! INVALID VARIABLE input.expectedVersion (Int!)"}},
	} {
		t.Run(name, func(t *testing.T) {
			w.rows.in(t).unchanged(name, []string{e.org}, func() {
				_, got := e.visitor.in(t).try(c.act, c.input, "")
				is(t, "refused", c.want, got)
			})
		})
	}
}
