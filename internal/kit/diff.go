package kit

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/penvoerder/penvoerder/schemes"
	"github.com/penvoerder/penvoerder/schemes/cases"
)

// A Difference is all in which two releases differ.
type Difference struct {
	From     Named    `json:"from"`
	To       Named    `json:"to"`
	Manifest []Change `json:"manifest"`
	Cases    []Other  `json:"cases"`    // that are answered differently
	Compared int      `json:"compared"` // cases asked of both
}

// Named is a release by name.
type Named struct {
	Slug    string `json:"slug"`
	Version string `json:"version"`
	Digest  string `json:"digest,omitempty"`
}

// IsBreaking reports whether a promise of the first release is broken by the second.
func (d *Difference) IsBreaking() bool {
	return slices.ContainsFunc(d.Manifest, func(c Change) bool { return c.Breaking })
}

// An Other is a case that two releases answer differently.
type Other struct {
	Case  string  `json:"case"`
	Title string  `json:"title"`
	At    string  `json:"at"`
	From  Summary `json:"from"`
	To    Summary `json:"to"`
}

// A Summary is what is compared of an answer.
type Summary struct {
	Outcome  schemes.Outcome `json:"outcome"`
	Amount   *schemes.Amount `json:"amount"`
	Parts    []Summary       `json:"parts,omitempty"`
	Findings []string        `json:"findings,omitempty"` // severity, rule and path, sorted
	Cells    []string        `json:"cells,omitempty"`    // column and state
	Failure  string          `json:"failure,omitempty"`
}

// Diff compares two releases: their manifests, and case by case what they answer to
// the golden cases of both.
func Diff(ctx context.Context, a, b *Subject) (*Difference, error) {
	d := &Difference{From: named(a), To: named(b)}
	var err error
	if d.Manifest, err = compareManifests(a.Manifest(), b.Manifest()); err != nil {
		return nil, err
	}
	if a.Manifest().Slug != b.Manifest().Slug { // another scheme keeps its own promises
		for i := range d.Manifest {
			d.Manifest[i].Breaking = false
		}
	}
	golden, err := bothCases(a, b)
	if err != nil {
		return nil, err
	}
	d.Compared = len(golden)
	before, err := judgeAll(ctx, a, golden)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", a.Where, err)
	}
	after, err := judgeAll(ctx, b, golden)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", b.Where, err)
	}
	for i, c := range golden {
		from, to := summary(before[i]), summary(after[i])
		if !equal(from, to) {
			d.Cases = append(d.Cases, Other{c.ID, c.Title, c.At(), from, to})
		}
	}
	return d, nil
}

func named(s *Subject) Named {
	return Named{s.Manifest().Slug, s.Manifest().Version, s.Digest}
}

// bothCases returns the cases of a, and those of b under ids that a does not have.
func bothCases(a, b *Subject) ([]cases.Case, error) {
	golden, err := a.Cases()
	if err != nil && !errors.Is(err, ErrNoCases) && !errors.Is(err, cases.ErrNone) {
		return nil, err
	}
	more, err := b.Cases()
	if err != nil && !errors.Is(err, ErrNoCases) && !errors.Is(err, cases.ErrNone) {
		return nil, err
	}
	for _, c := range more {
		if !slices.ContainsFunc(golden, func(d cases.Case) bool { return d.ID == c.ID }) {
			golden = append(golden, c)
		}
	}
	return golden, nil
}

func summary(a schemes.Answer) Summary {
	s := partSummary(a.Whole)
	s.Failure = a.Failure
	for _, p := range a.Parts {
		s.Parts = append(s.Parts, partSummary(p))
	}
	return s
}

func partSummary(p schemes.Part) Summary {
	s := Summary{Outcome: p.Outcome, Amount: p.Amount}
	for _, f := range p.Findings {
		s.Findings = append(s.Findings, fmt.Sprintf("%s %s %s", f.Severity, f.Rule, f.Path))
	}
	for _, c := range p.Cells {
		s.Cells = append(s.Cells, c.Column+" "+string(c.State))
		for _, f := range c.Findings {
			s.Findings = append(s.Findings, fmt.Sprintf("%s %s %s", f.Severity, f.Rule, f.Path))
		}
	}
	slices.Sort(s.Findings)
	slices.Sort(s.Cells)
	return s
}
