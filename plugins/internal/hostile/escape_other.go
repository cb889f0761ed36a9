//go:build unix && !linux

package hostile

// prisoner tells nothing: there is no cage here.
func prisoner() string { return "" }
