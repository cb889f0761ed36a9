package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"

	"github.com/penvoerder/penvoerder/internal/question/fields"
)

// Document is a file with what it is said to be. One document can serve several participations.
type Document struct{ ent.Schema }

// Mixin of Document.
func (Document) Mixin() []ent.Mixin { return []ent.Mixin{Owned{}, Versioned{}} }

// Fields of Document.
func (Document) Fields() []ent.Field {
	return []ent.Field{
		id(),
		field.String("plan_id").Immutable(),
		field.String("registration_id").Optional().Nillable().Immutable(), // null for the project file
		field.String("kind").Immutable(),
		field.JSON("statement", fields.Document{}),
		field.String("attached_by").Immutable(),
		field.Time("removed_at").Optional().Nillable(),
	}
}

// Edges of Document.
func (Document) Edges() []ent.Edge {
	return []ent.Edge{
		edge.From("plan", Plan.Type).Ref("documents").Field("plan_id").Unique().Required().Immutable(),
		edge.From("registration", Registration.Type).Ref("documents").Field("registration_id").Unique().Immutable(),
		edge.To("participations", Participation.Type),
		edge.To("files", File.Type).Annotations(entsql.OnDelete(entsql.NoAction)),
	}
}

// Indexes of Document.
func (Document) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("registration_id"),
		index.Fields("plan_id", "kind"),
		index.Fields("organisation_id"),
		index.Fields("regional_organisation_id"),
	}
}

// File is stored content; the latest of a document is the one not superseded.
type File struct{ ent.Schema }

// Mixin of File.
func (File) Mixin() []ent.Mixin { return []ent.Mixin{Owned{}} }

// Fields of File.
func (File) Fields() []ent.Field {
	return []ent.Field{
		id(),
		field.String("document_id").Optional().Nillable(),
		field.String("blob_key").Immutable(),
		field.String("name").Immutable().Sensitive(), // as uploaded
		field.String("type").Immutable(),             // PDF or JPEG, by content
		field.Int("size").Immutable(),
		field.String("sha256").Immutable(),
		field.Time("uploaded_at").Immutable(),
		field.Time("superseded_at").Optional().Nillable(),
	}
}

// Edges of File.
func (File) Edges() []ent.Edge {
	return []ent.Edge{edge.From("document", Document.Type).Ref("files").Field("document_id").Unique()}
}

// Indexes of File.
func (File) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("document_id"),
		index.Fields("sha256"),
		index.Fields("organisation_id"),
		index.Fields("regional_organisation_id"),
	}
}

// UploadTicket is a place to upload one file to, once.
type UploadTicket struct{ ent.Schema }

// Mixin of UploadTicket.
func (UploadTicket) Mixin() []ent.Mixin { return []ent.Mixin{Owned{}} }

// Fields of UploadTicket.
func (UploadTicket) Fields() []ent.Field {
	return []ent.Field{
		id(),
		field.String("for_id").Immutable(), // registration or plan
		field.String("secret_hash").Unique().Immutable().Sensitive(),
		field.String("name").Immutable().Sensitive(),
		field.Int("size").Immutable(),
		field.String("sha256").Optional().Nillable(), // announced, then found
		field.String("created_by").Immutable(),
		field.Time("expires_at").Immutable(),
		field.Time("uploaded_at").Optional().Nillable(),
		field.Time("used_at").Optional().Nillable(),
		field.String("blob_key").Optional().Nillable(),
		field.String("type").Optional().Nillable(),
	}
}

// Indexes of UploadTicket.
func (UploadTicket) Indexes() []ent.Index {
	return []ent.Index{index.Fields("for_id"), index.Fields("expires_at"), index.Fields("organisation_id")}
}
