package host

import (
	"path/filepath"
	"strings"
	"testing"
)

// The files beside an interpreter are not the interpreter's: a home directory, the data of the server, the settings
// of the machine.
func TestAnInterpreterOpensNoMoreThanItWasInstalledWith(t *testing.T) {
	t.Parallel()
	for interpreter, closed := range map[string][]string{
		"/srv/data/node":     {"/srv/data/penvoerder.db"},
		"/node":              {"/etc/passwd", "/srv/data/penvoerder.db"},
		"/home/ada/bin/node": {"/home/ada/secret", "/home/ada/.ssh/id"},
		"/bin/sh":            {"/etc/passwd", "/root/secret"},
		"":                   {"/etc/passwd", "/usr/local/etc/penvoerder.yaml", "/home/ada/lib/x"},
	} {
		c := cage{dir: "/tmp/penvoerder-1", interpreter: interpreter}
		for _, file := range closed {
			for path := range c.open() {
				if below, err := filepath.Rel(path, file); err == nil && !strings.HasPrefix(below, "..") {
					t.Errorf("with %q the plugin reads %s, by %s", interpreter, file, path)
				}
			}
		}
	}
	if _, ok := (cage{interpreter: "/opt/node/bin/node"}).open()["/opt/node/lib"]; !ok {
		t.Error("an interpreter does not find its libraries")
	}
}
