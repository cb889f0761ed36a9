// Package schemes is the vocabulary in which a training-subsidy regulation is
// written down.
//
// A [Scheme] answers a [Question] about one subject: a plan, a registration, a
// project file or a retention report. The [Answer] says three things:
//
//	Eligibility   does the subject meet the regulation? ([Finding])
//	Calculation   how much, and why exactly that much? ([Step])
//	Checklist     which documents are asked, and what is wrong with them? ([Cell])
//
// Authors write plain functions over typed facts and hand them to [Define]; they
// see no context, error, JSON or wire format. A fact knows its place and whether
// it was stated: missing is not zero.
//
// A scheme is a pure function. It reads no clock, file, network or environment
// variable (the moment of judgement is a fact), so a decision taken today can be
// recomputed in ten years from its facts and the release of the scheme alone. For
// the same reason this package, and everything that implements it, imports the
// standard library and an exact decimal type and nothing else.
package schemes
