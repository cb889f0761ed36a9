//go:build !race

package scenario_test

// raced says that the race detector watches.
const raced = false
