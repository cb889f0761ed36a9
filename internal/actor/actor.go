// Package actor holds the caller of a request. The actor travels in the context, from the door (session, token, or
// the platform's own work) down to the row predicate.
//
// It holds facts, decides nothing, and knows no database.
package actor

import (
	"context"
	"slices"
)

// Role is a party of a scheme, in the words of the API.
type Role string

// The roles that a person can hold.
const (
	Employer      Role = "EMPLOYER"
	ProjectLeader Role = "PROJECT_LEADER"
	SSC           Role = "SSC"
	AMR           Role = "AMR"
	VWS           Role = "VWS"
	RegioPlus     Role = "REGIOPLUS"
	Administrator Role = "ADMINISTRATOR"
)

// Roles lists every role, in the order of the API.
func Roles() []Role {
	return []Role{Employer, ProjectLeader, SSC, AMR, VWS, RegioPlus, Administrator}
}

// Actor is the caller, in the role in which the caller acts. The zero Actor is anonymous.
type Actor struct {
	PersonID  string // empty for a token and for the platform itself
	SessionID string
	RoleID    string // the role assignment acted in
	TokenID   string // for machines

	Role                   Role // empty for the platform itself and while no role is held
	Signatory              bool // may sign for the organisation
	Verified               bool // of a contact: it is known that the person speaks for the organisation
	OrganisationID         string
	RegionalOrganisationID string
	Scopes                 []string // permissions of a token; nil for people

	Language  string // "nl" or "en"
	Origin    string // network address, shortened
	RequestID string

	System bool // the platform itself: seeding, jobs, looking up the caller
}

// IsAnonymous reports whether nobody is known to ask.
func (a Actor) IsAnonymous() bool { return a.PersonID == "" && a.TokenID == "" && !a.System }

// ID is of the person or token that asks; empty where nobody is known to ask.
func (a Actor) ID() string {
	if a.PersonID != "" {
		return a.PersonID
	}
	return a.TokenID
}

// HasScope reports whether a token may do this; people are not bound by scopes.
func (a Actor) HasScope(scope string) bool {
	return a.TokenID == "" || slices.Contains(a.Scopes, scope)
}

type key struct{}

// With returns ctx with a as the actor of all work under it.
func With(ctx context.Context, a Actor) context.Context { return context.WithValue(ctx, key{}, a) }

// From returns the actor of ctx; the anonymous Actor when none was put there.
func From(ctx context.Context) Actor {
	a, _ := ctx.Value(key{}).(Actor)
	return a
}

// AsSystem returns a context in which the platform itself acts and sees every row. Language, origin and request id
// stay. Write the caller's own lines before, or under the caller's own context.
func AsSystem(ctx context.Context) context.Context {
	a := From(ctx)
	return With(ctx, Actor{System: true, Language: a.Language, Origin: a.Origin, RequestID: a.RequestID})
}
