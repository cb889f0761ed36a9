package sozw

import "embed"

// Source is the scheme as it was built: what its release is known by.
//
//go:embed *.go *.csv
var Source embed.FS

// Papers are what belongs to the scheme beside its code.
//
//go:embed cases codes.lock coverage.yaml
var Papers embed.FS
