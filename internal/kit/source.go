package kit

import (
	"context"
	"errors"
	"os"
	"path/filepath"
)

// isSource reports whether path is the directory of a main package, such as that of a
// module of its own, and not of what was installed.
func isSource(path string) bool {
	if _, err := os.Lstat(filepath.Join(path, lockFile)); err == nil {
		return false
	}
	found, err := filepath.Glob(filepath.Join(path, "*.go"))
	return err == nil && len(found) > 0
}

// openSource builds the main package at path and opens what comes of it, with the cases
// that stand there. Closing it removes what was built.
func openSource(ctx context.Context, path string, how How) (*Subject, error) {
	dir, err := os.MkdirTemp("", "scheme-")
	if err != nil {
		return nil, err
	}
	remove := func() error { return os.RemoveAll(dir) }
	if how.Cases == "" {
		how.Cases = casesOf(path)
	}
	exe := filepath.Join(dir, "scheme")
	if err := bring(ctx, path, exe); err != nil {
		return nil, errors.Join(err, remove())
	}
	s, err := openPath(ctx, exe, how)
	if err != nil {
		return nil, errors.Join(err, remove())
	}
	end := s.end
	s.Where, s.end = path, func() error { return errors.Join(end(), remove()) }
	return s, nil
}
