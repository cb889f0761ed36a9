// Package schema is the data model, by hand; all of package ent is generated from it.
//
// It stays data: no hook, policy or default that does something. Identifiers and moments are set by the desks, what a
// state may be is theirs to say, and who may see a row is said by package access. Money is in cents, hours in
// hundredths, dates are midnight UTC, instants UTC.
package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
	"entgo.io/ent/schema/mixin"
)

// Owned marks rows of one organisation: the columns by which rows are kept from others. The regional organisation
// is repeated in every row, so that no predicate needs a join; it changes with the organisation's region.
type Owned struct{ mixin.Schema }

// Fields of Owned.
func (Owned) Fields() []ent.Field {
	return []ent.Field{
		field.String("organisation_id").Immutable(),
		field.String("regional_organisation_id"),
	}
}

// Concerning is Owned for rows that need not belong to an organisation: then both are empty, and nobody's.
type Concerning struct{ mixin.Schema }

// Fields of Concerning.
func (Concerning) Fields() []ent.Field {
	return []ent.Field{
		field.String("organisation_id").Immutable().Optional(),
		field.String("regional_organisation_id").Optional(),
	}
}

// Versioned marks rows that two people can change: every change raises the version by one.
type Versioned struct{ mixin.Schema }

// Fields of Versioned.
func (Versioned) Fields() []ent.Field {
	return []ent.Field{
		field.Int("version").Default(1),
		field.Time("created_at").Immutable(),
		field.Time("updated_at"),
	}
}

// id is a prefixed ULID; see package ids.
func id() ent.Field { return field.String("id").Immutable() }

// date is a calendar date in both databases.
func date() map[string]string {
	return map[string]string{dialect.Postgres: "date", dialect.SQLite: "date"}
}

// perOwner indexes the columns of the row predicate, each followed by the order of the usual list. Orders in which
// entries can tie end in the id, as pages do.
func perOwner(order ...string) []ent.Index {
	return []ent.Index{
		index.Fields(append([]string{"organisation_id"}, order...)...),
		index.Fields(append([]string{"regional_organisation_id"}, order...)...),
	}
}

// where makes an index partial.
func where(predicate string) *entsql.IndexAnnotation { return entsql.IndexWhere(predicate) }
