package queue

import (
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/graph/regulation"
	"github.com/penvoerder/penvoerder/internal/registrations"
)

// Content is the judgement of the content of a training.
type Content struct {
	Registration *ent.Registration
	Role         string           // that judges
	JudgeName    *regulation.Text // what the scheme calls it
	Today        time.Time        // in regulation time

	ApprovedTraining regulation.Training // as it was last approved; nil where it never was
}

// State where it stands.
func (c *Content) State() string { return registrations.ContentState(c.Registration) }

// Judge is the role that the manifest names for the content.
func (c *Content) Judge() string { return c.Role }

// AskedAt is when it was asked, last.
func (c *Content) AskedAt() *time.Time { return c.Registration.ContentAskedAt }

// ExpectedOn is the day by which it is expected; nil while none is asked.
func (c *Content) ExpectedOn() *time.Time { return c.Registration.ContentExpectedOn }

// IsOverdue reports whether that day has passed.
func (c *Content) IsOverdue() bool { return registrations.IsContentOverdue(c.Registration, c.Today) }

// Verdict of the last judgement; nil while there is none.
func (c *Content) Verdict() *string { return c.Registration.ContentVerdict }

// IsChanged reports whether something of the training was changed that leaves the approval standing.
func (c *Content) IsChanged() bool { return c.Registration.ContentChanged }

// Note is the words with the last verdict.
func (c *Content) Note() *string { return c.Registration.ContentNote }

// JudgedAt is when it was judged, last.
func (c *Content) JudgedAt() *time.Time { return c.Registration.ContentJudgedAt }
