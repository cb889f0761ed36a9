// Package entered reads what a caller states of a registration (its training, its days, who takes part) into the
// registration, and leads from a fact of it back to its place in the input. A form and a row of an import are read alike.
//
// It knows no demand of a regulation: what cannot be true whatever the regulation says is refused, and nothing else.
package entered
