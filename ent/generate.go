// Package ent is the way to the database: generated from ent/schema, beside which only the generator and the
// migrations are written by hand.
package ent

//go:generate go run entc.go
