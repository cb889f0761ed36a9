package desks

import (
	"crypto/ed25519"
	"crypto/hkdf"
	"crypto/sha256"
	"log/slog"

	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/calendar"
	"github.com/penvoerder/penvoerder/internal/clock"
	"github.com/penvoerder/penvoerder/internal/documents"
	"github.com/penvoerder/penvoerder/internal/exchange"
	"github.com/penvoerder/penvoerder/internal/groups/ties"
	"github.com/penvoerder/penvoerder/internal/hypothesis"
	"github.com/penvoerder/penvoerder/internal/identity"
	"github.com/penvoerder/penvoerder/internal/moves"
	"github.com/penvoerder/penvoerder/internal/notice"
	"github.com/penvoerder/penvoerder/internal/organisations"
	"github.com/penvoerder/penvoerder/internal/plans"
	"github.com/penvoerder/penvoerder/internal/projectfiles"
	"github.com/penvoerder/penvoerder/internal/receipts"
	"github.com/penvoerder/penvoerder/internal/registrations"
	"github.com/penvoerder/penvoerder/internal/registrations/entered"
	"github.com/penvoerder/penvoerder/internal/registrations/intake"
	"github.com/penvoerder/penvoerder/internal/registrations/reading"
	"github.com/penvoerder/penvoerder/internal/rejudge"
	"github.com/penvoerder/penvoerder/internal/reminders"
	"github.com/penvoerder/penvoerder/internal/store"
)

// Catalog is what the desks ask of the schemes.
type Catalog interface {
	plans.Catalog
	registrations.Catalog
	reading.Schemes
	projectfiles.Schemes
	hypothesis.Catalog
	intake.Schemes
	rejudge.Schemes
	calendar.Schemes
}

// Config says what desks work with.
type Config struct {
	Store   *store.Store
	Catalog Catalog
	Clock   *clock.Clock
	Logger  *slog.Logger

	// Key signs download addresses. The keys of receipts and of people follow from it, so that every replica signs
	// and recognises alike.
	Key    []byte
	Origin string // under which browsers reach the server

	Queue notice.Queue // has the letters sent that acts leave behind

	Identity  identity.Config  // mail, limits and times; the rest is filled in
	Documents documents.Config // the bucket, sizes and directories; the rest is filled in
}

// Desks are all desks, each once.
type Desks struct {
	Guard         *access.Guard
	Notices       *notice.Desk
	Identity      *identity.Desk
	Organisations *organisations.Desk
	Ties          *ties.Desk
	Plans         *plans.Desk
	Moves         *moves.Desk
	Documents     *documents.Desk
	Receipts      *receipts.Desk
	Registrations *registrations.Desk
	ProjectFiles  *projectfiles.Desk
	Hypotheses    *hypothesis.Desk
	Intake        *intake.Desk
	Rejudge       *rejudge.Desk
	Exchange      *exchange.Desk
	Keeper        *exchange.Keeper
	Calendars     *calendar.Desk
	Reminders     *reminders.Desk
}

// Open makes the desks. Whoever opened the store, the bucket and the catalogue closes them.
func Open(c Config) (*Desks, error) {
	d := &Desks{Keeper: &exchange.Keeper{Store: c.Store, Clock: c.Clock}}
	for _, open := range []func(Config) error{d.openGuard, d.openNotices, d.openIdentity, d.openDocuments, d.openOrganisations, d.openReceipts} {
		if err := open(c); err != nil {
			return nil, err
		}
	}
	d.Ties = ties.New(ties.Config{Store: c.Store, Guard: d.Guard, Clock: c.Clock, Notices: d.Notices})
	d.Plans = plans.New(plans.Config{Store: c.Store, Catalog: c.Catalog, Guard: d.Guard, Clock: c.Clock, Notices: d.Notices})
	d.Identity.Unspoken = d.Plans.Unconfirm
	d.openRegistrations(c)
	d.Calendars = calendar.New(calendar.Config{
		Store: c.Store, Guard: d.Guard, Schemes: c.Catalog, Clock: c.Clock, Tries: d.Identity, Origin: c.Origin, Log: c.Logger.With("part", "calendar"),
	})
	d.Reminders = reminders.New(reminders.Config{Store: c.Store, Clock: c.Clock, Schemes: c.Catalog, Notices: d.Notices})
	return d, nil
}

