// Package program is the server as a value: it wires the desks, the schemes and HTTP into a [Program], and serves
// it until its context ends. It holds no rule of any regulation and decides nothing; it gives every other package the
// parts that it needs.
package program
