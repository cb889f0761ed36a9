package actor_test

import (
	"testing"

	"github.com/penvoerder/penvoerder/internal/actor"
)

func TestAnEmptyContextIsAnonymous(t *testing.T) {
	t.Parallel()
	if a := actor.From(t.Context()); !a.IsAnonymous() || a.System {
		t.Errorf("From(empty) = %+v", a)
	}
}

func TestTheSystemKeepsTheRequestButNotThePerson(t *testing.T) {
	t.Parallel()
	ctx := actor.With(t.Context(), actor.Actor{PersonID: "per_1", Role: actor.SSC, RequestID: "r", Origin: "192.0.2.0", Language: "en"})
	a := actor.From(actor.AsSystem(ctx))
	if !a.System || a.PersonID != "" || a.Role != "" || a.RequestID != "r" || a.Origin != "192.0.2.0" || a.Language != "en" {
		t.Errorf("AsSystem = %+v", a)
	}
	if actor.From(ctx).System {
		t.Error("the caller's own context became the system's")
	}
}

func TestScopesBindTokensOnly(t *testing.T) {
	t.Parallel()
	if !(actor.Actor{PersonID: "per_1"}).HasScope("SUBMIT") {
		t.Error("a person is bound by scopes")
	}
	token := actor.Actor{TokenID: "tok_1", Scopes: []string{"READ"}}
	if token.HasScope("SUBMIT") || !token.HasScope("READ") {
		t.Error("a token may do exactly what its scopes say")
	}
}
