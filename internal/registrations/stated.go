package registrations

import (
	"encoding/json"
	"time"

	"github.com/penvoerder/penvoerder/internal/dossier/fields"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// What was judged holds for what was stated then. When the employer states something else, or what was said elsewhere
// comes to another amount, who judged looks again.

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

// worth is what the machine says of a registration as a whole.
func (f *file) worth() result {
	var w result
	if f.reg.Outcome != nil {
		w.outcome = *f.reg.Outcome
	}
	if f.reg.AmountCents != nil {
		w.amount, w.hasAmount = *f.reg.AmountCents, true
	}
	return w
}

// isWithAssessor reports whether the registration is handed in and waits for a decision.
func (f *file) isWithAssessor() bool {
	return f.reg.State == workflow.Submitted || f.reg.State == workflow.InReview
}
