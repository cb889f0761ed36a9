// Package replay puts the questions behind all stored registrations of a scheme to a candidate release, and reports
// who would gain and lose by it, before it is put in force.
//
// The question of a registration is the one of the judgement it rests on now, as it was kept: the candidate sees the
// very facts, and the very moment, that the present amount comes from. Nothing is written, and of the dossiers no
// more than a batch is held in memory.
package replay
