package cases

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"go.yaml.in/yaml/v3"

	"github.com/penvoerder/penvoerder/schemes"
)

// A Case is one golden case: a question and the answer that is wanted.
type Case struct {
	ID        string
	Title     string
	File      string
	Line      int
	Question  schemes.Question
	Overrides schemes.Overrides

	want    *yaml.Node
	compact bool // the only participation is written together with the whole
}

// At says where the case stands, for people: file, line and id.
func (c Case) At() string { return c.at(nil) }

func (c Case) at(n *yaml.Node) string {
	line := c.Line
	if n != nil {
		line = n.Line
	}
	return fmt.Sprintf("%s:%d: %s", c.File, line, c.ID)
}

// Documents returns the documents that the question of c states.
func (c Case) Documents() []schemes.Document {
	switch q := c.Question; {
	case q.Registration != nil:
		return q.Registration.Documents
	case q.ProjectFile != nil:
		return q.ProjectFile.Documents
	}
	return nil
}

// Load reads the cases that hold for the scheme of the given slug from every YAML
// file in the directory dir.
func Load(dir, slug string) ([]Case, error) { return read(os.DirFS(dir), ".", dir, slug) }

// Read is Load for dir of files, a directory within an embedded tree.
func Read(files fs.FS, dir, slug string) ([]Case, error) { return read(files, dir, dir, slug) }

// read reads dir of files, which people know as name.
func read(files fs.FS, dir, name, slug string) ([]Case, error) {
	found, err := fs.Glob(files, path.Join(dir, "*.yaml"))
	if err != nil {
		return nil, err
	}
	var out []Case
	for _, f := range found {
		b, err := fs.ReadFile(files, f)
		if err != nil {
			return nil, err
		}
		cs, err := parse(filepath.Join(name, path.Base(f)), b, slug)
		if err != nil {
			return nil, err
		}
		out = append(out, cs...)
	}
	if len(out) == 0 {
		return nil, &NoneError{Where: name, Slug: slug, Of: slugs(files, found)}
	}
	return out, repeated(out)
}

// repeated refuses an id that two cases have.
func repeated(cs []Case) error {
	seen := map[string]string{}
	for _, c := range cs {
		if at, ok := seen[c.ID]; ok {
			return fmt.Errorf("%s: there is another case of this id at %s", c.At(), at)
		}
		seen[c.ID] = c.At()
	}
	return nil
}

type caseFile struct {
	Schemes node        `yaml:"schemes"`
	Given   node        `yaml:"given"`
	Cases   []yaml.Node `yaml:"cases"`
}

type caseText struct {
	ID         string            `yaml:"id"`
	Title      string            `yaml:"title"`
	Source     string            `yaml:"source"` // where the case comes from
	Note       string            `yaml:"note"`
	Schemes    node              `yaml:"schemes"`
	Asked      asked             `yaml:",inline"`
	Parameters map[string]string `yaml:"parameters"`
	Want       node              `yaml:"want"`
}

// parse reads the cases of a file that hold for the scheme of the given slug.
func parse(file string, b []byte, slug string) ([]Case, error) {
	var doc yaml.Node
	if err := yaml.Unmarshal(b, &doc); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	if len(doc.Content) == 0 {
		return nil, fmt.Errorf("%s %w", file, ErrNone)
	}
	var f caseFile
	if err := decodeKnown(doc.Content[0], &f); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	if f.Given.Node != nil {
		if err := decodeKnown(f.Given.Node, &asked{}); err != nil {
			return nil, fmt.Errorf("%s: given: %w", file, err)
		}
	}
	var out []Case
	for i := range f.Cases {
		c, holds, err := f.read(file, slug, &f.Cases[i])
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", file, f.Cases[i].Line, err)
		}
		if holds {
			out = append(out, c)
		}
	}
	return out, nil
}

// read reads the case at n, and whether it holds for the scheme of the given slug.
func (f *caseFile) read(file, slug string, n *yaml.Node) (c Case, holds bool, err error) {
	w, holds, err := f.wordsOf(slug, n)
	if err != nil || !holds {
		return c, false, err
	}
	given, n, err := w.fill(f.Given.Node, n)
	if err != nil {
		return c, false, err
	}
	c, err = readCase(file, given, n)
	return c, true, err
}

func readCase(file string, given, n *yaml.Node) (Case, error) {
	var g asked
	if given != nil {
		if err := decodeKnown(given, &g); err != nil {
			return Case{}, err
		}
	}
	var t caseText
	if err := decodeKnown(n, &t); err != nil {
		return Case{}, err
	}
	c := Case{ID: t.ID, Title: t.Title, File: file, Line: n.Line, want: t.Want.Node}
	if t.ID == "" || t.Title == "" || t.Want.Node == nil {
		return c, errors.New("a case has an id, a title and a want")
	}
	var err error
	if c.Question, c.compact, err = question(g, t.Asked); err != nil {
		return c, fmt.Errorf("%s: %w", t.ID, err)
	}
	for code, v := range t.Parameters {
		if c.Overrides == nil {
			c.Overrides = schemes.Overrides{}
		}
		c.Overrides[code] = []schemes.Value{{Text: v, From: schemes.On(1, 1, 1)}}
	}
	return c, nil
}
