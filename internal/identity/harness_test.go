package identity_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/auditentry"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/clock"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/identity"
	"github.com/penvoerder/penvoerder/internal/mail"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
)

const (
	good = "een lange zin die niemand raadt"
	evi  = "evi@demo.example"
)

// office is a desk with a wall clock that stands until it is moved, and letters that are kept.
type office struct {
	*identity.Desk
	t     *testing.T
	store *store.Store
	clock *clock.Clock

	mu      sync.Mutex
	now     time.Time
	letters []mail.Message
}

func (o *office) Send(_ context.Context, m mail.Message) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.letters = append(o.letters, m)
	return nil
}

func (o *office) wall() time.Time {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.now
}

func (o *office) pass(d time.Duration) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.now = o.now.Add(d)
}

// post is every letter since the last time it was asked.
func (o *office) post() []mail.Message {
	o.Wait()
	o.mu.Lock()
	defer o.mu.Unlock()
	letters := o.letters
	o.letters = nil
	return letters
}

// code is the code in the one letter that is waiting.
func (o *office) code(subject string) string {
	o.t.Helper()
	letters := o.post()
	if len(letters) != 1 || letters[0].Subject != subject {
		o.t.Fatalf("letters %+v, want one %q", letters, subject)
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
	o := &office{t: t, store: s, now: time.Date(2026, 2, 2, 9, 0, 0, 0, time.UTC)}
	o.clock = clock.Still(o.now, o.wall)
	g, err := access.New(s)
	if err != nil {
		t.Fatal(err)
	}
	c := identity.Config{Store: s, Guard: g, Clock: o.clock, Mail: o, Hashing: identity.CheapHashing, Pace: -1, Attempts: 3}
	for _, f := range change {
		f(&c)
	}
	if o.Desk, err = identity.New(c); err != nil {
		t.Fatal(err)
	}
	return o
}

// each runs a story on both databases.
func each(t *testing.T, story func(t *testing.T, o *office), change ...func(*identity.Config)) {
	t.Helper()
	storetest.Run(t, func(t *testing.T, s *store.Store) { story(t, open(t, s, change...)) })
}

func (o *office) system() context.Context { return actor.AsSystem(o.t.Context()) }

func (o *office) enrol(email string, roles ...identity.Role) *ent.Person {
	o.t.Helper()
	p, err := o.Enrol(o.system(), identity.Enrolment{Name: "Evi", Email: email, Password: good, Roles: roles})
	if err != nil {
		o.t.Fatal(err)
	}
	return p
}

func (o *office) organisation(kvk string) *ent.Organisation {
	o.t.Helper()
	var made *ent.Organisation
	err := o.store.Tx(o.system(), func(tx *ent.Tx) (err error) {
		made, err = tx.Organisation.Create().SetID("org_" + kvk).SetName("Zorg").SetKvkNumber(kvk).SetPostcode("9712AB").SetFundingLaws(nil).
			SetRegionID("rgn_x").SetRegionalOrganisationID("rgo_x").SetCreatedAt(o.wall()).SetUpdatedAt(o.wall()).Save(o.system())
		return err
	})
	if err != nil {
		o.t.Fatal(err)
	}
	return made.Unwrap()
}

// audited lists the acts in the log of a dossier, with + for done and - for refused.
func (o *office) audited(dossier string) string {
	o.t.Helper()
	entries, err := o.store.Client().AuditEntry.Query().Order(auditentry.ByID()).All(o.system())
	if err != nil {
		o.t.Fatal(err)
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
	b.o.t.Helper()
	r := httptest.NewRequestWithContext(b.o.t.Context(), b.method, "/graphql", nil)
	r.RemoteAddr, r.Header = b.remote, b.header.Clone()
	if b.cookie != nil {
		r.AddCookie(&http.Cookie{Name: b.cookie.Name, Value: b.cookie.Value})
	}
	w := httptest.NewRecorder()
	b.o.Middleware(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { do(r.Context()) }), nil).ServeHTTP(w, r)
	for _, line := range w.Header().Values("Set-Cookie") {
		c, err := http.ParseSetCookie(line)
		if err != nil {
			b.o.t.Fatal(err)
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
	b.o.t.Helper()
	b.ask(func(ctx context.Context) { a = actor.From(ctx) })
	return a
}

func (b *browser) signIn(email, password string) (a actor.Actor, err error) {
	b.o.t.Helper()
	b.ask(func(ctx context.Context) {
		a, err = b.o.SignIn(ctx, identity.SignInInput{Email: email, Password: password})
	})
	return a, err
}

func (b *browser) mustSignIn(email string) actor.Actor {
	b.o.t.Helper()
	a, err := b.signIn(email, good)
	if err != nil {
		b.o.t.Fatal(err)
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
