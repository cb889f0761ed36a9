package starter

import "embed"

// Source is the scheme as it was built: what its release is known by.
//
//go:embed *.go
var Source embed.FS

// Papers are what belongs to the scheme beside its code.
//
//go:embed cases codes.lock
var Papers embed.FS
