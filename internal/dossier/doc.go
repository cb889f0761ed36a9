// Package dossier turns rows into questions and answers into receipts: what is kept about an organisation, a plan or a
// registration becomes the facts that a scheme is asked about, and what the scheme answered is kept with them.
//
// It loads nothing and decides nothing. Facts hold no name of a person: keys tell participations and documents apart.
package dossier
