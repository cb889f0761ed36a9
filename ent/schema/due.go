package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// Due is a mark: judgements that have to be made again, and why. Rows are added by the act that causes it and removed by
// package rejudge once the judgements are made. The id is the revision: it grows with each mark and is never used again,
// so that whoever removes the rows that it read leaves those that came later.
type Due struct{ ent.Schema }

// Annotations of Due.
func (Due) Annotations() []schema.Annotation {
	return []schema.Annotation{entsql.Annotation{Table: "due"}}
}

// Fields of Due.
func (Due) Fields() []ent.Field {
	return []ent.Field{
		field.Int("id").Immutable(),
		field.String("organisation_id").Immutable(),
		field.String("subject").Immutable(),                       // one of the subjects of package rejudge
		field.String("subject_id").Immutable(),                    // of an organisation, a plan or a registration; who a person is
		field.String("cause").Immutable(),                         // one of the causes of package rejudge
		field.String("made_by").Optional().Nillable().Immutable(), // registration that marked the others of its people
		field.Time("marked_at").Immutable(),                       // regulation time
	}
}

// Indexes of Due.
func (Due) Indexes() []ent.Index { return []ent.Index{index.Fields("organisation_id")} }
