package catalog

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/parameterfile"
	"github.com/penvoerder/penvoerder/ent/schemerelease"
	"github.com/penvoerder/penvoerder/plugins/host"
)

// follow refreshes the catalogue until ctx ends. Each problem is logged once.
func (k *Catalog) follow(ctx context.Context) {
	tick := time.NewTicker(k.config.Poll)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		err := k.Refresh(ctx)
		if ctx.Err() != nil {
			return
		}
		k.once("refresh", "the catalogue could not be brought up to date", err)
	}
}

// Refresh reads the database, the plugin directory and the parameter files again. It takes over the releases that
// another server put in force. A new release is started, entered, and put in force where it is the first of its
// scheme; one that is no longer found is no longer offered to new dossiers, while those that are pinned to it keep
// its process. A parameter file with a higher number than the one in force takes its place.
func (k *Catalog) Refresh(ctx context.Context) error {
	k.refreshing.Lock()
	defer k.refreshing.Unlock()
	err := errors.Join(k.readRows(ctx), k.readMoves(ctx))
	fresh, err2 := k.look()
	if err2 == nil {
		err2 = k.startAll(ctx, fresh)
	}
	return errors.Join(err, err2, k.takeInFiles(ctx))
}

// look reads the plugin directory and returns the new releases. A broken entry is reported once and does not stop the
// others; where the directory itself cannot be read, the known releases stay.
func (k *Catalog) look() ([]host.Release, error) {
	installed, broken, err := host.Installed(k.config.Directory)
	if err != nil {
		return nil, err
	}
	wrong := map[string]bool{}
	for _, b := range broken {
		k.once("plugin "+b.Entry, "an installed plugin is broken: "+b.Entry, b.Err)
		wrong["plugin "+b.Entry] = true
	}
	k.forget("plugin ", wrong)
	now := map[key]host.Release{}
	for _, r := range k.config.Releases {
		now[keyOf(r)] = r
	}
	for _, r := range installed {
		if _, taken := now[keyOf(r)]; !taken {
			now[keyOf(r)] = r
		}
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	var fresh []host.Release
	for which, r := range now {
		if _, known := k.found[which]; !known && !k.isRunning(which) {
			fresh = append(fresh, r)
		}
	}
	for which := range k.found {
		if _, still := now[which]; !still {
			k.log.Warn("a release is no longer installed; new dossiers do not get it", "scheme", which.slug, "version", which.version, "digest", which.digest)
		}
	}
	k.found = now
	return fresh, nil
}

func (k *Catalog) isRunning(which key) bool {
	for id := range k.running {
		if k.releases[id].key() == which {
			return true
		}
	}
	return false
}

// readRows takes over the rows of releases and parameter files in the database where they are newer: another server
// may have written them.
func (k *Catalog) readRows(ctx context.Context) error {
	db := k.config.Store.Client()
	files, err := db.ParameterFile.Query().Where(parameterfile.EndedAtIsNil()).Select(parameterfile.FieldID, parameterfile.FieldSlug).All(ctx)
	if err != nil {
		return fmt.Errorf("read parameter files: %w", err)
	}
	if err := k.readFiles(ctx, files); err != nil {
		return err
	}
	rows, err := db.SchemeRelease.Query().Select(schemerelease.FieldID, schemerelease.FieldVersion).All(ctx)
	if err != nil {
		return fmt.Errorf("read releases: %w", err)
	}
	var changed []string
	k.mu.RLock()
	for _, row := range rows {
		if r, ok := k.releases[row.ID]; !ok || r.row != row.Version {
			changed = append(changed, row.ID)
		}
	}
	k.mu.RUnlock()
	if len(changed) == 0 {
		return nil
	}
	if rows, err = db.SchemeRelease.Query().Where(schemerelease.IDIn(changed...)).All(ctx); err != nil {
		return fmt.Errorf("read releases: %w", err)
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.takeOver(rows)
}

// readFiles takes over the files that are in force and not known yet.
func (k *Catalog) readFiles(ctx context.Context, inForce []*ent.ParameterFile) error {
	var changed []string
	k.mu.RLock()
	for _, f := range inForce {
		if known, ok := k.files[f.Slug]; !ok || known.ID != f.ID {
			changed = append(changed, f.ID)
		}
	}
	k.mu.RUnlock()
	if len(changed) == 0 {
		return nil
	}
	files, err := k.config.Store.Client().ParameterFile.Query().Where(parameterfile.IDIn(changed...)).All(ctx)
	if err != nil {
		return fmt.Errorf("read parameter files: %w", err)
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, f := range files {
		if err := k.put(f); err != nil {
			return err
		}
	}
	return nil
}

// put lets every release of a scheme be judged under a file from now on.
func (k *Catalog) put(f *ent.ParameterFile) error {
	for id, r := range k.releases {
		if r.Slug != f.Slug {
			continue
		}
		under, err := r.under(f)
		if err != nil {
			return fmt.Errorf("parameter file %s: %w", f.ID, err)
		}
		k.releases[id] = under
	}
	k.files[f.Slug] = f
	return nil
}

// once logs a problem when it is new; nil says that it is solved.
func (k *Catalog) once(about, message string, err error) {
	text := ""
	if err != nil {
		text = err.Error()
	}
	if k.told[about] == text {
		return
	}
	k.told[about] = text
	if err != nil {
		k.log.Error(message, "cause", text)
	}
}

// forget removes from memory the problems of a kind that are solved.
func (k *Catalog) forget(kind string, wrong map[string]bool) {
	for about := range k.told {
		if len(about) > len(kind) && about[:len(kind)] == kind && !wrong[about] {
			delete(k.told, about)
		}
	}
}
