package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// SchemeRelease is one installed release of a scheme: what a dossier is pinned to.
type SchemeRelease struct{ ent.Schema }

// Fields of SchemeRelease.
func (SchemeRelease) Fields() []ent.Field {
	return []ent.Field{
		id(),
		field.String("slug").Immutable(),
		field.String("semver").Immutable(),
		field.String("digest").Immutable(),
		field.String("state"), // INSTALLED, IN_FORCE or SUPERSEDED
		field.Time("state_since"),
		field.Bytes("manifest"), // JSON, byte for byte as the plugin gave it
		field.Int("version").Default(1),
	}
}

// Indexes of SchemeRelease.
func (SchemeRelease) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("slug", "semver", "digest").Unique(),
		index.Fields("slug").Unique().StorageKey("scheme_release_in_force").Annotations(where("state = 'IN_FORCE'")),
	}
}
