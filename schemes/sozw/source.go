package sozw

import "embed"

// Source holds the scheme as it was built; its release is known by its digest.
//
//go:embed *.go *.csv
var Source embed.FS

// Papers are the files that belong to the scheme beside its code.
//
//go:embed cases codes.lock coverage.yaml
var Papers embed.FS
