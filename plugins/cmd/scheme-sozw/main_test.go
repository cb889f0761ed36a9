package main

import (
	"testing"

	"github.com/penvoerder/penvoerder/plugins/plugintest"
)

func TestMain(m *testing.M) { plugintest.Main(m, main) }

func TestTheCasesPassThroughAProcess(t *testing.T) {
	plugintest.Run(t, "sozw-2026", "../../../schemes/sozw/cases")
}
