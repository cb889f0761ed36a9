package notice

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/person"
	"github.com/penvoerder/penvoerder/ent/plan"
	"github.com/penvoerder/penvoerder/ent/registration"
	"github.com/penvoerder/penvoerder/ent/told"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/jobs"
	"github.com/penvoerder/penvoerder/internal/mail"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// Letters are to be sent: a job, which names them.
type Letters struct {
	IDs []string `json:"letters"`
}

// Kind names the work.
func (Letters) Kind() string { return "send-letters" }

// Sending says how letters are sent: for nearly three days, so that a mail server may be away for one.
var Sending = jobs.Kind{Within: 2 * time.Minute}

// sentTogether is how many letters are one job: few enough for a slow mail server.
const sentTogether = 20

// Send sends the letters that did not leave yet, and notes of each that it was taken by the mail server, or refused for
// good. One that cannot leave now holds up no other; the error has all of them tried again.
func (d *Desk) Send(ctx context.Context, of Letters) error {
	ctx = actor.AsSystem(ctx)
	rows, err := d.Store.Client().Told.Query().Where(told.LetterIDIn(of.IDs...), told.SentAtIsNil(), told.RefusedAtIsNil()).
		Order(told.ByID()).All(ctx)
	if err != nil {
		return fmt.Errorf("read what is to be told: %w", err)
	}
	about, err := d.about(ctx, rows)
	if err != nil {
		return err
	}
	var failed []error
	for _, letterID := range of.IDs {
		if within := inLetter(rows, letterID); len(within) > 0 {
			failed = append(failed, d.sendOne(ctx, letterID, within, about))
		}
	}
	return errors.Join(failed...)
}

func inLetter(rows []*ent.Told, id string) (within []*ent.Told) {
	for _, r := range rows {
		if *r.LetterID == id {
			within = append(within, r)
		}
	}
	return within
}

func (d *Desk) sendOne(ctx context.Context, letterID string, rows []*ent.Told, about *around) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	to, isThere := about.people[rows[0].PersonID]
	var refused *mail.Refused
	if isThere {
		m := d.letter(to, rows, about)
		m.ID = letterID
		if err := d.Mail.Send(ctx, m); err != nil && !errors.As(err, &refused) {
			return fmt.Errorf("letter %s: %w", letterID, err)
		}
	}
	return d.note(context.WithoutCancel(ctx), letterID, !isThere || refused != nil, refused)
}

// note keeps what became of a letter. It is done also when the server stops: the letter has left.
func (d *Desk) note(ctx context.Context, letterID string, isRefused bool, refused *mail.Refused) error {
	now := d.Clock.Wall()
	err := d.Store.Tx(ctx, func(tx *ent.Tx) error {
		up := tx.Told.Update().Where(told.LetterID(letterID), told.SentAtIsNil(), told.RefusedAtIsNil())
		if !isRefused {
			return up.SetSentAt(now).Exec(ctx)
		}
		if refused != nil {
			up.SetRefusedCode(refused.Code)
		}
		return up.SetRefusedAt(now).Exec(ctx)
	})
	if err != nil {
		return fmt.Errorf("note what became of letter %s: %w", letterID, err)
	}
	return nil
}

// around is what letters say beside the rows: to whom they go, and the numbers of the subjects.
type around struct {
	people  map[string]*ent.Person
	numbers map[string]string
}

// about reads it, in a number of statements that does not depend on how much there is.
func (d *Desk) about(ctx context.Context, rows []*ent.Told) (*around, error) {
	a := &around{people: map[string]*ent.Person{}, numbers: map[string]string{}}
	var persons, subjects []string
	for _, r := range rows {
		if r.Subject == string(workflow.Release) {
			a.numbers[r.SubjectID] = r.SubjectID // schemes have no row of their own, and are called by their slug
		}
		persons, subjects = append(persons, r.PersonID), append(subjects, r.SubjectID)
	}
	db := d.Store.Client()
	people, err := db.Person.Query().Where(person.IDIn(persons...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read to whom letters go: %w", err)
	}
	for _, p := range people {
		a.people[p.ID] = p
	}
	plans, err := db.Plan.Query().Where(plan.IDIn(subjects...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read what letters are about: %w", err)
	}
	for _, p := range plans {
		a.numbers[p.ID] = p.Number
	}
	registrations, err := db.Registration.Query().Where(registration.IDIn(subjects...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read what letters are about: %w", err)
	}
	for _, r := range registrations {
		a.numbers[r.ID] = r.Number
	}
	return a, nil
}
