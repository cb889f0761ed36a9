package identity

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"entgo.io/ent/dialect/sql"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/partnertoken"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/audit"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/ids"
	"github.com/penvoerder/penvoerder/internal/store"
)

const (
	mostTokens   = 20 // of one organisation, active at once
	longestLabel = 100
)

// CreatePartnerToken makes a token for the organisation acted for. Its secret is returned this once and kept as a
// hash. Faults: EXPIRY_TOO_FAR, EXPIRY_PASSED, TOO_MANY_TOKENS.
func (d *Desk) CreatePartnerToken(ctx context.Context, in CreatePartnerTokenInput) (*ent.PartnerToken, string, error) {
	a := actor.From(ctx)
	ground, err := d.Guard.Permit(ctx, access.IssueToken, access.Mine(a, access.Token))
	if err != nil {
		return nil, "", err
	}
	row, err := d.readToken(in)
	if err != nil {
		return nil, "", err
	}

	secret := newToken()
	var made *ent.PartnerToken
	err = d.Store.Tx(ctx, func(tx *ent.Tx) error {
		if err := d.Store.Lock(ctx, tx, a.OrganisationID); err != nil {
			return err
		}
		active, err := tx.PartnerToken.Query().Where(
			partnertoken.OrganisationID(a.OrganisationID), partnertoken.RevokedAtIsNil(), partnertoken.ExpiresAtGT(row.CreatedAt),
		).Count(ctx)
		if err != nil {
			return err
		}
		if active >= mostTokens {
			return fault.Conflict([]string{"input"}, "TOO_MANY_TOKENS", fault.Text{
				NL: "Uw organisatie heeft al twintig geldige tokens. Trek er eerst een in.", EN: "Your organisation already has twenty valid tokens. Revoke one first.",
			})
		}
		made, err = tx.PartnerToken.Create().SetID(ids.New(ids.PartnerToken)).SetOrganisationID(a.OrganisationID).SetName(row.Name).
			SetPrefix(secret[:tokenShown]).SetSecretHash(digest(secret)).SetScopes(row.Scopes).SetCreatedBy(a.PersonID).
			SetCreatedAt(row.CreatedAt).SetExpiresAt(row.ExpiresAt).Save(ctx)
		if err != nil {
			return err
		}
		return d.recordToken(ctx, tx, made, "createPartnerToken", ground)
	})
	if err != nil {
		return nil, "", fmt.Errorf("create partner token: %w", err)
	}
	return made.Unwrap(), secret, nil
}

// readToken reads the whole input before it reports what is wrong.
func (d *Desk) readToken(in CreatePartnerTokenInput) (*ent.PartnerToken, error) {
	var bad fault.Collector
	now := d.Clock.Wall()
	t := &ent.PartnerToken{Name: strings.TrimSpace(in.Label), CreatedAt: now, ExpiresAt: in.ExpiresAt.Parse(&bad, pathExpires...)}
	switch {
	case bad.Len() > 0:
	case !t.ExpiresAt.After(now):
		bad.Add(fault.Invalid(pathExpires, "EXPIRY_PASSED", fault.Text{NL: "Kies een tijdstip in de toekomst.", EN: "Choose a time in the future."}, "> "+now.Format(time.RFC3339)))
	case t.ExpiresAt.After(now.AddDate(1, 0, 0)):
		bad.Add(fault.Invalid(pathExpires, "EXPIRY_TOO_FAR", fault.Text{NL: "Een token is hoogstens een jaar geldig. Kies een eerder tijdstip.", EN: "A token is valid for a year at most. Choose an earlier time."}, "<= "+now.AddDate(1, 0, 0).Format(time.RFC3339)))
	}
	switch {
	case t.Name == "":
		bad.Add(fault.Required(pathLabel))
	case utf8.RuneCountInString(t.Name) > longestLabel:
		bad.Add(fault.TooLong(pathLabel, longestLabel))
	}
	for _, s := range access.Scopes() { // in the order of the API, each once
		if slices.Contains(in.Scopes, s) {
			t.Scopes = append(t.Scopes, s)
		}
	}
	if len(t.Scopes) == 0 {
		bad.Add(fault.Required(pathScopes))
	}
	return t, bad.Err()
}

