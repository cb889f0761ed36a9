package cases

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// words replace each "$name" in the cases of one scheme, where several schemes share a file.
type words map[string]*yaml.Node

// wordsOf returns the words of the scheme of the given slug for the case at n, and
// whether the case holds for it: the schemes that the case names, else those that the
// file names, else every scheme whose directory it is.
func (f *caseFile) wordsOf(slug string, n *yaml.Node) (w words, holds bool, err error) {
	named := []*yaml.Node{f.Schemes.Node, field(n, "schemes")}
	w = words{}
	if named[0] == nil && named[1] == nil {
		return nil, true, nil
	}
	for _, list := range named {
		if list == nil {
			continue
		}
		own := behind(field(behind(list), slug))
		holds = own != nil
		if own == nil {
			continue
		}
		if own.Kind != yaml.MappingNode {
			return nil, false, fmt.Errorf("line %d: schemes: want a mapping of words such as {$start: 2026-01-01}, or {}", own.Line)
		}
		for i := 0; i+1 < len(own.Content); i += 2 {
			key := own.Content[i]
			if !strings.HasPrefix(key.Value, "$") {
				return nil, false, fmt.Errorf("line %d: word %q does not begin with $", key.Line, key.Value)
			}
			w[key.Value] = own.Content[i+1]
		}
	}
	return w, holds, nil
}

// behind returns the node that an alias refers to, and any other node itself.
func behind(n *yaml.Node) *yaml.Node {
	if n != nil && n.Kind == yaml.AliasNode {
		return n.Alias
	}
	return n
}

// field returns the value of name in the mapping n, or nil.
func field(n *yaml.Node, name string) *yaml.Node {
	for i := 0; i+1 < len(n.Content) && n.Kind == yaml.MappingNode; i += 2 {
		if n.Content[i].Value == name {
			return n.Content[i+1]
		}
	}
	return nil
}

// fill replaces the words in the given part of the file and in the case. Without words both stay the same.
func (w words) fill(given, n *yaml.Node) (filledGiven, filled *yaml.Node, err error) {
	if w == nil {
		return given, n, nil
	}
	if given != nil {
		if filledGiven, err = w.filled(given); err != nil {
			return nil, nil, err
		}
	}
	filled, err = w.filled(n)
	return filledGiven, filled, err
}

// filled returns n with each "$name" replaced by its value. The section schemes, which defines the words of other
// schemes, stays the same.
func (w words) filled(n *yaml.Node) (*yaml.Node, error) {
	n = behind(n)
	if n.Kind == yaml.ScalarNode && strings.HasPrefix(n.Value, "$") {
		word, ok := w[n.Value]
		if !ok {
			return nil, fmt.Errorf("line %d: there is no word %s for this scheme", n.Line, n.Value)
		}
		here := *word
		here.Line = n.Line
		return &here, nil
	}
	out := *n
	out.Content = slices.Clone(n.Content)
	for i, e := range n.Content {
		if n.Kind == yaml.MappingNode && i > 0 && i%2 == 1 && n.Content[i-1].Value == "schemes" {
			continue
		}
		f, err := w.filled(e)
		if err != nil {
			return nil, err
		}
		out.Content[i] = f
	}
	return &out, nil
}
