package host

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// LockFile is the name of the file that says what an installed plugin is.
const LockFile = "plugin.lock"

// A lock pins one release: what it must be, whatever lies beside it.
type lock struct {
	Slug    string   `json:"slug"`
	Version string   `json:"version"`
	File    string   `json:"file"`   // name of the executable, in the same directory
	SHA256  string   `json:"sha256"` // of the executable, hexadecimal
	Args    []string `json:"args"`   // where the executable serves more than one scheme
	Digest  string   `json:"digest"` // what dossiers are pinned to, where it is not sha256: a release that was built in
}

// Installed lists the releases in a directory of the operator: each subdirectory
// holds one plugin.lock and one executable. An empty dir holds none. The directory
// must be absolute and writable by its owner alone, who in production is not the
// user that the server runs as.
func Installed(dir string) ([]Release, error) {
	if dir == "" {
		return nil, nil
	}
	if err := trustedDirectory(dir); err != nil {
		return nil, fmt.Errorf("plugin directory %s: %w", dir, err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("plugin directory: %w", err)
	}
	var out []Release
	for _, e := range entries {
		if !e.IsDir() {
			continue
		}
		r, err := installed(filepath.Join(dir, e.Name()))
		if err != nil {
			return nil, fmt.Errorf("installed plugin %s: %w", e.Name(), err)
		}
		out = append(out, r)
	}
	return out, nil
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

// installed reads the release in dir.
func installed(dir string) (Release, error) {
	if err := trustedDirectory(dir); err != nil {
		return Release{}, err
	}
	f, err := openExecutable(filepath.Join(dir, LockFile))
	if err != nil {
		return Release{}, err
	}
	defer func() { _ = f.Close() }()
	var l lock
	dec := json.NewDecoder(f)
	dec.DisallowUnknownFields()
	if err := dec.Decode(&l); err != nil {
		return Release{}, fmt.Errorf("%s: %w", LockFile, err)
	}
	return l.release(dir)
}

func (l lock) release(dir string) (Release, error) {
	r := Release{
		Slug: l.Slug, Version: l.Version, Digest: cmp.Or(l.Digest, l.SHA256), Path: filepath.Join(dir, l.File), Args: l.Args,
	}
	sum, ok := digest(l.SHA256)
	_, pinned := digest(r.Digest)
	switch {
	case l.Slug == "" || l.Version == "":
		return Release{}, fmt.Errorf("%s names no slug or version", LockFile)
	case l.File == "" || filepath.Base(l.File) != l.File:
		return Release{}, fmt.Errorf("%s: file is a name in the same directory", LockFile)
	case !ok || !pinned:
		return Release{}, fmt.Errorf("%s: sha256 and digest are 64 lower-case hexadecimal digits", LockFile)
	}
	r.Checksum = sum
	return r, nil
}

// digest reads a checksum; each has one way to be written.
func digest(s string) (sum [sha256.Size]byte, ok bool) {
	b, err := hex.DecodeString(s)
	if err != nil || len(b) != len(sum) || hex.EncodeToString(b) != s {
		return sum, false
	}
	return [sha256.Size]byte(b), true
}
