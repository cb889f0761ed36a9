package builtin

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"os"
	"runtime"
	"strings"

	"github.com/penvoerder/penvoerder/plugins/host"
)

// digestOf returns the digest that dossiers are pinned to: the SHA-256 of the sources that decide, the vocabulary
// first. Tests decide nothing. The same source in another build of the server is the same release.
func digestOf(sources ...fs.FS) (string, error) {
	h := sha256.New()
	for _, source := range sources {
		err := fs.WalkDir(source, ".", func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || strings.HasSuffix(path, "_test.go") {
				return err
			}
			b, err := fs.ReadFile(source, path)
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(h, "%s %d\n%s\n", path, len(b), b)
			return err
		})
		if err != nil {
			return "", err
		}
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// executable returns the path to start the running program by, and its checksum where that path could come to name
// another file.
func executable() (path string, sum [sha256.Size]byte, err error) {
	if runtime.GOOS == "linux" {
		return host.Self, sum, nil
	}
	path, err = os.Executable()
	if err != nil {
		return "", sum, err
	}
	f, err := os.Open(path)
	if err != nil {
		return "", sum, err
	}
	defer func() { _ = f.Close() }()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", sum, err
	}
	return path, [sha256.Size]byte(h.Sum(nil)), nil
}
