package replay

import (
	"context"
	"fmt"
	"time"

	"github.com/penvoerder/penvoerder/schemes"
)

// A Report says who gains and who loses. Amounts are before any budget's cap; one that is undetermined counts as
// nothing.
type Report struct {
	Scheme     string        `json:"scheme"`
	Candidate  string        `json:"candidate"`            // version that was asked
	Parameters *File         `json:"parameters,omitempty"` // under which it was asked
	IsComplete bool          `json:"isComplete"`
	Took       time.Duration `json:"-"`
	From       []Origin      `json:"from"` // releases that the registrations rest on now

	Total          Tally   `json:"total"`
	Organisations  Sides   `json:"organisations"`  // over all their registrations
	Participations Sides   `json:"participations"` // each by itself
	Regions        []Group `json:"regions"`        // by id of the organisation's region
	Activities     []Group `json:"activities"`     // by code
	Decided        Tally   `json:"decided"`        // of Total, those that keep their decision, whichever release comes in force

	Outcomes []Move       `json:"outcomes"`
	Cells    []Move       `json:"cells"` // of the machine, by requirement
	Rules    []RuleChange `json:"rules"`

	Largest  []Difference `json:"largest"` // by amount, some
	Failed   int          `json:"failed"`  // registrations without an answer: in no other number
	Failures []Failure    `json:"failures"`
}

// An Origin is a release, under a parameter file, that registrations rest on now.
type Origin struct {
	ReleaseID     string `json:"releaseID"`
	Version       string `json:"version"`
	ParameterFile int    `json:"parameterFile,omitempty"` // its number; 0 for none
	Registrations int    `json:"registrations"`
}

// A Tally counts registrations.
type Tally struct {
	Registrations int            `json:"registrations"`
	Unchanged     int            `json:"unchanged"` // same outcomes, amounts, rules and cells
	Before        schemes.Amount `json:"before"`
	After         schemes.Amount `json:"after"`
	Sides
}

// Sides are those who gain and those who lose.
type Sides struct {
	Gain Side `json:"gain"`
	Loss Side `json:"loss"`
}

// A Side is how many, and how much together.
type Side struct {
	Count  int            `json:"count"`
	Amount schemes.Amount `json:"amount"` // never negative
}

// A Group is the tally of one region or activity.
type Group struct {
	Key  string `json:"key"`
	Name string `json:"name,omitempty"`
	Tally
}

// A Move is how many go from one state to another.
type Move struct {
	Of    string `json:"of"` // REGISTRATION, PARTICIPATION, or the code of a requirement
	From  string `json:"from"`
	To    string `json:"to"`
	Count int    `json:"count"`
}

// A RuleChange counts the registrations in which a rule is newly reported, and those in which it no longer is.
type RuleChange struct {
	Rule  string `json:"rule"`
	Comes int    `json:"comes"`
	Goes  int    `json:"goes"`
}

// A Difference is one registration whose amount changes.
type Difference struct {
	Number     string          `json:"number"`
	Activity   string          `json:"activity"`
	Region     string          `json:"region"`
	Before     *schemes.Amount `json:"before"`
	After      *schemes.Amount `json:"after"`
	Difference schemes.Amount  `json:"difference"`
	Comes      []string        `json:"comes,omitempty"` // rules
	Goes       []string        `json:"goes,omitempty"`
}

// A Failure is a registration that the candidate gave no answer to.
type Failure struct {
	Number string `json:"number"`
	Reason string `json:"reason"`
}

func (t *Tally) add(before, after schemes.Amount, isSame bool) {
	t.Registrations++
	if isSame {
		t.Unchanged++
	}
	t.Before += before
	t.After += after
	t.Sides.add(after - before)
}

func (s *Sides) add(difference schemes.Amount) {
	switch {
	case difference > 0:
		s.Gain.Count++
		s.Gain.Amount += difference
	case difference < 0:
		s.Loss.Count++
		s.Loss.Amount -= difference
	}
}

// close completes the report with the parts that are computed once, also of a replay that ended early.
func (c *counting) close(ctx context.Context, r *reader, failed error) (*Report, error) {
	if failed != nil && ctx.Err() != nil { // a database that is stopped says so in words of its own
		failed = fmt.Errorf("%w: %w", ctx.Err(), failed)
	}
	report := c.report()
	report.IsComplete, report.Took = failed == nil, time.Since(c.began)
	var err error
	report.From, err = r.origins(context.WithoutCancel(ctx), c.origins)
	if err != nil {
		return nil, err
	}
	return report, failed
}
