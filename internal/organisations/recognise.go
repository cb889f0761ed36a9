package organisations

import (
	"context"
	"fmt"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/employeename"
	"github.com/penvoerder/penvoerder/ent/setting"
	"github.com/penvoerder/penvoerder/internal/actor"
)

const (
	personKeySetting = "person key" // which key, and which form of names, the hashes were made with: never the key itself
	peopleAtOnce     = 500
)

// RecognisePeople gives hashes to every name that has none, and to all anew where the key or the form of names has
// changed; it returns to how many. Where that shows that a person was entered twice, the registrations concerned become
// due.
func (d *Desk) RecognisePeople(ctx context.Context) (int, error) {
	ctx = actor.AsSystem(ctx)
	if err := d.RememberKey(ctx); err != nil {
		return 0, err
	}
	done := 0
	for {
		names, err := d.store.Client().EmployeeName.Query().Where(employeename.PersonHashIsNil()).
			Order(employeename.ByID()).Limit(peopleAtOnce).WithEmployee().All(ctx)
		if err != nil || len(names) == 0 {
			return done, err
		}
		if err := d.store.Tx(ctx, func(tx *ent.Tx) error { return d.hashEach(ctx, tx, names) }); err != nil {
			return done, fmt.Errorf("recognise people: %w", err)
		}
		done += len(names)
	}
}

// RememberKey forgets every hash that another key made, or that was made of names in another form. It is done before
// anybody can enter people: whom it forgets can be entered a second time until RecognisePeople comes by.
func (d *Desk) RememberKey(ctx context.Context) error {
	ctx = actor.AsSystem(ctx)
	err := d.rememberKey(ctx)
	if ent.IsConstraintError(err) { // another server that begins on this database was quicker
		err = d.rememberKey(ctx)
	}
	if err != nil {
		return fmt.Errorf("compare the key of people: %w", err)
	}
	return nil
}

func (d *Desk) rememberKey(ctx context.Context) error {
	mine := d.keyed("key", nameForm)
	return d.store.Tx(ctx, func(tx *ent.Tx) error {
		kept, err := tx.Setting.Query().Where(setting.ID(personKeySetting)).Only(ctx)
		switch {
		case ent.IsNotFound(err):
			err = tx.Setting.Create().SetID(personKeySetting).SetValue(mine).Exec(ctx)
		case err == nil && kept.Value == mine:
			return nil
		case err == nil:
			err = tx.Setting.UpdateOneID(personKeySetting).SetValue(mine).Exec(ctx)
		}
		if err != nil {
			return err
		}
		return tx.EmployeeName.Update().Where(employeename.PersonHashNotNil()).ClearPersonHash().ClearNamesakeHash().Exec(ctx)
	})
}

// hashEach writes the hashes of names. A hash states nothing new about people, so no version is raised and no event is
// written.
func (d *Desk) hashEach(ctx context.Context, tx *ent.Tx, names []*ent.EmployeeName) error {
	made, all := make([]hashes, len(names)), make([]string, len(names))
	for i, n := range names {
		made[i] = d.hashesOf(n.Name, bornAs(n), n.Distinction)
		all[i] = made[i].person
	}
	there, err := tx.EmployeeName.Query().Where(employeename.PersonHashIn(all...)).All(ctx)
	if err != nil {
		return err
	}
	reserved, called := map[seat]bool{}, map[seat]int{}
	for _, n := range there {
		at := seat{n.OrganisationID, *n.PersonHash}
		reserved[at] = reserved[at] || n.IsReserved
		called[at]++
	}
	for i, n := range names {
		at := seat{n.OrganisationID, made[i].person}
		up := tx.EmployeeName.Update().Where(employeename.ID(n.ID)).SetNamesakeHash(made[i].namesake).SetPersonHash(made[i].person)
		if reserved[at] { // who was entered twice has it once
			up.SetIsReserved(false)
		}
		if err := up.Exec(ctx); err != nil {
			return err
		}
		reserved[at] = reserved[at] || n.IsReserved
		called[at]++
	}
	for i, n := range names {
		if at := (seat{n.OrganisationID, made[i].person}); called[at] > 1 {
			called[at] = 0
			if _, err := d.unite(ctx, tx, at.organisationID, at.person); err != nil {
				return err
			}
		}
	}
	return nil
}

// seat is what one employee of an organisation can be called at a time.
type seat struct{ organisationID, person string }
