// Package queue shows what waits to be judged: plans for the project leader, registrations for the SSC.
package queue

import (
	"strings"
	"time"

	"github.com/penvoerder/penvoerder/ent"
)

// The stages at which people judge.
const (
	StagePlan         = "PLAN"
	StageRegistration = "REGISTRATION"
)

// Prefix of a task's id; what follows is the id of its subject.
const Prefix = "tsk_"

// Subject is a *ent.Plan or a *ent.Registration.
type Subject any

// A Task is something that waits to be judged. Exactly one of Plan and Registration is set.
type Task struct {
	Plan         *ent.Plan
	Registration *ent.Registration
}

// SubjectID is the id of the subject of the task with this id.
func SubjectID(id string) (string, bool) { return strings.CutPrefix(id, Prefix) }

// ID of the task.
func (t *Task) ID() string {
	if t.Plan != nil {
		return Prefix + t.Plan.ID
	}
	return Prefix + t.Registration.ID
}

// Stage at which it waits.
func (t *Task) Stage() string {
	if t.Plan != nil {
		return StagePlan
	}
	return StageRegistration
}

// Subject that is to be judged.
func (t *Task) Subject() Subject {
	if t.Plan != nil {
		return t.Plan
	}
	return t.Registration
}

// WaitingSince is when it was handed in, last.
func (t *Task) WaitingSince() time.Time {
	var at *time.Time
	if t.Plan != nil {
		at = t.Plan.SubmittedAt
	} else {
		at = t.Registration.SubmittedAt
	}
	if at == nil {
		return time.Time{}
	}
	return *at
}
