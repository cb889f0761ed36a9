package registrations

import (
	"encoding/json"
	"time"

	"github.com/penvoerder/penvoerder/internal/dossier/fields"
)

// ownWords is what a registration states of itself.
type ownWords struct {
	Training   fields.Training
	Start, End *time.Time
	Facts      fields.Facts `json:",omitempty"`
}

// states returns what the registration of a file states of itself, as text to be compared.
func (f *file) states() string {
	if f.reg == nil {
		return ""
	}
	text, err := json.Marshal(ownWords{f.reg.Training, f.reg.Start, f.reg.End, f.reg.Facts})
	if err != nil {
		return "" // checked text cannot fail to be written
	}
	return string(text)
}

// touchRestated spends the approvals of documents beside which something else is stated than when they were given: a
// payslip that proved 20 hours says nothing of 36. A rejection stands until it is answered.
func (f *file) touchRestated() {
	all := f.states() != f.was.stated
	restated := map[string]bool{}
	for _, p := range f.parts {
		before, known := f.was.parts[p.ID]
		restated[p.ID] = known && !sameStatement(before.Statement, p.Statement)
	}
	for _, c := range f.cells {
		if c.State != cellApproved || c.Kind != kindRequirement {
			continue
		}
		if all || c.ParticipationID != nil && restated[*c.ParticipationID] {
			f.touched[keyOf(c)] = true
		}
	}
}
