package identity

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/onetimecode"
	"github.com/penvoerder/penvoerder/ent/predicate"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/ids"
)

// The purposes of a code sent by mail.
const (
	purposeConfirm = "CONFIRM"
	purposeReset   = "RESET"
)

const codeLives = 30 * time.Minute

// digest is how secrets are kept: they are long and random, so that a plain hash is enough and finds the row.
func digest(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// issueCode makes a code for the person and returns it; ctx is the platform's.
func (d *Desk) issueCode(ctx context.Context, tx *ent.Tx, personID, purpose string) (string, error) {
	code := rand.Text()
	err := tx.OneTimeCode.Create().SetID(ids.New(ids.OneTimeCode)).SetPersonID(personID).SetPurpose(purpose).
		SetCodeHash(digest(code)).SetExpiresAt(d.Clock.Wall().Add(codeLives)).Exec(ctx)
	if err != nil {
		return "", fmt.Errorf("issue code: %w", err)
	}
	return grouped(code), nil
}

// grouped writes a code in parts that can be typed.
func grouped(code string) string {
	const part = 5
	var b strings.Builder
	for i, r := range code {
		if i > 0 && i%part == 0 {
			b.WriteByte('-')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// written is a code as it was made, however it was typed.
func written(entered string) string {
	return strings.ToUpper(strings.NewReplacer("-", "", " ", "").Replace(strings.TrimSpace(entered)))
}

// useCode takes the code, and with it every other of the same purpose, and returns whose it is. A code that is
// unknown, used or too old is CODE_EXPIRED.
func (d *Desk) useCode(ctx context.Context, tx *ent.Tx, entered, purpose string) (*ent.Person, error) {
	code := written(entered)
	now := d.Clock.Wall()
	found, err := tx.OneTimeCode.Query().Where(
		onetimecode.CodeHash(digest(code)), onetimecode.Purpose(purpose),
	).WithPerson().Only(ctx)
	if ent.IsNotFound(err) || err == nil && !now.Before(found.ExpiresAt) {
		return nil, codeExpired()
	}
	if err != nil {
		return nil, fmt.Errorf("look up code: %w", err)
	}
	// Two that use it at once meet here: the second finds nothing left to use.
	n, err := tx.OneTimeCode.Update().Where(onetimecode.ID(found.ID), onetimecode.UsedAtIsNil()).SetUsedAt(now).Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("use code: %w", err)
	}
	if n == 0 {
		return nil, codeExpired()
	}
	err = tx.OneTimeCode.Update().Where(
		onetimecode.PersonID(found.PersonID), onetimecode.Purpose(purpose), onetimecode.UsedAtIsNil(),
	).SetUsedAt(now).Exec(ctx)
	if err != nil {
		return nil, fmt.Errorf("end other codes: %w", err)
	}
	return found.Edges.Person, nil
}

func codeExpired() error {
	return fault.Invalid(pathCode, "CODE_EXPIRED", fault.Text{
		NL: "Deze code is onjuist, al gebruikt of verlopen. Vraag een nieuwe aan.", EN: "This code is wrong, used or expired. Request a new one.",
	}, "")
}

// oldCode holds for codes that say nothing any longer, also not that somebody waits for a confirmation.
func oldCode(now time.Time) predicate.OneTimeCode { return onetimecode.ExpiresAtLTE(now) }
