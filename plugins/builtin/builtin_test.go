package builtin

import (
	"os"
	"slices"
	"testing"
	"testing/fstest"
	"time"

	"github.com/penvoerder/penvoerder/plugins/host"
	"github.com/penvoerder/penvoerder/plugins/plugintest"
)

func TestMain(m *testing.M) {
	plugintest.Main(m, func() {
		if err := Serve(os.Args[2]); err != nil {
			panic(err)
		}
	})
}

func TestEveryBuiltInSchemeStartsAsAProcessOfThisExecutable(t *testing.T) {
	t.Parallel()
	releases, err := Releases()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range releases {
		t.Run(r.Slug, func(t *testing.T) {
			t.Parallel()
			p, err := host.Start(t.Context(), host.Config{Release: r, StartTimeout: 5 * time.Minute})
			if err != nil {
				t.Fatal(err)
			}
			defer func() {
				if err := p.Close(); err != nil {
					t.Error(err)
				}
			}()
			if got := p.Manifest(); got.Slug != r.Slug || got.Version != r.Version {
				t.Errorf("%s %s answers as %s %s", r.Slug, r.Version, got.Slug, got.Version)
			}
		})
	}
}

func TestAnUnknownSlugIsNotServed(t *testing.T) {
	t.Parallel()
	if err := Serve("no-such-scheme"); err == nil {
		t.Error("it was served")
	}
}

func TestSlugsDiffer(t *testing.T) {
	t.Parallel()
	if s := Slugs(); len(slices.Compact(slices.Clone(s))) != len(s) {
		t.Errorf("slugs are %q", s)
	}
}

func TestADigestChangesWithTheSourceAlone(t *testing.T) {
	t.Parallel()
	digest := func(files fstest.MapFS) string {
		d, err := digestOf(fstest.MapFS{"core.go": {Data: []byte("core")}}, files)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	file := func(s string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(s)} }
	base := digest(fstest.MapFS{"a.go": file("x"), "b.csv": file("y")})
	for name, files := range map[string]fstest.MapFS{
		"another content": {"a.go": file("x2"), "b.csv": file("y")},
		"another list":    {"a.go": file("x"), "b.csv": file("z")},
		"another name":    {"a2.go": file("x"), "b.csv": file("y")},
		"moved content":   {"a.go": file("x\nb.csv 1\ny")},
	} {
		if digest(files) == base {
			t.Errorf("%s leaves the digest as it was", name)
		}
	}
	if digest(fstest.MapFS{"a.go": file("x"), "b.csv": file("y"), "a_test.go": file("t")}) != base {
		t.Error("a test changes the digest")
	}
}
