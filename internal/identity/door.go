package identity

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/partnertoken"
	"github.com/penvoerder/penvoerder/ent/roleassignment"
	"github.com/penvoerder/penvoerder/ent/session"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/ids"
)

// Middleware puts the actor into the context of each request, with at most three statements. A token in Authorization
// goes before a cookie; a token that is not valid is refused, a cookie that is not valid counts as none and is taken
// back. A request without a token must come from our own pages. refuse writes a refusal; nil for a plain one.
func (d *Desk) Middleware(next http.Handler, refuse func(http.ResponseWriter, *http.Request, error)) http.Handler {
	if refuse == nil {
		refuse = writeRefusal
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, v := d.begin(r.Context(), w, r)
		ctx, err := d.who(ctx, r, v)
		if err != nil {
			refuse(w, r.WithContext(ctx), err)
			return
		}
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

// begin returns the part of the actor that is known before anyone signs in.
func (d *Desk) begin(ctx context.Context, w http.ResponseWriter, r *http.Request) (context.Context, *visit) {
	from := source(r, d.Proxies)
	a := actor.Actor{
		Language: preferred(r.Header.Get("Accept-Language")), Origin: shortened(from), RequestID: actor.From(ctx).RequestID,
	}
	if a.RequestID == "" {
		a.RequestID = ids.New("req")
	}
	v := &visit{source: sourceKey(from), device: device(r.UserAgent()), write: func(c *http.Cookie) { http.SetCookie(w, d.cookie(c)) }, name: d.cookieName()}
	return context.WithValue(actor.With(ctx, a), visitKey{}, v), v
}

// who looks up the token or the session.
func (d *Desk) who(ctx context.Context, r *http.Request, v *visit) (context.Context, error) {
	if scheme, secret, found := strings.Cut(r.Header.Get("Authorization"), " "); found && strings.EqualFold(scheme, "Bearer") {
		return d.byToken(ctx, strings.TrimSpace(secret))
	}
	if d.origins.Check(r) != nil {
		return ctx, fault.Forbidden("CROSS_ORIGIN", fault.Text{
			NL: "Dit verzoek komt van een website die hier geen toegang heeft.", EN: "This request comes from a website that has no access here.",
		})
	}
	cookies := r.CookiesNamed(v.name)
	if len(cookies) == 0 || cookies[0].Value == "" {
		return ctx, nil
	}
	v.cookieHash = digest(cookies[0].Value)
	return d.bySession(ctx, v)
}

// bySession makes the actor of a session. The first statement finds the session, the second the roles of its person as
// they are now; for an administrator a third finds the address, since nobody appoints itself.
func (d *Desk) bySession(ctx context.Context, v *visit) (context.Context, error) {
	system, now := actor.AsSystem(ctx), d.Clock.Wall()
	s, err := d.Store.Client().Session.Query().Where(session.TokenHash(v.cookieHash)).Only(system)
	if err != nil && !ent.IsNotFound(err) {
		return ctx, unavailable(err)
	}
	if s == nil || !now.Before(s.ExpiresAt) {
		v.take()
		return ctx, nil
	}
	roles, err := d.Store.Client().RoleAssignment.Query().Where(roleassignment.PersonID(s.PersonID)).Order(roleassignment.ByID()).All(system)
	if err != nil {
		return ctx, unavailable(err)
	}
	isOpen, err := d.touchSession(system, s, now)
	if err != nil {
		return ctx, unavailable(err)
	}
	if !isOpen {
		v.take()
		return ctx, nil
	}

	var role *ent.RoleAssignment
	var organisations []string
	for _, r := range roles {
		if s.RoleAssignmentID != nil && r.ID == *s.RoleAssignmentID && d.runs(r) {
			role = r
		}
		if r.Role == string(actor.Employer) && r.OrganisationID != nil {
			organisations = append(organisations, *r.OrganisationID)
		}
	}
	ctx = access.WithPast(ctx, s.PersonID, organisations)
	if role != nil && role.Role == string(actor.Administrator) {
		p, err := d.Store.Client().Person.Get(system, s.PersonID)
		if err != nil {
			return ctx, unavailable(err)
		}
		ctx = withMailbox(ctx, p.ID, p.Email)
	}
	return actor.With(ctx, acting(ctx, s.PersonID, s.ID, role)), nil
}

// touchSession writes at most once a minute that a session was used. It reports false when it ended meanwhile.
func (d *Desk) touchSession(ctx context.Context, s *ent.Session, now time.Time) (isOpen bool, err error) {
	if now.Sub(s.LastUsedAt) < time.Minute {
		return true, nil
	}
	n := 0
	err = d.Store.Tx(ctx, func(tx *ent.Tx) (err error) {
		n, err = tx.Session.Update().Where(session.ID(s.ID), session.ExpiresAtGT(now)).
			SetLastUsedAt(now.Truncate(time.Minute)).SetExpiresAt(d.endOf(s.CreatedAt, now)).Save(ctx)
		return err
	})
	return n > 0, err
}

// byToken makes the actor of a partner token. The second statement finds whether who made it is still a contact of the
// organisation: a token has no right of its own.
func (d *Desk) byToken(ctx context.Context, secret string) (context.Context, error) {
	if !isToken(secret) {
		return ctx, tokenRefused("TOKEN_UNKNOWN")
	}
	system, now := actor.AsSystem(ctx), d.Clock.Wall()
	t, err := d.Store.Client().PartnerToken.Query().Where(partnertoken.SecretHash(digest(secret))).Only(system)
	switch {
	case ent.IsNotFound(err):
		return ctx, tokenRefused("TOKEN_UNKNOWN")
	case err != nil:
		return ctx, unavailable(err)
	case t.RevokedAt != nil:
		return ctx, tokenRefused("TOKEN_REVOKED")
	case !now.Before(t.ExpiresAt):
		return ctx, tokenRefused("TOKEN_EXPIRED")
	}
	isTheirs, err := d.Store.Client().RoleAssignment.Query().Where(
		roleassignment.PersonID(t.CreatedBy), roleassignment.Role(string(actor.Employer)), roleassignment.OrganisationID(t.OrganisationID), d.running(),
	).Exist(system)
	switch {
	case err != nil:
		return ctx, unavailable(err)
	case !isTheirs:
		return ctx, tokenRefused("TOKEN_REVOKED")
	}
	if err := d.touchToken(system, t, now.Truncate(time.Hour)); err != nil {
		return ctx, unavailable(err)
	}
	a := actor.From(ctx)
	a.TokenID, a.Role, a.OrganisationID, a.Scopes = t.ID, actor.Employer, t.OrganisationID, t.Scopes
	return actor.With(ctx, a), nil
}

// touchToken writes at most once an hour that a token was used.
func (d *Desk) touchToken(ctx context.Context, t *ent.PartnerToken, hour time.Time) error {
	if t.LastUsedAt != nil && !t.LastUsedAt.Before(hour) {
		return nil
	}
	return d.Store.Tx(ctx, func(tx *ent.Tx) error {
		return tx.PartnerToken.Update().Where(partnertoken.ID(t.ID)).SetLastUsedAt(hour).Exec(ctx)
	})
}

func tokenRefused(reason string) error {
	return fault.Unauthenticated(reason, fault.Text{NL: "Dit token is ongeldig, ingetrokken of verlopen.", EN: "This token is invalid, revoked or expired."})
}

func unavailable(err error) error {
	return fault.Unavailable("DATABASE_UNAVAILABLE", fmt.Errorf("look up who asks: %w", err))
}

// The cookie over TLS is bound to this host and to TLS by its name.
const (
	cookieTLS   = "__Host-penvoerder"
	cookiePlain = "penvoerder"
)

func (d *Desk) cookieName() string {
	if d.Secure {
		return cookieTLS
	}
	return cookiePlain
}

func (d *Desk) cookie(c *http.Cookie) *http.Cookie {
	c.Name, c.Path, c.HttpOnly, c.Secure, c.SameSite = d.cookieName(), "/", true, d.Secure, http.SameSiteLaxMode
	return c
}

// tryFrom takes one try of the network address.
func (d *Desk) tryFrom(ctx context.Context) error {
	wait, ok := d.sources.take(visitIn(ctx).source, d.Clock.Wall())
	if !ok {
		return fault.RateLimited("TOO_MANY_ATTEMPTS", wait)
	}
	return nil
}

// tryOnce is tryFrom for signing in: aliases do not buy a second attempt in the same request.
func (d *Desk) tryOnce(ctx context.Context) error {
	v := visitIn(ctx)
	v.mu.Lock()
	again := v.tried
	v.tried = true
	v.mu.Unlock()
	if again {
		return fault.RateLimited("ONE_ATTEMPT_PER_REQUEST", secondsPerTry)
	}
	return d.tryFrom(ctx)
}

// writeRefusal writes the refusal in the shape of the API, also where no API is behind the door.
func writeRefusal(w http.ResponseWriter, r *http.Request, err error) {
	a := actor.From(r.Context())
	status, code, reason, message := http.StatusInternalServerError, fault.CodeInternal, "", fault.Internal("", nil).Text
	if f, ok := errors.AsType[*fault.Error](err); ok {
		code, reason, message = f.Code, f.Reason, f.Text
	}
	switch code {
	case fault.CodeUnauthenticated:
		status = http.StatusUnauthorized
		w.Header().Set("WWW-Authenticate", `Bearer error="invalid_token"`)
	case fault.CodeForbidden:
		status = http.StatusForbidden
	case fault.CodeUnavailable:
		status = http.StatusServiceUnavailable
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]any{"errors": []any{map[string]any{ // the caller may be gone
		"message":    message.In(a.Language),
		"extensions": map[string]any{"code": code, "reason": reason, "requestId": a.RequestID},
	}}})
}
