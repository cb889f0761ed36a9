package intake

import (
	"context"
	"fmt"

	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/registrations/entered"
	"github.com/penvoerder/penvoerder/internal/registrations/reading"
	"github.com/penvoerder/penvoerder/internal/rejudge"
	"github.com/penvoerder/penvoerder/schemes"
)

// judgeBatch asks the scheme about every row that is new or changes, in one call.
func (d *Desk) judgeBatch(ctx context.Context, b *batch) error {
	var places []int
	var some []*reading.Registration
	met := map[string]bool{}
	for i := range b.rows {
		if r := b.rows[i].registration; r != nil && (!meets(r, met) || b.isDryRun) {
			places, some = append(places, i), append(some, r)
		}
	}
	all, err := d.registry.Questions(ctx, some)
	if err != nil {
		return err
	}
	var asked []int
	var questions []schemes.Question
	for k, i := range places {
		var bad fault.Collector
		question.Faults(some[k].Manifest().Impossible(all[k]), &bad, b.rows[i].locate(b.home.Plan.ID))
		if err := bad.Err(); err != nil {
			if err := b.refuse(i, err); err != nil {
				return err
			}
			continue
		}
		asked, questions = append(asked, i), append(questions, all[k])
	}
	if len(questions) == 0 {
		return nil
	}
	answers, err := d.schemes.Judge(ctx, b.home.Release, questions)
	if err != nil {
		return fmt.Errorf("judge import: %w", err)
	}
	for k, i := range asked {
		b.rows[i].judged = b.rows[i].registration.Settle(questions[k], answers[k])
	}
	return nil
}

// meets reports whether somebody of a row takes part in an earlier one, and notes its people.
func meets(reg *reading.Registration, met map[string]bool) bool {
	found := false
	for _, e := range reg.People() {
		if e == nil {
			continue
		}
		who := rejudge.PersonOf(e)
		found = found || met[who]
		met[who] = true
	}
	return found
}

func (r *row) locate(planID string) reading.Locate {
	return entered.InCreate(r.path, r.create(planID), func(at int) int {
		if i, ok := r.named[at]; ok {
			return i
		}
		return -1
	})
}
