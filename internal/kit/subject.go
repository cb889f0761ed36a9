package kit

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/penvoerder/penvoerder/internal/catalog"
	"github.com/penvoerder/penvoerder/plugins/builtin"
	"github.com/penvoerder/penvoerder/schemes"
	"github.com/penvoerder/penvoerder/schemes/cases"
)

// A Subject is a release that a maintainer works on: a built-in scheme in memory, or
// one behind a process. Close ends the process, if there is one.
type Subject struct {
	schemes.Scheme

	Where  string // "built in", or where the executable lies
	Digest string // empty for a scheme in memory
	papers fs.FS  // holds its cases; nil where none are at hand
	dir    string // of the cases within papers
	named  string // how people know that directory
	end    func() error
}

// Close ends the process of s.
func (s *Subject) Close() error {
	if s.end == nil {
		return nil
	}
	return s.end()
}

// ErrNoCases says that no golden cases lie beside a release.
var ErrNoCases = errors.New("no golden cases are at hand: name their directory")

// beside reads a paper that lies beside the directory of cases; fs.ErrNotExist where
// there is none.
func (s *Subject) beside(name string) ([]byte, error) {
	switch {
	case s.papers == nil:
		return nil, fs.ErrNotExist
	case s.dir == ".":
		return os.ReadFile(filepath.Join(filepath.Dir(s.named), name))
	}
	return fs.ReadFile(s.papers, name)
}

// Cases reads the golden cases of s.
func (s *Subject) Cases() ([]cases.Case, error) {
	if s.papers == nil {
		return nil, fmt.Errorf("%s: %w", s.Manifest().Slug, ErrNoCases)
	}
	found, err := cases.Read(s.papers, s.dir, s.Manifest().Slug)
	var none *cases.NoneError
	if errors.As(err, &none) {
		none.Where = s.named
		return nil, none
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", s.named, err)
	}
	for i := range found {
		found[i].File = filepath.Join(s.named, filepath.Base(found[i].File))
	}
	return found, nil
}

// How says which schemes are meant and how they are asked.
type How struct {
	Plugins string   // a directory of plugins; empty for none
	Cases   string   // a directory of golden cases that takes the place of those beside a release
	Args    []string // with which an executable is started
	Process bool     // ask a built-in scheme through its process as well
	Log     *slog.Logger
}

// Open opens the scheme that name means: the slug of a built-in scheme or of one in the
// directory of plugins (wow@0.2.0 where it holds several releases), a directory that holds a plugin.lock, an executable, or the directory of its main
// package, which is built first.
func Open(ctx context.Context, name string, how How) (*Subject, error) {
	if info, err := os.Stat(how.Cases); how.Cases != "" && (err != nil || !info.IsDir()) {
		return nil, fmt.Errorf("%s is no directory of golden cases", how.Cases)
	}
	s, err := open(ctx, name, how)
	if err != nil {
		return nil, err
	}
	if how.Cases != "" {
		s.take(how.Cases)
	}
	return s, nil
}

// take has s pass the cases of a directory.
func (s *Subject) take(cases string) { s.papers, s.dir, s.named = os.DirFS(cases), ".", cases }

func open(ctx context.Context, name string, how How) (*Subject, error) {
	if how.Plugins != "" && !isPath(name) {
		r, err := catalog.At(how.Plugins, name)
		if err != nil {
			return nil, err
		}
		return start(ctx, r, how)
	}
	if isPath(name) {
		s, err := openPath(ctx, name, how)
		if err != nil {
			return nil, fmt.Errorf("%s: %w (%s)", name, err, wanted())
		}
		return s, nil
	}
	return openBuiltIn(ctx, name, how)
}

