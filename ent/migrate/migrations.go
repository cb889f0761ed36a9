// Package migrate carries the migrations of both databases. They are written from ent/schema by
// internal/store/migration and applied by package store.
package migrate

import (
	"embed"
	"io/fs"
)

var (
	//go:embed sqlite/*.sql
	sqlite embed.FS
	//go:embed postgres/*.sql
	postgres embed.FS
)

// SQLite returns the migrations of SQLite, at the root of the file system.
func SQLite() fs.FS { return within(sqlite, "sqlite") }

// Postgres returns the migrations of PostgreSQL, at the root of the file system.
func Postgres() fs.FS { return within(postgres, "postgres") }

func within(files embed.FS, dir string) fs.FS {
	sub, err := fs.Sub(files, dir)
	if err != nil {
		panic(err) // the directory is embedded above
	}
	return sub
}
