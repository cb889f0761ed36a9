package anchors

import (
	"bufio"
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"database/sql"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/store"
)

// Writer writes an anchor a day.
type Writer struct {
	Store *store.Store
	Dir   string // that is only added to
	Key   ed25519.PrivateKey
	Wall  func() time.Time
}

// Write writes the anchor of today where there is none. What is there is never touched: the file is made under another name,
// synced, and linked to its own, which fails where that exists.
func (w Writer) Write(ctx context.Context) error {
	now := w.Wall().UTC()
	path := filepath.Join(w.Dir, now.Format(day)+extension)
	if _, err := os.Stat(path); err == nil || !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	a, err := w.following(now)
	if err != nil {
		return fmt.Errorf("continue the anchors in %s: %w", w.Dir, err)
	}
	if err := w.add(ctx, path, a); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}

// following is the anchor that comes after those that are there.
func (w Writer) following(now time.Time) (Anchor, error) {
	paths, err := list(w.Dir)
	if err != nil || len(paths) == 0 {
		return Anchor{Number: 1, At: now, Previous: none}, err
	}
	last, err := read(paths[len(paths)-1])
	if err != nil {
		return Anchor{}, fmt.Errorf("%s: %w", paths[len(paths)-1], err)
	}
	if !now.After(last.At) {
		return Anchor{}, fmt.Errorf("the last anchor is of %s, which is yet to come: look at the clock", last.At.Format(time.RFC3339))
	}
	return Anchor{Number: last.Number + 1, At: now, Previous: last.Sum}, nil
}

func (w Writer) add(ctx context.Context, path string, a Anchor) (err error) {
	f, err := os.CreateTemp(w.Dir, ".anchor-*")
	if err != nil {
		return err
	}
	defer func() {
		_ = f.Close()           // synced by then, or of no use
		_ = os.Remove(f.Name()) // another name of the anchor, or of no use
	}()
	if err := w.put(ctx, f, a); err != nil {
		return err
	}
	if err := errors.Join(f.Chmod(0o444), f.Sync()); err != nil {
		return err
	}
	if err := os.Link(f.Name(), path); err != nil && !errors.Is(err, fs.ErrExist) { // another server was first
		return err
	}
	dir, err := os.Open(w.Dir)
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}

// put writes the heads as they are at one moment, and signs them.
func (w Writer) put(ctx context.Context, f io.Writer, a Anchor) error {
	above, to := sha256.New(), bufio.NewWriter(f)
	both := io.MultiWriter(above, to)
	if err := a.begin(both); err != nil {
		return err
	}
	err := w.Store.Snapshot(ctx, func(tx *ent.Tx) error {
		return store.Statements(tx, func(raw *sql.Tx) error {
			return eachHead(ctx, raw, w.Store.IsPostgres(), func(h Head) error { return h.write(both) })
		})
	})
	if err != nil {
		return err
	}
	public, _ := w.Key.Public().(ed25519.PublicKey) // of an ed25519 key it is one
	signature := ed25519.Sign(w.Key, signed(above))
	if _, err := fmt.Fprintf(to, "signature %s %s\n", base64.StdEncoding.EncodeToString(public), base64.StdEncoding.EncodeToString(signature)); err != nil {
		return err
	}
	return to.Flush()
}

// eachHead goes through the heads in the order of their bytes, whatever the order of the database is.
func eachHead(ctx context.Context, tx *sql.Tx, isPostgres bool, do func(Head) error) error {
	query := `SELECT id, sequence, hash FROM audit_heads ORDER BY id`
	if isPostgres {
		query += ` COLLATE "C"`
	}
	rows, err := tx.QueryContext(ctx, query)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }() // Err reports the same error
	for rows.Next() {
		var h Head
		if err := rows.Scan(&h.Dossier, &h.Sequence, &h.Hash); err != nil {
			return err
		}
		if err := do(h); err != nil {
			return err
		}
	}
	return rows.Err()
}
