package host

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/hashicorp/go-plugin"
)

// stage copies a script, and the files that it reads, to a new directory in dir, hashing what it copies: the started
// copy is the checked one, whatever becomes of the originals meanwhile. It replaces the copy of an earlier start and
// returns the path of the script.
func (r Release) stage(dir string) (string, error) {
	to := filepath.Join(dir, "script")
	if err := errors.Join(os.RemoveAll(to), os.Mkdir(to, 0o700)); err != nil {
		return "", err
	}
	for _, f := range append([]File{{r.Path, r.Checksum}}, r.Interpreter.Files...) {
		if err := f.copyTo(filepath.Join(to, filepath.Base(f.Path))); err != nil {
			return "", err
		}
	}
	return filepath.Join(to, filepath.Base(r.Path)), nil
}

// maxScript bounds the size of a file that a script is made of.
const maxScript = 64 << 20

func (f File) copyTo(path string) (err error) {
	in, err := openExecutable(f.Path)
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }()
	out, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o400)
	if err != nil {
		return err
	}
	h := sha256.New()
	_, err = io.Copy(io.MultiWriter(out, h), io.LimitReader(in, maxScript))
	if closed := out.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return fmt.Errorf("copy %s: %w", f.Path, err)
	}
	if [sha256.Size]byte(h.Sum(nil)) != f.Checksum {
		return fmt.Errorf("%s: %w", filepath.Base(f.Path), errChecksum)
	}
	return nil
}

// An executed file is the file that the kernel starts.
type executed struct {
	*os.File
	path     string // that names the opened file
	name     string // the path by which it knows its own name
	args     []string
	checksum [sha256.Size]byte
}

// open opens the file of r to start: its executable, or its interpreter with a copy of the script below dir.
func (r Release) open(dir string) (executed, error) {
	e := executed{name: r.Path, args: r.Args, checksum: r.Checksum}
	if i := r.Interpreter; i != nil {
		script, err := r.stage(dir)
		if err != nil {
			return e, err
		}
		e.name, e.checksum = i.Path, i.Checksum
		e.args = append(append(append([]string{}, i.Args...), script), r.Args...)
	}
	var err error
	if e.File, err = openExecutable(e.name); err != nil {
		return e, err
	}
	if e.path, err = executablePath(e.File, e.name); err != nil {
		_ = e.Close()
	}
	return e, err
}

// pinned is what go-plugin compares the file with before it starts it: nothing where that is the running program, which
// nobody can write. The hash is a new one, because a hash keeps the bytes that it has read.
func (e executed) pinned() *plugin.SecureConfig {
	if e.name == Self {
		return nil
	}
	return &plugin.SecureConfig{Checksum: e.checksum[:], Hash: sha256.New()}
}
