package intake

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/penvoerder/penvoerder/ent/registration"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/procedure"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/question/fields"
	"github.com/penvoerder/penvoerder/internal/registrations/entered"
	"github.com/penvoerder/penvoerder/internal/registrations/reading"
	"github.com/penvoerder/penvoerder/internal/typed"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

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
		reg := there[strings.TrimSpace(r.ExternalReference)]
		if reg == nil {
			err = d.prepareNew(ctx, b, i)
		} else {
			err = d.prepareKnown(ctx, b, i, reg)
		}
		if r.isOvertaken = !b.isDryRun && r.cameMeanwhile(err); r.isOvertaken {
			r.registration = nil
			continue
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
	at := question.At(r.path, "externalReference")
	if typed.Text(&r.ExternalReference, entered.LongestReference, &bad, at...) == nil && bad.Len() == 0 {
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
	for _, reg := range files {
		there[*reg.Row.ExternalReference] = reg
	}
	return there, nil
}

func (d *Desk) prepareNew(ctx context.Context, b *batch, i int) error {
	r := &b.rows[i]
	if r.ExpectedVersion != nil {
		return fault.Stale(question.At(r.path, "expectedVersion"), nil, 0)
	}
	reg, joining, err := d.draftRow(ctx, b, r)
	if err != nil {
		return err
	}
	r.registration, r.joining, r.named = reg, joining, map[int]int{}
	for at := range reg.Parts {
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
	reg := reading.Blank(b.home)
	if err := procedure.Step(reg, workflow.ImportRegistrations, "planID"); err != nil {
		return nil, nil, err
	}
	_, err := d.clerk.Draft(ctx, reg, in, r.path...)
	if _, known := reg.Manifest().Activity(in.Activity); !known || err != nil && len(fault.All(err)) == 0 {
		return nil, nil, err
	}
	var bad fault.Collector
	for _, one := range fault.All(err) {
		bad.Add(one)
	}
	j, err := d.joinRow(ctx, b, reg, participants, &bad, question.At(r.path, "participants"))
	if err != nil {
		return nil, nil, err
	}
	return reg, j, bad.Err()
}

func (r *row) create(planID string) entered.CreateInput {
	return entered.CreateInput{
		PlanID: planID, Activity: r.Activity, Training: r.Training, Start: r.Start, End: r.End,
		ExternalReference: &r.ExternalReference, Facts: r.Facts, Participants: r.Participants,
	}
}

// prepareKnown lays a row over a registration that is there.
func (d *Desk) prepareKnown(ctx context.Context, b *batch, i int, reg *reading.Registration) error {
	r := &b.rows[i]
	if reg.Row.PlanID != b.home.Plan.ID || reg.Row.Activity != r.Activity {
		return fault.Invalid(question.At(r.path, "externalReference"), reading.ReferenceTaken, fault.Text{
			NL: "Deze eigen sleutel is van een registratie onder een ander plan of een andere activiteit.",
			EN: "This reference is of a registration under another plan or another activity.",
		}, "")
	}
	before := snapshot(reg)
	if err := d.overlay(ctx, b, r, reg); err != nil {
		return err
	}
	if slices.Equal(before, snapshot(reg)) {
		b.results[i] = Imported{Result: Unchanged, Registration: reg.Row}
		return b.results[i].asJudged(r, reg)
	}
	if r.ExpectedVersion == nil || *r.ExpectedVersion != reg.Row.Version {
		return fault.Stale(question.At(r.path, "expectedVersion"), reg.Row, reg.Row.Version)
	}
	if err := procedure.Step(reg, workflow.AmendRegistration, "rows"); err != nil {
		for _, one := range fault.All(err) {
			one.Path = r.path
		}
		return err
	}
	r.registration = reg
	b.results[i].Result = Amended
	return nil
}

// overlay takes over what a row states.
func (d *Desk) overlay(ctx context.Context, b *batch, r *row, reg *reading.Registration) error {
	in := entered.AmendInput{Training: &r.Training, Facts: r.Facts}
	if r.Start != nil {
		in.Start = typed.ChangeTo(r.Start)
	}
	if r.End != nil {
		in.End = typed.ChangeTo(r.End)
	}
	var bad fault.Collector
	for _, one := range fault.All(entered.Restate(reg, in, r.path...)) {
		bad.Add(one)
	}
	r.named = map[int]int{}
	var fresh []entered.ParticipantInput
	var places []int
	for i, p := range r.Participants {
		at, statement := taking(reg, b.arrivals, p), p.Statement
		if at < 0 {
			fresh, places = append(fresh, p), append(places, i)
			continue
		}
		r.named[at] = i
		if statement == nil {
			continue
		}
		part := reg.Parts[at]
		path := question.At(r.path, "participants", strconv.Itoa(i), "statement")
		part.Statement = question.AmendParticipation(part.Statement, *statement, &bad, path...)
		typed.Check(part.Statement, &bad, path...)
		r.amended = append(r.amended, part)
	}
	there := len(reg.Parts)
	j, err := d.joinRow(ctx, b, reg, fresh, &bad, question.At(r.path, "participants"))
	if err != nil {
		return err
	}
	for k := range j {
		r.named[there+k] = places[k]
	}
	r.joining = j
	return bad.Err()
}

// snapshot is what a row can change, to be compared.
func snapshot(reg *reading.Registration) []byte {
	type part struct {
		ID        string
		Statement fields.Participation
	}
	parts := make([]part, len(reg.Parts))
	for i, p := range reg.Parts {
		parts[i] = part{p.ID, p.Statement}
	}
	kept, err := json.Marshal([]any{reg.States(), parts})
	if err != nil {
		return nil // checked text cannot fail to be written
	}
	return kept
}
