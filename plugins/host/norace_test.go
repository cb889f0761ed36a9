//go:build !race

package host_test

// raced says whether the race detector watches.
const raced = false
