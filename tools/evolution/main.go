// Command evolution compares the contract of the API with the one that was released last, and fails where a client that
// works with the old one can fail with the new one:
//
//	go run ./tools/evolution -changelog CHANGELOG.md released.graphql current.graphql
//
// What the released contract marks as deprecated may go. Any other break has to be announced: under the heading
// "Breaking" of what is not released yet, by its schema coordinate in backticks. docs/evolution.md has the rules.
//
// It looks at the contract alone. A value that means something else, or a state that is told under another name, is a
// break that no comparison of contracts finds.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"slices"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
)

func main() {
	log.SetFlags(0)
	changelog := flag.String("changelog", "CHANGELOG.md", "where breaks are announced")
	flag.Parse()
	if flag.NArg() != 2 {
		log.Fatal("usage: go run ./tools/evolution [-changelog FILE] RELEASED CURRENT")
	}
	if err := run(flag.Arg(0), flag.Arg(1), *changelog); err != nil {
		log.Fatal(err)
	}
}

func run(released, current, changelog string) error {
	before, err := load(released)
	if err != nil {
		return err
	}
	after, err := load(current)
	if err != nil {
		return err
	}
	text, err := os.ReadFile(changelog)
	if err != nil {
		return err
	}
	announced, open := announcements(string(text)), 0
	for _, b := range compare(before, after) {
		isAnnounced := slices.Contains(announced, b.at)
		if !isAnnounced {
			open++
		}
		fmt.Println(b.tell(isAnnounced))
	}
	if open > 0 {
		return fmt.Errorf("%d breaks are neither deprecated in what was released nor announced under Breaking in %s", open, changelog)
	}
	return nil
}

func load(path string) (*ast.Schema, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	s, err := gqlparser.LoadSchema(&ast.Source{Name: path, Input: string(text)})
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	return s, nil
}
