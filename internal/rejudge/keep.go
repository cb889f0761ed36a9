package rejudge

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/audit"
	"github.com/penvoerder/penvoerder/internal/procedure"
	"github.com/penvoerder/penvoerder/internal/store"
)

const act = "judgeAgain" // as the audit names it

// keepEach stores the new judgements of one dossier and cause together, and says how many. Where one cannot be stored, it
// keeps no other.
func (d *Desk) keepEach(ctx context.Context, w *worklist, cause Cause, of []Subject) (int, error) {
	kept, late, err := keep(ctx, d.store, d.clock.Wall(), cause, of)
	if err != nil && len(of) > 1 {
		done := 0
		var failed []error
		for _, s := range of {
			n, err := d.keepEach(ctx, w, cause, []Subject{s})
			done, failed = done+n, append(failed, err)
		}
		return done, errors.Join(failed...)
	}
	if err != nil {
		w.fail(of[0].About().ID)
		return 0, err
	}
	for _, s := range late { // what it rests on now is not known here
		w.fail(s.About().ID)
		d.logger.InfoContext(ctx, "changed while it was judged again", slog.String("subject", s.About().ID))
	}
	return len(kept), nil
}

// Keep stores the judgement of one subject that its desk had to make again within an act, as a round would.
func Keep(ctx context.Context, s *store.Store, wall time.Time, cause Cause, one Subject) error {
	_, late, err := keep(ctx, s, wall, cause, []Subject{one})
	if err == nil && len(late) > 0 {
		err = procedure.ErrOvertaken
	}
	return err
}

// keep stores judgements in one transaction with one line in the log of their dossier; those that were overtaken are left
// out and returned.
func keep(ctx context.Context, s *store.Store, wall time.Time, cause Cause, of []Subject) (kept, late []Subject, err error) {
	kept = slices.Clone(of)
	for len(kept) > 0 {
		overtaken := -1
		err := s.Tx(ctx, func(tx *ent.Tx) error {
			overtaken = -1
			var receipt *ent.Evaluation
			var wrote []string
			for i, one := range kept {
				var err error
				if receipt, err = one.Keep(ctx, tx); err != nil {
					if errors.Is(err, procedure.ErrOvertaken) {
						overtaken = i
					}
					return err
				}
				wrote = append(wrote, one.About().ID, receipt.ID)
			}
			return audit.Append(ctx, tx, line(wall, cause, kept, receipt, wrote))
		})
		if overtaken < 0 {
			if err != nil {
				err = fmt.Errorf("judge %s again: %w", kept[0].About().ID, err)
			}
			return kept, late, err
		}
		late = append(late, kept[overtaken])
		kept = slices.Delete(kept, overtaken, overtaken+1)
	}
	return nil, late, nil
}

// line is the entry of the log about judgements made again: of one, its receipt; of several, their number.
func line(wall time.Time, cause Cause, of []Subject, last *ent.Evaluation, wrote []string) audit.Line {
	about := of[0].About()
	l := audit.Line{
		DossierID: about.PlanID, SubjectID: about.PlanID, OrganisationID: about.OrganisationID,
		At: wall, Act: act, Policy: string(access.OfPlatform), Cause: string(cause), Judged: len(of),
		Covers: append([]string{about.PlanID}, wrote...),
	}
	if len(of) == 1 {
		l.SubjectID, l.EvaluationID = about.ID, last.ID
	}
	return l
}
