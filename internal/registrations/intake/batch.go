package intake

import (
	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/access"
	"github.com/penvoerder/penvoerder/internal/fault"
	"github.com/penvoerder/penvoerder/internal/matrix"
	"github.com/penvoerder/penvoerder/internal/question"
	"github.com/penvoerder/penvoerder/internal/registrations/entered"
	"github.com/penvoerder/penvoerder/internal/registrations/reading"
)

// batch is one import under way.
type batch struct {
	home     matrix.Home
	ground   access.Ground
	isDryRun bool
	rows     []row
	results  []Imported
	arrivals arrivals
}

// row is one row under way; its registration is nil when there is nothing to write.
type row struct {
	ImportRow
	path         []string
	registration *reading.Registration
	joining      entered.Joining
	amended      []*ent.Participation
	named        map[int]int // from the place of a participation in the registration to its place in the row
	judged       *question.Judged
	isOvertaken  bool // somebody whom it brings in came meanwhile: to be looked at anew
}

// refuse notes why a row is not taken in; an error that the caller cannot correct fails the call.
func (b *batch) refuse(i int, err error) error {
	for _, one := range fault.All(err) {
		if !one.IsMendable() {
			return err
		}
	}
	if len(fault.All(err)) == 0 {
		return err
	}
	b.rows[i].registration = nil
	b.results[i] = Imported{Result: Refused, Err: err}
	return nil
}
