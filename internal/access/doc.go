// Package access says whether this actor may do this, and which rows it may see.
//
// Both come from the same lines of policies/policy.csv: the last word of a line is compiled to a check of one row and
// to a predicate under every query. What no line allows is refused, and a policy that is empty or not understood
// keeps the server from starting. The package knows no state of a dossier: whether a verb fits the moment is for the
// desks to say. It is the only importer of Casbin.
package access
