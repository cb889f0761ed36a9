package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// Tie (band) says that one organisation holds a part of another: of its capital, of its votes, or of the members of one of
// its bodies. Either side may be without an account, and foreign.
type Tie struct{ ent.Schema }

// Mixin of Tie.
func (Tie) Mixin() []ent.Mixin { return []ent.Mixin{Versioned{}} }

// Fields of Tie.
func (Tie) Fields() []ent.Field {
	return []ent.Field{
		id(),
		field.String("holder_number").Immutable(), // KvK number, or a country code and the number of its register
		field.String("holder_name").Immutable(),   // as stated
		field.String("held_number").Immutable(),
		field.String("held_name").Immutable(),

		// The columns by which rows are kept from others: the organisations and their regions, null where one has no account.
		field.String("holder_id").Optional().Nillable(),
		field.String("held_id").Optional().Nillable(),
		field.String("holder_regional_organisation_id").Optional().Nillable(),
		field.String("held_regional_organisation_id").Optional().Nillable(),
		field.String("stated_regional_organisation_id").Optional().Nillable().Immutable(), // of the leader who stated it

		field.String("kind").Immutable(),
		field.String("body").Optional().Nillable().Immutable(), // where members of one are appointed
		field.Int64("part").Immutable(),                        // so many
		field.Int64("whole").Immutable(),                       // of so many
		field.Time("since").SchemaType(date()).Immutable(),
		field.Time("until").SchemaType(date()).Optional().Nillable(), // last day
		field.String("state"),

		field.String("stated_by").Immutable(),                             // person
		field.String("stated_for").Optional().Nillable().Immutable(),      // organisation; null of a leader and of RegioPlus
		field.Time("confirmed_at").Optional().Nillable(),                  // in regulation time
		field.String("confirmed_by").Optional().Nillable(),                // person
		field.Time("extract_on").SchemaType(date()).Optional().Nillable(), // date of the extract that a leader saw
		field.Time("ends_on").SchemaType(date()).Optional().Nillable(),    // last day that was stated and not confirmed yet
		field.String("end_stated_for").Optional().Nillable(),              // organisation that stated it
		field.String("end_stated_by").Optional().Nillable(),               // person
		field.String("closed_by").Optional().Nillable(),                   // person who withdrew, refused, rebutted or annulled it
		field.Time("closed_at").Optional().Nillable(),                     // in regulation time
		field.String("closed_reason").Optional().Nillable(),
	}
}

// Indexes of Tie.
func (Tie) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("holder_number", "state"),
		index.Fields("held_number", "state"),
		index.Fields("holder_id", "created_at", "id"),
		index.Fields("held_id", "created_at", "id"),
		index.Fields("holder_regional_organisation_id", "created_at", "id"),
		index.Fields("held_regional_organisation_id", "created_at", "id"),
		index.Fields("stated_regional_organisation_id", "created_at", "id"),
		index.Fields("state", "created_at", "id"),
		index.Fields("created_at", "id"),
	}
}
