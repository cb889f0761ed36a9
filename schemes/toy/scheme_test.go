package toy_test

import (
	"testing"

	"github.com/penvoerder/penvoerder/schemes/schemetest"
	"github.com/penvoerder/penvoerder/schemes/toy"
)

func TestScheme(t *testing.T) { schemetest.Run(t, toy.Scheme, "cases") }
