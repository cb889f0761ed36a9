// Package graph serves the public API: resolvers that read arguments, call one thing and shape what comes back.
//
// Reads go straight to the store, under the row predicate of who asks; writes go through the desks. No resolver checks
// rights or knows a regulation, and none asks a scheme: judgements are read from receipts.
package graph
