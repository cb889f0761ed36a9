package regulation

import (
	"github.com/penvoerder/penvoerder/internal/question/fields"
	"github.com/penvoerder/penvoerder/schemes"
)

// A DocumentKind is a kind of uploaded document, with the statements that it needs.
type DocumentKind struct {
	m    *Manifest
	kind *schemes.DocumentKind
}

func (m *Manifest) kind(k *schemes.DocumentKind) *DocumentKind { return &DocumentKind{m, k} }

// DocumentKind shows the kind of this code, or nil.
func (m *Manifest) DocumentKind(code string) *DocumentKind {
	return one(code, m.kinds, m.manifest.DocumentKinds, m.kind)
}

// Code is stable.
func (k *DocumentKind) Code() string { return k.kind.Code }

// Title in both languages.
func (k *DocumentKind) Title() *Text { return k.m.text(k.kind.Title) }

// Explanation in our own words.
func (k *DocumentKind) Explanation() *Text { return k.m.text(k.kind.Explanation) }

// Scope is a participation, the registration or the project.
func (k *DocumentKind) Scope() string { return string(k.kind.Scope) }

// Statements that the uploader is asked for.
func (k *DocumentKind) Statements() []string { return k.kind.Statements }

// Contents that it must have.
func (k *DocumentKind) Contents() []*Choice { return show(k.kind.Contents, k.m.choice) }

// Ticked shows the contents of these codes.
func (k *DocumentKind) Ticked(codes []string) []*Choice {
	at := index(k.kind.Contents, func(c schemes.Choice) string { return c.Code })
	return named(codes, at, k.kind.Contents, k.m.choice)
}

// A Requirement is a column of the matrix.
type Requirement struct {
	m    *Manifest
	asks *schemes.Requirement
}

func (m *Manifest) requirement(r *schemes.Requirement) *Requirement { return &Requirement{m, r} }

// Requirement shows the requirement of this code, or nil.
func (m *Manifest) Requirement(code string) *Requirement {
	return one(code, m.required, m.manifest.Requirements, m.requirement)
}

// Code is stable.
func (r *Requirement) Code() string { return r.asks.Code }

// Title in both languages.
func (r *Requirement) Title() *Text { return r.m.text(r.asks.Title) }

// Scope is a participation, the registration or the project.
func (r *Requirement) Scope() string { return string(r.asks.Scope) }

// Activities it holds for; all of them where the scheme names none.
func (r *Requirement) Activities() []*Activity { return r.m.activitiesOf(r.asks.Activities) }

// Necessity says when it is asked.
func (r *Requirement) Necessity() string { return string(r.asks.Necessity) }

// Condition under which it is asked.
func (r *Requirement) Condition() *Text { return r.m.Text(r.asks.Condition) }

// Alternatives of which one is enough.
func (r *Requirement) Alternatives() []*DocumentSet {
	return show(r.asks.Alternatives, func(s *schemes.DocumentSet) *DocumentSet { return &DocumentSet{r.m, s} })
}

// Checks that the machine makes.
func (r *Requirement) Checks() []*Rule {
	return named(r.asks.Checks, r.m.rules, r.m.manifest.Rules, r.m.rule)
}

// Judge is the role that judges its cells.
func (r *Requirement) Judge() string { return string(r.asks.Judge) }

// Reasons with which its cells may be rejected.
func (r *Requirement) Reasons() []*Choice { return r.m.reasonsOf(r.asks.Code) }

// Citation says where it is stated.
func (r *Requirement) Citation() *Citation { return r.m.Cite(r.asks.Source) }

// A DocumentSet is one way to meet a requirement.
type DocumentSet struct {
	m   *Manifest
	set *schemes.DocumentSet
}

// Kinds that are needed together.
func (s *DocumentSet) Kinds() []*DocumentKind {
	return named(s.set.Kinds, s.m.kinds, s.m.manifest.DocumentKinds, s.m.kind)
}

// Condition under which this set may be used.
func (s *DocumentSet) Condition() *Text { return s.m.Text(s.set.Condition) }

// A ContentColumn is a column that people judge and no document meets.
type ContentColumn struct {
	m      *Manifest
	column *schemes.ContentJudgement
}

func (m *Manifest) content(j *schemes.ContentJudgement) *ContentColumn { return &ContentColumn{m, j} }

// ContentColumn shows the column of this code, or nil.
func (m *Manifest) ContentColumn(code string) *ContentColumn {
	return one(code, m.contents, m.manifest.Judgements, m.content)
}

// Code is stable.
func (c *ContentColumn) Code() string { return c.column.Code }

// Title in both languages.
func (c *ContentColumn) Title() *Text { return c.m.text(c.column.Title) }

// Activities it holds for.
func (c *ContentColumn) Activities() []*Activity { return c.m.activitiesOf(c.column.Activities) }

// Condition says when it is asked; nil where it always is.
func (c *ContentColumn) Condition() *Text { return c.m.Text(c.column.Condition) }

// Judge is the role that judges it.
func (c *ContentColumn) Judge() string { return string(c.column.Judge) }

// Reasons with which its cells may be rejected.
func (c *ContentColumn) Reasons() []*Choice { return c.m.reasonsOf(c.column.Code) }

// Citation says where it is stated.
func (c *ContentColumn) Citation() *Citation { return c.m.Cite(c.column.Source) }

func (m *Manifest) activitiesOf(codes []string) []*Activity {
	if len(codes) == 0 {
		return m.Activities()
	}
	return named(codes, m.activities, m.manifest.Activities, m.activity)
}

// A DocumentStatement is what is stated about a document, with the words of the scheme for its codes.
type DocumentStatement struct {
	fields.Document
	kind *DocumentKind
}

// DocumentStatement shows what is stated about a document of a kind.
func (m *Manifest) DocumentStatement(kind string, stated fields.Document) *DocumentStatement {
	return &DocumentStatement{stated, m.DocumentKind(kind)}
}

// Contents are those that were ticked off, of those that the kind lists.
func (s *DocumentStatement) Contents() []*Choice {
	if s.kind == nil {
		return []*Choice{}
	}
	return s.kind.Ticked(s.Document.Contents)
}