func (d *Desks) openGuard(c Config) (err error) {
	d.Guard, err = access.New(c.Store)
	return err
}

func (d *Desks) openNotices(c Config) error {
	d.Notices = notice.New(notice.Config{Store: c.Store, Clock: c.Clock, Queue: c.Queue, Mail: c.Identity.Mail, Origin: c.Origin})
	return nil
}

func (d *Desks) openIdentity(c Config) (err error) {
	in := c.Identity
	in.Store, in.Guard, in.Clock, in.Log = c.Store, d.Guard, c.Clock, c.Logger.With("part", "identity")
	if in.AddressKey, err = derived(c.Key, "addresses"); err != nil {
		return err
	}
	d.Identity, err = identity.New(in)
	return err
}

func (d *Desks) openDocuments(c Config) (err error) {
	in := c.Documents
	in.Store, in.Guard, in.Clock, in.Key, in.Origin = c.Store, d.Guard, c.Clock, c.Key, c.Origin
	d.Documents, err = documents.New(in)
	return err
}

func (d *Desks) openOrganisations(c Config) error {
	key, err := derived(c.Key, "people")
	d.Organisations = organisations.New(organisations.Config{
		Store: c.Store, Guard: d.Guard, Clock: c.Clock, Contacts: d.Identity, PersonKey: key,
	})
	return err
}

func (d *Desks) openReceipts(c Config) error {
	seed, err := derived(c.Key, "receipts")
	if err != nil {
		return err
	}
	d.Receipts, err = receipts.New(receipts.Config{
		Store: c.Store, Guard: d.Guard, Clock: c.Clock, Key: ed25519.NewKeyFromSeed(seed), Origin: c.Origin,
		Logger: c.Logger.With("part", "receipts"),
	})
	return err
}

// openRegistrations makes the desks of what lies below a plan, and of what crosses a dossier.
func (d *Desks) openRegistrations(c Config) {
	registry := reading.New(c.Store, c.Catalog, c.Clock, d.Notices)
	clerk := &entered.Clerk{Store: c.Store, Guard: d.Guard, Employees: d.Organisations}
	d.Registrations = registrations.New(registrations.Config{
		Store: c.Store, Catalog: c.Catalog, Guard: d.Guard, Clock: c.Clock, Registry: registry, Clerk: clerk, Uploads: d.Documents,
	})
	d.ProjectFiles = projectfiles.New(projectfiles.Config{
		Store: c.Store, Schemes: c.Catalog, Guard: d.Guard, Clock: c.Clock, Notices: d.Notices, Uploads: d.Documents,
	})
	d.Hypotheses = hypothesis.New(hypothesis.Config{Store: c.Store, Catalog: c.Catalog, Guard: d.Guard, Clock: c.Clock})
	d.Moves = moves.New(d.Plans, registry, d.ProjectFiles)
	d.Rejudge = rejudge.New(rejudge.Config{
		Store: c.Store, Schemes: c.Catalog, Clock: c.Clock, Plans: d.Plans, Registrations: registry, Logger: c.Logger.With("part", "rejudge"),
	})
	d.Intake = intake.New(intake.Config{Store: c.Store, Schemes: c.Catalog, Guard: d.Guard, Registry: registry, Clerk: clerk})
	d.Exchange = exchange.New(exchange.Config{Store: c.Store, Guard: d.Guard, Organisations: d.Organisations, Intake: d.Intake})
}

// derived returns a key for one purpose, 32 bytes, that reveals nothing about key nor about the key of another purpose.
func derived(key []byte, purpose string) ([]byte, error) {
	return hkdf.Key(sha256.New, key, nil, "penvoerder "+purpose, 32)
}
