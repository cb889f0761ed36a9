# Activity 2 of SO-Z&W 2026, as a careful author of policies would write it: whole numbers only, hundredths of hours and
# cents, so that nothing is lost before the one rounding. Codes are those of the rulebook.
package activity2

import rego.v1

norms := {"INTERNAL": 4458, "AFFILIATED": 4458, "EXTERNAL": 10900}

employments := {"INTERN": "SOZW-ELIG-008", "SECONDED": "SOZW-ELIG-009", "AGENCY_WORKER": "SOZW-ELIG-010", "SELF_EMPLOYED": "SOZW-ELIG-011"}

stackings := {"MDIEU": "SOZW-STACK-005", "SLIM": "SOZW-STACK-006"}

asked := [
	"start", "hours", "groupSize", "teacher", "form", "theme", "goal",
	"employment", "employeeContribution", "repaymentArrangement", "otherSubsidies",
]

# What is asked and not stated.
missing contains field if {
	some field in asked
	not field in object.keys(input)
}

# What the regulation refuses.
findings contains "SOZW-DATE-013" if outside

findings contains "SOZW-ELIG-025" if {
	not outside
	input.hours < 300
}

findings contains "SOZW-ELIG-026" if input.form == "E_LEARNING"

findings contains "SOZW-THEME-005" if {
	input.goal
	not data.goals[input.theme][input.goal]
}

findings contains "SOZW-COST-001" if input.otherPartyPays

findings contains "SOZW-ELIG-007" if input.employedSince > input.start

findings contains employments[input.employment]

findings contains "SOZW-COST-002" if input.employeeContribution > 0

findings contains code if {
	some subsidy in input.otherSubsidies
	code := object.get(stackings, subsidy, "SOZW-STACK-004")
}

outside if input.start < "2026-01-01"

outside if input.start > "2026-12-31"

default outcome := "ELIGIBLE"

outcome := "INELIGIBLE" if {
	count(findings) > 0
} else := "UNDETERMINED" if {
	count(missing) > 0
}

# Half of hours x 1,25 x teacher / group and hours x 0,8 x 27,04, at most 2.200, rounded half up to the cent.
cents := min([220000, (twice - (twice % whole)) / whole]) if {
	below := 20000 * input.groupSize
	above := input.hours * ((125 * norms[input.teacher]) + (216320 * input.groupSize))
	twice := (2 * above) + below
	whole := 2 * below
}

answer := {"outcome": "ELIGIBLE", "findings": [], "cents": cents} if {
	outcome == "ELIGIBLE"
} else := {"outcome": outcome, "findings": findings}
