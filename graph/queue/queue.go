// Package queue shows what waits to be judged: plans for the project leader, the content of trainings for the role that
// the scheme names, registrations for the SSC.
package queue

import (
	"strings"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// The stages at which people judge.
const (
	StagePlan         = "PLAN"
	StageContent      = "CONTENT"
	StageRegistration = "REGISTRATION"
)

// Prefix of a task's id; the id of its subject follows.
const Prefix = "tsk_"

// Subject is a *ent.Plan or a *ent.Registration.
type Subject any

// A Task is something that waits to be judged. Exactly one of Plan and Registration is set.
type Task struct {
	Plan         *ent.Plan
	Registration *ent.Registration
}

// SubjectID returns the id of the plan or registration behind the id of a task.
func SubjectID(id string) (string, bool) { return strings.CutPrefix(id, Prefix) }

// ID is Prefix and the id of the subject.
func (t *Task) ID() string {
	if t.Plan != nil {
		return Prefix + t.Plan.ID
	}
	return Prefix + t.Registration.ID
}

// Stage at which it waits.
func (t *Task) Stage() string {
	switch {
	case t.Plan != nil:
		return StagePlan
	case t.isContent():
		return StageContent
	}
	return StageRegistration
}

// isContent reports whether it is the content of a training that waits.
func (t *Task) isContent() bool {
	return t.Registration != nil && t.Registration.State == workflow.AwaitingContent
}

// Subject that is to be judged.
func (t *Task) Subject() Subject {
	if t.Plan != nil {
		return t.Plan
	}
	return t.Registration
}

// ExpectedOn is the day by which it is expected; nil where no term is set.
func (t *Task) ExpectedOn() *time.Time {
	if !t.isContent() {
		return nil
	}
	return t.Registration.ContentExpectedOn
}

// WaitingSince is the moment of the last submission, or of the last request to judge the content.
func (t *Task) WaitingSince() time.Time {
	var at *time.Time
	switch {
	case t.Plan != nil:
		at = t.Plan.SubmittedAt
	case t.isContent():
		at = t.Registration.ContentAskedAt
	default:
		at = t.Registration.SubmittedAt
	}
	if at == nil {
		return time.Time{}
	}
	return *at
}
