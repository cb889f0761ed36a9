package command

import (
	"context"
	"crypto/ed25519"
	"errors"
	"net/url"
	"strconv"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/catalog"
	"github.com/penvoerder/penvoerder/internal/exchange"
	"github.com/penvoerder/penvoerder/internal/identity"
	"github.com/penvoerder/penvoerder/internal/mail"
	"github.com/penvoerder/penvoerder/internal/organisations"
	"github.com/penvoerder/penvoerder/internal/plans"
	"github.com/penvoerder/penvoerder/internal/receipts"
	"github.com/penvoerder/penvoerder/internal/registrations"
)

// openDossierDesks makes the desks that a dossier passes. People are recognised by personKey.
func (p *Program) openDossierDesks(personKey []byte) {
	p.plans = plans.New(plans.Config{Store: p.store, Catalog: p.catalog, Guard: p.guard, Clock: p.clock, Logger: p.log.With("part", "plans"), Registrations: laterRegistrations{p}})
	p.releases = &catalog.Desk{Catalog: p.catalog, Guard: p.guard}
	p.organisations = organisations.New(organisations.Config{
		Store: p.store, Guard: p.guard, Clock: p.clock, Contacts: p.identity,
		Rejudgers: []organisations.Rejudger{p.plans, laterRegistrations{p}}, PersonKey: personKey, Logger: p.log.With("part", "organisations"),
	})
	p.registrations = registrations.New(registrations.Config{
		Store: p.store, Catalog: p.catalog, Guard: p.guard, Clock: p.clock,
		Employees: p.organisations, Uploads: p.documents, Logger: p.log.With("part", "registrations"),
	})
	p.exchange = exchange.New(exchange.Config{Store: p.store, Guard: p.guard, Organisations: p.organisations, Registrations: p.registrations})
	p.keeper = &exchange.Keeper{Store: p.store, Clock: p.clock}
}

// openReceipts makes the desk that gives receipts out. Its key follows from the one key of
// the server, so that every replica signs alike.
func (p *Program) openReceipts(key []byte, publicURL string) error {
	seed, err := derived(key, "receipts")
	if err != nil {
		return err
	}
	p.receipts, err = receipts.New(receipts.Config{
		Store: p.store, Guard: p.guard, Clock: p.clock, Key: ed25519.NewKeyFromSeed(seed), Origin: publicURL,
		Logger: p.log.With("part", "receipts"),
	})
	return err
}

// laterRegistrations breaks a circle: registrations take people in through the
// organisations desk, which has registrations judged again.
type laterRegistrations struct{ p *Program }

// JudgeOrganisation judges what is due of one organisation's registrations.
func (l laterRegistrations) JudgeOrganisation(ctx context.Context, organisationID string) error {
	return l.p.registrations.JudgeOrganisation(ctx, organisationID)
}

// Follow judges the registrations of a plan under another release.
func (l laterRegistrations) Follow(ctx context.Context, p *ent.Plan, to *catalog.Release) (plans.Following, error) {
	return l.p.registrations.Follow(ctx, p, to)
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
