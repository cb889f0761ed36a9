package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// ParameterFile is an operator's signed file that replaces assumptions of one scheme. Rows are only added; all that
// changes is that a file ends when the next one takes its place.
type ParameterFile struct{ ent.Schema }

// Fields of ParameterFile.
func (ParameterFile) Fields() []ent.Field {
	return []ent.Field{
		id(),
		field.String("slug").Immutable(),
		field.Int("number").Immutable(), // counts up within a scheme; a lower one never takes the place of a higher one
		field.String("author").Immutable(),
		field.String("reason").Immutable(),
		field.String("digest").Immutable(),    // SHA-256 of the file, hexadecimal
		field.String("signed_by").Immutable(), // SHA-256 of the public key, hexadecimal
		field.Bytes("content").Immutable(),    // the file, byte for byte what was signed
		field.Bytes("signature").Immutable(),
		field.Time("applied_at").Immutable(),
		field.String("release_id").Optional().Nillable().Immutable(), // in force then, against which it was checked; nil where that was not kept
		field.Time("ended_at").Optional().Nillable(),
	}
}

// Indexes of ParameterFile: one file of a scheme is in force.
func (ParameterFile) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("slug", "number").Unique(),
		index.Fields("slug").Unique().StorageKey("parameter_file_in_force").Annotations(where("ended_at IS NULL")),
	}
}
