package program

import (
	"crypto/ed25519"
	"path/filepath"

	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/catalog"
	"github.com/penvoerder/penvoerder/internal/documents"
	"github.com/penvoerder/penvoerder/internal/exchange"
	"github.com/penvoerder/penvoerder/internal/hypothesis"
	"github.com/penvoerder/penvoerder/internal/moves"
	"github.com/penvoerder/penvoerder/internal/organisations"
	"github.com/penvoerder/penvoerder/internal/plans"
	"github.com/penvoerder/penvoerder/internal/projectfiles"
	"github.com/penvoerder/penvoerder/internal/receipts"
	"github.com/penvoerder/penvoerder/internal/registrations"
	"github.com/penvoerder/penvoerder/internal/registrations/entered"
	"github.com/penvoerder/penvoerder/internal/registrations/intake"
	"github.com/penvoerder/penvoerder/internal/registrations/reading"
	"github.com/penvoerder/penvoerder/internal/rejudge"
)

// openDossierDesks makes the desks that a dossier passes. People are recognised by personKey.
func (p *Program) openDossierDesks(personKey []byte) {
	p.releases = &catalog.Desk{Catalog: p.catalog, Guard: p.guard}
	p.organisations = organisations.New(organisations.Config{
		Store: p.store, Guard: p.guard, Clock: p.clock, Contacts: p.identity, PersonKey: personKey,
	})
	p.plans = plans.New(plans.Config{Store: p.store, Catalog: p.catalog, Guard: p.guard, Clock: p.clock})
	p.openRegistrations()
	p.keeper = &exchange.Keeper{Store: p.store, Clock: p.clock}
}

// openRegistrations makes the desks of what lies below a plan, and of what crosses a dossier.
func (p *Program) openRegistrations() {
	registry := reading.New(p.store, p.catalog, p.clock)
	clerk := &entered.Clerk{Store: p.store, Guard: p.guard, Employees: p.organisations}
	p.registrations = registrations.New(registrations.Config{
		Store: p.store, Catalog: p.catalog, Guard: p.guard, Clock: p.clock, Registry: registry, Clerk: clerk, Uploads: p.documents,
	})
	p.projectFiles = projectfiles.New(projectfiles.Config{
		Store: p.store, Schemes: p.catalog, Guard: p.guard, Clock: p.clock, Uploads: p.documents,
	})
	p.hypotheses = hypothesis.New(hypothesis.Config{Store: p.store, Catalog: p.catalog, Guard: p.guard, Clock: p.clock})
	p.moves = moves.New(p.plans, registry, p.projectFiles)
	p.rejudge = rejudge.New(rejudge.Config{
		Store: p.store, Schemes: p.catalog, Clock: p.clock, Plans: p.plans, Registrations: registry, Logger: p.log.With("part", "rejudge"),
	})
	rows := intake.New(intake.Config{Store: p.store, Schemes: p.catalog, Guard: p.guard, Registry: registry, Clerk: clerk})
	p.exchange = exchange.New(exchange.Config{Store: p.store, Guard: p.guard, Organisations: p.organisations, Intake: rows})
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

func (p *Program) openDesks(publicURL string) error {
	var err error
	if p.guard, err = access.New(p.store); err != nil {
		return err
	}
	if err := p.openIdentity(publicURL); err != nil {
		return err
	}
	key, err := p.signingKey()
	if err != nil {
		return err
	}
	bucket, err := documents.OpenDirectory(filepath.Join(p.settings.Data, blobDir))
	if err != nil {
		return err
	}
	p.onClose(bucket.Close)
	p.documents, err = documents.New(documents.Config{
		Store: p.store, Guard: p.guard, Clock: p.clock, Bucket: bucket, Key: key, Origin: publicURL,
		MaximumSize: p.settings.MaximumUpload, SpoolDir: filepath.Join(p.settings.Data, spoolDir),
	})
	if err != nil {
		return err
	}
	personKey, err := derived(key, "people")
	if err != nil {
		return err
	}
	p.openDossierDesks(personKey)
	return p.openReceipts(key, publicURL)
}
