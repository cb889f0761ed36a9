// Command scheme-sectorplanplus serves the variant of SectorplanPlus whose slug is its
// argument to the platform.
package main

import (
	"fmt"
	"os"

	"github.com/penvoerder/penvoerder/plugins/serve"
	"github.com/penvoerder/penvoerder/schemes/sectorplanplus"
)

func main() {
	for _, s := range sectorplanplus.Schemes() {
		if len(os.Args) == 2 && os.Args[1] == s.Manifest().Slug {
			serve.Scheme(s)
			return
		}
	}
	fmt.Fprintln(os.Stderr, "name one variant, such as: scheme-sectorplanplus sectorplanplus-v4")
	os.Exit(2)
}
