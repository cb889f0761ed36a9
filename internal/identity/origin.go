package identity

import (
	"net/http"
	"net/netip"
	"strings"
)

// source is the network address that a request came from. X-Forwarded-For is believed as far as proxies of ours wrote
// it: from the right, up to the first address that is not one.
func source(r *http.Request, proxies []netip.Prefix) netip.Addr {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	at := peer.Addr().Unmap().WithZone("")
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0 && isProxy(at, proxies); i-- {
		hop, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
		if err != nil {
			break
		}
		at = hop.Unmap().WithZone("")
	}
	return at
}

func isProxy(a netip.Addr, proxies []netip.Prefix) bool {
	for _, p := range proxies {
		if p.Contains(a) {
			return true
		}
	}
	return false
}

// The part of an address that the audit keeps, and the part that counts as one source of attempts.
const (
	shownIPv4 = 24
	shownIPv6 = 48
	siteIPv6  = 64
)

// shortened is the network that the audit keeps: enough to distinguish places, not people.
func shortened(a netip.Addr) string { return within(a, shownIPv4, shownIPv6) }

// sourceKey is one place that tries: an address, or the /64 that one subscriber has.
func sourceKey(a netip.Addr) string { return within(a, a.BitLen(), siteIPv6) }

func within(a netip.Addr, v4, v6 int) string {
	if !a.IsValid() {
		return ""
	}
	bits := v6
	if a.Is4() {
		bits = v4
	}
	p, err := a.Prefix(bits)
	if err != nil {
		return ""
	}
	return p.String()
}

// device is browser and system in words; empty when neither is known.
func device(userAgent string) string {
	browser := firstOf(userAgent, "Edg/", "Edge", "OPR/", "Opera", "Firefox/", "Firefox", "Chrome/", "Chrome", "Safari/", "Safari", "curl/", "curl")
	system := firstOf(userAgent, "iPhone", "iPhone", "iPad", "iPad", "Android", "Android", "Windows", "Windows", "Mac OS X", "macOS", "Linux", "Linux")
	switch {
	case browser == "":
		return system
	case system == "":
		return browser
	}
	return browser + ", " + system
}

// firstOf returns the name after the first mark that occurs.
func firstOf(text string, marksAndNames ...string) string {
	for i := 0; i < len(marksAndNames); i += 2 {
		if strings.Contains(text, marksAndNames[i]) {
			return marksAndNames[i+1]
		}
	}
	return ""
}

// preferred is the language that the caller reads best of the two there are; Dutch unless English comes first.
func preferred(acceptLanguage string) string {
	best, weight := "nl", ""
	for part := range strings.SplitSeq(acceptLanguage, ",") {
		tag, q, found := strings.Cut(strings.ReplaceAll(part, " ", ""), ";q=")
		if !found {
			q = "1"
		}
		primary, _, _ := strings.Cut(strings.ToLower(tag), "-")
		if (primary == "nl" || primary == "en") && q > weight { // 0.8 < 1 as text too
			best, weight = primary, q
		}
	}
	return best
}
