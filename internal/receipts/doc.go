// Package receipts exports stored judgements as signed documents, and proves such a document without a server: who
// signed it, that facts, parameters and answer belong together, and that the release it names still gives the same
// answer.
//
// It judges nothing itself. A proof has levels, so that nobody mistakes a signature for a recomputation or the other
// way round.
package receipts
