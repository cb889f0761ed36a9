package schemes

import "embed"

// Source is this package as it was built. The digest of a built-in release is taken of it and of the source of the
// scheme.
//
//go:embed *.go
var Source embed.FS
