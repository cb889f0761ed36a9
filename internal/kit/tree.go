package kit

import (
	"bytes"
	"errors"
	"fmt"
	"go/format"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// A tree is what is about to be written under a directory.
type tree struct {
	root  string
	files []file
	err   error
}

type file struct {
	name    string // slash-separated, below root
	content []byte
	isThere bool // and is changed
}

func (t *tree) add(name string, content []byte) {
	t.files = append(t.files, file{name: name, content: content})
}

func (t *tree) template(name, from string, w words) {
	var b bytes.Buffer
	err := texts.ExecuteTemplate(&b, from, w)
	content := b.Bytes()
	if err == nil && strings.HasSuffix(name, ".go") {
		content, err = format.Source(content)
	}
	t.err = errors.Join(t.err, err)
	t.add(name, content)
}

func (t *tree) change(name string, f func([]byte) ([]byte, error)) {
	b, err := os.ReadFile(filepath.Join(t.root, filepath.FromSlash(name)))
	if err == nil {
		b, err = f(b)
	}
	t.err = errors.Join(t.err, err)
	t.files = append(t.files, file{name: name, content: b, isThere: true})
}

// scheme adds the starter as the scheme of w, in dir.
func (t *tree) scheme(dir string, w words) {
	rename := strings.NewReplacer("package starter", "package "+w.Package, "Package starter", "Package "+w.Package,
		"starter", w.Slug, "STARTER", strings.ToUpper(w.Slug), "Startregeling", w.Title)
	err := fs.WalkDir(starter, "starter", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := fs.ReadFile(starter, p)
		if err != nil {
			return err
		}
		content := []byte(rename.Replace(string(b)))
		if strings.HasSuffix(p, ".go") {
			content, err = format.Source(content)
		}
		name := strings.TrimPrefix(p, "starter/")
		if strings.HasPrefix(name, casesDir+"/") {
			name = path.Join(casesDir, w.Slug+".yaml")
		}
		t.add(path.Join(dir, name), content)
		return err
	})
	t.err = errors.Join(t.err, err)
}

func (t *tree) names() []string {
	out := make([]string, len(t.files))
	for i, f := range t.files {
		out[i] = f.name
	}
	return out
}

// write writes everything, or nothing where one of dirs holds something already.
func (t *tree) write(dirs ...string) error {
	if t.err != nil {
		return t.err
	}
	for _, d := range dirs {
		dir := filepath.Join(t.root, filepath.FromSlash(d))
		entries, err := os.ReadDir(dir)
		if err == nil && len(entries) > 0 {
			return fmt.Errorf("%s is there already and is not replaced: choose another name, or remove it", dir)
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	for _, f := range t.files {
		name := filepath.Join(t.root, filepath.FromSlash(f.name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(name, f.content, 0o644); err != nil {
			return err
		}
	}
	return nil
}
