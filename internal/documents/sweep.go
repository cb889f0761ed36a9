package documents

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"time"

	"gocloud.dev/blob"
	"gocloud.dev/gcerrors"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/file"
	"github.com/penvoerder/penvoerder/ent/uploadticket"
	"github.com/penvoerder/penvoerder/internal/actor"
)

const (
	orphanAge  = 48 * time.Hour // longer than any upload can still become a document
	sweepBatch = 500
)

// Sweep throws away uploads of which no document was made in time, and says how many.
func (d *Desk) Sweep(ctx context.Context) (int, error) {
	late, err := d.Store.Client().UploadTicket.Query().Where(
		uploadticket.BlobKeyNotNil(), uploadticket.ExpiresAtLT(d.Clock.Wall().Add(-attachLife)),
	).All(ctx)
	if err != nil {
		return 0, fmt.Errorf("sweep uploads: %w", err)
	}
	for i, t := range late {
		if err := d.sweep(ctx, t); err != nil {
			return i, fmt.Errorf("sweep uploads: %w", err)
		}
	}
	return len(late), nil
}

func (d *Desk) sweep(ctx context.Context, t *ent.UploadTicket) error {
	if err := d.Blobs.Delete(ctx, *t.BlobKey); err != nil && gcerrors.Code(err) != gcerrors.NotFound {
		return err
	}
	return d.Store.Tx(ctx, func(tx *ent.Tx) error {
		return tx.UploadTicket.UpdateOneID(t.ID).ClearBlobKey().Exec(ctx)
	})
}

// SweepOrphans throws away blobs that no row names, left by a server that was killed between a blob and its row, and
// says how many.
func (d *Desk) SweepOrphans(ctx context.Context) (int, error) {
	ctx = actor.AsSystem(ctx)
	swept := 0
	for prefix, named := range map[string]func(context.Context, []string) ([]string, error){
		quarantined: d.ticketsOf, kept: d.filesOf,
	} {
		n, err := d.sweepOrphans(ctx, prefix, named)
		swept += n
		if err != nil {
			return swept, fmt.Errorf("sweep orphans: %w", err)
		}
	}
	return swept, nil
}

func (d *Desk) sweepOrphans(ctx context.Context, prefix string, named func(context.Context, []string) ([]string, error)) (swept int, err error) {
	old := d.Clock.Wall().Add(-orphanAge)
	list := d.Blobs.List(&blob.ListOptions{Prefix: prefix})
	for isLast := false; !isLast; {
		var keys []string
		for len(keys) < sweepBatch {
			o, err := list.Next(ctx)
			if isLast = errors.Is(err, io.EOF); isLast {
				break
			}
			if err != nil {
				return swept, err
			}
			if o.ModTime.Before(old) {
				keys = append(keys, o.Key)
			}
		}
		n, err := d.drop(ctx, keys, named)
		if swept += n; err != nil {
			return swept, err
		}
	}
	return swept, nil
}

// drop throws away the blobs of those keys that are not named.
func (d *Desk) drop(ctx context.Context, keys []string, named func(context.Context, []string) ([]string, error)) (dropped int, err error) {
	has, err := named(ctx, keys)
	if err != nil {
		return 0, err
	}
	isNamed := map[string]bool{}
	for _, key := range has {
		isNamed[key] = true
	}
	for _, key := range keys {
		if isNamed[key] {
			continue
		}
		if err := d.Blobs.Delete(ctx, key); err != nil && gcerrors.Code(err) != gcerrors.NotFound {
			return dropped, err
		}
		dropped++
	}
	return dropped, nil
}

func (d *Desk) ticketsOf(ctx context.Context, keys []string) ([]string, error) {
	return d.Store.Client().UploadTicket.Query().Where(uploadticket.BlobKeyIn(keys...)).Select(uploadticket.FieldBlobKey).Strings(ctx)
}

// filesOf finds files by their content, of which there is an index; it is the last part of a key.
func (d *Desk) filesOf(ctx context.Context, keys []string) ([]string, error) {
	sums := make([]string, len(keys))
	for i, key := range keys {
		sums[i] = path.Base(key)
	}
	return d.Store.Client().File.Query().Where(file.Sha256In(sums...)).Select(file.FieldBlobKey).Strings(ctx)
}
