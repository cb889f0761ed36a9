// Package identity establishes the caller of a request. It keeps local accounts, the sessions of people and the
// tokens of partner systems, and at its door turns a cookie or a token into the actor of the request.
//
// Package access decides what an actor may do. Rights are read at every request: a person who loses a role or a
// session loses it with the next one. Secrets are kept as hashes only, and an answer never reveals whether an address
// is known.
package identity
