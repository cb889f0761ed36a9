//go:build race

package host_test

import "time"

// slack is what a refusal may take beyond its deadline; the race detector makes the
// host itself several times slower.
const slack = 20 * time.Second

// raced says that the race detector watches.
const raced = true
