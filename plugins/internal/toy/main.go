// Command toy serves the made-up scheme toy in the version, and at the day rate, that the linker set. Tests build two
// releases of one scheme with it.
package main

import (
	"context"
	"maps"
	"slices"

	"github.com/penvoerder/penvoerder/plugins/serve"
	"github.com/penvoerder/penvoerder/schemes"
	"github.com/penvoerder/penvoerder/schemes/toy"
)

var (
	version = "0.1.0"
	rate    = "" // that replaces the one of the scheme
)

func main() { serve.Scheme(release()) }

func release() schemes.Scheme {
	m := *toy.Scheme.Manifest()
	m.Version = version
	r := &replaced{Scheme: toy.Scheme, manifest: &m}
	if rate == "" {
		return r
	}
	m.Parameters = slices.Clone(m.Parameters)
	for i, p := range m.Parameters {
		if p.Code == "day-rate" {
			first := p.Values[0]
			m.Parameters[i].Values = []schemes.Value{{Text: rate, From: first.From, Source: first.Source}}
			r.values = schemes.Overrides{p.Code: m.Parameters[i].Values}
		}
	}
	return r
}

// replaced is a scheme with other values.
type replaced struct {
	schemes.Scheme
	manifest *schemes.Manifest
	values   schemes.Overrides
}

// Manifest implements [schemes.Scheme].
func (r *replaced) Manifest() *schemes.Manifest { return r.manifest }

// Judge implements [schemes.Scheme].
func (r *replaced) Judge(ctx context.Context, b schemes.Batch) ([]schemes.Answer, error) {
	values := maps.Clone(r.values)
	if values == nil {
		values = schemes.Overrides{}
	}
	maps.Copy(values, b.Overrides)
	b.Overrides = values
	return r.Scheme.Judge(ctx, b)
}
