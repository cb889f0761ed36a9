package catalog

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"sync"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/schemes"
)

// The states of a release.
const (
	StateInstalled  = "INSTALLED"
	StateInForce    = "IN_FORCE"   // new dossiers are pinned to it; one for each slug
	StateSuperseded = "SUPERSEDED" // was in force
)

// A Release is one release of a scheme, to which dossiers are pinned. It does not change: when its state does, the
// catalogue holds another value.
type Release struct {
	ID       string
	Slug     string
	Version  string // semantic version
	Digest   string // hexadecimal SHA-256
	State    string
	Manifest *schemes.Manifest

	Parameters *Parameters // values that the operator's parameter file replaces; nil where there is none

	row        int // version of the row
	once       sync.Once
	rules      map[string]schemes.Rule
	lines      map[string]schemes.Line
	parameters map[string]schemes.Parameter
	hash       string
}

func newRelease(row *ent.SchemeRelease, file *ent.ParameterFile) (*Release, error) {
	var m schemes.Manifest
	if err := json.Unmarshal(row.Manifest, &m); err != nil {
		return nil, fmt.Errorf("manifest of release %s: %w", row.ID, err)
	}
	r := &Release{
		ID: row.ID, Slug: row.Slug, Version: row.Semver, Digest: row.Digest, State: row.State, Manifest: &m, row: row.Version,
	}
	return r.under(file)
}

// under is the same release with another parameter file in force; nil for none.
func (r *Release) under(file *ent.ParameterFile) (*Release, error) {
	out := &Release{ID: r.ID, Slug: r.Slug, Version: r.Version, Digest: r.Digest, State: r.State, Manifest: r.Manifest, row: r.row}
	var err error
	out.Parameters, err = ParametersOf(r.Manifest, file)
	return out, err
}

func (r *Release) key() key { return key{r.Slug, r.Version, r.Digest} }

// Overrides are the values with which the operator's file replaces assumptions of
// this release; nil where there are none.
func (r *Release) Overrides() schemes.Overrides {
	if r.Parameters == nil {
		return nil
	}
	return r.Parameters.Overrides
}

// ParameterFileID names the file that the release is judged under; nil for none.
func (r *Release) ParameterFileID() *string {
	if r.Parameters == nil {
		return nil
	}
	return &r.Parameters.FileID
}

// index prepares the lookups, once.
func (r *Release) index() *Release {
	r.once.Do(func() {
		r.rules = make(map[string]schemes.Rule, len(r.Manifest.Rules))
		for _, rule := range r.Manifest.Rules {
			r.rules[rule.ID()] = rule
		}
		r.lines = make(map[string]schemes.Line, len(r.Manifest.Lines))
		for _, line := range r.Manifest.Lines {
			r.lines[line.ID()] = line
		}
		r.parameters = make(map[string]schemes.Parameter, len(r.Manifest.Parameters))
		for _, p := range r.Manifest.Parameters {
			r.parameters[p.Code] = p
		}
		r.hash, _ = hashOf(effective(r.Manifest.Parameters, r.Overrides())) // plain data always marshals
	})
	return r
}

// Rule returns the rule of the given ID, such as SOZW-ELIG-015, core rules included.
func (r *Release) Rule(id string) (schemes.Rule, bool) {
	rule, ok := r.index().rules[id]
	return rule, ok
}

// Line returns the line of a calculation of the given ID.
func (r *Release) Line(id string) (schemes.Line, bool) {
	line, ok := r.index().lines[id]
	return line, ok
}

// Parameter returns the declared parameter of the given code, without the operator's values.
func (r *Release) Parameter(code string) (schemes.Parameter, bool) {
	p, ok := r.index().parameters[code]
	return p, ok
}

// ParametersHash is the hexadecimal SHA-256 of the parameters in effect, those of
// the operator in place of the assumptions, as a receipt keeps it.
func (r *Release) ParametersHash() string { return r.index().hash }

// FactsHash is the hexadecimal SHA-256 of a question as canonical JSON: fields in
// the order of their type, extra facts in order of key, numbers as exact text.
func FactsHash(q schemes.Question) (string, error) { return hashOf(q) }

func hashOf(v any) (string, error) {
	b, err := json.Marshal(v)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:]), nil
}
