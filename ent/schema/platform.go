package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// IdempotencyKey keeps the answer to a request that may be sent again.
type IdempotencyKey struct{ ent.Schema }

// Fields of IdempotencyKey.
func (IdempotencyKey) Fields() []ent.Field {
	return []ent.Field{
		id(),
		field.String("actor_key").Immutable(),
		field.String("key").Immutable(),
		field.String("request_hash").Immutable(),
		field.Bytes("response").Immutable().Sensitive(),
		field.Time("created_at").Immutable(),
	}
}

// Indexes of IdempotencyKey.
func (IdempotencyKey) Indexes() []ent.Index {
	return []ent.Index{index.Fields("actor_key", "key").Unique(), index.Fields("created_at")}
}

// Number hands out the human numbers of plans and registrations: each row is one, taken inside the transaction that
// uses it. A number may be lost, never doubled.
type Number struct{ ent.Schema }

// Fields of Number.
func (Number) Fields() []ent.Field { return []ent.Field{field.Int("id").Immutable()} }

// Setting is what the platform itself remembers; its id is its name.
type Setting struct{ ent.Schema }

// Fields of Setting.
func (Setting) Fields() []ent.Field { return []ent.Field{id(), field.String("value")} }
