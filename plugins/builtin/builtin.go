// Package builtin holds the schemes that are part of the server. They run as plugin
// processes like all others: the server starts itself.
//
// Being built in is one line in this file. Nothing here looks into a scheme.
package builtin

import (
	"embed"
	"fmt"
	"slices"
	"strings"

	"github.com/penvoerder/penvoerder/plugins/host"
	"github.com/penvoerder/penvoerder/plugins/serve"
	"github.com/penvoerder/penvoerder/schemes"
	"github.com/penvoerder/penvoerder/schemes/sectorplanplus"
	"github.com/penvoerder/penvoerder/schemes/sozw"
)

// all are the built-in schemes, one line each.
var all = []Scheme{
	{sozw.Scheme, sozw.Source, sozw.Papers},
	{sectorplanplus.V1, sectorplanplus.Source, sectorplanplus.Papers},
	{sectorplanplus.V2, sectorplanplus.Source, sectorplanplus.Papers},
	{sectorplanplus.V3, sectorplanplus.Source, sectorplanplus.Papers},
	{sectorplanplus.V4, sectorplanplus.Source, sectorplanplus.Papers},
}

// A Scheme is a built-in scheme with its slug, sources and papers.
type Scheme struct {
	schemes.Scheme
	Source embed.FS // the sources that its digest is taken of
	Papers embed.FS // cases, released codes, coverage of the rulebook
}

// Schemes returns the built-in schemes in memory, in the order of their slugs: for
// commands and tests. The server asks its processes.
func Schemes() []Scheme {
	return slices.SortedFunc(slices.Values(all), func(a, b Scheme) int { return strings.Compare(a.Manifest().Slug, b.Manifest().Slug) })
}

// Command is the subcommand that makes the server serve a built-in scheme: `penvoerder plugin <slug>`.
const Command = "plugin"

// Serve serves the built-in scheme of the given slug until the host hangs up. It is
// the body of `penvoerder plugin <slug>` and comes before all other work of main.
func Serve(slug string) error {
	i := slices.IndexFunc(all, func(s Scheme) bool { return s.Manifest().Slug == slug })
	if i < 0 {
		return fmt.Errorf("no built-in scheme %q; there are: %s", slug, strings.Join(Slugs(), ", "))
	}
	serve.Scheme(all[i].Scheme)
	return nil
}

// Slugs returns the slugs of the built-in schemes, in order.
func Slugs() []string {
	out := make([]string, len(all))
	for i, s := range all {
		out[i] = s.Manifest().Slug
	}
	return slices.Sorted(slices.Values(out))
}

// Releases returns the built-in schemes as releases of the running executable.
func Releases() ([]host.Release, error) {
	path, sum, err := executable()
	if err != nil {
		return nil, fmt.Errorf("built-in schemes: %w", err)
	}
	out := make([]host.Release, len(all))
	for i, s := range all {
		m := s.Manifest()
		digest, err := digestOf(schemes.Source, s.Source)
		if err != nil {
			return nil, fmt.Errorf("built-in scheme %s: %w", m.Slug, err)
		}
		out[i] = host.Release{
			Slug: m.Slug, Version: m.Version, Digest: digest, Path: path, Args: []string{Command, m.Slug}, Checksum: sum,
		}
	}
	return out, nil
}
