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

// Cases reads the golden cases of s.
func (s *Subject) Cases() ([]cases.Case, error) {
	if s.papers == nil {
		return nil, fmt.Errorf("%s: %w", s.Manifest().Slug, ErrNoCases)
	}
	found, err := cases.Read(s.papers, s.dir, s.Manifest().Slug)
	if errors.Is(err, cases.ErrNone) {
		return nil, fmt.Errorf("%s %w of %s", s.named, cases.ErrNone, s.Manifest().Slug)
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
// directory of plugins, a directory that holds a plugin.lock, or an executable.
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
	all := builtin.Schemes()
	i := slices.IndexFunc(all, func(b builtin.Scheme) bool { return b.Manifest().Slug == name })
	if i < 0 {
		return nil, fmt.Errorf("there is no built-in scheme %q (%s)", name, wanted())
	}
	s := &Subject{Scheme: all[i].Scheme, Where: "built in", papers: all[i].Papers, dir: "cases", named: name + "/cases"}
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

// openPath opens what lies at a place in the file system.
func openPath(ctx context.Context, path string, how How) (*Subject, error) {
	r, err := catalog.At(path, "", how.Args...)
	if err != nil {
		return nil, err
	}
	return start(ctx, r, how)
}

// wanted says what can be opened.
func wanted() string {
	return fmt.Sprintf("want a built-in scheme: %s; a directory with a plugin.lock; or an executable that serves one", strings.Join(builtin.Slugs(), ", "))
}

// isPath reports whether name means a place in the file system: nothing is built in
// under a name with a dot or a separator, and a directory goes before a slug.
func isPath(name string) bool {
	if strings.ContainsAny(name, `./\`) {
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
