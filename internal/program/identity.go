package program

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"path/filepath"
	"strconv"
	"time"

	"github.com/penvoerder/penvoerder/internal/identity"
	"github.com/penvoerder/penvoerder/internal/mail"
)

// identityConfig says how people sign in.
func (p *Program) identityConfig(publicURL string) (identity.Config, error) {
	var proxies []netip.Prefix
	for _, t := range p.settings.TrustedProxy {
		prefix, err := netip.ParsePrefix(t)
		if err != nil {
			return identity.Config{}, fmt.Errorf("--trusted-proxy: %w", err)
		}
		proxies = append(proxies, prefix)
	}
	post, err := PostOffice(p.settings.SMTP, p.settings.MailFrom, p.settings.Data)
	if err != nil {
		return identity.Config{}, err
	}
	u, err := url.Parse(publicURL)
	return identity.Config{
		Mail: post, Origin: publicURL, Secure: err == nil && u.Scheme == "https", TrustedOrigins: p.settings.Origin, Proxies: proxies, Idle: p.idle(),
		Hashing: identity.Hashing{Memory: p.settings.PasswordMemory * 1024},
	}, err
}

// idle is how long a session may lie unused: the desk's own term, or a working day in
// a demo, where nothing is at stake.
func (p *Program) idle() time.Duration {
	if p.settings.IsDemo() {
		return 8 * time.Hour
	}
	return 0
}

// PostOffice sends mail by an SMTP server, or writes it to the data directory where no address is given.
func PostOffice(smtp, from, data string) (identity.Mail, error) {
	if smtp == "" {
		return mail.Files{Dir: filepath.Join(data, mailDir)}, nil
	}
	u, err := url.Parse(smtp)
	if err != nil {
		return nil, errors.New("--smtp is not an address such as smtp://user:password@mail.example:587")
	}
	return newSMTP(u, from)
}

// newSMTP reads smtp://user:password@host:port, or smtps:// for TLS from the first byte.
func newSMTP(u *url.URL, from string) (identity.Mail, error) {
	if u.Scheme != "smtp" && u.Scheme != "smtps" || u.Hostname() == "" {
		return nil, errors.New("--smtp is not an address such as smtp://user:password@mail.example:587")
	}
	s := mail.SMTP{Host: u.Hostname(), ImplicitTLS: u.Scheme == "smtps", From: from}
	if u.Port() != "" {
		port, err := strconv.Atoi(u.Port())
		if err != nil {
			return nil, err
		}
		s.Port = port
	}
	if u.User != nil {
		s.Username = u.User.Username()
		s.Password, _ = u.User.Password()
	}
	return mail.NewSMTP(s)
}
