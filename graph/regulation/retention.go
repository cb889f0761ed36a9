package regulation

import "github.com/penvoerder/penvoerder/schemes"

// Retention is the capability of a scheme that asks how organisations keep their people.
type Retention struct {
	m         *Manifest
	retention *schemes.Retention
}

// Retention is nil where the scheme asks nobody.
func (m *Manifest) Retention() *Retention {
	if m.manifest.Retention == nil {
		return nil
	}
	return &Retention{m, m.manifest.Retention}
}

// Applied is the fact of a plan that says that it applied.
func (r *Retention) Applied() *FactDefinition {
	return r.m.Fact(schemes.AboutPlan, r.retention.Applied)
}

// Citation says where it is asked.
func (r *Retention) Citation() *Citation { return r.m.Cite(r.retention.Source) }
