//go:build linux && !race

package host

// ofRuntime is nothing: a program that was compiled needs no more than its file.
var ofRuntime map[string]uint64
