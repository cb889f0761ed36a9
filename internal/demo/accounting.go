package demo

import (
	"context"
	"crypto/ed25519"
	"fmt"

	"github.com/penvoerder/penvoerder/internal/catalog"
)

// accountingOpen opens the accounting of SectorplanPlus variant 4, which no source announced: in a demonstration its
// registrations can be submitted.
const accountingOpen = `scheme: sectorplanplus-v4
number: 1
author: Demonstratie
reason: In de demonstratie kan variant 4 worden verantwoord.
parameters:
  - code: accounting-open
    unit: RATIO
    values:
      - {value: 1, validFrom: 2022-01-01, source: demonstratie, assumption: true}
`

// openAccounting applies that parameter file, signed with a key that is made for it and forgotten.
func (s *seeder) openAccounting(ctx context.Context) error {
	if _, ok := s.Catalog.InForce("sectorplanplus-v4"); !ok { // a server that was told to serve other schemes
		return nil
	}
	public, secret, err := ed25519.GenerateKey(nil)
	if err != nil {
		return err
	}
	content := []byte(accountingOpen)
	applying := catalog.Applying{Store: s.Store, Trusted: []ed25519.PublicKey{public}, Now: s.Clock.Wall}
	if _, _, err := applying.Apply(ctx, catalog.SignedFile{Content: content, Signature: catalog.Sign(secret, content)}); err != nil {
		return fmt.Errorf("demo parameters: %w", err)
	}
	return s.Catalog.Refresh(ctx)
}
