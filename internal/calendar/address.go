package calendar

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/calendaraddress"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/audit"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/typed"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

const (
	mostAddresses = 10 // of one person, working at once
	longestLabel  = 100
	path          = "/calendar/"
	extension     = ".ics"
)

// CreateAddressInput says what the person calls a new address.
type CreateAddressInput struct{ Label string }

// RevokeAddressInput says which address is to stop.
type RevokeAddressInput struct{ ID string }

// CreateAddress makes an address at which calendar programs read the calendar of the person who asks. It is returned this
// once, and kept as a hash. Faults: REQUIRED, TOO_LONG, TOO_MANY_ADDRESSES.
func (d *Desk) CreateAddress(ctx context.Context, in CreateAddressInput) (*ent.CalendarAddress, string, error) {
	a := actor.From(ctx)
	ground, err := d.Guard.Permit(ctx, access.Add, access.Mine(a, access.CalendarAddress))
	if err != nil {
		return nil, "", err
	}
	label, err := in.read()
	if err != nil {
		return nil, "", err
	}
	secret := rand.Text() + rand.Text() // 260 bits
	var made *ent.CalendarAddress
	err = d.Store.Tx(ctx, func(tx *ent.Tx) error {
		if err := d.Store.Lock(ctx, tx, a.PersonID); err != nil {
			return err
		}
		n, err := tx.CalendarAddress.Query().Where(calendaraddress.PersonID(a.PersonID), calendaraddress.RevokedAtIsNil()).Count(ctx)
		if err != nil {
			return err
		}
		if n >= mostAddresses {
			return fault.Conflict([]string{"input"}, "TOO_MANY_ADDRESSES", fault.Text{
				NL: "U hebt al tien agenda-adressen. Trek er eerst een in.", EN: "You already have ten calendar addresses. Revoke one first.",
			})
		}
		made, err = tx.CalendarAddress.Create().SetID(ids.New(ids.CalendarAddress)).SetPersonID(a.PersonID).SetLabel(label).
			SetSecretHash(hashed(secret)).SetCreatedAt(d.Clock.Wall()).Save(ctx)
		if err != nil {
			return err
		}
		return d.record(ctx, tx, made, workflow.CreateCalendarAddress, ground)
	})
	if err != nil {
		return nil, "", fmt.Errorf("create calendar address: %w", err)
	}
	return made.Unwrap(), d.Origin + path + secret + extension, nil
}

func (in CreateAddressInput) read() (string, error) {
	var bad fault.Collector
	at := []string{"input", "label"}
	label := typed.Text(&in.Label, longestLabel, &bad, at...)
	if label == nil && bad.Len() == 0 {
		bad.Add(fault.Required(at))
	}
	if err := bad.Err(); err != nil {
		return "", err
	}
	return *label, nil
}

// RevokeAddress stops an address of the person who asks; the next request at it finds nothing. Faults:
// CALENDAR_ADDRESS_NOT_FOUND, WRONG_STATE when it was revoked already.
func (d *Desk) RevokeAddress(ctx context.Context, in RevokeAddressInput) (*ent.CalendarAddress, error) {
	row, err := d.Store.Client().CalendarAddress.Get(ctx, in.ID)
	if err != nil {
		return nil, store.Missing(err, "CALENDAR_ADDRESS_NOT_FOUND")
	}
	about, _ := access.Of(row)
	ground, err := d.Guard.Permit(ctx, access.End, about)
	if err != nil {
		return nil, err
	}
	err = d.Store.Tx(ctx, func(tx *ent.Tx) error {
		n, err := tx.CalendarAddress.Update().Where(calendaraddress.ID(row.ID), calendaraddress.RevokedAtIsNil()).SetRevokedAt(d.Clock.Wall()).Save(ctx)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.Conflict([]string{"input", "id"}, fault.ReasonWrongState, fault.Text{
				NL: "Dit agenda-adres is al ingetrokken.", EN: "This calendar address has already been revoked.",
			})
		}
		return d.record(ctx, tx, row, workflow.RevokeCalendarAddress, ground)
	})
	if err != nil {
		return nil, fmt.Errorf("revoke %s: %w", row.ID, err)
	}
	return d.Store.Client().CalendarAddress.Get(ctx, row.ID)
}

// Addresses are those of the person who asks that work, latest first.
func (d *Desk) Addresses(ctx context.Context) ([]*ent.CalendarAddress, error) {
	return d.Store.Client().CalendarAddress.Query().
		Where(calendaraddress.PersonID(actor.From(ctx).PersonID), calendaraddress.RevokedAtIsNil()).
		Order(ent.Desc(calendaraddress.FieldCreatedAt, calendaraddress.FieldID)).Limit(mostAddresses).All(ctx)
}

func (d *Desk) record(ctx context.Context, tx *ent.Tx, row *ent.CalendarAddress, act workflow.Act, ground access.Ground) error {
	return audit.Append(ctx, tx, audit.Line{
		DossierID: row.PersonID, At: d.Clock.Wall(), Act: act.Name, SubjectID: row.ID, Policy: string(ground),
	})
}

// hashed is the stored form of a secret. The secret has all the randomness there can be, so it needs no salt.
func hashed(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}
