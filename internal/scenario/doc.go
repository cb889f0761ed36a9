// Package scenario tells what users live through, with the whole program running: started by its own command line, over
// HTTP, on SQLite and on PostgreSQL, with the schemes as processes of their own. It holds tests alone.
//
// A scenario states everything that happened: the answer, the audit lines, the events and the rows. What every role may
// see and do stands in tables under testdata, written apart from the policy that the program reads.
package scenario
