package organisations

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/employee"
	"github.com/penvoerder/penvoerder/ent/setting"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/rejudge"
	"github.com/penvoerder/penvoerder/internal/typed"
)

// personHash is the same for two entries of one person: a keyed hash of name and date of birth. Without the key
// nobody can find out from it whether a person whom he knows is there.
func (d *Desk) personHash(name string, born time.Time) string {
	return d.keyed("person", PlainName(name), born.Format(time.DateOnly))
}

func (d *Desk) keyed(parts ...string) string {
	mac := hmac.New(sha256.New, d.personKey)
	_, _ = mac.Write([]byte(strings.Join(parts, "\x00"))) // a hash never fails
	return hex.EncodeToString(mac.Sum(nil))
}

// PlainName writes a name, of a person or of a training, in a form that case, marks on letters, apostrophes, hyphens,
// dots and spaces do not change.
func PlainName(name string) string {
	plain, gap := make([]byte, 0, len(name)), false
	for _, r := range typed.Fold(name) {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if gap && len(plain) > 0 {
				plain = append(plain, ' ')
			}
			plain, gap = utf8.AppendRune(plain, r), false
		case strings.ContainsRune("'’‘`´", r):
		default:
			gap = true
		}
	}
	return string(plain)
}

const (
	personKeySetting = "person key" // which key the hashes were made with: never the key itself
	peopleAtOnce     = 500
)

// RecognisePeople gives a hash to every employee who has none, and to all anew where the key has changed; it returns
// how many. Where that shows that a person was entered twice, the registrations concerned become due.
func (d *Desk) RecognisePeople(ctx context.Context) (int, error) {
	ctx = actor.AsSystem(ctx)
	if err := d.rememberKey(ctx); err != nil {
		return 0, fmt.Errorf("compare the key of people: %w", err)
	}
	done := 0
	for {
		people, err := d.store.Client().Employee.Query().Where(employee.PersonHashIsNil()).
			Order(employee.ByID()).Limit(peopleAtOnce).All(ctx)
		if err != nil || len(people) == 0 {
			return done, err
		}
		if err := d.store.Tx(ctx, func(tx *ent.Tx) error { return d.hash(ctx, tx, people) }); err != nil {
			return done, fmt.Errorf("recognise people: %w", err)
		}
		done += len(people)
	}
}

// rememberKey forgets every hash that another key made.
func (d *Desk) rememberKey(ctx context.Context) error {
	mine := d.keyed("key")
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
		return tx.Employee.Update().Where(employee.PersonHashNotNil()).ClearPersonHash().Exec(ctx)
	})
}

// hash writes the hashes of people. A hash states nothing new about them, so no version is raised and no event is
// written.
func (d *Desk) hash(ctx context.Context, tx *ent.Tx, people []*ent.Employee) error {
	var hashes []string
	for _, e := range people {
		h := d.personHash(e.Name, e.DateOfBirth)
		hashes = append(hashes, h)
		// If the employee was amended meanwhile, the hash is that of the present statements.
		err := tx.Employee.Update().Where(employee.ID(e.ID), employee.Version(e.Version)).SetPersonHash(h).Exec(ctx)
		if err != nil {
			return err
		}
	}
	same, err := tx.Employee.Query().Where(employee.PersonHashIn(hashes...)).All(ctx)
	if err != nil {
		return err
	}
	entries := map[rejudge.Mark]int{}
	for _, e := range same {
		entries[rejudge.OfPerson(e, "")]++
	}
	var twice []rejudge.Mark
	for who, n := range entries {
		if n > 1 {
			twice = append(twice, who)
		}
	}
	return rejudge.MarkDue(ctx, tx, d.clock.Regulation(), rejudge.Employee, twice...)
}
