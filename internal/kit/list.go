package kit

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/plan"
	"github.com/penvoerder/penvoerder/ent/registration"
	"github.com/penvoerder/penvoerder/ent/schemerelease"
	"github.com/penvoerder/penvoerder/internal/catalog"
	"github.com/penvoerder/penvoerder/plugins/builtin"
)

// A Listed is one release that is at hand, or that a database knows.
type Listed struct {
	Slug    string `json:"slug"`
	Version string `json:"version"`
	Digest  string `json:"digest"`
	At      string `json:"at"`    // "built in", a directory, or "" where only the database knows it
	State   string `json:"state"` // in the database: INSTALLED, IN_FORCE, SUPERSEDED; "" where it does not know it

	Plans         int `json:"plans"`         // dossiers that are pinned to it
	Registrations int `json:"registrations"` // in those dossiers
}

// AtHand returns the built-in releases and those in a directory of plugins, which may
// be empty. What is broken there is returned as well.
func AtHand(plugins string) ([]Listed, []error, error) {
	releases, err := builtin.Releases()
	if err != nil {
		return nil, nil, err
	}
	var out []Listed
	for _, r := range releases {
		out = append(out, Listed{Slug: r.Slug, Version: r.Version, Digest: r.Digest, At: "built in"})
	}
	if plugins == "" {
		return out, nil, nil
	}
	names, err := How{Plugins: plugins}.Names()
	if err != nil {
		return nil, nil, err
	}
	var broken []error
	for _, name := range names {
		r, err := catalog.At(name, "")
		if _, unlocked := os.Stat(filepath.Join(name, "plugin.lock")); unlocked != nil {
			err = fmt.Errorf("%s holds no release: %w", name, unlocked)
		}
		if err != nil {
			broken = append(broken, err)
			continue
		}
		out = append(out, Listed{Slug: r.Slug, Version: r.Version, Digest: r.Digest, At: name})
	}
	return out, broken, nil
}

// WithDatabase adds to what is at hand what a database knows: the state of each
// release, and how many dossiers are pinned to it. ctx must be allowed to see all rows.
func WithDatabase(ctx context.Context, c *ent.Client, list []Listed) ([]Listed, error) {
	rows, err := c.SchemeRelease.Query().Order(schemerelease.BySlug(), schemerelease.BySemver()).All(ctx)
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		i := slices.IndexFunc(list, func(l Listed) bool {
			return l.Slug == row.Slug && l.Version == row.Semver && l.Digest == row.Digest
		})
		if i < 0 {
			i = len(list)
			list = append(list, Listed{Slug: row.Slug, Version: row.Semver, Digest: row.Digest})
		}
		l := &list[i]
		l.State = row.State
		if l.Plans, err = c.Plan.Query().Where(plan.ReleaseID(row.ID)).Count(ctx); err != nil {
			return nil, err
		}
		if l.Registrations, err = c.Registration.Query().Where(registration.HasPlanWith(plan.ReleaseID(row.ID))).Count(ctx); err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(list, func(a, b Listed) int { return cmp.Or(cmp.Compare(a.Slug, b.Slug), cmp.Compare(a.Version, b.Version)) })
	return list, nil
}
