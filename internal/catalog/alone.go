package catalog

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/penvoerder/penvoerder/plugins/host"
	"github.com/penvoerder/penvoerder/schemes"
)

// A Plugin is a release that can be started.
type Plugin = host.Release

// A Single is one release that runs by itself, without a database or other releases, for use by commands. It is a
// [schemes.Scheme] that is closed after use.
type Single struct {
	*host.Process
	Slug, Version, Digest string

	isLost atomic.Bool // it was waited for in vain
}

var _ schemes.Scheme = (*Single)(nil)

// Alone starts one release. Its process is started again at once whenever it ends: a
// command that asks it many questions would rather lose one answer than wait.
func Alone(ctx context.Context, r Plugin, log *slog.Logger) (*Single, error) {
	p, err := host.Start(ctx, host.Config{Release: r, Logger: log, StartTimeout: longestStart, Deadline: time.Minute, Quiet: time.Millisecond})
	if err != nil {
		return nil, err
	}
	return &Single{Process: p, Slug: p.Manifest().Slug, Version: p.Manifest().Version, Digest: r.Digest}, nil
}

const longestStart = time.Minute

// Judge implements [schemes.Scheme]. A process that is being started again is waited for: a question that did nothing
// wrong does not go without an answer because the one before it ended the process of a slow machine.
func (s *Single) Judge(ctx context.Context, b schemes.Batch) ([]schemes.Answer, error) {
	s.await(ctx)
	return s.Process.Judge(ctx, b)
}

// await waits until the process is up, but only once in vain.
func (s *Single) await(ctx context.Context) {
	if s.Health().Up {
		s.isLost.Store(false)
		return
	}
	limit, tick := time.After(longestStart), time.NewTicker(10*time.Millisecond)
	defer tick.Stop()
	for !s.isLost.Load() && !s.Health().Up {
		select {
		case <-ctx.Done():
			return
		case <-limit:
			s.isLost.Store(true)
		case <-tick.C:
		}
	}
}

// ErrNotAtHand says that a release is neither built in nor in the directory.
var ErrNotAtHand = errors.New("this release is not at hand")

// Find returns the release of a slug with the given digest among those built in and
// those of a directory of plugins, which may be empty; ErrNotAtHand where none is it.
func Find(builtIn []Plugin, directory, slug, digest string) (Plugin, error) {
	installed, _, err := host.Installed(directory) // broken entries cannot be chosen
	if err != nil {
		return Plugin{}, err
	}
	all := slices.Concat(builtIn, installed)
	i := slices.IndexFunc(all, func(r Plugin) bool { return r.Slug == slug && r.Digest == digest })
	if i < 0 {
		return Plugin{}, fmt.Errorf("%s %s: %w", slug, digest, ErrNotAtHand)
	}
	return all[i], nil
}

// At returns the release of a slug at a path: a directory with a plugin.lock, a
// directory of such directories of which exactly one is of the slug, or an executable
// that serves the slug when it is started with args. An empty slug is any. Where
// several releases of one slug are installed, wow@0.2.0 names one of them.
func At(path, slug string, args ...string) (Plugin, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return Plugin{}, err
	}
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return Plugin{}, err
	case !info.IsDir():
		var version string
		slug, version, _ = strings.Cut(slug, "@")
		r, err := host.Unpinned(path, slug, args...)
		r.Version = version
		return r, err
	}
	if _, err := os.Lstat(filepath.Join(path, host.LockFile)); err == nil {
		r, err := host.InDirectory(path)
		if err != nil {
			return Plugin{}, err
		}
		return only(path, slug, []Plugin{r}, nil)
	}
	found, broken, err := host.Installed(path)
	if err != nil {
		return Plugin{}, err
	}
	return only(path, slug, found, broken)
}

// only returns the one release of slug among those found; where there is none, it may be
// one of those that are broken.
func only(path, named string, found []Plugin, broken []host.Broken) (Plugin, error) {
	slug, version, _ := strings.Cut(named, "@")
	of := slices.DeleteFunc(slices.Clone(found), func(r Plugin) bool { return slug != "" && r.Slug != slug })
	one := slices.DeleteFunc(slices.Clone(of), func(r Plugin) bool { return version != "" && r.Version != version })
	switch {
	case len(one) == 1:
		return one[0], nil
	case len(one) == 0 && len(of) > 0:
		return Plugin{}, fmt.Errorf("%s holds no release %s: it holds %s", path, named, names(of))
	case len(of) == 0 && len(broken) > 0:
		return Plugin{}, broken[0]
	case len(found) == 0:
		return Plugin{}, fmt.Errorf("%s holds no releases", path)
	case len(of) == 0:
		return Plugin{}, fmt.Errorf("%s holds no release of %s: it holds %s", path, slug, names(found))
	}
	return Plugin{}, fmt.Errorf("%s holds %d releases: name one of %s, or its directory, such as %s", path, len(one), names(one), filepath.Dir(one[0].Path))
}

// names are the releases as they can be named.
func names(of []Plugin) string {
	out := make([]string, len(of))
	for i, r := range of {
		out[i] = r.Slug + "@" + r.Version
	}
	return strings.Join(out, ", ")
}
