// Package ties is the desk of the ties between organisations: stated by either side, by a project leader or by RegioPlus,
// confirmed by the other side or by a leader who saw the extract, ended on a day, rebutted and annulled by a leader.
//
// It decides nothing about groups: what follows from ties is computed by package groups. A statement that nobody confirmed
// changes nothing for anybody.
package ties

import (
	"context"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/ent/tie"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/clock"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/notice"
	"github.com/penvoerder/penvoerder/internal/procedure"
	"github.com/penvoerder/penvoerder/internal/store"
	"github.com/penvoerder/penvoerder/internal/workflow"
)

// Config is what the desk works with.
type Config struct {
	Store   *store.Store
	Guard   *access.Guard
	Clock   *clock.Clock
	Notices *notice.Desk
}

// Desk is safe for concurrent use.
type Desk struct {
	store   *store.Store
	guard   *access.Guard
	clock   *clock.Clock
	notices *notice.Desk
}

// New opens the desk.
func New(c Config) *Desk {
	return &Desk{store: c.Store, guard: c.Guard, clock: c.Clock, notices: c.Notices}
}

var pathVersion = []string{"input", "expectedVersion"}

// order begins an act on a tie; each use case adds its own part.
func (d *Desk) order(a workflow.Act, id string, version int) procedure.Order[*reading] {
	return procedure.Order[*reading]{
		Act: a, Field: "id",
		Load: func(ctx context.Context) (*reading, error) { return d.read(ctx, id) },
		Expect: func(r *reading) error {
			if r.was.Version != version {
				return fault.Stale(pathVersion, r.was, r.was.Version)
			}
			return nil
		},
		Write: d.write,
	}
}

func (d *Desk) carry(ctx context.Context, o procedure.Order[*reading]) (*ent.Tie, error) {
	done, err := procedure.Carry(ctx, d.guard, o)
	if err != nil {
		return nil, err
	}
	return done.Subject.tie, nil
}

// read loads a tie in the caller's sight.
func (d *Desk) read(ctx context.Context, id string) (*reading, error) {
	t, err := d.store.Client().Tie.Query().Where(tie.ID(id)).Only(ctx)
	if err != nil {
		return nil, store.Missing(err, "TIE_NOT_FOUND")
	}
	return d.reading(t), nil
}

func (d *Desk) reading(t *ent.Tie) *reading {
	was := *t
	return &reading{tie: t, was: &was, at: d.clock.Wall(), now: d.clock.Regulation()}
}

// Can says whether the caller may do this to a tie, and whether its state and who stated it allow it now.
func (d *Desk) Can(ctx context.Context, action string, t *ent.Tie) access.Permission {
	permission := d.guard.Can(ctx, action, t)
	if !permission.Allowed {
		return permission
	}
	for _, a := range workflow.At(workflow.Tie, access.Action(action), access.Tie) {
		if not, is := a.Hindered(t.State, ""); is {
			return not
		}
	}
	if access.Action(action) != access.Confirm {
		return permission
	}
	if not, is := mayConfirm(ctx, t); !is {
		return not
	}
	return permission
}
