package receipts

import (
	"context"
	"crypto/ed25519"
	"encoding/json"
	"fmt"
	"log/slog"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/evaluation"
	"github.com/penvoerder/penvoerder/ent/schemerelease"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/audit"
	"github.com/penvoerder/penvoerder/internal/catalog"
	"github.com/penvoerder/penvoerder/internal/clock"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/schemes"
)

// reasonNotFound is the reason of NOT_FOUND, also for a receipt that the caller may not see.
const reasonNotFound = "RECEIPT_NOT_FOUND"

// Config holds the dependencies of a Desk.
type Config struct {
	Store  *store.Store
	Guard  *access.Guard
	Clock  *clock.Clock
	Key    ed25519.PrivateKey // signs; the same on every replica
	Origin string             // before Path, without a slash at the end
	Logger *slog.Logger       // may be nil
}

// Desk gives receipts out. It is safe for concurrent use.
type Desk struct {
	Config
	public []byte // key as PEM
}

// New returns a desk that signs with the key of c.
func New(c Config) (*Desk, error) {
	if len(c.Key) != ed25519.PrivateKeySize {
		return nil, fmt.Errorf("the key that signs receipts has %d bytes, want %d", len(c.Key), ed25519.PrivateKeySize)
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	public, _ := c.Key.Public().(ed25519.PublicKey) // of an ed25519 key it is one
	text, err := catalog.WritePublicKey(public)
	return &Desk{Config: c, public: text}, err
}

// Export returns a stored receipt as a signed document. It holds facts about persons, so the caller must be allowed
// to read the personal data of its subject, and each export leaves a line in the audit of the dossier. Faults:
// RECEIPT_NOT_FOUND, FORBIDDEN.
func (d *Desk) Export(ctx context.Context, id string) ([]byte, error) {
	if actor.From(ctx).IsAnonymous() {
		_, err := d.Guard.Permit(ctx, access.Export, access.Object{Noun: access.Receipt})
		return nil, err
	}
	row, err := d.Store.Client().Evaluation.Query().Where(evaluation.ID(id)).Only(ctx)
	if err != nil {
		return nil, store.Missing(err, reasonNotFound)
	}
	release, err := d.Store.Client().SchemeRelease.Query().Where(schemerelease.ID(row.ReleaseID)).Only(ctx)
	if err != nil {
		return nil, fmt.Errorf("release of receipt %s: %w", id, err)
	}

	ground, err := d.permit(ctx, row)
	if err != nil {
		return nil, err
	}

	b, err := d.body(ctx, row, release)
	if err != nil {
		return nil, err
	}
	text, err := Sign(*b, d.Key)
	if err != nil {
		return nil, err
	}

	err = d.Store.Tx(ctx, func(tx *ent.Tx) error {
		return audit.Append(ctx, tx, audit.Line{
			DossierID: row.PlanID, At: b.ExportedAt, Act: "exportReceipt", SubjectID: row.SubjectID, EvaluationID: row.ID,
			Policy: string(ground), OrganisationID: row.OrganisationID,
		})
	})
	if err != nil {
		return nil, fmt.Errorf("export receipt %s: %w", id, err)
	}

	return text, nil
}

// permit returns the ground on which the receipt itself may be exported.
func (d *Desk) permit(ctx context.Context, row *ent.Evaluation) (access.Ground, error) {
	object, _ := access.Of(row)
	ground, err := d.Guard.Permit(ctx, access.Export, object)
	if err != nil {
		return "", err
	}
	_, err = d.Guard.Permit(ctx, access.ReadPersonalData, judged(row))
	return ground, err
}

// judged returns the subject of the receipt. The receipt was loaded in the actor's own sight, and its subject with
// it.
func judged(row *ent.Evaluation) access.Object {
	object, _ := access.Of(row)
	if row.Subject == subject(schemes.Question{Registration: &schemes.Registration{}}) {
		return object.As(access.Registration)
	}
	return object.As(access.Plan)
}

// Can serves viewerCan: whether the receipt may be exported.
func (d *Desk) Can(ctx context.Context, action string, row *ent.Evaluation) access.Permission {
	p := d.Guard.Can(ctx, action, row)
	if !p.Allowed || action != string(access.Export) {
		return p
	}
	return d.Guard.Can(ctx, string(access.ReadPersonalData), judged(row))
}

// URL returns where a receipt is given out; false where it may not be exported, and where
// there is nothing stored.
func (d *Desk) URL(ctx context.Context, row *ent.Evaluation) (string, bool) {
	if row.PlanID == "" || !d.Can(ctx, string(access.Export), row).Allowed {
		return "", false
	}
	return d.Origin + Path + row.ID, true
}

// body returns a receipt whole, with the manifest and parameters it rests on.
func (d *Desk) body(ctx context.Context, row *ent.Evaluation, release *ent.SchemeRelease) (*Body, error) {
	var m schemes.Manifest
	var a schemes.Answer
	if err := json.Unmarshal(release.Manifest, &m); err != nil {
		return nil, fmt.Errorf("manifest of release %s: %w", release.ID, err)
	}
	if err := json.Unmarshal(row.Answer, &a); err != nil {
		return nil, fmt.Errorf("answer of receipt %s: %w", row.ID, err)
	}
	replaced, err := d.replaced(actor.AsSystem(ctx), row, &m)
	if err != nil {
		return nil, err
	}
	var values schemes.Overrides
	if replaced != nil {
		values = replaced.Values
	}
	parameters, err := json.Marshal(effective(&m, values))
	if err != nil {
		return nil, fmt.Errorf("parameters of receipt %s: %w", row.ID, err)
	}
	return &Body{
		ID: row.ID, ExportedAt: d.Clock.Wall().UTC(), Dossier: row.PlanID, Subject: Subject{Kind: row.Subject, ID: row.SubjectID},
		Release: Release{Slug: release.Slug, Version: release.Semver, Digest: release.Digest},
		AsOf:    schemes.At(row.AsOf), JudgedAt: row.JudgedAt.UTC(), ValidUntil: a.ValidUntil,
		Outcome: a.Whole.Outcome, Amount: a.Whole.Amount, Readings: readings(&m, a),
		FactsHash: row.FactsHash, ParametersHash: row.ParametersHash, Replaced: replaced, Parameters: parameters,
		Question: row.Facts, Answer: row.Answer, Manifest: release.Manifest,
	}, nil
}

// replaced is the operator's file under which a judgement was made; nil for none.
func (d *Desk) replaced(ctx context.Context, row *ent.Evaluation, m *schemes.Manifest) (*Replacement, error) {
	if row.ParameterFileID == nil {
		return nil, nil
	}
	file, err := d.Store.Client().ParameterFile.Get(ctx, *row.ParameterFileID)
	if err != nil {
		return nil, fmt.Errorf("parameter file of receipt %s: %w", row.ID, err)
	}
	values, err := catalog.Effective(m, file)
	if err != nil {
		return nil, fmt.Errorf("parameter file of receipt %s: %w", row.ID, err)
	}
	return &Replacement{
		ID: file.ID, Digest: file.Digest, Author: file.Author, SignedBy: file.SignedBy, Reason: file.Reason, AppliedAt: file.AppliedAt.UTC(),
		Values: values, File: file.Content, Signature: file.Signature,
	}, nil
}
