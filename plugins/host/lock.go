package host

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"slices"
)

// LockFile is the name of the file that describes an installed plugin.
const LockFile = "plugin.lock"

// A lock pins one release: its identity and the checksums of its files, whatever else lies beside it. No field is
// more than a few hundred bytes, and the whole no more than maxLock.
type lock struct {
	Slug        string            `json:"slug"`
	Version     string            `json:"version"`
	File        string            `json:"file"`        // name of the executable or script, in the same directory
	SHA256      string            `json:"sha256"`      // of it, hexadecimal
	Files       map[string]string `json:"files"`       // of a script: the other files that it reads, by name, with their sha256
	Interpreter *lockInterpreter  `json:"interpreter"` // of a script
	Args        []string          `json:"args"`        // where the executable serves more than one scheme
	Digest      string            `json:"digest"`      // the digest that dossiers are pinned to, where it is not that of the files: a release that was built in
}

type lockInterpreter struct {
	Path   string   `json:"path"`   // absolute, no symbolic link
	SHA256 string   `json:"sha256"` // of it
	Args   []string `json:"args"`   // that come before the script
}

const maxLock = 64 << 10

func readLock(path string) (lock, error) {
	f, err := openExecutable(path)
	if err != nil {
		return lock{}, err
	}
	defer func() { _ = f.Close() }()
	var l lock
	dec := json.NewDecoder(io.LimitReader(f, maxLock))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&l); err != nil {
		return lock{}, fmt.Errorf("%s: %w", LockFile, err)
	}
	return l, nil
}

var (
	errUnnamed  = errors.New("names no slug or version")
	errFileName = errors.New("a file is a name in the same directory")
	errDigest   = errors.New("sha256 and digest are 64 lower-case hexadecimal digits")
	errScript   = errors.New("files are pinned for an interpreter")
)

// release returns the release that l pins, in dir.
func (l lock) release(dir string) (Release, error) {
	r := Release{Slug: l.Slug, Version: l.Version, Path: filepath.Join(dir, l.File), Args: l.Args}
	if l.Slug == "" || l.Version == "" {
		return Release{}, errUnnamed
	}
	var ok bool
	if r.Checksum, ok = digest(l.SHA256); !ok {
		return Release{}, errDigest
	}
	for _, name := range append(slices.Collect(maps.Keys(l.Files)), l.File) {
		if name == "" || name == LockFile || filepath.Base(name) != name {
			return Release{}, errFileName
		}
	}
	if err := l.script(&r); err != nil {
		return Release{}, err
	}
	r.Digest = cmp.Or(l.Digest, l.contents())
	if _, ok := digest(r.Digest); !ok {
		return Release{}, errDigest
	}
	return r, nil
}

// script adds the fields that only a script has.
func (l lock) script(r *Release) error {
	if l.Interpreter == nil {
		if len(l.Files) > 0 {
			return errScript
		}
		return nil
	}
	i := Interpreter{Path: l.Interpreter.Path, Args: l.Interpreter.Args}
	var ok bool
	if i.Checksum, ok = digest(l.Interpreter.SHA256); !ok {
		return errDigest
	}
	for name, sum := range l.Files {
		f := File{Path: filepath.Join(filepath.Dir(r.Path), name)}
		if f.Checksum, ok = digest(sum); !ok || name == l.File {
			return errDigest
		}
		i.Files = append(i.Files, f)
	}
	slices.SortFunc(i.Files, func(a, b File) int { return cmp.Compare(a.Path, b.Path) })
	r.Interpreter = &i
	return nil
}

// contents is the digest that dossiers are pinned to: the checksum of the one file, or of the list of all of them. An
// interpreter is no part of it: the same script under another patch of its interpreter is the same release.
func (l lock) contents() string {
	if len(l.Files) == 0 {
		return l.SHA256
	}
	h := sha256.New()
	_, _ = fmt.Fprintf(h, "%s %s\n", l.SHA256, l.File)
	for _, name := range slices.Sorted(maps.Keys(l.Files)) {
		_, _ = fmt.Fprintf(h, "%s %s\n", l.Files[name], name)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// digest reads a checksum; each has one way to be written.
func digest(s string) (sum [sha256.Size]byte, ok bool) {
	b, err := hex.DecodeString(s)
	if err != nil || len(b) != len(sum) || hex.EncodeToString(b) != s {
		return sum, false
	}
	return [sha256.Size]byte(b), true
}
