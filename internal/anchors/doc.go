// Package anchors takes the heads of all dossiers out of the database: once a day into a file that is signed, that names the
// file before it, and that is never overwritten. A chain alone does not stop its keeper, who can compute it anew; a copy of
// its heads that lies elsewhere does.
//
// It keeps nothing in the database, and does not look after the copies: that the directory, or a copy of it, is out of reach
// of those who run the server is the operator's to arrange.
package anchors
