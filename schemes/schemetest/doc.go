// Package schemetest proves that a scheme keeps its promises.
//
// [Run] puts golden cases (package cases has their form) to any [schemes.Scheme]: one
// in memory or one behind a plugin process. It then shows what cases alone cannot:
// that every declared rule, line and parameter is reached, that answers repeat and
// batches equal single questions, that money is never negative, never over its cap and
// always the sum of its parts, that each day counts once, that neither order nor
// company of participations matters, that nobody takes part outside the training, that
// a date that is open is missing, that a document that is in order adds nothing, that
// one of a later day does not count and none spoils what another completes, that a
// window is guarded and a hold ends when its day begins, that no fact makes a scheme
// fail, that forms can be drawn and say when they ask, and that released codes stay
// what they were.
package schemetest
