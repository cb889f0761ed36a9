package catalog

import (
	"context"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/audit"
	"github.com/penvoerder/penvoerder/internal/outbox"
)

// The events of this package.
const (
	EventRelease    = "RELEASE_CHANGED"
	EventParameters = "PARAMETERS_CHANGED" // its subject is the scheme
)

// The acts of this package, by their names in the log of a scheme.
const (
	actInstall         = "installRelease"
	actPutInForce      = "putReleaseInForce"
	actSupersede       = "supersedeRelease"
	actSucceed         = "succeedRelease" // at start, where the one in force is no longer found
	actApplyParameters = "applyParameters"
)

// Chain is the id under which the log of a scheme is kept.
func Chain(slug string) string { return ChainPrefix + slug }

// ChainPrefix is that of the ids of schemes, which have no row.
const ChainPrefix = "sch_"

// happened is an event in the life of a release or of the parameters of a scheme.
type happened struct {
	act, reason   string
	ground        access.Ground
	slug, subject string
	version       int
	event         string
	at            time.Time
}

// tell writes the line in the log of the scheme, and the event.
func tell(ctx context.Context, tx *ent.Tx, h happened) error {
	err := audit.Append(ctx, tx, audit.Line{
		DossierID: Chain(h.slug), SubjectID: h.subject, At: h.at, Act: h.act, Policy: string(h.ground), Reason: h.reason,
	})
	if err != nil {
		return err
	}
	return outbox.Append(ctx, tx, outbox.Event{Type: h.event, At: h.at, SubjectID: h.subject, SubjectVersion: h.version})
}
