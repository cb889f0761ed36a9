package notice

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/roleassignment"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// Reminder is one thing that a person is to be told.
type Reminder struct {
	PersonID  string
	Subject   workflow.Subject
	SubjectID string
	What      string // verb of an act, or one of the reminders
	Occasion  string // tells it from others of the same
	Manner    workflow.Manner
	Until     *time.Time // last day of a term
	At        time.Time  // on the wall
	Now       time.Time  // in regulation time
}

// The reminders, beside the verbs of acts.
const (
	RepairEnds       = "repair ends"
	ApplicationEnds  = "application ends"
	AssessmentEnds   = "assessment ends"
	AccountingEnds   = "accounting ends"
	ApplicationOpens = "application opens"
	AccountingOpens  = "accounting opens"
)

// writtenAtOnce is far below the parameters that a statement can have.
const writtenAtOnce = 500

// Remind writes down what people are told, and has the letters sent that leave at once, in one transaction. Nobody can be
// told twice on one occasion: the second transaction fails.
func (d *Desk) Remind(ctx context.Context, tx *ent.Tx, of []Reminder) error {
	for some := range slices.Chunk(of, writtenAtOnce) {
		var letters Letters
		rows := make([]*ent.ToldCreate, len(some))
		for i, one := range some {
			id := ids.New(ids.Told)
			rows[i] = tx.Told.Create().SetID(id).SetPersonID(one.PersonID).SetSubject(string(one.Subject)).SetSubjectID(one.SubjectID).
				SetWhat(one.What).SetOccasion(one.Occasion).SetManner(string(one.Manner)).
				SetAt(one.Now).SetNillableUntil(one.Until).SetCreatedAt(one.At)
			if one.Manner != workflow.Digest {
				rows[i].SetLetterID(id)
				letters.IDs = append(letters.IDs, id)
			}
		}
		if err := tx.Told.CreateBulk(rows...).Exec(ctx); err != nil {
			return fmt.Errorf("write down what is told: %w", err)
		}
		for few := range slices.Chunk(letters.IDs, sentTogether) {
			if err := d.Queue.Insert(ctx, tx, Letters{IDs: few}); err != nil {
				return err
			}
		}
	}
	return nil
}

// Contacts are the people who are told what concerns an organisation, by organisation.
func (d *Desk) Contacts(ctx context.Context, organisations []string) (map[string][]string, error) {
	roles, err := d.Store.Client().RoleAssignment.Query().
		Where(roleassignment.Role(string(actor.Employer)), roleassignment.OrganisationIDIn(organisations...), running(d.Clock.Today())).
		Order(roleassignment.ByID()).All(actor.AsSystem(ctx))
	if err != nil {
		return nil, fmt.Errorf("look up contacts: %w", err)
	}
	return by(speaking(roles), func(r *ent.RoleAssignment) *string { return r.OrganisationID }), nil
}

// Leaders are the project leaders, by regional organisation.
func (d *Desk) Leaders(ctx context.Context, regional []string) (map[string][]string, error) {
	roles, err := d.Store.Client().RoleAssignment.Query().
		Where(roleassignment.Role(string(actor.ProjectLeader)), roleassignment.RegionalOrganisationIDIn(regional...), running(d.Clock.Today())).
		Order(roleassignment.ByID()).All(actor.AsSystem(ctx))
	if err != nil {
		return nil, fmt.Errorf("look up project leaders: %w", err)
	}
	return by(roles, func(r *ent.RoleAssignment) *string { return r.RegionalOrganisationID }), nil
}

func by(roles []*ent.RoleAssignment, place func(*ent.RoleAssignment) *string) map[string][]string {
	all := map[string][]string{}
	for _, r := range roles {
		where := *place(r)
		if !slices.Contains(all[where], r.PersonID) {
			all[where] = append(all[where], r.PersonID)
		}
	}
	return all
}
