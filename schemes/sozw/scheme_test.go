package sozw_test

import (
	"testing"

	"github.com/penvoerder/penvoerder/schemes/schemetest"
	"github.com/penvoerder/penvoerder/schemes/sozw"
)

func TestScheme(t *testing.T) { schemetest.Run(t, sozw.Scheme, "cases") }
