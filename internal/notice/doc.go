// Package notice tells people by letter what was done to their dossiers. Whom an act tells, and how, stands in the table of
// acts; who that is follows from who holds the role for the dossier at that moment.
//
// What is to be told is written in the transaction of the act, with the job that sends it: an act that is rolled back tells
// nobody, and one that is committed is told, whatever happens to the server. A letter names a number, a kind of thing and
// an address, and never a person: mail is read by others.
package notice
