package notice

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/repair"
	"github.com/penvoerder/penvoerder/ent/told"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/actor"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// Deed is an act that was done, as far as people are told of it.
type Deed struct {
	Act       workflow.Act
	SubjectID string        // of the plan, registration or tie; a project file has the id of its plan
	Line      string        // id of the line of the act in the log, which tells it from every other
	At        time.Time     // on the wall
	Now       time.Time     // in regulation time
	Sides     []access.Side // the organisations that it is about
	Parts     Parts
}

// Parts are those who have a part in a registration.
type Parts struct {
	Assessor       string // who has it after the act; empty where nobody has
	FormerAssessor string // who had it before
	ContentJudge   actor.Role
}

// Tell writes down who is told of an act, and has the letters sent that leave at once, within the transaction of the act.
// Who did the act is not told of it, except by a receipt. It takes the same number of statements however many are told,
// save a job for every twenty letters.
func (d *Desk) Tell(ctx context.Context, tx *ent.Tx, of Deed) error {
	if len(of.Act.Tells) == 0 {
		return nil
	}
	whom, err := d.whom(ctx, tx, of)
	if err == nil {
		whom, err = unwarned(ctx, tx, of, whom)
	}
	if err == nil && len(whom) > 0 {
		err = d.write(ctx, tx, of, whom)
	}
	if err != nil {
		return fmt.Errorf("tell of %s %s: %w", of.Act.Name, of.SubjectID, err)
	}
	return nil
}

// unwarned leaves out whose next digest tells of the same already: of documents that are judged one by one it tells once.
func unwarned(ctx context.Context, tx *ent.Tx, of Deed, whom []addressee) ([]addressee, error) {
	if !slices.ContainsFunc(whom, isGathered) {
		return whom, nil
	}
	waiting, err := tx.Told.Query().Where(told.SubjectID(of.SubjectID), told.What(of.Act.Verb), told.LetterIDIsNil()).
		Select(told.FieldPersonID).Strings(actor.AsSystem(ctx))
	return slices.DeleteFunc(whom, func(a addressee) bool { return isGathered(a) && slices.Contains(waiting, a.personID) }), err
}

func isGathered(a addressee) bool { return a.manner == workflow.Digest }

func (d *Desk) write(ctx context.Context, tx *ent.Tx, of Deed, whom []addressee) error {
	until, err := termOf(ctx, tx, of)
	if err != nil {
		return err
	}
	all := make([]Reminder, len(whom))
	for i, who := range whom {
		all[i] = Reminder{
			PersonID: who.personID, Subject: of.Act.Subject, SubjectID: of.SubjectID, What: of.Act.Verb, Occasion: of.Line,
			Manner: who.manner, Until: until, At: of.At, Now: of.Now,
		}
	}
	return d.Remind(ctx, tx, all)
}

// termOf reads the last day of the repair that the act asked; nil where it asked none.
func termOf(ctx context.Context, tx *ent.Tx, of Deed) (*time.Time, error) {
	if of.Act.Term == nil || of.Act.Term.Slot != workflow.Applicant {
		return nil, nil
	}
	about := repair.RegistrationID(of.SubjectID)
	if of.Act.Subject == workflow.ProjectFile {
		about = repair.PlanID(of.SubjectID)
	}
	open, err := tx.Repair.Query().Where(about, repair.ClosedAtIsNil()).Order(ent.Desc(repair.FieldOpenedAt, repair.FieldID)).First(actor.AsSystem(ctx))
	if err != nil {
		return nil, ent.MaskNotFound(err)
	}
	return open.DueOn, nil
}
