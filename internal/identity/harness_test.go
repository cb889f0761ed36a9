package identity_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/auditentry"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/identity"
	"github.com/penvoerder/penvoerder/internal/mail"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
	"github.com/penvoerder/penvoerder/internal/testworld"
	"github.com/penvoerder/penvoerder/schemes/toy"
)

const (
	good = "een lange zin die niemand raadt"
	evi  = "evi@demo.example"
)

// office is a desk of identities in the world, with hashing that is cheap and accounts that are locked soon.
type office struct {
	*identity.Desk
	*testworld.World
}

// post is every letter since the last time it was asked.
func (o *office) post() []mail.Message {
	o.Wait()
	return o.Post.Letters()
}

// code is the code in the one letter that is waiting.
func (o *office) code(subject string) string {
	o.T.Helper()
	letters := o.post()
	if len(letters) != 1 || letters[0].Subject != subject {
		o.T.Fatalf("letters %+v, want one %q", letters, subject)
	}
	return regexp.MustCompile(`(?m)^[A-Z0-9-]{20,}$`).FindString(letters[0].Text)
}

const (
	confirmSubject = "Bevestig uw e-mailadres"
	resetSubject   = "Stel een nieuw wachtwoord in"
	existsSubject  = "U hebt al een account"
	changedSubject = "Uw wachtwoord is gewijzigd"
)

func open(t *testing.T, s *store.Store, change ...func(*identity.Config)) *office {
	t.Helper()
	return another(t, testworld.Open(t, s, toy.Scheme, time.Date(2026, 2, 2, 9, 0, 0, 0, time.UTC)), change...)
}

// another is an office in a world that is there.
func another(t *testing.T, w *testworld.World, change ...func(*identity.Config)) *office {
	t.Helper()
	c := identity.Config{Store: w.Store, Guard: w.Guard, Clock: w.Clock, Mail: w.Post, Hashing: identity.CheapHashing, Pace: -1, Attempts: 3}
	for _, f := range change {
		f(&c)
	}
	d, err := identity.New(c)
	w.Must(err)
	return &office{d, w}
}

// each runs a story on both databases.
func each(t *testing.T, story func(t *testing.T, o *office), change ...func(*identity.Config)) {
	t.Helper()
	storetest.Run(t, func(t *testing.T, s *store.Store) { story(t, open(t, s, change...)) })
}

func (o *office) enrol(email string, roles ...identity.Role) *ent.Person {
	o.T.Helper()
	people, err := o.Enrol(o.System(), identity.Enrolment{Name: "Evi", Email: email, Password: good, Roles: roles})
	if err != nil {
		o.T.Fatal(err)
	}
	return people[0]
}

// audited lists the acts in the log of a dossier, with + for done and - for refused.
func (o *office) audited(dossier string) string {
	o.T.Helper()
	entries, err := o.Store.Client().AuditEntry.Query().Order(auditentry.ByID()).All(o.System())
	if err != nil {
		o.T.Fatal(err)
	}
	var acts []string
	for _, e := range entries {
		if e.DossierID == dossier {
			acts = append(acts, map[string]string{"DONE": "+", "REFUSED": "-"}[e.Result]+e.Act)
		}
	}
	return strings.Join(acts, " ")
}

// browser keeps cookies between requests, and reports the actor that it is.
type browser struct {
	o      *office
	cookie *http.Cookie
	header http.Header
	remote string
	method string
}

func (o *office) browser() *browser {
	return &browser{o: o, header: http.Header{}, remote: "203.0.113.7:4711", method: http.MethodPost}
}

// ask carries out one request; it returns a refusal at the door as text.
func (b *browser) ask(do func(ctx context.Context)) *httptest.ResponseRecorder {
	b.o.T.Helper()
	r := httptest.NewRequestWithContext(b.o.T.Context(), b.method, "/graphql", nil)
	r.RemoteAddr, r.Header = b.remote, b.header.Clone()
	if b.cookie != nil {
		r.AddCookie(&http.Cookie{Name: b.cookie.Name, Value: b.cookie.Value})
	}
	w := httptest.NewRecorder()
	b.o.Middleware(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { do(r.Context()) }), nil).ServeHTTP(w, r)
	for _, line := range w.Header().Values("Set-Cookie") {
		c, err := http.ParseSetCookie(line)
		if err != nil {
			b.o.T.Fatal(err)
		}
		b.cookie = c
		if c.MaxAge < 0 {
			b.cookie = nil
		}
	}
	return w
}

// who is the actor of the next request.
func (b *browser) who() (a actor.Actor) {
	b.o.T.Helper()
	b.ask(func(ctx context.Context) { a = actor.From(ctx) })
	return a
}

func (b *browser) signIn(email, password string) (a actor.Actor, err error) {
	b.o.T.Helper()
	b.ask(func(ctx context.Context) {
		a, err = b.o.SignIn(ctx, identity.SignInInput{Email: email, Password: password})
	})
	return a, err
}

func (b *browser) mustSignIn(email string) actor.Actor {
	b.o.T.Helper()
	a, err := b.signIn(email, good)
	if err != nil {
		b.o.T.Fatal(err)
	}
	return a
}

// wants fails unless err is a fault of this code and reason.
func wants(t *testing.T, err error, code fault.Code, reason string) {
	t.Helper()
	if !fault.Is(err, code) || !fault.HasReason(err, reason) {
		t.Errorf("got %v, want %s %s", err, code, reason)
	}
}
