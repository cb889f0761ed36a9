package kit

import (
	"context"
	"errors"

	"github.com/penvoerder/penvoerder/schemes"
)

// A Judgement is what a scheme says about a dossier, with the words and places that
// its codes stand for: a document to be read by itself.
type Judgement struct {
	Scheme     string          `json:"scheme"`
	Version    string          `json:"version"`
	Digest     string          `json:"digest,omitempty"`
	AsOf       schemes.Instant `json:"asOf"`
	Impossible []Impossibility `json:"impossible,omitempty"` // what cannot be true of anybody; no rule was asked
	Whole      Part            `json:"whole"`
	Parts      []Part          `json:"parts,omitempty"`
	ValidUntil schemes.Instant `json:"validUntil,omitzero"`
}

// An Impossibility is [schemes.Impossibility] as JSON.
type Impossibility struct {
	Reason   string       `json:"reason"`
	Path     string       `json:"path"`
	Message  schemes.Text `json:"message"`
	Expected string       `json:"expected,omitempty"`
}

// A Part is what is said about the whole, or about one participation.
type Part struct {
	Key      string          `json:"key,omitempty"`
	Outcome  schemes.Outcome `json:"outcome"`
	Amount   *schemes.Amount `json:"amount"`
	Findings []Finding       `json:"findings"`
	Steps    []Step          `json:"steps,omitempty"`
	Cells    []Cell          `json:"cells,omitempty"`
}

// A Finding is a finding with the words of its rule.
type Finding struct {
	schemes.Finding
	Message  schemes.Text     `json:"message"`
	Remedy   schemes.Text     `json:"remedy,omitzero"`
	Source   schemes.Citation `json:"source,omitzero"`
	Readings []string         `json:"readings,omitempty"`
}

// A Step is a step of the calculation with its label, and its value as people write it.
type Step struct {
	schemes.Step
	Label schemes.Text `json:"label"`
	Unit  schemes.Unit `json:"unit"`
	Shown string       `json:"shown"`
}

// A Cell is a cell of the matrix with the title of its column.
type Cell struct {
	Column    string            `json:"column"`
	Title     schemes.Text      `json:"title"`
	State     schemes.CellState `json:"state"`
	Documents []string          `json:"documents,omitempty"`
	Findings  []Finding         `json:"findings,omitempty"`
}

// Evaluate puts q to s and returns the judgement in words.
func Evaluate(ctx context.Context, s *Subject, q schemes.Question) (*Judgement, error) {
	as, err := s.Judge(ctx, schemes.Batch{Questions: []schemes.Question{q}})
	switch {
	case err != nil:
		return nil, err
	case len(as) != 1:
		return nil, errors.New("the scheme gave no answer")
	case as[0].Failure != "":
		return nil, errors.New(as[0].Failure)
	}
	m := s.Manifest()
	if err := m.Verify(q, as[0], nil); err != nil {
		return nil, err
	}
	j := &Judgement{Scheme: m.Slug, Version: m.Version, Digest: s.Digest, AsOf: q.AsOf, ValidUntil: as[0].ValidUntil, Whole: inWords(m, as[0].Whole)}
	for _, p := range m.Impossible(q) {
		j.Impossible = append(j.Impossible, Impossibility(p))
	}
	for _, p := range as[0].Parts {
		j.Parts = append(j.Parts, inWords(m, p))
	}
	return j, nil
}

func inWords(m *schemes.Manifest, p schemes.Part) Part {
	out := Part{Key: p.Key, Outcome: p.Outcome, Amount: p.Amount, Findings: findingsInWords(m, p.Findings)}
	for _, st := range p.Steps {
		l, _ := m.Line(st.Line)
		out.Steps = append(out.Steps, Step{Step: st, Label: l.Label, Unit: l.Unit, Shown: schemes.Show(l.Unit, st.Value)})
	}
	for _, c := range p.Cells {
		r, _ := m.Requirement(c.Column)
		out.Cells = append(out.Cells, Cell{Column: c.Column, Title: r.Title, State: c.State, Documents: c.Documents, Findings: findingsInWords(m, c.Findings)})
	}
	return out
}

func findingsInWords(m *schemes.Manifest, fs []schemes.Finding) []Finding {
	out := make([]Finding, len(fs))
	for i, f := range fs {
		r, _ := m.Rule(f.Rule)
		out[i] = Finding{Finding: f, Message: r.Message.Fill(f.Params), Remedy: r.Remedy.Fill(f.Params), Source: r.Source, Readings: r.Readings}
	}
	return out
}
