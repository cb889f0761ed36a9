package catalog_test

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/penvoerder/penvoerder/internal/catalog"
	"github.com/penvoerder/penvoerder/schemes"
)

// install puts the test binary into a plugin directory as the release of a slug; a
// version of "" leaves out the binary.
func install(t *testing.T, dir, slug, version string) string {
	t.Helper()
	home := filepath.Join(dir, slug+"-"+version)
	if err := os.Mkdir(home, 0o755); err != nil {
		t.Fatal(err)
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	r, err := catalog.At(self, "")
	if err != nil {
		t.Fatal(err)
	}
	if version != "" {
		text, err := os.ReadFile(self)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(home, "scheme"), text, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	lock, err := json.Marshal(map[string]any{
		"slug": slug, "version": strings.TrimPrefix(version, "v"), "file": "scheme", "sha256": r.Digest, "args": []string{slug, strings.TrimPrefix(version, "v")},
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(home, "plugin.lock"), lock, 0o600); err != nil {
		t.Fatal(err)
	}
	return home
}

func TestAReleaseRunsAlone(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "plugins")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	one := install(t, dir, "one", "1.0.0")
	install(t, dir, "two", "2.0.0")
	install(t, dir, "two", "2.1.0")
	broken := install(t, dir, "three", "")
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		path, slug string
		args       []string
		want       string // slug and version; or a part of the error
	}{
		"a directory with a lock":         {one, "one", nil, "one 1.0.0"},
		"of whatever slug":                {one, "", nil, "one 1.0.0"},
		"a directory of plugins":          {dir, "one", nil, "one 1.0.0"},
		"an executable":                   {self, "two", []string{"two", "3.0.0"}, "two 3.0.0"},
		"an executable of whatever slug":  {self, "", []string{"four", "4.0.0"}, "four 4.0.0"},
		"an executable of another slug":   {self, "two", []string{"four", "4.0.0"}, "another scheme"},
		"a directory of another":          {one, "two", nil, "holds no release of two: it holds one@1.0.0"},
		"a directory with two of it":      {dir, "two", nil, "holds 2 releases: name one of two@2.0.0, two@2.1.0, or its directory, such as " + filepath.Join(dir, "two-")},
		"one of the two, by its version":  {dir, "two@2.1.0", nil, "two 2.1.0"},
		"a version that it has not":       {dir, "two@2.2.0", nil, "holds no release two@2.2.0: it holds two@2.0.0"},
		"a directory with several":        {dir, "", nil, "holds 3 releases: name one of one@1.0.0, two@2.0.0, two@2.1.0"},
		"an executable of that version":   {self, "two@3.0.0", []string{"two", "3.0.0"}, "two 3.0.0"},
		"an executable of another":        {self, "two@3.1.0", []string{"two", "3.0.0"}, `"two 3.0.0", not "two 3.1.0"`},
		"a directory in which it is not":  {dir, "four", nil, "three-"},
		"a directory that holds half":     {broken, "three", nil, "plugin.lock"},
		"a path at which there is nought": {filepath.Join(dir, "none"), "one", nil, "no such file"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r, err := catalog.At(c.path, c.slug, c.args...)
			if err == nil {
				var s *catalog.Single
				if s, err = catalog.Alone(t.Context(), r, nil); err == nil {
					defer func() {
						if err := s.Close(); err != nil {
							t.Error(err)
						}
					}()
					answers, err := s.Judge(t.Context(), schemes.Batch{Questions: []schemes.Question{plan(25_00)}})
					if got := s.Slug + " " + s.Version; got != c.want || err != nil || *answers[0].Whole.Amount != 25_00 || len(s.Digest) != 64 {
						t.Errorf("%s answers %+v, %v", got, answers, err)
					}
					return
				}
			}
			if !strings.Contains(err.Error(), c.want) {
				t.Errorf("error is %v, want %q", err, c.want)
			}
		})
	}
}

func TestAReleaseThatRunsAloneIsWaitedForWhileItIsStartedAgain(t *testing.T) {
	t.Parallel()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	r, err := catalog.At(self, "", "one", "1.0.0")
	if err != nil {
		t.Fatal(err)
	}
	s, err := catalog.Alone(t.Context(), r, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	before := s.Health().PID
	if p, err := os.FindProcess(before); err != nil || p.Kill() != nil {
		t.Fatal(err)
	}
	soon(t, func() bool { return s.Health().PID != before }) // down
	if answers, err := s.Judge(t.Context(), schemes.Batch{Questions: []schemes.Question{plan(25_00)}}); err != nil || *answers[0].Whole.Amount != 25_00 {
		t.Errorf("it answers %+v, %v", answers, err)
	}
}

func TestAReleaseIsFoundByItsDigest(t *testing.T) {
	t.Parallel()
	builtIn := []catalog.Plugin{{Slug: "one", Digest: "d1"}, {Slug: "two", Digest: "d2"}}
	if r, err := catalog.Find(builtIn, "", "two", "d2"); err != nil || r.Digest != "d2" {
		t.Errorf("found %+v, %v", r, err)
	}
	for _, c := range [][2]string{{"two", "d1"}, {"three", "d2"}} {
		if r, err := catalog.Find(builtIn, "", c[0], c[1]); !errors.Is(err, catalog.ErrNotAtHand) {
			t.Errorf("%v: found %+v, %v", c, r, err)
		}
	}
}
