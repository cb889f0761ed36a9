//go:build linux && race

package host

// ofRuntime: the race detector reads the map of its own memory.
var ofRuntime = map[string]uint64{"/proc": reads}
