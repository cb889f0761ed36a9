// Package identity says who is asking. It keeps local accounts, the sessions of people and the tokens of partner
// systems, and at its door turns a cookie or a token into the actor of the request.
//
// What an actor may do is not decided here but in package access. Rights are read at every request: who loses a role
// or a session loses it with the next one. Secrets are kept as hashes only, and an answer never tells whether an
// address is known.
package identity
