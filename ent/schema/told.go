package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// Told is what a person is told: of an act, by letter. A row is written in the transaction of the act and sent
// afterwards; several rows leave in one letter where the manner gathers them.
type Told struct{ ent.Schema }

// Annotations of Told.
func (Told) Annotations() []schema.Annotation {
	return []schema.Annotation{entsql.Annotation{Table: "told"}}
}

// Fields of Told.
func (Told) Fields() []ent.Field {
	return []ent.Field{
		id(),
		field.String("person_id").Immutable(),
		field.String("subject").Immutable(),    // as the table of acts names it: plan, registration or project file
		field.String("subject_id").Immutable(), // the project file has the id of its plan
		field.String("what").Immutable(),       // verb of the act
		field.String("occasion").Immutable(),   // which of several acts of that verb: the id of its line in the log
		field.String("manner").Immutable(),     // as the table of acts names it
		field.Time("at").Immutable(),           // when the act was done, in regulation time
		field.Time("until").SchemaType(date()).Optional().Nillable().Immutable(), // last day of the term that the act began
		field.Time("created_at").Immutable(),                                     // on the wall, as all that follows
		field.String("letter_id").Optional().Nillable(),                          // the letter in which it leaves; null until it is gathered
		field.Time("sent_at").Optional().Nillable(),                              // taken by the mail server
		field.Time("refused_at").Optional().Nillable(),                           // refused for good by the mail server
		field.Int("refused_code").Optional().Nillable(),                          // its reply
	}
}

// Indexes of Told: nobody is told twice on one occasion.
func (Told) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("person_id", "subject_id", "what", "occasion").Unique(),
		index.Fields("letter_id"),
		index.Fields("subject_id"),
		index.Fields("created_at", "person_id").StorageKey("told_waiting").Annotations(where("letter_id IS NULL")),
	}
}
