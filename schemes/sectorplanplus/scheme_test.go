package sectorplanplus_test

import (
	"testing"

	"github.com/penvoerder/penvoerder/schemes/schemetest"
	"github.com/penvoerder/penvoerder/schemes/sectorplanplus"
)

func TestV1(t *testing.T) { schemetest.RunAt(t, sectorplanplus.V1, "cases", "v1") }
func TestV2(t *testing.T) { schemetest.RunAt(t, sectorplanplus.V2, "cases", "v2") }
func TestV3(t *testing.T) { schemetest.RunAt(t, sectorplanplus.V3, "cases", "v3") }
func TestV4(t *testing.T) { schemetest.RunAt(t, sectorplanplus.V4, "cases", "v4") }
