// Package program is the server as a value: it wires the desks, the schemes and what serves them into a [Program], which
// tests can open, and serves it until it is told to stop. It holds no rule of any regulation and decides nothing; every other package is
// given what it needs from here.
package program
