package identity

import (
	"cmp"
	"context"
	"fmt"
	"runtime"
	"time"

	"github.com/alexedwards/argon2id"

	"github.com/penvoerder/penvoerder/internal/fault"
)

// Hashing is the cost of trying a password, for us and for a thief of the database. Zero fields take the values that
// OWASP names.
type Hashing struct {
	Memory     uint32 // KiB
	Iterations uint32
	Concurrent int // at most so many at once, since each takes the memory
}

// CheapHashing costs nothing and protects nothing: for tests.
var CheapHashing = Hashing{Memory: 8, Iterations: 1, Concurrent: 8}

const (
	owaspMemory  = 46 * 1024
	patience     = 10 * time.Second // within the time that a request has
	saltLength   = 16
	keyLength    = 32
	unusableHash = "" // of an account whose password has yet to be set by mail
)

// hasher makes and checks hashes, a few at a time.
type hasher struct {
	params *argon2id.Params
	places chan struct{}
	decoy  string // checked where there is no account, so that the work is the same
}

func newHasher(h Hashing) (*hasher, error) {
	made := &hasher{
		params: &argon2id.Params{
			Memory: cmp.Or(h.Memory, owaspMemory), Iterations: cmp.Or(h.Iterations, 1), Parallelism: 1,
			SaltLength: saltLength, KeyLength: keyLength,
		},
		places: make(chan struct{}, cmp.Or(h.Concurrent, runtime.GOMAXPROCS(0))),
	}
	decoy, err := argon2id.CreateHash("nobody's password", made.params)
	if err != nil {
		return nil, fmt.Errorf("make decoy hash: %w", err)
	}
	made.decoy = decoy
	return made, nil
}

// take waits for a place, not for ever.
func (h *hasher) take(ctx context.Context) error {
	select {
	case h.places <- struct{}{}:
		return nil
	default:
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	select {
	case h.places <- struct{}{}:
		return nil
	case <-ctx.Done():
		return fault.Unavailable("BUSY", ctx.Err())
	}
}

func (h *hasher) leave() { <-h.places }

func (h *hasher) make(ctx context.Context, password string) (string, error) {
	if err := h.take(ctx); err != nil {
		return "", err
	}
	defer h.leave()
	hash, err := argon2id.CreateHash(password, h.params)
	if err != nil {
		return "", fmt.Errorf("hash password: %w", err)
	}
	return hash, nil
}

// check reports whether the password is that of the hash, and whether the hash should be made anew at today's cost. A
// hash that is none costs the same and fits nothing.
func (h *hasher) check(ctx context.Context, password, hash string) (fits, outdated bool, err error) {
	if err := h.take(ctx); err != nil {
		return false, false, err
	}
	defer h.leave()
	usable := hash != unusableHash
	if !usable {
		hash = h.decoy
	}
	fits, params, err := argon2id.CheckHash(password, hash)
	if err != nil {
		return false, false, fmt.Errorf("check password: %w", err)
	}
	return fits && usable, *params != *h.params, nil
}
