// Package desks opens the desks of the platform and ties them to each other: in one place, for the server and for the
// tests of each desk. It decides nothing: what a desk does is its own.
package desks
