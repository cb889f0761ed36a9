package main

import (
	"testing"

	"github.com/penvoerder/penvoerder/plugins/plugintest"
	"github.com/penvoerder/penvoerder/schemes/schemetest"
)

func TestMain(m *testing.M) { plugintest.Main(m, main) }

func TestTheCasesPassThroughAProcess(t *testing.T) {
	const scheme = "../../../schemes/sectorplanplus/"
	for slug, home := range map[string]string{"sectorplanplus-v1": "v1", "sectorplanplus-v2": "v2", "sectorplanplus-v3": "v3", "sectorplanplus-v4": "v4"} {
		t.Run(slug, func(t *testing.T) {
			schemetest.RunAt(t, plugintest.Start(t, slug, slug), scheme+"cases", scheme+home)
		})
	}
}
