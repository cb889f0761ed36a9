package program

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/url"
	"path/filepath"
	"strings"
	"time"
)

// Settings are the choices of an operator about a server.
type Settings struct {
	Addr           string        `help:"Listen here." default:"127.0.0.1:8080" env:"PENVOERDER_ADDR"`
	AdminAddr      string        `help:"Serve /metrics here instead of beside the API." placeholder:"HOST:PORT" env:"PENVOERDER_ADMIN_ADDR"`
	PublicURL      string        `help:"Address under which browsers reach the server, when it is not --addr." placeholder:"URL" env:"PENVOERDER_PUBLIC_URL"`
	Data           string        `help:"Directory for database, files and mail; made when absent." default:"var" type:"path" env:"PENVOERDER_DATA"`
	Database       string        `help:"postgres://… to use PostgreSQL; empty for SQLite in the data directory." placeholder:"URL" env:"PENVOERDER_DATABASE"`
	Migrate        string        `help:"Bring the database up to date at start (auto), or refuse to start when it is not (check)." enum:"auto,check" default:"auto" env:"PENVOERDER_MIGRATE"`
	Demo           string        `help:"Demo data: full (personas and dossiers in every state), empty (personas alone) or off." enum:"full,empty,off" default:"full" env:"PENVOERDER_DEMO"`
	Now            time.Time     `help:"Start regulation time here instead of now; demo only." placeholder:"2025-12-01T10:00+01:00" format:"2006-01-02T15:04Z07:00" env:"PENVOERDER_NOW"`
	Plugins        string        `help:"Directory with schemes of others: binaries with their plugin.lock. Absolute; the server must not be able to write it." placeholder:"DIR" env:"PENVOERDER_PLUGINS"`
	PluginPoll     time.Duration `help:"How often --plugins, --parameters and what other servers put in force are looked at again; 0 for never." default:"2s" env:"PENVOERDER_PLUGIN_POLL"`
	ConfinePlugins bool          `help:"Start no plugin that this system cannot keep from files, network and other processes; where it can, it always does." env:"PENVOERDER_CONFINE_PLUGINS"`
	PluginStart    time.Duration `help:"How long a scheme may take to start, until it has described itself." default:"5s" env:"PENVOERDER_PLUGIN_START"`
	PluginDeadline time.Duration `help:"How long a scheme may take over one call before its process is ended." default:"10s" env:"PENVOERDER_PLUGIN_DEADLINE"`
	Parameters     string        `help:"Directory with signed parameter files, SLUG.yaml beside SLUG.yaml.sig." type:"path" placeholder:"DIR" env:"PENVOERDER_PARAMETERS"`
	ParameterKey   []string      `help:"Files with public keys whose parameter files are believed." placeholder:"FILE" env:"PENVOERDER_PARAMETER_KEY"`
	Origin         []string      `help:"Origins of front ends elsewhere that may call with cookies." placeholder:"URL" env:"PENVOERDER_ORIGIN"`
	TrustedProxy   []string      `help:"Networks of proxies whose X-Forwarded-For is believed." placeholder:"CIDR" env:"PENVOERDER_TRUSTED_PROXY"`
	MaximumUpload  int64         `help:"Most bytes of one uploaded file." default:"20971520" env:"PENVOERDER_MAXIMUM_UPLOAD"`
	PasswordMemory uint32        `help:"MiB of memory that trying one password takes: the more, the dearer for a thief of the database; less than what OWASP names in a demo only." default:"46" env:"PENVOERDER_PASSWORD_MEMORY"`
	SMTP           string        `help:"smtp://user:password@host:port to send mail; empty writes it to the data directory." placeholder:"URL" env:"PENVOERDER_SMTP"`
	MailFrom       string        `help:"Sender of mail." default:"Penvoerder <noreply@localhost>" env:"PENVOERDER_MAIL_FROM"`
	Secret         string        `help:"Key that signs download addresses and from which the key is made by which people are recognised, 32 characters or more; made and kept in the data directory when absent." env:"PENVOERDER_SECRET"`
	AnchorDir      string        `help:"Write the heads of all dossiers into this directory once a day, signed, and never again: a file system that is only added to, or one from which the files are copied out of reach." type:"path" placeholder:"DIR" env:"PENVOERDER_ANCHOR_DIR"`
	Production     bool          `help:"Refuse everything that is for trying out: demo data, SQLite, unasked migration, made-up secrets." env:"PENVOERDER_PRODUCTION"`
	LogLevel       slog.Level    `help:"Least level that is logged: debug, info, warn or error." default:"info" env:"PENVOERDER_LOG_LEVEL"`
	ShutdownPeriod time.Duration `help:"How long requests in flight, and after them jobs, may take when the server stops." default:"10s" env:"PENVOERDER_SHUTDOWN_PERIOD"`
}

