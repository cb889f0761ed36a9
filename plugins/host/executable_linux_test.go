package host

import (
	"os"
	"path/filepath"
	"testing"
)

// The hashed file is the one that is started, whatever happens to the path in between.
func TestTheOpenedFileIsStartedAndNotWhatStandsAtItsPathByThen(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "plugin")
	write := func(path, content string) {
		if err := os.WriteFile(path, []byte(content), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	write(path, "the one that was checked")
	f, err := openExecutable(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	write(path+"2", "another")
	if err := os.Rename(path+"2", path); err != nil {
		t.Fatal(err)
	}
	started, err := executablePath(f, path)
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(started)
	if err != nil || string(b) != "the one that was checked" {
		t.Errorf("%q would be started, %v", b, err)
	}
}

func TestAScriptWithoutItsInterpreterIsNotStarted(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "plugin")
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	f, err := openExecutable(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	if got, err := executablePath(f, path); err == nil {
		t.Errorf("started by %s", got)
	}
}
