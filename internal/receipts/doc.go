// Package receipts gives stored judgements out as signed documents, and proves such a
// document without a server: who signed it, that facts, parameters and answer belong
// together, and that the release it names still answers the same.
//
// It judges nothing itself. What a document proves is said in levels, so that nobody
// takes a signature for a recomputation or the other way round.
package receipts
