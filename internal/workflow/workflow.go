// Package workflow is the process as one table of data: what can be done to a plan, a registration, a project file or an
// appointment, by whom, from which state it leads to which, what waits, what comes next and who is told. Nothing else assigns a state, and
// viewerCan, waiting lists, next steps, legends, the words of the audit and docs/workflow.md are read from it.
//
// It reads no database and decides no rights: who may do what stands in the policies, and which role a slot is bound to in
// a scheme stands in the manifest.
package workflow

import (
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/schemes"
)

// Subject is what an act is done to. Plans, registrations, project files, appointments, admissions and ties move through
// states; the others have none.
type Subject string

// The subjects.
const (
	Plan         Subject = "plan"
	Registration Subject = "registration"
	ProjectFile  Subject = "project file"
	Appointment  Subject = "appointment"
	Admission    Subject = "admission"

	Organisation Subject = "organisation"
	Contact      Subject = "contact"
	Employee     Subject = "employee"
	Person       Subject = "person"
	Tie          Subject = "tie"
	Token        Subject = "token"
	Release      Subject = "release"
	Document     Subject = "document"
	Receipt      Subject = "receipt"
)

// Act is one row of the table: something that can be done. Acts of one name are the verdicts of one mutation.
type Act struct {
	Name    string // as the mutation, the audit and the feed know it
	Subject Subject
	Verb    string // in the diagram
	Slot    Slot   // who does it

	Asks access.Action // what the policy is asked; empty where nobody asks for it
	Of   access.Noun   // the thing of which the policy keeps that verb
	On   []access.Noun // the things at which viewerCan asks for it; Of alone when nil

	Ways  []Way           // none for what depends on no state
	Under []string        // states of the plan in which it can be done; any when nil
	Label fault.Text      // the act in words, as an infinitive in Dutch and an imperative in English
	Whole fault.Text      // words for all acts of its name, where these are verdicts or done to several subjects
	Event string          // what the feed tells of it, beside a change of state; empty for nothing of its own
	Waits schemes.HeldAct // as a rule of the scheme can hold it; empty where none can
	Todos []Todo          // where it is what comes next
	Term  *Term           // that begins with it
	Tells []Notice        // nobody when nil
	News  fault.Text      // what those who are told read of it, behind the kind and the number of the subject

	Unlogged bool // leaves no line of its own in the audit
}

// Way leads from a state to a state.
type Way struct{ From, To string }

// Todo says that an act is what comes next in a state.
type Todo struct {
	In   string
	When Condition // always when empty
	Text fault.Text
}

// Condition narrows a next step to dossiers that need it.
type Condition string

// The conditions.
const (
	NobodyTakesPart Condition = "nobody takes part"
	FactsAreMissing Condition = "facts are missing"
	RulesRefuse     Condition = "rules refuse"
	ContentIsOpen   Condition = "content is to be judged"

	DocumentsAreMissing Condition = "documents are missing"
	CellsAreUnreported  Condition = "cells are not reported as complete"
	CellsAreOpen        Condition = "cells wait to be judged"
	CellsAreRejected    Condition = "cells were rejected, and no repair was asked"
	RepairIsOpen        Condition = "a repair is open"
)

// Term is a period that an act begins, and in which a slot has to do something.
type Term struct {
	Code  string
	Slot  Slot
	Title fault.Text
}

// Manner is how somebody is told of an act.
type Manner string

// The manners.
const (
	Digest     Manner = "digest"        // gathered, once a day
	AtOnce     Manner = "at once"       // by a message of its own
	AsDecision Manner = "as a decision" // by a letter that is kept
	AsReceipt  Manner = "as a receipt"  // by a letter that says when it came in, to who did it as well
)

// Notice says who is told of an act, and how.
type Notice struct {
	Slot   Slot
	Manner Manner
}

// Next returns the state to which the act leads from a state; false where it cannot be done there. An act that depends
// on no state leaves it as it is.
func (a Act) Next(state string) (string, bool) {
	if len(a.Ways) == 0 {
		return state, true
	}
	for _, w := range a.Ways {
		if w.From == state {
			return w.To, true
		}
	}
	return "", false
}

// Fits reports whether the act can be done under a plan in this state.
func (a Act) Fits(plan string) bool {
	for _, s := range a.Under {
		if s == plan {
			return true
		}
	}
	return a.Under == nil
}

// From returns the states in which the act can be done, in the order of the process.
func (a Act) From() []string {
	states := make([]string, len(a.Ways))
	for i, w := range a.Ways {
		states[i] = w.From
	}
	return states
}

// isAt reports whether viewerCan asks for the act at a kind of thing.
func (a Act) isAt(thing access.Noun) bool {
	if a.On == nil {
		return a.Of == thing
	}
	for _, n := range a.On {
		if n == thing {
			return true
		}
	}
	return false
}

// At returns the acts behind an action that is asked at a kind of thing, for a subject.
func At(s Subject, action access.Action, thing access.Noun) []Act {
	var found []Act
	for _, a := range table {
		if a.Subject == s && a.Asks == action && a.isAt(thing) {
			found = append(found, *a)
		}
	}
	return found
}

// Done returns the act of a verb, done to a subject; false where the table has none.
func Done(s Subject, verb string) (Act, bool) {
	for _, a := range table {
		if a.Subject == s && a.Verb == verb {
			return *a, true
		}
	}
	return Act{}, false
}

// Named returns the acts of a name: one, or one for each verdict.
func Named(name string) []Act {
	var found []Act
	for _, a := range table {
		if a.Name == name {
			found = append(found, *a)
		}
	}
	return found
}

// Table returns a copy of every row.
func Table() []Act {
	rows := make([]Act, len(table))
	for i, a := range table {
		rows[i] = *a
	}
	return rows
}

// Step is an act that comes next.
type Step struct {
	Act  Act
	Text fault.Text
}

// Steps returns what comes next in a state, in the order of the process, where the conditions that hold ask for it.
func Steps(s Subject, state string, holds ...Condition) []Step {
	var next []Step
	for _, a := range table {
		if a.Subject != s {
			continue
		}
		for _, t := range a.Todos {
			if t.In == state && t.When.isAmong(holds) {
				next = append(next, Step{*a, t.Text})
			}
		}
	}
	return next
}

func (c Condition) isAmong(holds []Condition) bool {
	for _, h := range holds {
		if h == c {
			return true
		}
	}
	return c == ""
}

// stays are the ways of an act that leaves the state as it is.
func stays(states ...string) []Way {
	ways := make([]Way, len(states))
	for i, s := range states {
		ways[i] = Way{s, s}
	}
	return ways
}

// leads are the ways of an act that leads to one state.
func leads(to string, from ...string) []Way {
	ways := make([]Way, len(from))
	for i, s := range from {
		ways[i] = Way{s, to}
	}
	return ways
}
