package projectfiles

import (
	"slices"

	"github.com/penvoerder/penvoerder/ent"
	"github.com/penvoerder/penvoerder/internal/matrix"
	"github.com/penvoerder/penvoerder/schemes"
)

// size is what project documents show of the size of the organisation. It is kept on the row of the plan, because every
// registration below is judged by it.
type size struct{ class, evidence, awaited string } // empty for none

func sizeOf(p *ent.Plan) size { return size{or(p.SizeClass), or(p.SizeEvidence), or(p.SizeAwaited)} }

func or(text *string) string {
	if text == nil {
		return ""
	}
	return *text
}

// size reads from the cells, as they are now, what the documents that count for them show: an approved cell proves, one
// that nobody judged yet claims, and what was rejected says nothing. Of several documents the latest speaks.
func (f *projectFile) size(answered []schemes.Cell) {
	var proof, claim *ent.Document
	for _, said := range answered {
		i := slices.IndexFunc(f.Cells, func(c *ent.Cell) bool { return c.Column == said.Column })
		d := f.latestSized(said.Documents)
		switch {
		case i < 0 || d == nil || f.Cells[i].State == matrix.Rejected || f.Cells[i].State == matrix.NotRequired:
		case f.Cells[i].State == matrix.Approved:
			proof = later(proof, d)
		default:
			claim = later(claim, d)
		}
	}
	p := f.Plan
	p.SizeClass, p.SizeEvidence, p.SizeAwaited = nil, nil, nil
	if proof != nil {
		p.SizeClass, p.SizeEvidence = proof.Statement.SizeClass, &proof.Kind
	}
	if claim != nil {
		p.SizeAwaited = claim.Statement.SizeClass
	}
}

// latestSized is the latest of some documents that states a size; nil where none does.
func (f *projectFile) latestSized(keys []string) *ent.Document {
	var latest *ent.Document
	for _, d := range f.Docs {
		if d.Statement.SizeClass != nil && slices.Contains(keys, d.ID) {
			latest = later(latest, d)
		}
	}
	return latest
}

// later is the later of two documents, the first of which may be nil. Ids sort by time.
func later(a, b *ent.Document) *ent.Document {
	if a == nil || b.ID > a.ID {
		return b
	}
	return a
}
