package host

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"path/filepath"
)

// InDirectory reads the one release in a directory that holds a plugin.lock beside
// its executable, as [Installed] does for each of its subdirectories.
func InDirectory(dir string) (Release, error) {
	r, err := installed(dir)
	if err != nil {
		return Release{}, fmt.Errorf("plugin in %s: %w", dir, err)
	}
	return r, nil
}

// Unpinned makes a release of an executable that has no lock, for trying it out: its present content is the one that
// it must keep. It serves slug, or any slug where that is empty, when it is started with args, in whatever version;
// its digest is its checksum.
func Unpinned(path, slug string, args ...string) (Release, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return Release{}, err
	}
	f, err := openExecutable(path)
	if err != nil {
		return Release{}, err
	}
	defer func() { _ = f.Close() }() // it was only read
	if info, err := f.Stat(); err != nil || info.Mode()&0o111 == 0 {
		return Release{}, errors.Join(fmt.Errorf("%s is no executable", path), err)
	}
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return Release{}, fmt.Errorf("executable %s: %w", path, err)
	}
	sum := [sha256.Size]byte(h.Sum(nil))
	return Release{Slug: slug, Digest: hex.EncodeToString(sum[:]), Path: path, Args: args, Checksum: sum}, nil
}
