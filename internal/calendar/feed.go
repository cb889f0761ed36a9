package calendar

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/calendaraddress"
	"github.com/penvoerder/penvoerder/ent/roleassignment"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/fault"
)

const (
	mostRoles  = 20   // of a person
	mostInFeed = 1000 // entries, overdue and soonest first
)

// Pattern is the route of [Desk.Feed].
const Pattern = "GET " + path + "{address}"

// Feed serves the calendars at their secret addresses, as RFC 5545 has them: all that the person who made the address may see
// now, in every role that is held now. An address that was guessed, revoked, or whose person holds no role is answered as any
// path that is not there, after the same statements; too many of these from one place are refused.
func (d *Desk) Feed() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "private, no-store")
		roles, err := d.behind(r.Context(), strings.TrimSuffix(r.PathValue("address"), extension))
		switch {
		case err != nil:
			d.fail(w, r, err)
		case len(roles) == 0 || !strings.HasSuffix(r.PathValue("address"), extension):
			d.miss(w, r)
		default:
			d.serve(w, r, roles)
		}
	})
}

// behind finds the roles that the person of an address holds; none where there is no such address any more.
func (d *Desk) behind(ctx context.Context, secret string) ([]*ent.RoleAssignment, error) {
	system := actor.AsSystem(ctx)
	person := ""
	row, err := d.Store.Client().CalendarAddress.Query().
		Where(calendaraddress.SecretHash(hashed(secret)), calendaraddress.RevokedAtIsNil()).Only(system)
	switch {
	case err == nil:
		person = row.PersonID
	case !ent.IsNotFound(err):
		return nil, fmt.Errorf("look up a calendar address: %w", err)
	}
	roles, err := d.Store.Client().RoleAssignment.Query().Where(
		roleassignment.PersonID(person), roleassignment.Or(roleassignment.UntilIsNil(), roleassignment.UntilGT(d.Clock.Today())),
	).WithPerson().Order(roleassignment.ByID()).Limit(mostRoles).All(system)
	if err != nil {
		return nil, fmt.Errorf("look up the roles behind a calendar address: %w", err)
	}
	return roles, nil
}

func (d *Desk) serve(w http.ResponseWriter, r *http.Request, roles []*ent.RoleAssignment) {
	language := roles[0].Edges.Person.Language
	entries, err := d.ofRoles(r.Context(), roles)
	if err != nil {
		d.fail(w, r, err)
		return
	}
	text := d.text(entries, language)
	tag := `"` + hashed(text) + `"`
	w.Header().Set("ETag", tag)
	if slices.Contains(strings.Split(strings.ReplaceAll(r.Header.Get("If-None-Match"), " ", ""), ","), tag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	w.Header().Set("Content-Type", "text/calendar; charset=utf-8")
	w.Header().Set("Content-Language", language)
	_, _ = w.Write([]byte(text)) // the reader is gone; nobody is left to tell
}

// ofRoles gathers the calendars of all roles of a person. What concerns two of them stands in it once, as something to do where
// one of them is to do it.
func (d *Desk) ofRoles(ctx context.Context, roles []*ent.RoleAssignment) ([]mine, error) {
	at := map[string]int{}
	var all []mine
	for _, role := range roles {
		c, err := d.For(actor.With(ctx, acting(ctx, role)), Filter{})
		if err != nil {
			return nil, err
		}
		for _, e := range c.Entries {
			isMine := e.Role == actor.Role(role.Role)
			if i, isKnown := at[e.ID()]; isKnown {
				all[i].isMine = all[i].isMine || isMine
				continue
			}
			at[e.ID()] = len(all)
			all = append(all, mine{e, isMine})
		}
	}
	slices.SortStableFunc(all, func(a, b mine) int { return byMoment(a.Entry, b.Entry) })
	return all[:min(len(all), mostInFeed)], nil
}

// mine is an entry, and whether the person is to do it.
type mine struct {
	*Entry
	isMine bool
}

func acting(ctx context.Context, role *ent.RoleAssignment) actor.Actor {
	a := actor.Actor{
		PersonID: role.PersonID, RoleID: role.ID, Role: actor.Role(role.Role), Signatory: role.IsSignatory, Verified: role.VerifiedOn != nil,
		Language: role.Edges.Person.Language, RequestID: actor.From(ctx).RequestID,
	}
	if role.OrganisationID != nil {
		a.OrganisationID = *role.OrganisationID
	}
	if role.RegionalOrganisationID != nil {
		a.RegionalOrganisationID = *role.RegionalOrganisationID
	}
	return a
}

func (d *Desk) miss(w http.ResponseWriter, r *http.Request) {
	if limited, ok := errors.AsType[*fault.Error](d.Tries.TryFrom(r)); ok {
		w.Header().Set("Retry-After", strconv.Itoa(int(limited.RetryAfter.Seconds())+1))
		http.Error(w, http.StatusText(http.StatusTooManyRequests), http.StatusTooManyRequests)
		return
	}
	http.NotFound(w, r)
}

// fail says nothing of the address, neither to the reader nor in the log.
func (d *Desk) fail(w http.ResponseWriter, r *http.Request, err error) {
	d.Log.ErrorContext(r.Context(), "a calendar was not served", "err", err)
	http.Error(w, http.StatusText(http.StatusServiceUnavailable), http.StatusServiceUnavailable)
}
