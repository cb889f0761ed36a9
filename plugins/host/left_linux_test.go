package host

import (
	"os"
	"strings"
	"testing"
)

// What the documentation says is left to a plugin is what the cage leaves it.
func TestTheDocumentationNamesEverythingThatIsLeftToAPlugin(t *testing.T) {
	t.Parallel()
	b, err := os.ReadFile("../../docs/plugin-protocol.md")
	if err != nil {
		t.Fatal(err)
	}
	_, after, _ := strings.Cut(string(b), "\n## What a plugin is kept from\n")
	section, _, _ := strings.Cut(after, "\n## ")
	names := append([]string{"/usr", "/usr/local"}, programs...)
	for path := range system {
		names = append(names, path)
	}
	for _, name := range names {
		if !strings.Contains(section, "`"+name+"`") {
			t.Errorf("%s is left to a plugin, and the page does not say so", name)
		}
	}
	if page := strings.Join(strings.Fields(string(b)), " "); strings.Contains(page, "does not keep a plugin from") {
		t.Error("the page says in one place that a plugin is kept from something, and in another that it is not")
	}
}
