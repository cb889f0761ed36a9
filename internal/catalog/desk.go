package catalog

import (
	"context"
	"fmt"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/store"
)

var (
	pathRelease = []string{"input", "releaseID"}
	pathVersion = []string{"input", "expectedVersion"}
	pathNote    = []string{"input", "note"}
)

const longestNote = 2000 // characters

// Desk carries out the acts of people on releases.
type Desk struct {
	Catalog *Catalog
	Guard   *access.Guard
}

// PutInForceInput names a release and says why.
type PutInForceInput struct {
	ReleaseID       string
	ExpectedVersion int
	Note            *string
}

// PutInForce makes new dossiers of its scheme start under a release that runs here.
// Dossiers that exist stay where they are. Faults: RELEASE_NOT_INSTALLED,
// ALREADY_IN_FORCE.
func (d *Desk) PutInForce(ctx context.Context, in PutInForceInput) (*ent.SchemeRelease, error) {
	row, err := d.Catalog.config.Store.Client().SchemeRelease.Get(ctx, in.ReleaseID)
	if err != nil {
		return nil, store.Missing(err, "RELEASE_NOT_FOUND")
	}

	ground, err := d.Guard.Permit(ctx, access.PutInForce, access.Object{Noun: access.SchemeRelease})
	if err != nil {
		return nil, err
	}
	if row.Version != in.ExpectedVersion {
		return nil, fault.Stale(pathVersion, row, row.Version)
	}
	note := ""
	if in.Note != nil {
		note = *in.Note
	}
	if len([]rune(note)) > longestNote {
		return nil, fault.Invalid(pathNote, "TOO_LONG", fault.Text{
			NL: fmt.Sprintf("Gebruik hoogstens %d tekens.", longestNote), EN: fmt.Sprintf("Use at most %d characters.", longestNote),
		}, fmt.Sprintf("<= %d", longestNote))
	}
	if err := d.mayForce(row); err != nil {
		return nil, err
	}

	return d.Catalog.putInForce(ctx, forcing{id: row.ID, act: actPutInForce, note: note, ground: ground, expected: &in.ExpectedVersion})
}

// mayForce refuses a release that is already in force, and one that could not judge the first new dossier.
func (d *Desk) mayForce(row *ent.SchemeRelease) error {
	var why string
	var text fault.Text
	switch {
	case row.State == StateInForce:
		why, text = "ALREADY_IN_FORCE", fault.Text{NL: "Deze versie is al van kracht.", EN: "This release is already in force."}
	case !d.Catalog.IsInstalled(row.ID) || !d.Catalog.Answers(row.ID):
		why, text = "RELEASE_NOT_INSTALLED", fault.Text{
			NL: "Deze versie is niet of niet meer geïnstalleerd, of zij reageert nu niet.", EN: "This release is not installed, or it does not respond now.",
		}
	default:
		return nil
	}
	f := fault.Conflict(pathRelease, why, text)
	f.Current, f.CurrentVersion = row, row.Version
	return f
}
