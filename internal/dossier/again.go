package dossier

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/penvoerder/penvoerder/ent"
)

// AtOnce is how many subjects a page to be judged again holds.
const AtOnce = 100

// Through judges rows anew one page after the other, by id, so that a row that stays due is met once. It returns how
// many there were; an error on one page does not stop the next.
func Through[T any](page func(after string) ([]T, error), id func(T) string, again func([]T) (int, error)) (int, error) {
	done, after := 0, ""
	var failed error
	for {
		rows, err := page(after)
		if err != nil {
			return done, fmt.Errorf("look for what is to be judged again: %w", err)
		}
		if len(rows) == 0 {
			return done, failed
		}
		n, err := again(rows)
		done, failed = done+n, errors.Join(failed, err)
		after = id(rows[len(rows)-1])
	}
}

// settled is how long an act may still be under way that was judged before a parameter file was applied.
const settled = 5 * time.Minute

// Replaced remembers under which parameter files everything of a desk is judged. Its zero value knows of none.
type Replaced struct{ done sync.Map } // by id

// Each judges anew all that rests on other parameters than those of a parameter file in force, file by file, and
// returns how many there were. A parameter file is done with when nothing is left that rests on another, a while
// after it was applied; wall is now.
func (r *Replaced) Each(ctx context.Context, db *ent.Client, wall time.Time, again func(f *ent.ParameterFile) (int, error)) (int, error) {
	files, err := inForce(ctx, db)
	judged := 0
	for _, f := range files {
		if _, done := r.done.Load(f.ID); done {
			continue
		}
		n, failed := again(f)
		judged, err = judged+n, errors.Join(err, failed)
		if n == 0 && failed == nil && wall.Sub(f.AppliedAt) > settled {
			r.done.Store(f.ID, true)
		}
	}
	return judged, err
}
