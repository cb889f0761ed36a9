package program

import (
	"context"
	"path/filepath"

	"github.com/penvoerder/penvoerder/internal/catalog"
	"github.com/penvoerder/penvoerder/internal/desks"
	"github.com/penvoerder/penvoerder/internal/documents"
)

// openDesks makes the desks, and the one that installs schemes.
func (p *Program) openDesks(ctx context.Context, publicURL string) error {
	people, err := p.identityConfig(publicURL)
	if err != nil {
		return err
	}
	key, err := p.signingKey(ctx)
	if err != nil {
		return err
	}
	blobs, err := documents.OpenDirectory(filepath.Join(p.settings.Data, blobDir))
	if err != nil {
		return err
	}
	p.onClose(blobs.Close)
	p.desks, err = desks.Open(desks.Config{
		Store: p.store, Catalog: p.catalog, Clock: p.clock, Logger: p.log, Key: key, Origin: publicURL, Queue: p.queue, Identity: people,
		Documents: documents.Config{
			Blobs: blobs, MaximumSize: p.settings.MaximumUpload, SpoolDir: filepath.Join(p.settings.Data, spoolDir),
		},
	})
	if err != nil {
		return err
	}
	p.onClose(func() error { p.desks.Identity.Wait(); return nil })
	p.releases = &catalog.Desk{Catalog: p.catalog, Guard: p.desks.Guard}
	return nil
}
