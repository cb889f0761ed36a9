package intake

import (
	"encoding/json"
	"fmt"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/registrations/reading"
	"github.com/penvoerder/penvoerder/schemes"
)

// judged takes over what was said of the registration of a row: who takes part, and what would keep it from being
// submitted.
func (done *Imported) judged(r *row, receipt *ent.Evaluation, a schemes.Answer) {
	done.of(r, r.registration, receipt, a)
}

// asJudged is judged for a row that changes nothing: what was said last.
func (done *Imported) asJudged(r *row, reg *reading.Registration) error {
	var last schemes.Answer
	if reg.Before == nil {
		return nil
	}
	if err := json.Unmarshal(reg.Before.Answer, &last); err != nil {
		return fmt.Errorf("read receipt %s: %w", reg.Before.ID, err)
	}
	done.of(r, reg, reg.Before, last)
	return nil
}

func (done *Imported) of(r *row, reg *reading.Registration, receipt *ent.Evaluation, a schemes.Answer) {
	done.Evaluation, done.Hindrances = receipt, reg.Hindered(receipt, reg.ToSubmit(a))
	for at, p := range reg.Parts {
		taken := Taken{Key: p.ID, Row: -1}
		if i, named := r.named[at]; named {
			taken.Row = i
		}
		done.People = append(done.People, taken)
	}
}
