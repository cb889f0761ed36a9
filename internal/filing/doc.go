// Package filing is the acts on the documents of a matrix: attach, amend, replace, remove, and report that no more will
// come. They are the same for a registration and for a project file; the desk of each says whose a document is, and how its
// subject is loaded, judged and written.
//
// It judges nothing and knows no table but that of documents.
package filing
