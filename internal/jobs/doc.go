// Package jobs carries what is done beside requests: what an act leaves to be done once it is committed ([Queue.Insert]),
// and what is done again as time passes ([Queue.Repeat]). River keeps the jobs, in tables of our own database.
//
// A job is enqueued in the transaction of the act that causes it, and in no other way. Its arguments are ids: they lie in
// the database for as long as the job does, and are read by operators. No term of a regulation is kept in a schedule: what
// is due is asked of the database in regulation time, again and again.
//
// A job is carried out at least once: a server that is killed leaves it to another. What must happen once only is written
// in one transaction with [Finish].
package jobs
