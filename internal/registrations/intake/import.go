package intake

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/99designs/gqlgen/graphql"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/registration"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/dossier"
	"github.com/penvoerder/penvoerder/internal/entry"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/matrix"
	"github.com/penvoerder/penvoerder/internal/procedure"
	"github.com/penvoerder/penvoerder/internal/registrations/entered"
	"github.com/penvoerder/penvoerder/internal/registrations/reading"
	"github.com/penvoerder/penvoerder/internal/rejudge"
	"github.com/penvoerder/penvoerder/internal/workflow"
	"github.com/penvoerder/penvoerder/schemes"
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
	Training          dossier.TrainingInput
	Start             *entry.Date
	End               *entry.Date
	Facts             []dossier.FactInput
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
	Err          error             // why it was refused; paths begin at the row
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

// batch is one import under way.
type batch struct {
	home     matrix.Home
	ground   access.Ground
	isDryRun bool
	rows     []row
	results  []Imported
	arrivals arrivals
}

// row is one row under way; its registration is nil when there is nothing to write.
type row struct {
	ImportRow
	path         []string
	registration *reading.Registration
	joining      entered.Joining
	amended      []*ent.Participation
	named        map[int]int // place of a participation in the file to its place in the row
	judged       *dossier.Judged
}

// refuse notes why a row is not taken in; an error that the caller cannot mend fails the call.
func (b *batch) refuse(i int, err error) error {
	for _, f := range fault.All(err) {
		if !f.IsMendable() {
			return err
		}
	}
	if len(fault.All(err)) == 0 {
		return err
	}
	b.rows[i].registration = nil
	b.results[i] = Imported{Result: Refused, Err: err}
	return nil
}

// prepare finds out what each row comes to.
func (d *Desk) prepare(ctx context.Context, b *batch) error {
	there, err := d.existing(ctx, b)
	if err != nil {
		return err
	}
	if b.arrivals, err = d.arriving(ctx, b.home.Organisation, b.rows); err != nil {
		return err
	}
	for i := range b.rows {
		r := &b.rows[i]
		if err := r.checkReference(b.rows); err != nil {
			if err := b.refuse(i, err); err != nil {
				return err
			}
			continue
		}
		f := there[strings.TrimSpace(r.ExternalReference)]
		if f == nil {
			err = d.prepareNew(ctx, b, i)
		} else {
			err = d.prepareKnown(ctx, b, i, f)
		}
		if err != nil {
			if err := b.refuse(i, err); err != nil {
				return err
			}
		}
	}
	return nil
}

func (r *row) checkReference(all []row) error {
	var bad fault.Collector
	at := dossier.At(r.path, "externalReference")
	if entry.Text(&r.ExternalReference, entered.LongestReference, &bad, at...) == nil && bad.Len() == 0 {
		bad.Add(fault.Required(at))
	}
	same := 0
	for _, other := range all {
		if strings.TrimSpace(other.ExternalReference) == strings.TrimSpace(r.ExternalReference) {
			same++
		}
	}
	if same > 1 {
		bad.Add(fault.Invalid(at, "REFERENCE_REPEATED", fault.Text{
			NL: "Deze eigen sleutel komt in meer dan één rij voor.", EN: "This reference is in more than one row.",
		}, ""))
	}
	return bad.Err()
}

