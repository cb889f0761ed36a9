//go:build unix && !linux

package cluster

// InMemory is a directory whose files are kept in memory: "", there is none that every such system has.
func InMemory() string { return "" }
