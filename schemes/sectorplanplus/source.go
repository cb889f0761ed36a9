package sectorplanplus

import "embed"

// Source holds the four schemes as they were built; their releases are known by its digest.
//
//go:embed *.go *.csv
var Source embed.FS

// Papers are the files that belong to the schemes beside their code.
//
//go:embed cases coverage.yaml v1 v2 v3 v4
var Papers embed.FS
