package host

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// Self is the path of the running executable on Linux, also when the file was
// replaced in the meantime.
const Self = "/proc/self/exe"

var (
	errNotRegular  = errors.New("not a regular file")
	errWritable    = errors.New("writable by group or others")
	errInterpreted = errors.New("a script without its interpreter in the lock")
)

// openExecutable opens the file that is to be hashed and started. A symbolic link,
// and a file that others can write, is refused.
func openExecutable(path string) (*os.File, error) {
	if !filepath.IsAbs(path) {
		return nil, fmt.Errorf("executable %s: not an absolute path", path)
	}
	f, err := open(path)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err == nil && path != Self {
		err = trusted(info)
	}
	if err != nil {
		return nil, fmt.Errorf("executable %s: %w", path, errors.Join(err, f.Close()))
	}
	return f, nil
}

// present refuses the files that openExecutable would refuse, without reading them.
func present(path string) error {
	if !filepath.IsAbs(path) {
		return fmt.Errorf("executable %s: not an absolute path", path)
	}
	info, err := os.Lstat(path)
	if err == nil {
		err = trusted(info)
	}
	if err != nil {
		return fmt.Errorf("executable %s: %w", path, err)
	}
	return nil
}

// trusted refuses a file that anyone other than its owner can change.
func trusted(info os.FileInfo) error {
	switch {
	case !info.Mode().IsRegular():
		return errNotRegular
	case info.Mode().Perm()&0o022 != 0:
		return errWritable
	}
	return nil
}

// open opens path without following a link in its last element.
func open(path string) (*os.File, error) {
	if path == Self {
		return os.Open(path)
	}
	info, err := os.Lstat(path)
	if err != nil {
		return nil, err
	}
	if info.Mode()&os.ModeSymlink != 0 {
		return nil, fmt.Errorf("executable %s: %w", path, errNotRegular)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	opened, err := f.Stat()
	if err == nil && !os.SameFile(info, opened) {
		err = errNotRegular
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}