// What trying a password may take, in MiB: at least what OWASP names for Argon2id in one pass, at most what a sign-in can wait for.
const (
	owaspPasswordMemory = 46
	maxPasswordMemory   = 1024
)

// AfterApply refuses settings that contradict each other; kong calls it after parsing.
func (s *Settings) AfterApply() error {
	var errs []error
	refuse := func(when bool, format string, args ...any) {
		if when {
			errs = append(errs, fmt.Errorf(format, args...))
		}
	}
	refuse(s.Database != "" && !s.onPostgres(), "--database must begin with postgres://")
	refuse(!s.Now.IsZero() && s.Demo == "off", "--now works in demo mode only: real time cannot be set")
	refuse(s.PasswordMemory < owaspPasswordMemory && s.Demo == "off", "--password-memory must be at least %d (MiB) where passwords are those of people", owaspPasswordMemory)
	refuse(s.PasswordMemory < 1 || s.PasswordMemory > maxPasswordMemory, "--password-memory must be 1 to %d (MiB)", maxPasswordMemory)
	refuse(s.Plugins != "" && !filepath.IsAbs(s.Plugins), "--plugins must be an absolute directory")
	refuse(s.PluginStart < 0 || s.PluginDeadline < 0, "--plugin-start and --plugin-deadline cannot be negative")
	for _, o := range append([]string{s.PublicURL}, s.Origin...) {
		u, err := url.Parse(o)
		refuse(o != "" && (err != nil || u.Scheme == "" || u.Host == "" || u.Path != "" && u.Path != "/"), "%q is not an origin such as https://portal.example", o)
	}
	refuse(s.isHTTPS() && len(s.TrustedProxy) == 0, "--public-url is https, so a proxy stands in front: name its network, such as --trusted-proxy=127.0.0.1/32; without it all visitors have one address, and one of them can use up the attempts to sign in of everybody")
	if s.Production {
		refuse(s.Demo != "off", "--production refuses demo data: add --demo=off")
		refuse(!s.onPostgres(), "--production wants PostgreSQL: add --database=postgres://…")
		refuse(s.onPostgres() && !isPrivate(s.Database), "--production wants sslmode=verify-full in --database, or a local socket")
		refuse(len(s.Secret) < 32, "--production wants a --secret of 32 characters or more")
		refuse(s.Migrate != "check", "--production migrates only when asked: add --migrate=check and run `penvoerder migrate` first")
		refuse(s.SMTP == "", "--production wants --smtp: people must get their mail")
		refuse(s.AdminAddr == "", "--production wants --admin-addr, such as 127.0.0.1:9090: /metrics is not for every visitor")
	}
	return errors.Join(errs...)
}

func (s *Settings) onPostgres() bool {
	return strings.HasPrefix(s.Database, "postgres://") || strings.HasPrefix(s.Database, "postgresql://")
}

// isPrivate reports whether nobody between the server and a PostgreSQL can listen or take its place.
func isPrivate(dsn string) bool {
	u, err := url.Parse(dsn)
	return err == nil && (u.Query().Get("sslmode") == "verify-full" || strings.HasPrefix(u.Query().Get("host"), "/"))
}

// isHTTPS reports whether browsers reach the server through TLS, which a proxy in front of it ends.
func (s *Settings) isHTTPS() bool { return strings.HasPrefix(s.PublicURL, "https://") }

// IsDemo reports whether the server runs on demo data.
func (s *Settings) IsDemo() bool { return s.Demo != "off" }

// public is the address under which browsers reach the server.
func (s *Settings) public(ln net.Listener) string {
	if s.PublicURL != "" {
		return strings.TrimSuffix(s.PublicURL, "/")
	}
	return "http://" + ln.Addr().String()
}
