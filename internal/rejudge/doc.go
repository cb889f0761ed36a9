// Package rejudge makes judgements again: it keeps what is due and why, finds what time or a parameter file overtook, asks
// the schemes, and is the only writer of judgements made again.
//
// An act that changes a fact of other subjects marks them as due within its own transaction, in one row whatever is stored
// about them. A round reads the marks, then the facts, and removes the marks that it read: one that comes later stays. How
// long a judgement holds is the scheme's to say and stands with the judgement; it is no mark.
//
// It knows no regulation, holds no state of its own but a memory of parameter files, and does nothing of itself: a job or a
// request calls it. What a subject is made of is known by its desk. No scheme is asked within a transaction.
package rejudge
