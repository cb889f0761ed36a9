package kit

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
)

// An Installed is a release that lies in a directory of plugins.
type Installed struct {
	Slug, Version, SHA256 string
	Dir                   string
	Cases                 int
	IsKnown               bool // it lay there already
}

// lockFile stands in the directory of everything that is installed.
const lockFile = "plugin.lock"

// lock is the plugin.lock of an executable, as the host of plugins reads it.
type lock struct {
	Slug    string   `json:"slug"`
	Version string   `json:"version"`
	File    string   `json:"file"`
	SHA256  string   `json:"sha256"`
	Args    []string `json:"args,omitempty"`
}

// What is installed can be changed by its owner alone, whatever the umask.
const (
	dirMode  = 0o755
	fileMode = 0o644
	exeMode  = 0o755
)

// Install puts a release into a directory of plugins: source is an executable, or the
// directory of its main package, which is built first. The executable is asked who it
// is, and pinned by its checksum; its golden cases go with it. Nothing of the directory
// is seen before it is whole. A release that lies there is never replaced.
func Install(ctx context.Context, source, plugins string, how How) (*Installed, error) {
	plugins, err := filepath.Abs(plugins)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(plugins, dirMode); err != nil {
		return nil, err
	}
	work, err := os.MkdirTemp(plugins, ".installing-") // a name that is never read as a release
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(work) }() // moved by then, or not worth keeping
	if how.Cases == "" {
		how.Cases = casesOf(source)
	}
	exe := filepath.Join(work, "plugin")
	if err := bring(ctx, source, exe); err != nil {
		return nil, err
	}
	out, err := describe(ctx, exe, how)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", source, err)
	}
	named := filepath.Join(work, "scheme-"+out.Slug)
	if err := os.Rename(exe, named); err != nil {
		return nil, err
	}
	l := lock{Slug: out.Slug, Version: out.Version, File: filepath.Base(named), SHA256: out.SHA256, Args: how.Args}
	if err := l.write(work); err != nil {
		return nil, err
	}
	if how.Cases != "" {
		if err := copyCases(how.Cases, filepath.Join(work, casesDir)); err != nil {
			return nil, err
		}
		if err := copyCoverage(filepath.Dir(how.Cases), work); err != nil {
			return nil, err
		}
	}
	out.Dir = filepath.Join(plugins, out.Slug+"-"+out.Version)
	return out, out.place(work)
}

// bring puts the executable of source at exe.
func bring(ctx context.Context, source, exe string) error {
	info, err := os.Stat(source)
	if err != nil {
		return err
	}
	if !info.IsDir() {
		if info.Mode()&0o111 == 0 {
			return fmt.Errorf("%s is no executable", source)
		}
		return copyFile(source, exe, exeMode)
	}
	build := exec.CommandContext(ctx, "go", "build", "-trimpath", "-o", exe, ".")
	build.Dir = source
	if said, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("build %s (want an executable, or the directory of a main package): %w\n%s", source, err, said)
	}
	return os.Chmod(exe, exeMode)
}

// describe starts the executable, as the server does, and asks who it is. It must pass
// its own cases, where there are any.
func describe(ctx context.Context, exe string, how How) (*Installed, error) {
	s, err := openPath(ctx, exe, how)
	if err != nil {
		return nil, fmt.Errorf("it serves no scheme: %w", err)
	}
	defer func() { _ = s.Close() }() // it was only asked
	m := s.Manifest()
	out := &Installed{Slug: m.Slug, Version: m.Version, SHA256: s.Digest}
	if how.Cases == "" {
		return out, nil
	}
	golden, err := s.Cases()
	if err != nil {
		return nil, err
	}
	r, err := Test(ctx, s, golden)
	if err != nil {
		return nil, err
	}
	if len(r.Flaws) > 0 {
		return nil, fmt.Errorf("%s %s fails %d of its %d cases and is not installed; see `penvoerder scheme test`, first %s", m.Slug, m.Version, len(r.Flaws), r.Cases, r.Flaws[0].Is[0])
	}
	out.Cases = r.Cases
	return out, nil
}

// casesOf finds the cases that belong to a source: in cases, or in the cases of its
// only package that has them.
func casesOf(source string) string {
	dir := source
	if info, err := os.Stat(source); err == nil && !info.IsDir() {
		dir = filepath.Dir(source)
	}
	for _, pattern := range []string{casesDir, filepath.Join("*", casesDir)} {
		found, err := filepath.Glob(filepath.Join(dir, pattern))
		if err == nil && len(found) == 1 {
			return found[0]
		}
	}
	return ""
}

func (l lock) write(dir string) error {
	b, err := json.MarshalIndent(l, "", "  ")
	if err != nil {
		return err
	}
	return writeFile(filepath.Join(dir, lockFile), append(b, '\n'), fileMode)
}

// place moves what was made to where it is found.
func (i *Installed) place(work string) error {
	there, err := os.ReadFile(filepath.Join(i.Dir, lockFile))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if err := os.Chmod(work, dirMode); err != nil {
			return err
		}
		return os.Rename(work, i.Dir)
	case err != nil:
		return err
	}
	var l lock
	if err := json.Unmarshal(there, &l); err == nil && l.SHA256 == i.SHA256 {
		i.IsKnown = true
		return nil
	}
	return fmt.Errorf("%s holds another build of %s %s, and dossiers may be pinned to it: raise Version in the manifest, or remove that directory if nobody used it", i.Dir, i.Slug, i.Version)
}

func copyCases(from, to string) error {
	files, err := filepath.Glob(filepath.Join(from, "*.yaml"))
	if err != nil {
		return err
	}
	if err := os.Mkdir(to, dirMode); err != nil {
		return err
	}
	for _, f := range files {
		if err := copyFile(f, filepath.Join(to, filepath.Base(f)), fileMode); err != nil {
			return err
		}
	}
	return nil
}

// copyCoverage copies the account of a rulebook, where there is one.
func copyCoverage(from, to string) error {
	err := copyFile(filepath.Join(from, coverageFile), filepath.Join(to, coverageFile), fileMode)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

func copyFile(from, to string, mode fs.FileMode) error {
	b, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return writeFile(to, b, mode)
}

func writeFile(path string, b []byte, mode fs.FileMode) error {
	if err := os.WriteFile(path, b, mode); err != nil {
		return err
	}
	return os.Chmod(path, mode)
}
