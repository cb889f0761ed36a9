package workflow

import (
	"slices"

	"github.com/penvoerder/penvoerder/internal/fault"
)

// table is every row, in the order of the process.
var table = slices.Concat(planActs, registrationActs, projectFileActs, appointmentActs, contactActs, tieActs, officeActs)

// Names lists the names of the acts that leave a line in the audit, in the order of the process.
func Names() []string {
	var all []string
	seen := map[string]bool{}
	for _, a := range table {
		if !a.Unlogged && !seen[a.Name] {
			seen[a.Name] = true
			all = append(all, a.Name)
		}
	}
	return all
}

// Label returns the words for the acts of a name; false where the table has none.
func Label(name string) (fault.Text, bool) {
	rows := Named(name)
	if len(rows) == 0 {
		return fault.Text{}, false
	}
	if rows[0].Whole != (fault.Text{}) {
		return rows[0].Whole, true
	}
	return rows[0].Label, true
}
