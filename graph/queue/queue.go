// Package queue shows what waits to be judged: plans for the project leader, the content of trainings and project files for
// the role that the scheme names, registrations for the SSC.
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
	StageProjectFile  = "PROJECT_FILE"
)

// Prefix of a task's id; the id of its subject follows. That of a project file is of its plan, with a word in front.
const (
	Prefix  = "tsk_"
	project = Prefix + "project_"
)

// Subject is a *ent.Plan or a *ent.Registration.
type Subject any

// A Task is something that waits to be judged. Exactly one of Plan and Registration is set.
type Task struct {
	Plan         *ent.Plan
	IsProject    bool // it is the project file of the plan that waits
	Registration *ent.Registration
}

// SubjectID returns the id of the plan or registration behind the id of a task, and whether the project file of that plan
// is meant.
func SubjectID(id string) (subject string, isProject bool) {
	if plan, ok := strings.CutPrefix(id, project); ok {
		return plan, true
	}
	return strings.TrimPrefix(id, Prefix), false
}

// ID is Prefix and the id of the subject.
func (t *Task) ID() string {
	switch {
	case t.IsProject:
		return project + t.Plan.ID
	case t.Plan != nil:
		return Prefix + t.Plan.ID
	}
	return Prefix + t.Registration.ID
}

// Stage at which it waits.
func (t *Task) Stage() string {
	switch {
	case t.IsProject:
		return StageProjectFile
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

// WaitingSince is the moment of the last submission, of the last request to judge the content, or since when the project
// file has something for its judge.
func (t *Task) WaitingSince() time.Time {
	var at *time.Time
	switch {
	case t.IsProject:
		at = t.Plan.ProjectWaitingSince
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
