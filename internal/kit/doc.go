// Package kit does the work of those who maintain regulations: it starts a new scheme,
// runs its cases, describes and compares releases, judges a dossier from a file,
// says of each rule of a rulebook what became of it, and installs what was built.
//
// It knows no scheme by name, and touches neither dossiers nor the release that is in
// force: those are the catalogue's.
package kit
