package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
)

// sources are the files of one package, without its tests, and what the compiler knows of them.
type sources struct {
	ImportPath, Dir, Name, Export string
	GoFiles                       []string

	shown string // the directory as it was asked for
	set   *token.FileSet
	info  *types.Info
	pkg   *types.Package
	files map[string]*file
}

// file is a file with what is put in.
type file struct {
	name    string
	text    []byte
	tree    *ast.File
	inserts map[int]*insert
}

// insert is what comes at an offset: ends of what surrounds the text before it, then beginnings.
type insert struct{ ends, begins string }

// load reads and type-checks a package: one of this module, or the one in a directory,
// which may be of a module of its own.
func load(ctx context.Context, pattern string) (*sources, error) {
	dir, pkg := "", pattern
	if info, err := os.Stat(pattern); err == nil && info.IsDir() {
		dir, pkg = pattern, "."
	}
	c := exec.CommandContext(ctx, "go", "list", "-json=ImportPath,Dir,Name,Export,GoFiles", "-export", "-deps", pkg)
	c.Dir, c.Stderr = dir, os.Stderr
	out, err := c.Output()
	if err != nil {
		return nil, fmt.Errorf("list %s: %w", pattern, err)
	}
	exports := map[string]string{}
	var p *sources // the last one listed is the package itself
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		one := &sources{}
		if err := d.Decode(one); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, err
		}
		exports[one.ImportPath], p = one.Export, one
	}
	if p == nil {
		return nil, fmt.Errorf("%s names no package", pattern)
	}
	p.shown, p.set, p.files = filepath.ToSlash(filepath.Clean(pattern)), token.NewFileSet(), map[string]*file{}
	return p, p.parse(exports)
}

func (p *sources) parse(exports map[string]string) error {
	var trees []*ast.File
	for _, name := range p.GoFiles {
		path := filepath.Join(p.Dir, name)
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		tree, err := parser.ParseFile(p.set, path, text, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		trees = append(trees, tree)
		p.files[name] = &file{name: name, text: text, tree: tree, inserts: map[int]*insert{}}
	}
	p.info = &types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Uses: map[*ast.Ident]types.Object{}}
	config := types.Config{Importer: importer.ForCompiler(p.set, "gc", func(path string) (io.ReadCloser, error) { return os.Open(exports[path]) })}
	var err error
	p.pkg, err = config.Check(p.ImportPath, p.set, trees, p.info)
	return err
}

// source is the text of a node.
func (f *file) source(set *token.FileSet, n ast.Node) string {
	return string(f.text[set.Position(n.Pos()).Offset:set.Position(n.End()).Offset])
}

// surround puts text before and after a node; what surrounds a node is put there before what surrounds its parts.
func (f *file) surround(set *token.FileSet, n ast.Node, before, after string) {
	f.at(set.Position(n.Pos()).Offset).begins += before
	end := f.at(set.Position(n.End()).Offset)
	end.ends = after + end.ends
}

func (f *file) at(offset int) *insert {
	if f.inserts[offset] == nil {
		f.inserts[offset] = &insert{}
	}
	return f.inserts[offset]
}

// edited is the file with everything put in.
func (f *file) edited() []byte {
	var out bytes.Buffer
	from := 0
	for _, offset := range slices.Sorted(maps.Keys(f.inserts)) {
		out.Write(f.text[from:offset])
		out.WriteString(f.inserts[offset].ends + f.inserts[offset].begins)
		from = offset
	}
	out.Write(f.text[from:])
	return out.Bytes()
}
