// Package node_test runs the plugin in JavaScript beside it as the host runs every
// other: from a plugin directory, under its lock, through the kit of all schemes.
package node_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/penvoerder/penvoerder/plugins/host"
	"github.com/penvoerder/penvoerder/plugins/plugintest"
	"github.com/penvoerder/penvoerder/schemes/schemetest"
)

// install installs the plugin in a new plugin directory, the way its own installer
// does. Without Node there is nothing to test; in CI there must be.
func install(t *testing.T) (dir string, releases []host.Release) {
	t.Helper()
	if _, err := exec.LookPath("node"); err != nil {
		if os.Getenv("PENVOERDER_REQUIRE_NODE") != "" {
			t.Fatal(err)
		}
		t.Skip(err)
	}
	dir = filepath.Join(t.TempDir(), "plugins")
	out, err := exec.CommandContext(t.Context(), "node", "install.mjs", dir).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	releases, broken, err := host.Installed(dir)
	if err != nil || len(broken) > 0 || len(releases) != 1 {
		t.Fatalf("%v, %v, %v", releases, broken, err)
	}
	return dir, releases
}

func TestTheCasesPassThroughAProcessOfNode(t *testing.T) {
	_, releases := install(t)
	schemetest.Run(t, plugintest.StartRelease(t, releases[0]), "cases")
}

func TestAScriptThatWasChangedIsNotStarted(t *testing.T) {
	t.Parallel()
	dir, releases := install(t)
	bundle := filepath.Join(dir, "vouwkunst-0.1.0", "vouwkunst.cjs")
	b, err := os.ReadFile(bundle)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(bundle, append(b, '\n'), 0o644); err != nil {
		t.Fatal(err)
	}
	p, err := host.Start(t.Context(), host.Config{Release: releases[0], StartTimeout: time.Minute})
	if err == nil {
		_ = p.Close()
		t.Fatal("it was started")
	}
	if !strings.Contains(err.Error(), "not the one that was installed") {
		t.Errorf("refused for another reason: %v", err)
	}
}

func TestAnInterpreterThatWasChangedIsNotStarted(t *testing.T) {
	t.Parallel()
	_, releases := install(t)
	releases[0].Interpreter.Checksum[0] ^= 1
	p, err := host.Start(t.Context(), host.Config{Release: releases[0], StartTimeout: time.Minute})
	if err == nil {
		_ = p.Close()
		t.Fatal("it was started")
	}
	if !strings.Contains(err.Error(), "not the one that was installed") {
		t.Errorf("refused for another reason: %v", err)
	}
}
