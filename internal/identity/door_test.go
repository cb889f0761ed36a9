package identity_test

import (
	"context"
	"net/http"
	"net/netip"
	"testing"

	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/identity"
	"github.com/penvoerder/penvoerder/internal/store/storetest"
)

func TestForwardedAddressesAreBelievedFromProxiesOnly(t *testing.T) {
	t.Parallel()
	o := open(t, storetest.SQLite(t), func(c *identity.Config) { c.Proxies = []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")} })
	for name, c := range map[string]struct{ remote, forwarded, want string }{
		"a stranger's word":             {"203.0.113.7:1", "198.51.100.1", "203.0.113.0/24"},
		"a proxy's word":                {"10.0.0.1:1", "198.51.100.1", "198.51.100.0/24"},
		"what a stranger told a proxy":  {"10.0.0.1:1", "192.0.2.66, 198.51.100.1", "198.51.100.0/24"},
		"through two proxies":           {"10.0.0.1:1", "198.51.100.1, 10.0.0.2", "198.51.100.0/24"},
		"a proxy that says nothing":     {"10.0.0.1:1", "", "10.0.0.0/24"},
		"a proxy that says nonsense":    {"10.0.0.1:1", "unknown", "10.0.0.0/24"},
		"version six":                   {"[2001:db8:1:2::5]:1", "", "2001:db8:1::/48"},
		"version four dressed as six":   {"[::ffff:203.0.113.7]:1", "", "203.0.113.0/24"},
		"an address that is none":       {"@", "", ""},
		"a zone is left away":           {"[fe80::1%eth0]:1", "", "fe80::/48"},
		"a proxy telling version six":   {"10.0.0.1:1", "2001:db8:1:2::5", "2001:db8:1::/48"},
		"a proxy telling mapped four":   {"10.0.0.1:1", "::ffff:198.51.100.1", "198.51.100.0/24"},
		"a list with spaces and blanks": {"10.0.0.1:1", " 198.51.100.1 ", "198.51.100.0/24"},
	} {
		b := o.browser()
		b.remote = c.remote
		if c.forwarded != "" {
			b.header.Set("X-Forwarded-For", c.forwarded)
		}
		if got := b.who().Origin; got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestTheLanguageIsTheCallersOrDutch(t *testing.T) {
	t.Parallel()
	o := open(t, storetest.SQLite(t))
	for header, want := range map[string]string{
		"": "nl", "en": "en", "nl": "nl", "en-GB,nl;q=0.8": "en", "fr, en;q=0.5": "en", "de": "nl",
		"nl;q=0.3, en; q=0.9": "en", "nl-NL,nl;q=0.9,en;q=0.8": "nl", ";;;q=q,": "nl",
	} {
		b := o.browser()
		b.header.Set("Accept-Language", header)
		if got := b.who().Language; got != want {
			t.Errorf("%q: %s, want %s", header, got, want)
		}
	}
}

func TestAPageOfAnotherSiteIsRefused(t *testing.T) {
	t.Parallel()
	o := open(t, storetest.SQLite(t), func(c *identity.Config) { c.TrustedOrigins = []string{"http://localhost:5173"} })
	for name, c := range map[string]struct {
		site, origin, token string
		method              string
		want                int
	}{
		"our own page":             {"same-origin", "", "", http.MethodPost, http.StatusOK},
		"no browser":               {"", "", "", http.MethodPost, http.StatusOK},
		"another site":             {"cross-site", "https://evil.example", "", http.MethodPost, http.StatusForbidden},
		"a sister site":            {"same-site", "https://sister.example.com", "", http.MethodPost, http.StatusForbidden},
		"the developer's page":     {"same-site", "http://localhost:5173", "", http.MethodPost, http.StatusOK},
		"an old browser elsewhere": {"", "https://evil.example", "", http.MethodPost, http.StatusForbidden},
		"reading":                  {"cross-site", "https://evil.example", "", http.MethodGet, http.StatusOK},
	} {
		b := o.browser()
		b.method = c.method
		if c.site != "" {
			b.header.Set("Sec-Fetch-Site", c.site)
		}
		if c.origin != "" {
			b.header.Set("Origin", c.origin)
		}
		if got := b.ask(func(context.Context) {}).Code; got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
}

func TestTheRequestKeepsItsNumber(t *testing.T) {
	t.Parallel()
	o := open(t, storetest.SQLite(t))
	seen := map[string]bool{}
	for range 3 {
		seen[o.browser().who().RequestID] = true
	}
	if len(seen) != 3 {
		t.Errorf("%v", seen)
	}
	var got string
	door := o.Middleware(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got = actor.From(r.Context()).RequestID }), nil)
	r, err := http.NewRequestWithContext(actor.With(t.Context(), actor.Actor{RequestID: "req_given", System: true}), http.MethodGet, "/", nil)
	if err != nil {
		t.Fatal(err)
	}
	door.ServeHTTP(nil, r)
	if got != "req_given" {
		t.Errorf("became %q", got)
	}
}

func TestACookieOfNobodyIsTakenBack(t *testing.T) {
	t.Parallel()
	o := open(t, storetest.SQLite(t))
	b := o.browser()
	b.cookie = &http.Cookie{Name: "penvoerder", Value: "made-up"}
	if a := b.who(); !a.IsAnonymous() || b.cookie != nil {
		t.Errorf("%+v, cookie %v", a, b.cookie)
	}
}
