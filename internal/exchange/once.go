package exchange

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/idempotencykey"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/clock"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/internal/store"
)

const (
	keepFor    = 24 * time.Hour
	longestKey = 255
)

// Keeper carries out a request once, however often it is sent under one key.
type Keeper struct {
	Store *store.Store
	Clock *clock.Clock
}

// Once returns the answer to request under key. The first time it carries out do, in a context whose transaction
// stays open until do's answer is stored with it: either both are there or neither. The same key with the same
// request gets the same answer without do; with another request it is CONFLICT IDEMPOTENCY_KEY_REUSED. Keys belong to
// the caller and are kept for a day. An answer is kept when do wrote something, or says by keep that it did so by
// parts.
func (k *Keeper) Once(ctx context.Context, key, request string, do func(context.Context) (answer []byte, keep bool)) ([]byte, error) {
	if key == "" || len(key) > longestKey || strings.ContainsFunc(key, func(r rune) bool { return r < '!' || r > '~' }) {
		return nil, fault.Invalid(nil, "IDEMPOTENCY_KEY_MALFORMED", fault.Text{
			NL: "Gebruik voor de Idempotency-Key 1 tot en met 255 zichtbare ASCII-tekens, zonder spaties.",
			EN: "Use 1 to 255 visible ASCII characters for the Idempotency-Key, without spaces.",
		}, "2026-03-14/registrations/3")
	}
	owner := ownerOf(actor.From(ctx))
	if owner == "" {
		return nil, fault.Unauthenticated("SIGN_IN_FIRST", fault.Text{NL: "Log eerst in.", EN: "Sign in first."})
	}
	hash := requestHash(request)
	if kept, err := k.kept(ctx, owner, key, hash); kept != nil || err != nil {
		return kept, err
	}
	held, h := k.Store.Hold(ctx)
	answer, keep := do(held)
	if !h.IsOpen() && !keep {
		if err := h.Abandon(); err != nil {
			return nil, err
		}
		// The key may have been taken by the same request, which ran at the same time and won.
		if kept, err := k.kept(ctx, owner, key, hash); kept != nil || err != nil {
			return kept, err
		}
		return answer, nil
	}
	err := h.Finish(held, func(tx *ent.Tx) error {
		return tx.IdempotencyKey.Create().SetID(ids.New(ids.IdempotencyKey)).SetActorKey(owner).SetKey(key).
			SetRequestHash(hash).SetResponse(answer).SetCreatedAt(k.Clock.Wall()).Exec(held)
	})
	if fault.HasReason(err, "IDEMPOTENCY_KEY_IN_USE") {
		// The same request ran at the same time, and won: ours left nothing.
		return k.kept(ctx, owner, key, hash)
	}
	if err != nil {
		return nil, fmt.Errorf("keep answer: %w", err)
	}
	return answer, nil
}

// kept returns the stored answer, nil where there is none.
func (k *Keeper) kept(ctx context.Context, owner, key, hash string) ([]byte, error) {
	row, err := k.Store.Client().IdempotencyKey.Query().
		Where(idempotencykey.ActorKey(owner), idempotencykey.Key(key)).Only(actor.AsSystem(ctx))
	switch {
	case ent.IsNotFound(err):
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("look up idempotency key: %w", err)
	case row.RequestHash != hash:
		return nil, fault.Conflict(nil, "IDEMPOTENCY_KEY_REUSED", fault.Text{
			NL: "Deze Idempotency-Key is al voor een ander verzoek gebruikt. Gebruik voor elk verzoek een nieuwe.",
			EN: "This Idempotency-Key has already been used for another request. Use a new key for each request.",
		})
	}
	return row.Response, nil
}

// Sweep forgets keys older than a day.
func (k *Keeper) Sweep(ctx context.Context) error {
	return k.Store.Tx(ctx, func(tx *ent.Tx) error {
		_, err := tx.IdempotencyKey.Delete().Where(idempotencykey.CreatedAtLT(k.Clock.Wall().Add(-keepFor))).Exec(ctx)
		return err
	})
}

// ownerOf says whose key it is: a token's, or a person's in one role.
func ownerOf(a actor.Actor) string {
	if a.TokenID != "" {
		return a.TokenID
	}
	return strings.Trim(a.PersonID+"/"+a.RoleID, "/")
}

// requestHash is the same for requests that mean the same: white space and the order of members do not count.
func requestHash(body string) string {
	var v any
	dec := json.NewDecoder(strings.NewReader(body))
	dec.UseNumber()
	if err := dec.Decode(&v); err == nil {
		if canonical, err := json.Marshal(v); err == nil {
			body = string(canonical)
		}
	}
	sum := sha256.Sum256([]byte(body))
	return hex.EncodeToString(sum[:])
}