// RevokePartnerToken ends a token; the next request with it is refused. Faults: STALE_VERSION, WRONG_STATE when it was
// revoked already.
func (d *Desk) RevokePartnerToken(ctx context.Context, in RevokePartnerTokenInput) (*ent.PartnerToken, error) {
	t, err := d.Store.Client().PartnerToken.Get(ctx, in.ID)
	if err != nil {
		return nil, store.Missing(err, "TOKEN_NOT_FOUND")
	}
	object, _ := access.Of(t)
	ground, err := d.Guard.Permit(ctx, access.End, object)
	if err != nil {
		return nil, err
	}
	if t.RevokedAt != nil {
		return nil, fault.Conflict([]string{"input", "id"}, fault.ReasonWrongState, revokedText)
	}
	if t.Version != in.ExpectedVersion {
		return nil, fault.Stale(pathVersion, t, t.Version)
	}

	err = d.Store.Tx(ctx, func(tx *ent.Tx) error {
		saved, err := tx.PartnerToken.UpdateOneID(t.ID).Where(partnertoken.Version(in.ExpectedVersion)).
			SetRevokedAt(d.Clock.Wall()).AddVersion(1).Save(ctx)
		if err != nil {
			return store.Stale(err, pathVersion...)
		}
		t = saved
		return d.recordToken(ctx, tx, saved, "revokePartnerToken", ground)
	})
	if err != nil {
		return nil, fmt.Errorf("revoke %s: %w", in.ID, err)
	}
	return t.Unwrap(), nil
}

var revokedText = fault.Text{NL: "Dit token is al ingetrokken.", EN: "This token has already been revoked."}

// recordToken writes an act on a token in the log of its organisation.
func (d *Desk) recordToken(ctx context.Context, tx *ent.Tx, t *ent.PartnerToken, act string, ground access.Ground) error {
	of, err := tx.Organisation.Get(actor.AsSystem(ctx), t.OrganisationID)
	if err != nil {
		return fmt.Errorf("look up organisation of token: %w", err)
	}
	return audit.Append(ctx, tx, audit.Line{
		DossierID: of.ID, OrganisationID: of.ID, At: d.Clock.Wall(),
		Act: act, SubjectID: t.ID, Policy: string(ground),
	})
}

// Tokens lists the tokens of an organisation within sight, working ones first, then latest first.
func (d *Desk) Tokens(ctx context.Context, organisationID string) ([]*ent.PartnerToken, error) {
	all, err := d.Store.Client().PartnerToken.Query().Where(partnertoken.OrganisationID(organisationID)).
		Order(partnertoken.ByID(sql.OrderDesc())).All(ctx)
	if err != nil {
		return nil, err
	}
	now := d.Clock.Wall()
	slices.SortStableFunc(all, func(a, b *ent.PartnerToken) int { return order(works(b, now)) - order(works(a, now)) })
	return all[:min(len(all), mostTokens)], nil
}

func works(t *ent.PartnerToken, now time.Time) bool {
	return t.RevokedAt == nil && now.Before(t.ExpiresAt)
}

// Can serves viewerCan for persons, contacts, sessions, tokens and appointments: the policy, whether a token is still valid,
// and where an appointment stands.
func (d *Desk) Can(ctx context.Context, action string, node any) access.Permission {
	switch n := node.(type) {
	case *ent.Appointment:
		return d.canAppointment(ctx, action, n)
	case *ent.Admission:
		return d.canAdmission(ctx, action, n)
	case *ent.RoleAssignment:
		return d.canContact(ctx, action, n)
	case Held:
		return d.canHeld(ctx, action, n)
	}
	p := d.Guard.Can(ctx, action, node)
	if t, ok := node.(*ent.PartnerToken); ok && p.Allowed && action == string(access.End) && t.RevokedAt != nil {
		return access.Permission{Reason: access.ReasonState, Message: revokedText}
	}
	return p
}
