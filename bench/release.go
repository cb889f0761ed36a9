package main

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/penvoerder/penvoerder/schemes"
)

// install starts the server once, so that its built-in schemes are installed.
func install(ctx context.Context, d *database) error {
	server, err := startChild(ctx, apiChild, order{DSN: d.dsn})
	if err != nil {
		return err
	}
	return server.stop()
}

// schemeRelease finds the release that plans are pinned to, and the columns of its matrix.
func (f *filler) schemeRelease(ctx context.Context, d *database) error {
	const query = "SELECT id, manifest FROM scheme_releases WHERE slug = $1 AND state = 'IN_FORCE'"
	var manifest []byte
	if err := d.db.QueryRowContext(ctx, query, f.slug).Scan(&f.release, &manifest); err != nil {
		return fmt.Errorf("find the release of %s: %w", f.slug, err)
	}
	var m schemes.Manifest
	if err := json.Unmarshal(manifest, &m); err != nil {
		return err
	}
	f.shared = m.Columns(activity, schemes.PerRegistration)
	f.each = m.Columns(activity, schemes.PerParticipation)
	f.data.columns = append(append([]string{}, f.shared...), f.each...)
	return nil
}
