package host

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// Broken is an entry of a plugin directory that holds no release, and why. It is the same from call to call until the
// entry changes, so that it can be reported once.
type Broken struct {
	Entry string // name in the plugin directory
	Err   error
}

// Error names the entry, and why it holds no release.
func (b Broken) Error() string { return fmt.Sprintf("installed plugin %s: %v", b.Entry, b.Err) }

// Unwrap returns the reason, for errors.As.
func (b Broken) Unwrap() error { return b.Err }

// Installed lists the releases in a directory of the operator, by name of their subdirectory: each holds one
// plugin.lock and the files that it pins. An empty dir holds none. The directory must be absolute and writable by its
// owner alone, who in production is not the user that the server runs as; the error is about dir itself.
//
// A subdirectory that holds no release, or one that another holds already, is broken and does not stop the others
// from being listed. Names that begin with a dot are skipped: an operator fills a directory under such a name and
// then renames it. No executable is read, so that Installed can be called every few seconds; the files that a lock
// pins are hashed whenever they are started.
func Installed(dir string) ([]Release, []Broken, error) {
	if dir == "" {
		return nil, nil, nil
	}
	if err := trustedDirectory(dir); err != nil {
		return nil, nil, fmt.Errorf("plugin directory %s: %w", dir, err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, nil, fmt.Errorf("plugin directory: %w", err)
	}
	var releases []Release
	var broken []Broken
	holder := map[[3]string]string{}
	for _, e := range entries {
		if !e.IsDir() || e.Name()[0] == '.' {
			continue
		}
		r, err := installed(filepath.Join(dir, e.Name()))
		id := [3]string{r.Slug, r.Version, r.Digest}
		if other, ok := holder[id]; ok && err == nil {
			err = fmt.Errorf("holds the same release as %s", other)
		}
		if err != nil {
			broken = append(broken, Broken{e.Name(), err})
			continue
		}
		holder[id] = e.Name()
		releases = append(releases, r)
	}
	return releases, broken, nil
}

// trustedDirectory refuses a directory that others than its owner can change.
func trustedDirectory(dir string) error {
	if !filepath.IsAbs(dir) {
		return errors.New("not an absolute path")
	}
	info, err := os.Lstat(dir)
	switch {
	case err != nil:
		return err
	case !info.IsDir():
		return errors.New("not a directory")
	case info.Mode().Perm()&0o022 != 0:
		return errWritable
	}
	return nil
}

// installed reads the lock of the release in dir.
func installed(dir string) (Release, error) {
	if err := trustedDirectory(dir); err != nil {
		return Release{}, err
	}
	l, err := readLock(filepath.Join(dir, LockFile))
	if err != nil {
		return Release{}, err
	}
	r, err := l.release(dir)
	if err != nil {
		return Release{}, fmt.Errorf("%s: %w", LockFile, err)
	}
	for _, path := range r.paths() {
		if err := present(path); err != nil {
			return Release{}, err
		}
	}
	return r, nil
}
