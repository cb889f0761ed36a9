package store

import "github.com/penvoerder/penvoerder/internal/fault"

// firstOfChain is violated when two transactions write the first audit line of one dossier at a time (PostgreSQL
// only). The second finds the chain begun when it tries again.
const firstOfChain = "audit_heads_pkey"

var (
	duplicate   = fault.Text{NL: "Dit bestaat al.", EN: "This already exists."}
	takenKey    = fault.Text{NL: "Deze referentie is al in gebruik. Kies een andere.", EN: "This reference is already in use. Choose another one."}
	changedSame = fault.Text{NL: "Iemand anders wijzigde dit op hetzelfde moment. Laad de gegevens opnieuw.", EN: "Someone else changed this at the same moment. Reload it."}
)

// constraints are the uniquenesses that a caller can run into, each as both databases name it. Those that only a fault
// of the platform can violate (digests, hashes, numbers, sequences) are not here and stay errors.
var constraints = []struct {
	postgres, sqlite string
	reason           string
	text             fault.Text
}{
	{"organisations_kvk_number_key", "organisations.kvk_number", "KVK_NUMBER_TAKEN", fault.Text{
		NL: "Er is al een organisatie met dit KvK-nummer.", EN: "There is already an organisation with this KvK number.",
	}},
	{"persons_email_key", "persons.email", "EMAIL_TAKEN", fault.Text{
		NL: "Er is al een account met dit e-mailadres.", EN: "There is already an account with this e-mail address.",
	}},
	{"employee_organisation_id_external_reference", "employees.organisation_id, employees.external_reference", "EXTERNAL_REFERENCE_TAKEN", takenKey},
	{"employee_name_reserved", "employee_names.organisation_id, employee_names.person_hash", "EMPLOYEE_EXISTS", fault.Text{
		NL: "Er is al een medewerker met deze naam en geboortedatum.", EN: "There is already an employee with this name and date of birth.",
	}},
	{"registration_organisation_id_external_reference", "registrations.organisation_id, registrations.external_reference", "EXTERNAL_REFERENCE_TAKEN", takenKey},
	{"plans_active_key_key", "plans.active_key", "PLAN_EXISTS", fault.Text{
		NL: "De organisatie heeft voor deze regeling al een plan.", EN: "The organisation already has a plan for this scheme.",
	}},
	{"plan_group_key", "plans.group_key", "GROUP_HAS_PLAN", fault.Text{
		NL: "Een andere organisatie aan het hoofd van de groep heeft het plan al ingediend.", EN: "Another organisation at the top of the group has already submitted the plan.",
	}},
	{"planline_plan_id_activity", "plan_lines.plan_id, plan_lines.activity", fault.ReasonDuplicate, duplicate},
	{"grantamount_plan_id_budget", "grant_amounts.plan_id, grant_amounts.budget", fault.ReasonDuplicate, duplicate},
	{"participation_registration_id_employee_id", "participations.registration_id, participations.employee_id", "ALREADY_PARTICIPATES", fault.Text{
		NL: "Deze medewerker staat al in de registratie.", EN: "This employee is already in the registration.",
	}},
	{"schemerelease_slug_semver_digest", "scheme_releases.slug, scheme_releases.semver, scheme_releases.digest", fault.ReasonDuplicate, duplicate},
	{"scheme_release_in_force", "scheme_releases.slug", fault.ReasonDuplicate, changedSame},
	{"parameterfile_slug_number", "parameter_files.slug, parameter_files.number", fault.ReasonDuplicate, duplicate},
	{"parameter_file_in_force", "parameter_files.slug", fault.ReasonDuplicate, changedSame},
	{
		"cell_registration_id_participation_id_column", "cells.registration_id, cells.participation_id, cells.column",
		fault.ReasonDuplicate, changedSame,
	},
	{"cell_of_registration", "cells.registration_id, cells.column", fault.ReasonDuplicate, changedSame},
	{"cell_of_project", "cells.plan_id, cells.column", fault.ReasonDuplicate, changedSame},
	{"repair_open", "repairs.registration_id", fault.ReasonDuplicate, changedSame},
	{"repair_open_of_project", "repairs.plan_id", fault.ReasonDuplicate, changedSame},
	{"idempotencykey_actor_key_key", "idempotency_keys.actor_key, idempotency_keys.key", "IDEMPOTENCY_KEY_IN_USE", fault.Text{
		NL: "Een verzoek met deze Idempotency-Key wordt nog verwerkt. Probeer het zo opnieuw.", EN: "A request with this Idempotency-Key is still being processed. Try again in a moment.",
	}},
}
