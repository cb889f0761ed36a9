package schema

import (
	"entgo.io/ent"
	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// AuditEntry is one act in the log of a dossier, chained to the one before it. Rows are only added, by package audit, and
// never changed: whose region sees a line is that of its dossier, and no column of its own.
type AuditEntry struct{ ent.Schema }

// Fields of AuditEntry.
func (AuditEntry) Fields() []ent.Field {
	return []ent.Field{
		id(),
		field.String("organisation_id").Immutable().Optional(), // empty where the line is of no organisation
		field.String("dossier_id").Immutable(),                 // the plan; an organisation or person where there is none
		field.Int("sequence").Immutable(),
		field.Time("at").Immutable(),
		field.String("act").Immutable(),
		field.String("subject_id").Optional().Nillable().Immutable(),
		field.String("actor_person").Optional().Nillable().Immutable(),
		field.String("actor_token").Optional().Nillable().Immutable(),
		field.String("role").Optional().Nillable().Immutable(),
		field.String("on_behalf_of").Optional().Nillable().Immutable(),
		field.String("origin").Optional().Nillable().Immutable().Sensitive(),
		field.String("policy").Optional().Nillable().Immutable(),
		field.String("evaluation_id").Optional().Nillable().Immutable(),
		field.JSON("rules", []string{}).Optional().Immutable(),
		field.String("reason").Optional().Nillable().Immutable(),
		field.String("cause").Optional().Nillable().Immutable(),          // of judging again
		field.Int("judged").Optional().Nillable().Immutable(),            // how many judgements were made again
		field.String("result").Immutable(),                               // DONE or REFUSED
		field.JSON("covers", map[string]string{}).Optional().Immutable(), // digests of what the act left, by id
		field.String("previous_hash").Immutable(),
		field.String("hash").Immutable(),
	}
}

// Indexes of AuditEntry.
func (AuditEntry) Indexes() []ent.Index {
	return []ent.Index{index.Fields("dossier_id", "sequence").Unique(), index.Fields("subject_id")}
}

// AuditHead is the end of one dossier's chain; its id is the dossier's. Writing a line locks it, and a line taken
// from the end shows.
type AuditHead struct{ ent.Schema }

// Fields of AuditHead.
func (AuditHead) Fields() []ent.Field {
	return []ent.Field{
		id(),
		field.Int("sequence"),
		field.String("hash"),
		field.Bool("is_covered").Default(false), // lines answer for all that the dossier holds
	}
}

// Event says that something changed, not what. Rows are only added, by package outbox.
// Its own id is the place in the feed; what callers know is the key.
type Event struct{ ent.Schema }

// Mixin of Event.
func (Event) Mixin() []ent.Mixin { return []ent.Mixin{Concerning{}} }

// Fields of Event.
func (Event) Fields() []ent.Field {
	return []ent.Field{
		field.Int("id").Immutable(),
		field.String("key").Unique().Immutable(), // evt_…
		field.Int64("xid").Optional().Immutable().Annotations(entsql.DefaultExprs(map[string]string{
			dialect.Postgres: "((pg_current_xact_id())::text)::bigint", // the writing transaction: the order of commits
			dialect.SQLite:   "0",                                      // one writer: the id is that order
		})),
		field.String("type").Immutable(),
		field.Time("occurred_at").Immutable(),
		field.String("subject_id").Immutable(),
		field.Int("subject_version").Optional().Nillable().Immutable(),
		field.String("dossier_id").Optional().Nillable().Immutable(),
		field.String("cause").Optional().Nillable().Immutable(), // session or token
	}
}

// Indexes of Event.
func (Event) Indexes() []ent.Index {
	return []ent.Index{index.Fields("xid", "id"), index.Fields("organisation_id", "xid", "id")}
}
