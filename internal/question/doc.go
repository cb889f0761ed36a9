// Package question turns rows into questions and answers into receipts: the stored data of an organisation, a plan or
// a registration become the facts of a question, and the scheme's answer is stored with them.
//
// It loads nothing and decides nothing. Facts hold no name of a person: keys tell participations and documents apart.
package question
