// Command scheme-sozw serves the scheme SO-Z&W to the platform.
package main

import (
	"github.com/penvoerder/penvoerder/plugins/serve"
	"github.com/penvoerder/penvoerder/schemes/sozw"
)

func main() { serve.Scheme(sozw.Scheme) }
