//go:build race

package host_test

// raced says that the race detector watches.
const raced = true
