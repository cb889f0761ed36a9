package schemes

import "embed"

// Source is this package as it was built: with the source of a scheme, what the
// digest of a built-in release is taken of.
//
//go:embed *.go
var Source embed.FS
