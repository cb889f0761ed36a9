package sectorplanplus

import "embed"

// Source is the four schemes as they were built: what their releases are known by.
//
//go:embed *.go *.csv
var Source embed.FS

// Papers are what belongs to the schemes beside their code.
//
//go:embed cases coverage.yaml v1 v2 v3 v4
var Papers embed.FS
