package starter

import (
	"testing"

	"github.com/penvoerder/penvoerder/schemes/schemetest"
)

// TestScheme asks the cases, and proves what holds for every scheme.
func TestScheme(t *testing.T) { schemetest.Run(t, Scheme, "cases") }