// openBuiltIn opens a built-in scheme by its slug, or by slug and version.
func openBuiltIn(ctx context.Context, named string, how How) (*Subject, error) {
	all := builtin.Schemes()
	name, version, _ := strings.Cut(named, "@")
	i := slices.IndexFunc(all, func(b builtin.Scheme) bool { return b.Manifest().Slug == name })
	if i < 0 {
		return nil, fmt.Errorf("there is no built-in scheme %q (%s)", name, wanted())
	}
	if is := all[i].Manifest().Version; version != "" && version != is {
		return nil, fmt.Errorf("%s %s is built in, and not %s: say with --plugins where that is installed", name, is, version)
	}
	s := inServer(all[i])
	if !how.Process {
		return s, nil
	}
	releases, err := builtin.Releases()
	if err != nil {
		return nil, err
	}
	r := releases[slices.IndexFunc(releases, func(r catalog.Plugin) bool { return r.Slug == name })]
	alone, err := catalog.Alone(ctx, r, how.log())
	if err != nil {
		return nil, err
	}
	s.Scheme, s.Digest, s.Where, s.end = alone, alone.Digest, "built in, as a process", alone.Close
	return s, nil
}

// inServer is a built-in scheme in memory, with its papers.
func inServer(s builtin.Scheme) *Subject {
	return &Subject{Scheme: s.Scheme, Where: "built in", papers: s.Papers, dir: casesDir, named: s.Manifest().Slug + "/" + casesDir}
}

// builtIn are all of them.
func builtIn() []*Subject {
	var out []*Subject
	for _, s := range builtin.Schemes() {
		out = append(out, inServer(s))
	}
	return out
}

// openPath opens what lies at a place in the file system.
func openPath(ctx context.Context, path string, how How) (*Subject, error) {
	if isSource(path) {
		return openSource(ctx, path, how)
	}
	r, err := catalog.At(path, "", how.Args...)
	if err != nil {
		return nil, err
	}
	return start(ctx, r, how)
}

// wanted says what can be opened.
func wanted() string {
	return fmt.Sprintf("want a built-in scheme: %s; a directory with a plugin.lock; an executable that serves one; or the directory of its main package", strings.Join(builtin.Slugs(), ", "))
}

// isPath reports whether name means a place in the file system: no slug has a dot or a
// separator, and a directory goes before a slug.
func isPath(name string) bool {
	slug, version, _ := strings.Cut(name, "@")
	if strings.ContainsAny(slug, `./\`) || strings.ContainsAny(version, `/\`) {
		return true
	}
	_, err := os.Stat(name)
	return err == nil && !slices.Contains(builtin.Slugs(), name)
}

// start starts a release; its cases lie beside it.
func start(ctx context.Context, r catalog.Plugin, how How) (*Subject, error) {
	alone, err := catalog.Alone(ctx, r, how.log())
	if err != nil {
		return nil, err
	}
	s := &Subject{Scheme: alone, Where: r.Path, Digest: r.Digest, end: alone.Close}
	if how.Cases != "" {
		s.take(how.Cases)
		return s, nil
	}
	beside := filepath.Join(filepath.Dir(r.Path), casesDir)
	if info, err := os.Stat(beside); err == nil && info.IsDir() {
		s.take(beside)
	}
	return s, nil
}

// casesDir is where the cases of an installed release lie, beside its executable.
const casesDir = "cases"

func (h How) log() *slog.Logger {
	if h.Log == nil {
		return slog.New(slog.DiscardHandler)
	}
	return h.Log
}

// Names returns what there is to open: the built-in schemes, or those of the directory
// of plugins, one for each of its entries.
func (h How) Names() ([]string, error) {
	if h.Plugins == "" {
		return builtin.Slugs(), nil
	}
	entries, err := os.ReadDir(h.Plugins)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, e := range entries {
		if e.IsDir() && !strings.HasPrefix(e.Name(), ".") {
			out = append(out, filepath.Join(h.Plugins, e.Name()))
		}
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("%s holds no plugins: install one with `penvoerder scheme install`", h.Plugins)
	}
	return out, nil
}
