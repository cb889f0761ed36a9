package intake

import (
	"context"
	"strconv"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/procedure"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/registrations/entered"
	"github.com/penvoerder/penvoerder/internal/registrations/reading"
	"github.com/penvoerder/penvoerder/internal/rejudge"
	"github.com/penvoerder/penvoerder/internal/typed"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

const mostRows = 250

// ImportInput is registrations to take in under one plan, by the employer's own keys.
type ImportInput struct {
	PlanID   string
	IsDryRun bool
	Rows     []ImportRow // 1-250, each key once
}

// ImportRow is a registration to take in. What it does not state stays as it is, participants too.
type ImportRow struct {
	ExternalReference string
	ExpectedVersion   *int // nil for a new one
	Activity          string
	Training          question.TrainingInput
	Start             *typed.Date
	End               *typed.Date
	Facts             []question.FactInput
	Participants      []entered.ParticipantInput
}

// What became of a row.
const (
	Created   = "CREATED"
	Amended   = "AMENDED"
	Unchanged = "UNCHANGED"
	Refused   = "REFUSED"
)

// Imported is what became of one row, or would in a dry run.
type Imported struct {
	Result       string
	Registration *ent.Registration // nil when refused, or when a dry run made none
	Evaluation   *ent.Evaluation   // nil when refused; not stored in a dry run
	Hindrances   reading.Hindrances
	People       []Taken // in the order of the answer; none when refused
	Err          error   // why it was refused; paths begin at the row
}

// Taken is somebody who takes part by a row, or did already.
type Taken struct {
	Key string // of the participation in the answer
	Row int    // place among the participants of the row; -1 for one whom the row does not name
}

// Import takes registrations in. Rows stand alone: each is written in a transaction of its own, and a refused row
// touches no other; all that changes is judged in one call, but for rows of which an earlier one has the same people: they
// are judged beside it. What else is registered of these people is judged again by the next round. Sending the same rows again changes nothing. Faults of the
// call: TOO_MANY_ROWS; of a row: REFERENCE_REPEATED, STALE_VERSION, and those of [Desk.Create] and [Desk.Amend].
func (d *Desk) Import(ctx context.Context, in ImportInput) ([]Imported, error) {
	home, err := d.registry.Home(ctx, in.PlanID)
	if err != nil {
		return nil, err
	}

	ground, err := d.guard.Permit(ctx, access.Import, access.OfPlan(home.Plan).As(access.Registration))
	if err != nil {
		return nil, err
	}
	if err := procedure.Step(reading.Blank(home), workflow.ImportRegistrations, "planID"); err != nil {
		return nil, err
	}
	if len(in.Rows) < 1 || len(in.Rows) > mostRows {
		return nil, fault.Invalid([]string{"input", "rows"}, "TOO_MANY_ROWS", fault.Text{
			NL: "Lever 1 tot 250 rijen tegelijk aan.", EN: "Send 1 to 250 rows at once.",
		}, "1-250")
	}
	b := &batch{home: home, ground: ground, isDryRun: in.IsDryRun, rows: make([]row, len(in.Rows)), results: make([]Imported, len(in.Rows))}
	for i, r := range in.Rows {
		b.rows[i] = row{ImportRow: r, path: []string{"input", "rows", strconv.Itoa(i)}}
	}
	if err := d.prepare(ctx, b); err != nil {
		return nil, err
	}

	if err := d.judgeBatch(ctx, b); err != nil {
		return nil, err
	}

	ctx = rejudge.Later(ctx) // a row costs the same, whatever is stored about its people
	for i := range b.rows {
		if err := d.keepRow(ctx, b, i); err != nil {
			return nil, err
		}
	}
	return b.results, nil
}