// existing loads the registrations that the rows name, by reference.
func (d *Desk) existing(ctx context.Context, b *batch) (map[string]*reading.Registration, error) {
	var references []string
	for _, r := range b.rows {
		if reference := strings.TrimSpace(r.ExternalReference); reference != "" && !strings.ContainsRune(reference, 0) {
			references = append(references, reference)
		}
	}
	found, err := d.store.Client().Registration.Query().
		Where(registration.OrganisationID(b.home.Organisation.ID), registration.ExternalReferenceIn(references...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("look for registrations by reference: %w", err)
	}
	files, err := d.registry.Around(ctx, found)
	if err != nil {
		return nil, err
	}
	there := map[string]*reading.Registration{}
	for _, f := range files {
		there[*f.Row.ExternalReference] = f
	}
	return there, nil
}

func (d *Desk) prepareNew(ctx context.Context, b *batch, i int) error {
	r := &b.rows[i]
	if r.ExpectedVersion != nil {
		return fault.Stale(dossier.At(r.path, "expectedVersion"), nil, 0)
	}
	f, joining, err := d.draftRow(ctx, b, r)
	if err != nil {
		return err
	}
	r.registration, r.joining, r.named = f, joining, map[int]int{}
	for at := range f.Parts {
		r.named[at] = at
	}
	b.results[i].Result = Created
	return nil
}

// draftRow makes a registration of a row; people whom another row brings in as well are the same.
func (d *Desk) draftRow(ctx context.Context, b *batch, r *row) (*reading.Registration, entered.Joining, error) {
	in := r.create(b.home.Plan.ID)
	participants := in.Participants
	in.Participants = nil
	f := reading.Blank(b.home)
	if err := procedure.Step(f, workflow.ImportRegistrations, "planID"); err != nil {
		return nil, nil, err
	}
	_, err := d.clerk.Draft(ctx, f, in, r.path...)
	if _, known := f.Manifest().Activity(in.Activity); !known || err != nil && len(fault.All(err)) == 0 {
		return nil, nil, err
	}
	var bad fault.Collector
	for _, one := range fault.All(err) {
		bad.Add(one)
	}
	j, err := d.joinRow(ctx, b, f, participants, &bad, dossier.At(r.path, "participants"))
	if err != nil {
		return nil, nil, err
	}
	return f, j, bad.Err()
}

func (r *row) create(planID string) entered.CreateInput {
	return entered.CreateInput{
		PlanID: planID, Activity: r.Activity, Training: r.Training, Start: r.Start, End: r.End,
		ExternalReference: &r.ExternalReference, Facts: r.Facts, Participants: r.Participants,
	}
}

// prepareKnown lays a row over a registration that is there.
func (d *Desk) prepareKnown(ctx context.Context, b *batch, i int, f *reading.Registration) error {
	r := &b.rows[i]
	if f.Row.PlanID != b.home.Plan.ID || f.Row.Activity != r.Activity {
		return fault.Invalid(dossier.At(r.path, "externalReference"), reading.ReferenceTaken, fault.Text{
			NL: "Deze eigen sleutel is van een registratie onder een ander plan of een andere activiteit.",
			EN: "This reference is of a registration under another plan or another activity.",
		}, "")
	}
	before := snapshot(f)
	if err := d.overlay(ctx, b, r, f); err != nil {
		return err
	}
	if slices.Equal(before, snapshot(f)) {
		b.results[i] = Imported{Result: Unchanged, Registration: f.Row, Evaluation: f.Before}
		return nil
	}
	if r.ExpectedVersion == nil || *r.ExpectedVersion != f.Row.Version {
		return fault.Stale(dossier.At(r.path, "expectedVersion"), f.Row, f.Row.Version)
	}
	if err := procedure.Step(f, workflow.AmendRegistration, "rows"); err != nil {
		for _, one := range fault.All(err) {
			one.Path = r.path
		}
		return err
	}
	r.registration = f
	b.results[i].Result = Amended
	return nil
}

// overlay takes over what a row states.
func (d *Desk) overlay(ctx context.Context, b *batch, r *row, f *reading.Registration) error {
	in := entered.AmendInput{Training: &r.Training, Facts: r.Facts}
	if r.Start != nil {
		in.Start = graphql.OmittableOf(r.Start)
	}
	if r.End != nil {
		in.End = graphql.OmittableOf(r.End)
	}
	var bad fault.Collector
	for _, one := range fault.All(entered.Restate(f, in, r.path...)) {
		bad.Add(one)
	}
	r.named = map[int]int{}
	var fresh []entered.ParticipantInput
	var places []int
	for i, p := range r.Participants {
		at, statement := taking(f, b.arrivals, p), p.Statement
		if at < 0 {
			fresh, places = append(fresh, p), append(places, i)
			continue
		}
		r.named[at] = i
		if statement == nil {
			continue
		}
		part := f.Parts[at]
		path := dossier.At(r.path, "participants", strconv.Itoa(i), "statement")
		part.Statement = dossier.AmendParticipation(part.Statement, *statement, &bad, path...)
		entry.Check(part.Statement, &bad, path...)
		r.amended = append(r.amended, part)
	}
	there := len(f.Parts)
	j, err := d.joinRow(ctx, b, f, fresh, &bad, dossier.At(r.path, "participants"))
	if err != nil {
		return err
	}
	for k := range j {
		r.named[there+k] = places[k]
	}
	r.joining = j
	return bad.Err()
}

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
		dossier.Faults(some[k].Manifest().Problems(all[k]), &bad, b.rows[i].locate(b.home.Plan.ID))
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
func meets(f *reading.Registration, met map[string]bool) bool {
	found := false
	for _, e := range f.People() {
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

// keepRow writes one row, or says what it would come to. When something else was quicker, the row is looked at anew.
func (d *Desk) keepRow(ctx context.Context, b *batch, i int) error {
	r := &b.rows[i]
	f := r.registration
	if f == nil {
		return nil
	}
	if b.isDryRun {
		return b.suppose(i)
	}
	if r.judged == nil {
		return d.again(ctx, b, i)
	}
	err := d.writeRow(ctx, b, r)
	if errors.Is(err, procedure.ErrOvertaken) || fault.HasReason(err, reading.ReferenceTaken) {
		return d.again(ctx, b, i)
	}
	if err != nil {
		return b.refuse(i, err)
	}
	b.arrivals.stored(r.joining)
	reg, err := d.registry.Fresh(ctx, f.Row.ID)
	b.results[i].Registration, b.results[i].Evaluation = reg, f.Receipt
	return err
}

// writeRow writes what one row made or changed.
func (d *Desk) writeRow(ctx context.Context, b *batch, r *row) error {
	r.registration.Raise()
	r.registration.Below = func(ctx context.Context, tx *ent.Tx) error { return d.saveRow(ctx, tx, b, r) }
	return d.registry.Write(ctx, r.registration, procedure.Writing{Act: workflow.ImportRegistrations, Ground: b.ground, Judged: r.judged})
}

// suppose tells what a row would come to, without anything being stored.
func (b *batch) suppose(i int) error {
	r := &b.rows[i]
	receipt, err := r.judged.Receipt(r.registration.Subject())
	if err != nil {
		return err
	}
	if !r.registration.IsNew() {
		b.results[i].Registration = r.registration.Row
	}
	b.results[i].Evaluation = receipt
	return nil
}

func (d *Desk) saveRow(ctx context.Context, tx *ent.Tx, b *batch, r *row) error {
	for _, p := range r.amended {
		if before, _ := r.registration.WasPart(p.ID); !matrix.SameStatement(before.Statement, p.Statement) {
			if err := entered.SaveStatement(ctx, tx, r.registration, p, before.Version); err != nil {
				return err
			}
		}
	}
	return d.clerk.Insert(ctx, tx, r.registration, b.arrivals.still(r.joining))
}

// again looks at one row anew, alone.
func (d *Desk) again(ctx context.Context, b *batch, i int) error {
	done, err := procedure.WhileStill(ctx, func() (Imported, error) {
		alone := &batch{home: b.home, ground: b.ground, rows: []row{{ImportRow: b.rows[i].ImportRow, path: b.rows[i].path}}, results: make([]Imported, 1)}
		err := d.prepare(ctx, alone)
		if err == nil {
			err = d.judgeBatch(ctx, alone)
		}
		if err == nil && alone.rows[0].registration != nil {
			err = d.keepAlone(ctx, alone)
		}
		return alone.results[0], err
	})
	if err != nil {
		return b.refuse(i, err)
	}
	b.results[i] = done
	return nil
}
