package anchors

import (
	"context"
	"crypto/ed25519"
	"database/sql"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/store"
)

// Verifier compares anchors with a database.
type Verifier struct {
	Store *store.Store
	Dir   string
	Keys  []ed25519.PublicKey // of which one must have signed; none takes the key that the first anchor names
	Found func(flaw string)   // is told what does not hold, in words
	Past  func(Anchor)        // is told of each anchor that was compared; may be nil
}

// Verify compares every anchor of the directory, and returns the last one that can be read; nil where none can. It holds a page of heads
// in memory, however many there are. A head that the next anchor names too is compared once, with the last that does.
func (v Verifier) Verify(ctx context.Context) (*Anchor, error) {
	paths, err := list(v.Dir)
	if err == nil && len(paths) == 0 {
		err = fmt.Errorf("%s holds no anchor", v.Dir)
	}
	if err != nil {
		return nil, err
	}
	var last *Anchor
	for i, path := range paths {
		a, err := read(path)
		if err != nil {
			v.found(path, "%v", err)
			last = nil
			continue
		}
		v.compareFile(path, a, last, i == 0)
		next := ""
		if i+1 < len(paths) {
			next = paths[i+1]
		}
		if err := v.compareHeads(ctx, path, next, a); err != nil {
			return nil, fmt.Errorf("compare %s: %w", path, err)
		}
		if last = &a; v.Past != nil {
			v.Past(a)
		}
	}
	return last, nil
}

func (v Verifier) found(path, format string, args ...any) {
	v.Found("anchor " + filepath.Base(path) + ": " + fmt.Sprintf(format, args...))
}

// compareFile compares what an anchor says of itself with the one before; nil where that is not there or cannot be read.
func (v *Verifier) compareFile(path string, a Anchor, before *Anchor, isFirst bool) {
	if isFirst && len(v.Keys) == 0 {
		v.Keys = []ed25519.PublicKey{a.Key}
	}
	isKnown := slices.ContainsFunc(v.Keys, func(k ed25519.PublicKey) bool { return k.Equal(a.Key) })
	switch {
	case !a.IsSigned:
		v.found(path, "was changed after it was signed (CHANGED)")
	case !isKnown:
		v.found(path, "was signed by another key (FORGED)")
	}
	if name := a.At.UTC().Format(day) + extension; name != filepath.Base(path) {
		v.found(path, "says that it was made at %s: it has the name of another day (FORGED)", a.At.Format(time.RFC3339))
	}
	if before == nil {
		return // older ones may lie elsewhere
	}
	switch {
	case a.Number != before.Number+1:
		v.found(path, "has number %d and comes after number %d: those between are missing (REMOVED)", a.Number, before.Number)
	case a.Previous != before.Sum:
		v.found(path, "names another anchor before it than the one that is there: one of both was replaced (FORGED)")
	}
}

// compareHeads compares the heads of an anchor that are not the same in the next one with the lines that are stored.
func (v Verifier) compareHeads(ctx context.Context, path, next string, a Anchor) error {
	r, err := open(path)
	if err != nil {
		return err
	}
	defer r.close()
	unchanged := func(Head) bool { return false }
	if next != "" {
		n, err := open(next)
		if err == nil { // else it is told of in its turn
			defer n.close()
			unchanged = n.has()
		}
	}
	var page []Head
	for {
		h, err := r.next()
		if err != nil {
			return err
		}
		if h != nil && !unchanged(*h) {
			page = append(page, *h)
		}
		if len(page) == atOnce || h == nil {
			if err := v.comparePage(ctx, path, a, page); err != nil || h == nil {
				return err
			}
			page = page[:0]
		}
	}
}

// has returns whether an anchor has a head, asked in their order.
func (r *reader) has() func(Head) bool {
	var at *Head
	isOver := false
	return func(h Head) bool {
		for !isOver && (at == nil || at.Dossier < h.Dossier) {
			var err error
			at, err = r.next()
			isOver = at == nil || err != nil
		}
		return !isOver && *at == h
	}
}

// atOnce bounds how many heads are compared together.
const atOnce = 200

// comparePage compares heads with the lines at their places.
func (v Verifier) comparePage(ctx context.Context, path string, a Anchor, page []Head) error {
	if len(page) == 0 {
		return nil
	}
	type place struct {
		dossier  string
		sequence int
	}
	stored := map[place]string{}
	err := v.Store.Snapshot(ctx, func(tx *ent.Tx) error {
		return store.Statements(tx, func(raw *sql.Tx) error {
			var where []string
			var args []any
			for i, h := range page {
				where = append(where, fmt.Sprintf("(dossier_id = $%d AND sequence = $%d)", 2*i+1, 2*i+2))
				args = append(args, h.Dossier, h.Sequence)
			}
			rows, err := raw.QueryContext(ctx, `SELECT dossier_id, sequence, hash FROM audit_entries WHERE `+strings.Join(where, " OR "), args...)
			if err != nil {
				return err
			}
			defer func() { _ = rows.Close() }() // Err reports the same error
			for rows.Next() {
				var h Head
				if err := rows.Scan(&h.Dossier, &h.Sequence, &h.Hash); err != nil {
					return err
				}
				stored[place{h.Dossier, h.Sequence}] = h.Hash
			}
			return rows.Err()
		})
	})
	if err != nil {
		return err
	}
	for _, h := range page {
		switch now, isThere := stored[place{h.Dossier, h.Sequence}]; {
		case !isThere:
			v.found(path, "%s had %d lines on %s, and line %d is missing now (REMOVED)", h.Dossier, h.Sequence, a.At.Format(time.RFC3339), h.Sequence)
		case now != h.Hash:
			v.found(path, "line %d of %s was another on %s: the chain was written anew since (REWRITTEN)", h.Sequence, h.Dossier, a.At.Format(time.RFC3339))
		}
	}
	return nil
}
