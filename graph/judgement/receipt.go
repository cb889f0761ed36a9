// Package judgement shows a scheme's answer about a subject in the shape of the API: outcome, findings as texts, and
// the amount with every step that led to it.
//
// It reads a stored receipt and the manifest of the release that answered, and asks no scheme.
package judgement

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/graph/regulation"
	"github.com/penvoerder/penvoerder/schemes"
)

// A Receipt is a question with its answer, read once.
type Receipt struct {
	row      *ent.Evaluation
	manifest *regulation.Manifest
	question schemes.Question
	answer   schemes.Answer
	parts    map[string]int
}

// Read reads a stored receipt with the manifest of its release.
func Read(row *ent.Evaluation, m *regulation.Manifest) (*Receipt, error) {
	r := &Receipt{row: row, manifest: m}
	if err := json.Unmarshal(row.Answer, &r.answer); err != nil {
		return nil, fmt.Errorf("read the answer of receipt %s: %w", row.ID, err)
	}
	if err := json.Unmarshal(row.Facts, &r.question); err != nil {
		return nil, fmt.Errorf("read the facts of receipt %s: %w", row.ID, err)
	}
	r.parts = make(map[string]int, len(r.answer.Parts))
	for i, p := range r.answer.Parts {
		r.parts[p.Key] = i
	}
	return r, nil
}

// Whole is the judgement of the subject as a whole.
func (r *Receipt) Whole() *Judgement {
	return &Judgement{receipt: r, part: &r.answer.Whole, isWhole: true}
}

// Part is the judgement of one participation; nil where the receipt does not know it.
func (r *Receipt) Part(key string) *Judgement {
	i, ok := r.parts[key]
	if !ok {
		return nil
	}
	return &Judgement{receipt: r, part: &r.answer.Parts[i]}
}

// Keys of the participations, in the order asked.
func (r *Receipt) Keys() []string {
	keys := make([]string, len(r.answer.Parts))
	for i, p := range r.answer.Parts {
		keys[i] = p.Key
	}
	return keys
}

// Row is the stored evaluation behind the receipt.
func (r *Receipt) Row() *ent.Evaluation { return r.row }

// Manifest of the release that answered.
func (r *Receipt) Manifest() *regulation.Manifest { return r.manifest }

// Question that was put to the scheme.
func (r *Receipt) Question() *schemes.Question { return &r.question }

// ID of the stored evaluation.
func (r *Receipt) ID() string { return r.row.ID }

// AsOf is the moment of judgement, in regulation time.
func (r *Receipt) AsOf() time.Time { return r.row.AsOf }

// JudgedAt is when it was made, on the wall.
func (r *Receipt) JudgedAt() time.Time { return r.row.JudgedAt }

// ValidUntil is until when it holds.
func (r *Receipt) ValidUntil() *time.Time { return r.row.ValidUntil }

// FactsHash is the hash of the facts as they were judged, to compare an export with.
func (r *Receipt) FactsHash() string { return r.row.FactsHash }

// ParametersHash is the hash of the parameters in effect at the judgement.
func (r *Receipt) ParametersHash() string { return r.row.ParametersHash }

// ParameterFileID is the operator's file under which it was made.
func (r *Receipt) ParameterFileID() *string { return r.row.ParameterFileID }

// NotIn returns the findings that another receipt of the same subject does not have, worst first, at most so many; all
// where there is no other.
func (r *Receipt) NotIn(other *Receipt, most int) []*Finding {
	known := map[place]bool{}
	if other != nil {
		other.places(func(at place, _ schemes.Finding) { known[at] = true })
	}
	var fresh []schemes.Finding
	r.places(func(at place, f schemes.Finding) {
		if !known[at] {
			fresh = append(fresh, f)
		}
	})
	return r.findings(fresh, schemes.Notice, most)
}

// place is where a finding stands in an answer.
type place struct{ part, column, rule, path string }

func (r *Receipt) places(do func(place, schemes.Finding)) {
	r.each(func(p *schemes.Part) {
		for _, f := range p.Findings {
			do(place{p.Key, "", f.Rule, f.Path}, f)
		}
		for _, c := range p.Cells {
			for _, f := range c.Findings {
				do(place{p.Key, c.Column, f.Rule, f.Path}, f)
			}
		}
	})
}

// Readings that some finding or step rests on.
func (r *Receipt) Readings() []*regulation.Reading {
	var ids []string
	add := func(more []*regulation.Reading) {
		for _, reading := range more {
			if !slices.Contains(ids, reading.ID()) {
				ids = append(ids, reading.ID())
			}
		}
	}
	r.each(func(p *schemes.Part) {
		for _, f := range p.Findings {
			if rule := r.manifest.Rule(f.Rule); rule != nil {
				add(rule.Readings())
			}
		}
		for _, s := range p.Steps {
			if line := r.manifest.Line(s.Line); line != nil {
				add(line.Readings())
			}
		}
	})
	slices.Sort(ids)
	return r.manifest.ReadingsOf(ids)
}

// Assumptions that some step took.
func (r *Receipt) Assumptions() []*regulation.Parameter {
	var codes []string
	r.each(func(p *schemes.Part) { codes = append(codes, assumed(p.Steps)...) })
	return parameters(r.manifest, codes)
}

func (r *Receipt) each(do func(*schemes.Part)) {
	do(&r.answer.Whole)
	for i := range r.answer.Parts {
		do(&r.answer.Parts[i])
	}
}

func assumed(steps []schemes.Step) (codes []string) {
	for _, s := range steps {
		if s.Assumption {
			codes = append(codes, s.Parameter)
		}
	}
	return codes
}

// parameters shows the parameters of these codes, each once, by code.
func parameters(m *regulation.Manifest, codes []string) []*regulation.Parameter {
	slices.Sort(codes)
	out := []*regulation.Parameter{}
	for _, code := range slices.Compact(codes) {
		if p := m.Parameter(code); p != nil {
			out = append(out, p)
		}
	}
	return out
}
